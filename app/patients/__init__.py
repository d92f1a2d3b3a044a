"""A person known to the clinic and their cards: finding, entering, correcting."""
