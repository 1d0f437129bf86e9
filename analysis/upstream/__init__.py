"""One module a publisher: its real file as a tidy, typed frame."""
