"""The one place that chooses adapters and joins them to screens and commands."""
