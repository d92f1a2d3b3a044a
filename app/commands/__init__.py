"""One file per terminal command; each takes what it needs from assembly, prints data on standard output."""
