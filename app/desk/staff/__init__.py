"""Who is at the counter: signing in, the lock, the roll of staff."""
