"""The outside: ledger, line, card readers, keyring. Fulfils the ports of the work."""
