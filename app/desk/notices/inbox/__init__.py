"""The list of notices and the chosen one."""
