"""Plan, run, verify and report: knows notebooks by their paths, not by what is in them."""
