"""The desk's ledger: one encrypted SQLite file per home, a store per port, backups and a recovery code."""
