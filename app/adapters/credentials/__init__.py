"""Where secrets live: the system's keyring, and memory for practice."""
