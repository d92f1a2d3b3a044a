"""The first start: the manager, the recovery code, the connection."""
