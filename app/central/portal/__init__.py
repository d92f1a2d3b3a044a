"""The person's own page: signing in with the card, sessions, and what the person alone sees (R15–R18)."""
