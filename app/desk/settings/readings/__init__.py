"""The manager's list of who opened what under which consent."""
