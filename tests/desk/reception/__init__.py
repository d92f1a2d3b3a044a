"""The reception: what it decides, what it shows."""
