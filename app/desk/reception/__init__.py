"""The reception: card or typed numbers on the left, the answer on the right, today's list below it."""
