"""Many look-ups at once (R10): handed over, worked off block by block in a lane of their own, fetched page by page."""
