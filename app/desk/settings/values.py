"""What can be set: by each person for themselves, and by a manager for the clinic."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from app.eligibility.revisit import AskAgain, RevisitRule
from app.health_records.readers import USUAL_READERS, readers_of, set_readers
from app.staff.member import Duty, Role, StaffId, StaffMember
from app.staff.ports import AuditTrail, ClinicSettings

TEXT_PERCENTS = (100, 110, 125, 150, 175, 200)
IDLE_MINUTES = (1, 2, 3, 5, 10, 15, 30)


class Appearance(StrEnum):
    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Preferences:
    """One person's own: how the windows look and sound to them on this PC."""

    text_percent: int = 100
    appearance: Appearance = Appearance.SYSTEM
    sounds: bool = True


class PreferenceStore(Protocol):
    """Kept with the windows' places, in the account's own settings: nothing about patients."""

    def of(self, staff: StaffId) -> Preferences: ...

    def keep(self, staff: StaffId, preferences: Preferences) -> None: ...


@dataclass(frozen=True, slots=True)
class ClinicRules:
    """shown_name: empty shows the institution's registered name. reader: the one to prefer, None is any.

    readers: roles that open health information under the patient's consent.
    """

    shown_name: str = ""
    idle_minutes: int = 5
    revisit: RevisitRule = field(default_factory=RevisitRule)
    reader: str | None = None
    readers: frozenset[Role] = USUAL_READERS


@dataclass(frozen=True, slots=True)
class Connection:
    """The service this home is connected to."""

    url: str
    institution: str
    institution_name: str
    since: date


@dataclass(frozen=True, slots=True)
class HouseFacts:
    """What the desk can tell of itself. connection: None without a line. readers: names now plugged in."""

    connection: Connection | None
    last_backup_at: datetime | None
    readers: tuple[str, ...]
    version: str
    practice: bool


class House(Protocol):
    """The desk's own affairs. Calls touch the disk and run on a lane."""

    def facts(self) -> HouseFacts: ...

    def back_up_now(self) -> datetime: ...

    def save_report(self, path: str) -> None:
        """Crash reports and logs, without persons, as one file. Raises: ClinicError where it cannot be written."""


_SHOWN_NAME = "clinic.shown_name"
_IDLE_MINUTES = "clinic.idle_minutes"
_AFTER_CARD = "revisit.after_card"
_AFTER_TYPED = "revisit.after_typed"
_READER = "reader.preferred"


def read_rules(settings: ClinicSettings) -> ClinicRules:
    """What was never set has its default."""
    usual = ClinicRules()
    return ClinicRules(
        shown_name=settings.get(_SHOWN_NAME) or usual.shown_name,
        idle_minutes=int(settings.get(_IDLE_MINUTES) or usual.idle_minutes),
        revisit=RevisitRule(
            AskAgain(settings.get(_AFTER_CARD) or usual.revisit.after_card),
            AskAgain(settings.get(_AFTER_TYPED) or usual.revisit.after_typed),
        ),
        reader=settings.get(_READER) or usual.reader,
        readers=readers_of(settings),
    )


def keep_rules(
    rules: ClinicRules, by: StaffMember, settings: ClinicSettings, audit: AuditTrail, now: datetime
) -> ClinicRules:
    """Who may read is on record. Raises: NotAllowed for anybody but a manager."""
    by.must_be_allowed(Duty.KEEP_SETTINGS)
    set_readers(rules.readers, by, settings, audit, now)
    settings.put(_SHOWN_NAME, rules.shown_name.strip())
    settings.put(_IDLE_MINUTES, str(rules.idle_minutes))
    settings.put(_AFTER_CARD, rules.revisit.after_card)
    settings.put(_AFTER_TYPED, rules.revisit.after_typed)
    settings.put(_READER, rules.reader or "")
    return rules
