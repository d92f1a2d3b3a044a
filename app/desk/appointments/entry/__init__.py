"""A file of appointments chosen, its columns told once."""
