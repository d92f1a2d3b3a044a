"""The review: every receipt laid against the register as it was known when the receipt arrived (R11–R14)."""
