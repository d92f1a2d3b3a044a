"""Checking cover by card or by typed numbers, and what the answer means at the counter."""
