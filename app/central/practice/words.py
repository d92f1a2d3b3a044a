"""The word lists of the invented town: names with readings, streets, insurers. Data in `resources/town`."""

import csv
from dataclasses import dataclass
from functools import cache

from app.assets import asset
from app.central.registry.entries import InsurerEntry
from app.scheme.digits import with_check_digit
from app.scheme.numbers import InsurerNumber


@dataclass(frozen=True, slots=True)
class FamilyName:
    """written: as on a card's face. registered: as the register holds it, ● for letters outside JIS X 0208."""

    written: str
    registered: str
    kana: str


@dataclass(frozen=True, slots=True)
class GivenName:
    written: str
    kana: str


@dataclass(frozen=True, slots=True)
class Street:
    """postcode begins with 000, which no post office uses."""

    postcode: str
    address: str


@dataclass(frozen=True, slots=True)
class TownInsurer:
    """An insurer of the town. card: how its cards are numbered, see `numbering`. weight: of its share of people."""

    number: InsurerNumber
    name: str
    usual_delay_days: int | None
    card: str
    weight: int

    @property
    def entry(self) -> InsurerEntry:
        return InsurerEntry(self.number.digits, self.name, self.usual_delay_days)


def _rows(name: str) -> list[dict[str, str]]:
    with asset(f"town/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def family_names() -> tuple[FamilyName, ...]:
    """Each as often as its weight says, so that a plain draw gives namesakes their due."""
    return tuple(
        family
        for row in _rows("families")
        for family in [FamilyName(row["written"], row["register"] or row["written"], row["kana"])]
        * int(row["weight"])
    )


@cache
def given_names(sex: str, generation: str) -> tuple[GivenName, ...]:
    """sex: "1" or "2". generation: elder, middle or young."""
    return tuple(
        GivenName(row["written"], row["kana"])
        for row in _rows("given_names")
        if row["sex"] == sex and row["generation"] == generation
    )


@cache
def streets() -> tuple[Street, ...]:
    return tuple(Street(row["postcode"], row["address"]) for row in _rows("streets"))


@cache
def insurers() -> tuple[TownInsurer, ...]:
    """Every kind of insurer, numbered 99x in its prefecture, which is kept for tests; check digits valid."""
    return tuple(
        TownInsurer(
            InsurerNumber.parse(with_check_digit(row["body"])),
            row["name"],
            int(row["usual_delay_days"]) if row["usual_delay_days"] else None,
            row["card"],
            int(row["weight"]),
        )
        for row in _rows("insurers")
    )


def insurer(body: str) -> TownInsurer:
    """The insurer whose number begins with the body, e.g. "0613999". Raises: KeyError."""
    return _by_body()[body]


@cache
def _by_body() -> dict[str, TownInsurer]:
    return {each.number.digits[:-1]: each for each in insurers()}
