"""The line of a home: to the service it is connected to, or none."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from app.adapters.central_client.batch_line import CentralBatchLine, NoBatchLine
from app.adapters.central_client.claims_line import CentralClaimsLine, NoClaimsLine
from app.adapters.central_client.connection_file import (
    ConnectedTo,
    ConnectionFileDamaged,
    ConnectionFileUnwritable,
    keep_file,
    remove_files,
)
from app.adapters.central_client.consent_line import CentralConsentLine, NoConsentLine
from app.adapters.central_client.line import CentralLine, NoLine
from app.adapters.central_client.notice_line import CentralNoticeLine, NoNoticeLine
from app.adapters.central_client.practice_service import PracticeTown
from app.adapters.central_client.records_line import CentralRecordsLine, NoRecordsLine
from app.adapters.central_client.transport import Connection, Transport
from app.adapters.credentials.errors import KeyringError
from app.adapters.credentials.keeper import CENTRAL_SECRET, KeyKeeper
from app.appointments.ports import BatchLine
from app.claims.ports import ClaimsLine
from app.commands.connect import ConnectTools, Line
from app.commands.endings import Explain
from app.consent.ports import ConsentLine
from app.eligibility.ports import CredentialsRefused, EligibilityLine, InstitutionNotice
from app.health_records.ports import RecordsLine
from app.notices.ports import NoticeLine
from app.scheme.days import business_day, utc_now
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line and what must be closed after it. What follows close: None on a desk that takes no part (R20)."""

    line: EligibilityLine
    close: Callable[[], None]
    batches: BatchLine | None = None
    notices: NoticeLine | None = None
    claims: ClaimsLine | None = None
    consents: ConsentLine | None = None
    records: RecordsLine | None = None


def connected_line(settings: Settings, keeper: KeyKeeper) -> OpenLine:
    """Without a connection nothing is asked (R20); with one that is not whole, checks wait until it is set right.

    Raises: KeyringError.
    """
    try:
        connected = ConnectedTo.load(settings.connection_file)
    except ConnectionFileDamaged:
        return _broken_line()
    if connected is None:
        return OpenLine(NoLine(), _nothing_to_close)
    secret = keeper.get(CENTRAL_SECRET)
    if secret is None:
        return _broken_line()
    ca_file = settings.trust_anchor_file if connected.own_trust_anchor else None
    connection = Connection(connected.url, connected.institution, secret, ca_file)
    return _line(connection, partial(_kept_secret, keeper))


def _kept_secret(keeper: KeyKeeper) -> str | None:
    """None also where the keyring cannot be asked: the service's refusal then says what to do."""
    try:
        return keeper.get(CENTRAL_SECRET)
    except KeyringError:
        return None


def practice_line(town: PracticeTown) -> OpenLine:
    return _line(Connection(town.url, town.institution, town.secret, practice=True))


def _line(connection: Connection, kept_secret: Callable[[], str | None] = lambda: None) -> OpenLine:
    transport = Transport(connection, kept_secret)
    line = CentralLine(transport, connection.institution)
    return OpenLine(
        line,
        transport.close,
        CentralBatchLine(transport),
        CentralNoticeLine(transport),
        CentralClaimsLine(transport),
        CentralConsentLine(transport),
        CentralRecordsLine(transport),
    )


def _broken_line() -> OpenLine:
    """Connected once, but not whole any more."""
    return OpenLine(
        NoLine(CredentialsRefused),
        _nothing_to_close,
        NoBatchLine(CredentialsRefused),
        NoNoticeLine(CredentialsRefused),
        NoClaimsLine(CredentialsRefused),
        NoConsentLine(CredentialsRefused),
        NoRecordsLine(CredentialsRefused),
    )


def _nothing_to_close() -> None:
    """No line, no sessions."""


def connect_tools(settings: Settings, keeper: KeyKeeper, explain: Explain) -> ConnectTools:
    """What `connect` and `disconnect` do to a home."""
    return ConnectTools(_try, partial(_keep, settings, keeper), partial(_forget, settings, keeper), explain)


def _try(line: Line) -> InstitutionNotice:
    tried = _line(Connection(line.url, line.institution, line.secret, line.ca_file))
    try:
        return tried.line.whoami()
    finally:
        tried.close()


def _keep(settings: Settings, keeper: KeyKeeper, line: Line, notice: InstitutionNotice) -> None:
    """Secret and address belong together: where the address cannot be written the former secret comes back.

    Raises: KeyringError, ConnectionFileUnwritable.
    """
    since = business_day(utc_now())
    connected = ConnectedTo(line.url, line.institution, notice.name, line.ca_file is not None, since)
    former = keeper.get(CENTRAL_SECRET)
    keeper.put(CENTRAL_SECRET, line.secret)
    try:
        if line.ca_file is not None:
            keep_file(settings.trust_anchor_file, line.ca_file.read_bytes())
        connected.save(settings.connection_file)
    except (ConnectionFileUnwritable, OSError) as cause:
        if former is None:
            keeper.forget(CENTRAL_SECRET)
        else:
            keeper.put(CENTRAL_SECRET, former)
        raise ConnectionFileUnwritable from cause


def _forget(settings: Settings, keeper: KeyKeeper) -> bool:
    """The secret first: where the keyring is locked nothing has changed. Raises: KeyringError, …Unwritable."""
    was_connected = settings.connection_file.exists()
    keeper.forget(CENTRAL_SECRET)
    remove_files(settings.connection_file, settings.trust_anchor_file)
    return was_connected
