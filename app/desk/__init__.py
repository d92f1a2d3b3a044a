"""The windows: one folder per screen."""
