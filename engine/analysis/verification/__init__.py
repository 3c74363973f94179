"""Known answers that the model must give: levers, symmetry, extremes and closed forms."""
