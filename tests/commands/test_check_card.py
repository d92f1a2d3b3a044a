"""`check` with a card on a reader, by photograph and by PIN (R5)."""

from datetime import timedelta

import pytest

from app.eligibility.answer import CheckState
from app.eligibility.card import (
    CardError,
    CardServiceMissing,
    CardTakenAway,
    NoCard,
    NoReader,
    OtherCard,
    PinBlocked,
    PinWrong,
    Presence,
)
from app.eligibility.ports import CentralUnreachable, NotConnected, RefusedByCentral
from app.eligibility.question import PhotoQuestion, SignedQuestion
from tests.commands.counter import READER, Terminal
from tests.people import NOW, TODAY

BY_PHOTO = f"--reader {READER} --photo --json"
BY_PIN = f"--reader {READER} --pin-stdin --json"
PIN = "4791"


def test_by_photograph_the_certificate_is_asked(terminal: Terminal) -> None:
    ended = terminal.check(f"{BY_PHOTO} --on 2026-11-02")
    assert ended.status == 0
    ((_, asked),) = terminal.line.asked
    assert asked == PhotoQuestion(b"certificate", TODAY.replace(day=2))
    assert terminal.reader.pins == []


def test_by_pin_the_card_signs_the_services_statement(terminal: Terminal) -> None:
    ended = terminal.check(BY_PIN, f"{PIN}\n")
    assert ended.status == 0
    assert terminal.reader.pins == [PIN]
    ((_, asked),) = terminal.line.asked
    assert isinstance(asked, SignedQuestion)
    assert asked.signature == b"signature over " + asked.statement.digest_info()[-32:]
    assert not asked.photograph_confirmed
    assert PIN not in ended.out + ended.err


def test_a_reader_says_how_the_card_is_confirmed(terminal: Terminal) -> None:
    ended = terminal.check(f"--reader {READER} --json")
    assert (ended.status, ended.err.split(":")[1].strip()) == (2, "--reader")


def test_a_day_to_come_is_bad_input_with_a_card_too(terminal: Terminal) -> None:
    ended = terminal.check(f"{BY_PHOTO} --on 2099-01-01")
    assert (ended.status, ended.err.split(":")[1].strip()) == (2, "--on")


@pytest.mark.parametrize("given", ["", "479\n", "47911\n", "４７９１\n", "abcd\n"])
def test_what_is_no_pin_never_reaches_the_card(terminal: Terminal, given: str) -> None:
    ended = terminal.check(BY_PIN, given)
    assert (ended.status, ended.document["advice_code"]) == (2, "pin.malformed")
    assert ended.err.startswith("pin.malformed: --pin-stdin ")
    assert terminal.reader.pins == []
    assert given.strip() == "" or given.strip() not in ended.err


@pytest.mark.parametrize("failure", [OtherCard(), CardTakenAway()])
def test_a_card_that_cannot_be_read_enters_nothing(terminal: Terminal, failure: CardError) -> None:
    terminal.reader.failure = failure
    ended = terminal.check(BY_PHOTO)
    assert (ended.status, ended.document["advice_code"]) == (7, failure.code)
    assert terminal.book.of_day(TODAY) == ()


@pytest.mark.parametrize("failure", [PinWrong(2), PinBlocked()])
def test_a_pin_that_does_not_fit_enters_nothing(terminal: Terminal, failure: CardError) -> None:
    terminal.reader.pin_failure = failure
    ended = terminal.check(BY_PIN, f"{PIN}\n")
    assert (ended.status, ended.document["advice_code"]) == (7, failure.code)
    assert terminal.book.of_day(TODAY) == ()


def test_the_tries_that_are_left_are_said(terminal: Terminal) -> None:
    terminal.reader.pin_failure = PinWrong(1)
    assert terminal.check(BY_PIN, f"{PIN}\n").err == "pin.wrong: 1 tries left «pin.wrong»\n"


@pytest.mark.parametrize(
    ("presence", "service_running", "failure"),
    [(None, True, NoReader), (Presence.EMPTY, True, NoCard), (None, False, CardServiceMissing)],
)
def test_what_is_missing_at_the_reader_is_named(
    terminal: Terminal, presence: Presence | None, service_running: bool, failure: type[CardError]
) -> None:
    terminal.reader.presence, terminal.reader.service_running = presence, service_running
    ended = terminal.check(BY_PHOTO)
    assert (ended.status, ended.document["advice_code"]) == (7, failure.code)


def test_with_the_line_down_no_try_of_the_pin_is_spent_and_the_last_answer_is_shown(
    terminal: Terminal,
) -> None:
    terminal.check(BY_PHOTO)
    terminal.line.trouble = CentralUnreachable()
    ended = terminal.check(BY_PIN, f"{PIN}\n")
    assert ended.status == 6
    assert (ended.document["source"], ended.document["advice_code"]) == ("ledger", "line.unreachable")
    assert terminal.reader.pins == []


def test_without_a_line_a_pin_ends_as_not_set_up(terminal: Terminal) -> None:
    terminal.line.trouble = NotConnected()
    assert terminal.check(BY_PIN, f"{PIN}\n").status == 7


def test_a_statement_that_the_service_refuses_is_a_refusal(terminal: Terminal) -> None:
    terminal.line.trouble = RefusedByCentral("scope.missing")
    ended = terminal.check(BY_PIN, f"{PIN}\n")
    assert (ended.status, ended.document["advice_code"]) == (8, "scope.missing")


def test_a_signature_that_came_too_late_is_not_answered_and_waits_no_longer(terminal: Terminal) -> None:
    terminal.now = NOW + timedelta(minutes=6)
    ended = terminal.check(BY_PIN, f"{PIN}\n")
    assert (ended.status, ended.document["advice_code"]) == (6, "check.statement_stale")
    (kept,) = terminal.book.of_day(TODAY)
    assert kept.state is CheckState.DROPPED
