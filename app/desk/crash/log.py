"""The desk's log: rotating files in the home, fit to be handed to somebody else."""

import faulthandler
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from app.desk.crash.telling import told

if TYPE_CHECKING:
    from logging.handlers import RotatingFileHandler

LOG = logging.getLogger("madoguchi.desk")
_OURS = "madoguchi"
_LARGEST_BYTES = 1_000_000
_OLD_FILES = 4


class WithoutPersons(logging.Formatter):
    """Our own records as written; of another library's only who spoke and where, since its words may hold anything."""

    def format(self, record: logging.LogRecord) -> str:
        """Not the usual one: it takes over the whole traceback that another handler may have left on the record."""
        ours = record.name.partition(".")[0] == _OURS
        words = record.getMessage() if ours else f"{record.filename}:{record.lineno}"
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = f"{at} {record.levelname} {record.name} {words}"
        error = record.exc_info[1] if record.exc_info else None
        return line if error is None else f"{line}\n{told(error)}"


class RotatingWhenNeeded(logging.Handler):
    """A day without a word opens no file, and no start waits for the library of rotating ones."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self._rotating: RotatingFileHandler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._rotating is None:
            self._rotating = self._opened()
        self._rotating.emit(record)

    def close(self) -> None:
        if self._rotating is not None:
            self._rotating.close()
        super().close()

    def _opened(self) -> "RotatingFileHandler":
        from logging.handlers import RotatingFileHandler

        rotating = RotatingFileHandler(
            self._file, maxBytes=_LARGEST_BYTES, backupCount=_OLD_FILES, encoding="utf-8"
        )
        rotating.setFormatter(self.formatter)
        return rotating


class DeskLog:
    """folder: None where nothing is kept (practice); then only the terminal hears of it, if there is one."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._handlers: list[logging.Handler] = []
        self._faults: TextIO | None = None

    def begin(self) -> None:
        """Raises: OSError where the folder cannot be written to."""
        if sys.stderr is not None:  # a program with windows alone has none
            self._add(logging.StreamHandler(sys.stderr))
        if self._folder is not None:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._add(RotatingWhenNeeded(self._folder / "desk.log"))
            self._begin_faults(self._folder / "faults.log")
        LOG.setLevel(logging.INFO)

    def end(self) -> None:
        for handler in self._handlers:
            logging.getLogger().removeHandler(handler)
            handler.close()
        self._handlers.clear()
        if self._faults is not None:
            faulthandler.disable()
            self._faults.close()
            self._faults = None

    def _add(self, handler: logging.Handler) -> None:
        handler.setFormatter(WithoutPersons())
        logging.getLogger().addHandler(handler)
        self._handlers.append(handler)

    def _begin_faults(self, file: Path) -> None:
        """For ends that no Python code lives to see. The file holds function names and lines, no values."""
        if file.exists() and file.stat().st_size > _LARGEST_BYTES:
            file.replace(file.with_suffix(".log.1"))
        self._faults = file.open("a", encoding="utf-8")
        faulthandler.enable(self._faults)
