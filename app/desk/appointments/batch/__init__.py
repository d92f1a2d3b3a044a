"""One batch: how far it is, and its exceptions."""
