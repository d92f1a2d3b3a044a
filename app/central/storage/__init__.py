"""The service's database: one port, two engines (SQLite for practice and small sites, PostgreSQL for real loads)."""
