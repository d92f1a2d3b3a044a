"""The invented town, built from a size, a seed and a day.

How the rows of `town --list` are read. `case` names the row. Where `number` is filled, the row is typed at the form:
`branch` filled → `birth` holds month and day as 4 digits, else the whole birth date as an ISO day (R6). `on` is an ISO
day, empty for the anchor day; the rows hold for checks made on the anchor day. `expected` is an outcome (R7) or
`refused`. `card` is a file of the folder given by `--cards`: beside a number it leads to the same outcome, by
photograph and by PIN; without a number the row is asked with the card alone, by photograph — a phone's (`phone-…`)
with its PIN, since a photograph proves nothing there. `refused` is said by the service for a stopped or ended card
certificate, and by the desk for a card that is no My Number card. Every PIN of the town is in its card file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice

from app.central.practice import stories_of_cards, stories_of_cover, words
from app.central.practice.calendar import Calendar
from app.central.practice.case import CardPlan, Case
from app.central.practice.cast import Cast
from app.central.practice.crowd import Crowd
from app.central.practice.institutions import institutions
from app.central.practice.numbering import CardNumbers
from app.central.registry.entries import InstitutionEntry, InsurerEntry, PersonEntry

_PEOPLE_PER_INSTITUTION = 1000
_FEWEST_INSTITUTIONS = 24


@dataclass(frozen=True, slots=True)
class Town:
    """size: how many people `people()` gives, at least the named ones. cards: made by `cards` when asked for."""

    day: date
    seed: int
    size: int
    insurers: tuple[InsurerEntry, ...]
    institutions: tuple[InstitutionEntry, ...]
    named: tuple[PersonEntry, ...]
    cards: tuple[CardPlan, ...]
    _cases: tuple[Case, ...]

    def cases(self) -> tuple[Case, ...]:
        """The rows of `town --list`; `case.csv_of` writes them."""
        return self._cases

    def people(self) -> Iterator[PersonEntry]:
        """Everybody, the named first; made while being read, each call the same people again."""
        calendar, numbers = Calendar(self.day), CardNumbers()
        _tell(Cast(calendar, numbers))
        return islice(chain(self.named, Crowd(calendar, self.seed, numbers).people()), self.size)


def build(people: int, seed: int, day: date) -> Town:
    """The town of so many people as its register stands when `day` begins in Japan. Takes milliseconds."""
    cast = Cast(Calendar(day), CardNumbers())
    _tell(cast)
    return Town(
        day,
        seed,
        max(people, len(cast.people)),
        tuple(each.entry for each in words.insurers()),
        institutions(max(_FEWEST_INSTITUTIONS, people // _PEOPLE_PER_INSTITUTION)),
        tuple(cast.people),
        tuple(cast.cards),
        tuple(cast.cases),
    )


def _tell(cast: Cast) -> None:
    employee = stories_of_cover.tell(cast)
    stories_of_cards.tell(cast, employee)
