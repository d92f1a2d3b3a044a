"""The manager's month on one page."""
