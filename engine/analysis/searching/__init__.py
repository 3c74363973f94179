"""Search over levers for packages that both sides would sign and that last."""
