"""All months, and taking in another."""
