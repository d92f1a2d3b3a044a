"""The invented town: people, insurers and cards for practice, tests and load."""
