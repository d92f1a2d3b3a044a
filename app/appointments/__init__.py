"""The day's appointments, refreshed in one batch: only what changed is shown (R10)."""
