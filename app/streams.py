"""Standard input and output as every terminal command uses them, whatever the system's locale."""

import io
import os
import sys
from collections.abc import Callable

READER_GONE = 141
"""Exit status when whoever read our output closed it: 128 + SIGPIPE, as shells count."""
INTERRUPTED = 130


def in_terminal(command: Callable[[], int]) -> int:
    """Runs it with UTF-8 streams, also where Windows would choose cp932; `| head` and Ctrl-C end it quietly."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a program without console has none
            # What is no UTF-8 becomes a sign that no field accepts, not a traceback that repeats it.
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        try:
            return command()
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes once more at its end, and would complain there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    except KeyboardInterrupt:
        return INTERRUPTED
