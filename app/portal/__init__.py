"""A person's own page at the central service: signing in to it with the card (R18)."""
