"""Measurements of what the program must reach, each beside its bare figure. Run by `packaging/dev.py bench`."""
