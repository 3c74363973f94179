"""Arms compared over the trials that they share."""
