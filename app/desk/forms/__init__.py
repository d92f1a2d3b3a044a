"""Paper forms of the counter, printed or written as PDF."""
