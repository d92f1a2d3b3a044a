"""Standard input and output as every terminal command uses them, whatever the system's locale."""

import errno
import io
import os
import sys
from collections.abc import Callable

READER_GONE = 141
"""Exit status when whoever read our output closed it: 128 + SIGPIPE, as shells count."""
INTERRUPTED = 130
NOT_WRITTEN = 74
"""Exit status when our output found no room: EX_IOERR, as sysexits.h counts."""

_NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO})


def in_terminal(command: Callable[[], int]) -> int:
    """Runs it with UTF-8 streams, also where Windows would choose cp932.

    `| head` and Ctrl-C end it quietly, a full disk behind its output with a line.
    """
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
        _drop_output()
        return READER_GONE
    except OSError as trouble:
        if trouble.errno not in _NO_ROOM or trouble.filename is not None:
            raise
        _drop_output()
        print(f"output cannot be written ({trouble.strerror})", file=sys.stderr)
        return NOT_WRITTEN
    except KeyboardInterrupt:
        return INTERRUPTED


def _drop_output() -> None:
    """The interpreter flushes once more at its end, and would complain there."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
