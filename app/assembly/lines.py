"""The line of a home: to the service it is connected to, or none."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.adapters.central_client.connection_file import ConnectedTo
from app.adapters.central_client.line import CentralLine, NoLine
from app.adapters.central_client.practice_service import PracticeTown
from app.adapters.central_client.transport import Connection, Transport
from app.adapters.credentials.keeper import CENTRAL_SECRET, KeyKeeper
from app.commands.connect import ConnectTools, Line
from app.eligibility.ports import EligibilityLine, InstitutionNotice
from app.scheme.days import business_day, utc_now
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line and what must be closed after it."""

    line: EligibilityLine
    close: Callable[[], None]


def connected_line(settings: Settings, keeper: KeyKeeper) -> OpenLine:
    """Raises: KeyringError, ConnectionFileDamaged. Without a connection every question waits (R20)."""
    connected = ConnectedTo.load(settings.connection_file)
    secret = keeper.get(CENTRAL_SECRET) if connected else None
    if connected is None or secret is None:
        return OpenLine(NoLine(), lambda: None)
    ca_file = Path(connected.ca_file) if connected.ca_file else None
    return _line(Connection(connected.url, connected.institution, secret, ca_file))


def practice_line(town: PracticeTown) -> OpenLine:
    return _line(Connection(town.url, town.institution, town.secret, practice=True))


def _line(connection: Connection) -> OpenLine:
    transport = Transport(connection)
    return OpenLine(CentralLine(transport, connection.institution), transport.close)


def connect_tools(settings: Settings, keeper: KeyKeeper) -> ConnectTools:
    """What `connect` and `disconnect` do to a home."""

    def try_line(line: Line) -> InstitutionNotice:
        tried = _line(Connection(line.url, line.institution, line.secret, line.ca_file))
        try:
            return tried.line.whoami()
        finally:
            tried.close()

    def keep(line: Line, notice: InstitutionNotice) -> None:
        """The secret first: an address without its secret would be a line that cannot speak."""
        keeper.put(CENTRAL_SECRET, line.secret)
        since = business_day(utc_now()).isoformat()
        ca_file = str(line.ca_file) if line.ca_file else ""
        ConnectedTo(line.url, line.institution, notice.name, ca_file, since).save(settings.connection_file)

    def forget() -> bool:
        was_connected = settings.connection_file.exists()
        settings.connection_file.unlink(missing_ok=True)
        keeper.forget(CENTRAL_SECRET)
        return was_connected

    return ConnectTools(try_line, keep, forget)
