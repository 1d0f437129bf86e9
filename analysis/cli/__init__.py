"""Every command, and the list of the notebooks with their parameters."""
