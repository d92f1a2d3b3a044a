"""The ledger cannot be opened: why, and what opens it again."""
