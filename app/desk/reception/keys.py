"""The keys of the reception: none that typing, an input method's conversion or another screen uses."""

FORM = "F2"
PHOTOGRAPH = "Ctrl+1"
PIN = "Ctrl+3"
ASK_AGAIN = "Ctrl+4"
CHOICES = ("Ctrl+5", "Ctrl+6", "Ctrl+7", "Ctrl+8", "Ctrl+9")
TAKE_OVER = "Ctrl+Return"
NEW_PATIENT = "Ctrl+N"
PRINT = "Ctrl+P"
DECLARATION = "Ctrl+Shift+P"
TODAY = "Ctrl+T"
CLEAR = "Esc"
