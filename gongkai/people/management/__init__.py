"""Commands of the libraries that are shut."""
