"""The program is wrong: what is logged, what is shown, what goes on."""
