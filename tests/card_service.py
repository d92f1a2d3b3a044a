"""The PC/SC service that tests lay cards into: the machine's own pcscd with the virtual reader vpcd."""
