"""One month: its receipts, what will become of each, and why."""
