"""What drives an objective: Sobol's indices, Morris's effects, a tornado and the split of its variance."""
