"""What happens when the program itself is wrong: a log without persons, a window that says so, work that goes on."""
