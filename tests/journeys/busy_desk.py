"""A desk without its window, in a process of its own, that confirms one question after another until it is killed."""

from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from app.assembly.homes import keeper_of, new_check_id, open_home
from app.eligibility.check import ask, enter, resend
from app.eligibility.question import Question
from app.scheme.days import utc_now
from app.settings import Settings

OPEN = "open"


def confirm_until_killed(home: Path, questions: Sequence[Question], seed: int, told: Connection) -> None:
    """Sends what an earlier desk left waiting, says OPEN, then the id of each check as soon as it is entered."""
    settings, chance = Settings(home), Random(seed)
    with open_home(settings, keeper_of(settings)) as opened:
        book, line = opened.ledger.checks, opened.line.line
        (staff,) = opened.ledger.staff.members()
        resend(book, line, utc_now)
        told.send(OPEN)
        while True:
            check = enter(chance.choice(questions), staff, new_check_id(), utc_now(), book)
            told.send(check.id)
            ask(check, book, line, utc_now)
