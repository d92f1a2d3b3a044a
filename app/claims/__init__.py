"""The month's receipts: checked before they are sent, sent, settled (R11–R14)."""
