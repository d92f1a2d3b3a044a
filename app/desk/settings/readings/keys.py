"""The keys of the list: none that typing, an input method's conversion or another section uses."""

FIND = "Ctrl+F"
DAYS = "Ctrl+D"
PRINT = "Ctrl+P"
SAVE = "Ctrl+S"
