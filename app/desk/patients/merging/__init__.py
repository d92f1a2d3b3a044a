"""Two entries of one person made one."""
