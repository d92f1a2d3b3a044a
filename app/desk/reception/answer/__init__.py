"""The answer card: may this patient go through, at what share, what to do now."""
