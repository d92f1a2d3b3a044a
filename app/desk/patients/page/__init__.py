"""One patient: details, cards, and every check through time."""
