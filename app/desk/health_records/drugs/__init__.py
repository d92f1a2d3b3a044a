"""What was dispensed: a list, a picture, duplicates, generics."""
