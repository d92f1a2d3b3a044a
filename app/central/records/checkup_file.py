"""An insurer's file of checkups: UTF-8, a header, a row a value, each entered or refused with its reason."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Self

from app.central.registry.known import holders_of
from app.central.storage.database import Database, Transaction
from app.central.storage.lists import in_parts
from app.errors import InputRefused
from app.scheme.checkups import CHECKUP_ITEMS
from app.scheme.days import business_day, parse_day
from app.scheme.digits import is_my_number
from app.scheme.numbers import InsuredNumber, InsurerNumber

COLUMNS = ("symbol", "number", "branch", "birth_on", "held_on", "item", "value")
_NEEDED = frozenset(COLUMNS) - {"symbol", "branch"}
_AT_ONCE = 1_000
_FIRST_DAY = date(2008, 4, 1)
"""特定健診 began."""

_ITEM_LENGTH = 17
_LONGEST_VALUE = 40
_VALUE = """
    INSERT INTO checkup_value (person_id, insurer, held_on, item, value, registered_at)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (person_id, held_on, insurer, item)
    DO UPDATE SET value = excluded.value, registered_at = excluded.registered_at
"""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """line: in the file, from 1. Values are not repeated: they are a person's."""

    line: int
    field: str
    reason: str


@dataclass(frozen=True, slots=True, repr=False)
class CheckupRow:
    """One value of one person's checkup, as read."""

    line: int
    insured: InsuredNumber
    birth_on: date
    held_on: date
    item: str
    value: str

    @classmethod
    def parse(cls, line: int, cells: Mapping[str, str], insurer: InsurerNumber, today: date) -> Self:
        """Raises: InputRefused."""
        for name in COLUMNS:
            if is_my_number(cells.get(name, "")):
                raise InputRefused(name, "a My Number never stands here")
        insured = InsuredNumber.parse(
            insurer.digits, cells.get("symbol", ""), cells["number"], cells.get("branch", "")
        )
        birth_on, held_on = parse_day(cells["birth_on"], "birth_on"), parse_day(cells["held_on"], "held_on")
        if not max(_FIRST_DAY, birth_on) <= held_on <= today:
            raise InputRefused("held_on", "not a day on which this checkup could be held")
        item, value = cells["item"].upper(), cells["value"]
        if len(item) != _ITEM_LENGTH or not (item.isascii() and item.isalnum()):
            raise InputRefused("item", f"is no JLAC10 code of {_ITEM_LENGTH}")
        if not value or len(value) > _LONGEST_VALUE:
            raise InputRefused("value", f"1 to {_LONGEST_VALUE} letters")
        known = CHECKUP_ITEMS.get(item)
        complaint = known.complaint(value) if known else None
        if complaint:
            raise InputRefused("value", complaint)
        return cls(line, insured, birth_on, held_on, item, value)


@dataclass(frozen=True, slots=True)
class CheckupFile:
    """A file whose header is right. columns: in its order."""

    path: Path
    columns: tuple[str, ...]

    @classmethod
    def open(cls, path: Path) -> Self:
        """Raises: InputRefused."""
        try:
            with path.open(encoding="utf-8-sig", newline=None) as lines:
                header = next(csv.reader([next(lines, "")]), [])
        except UnicodeDecodeError:
            raise InputRefused("file", "is not UTF-8: save it as UTF-8 and try again") from None
        except csv.Error:
            raise InputRefused("header", "a quotation mark is not closed") from None
        except OSError as cause:
            raise InputRefused("file", cause.strerror or "cannot be read") from None
        columns = tuple(name.strip().lower() for name in header)
        if len(set(columns)) != len(columns) or set(columns) - set(COLUMNS):
            raise InputRefused("header", f"columns are {', '.join(COLUMNS)}, each once")
        if missing := _NEEDED - set(columns):
            raise InputRefused("header", f"{', '.join(sorted(missing))} missing")
        return cls(path, columns)

    def rows(self, insurer: InsurerNumber, today: date) -> Iterator[CheckupRow | RefusedRow]:
        """Each line stands for itself, none is lost. Raises: InputRefused where the file is not UTF-8 to its end."""
        try:
            with self.path.open(encoding="utf-8-sig", newline=None) as lines:
                next(lines, "")
                for line, text in enumerate(lines, start=2):
                    if text.strip():
                        yield self._row(line, text, insurer, today)
        except UnicodeDecodeError:
            raise InputRefused("file", "is not UTF-8: save it as UTF-8 and try again") from None

    def _row(self, line: int, text: str, insurer: InsurerNumber, today: date) -> CheckupRow | RefusedRow:
        try:
            (cells,) = csv.reader([text.rstrip("\n")], strict=True)
        except (csv.Error, ValueError):
            return RefusedRow(line, "", "a quotation mark is not closed")
        if len(cells) != len(self.columns):
            return RefusedRow(line, "", f"{len(cells)} cells under {len(self.columns)} columns")
        try:
            told = dict(zip(self.columns, (cell.strip() for cell in cells), strict=True))
            return CheckupRow.parse(line, told, insurer, today)
        except InputRefused as refusal:
            return RefusedRow(line, refusal.field, refusal.reason)


@dataclass
class Entered:
    """How a file went. refused: those that were, in the order of lines."""

    values: int
    refused: list[RefusedRow]


async def enter_checkups(
    database: Database, file: CheckupFile, insurer: InsurerNumber, now: datetime
) -> Entered:
    """Rows of the insurer's own members; a value told again replaces the one before. A cut run repeats safely."""
    entered = Entered(0, [])
    for part in in_parts(file.rows(insurer, business_day(now)), _AT_ONCE):
        async with database.transaction() as tx:
            await _enter(tx, part, insurer, now, entered)
    entered.refused.sort(key=lambda each: each.line)
    return entered


async def _enter(
    tx: Transaction,
    rows: Sequence[CheckupRow | RefusedRow],
    insurer: InsurerNumber,
    now: datetime,
    entered: Entered,
) -> None:
    persons: dict[tuple[str, date], int | str] = {}
    values = []
    for row in rows:
        if isinstance(row, RefusedRow):
            entered.refused.append(row)
            continue
        who = str(row.insured), row.birth_on
        if who not in persons:
            persons[who] = await _person(tx, row, now)
        found = persons[who]
        if isinstance(found, str):
            entered.refused.append(RefusedRow(row.line, "number", found))
        else:
            values.append((found, insurer.digits, row.held_on, row.item, row.value, now))
    await tx.execute_many(_VALUE, values)
    entered.values += len(values)


async def _person(tx: Transaction, row: CheckupRow, now: datetime) -> int | str:
    """Who it is, or why that is not sure: somebody who ever held the card, born so; the branch tells twins apart."""
    holders = [each for each in await holders_of(tx, row.insured.key, now) if each.birth_on == row.birth_on]
    branch = row.insured.branch
    if branch is not None:
        under = [each for each in holders if each.branch == branch]
        holders = under or [each for each in holders if each.branch is None]
    persons = {each.person_id for each in holders}
    if len(persons) == 1:
        return persons.pop()
    return "several persons: state the branch" if persons else "nobody under this card and birth date"
