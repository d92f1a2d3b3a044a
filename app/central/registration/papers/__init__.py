"""What an insurer prints: letters that ask for cards back, and the face of a card."""
