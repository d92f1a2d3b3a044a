"""A clock that a story moves: asked by the desk in this process, and by the service in a process of its own."""

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self
from unittest.mock import patch

from app.central.__main__ import main
from app.scheme.days import utc_now


class MovedClock:
    """file: how many seconds it is ahead of the true time; read each time it is asked."""

    def __init__(self, file: Path) -> None:
        self.file = file

    @classmethod
    def from_moment(cls, file: Path, moment: datetime) -> Self:
        """Goes on from there."""
        clock = cls(file)
        clock._be_ahead(moment - utc_now())
        return clock

    def __call__(self) -> datetime:
        return utc_now() + self._ahead()

    def advance(self, by: timedelta) -> None:
        self._be_ahead(self._ahead() + by)

    def _ahead(self) -> timedelta:
        return timedelta(seconds=float(self.file.read_text()))

    def _be_ahead(self, ahead: timedelta) -> None:
        """Whoever reads meanwhile finds the one or the other."""
        new = self.file.with_suffix(".new")
        new.write_text(str(ahead.total_seconds()))
        os.replace(new, self.file)


if __name__ == "__main__":
    with patch("app.central.running.utc_now", MovedClock(Path(sys.argv[1]))):
        sys.exit(main(sys.argv[2:]))
