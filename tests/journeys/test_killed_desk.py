"""A desk killed at any moment has lost nothing that was entered, and the service counts nothing twice."""

import multiprocessing
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.assembly.homes import keeper_of, open_home
from app.eligibility.answer import CheckState
from app.eligibility.check import resend
from app.eligibility.question import Question, TypedForm, TypedQuestion
from app.scheme.days import utc_now
from app.settings import Settings
from tests.journeys.busy_desk import OPEN, confirm_until_killed
from tests.journeys.central import CentralService, Register
from tests.journeys.clinic import Clinic, checks_since, connected

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext  # not on Windows

pytestmark = [
    pytest.mark.journey,
    pytest.mark.timeout(120),
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork server"),
]
_KILLS = 20


def _questions(register: Register) -> list[Question]:
    rows = [case.row() for case in register.town.cases() if case.asked and case.expected == "valid"]
    return [
        TypedQuestion.parse(
            TypedForm(row.insurer, row.symbol, row.number, row.branch, row.birth, row.on), register.town.day
        )
        for row in rows
    ]


@pytest.fixture
def processes() -> "ForkServerContext":
    """Each desk is forked from a process that has imported all of it, and opens its own ledger, keyring and line."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.journeys.busy_desk"])
    return context


def _killed(
    clinic: Clinic, questions: list[Question], seed: int, processes: "ForkServerContext"
) -> list[str]:
    """Lets a desk enter checks and kills it, wherever it is by then; the ids it said it had entered."""
    chance = random.Random(seed)
    ours, theirs = processes.Pipe(duplex=False)
    desk = processes.Process(target=confirm_until_killed, args=(clinic.home, questions, seed, theirs))
    with ours:
        desk.start()
        theirs.close()
        try:
            assert ours.recv() == OPEN
            said = [ours.recv() for _ in range(chance.randrange(12))]
            time.sleep(chance.uniform(0, 0.03))  # anywhere between two words of the desk
        finally:
            desk.kill()
            desk.join()
            desk.close()
        return [*said, *_rest(ours)]


def _rest(told: Connection) -> Iterator[str]:
    while True:
        try:
            yield told.recv()
        except EOFError:
            return


def test_after_twenty_kills_every_entered_check_is_there_once_and_was_asked_as_one(
    tmp_path: Path, register: Register, service: CentralService, processes: "ForkServerContext"
) -> None:
    clinic = connected(tmp_path / "home", register, service.url)
    questions = _questions(register)
    seed = random.randrange(2**32)
    print("seed", seed)
    said = [
        check_id
        for number in range(_KILLS)
        for check_id in _killed(clinic, questions, seed + number, processes)
    ]
    settings = Settings(clinic.home)
    with open_home(settings, keeper_of(settings)) as home:
        left = len(home.ledger.checks.waiting())
        resend(home.ledger.checks, home.line.line, utc_now)
        checks = checks_since(register.town.day, home.ledger)
    entered = Counter(str(check.id) for check in checks)
    assert len(said) > _KILLS
    assert set(said) <= set(entered), "a check that was entered is gone"
    assert set(entered.values()) == {1}
    assert {check.state for check in checks} == {CheckState.ANSWERED}

    attempts = register.attempts(clinic.code)
    assert {check_id for check_id, _, _ in attempts} == set(entered), (
        "asked what was never entered, or never asked"
    )
    assert len(set(attempts)) == len(entered), "one check was asked as two, or answered in two ways"
    print(
        f"{len(entered)} checks, {len(attempts) - len(entered)} sent again, {left} waiting after the last kill"
    )
