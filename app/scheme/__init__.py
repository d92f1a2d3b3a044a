"""The public insurance scheme: pure values and rules that the desk and the central service share."""
