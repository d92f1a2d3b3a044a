"""What the settings tell of the desk itself: its line, its backups, its version, a report to save."""

from collections.abc import Callable
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from app.adapters.central_client.connection_file import ConnectedTo
from app.adapters.ledger.backup import backups
from app.assembly.homes import OpenHome
from app.desk.settings.values import Connection, HouseFacts
from app.scheme.days import utc_now


def version_of_program() -> str:
    """As installed; "" when it runs from its source."""
    try:
        return version("madoguchi")
    except PackageNotFoundError:
        return ""


class DeskHouse:
    """Fulfils House. readers: names now plugged in. write_report: zips logs without persons to a path."""

    def __init__(
        self, home: OpenHome, readers: Callable[[], tuple[str, ...]], write_report: Callable[[Path], None]
    ) -> None:
        self._home = home
        self._readers = readers
        self._write_report = write_report

    def facts(self) -> HouseFacts:
        return HouseFacts(
            connection=self._connection(),
            last_backup_at=self._last_backup_at(),
            readers=self._readers(),
            version=version_of_program(),
            practice=self._home.settings.practice,
        )

    def back_up_now(self) -> datetime:
        now = utc_now()
        self._home.ledger.back_up(now)
        return now

    def save_report(self, path: str) -> None:
        self._write_report(Path(path))

    def _connection(self) -> Connection | None:
        connected = ConnectedTo.load(self._home.settings.connection_file)
        if connected is None:
            return None
        return Connection(connected.url, connected.institution, connected.institution_name, connected.since)

    def _last_backup_at(self) -> datetime | None:
        newest = next(iter(backups(self._home.settings.home)), None)
        return datetime.fromtimestamp(newest.stat().st_mtime).astimezone() if newest else None
