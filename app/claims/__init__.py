"""The month's receipts: checked before sending, sent, settled (R13, R14)."""
