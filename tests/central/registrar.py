"""An invented family in insurers' rows, and the operator who enters them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.central.intermediary.identities import Intermediary
from app.central.registration.members import Member, members_of
from app.central.registration.register import register_rows
from app.central.registration.row import RowResult
from app.central.registry.known import KnownPerson, history_of, holders_of
from app.central.registry.load import load_insurers
from app.central.storage.database import Database
from app.scheme.digits import my_number_check_digit
from app.scheme.numbers import InsuredNumber, InsurerNumber
from tests.central.clinic import INSURERS, MORNING, SOCIETY, card

VERSIONED = {
    "person_detail": "person_id, name, kana, sex, birth_on, postcode, address",
    "cover": "period_id, relationship, ratio_percent, acquired_on, lost_on, loss_reason, filed_on",
    "card_key": "period_id, insurer_key, symbol_key, number_key, symbol, number, branch",
    "certificate": "period_id, kind, class_code, ratio_percent, valid_from, valid_until",
    "card_issue": "period_id, issued_on, returned_on",
}


def my_number(serial: int) -> str:
    """Invented, with its check digit; the same serial is the same person."""
    body = f"{99_000_000_000 + serial}"
    return f"{body}{my_number_check_digit(body)}"


def row(serial: int = 1, **cells: str) -> dict[str, str]:
    """An acquisition at the society; another serial is another member of the household."""
    return {
        "my_number": my_number(serial),
        "insurer_number": SOCIETY,
        "symbol": "12",
        "number": "3456",
        "branch": f"{serial - 1:02}",
        "relationship": "1" if serial == 1 else "2",
        "name": f"架空　{'花太郎次三四五六七八'[serial % 10]}",
        "kana": "カクウ　ハナ",
        "sex": "2",
        "birth_on": "1988-02-14",
        "postcode": "100-0000",
        "address": "東京都架空区",
        "acquired_on": "2019-04-01",
    } | cells


def without(cells: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: told for name, told in cells.items() if name not in names}


def known_by_card(cells: Mapping[str, str], **more: str) -> dict[str, str]:
    """A row that names its member by insurer, symbol, number and branch alone."""
    return {name: cells[name] for name in ("insurer_number", "symbol", "number", "branch")} | more


@dataclass
class Registrar:
    """Enters rows as the command does, numbered as the lines of a file."""

    database: Database
    intermediary: Intermediary

    async def open_books(self) -> None:
        await self.intermediary.migrate(MORNING)
        async with self.database.transaction() as tx:
            await load_insurers(tx, INSURERS)

    async def tell(
        self, *rows: Mapping[str, str], known_at: datetime = MORNING, insurer: str | None = None
    ) -> list[RowResult]:
        caller = InsurerNumber(insurer) if insurer else None
        numbered = enumerate(rows, start=2)
        told = register_rows(self.database, self.intermediary, caller, numbered, lambda: known_at)
        return [result async for result in told]

    async def outcomes(self, *rows: Mapping[str, str], **how: Any) -> list[str]:
        """accepted, unchanged; or field and code of the first complaint."""
        results = await self.tell(*rows, **how)
        return [
            f"{each.complaints[0].field}: {each.complaints[0].code}" if each.complaints else each.status.value
            for each in results
        ]

    async def persons(self, card: InsuredNumber, known_at: datetime) -> list[KnownPerson]:
        """Whoever stood under the card then, with their history as it was known."""
        async with self.database.transaction() as tx:
            ids = {each.person_id for each in await holders_of(tx, card.key, known_at)}
            found = [await history_of(tx, each, known_at) for each in sorted(ids)]
        return [each for each in found if each]

    async def members(self, known_at: datetime) -> tuple[Member, ...]:
        """As their insurer sees them: everyone under the card of `row()`."""
        async with self.database.transaction() as tx:
            return await members_of(tx, card(), known_at)

    async def findings(self) -> list[tuple[str, str, str, str, bool]]:
        """Insurer, kind, first and last day, and whether it is open; by insurer and kind."""
        async with self.database.transaction() as tx:
            rows = await tx.fetch(
                "SELECT insurer, kind, day_from, day_until, closed_at FROM finding ORDER BY insurer, kind, id"
            )
        return [
            (
                *(each["insurer"], each["kind"]),
                *(str(each["day_from"] or ""), str(each["day_until"] or ""), each["closed_at"] is None),
            )
            for each in rows
        ]

    async def versions(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every version of everything, with whether it is the present one, and without moments."""
        found = {}
        async with self.database.transaction() as tx:
            for table, columns in VERSIONED.items():
                rows = await tx.fetch(f"SELECT {columns}, known_from, known_until FROM {table}")
                told = [(*tuple(each)[:-2], each["known_until"] is None) for each in rows]
                found[table] = sorted(told, key=str)
        return found
