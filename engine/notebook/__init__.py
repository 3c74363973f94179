"""What a notebook imports: runs, sweeps and comparisons as objects that show themselves."""
