"""The manager's list: who opened whose health information under which consent, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from app.consent.consent import ConsentKind, ConsentRecord
from app.health_records.access import Act
from app.patients.patient import PatientId
from app.scheme.digits import refuse_my_number
from app.staff.member import Duty, Role, StaffId, StaffMember

PAGE = 100


@dataclass(frozen=True, slots=True)
class Whose:
    """A patient as the ledger knows them today."""

    id: PatientId
    name: str
    birth_on: date


@dataclass(frozen=True, slots=True)
class RecordsUse:
    """Something done with health information. place: in the trail, which grows by one an entry.

    whose: None for somebody without a chart. consent: None where the ledger had not begun to note it.
    """

    place: int
    at: datetime
    staff_id: StaffId
    staff_name: str
    kind: ConsentKind
    act: Act
    whose: Whose | None
    consent: ConsentRecord | None


@dataclass(frozen=True, slots=True)
class ReadersSet:
    """A manager set which roles may open health information."""

    place: int
    at: datetime
    staff_id: StaffId
    staff_name: str
    readers: frozenset[Role]


Reading = RecordsUse | ReadersSet


@dataclass(frozen=True, slots=True)
class ReadingsAsked:
    """Days of the business calendar, both included; None is open. text: as typed, of patient or form."""

    first: date | None = None
    last: date | None = None
    staff: StaffId | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Readings:
    """Some of the list. total: of the whole list. staff: everybody who ever stood in one, by name."""

    rows: tuple[Reading, ...]
    total: int
    staff: tuple[tuple[StaffId, str], ...]


class ReadingBook(Protocol):
    """The ledger's trail of accesses; on a lane. What came to nothing stands once, as what became of it."""

    def readings(self, asked: ReadingsAsked, after: Reading | None, most: int) -> tuple[Reading, ...]:
        """Newest first; after: the last one that is known already."""

    def count(self, asked: ReadingsAsked) -> int: ...

    def staff(self) -> tuple[tuple[StaffId, str], ...]:
        """Who stands in the trail, under the name used last; by name."""


def see_readings(by: StaffMember, asked: ReadingsAsked, book: ReadingBook) -> Readings:
    """The list's beginning. Raises: NotAllowed, MyNumberRefused (R3)."""
    by.must_be_allowed(Duty.SEE_READINGS)
    refuse_my_number("search", asked.text)
    return Readings(book.readings(asked, None, PAGE), book.count(asked), book.staff())


def see_more(
    by: StaffMember, asked: ReadingsAsked, book: ReadingBook, known: Sequence[Reading], most: int = PAGE
) -> tuple[Reading, ...]:
    """What follows on those known. Raises: NotAllowed."""
    by.must_be_allowed(Duty.SEE_READINGS)
    return book.readings(asked, known[-1] if known else None, most)
