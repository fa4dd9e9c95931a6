"""XML suites as they are written: which files they are, and the cases in them."""
