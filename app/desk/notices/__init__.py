"""The inbox (通知) and the manager's month."""
