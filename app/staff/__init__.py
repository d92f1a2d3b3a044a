"""Who works here, in which roles, and what each role may do."""
