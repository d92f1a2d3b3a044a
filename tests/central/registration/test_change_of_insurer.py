"""The story of a family whose father changes his job: by files and over the wire only (R2, R4, R7)."""

import csv
from base64 import b64encode
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.central.cards.bindings import HolderKind, bind, trust
from app.central.cards.certificate import read_card_certificate
from app.central.registration.file import RegistrationFile
from app.central.registration.register import register_rows
from app.scheme.numbers import InsuredNumber
from tests.central.clinic import ASSOCIATION as B
from tests.central.clinic import CODE, Clinic, StandingClock, card, message
from tests.central.clinic import SOCIETY as A
from tests.central.issuers import NEWER
from tests.central.registrar import Registrar, my_number
from tests.central.registration.insurer import Insurer

pytestmark = pytest.mark.anyio
Row = dict[str, str]


def _november(day: int, hour: int = 9) -> datetime:
    """By the clocks of Japan."""
    return datetime(2026, 11, day, hour - 9, tzinfo=UTC)


MY_CARD = NEWER.card()
HOUSEHOLD = {
    "father": ("1", "架空　太", "1985-05-05"),
    "mother": ("2", "架空　花", "1988-02-14"),
    "twin-1": ("2", "架空　一", "2015-03-03"),
    "twin-2": ("2", "架空　二", "2015-03-03"),
}
AT_A = {"insurer_number": A, "symbol": "12", "number": "3456"}
AT_B = {"insurer_number": B, "symbol": "98", "number": "76"}
OF_A, OF_B = card(A, "12", "3456", "01"), card(B, "98", "76", "01")


def _members(where: Row, branches: dict[str, str], **cells: str) -> list[Row]:
    return [
        {
            **where,
            "my_number": my_number(place),
            "branch": branches[who],
            "relationship": relationship,
            "name": name,
            "kana": "カクウ",
            "sex": "1",
            "birth_on": birth_on,
            "address": "東京都架空区",
        }
        | cells
        for place, (who, (relationship, name, birth_on)) in enumerate(HOUSEHOLD.items())
    ]


def _losses(branches: dict[str, str]) -> list[Row]:
    loss = {"action": "lose", "lost_on": "2026-11-10", "loss_reason": "03", "filed_on": "2026-11-17"}
    return [AT_A | loss | {"branch": branch} for branch in branches.values()]


@dataclass
class Town:
    """Insurers that send files and a clinic that asks, by one clock."""

    registrar: Registrar
    insurers: dict[str, Insurer]
    clinic: Clinic
    clock: StandingClock
    folder: Path

    async def branches(self, insurer: str, symbol: str, number: str, at: datetime) -> dict[str, str]:
        """As the insurer, which counts no branches itself, gets them over the wire."""
        self.clock.now = at
        asked = {"symbol": symbol, "number": number, "member_refs": list(HOUSEHOLD)}
        reply = await self.insurers[insurer].write("branches", asked)
        return {each["member_ref"]: each["branch"] for each in reply.json()["branches"]}

    async def members_as_known(self, insurer: str, insured: InsuredNumber, known_at: datetime) -> Any:
        asked = {"symbol": insured.symbol, "number": insured.number, "known_at": known_at.isoformat()}
        return (await self.insurers[insurer].read("members", **asked)).json()["members"]

    async def send(self, rows: Sequence[Row], at: datetime) -> set[str]:
        """A file on the day it arrives; what became of its rows."""
        file = self.folder / "rows.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)))
            writer.writeheader()
            writer.writerows(rows)
        self.clock.now = at
        database, intermediary = self.registrar.database, self.registrar.intermediary
        told = register_rows(database, intermediary, None, RegistrationFile.open(file).rows(), lambda: at)
        return {result.status.value async for result in told}

    async def ask(self, insured: InsuredNumber, at: datetime, on: str | None = None) -> tuple[str, Any]:
        """The typed card, asked about the day of asking or another: the outcome, and which cover was told."""
        await self._open(at)
        born = {"month_day": "0505"} if insured.branch else {"birth_on": "2015-03-03", "month_day": None}
        reply = await self.clinic.typed(
            insurer=insured.insurer.digits,
            symbol=insured.symbol,
            number=insured.number,
            branch=insured.branch,
            on=on or at.date().isoformat(),
            **born,
        )
        return _told(reply.json())

    async def lay_card(self, at: datetime) -> tuple[str, Any]:
        """The father's My Number card, his photograph compared."""
        await self._open(at)
        certificate = b64encode(MY_CARD.certificate).decode()
        asked = message(certificate=certificate, on=at.date().isoformat())
        return _told((await self.clinic.ask("photo", asked)).json())

    async def _open(self, at: datetime) -> None:
        """A token lasts minutes, and days pass here."""
        self.clock.now = at
        await self.clinic.sign_in(CODE.digits, self.clinic.secret)


