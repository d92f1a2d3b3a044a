"""Who asks at the terminal: where the home has staff, nobody asks without name and PIN."""

import pytest

from app.staff.member import Role
from tests.commands.counter import READER, WITH_BRANCH, Terminal
from tests.people import TODAY

STAFF_PIN, CARD_PIN = "83614", "4791"


@pytest.fixture
def staffed(terminal: Terminal) -> Terminal:
    terminal.roll.add("佐藤", frozenset({Role.RECEPTIONIST}), terminal.hasher.hashed(STAFF_PIN))
    terminal.roll.add("見学", frozenset(), terminal.hasher.hashed(STAFF_PIN))
    return terminal


def test_a_home_without_staff_asks_for_nobodys_pin(terminal: Terminal) -> None:
    assert terminal.check(WITH_BRANCH).status == 0
    (kept,) = terminal.book.of_day(TODAY)
    assert kept.staff_name == "（端末）"


def test_the_check_carries_who_made_it(staffed: Terminal) -> None:
    ended = staffed.check(f"{WITH_BRANCH} --staff 佐藤 --staff-pin-stdin", f"{STAFF_PIN}\n")
    assert ended.status == 0
    (kept,) = staffed.book.of_day(TODAY)
    assert kept.staff_name == "佐藤"


def test_the_staff_pin_comes_first_and_the_cards_second(staffed: Terminal) -> None:
    words = f"--reader {READER} --pin-stdin --staff 佐藤 --staff-pin-stdin"
    assert staffed.check(words, f"{STAFF_PIN}\r\n{CARD_PIN}\r\n").status == 0
    assert staffed.reader.pins == [CARD_PIN]
    assert staffed.check(words, f"{CARD_PIN}\n{STAFF_PIN}\n").status == 2
    assert staffed.reader.pins == [CARD_PIN]


@pytest.mark.parametrize(
    ("words", "stdin", "code"),
    [
        ("", "", "input.refused"),
        ("--staff 佐藤", f"{STAFF_PIN}\n", "input.refused"),
        ("--staff 佐藤 --staff-pin-stdin", "11111\n", "staff.pin_wrong"),
        ("--staff 誰か --staff-pin-stdin", f"{STAFF_PIN}\n", "staff.pin_wrong"),
        ("--staff 見学 --staff-pin-stdin", f"{STAFF_PIN}\n", "staff.not_allowed"),
    ],
)
def test_nobody_asks_without_name_and_pin_that_fit(
    staffed: Terminal, words: str, stdin: str, code: str
) -> None:
    ended = staffed.check(f"{WITH_BRANCH} --json {words}", stdin)
    assert (ended.status, ended.document["advice_code"]) == (2, code)
    assert ended.err.startswith(f"{code}: --staff")
    assert "誰か" not in ended.err
    assert staffed.book.of_day(TODAY) == ()


def test_after_five_wrong_pins_the_right_one_waits_too(staffed: Terminal) -> None:
    words = f"{WITH_BRANCH} --json --staff 佐藤 --staff-pin-stdin"
    codes = [staffed.check(words, f"{pin}\n").document["advice_code"] for pin in ["1"] * 5 + [STAFF_PIN]]
    assert codes == ["staff.pin_wrong"] * 5 + ["staff.paused"]
