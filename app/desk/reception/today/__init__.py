"""Today's list."""
