"""An error as a log may hold it: types, codes and places in the code, never what somebody typed or read."""

import re
import traceback
from collections.abc import Iterator
from pathlib import PurePath
from types import TracebackType

from app.errors import ClinicError

_UNSAID = "…"
_OTHER_SCRIPTS = re.compile(r"[^\x20-\x7e]+")
_PATHS = re.compile(r"(?:[A-Za-z]:)?[/\\][^\s\"']+")
_NUMBERS = re.compile(r"\d{4,}")


def told(error: BaseException) -> str:
    """The error and what led to it, newest first, several lines. Words are given of our own errors alone."""
    return "\n".join(line for each in _chain(error) for line in _lines(each))


def kind_of(error: BaseException) -> str:
    """`KeyError`, or the stable code of one of ours."""
    return error.code if isinstance(error, ClinicError) else type(error).__qualname__


def place_of(trace: TracebackType | None) -> str:
    """Where it happened: `reception/panel.py:88 show_state`; "" where nobody knows."""
    frames = traceback.extract_tb(trace)
    return _place(frames[-1]) if frames else ""


def without_persons(words: str) -> str:
    """A message of a library that we cannot vouch for: its English stays, names, numbers and paths go."""
    for pattern in (_PATHS, _OTHER_SCRIPTS, _NUMBERS):
        words = pattern.sub(_UNSAID, words)
    return words


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        hidden = following.__suppress_context__
        following = following.__cause__ or (None if hidden else following.__context__)


def _lines(error: BaseException) -> Iterator[str]:
    kind = type(error)
    words = f" {error.code}: {error}" if isinstance(error, ClinicError) else ""
    yield f"{kind.__module__}.{kind.__qualname__}{words}"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {_place(frame)}"


def _place(frame: traceback.FrameSummary) -> str:
    """The last folders only: the first ones may hold the name of the account."""
    return f"{'/'.join(PurePath(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}"
