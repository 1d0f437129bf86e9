"""Read publishers' files: one module a publisher, from its real file to one tidy frame."""
