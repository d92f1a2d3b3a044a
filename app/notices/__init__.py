"""The inbox: receipts reassigned, split and returned, worked to done (R14)."""