def _told(reply: Any) -> tuple[str, Any]:
    return reply["outcome"], [(each["insurer"], each["lost_on"]) for each in reply["information"]]


@pytest.fixture
async def town(registrar: Registrar, clock: StandingClock, tmp_path: Path) -> AsyncIterator[Town]:
    clock.now = _november(1)
    insurers = {
        number: await Insurer.signed_in(registrar.database, clock, number, registrar.intermediary)
        for number in (A, B)
    }
    async with Clinic.opened(registrar.database, clock) as clinic:
        yield Town(registrar, insurers, clinic, clock, tmp_path)


async def _register_at_a(town: Town) -> dict[str, str]:
    """The family at A, known on the 2nd, and the father's card bound to him."""
    branches = await town.branches(A, "12", "3456", _november(1))
    assert await town.send(_members(AT_A, branches, acquired_on="2019-04-01"), _november(2)) == {"accepted"}
    persons = await town.registrar.persons(OF_A, _november(2))
    async with town.registrar.database.transaction() as tx:
        await trust(tx, NEWER.certificate, _november(2))
        father = next(each.id for each in persons if each.details.name == "架空　太")
        await bind(tx, read_card_certificate(MY_CARD.certificate), father, HolderKind.CARD, _november(2))
    return branches


async def test_a_family_changes_its_insurer_and_each_day_sees_what_was_known(town: Town) -> None:
    """R2, R4, R7"""
    of_a = await _register_at_a(town)
    assert len(set(of_a.values())) == 4, "twins too"

    # The father changes his job on the 10th, and nobody has told the register.
    assert await town.ask(OF_A, _november(12)) == ("valid", [(A, None)])

    # B registers on the 25th, A its loss later that day.
    of_b = await town.branches(B, "98", "76", _november(24))
    new = _members(AT_B, of_b, acquired_on="2026-11-10", filed_on="2026-11-16")
    assert await town.send(new, _november(25, 9)) == {"accepted"}
    assert await town.ask(OF_B, _november(25, 10)) == ("valid", [(B, None)])
    assert await town.lay_card(_november(25, 10)) == ("valid", [(B, None)])
    assert await town.send(_losses(of_a), _november(25, 15)) == {"accepted"}

    assert await town.ask(OF_A, _november(26)) == ("lapsed_newer", [(A, "2026-11-10")])
    assert await town.ask(OF_B, _november(26)) == ("valid", [(B, None)])
    assert await town.lay_card(_november(26)) == ("valid", [(B, None)])

    # Also of the 12th the answer is another one today than it was on the 12th.
    assert await town.ask(OF_A, _november(26), on="2026-11-12") == ("lapsed_newer", [(A, "2026-11-10")])


async def test_what_was_known_on_each_day_is_still_told(town: Town) -> None:
    """R4"""
    of_a = await _register_at_a(town)
    of_b = await town.branches(B, "98", "76", _november(24))
    await town.send(_members(AT_B, of_b, acquired_on="2026-11-10"), _november(25, 9))
    await town.send(_losses(of_a), _november(25, 15))
    town.clock.now = _november(26)

    father, *_ = await town.registrar.persons(OF_A, _november(12))
    after = await town.registrar.persons(OF_A, _november(26))
    assert [(str(each.cover.insured.insurer), each.cover.lost_on) for each in father.periods] == [(A, None)]
    known_now = next(each for each in after if each.id == father.id)
    assert [(str(each.cover.insured.insurer), str(each.cover.lost_on)) for each in known_now.periods] == [
        (A, "2026-11-10"),
        (B, "None"),
    ]
    assert await town.members_as_known(B, OF_B, _november(12)) == []
    assert len(await town.members_as_known(B, OF_B, _november(26))) == 4


async def test_the_same_files_again_change_nothing(town: Town) -> None:
    """R4"""
    of_a = await _register_at_a(town)
    of_b = await town.branches(B, "98", "76", _november(24))
    files = [
        _members(AT_A, of_a, acquired_on="2019-04-01"),
        _members(AT_B, of_b, acquired_on="2026-11-10"),
        _losses(of_a),
    ]
    for hour, rows in enumerate(files[1:], start=9):
        await town.send(rows, _november(25, hour))
    before = await town.registrar.versions(), await town.registrar.findings()
    for hour, rows in enumerate(files, start=9):
        assert await town.send(rows, _november(27, hour)) == {"unchanged"}
    assert (await town.registrar.versions(), await town.registrar.findings()) == before
    assert [each for each in before[1] if each[-1]] == [], "both insurers have nothing left to do"
    assert await town.branches(A, "12", "3456", _november(27)) == of_a


async def test_twins_on_an_old_card_without_branch_are_several(town: Town) -> None:
    """R7, R12"""
    await _register_at_a(town)
    outcome, told = await town.ask(card(A, "12", "3456", ""), _november(12))
    assert (outcome, told) == ("several", [(A, None), (A, None)])
