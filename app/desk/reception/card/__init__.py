"""The reader panel: the card that lies there, the photograph, the PIN."""
