"""The submodels, a file each: compiled scalar functions that take their draws as arguments."""
