"""Every line of `town --list`, asked with `python -m app check` over the service, comes to what it says."""

import csv
import io
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.central.practice.case import REFUSED, CaseRow
from tests.card_service import CardService
from tests.journeys.central import CentralService, Register, central
from tests.journeys.clinic import Clinic, connected
from tests.journeys.reader import Hand
from tests.journeys.terminal import Done, forking

pytestmark = [pytest.mark.journey, pytest.mark.timeout(180)]
_EXIT = {"valid": {0}, "lapsed": {3}, "lapsed_newer": {3}, "none": {4}, "several": {5}, REFUSED: {7, 8}}
_LEVELS = {"typed": "typed", "photograph": "photo", "pin": "pin"}


@dataclass(frozen=True)
class Asking:
    """A row asked in one way: typed, by photograph or by PIN."""

    row: CaseRow
    way: str


@dataclass(frozen=True)
class Counter:
    """A clinic with a reader of its own."""

    clinic: Clinic
    hand: Hand

    def ask(self, asking: Asking, register: Register) -> Done:
        row = asking.row
        on = ("--on", row.on or register.town.day.isoformat())  # a journey may begin before midnight
        if asking.way == "typed":
            return self.clinic.check(*_typed(row), *on)
        card = register.card(row.case)
        how = ("--photo",) if asking.way == "photograph" else ("--pin-stdin",)
        with self.hand.laying(card):
            pin = card.pin if asking.way == "pin" else None
            return self.clinic.check("--reader", self.hand.reader, *how, *on, card_pin=pin)


def _typed(row: CaseRow) -> tuple[str, ...]:
    birth = ("--branch", row.branch, "--month-day", row.birth) if row.branch else ("--birth", row.birth)
    return ("--insurer", row.insurer, "--symbol", row.symbol, "--number", row.number, *birth)


def _askings(rows: list[CaseRow]) -> Iterator[Asking]:
    """What is typed, typed; each card by its photograph, a phone's by its PIN."""
    for row in rows:
        if row.number:
            yield Asking(row, "typed")
        if row.card:
            yield Asking(row, "pin" if row.case.startswith("phone-") else "photograph")


@pytest.fixture
def counters(
    tmp_path: Path, register: Register, service: CentralService, card_service: CardService
) -> Iterator[list[Counter]]:
    """Two clinics, so that both cores have work: a home belongs to one desk at a time."""
    with ExitStack() as open_parts:
        opened = []
        for reader, port in zip(card_service.readers, card_service.ports, strict=True):
            terminal = open_parts.enter_context(forking())
            clinic = replace(connected(tmp_path / reader, register, service.url), terminal=terminal)
            hand = Hand(reader, port)
            open_parts.callback(hand.close)
            opened.append(Counter(clinic, hand))
        yield opened


def test_each_line_of_the_towns_list_comes_to_what_it_says(
    counters: list[Counter], register: Register
) -> None:
    """R5, R6, R7."""
    listed = central("town", "--list", "--day", register.town.day.isoformat())
    askings = list(_askings([CaseRow(**row) for row in csv.DictReader(io.StringIO(listed))]))
    waiting = deque(askings)

    def work(counter: Counter) -> dict[Asking, Done]:
        done = {}
        while waiting:
            asking = waiting.popleft()
            done[asking] = counter.ask(asking, register)
        return done

    with ThreadPoolExecutor(len(counters)) as both:
        answers = {asking: done for found in both.map(work, counters) for asking, done in found.items()}
    assert len(answers) == len(askings) > 60
    wrong = [line for asking, done in answers.items() if (line := _complaint(asking, done))]
    assert not wrong, "\n".join(wrong)


def _complaint(asking: Asking, done: Done) -> str:
    """What is not as the row says; empty where all is well."""
    expected = None if asking.row.expected == REFUSED else asking.row.expected
    level = _LEVELS[asking.way] if expected else None
    document = done.document
    found = (document["outcome"], document["level"], bool(document["advice_code"]), bool(done.err))
    refused = expected is None
    if found == (expected, level, refused, refused) and done.status in _EXIT[asking.row.expected]:
        return ""
    return f"{asking.row.case} {asking.way}: {found}, exit {done.status}, {done.err}"
