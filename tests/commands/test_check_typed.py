"""`check` with a typed card: every outcome, every bad input, and a line that does not answer (R6, R7, R20)."""

from datetime import date, timedelta

import pytest

from app.eligibility.answer import CheckState
from app.eligibility.ports import (
    CentralFailing,
    CentralSlow,
    CentralUnreachable,
    CentralUntrusted,
    CredentialsRefused,
    LineError,
    NetworkDown,
    NotConnected,
    PracticeRefused,
    RefusedByCentral,
)
from app.eligibility.question import TypedQuestion
from app.scheme.certificates import ELDERLY, EntitlementCertificate
from app.scheme.days import business_day
from app.scheme.outcome import DocumentKind, Outcome
from tests.commands.counter import WITH_BRANCH, WITHOUT_BRANCH, Terminal
from tests.people import NOW, TODAY, answer, information, insured

TWINS = (information(insured(branch="02")), information(insured(branch="03"), name="架空　葉"))
LOST = information(lost_on=date(2026, 10, 1), loss_reason="99")


@pytest.mark.parametrize(
    ("outcome", "people", "status"),
    [
        (Outcome.VALID, (), 0),
        (Outcome.LAPSED, (LOST,), 3),
        (Outcome.LAPSED_NEWER, (LOST,), 3),
        (Outcome.NONE, (), 4),
        (Outcome.SEVERAL, TWINS, 5),
    ],
)
def test_each_outcome_has_its_exit_status(
    terminal: Terminal, outcome: Outcome, people: tuple[object, ...], status: int
) -> None:
    """R7"""
    terminal.respond = lambda question: answer(outcome, *people)  # type: ignore[arg-type]
    ended = terminal.check(f"{WITH_BRANCH} --json")
    assert (ended.status, ended.document["outcome"], ended.document["advice_code"]) == (status, outcome, None)
    assert ended.err == ""
    (kept,) = terminal.book.of_day(TODAY)
    assert kept.state is CheckState.ANSWERED


def test_a_valid_answer_is_told_whole(terminal: Terminal) -> None:
    elderly = EntitlementCertificate(ELDERLY, None, 20, date(2026, 8, 1), date(2027, 7, 31))
    terminal.respond = lambda question: answer(Outcome.VALID, information(certificates=(elderly,)))
    assert terminal.check(f"{WITH_BRANCH} --json").document == {
        "outcome": "valid",
        "level": "typed",
        "on": "2026-11-22",
        "checked_at": "2026-11-22T01:32:00+00:00",
        "source": "central",
        "cover": {
            "insurer": "06139992",
            "insurer_name": "見本健康保険組合",
            "symbol": "701",
            "number": "442",
            "branch": "02",
            "relationship": "2",
            "acquired_on": "2024-04-01",
            "lost_on": None,
            "loss_reason": None,
            "ratio_percent": None,
            "name": "架空　花",
            "kana": "カクウ　ハナ",
            "sex": "2",
            "birth_on": "1988-02-14",
        },
        "certificates": [
            {
                "kind": "elderly",
                "class_code": None,
                "ratio_percent": 20,
                "valid_from": "2026-08-01",
                "valid_until": "2027-07-31",
            }
        ],
        "advice_code": None,
    }


def test_several_name_nobody_as_the_one(terminal: Terminal) -> None:
    terminal.respond = lambda question: answer(Outcome.SEVERAL, *TWINS)
    document = terminal.check(f"{WITHOUT_BRANCH} --json").document
    assert (document["cover"], document["certificates"]) == (None, [])


def test_people_read_the_verdict_first_and_who_it_is(terminal: Terminal) -> None:
    terminal.respond = lambda question: answer(Outcome.SEVERAL, *TWINS)
    verdict, *people = terminal.check(WITHOUT_BRANCH).out.splitlines()
    assert verdict == "複数該当"
    assert [line.split("　")[1] for line in people] == ["花", "葉"]


def test_what_was_typed_is_what_is_asked(terminal: Terminal) -> None:
    terminal.check(f"{WITH_BRANCH} --on 2026-11-01 --document insurance_card")
    ((_, asked),) = terminal.line.asked
    assert asked == TypedQuestion(
        DocumentKind.INSURANCE_CARD, insured(), "0214", None, date(2026, 11, 1), specific_disease_agreed=False
    )


def test_a_card_without_branch_is_asked_with_the_whole_birth_date(terminal: Terminal) -> None:
    """R6"""
    terminal.check(WITHOUT_BRANCH)
    ((_, asked),) = terminal.line.asked
    assert isinstance(asked, TypedQuestion)
    assert (asked.month_day, asked.birth_on, asked.on) == (None, date(1988, 2, 14), TODAY)


BAD_INPUT = {
    "--number 442 --birth S63.2.14": "--insurer",
    "--insurer 06139992 --birth S63.2.14": "--number",
    "--insurer 9876 --number 442 --birth S63.2.14": "--insurer",
    "--insurer 06139992 --number 442": "--birth",
    "--insurer 06139992 --number 442 --birth S64.9.31": "--birth",
    "--insurer 06139992 --number 442 --branch 02": "--month-day",
    "--insurer 06139992 --number 442 --branch 02 --month-day 0231": "--month-day",
    "--insurer 06139992 --number 442 --month-day 0214": "--month-day",
    "--insurer 06139992 --number 442 --branch 02 --birth S63.2.14": "--birth",
    "--insurer 06139992 --number 442 --branch 777 --month-day 0214": "--branch",
    "--insurer 06139992 --number 123456789018 --birth S63.2.14": "--number",
    f"{WITH_BRANCH} --on 2099-01-01": "--on",
    f"{WITH_BRANCH} --on 9-9-9-9": "--on",
}


@pytest.mark.parametrize("words", BAD_INPUT)
def test_bad_input_is_named_by_its_option_and_never_repeated(terminal: Terminal, words: str) -> None:
    ended = terminal.check(f"{words} --json")
    assert ended.status == 2
    assert ended.err.split(":")[1].strip() == BAD_INPUT[words]
    assert ended.document["advice_code"].startswith("input.")
    assert [value for value in words.split()[1::2] if len(value) > 2 and value in ended.err] == []
    assert terminal.book.of_day(TODAY) == (), "nothing was entered"


def test_a_my_number_is_refused_by_the_desk_itself(terminal: Terminal) -> None:
    """R3"""
    ended = terminal.check("--insurer 06139992 --symbol 123456789018 --number 442 --birth S63.2.14 --json")
    assert (ended.status, ended.document["advice_code"]) == (2, "input.my_number")
    assert terminal.line.asked == []


@pytest.mark.parametrize(
    "trouble",
    [
        NetworkDown, CentralUnreachable, CentralUntrusted, CentralSlow, CentralFailing, CredentialsRefused,
        PracticeRefused,
    ],
)  # fmt: skip
def test_a_check_without_an_answer_waits_in_the_ledger(terminal: Terminal, trouble: type[LineError]) -> None:
    terminal.line.trouble = trouble()
    ended = terminal.check(f"{WITH_BRANCH} --json")
    assert ended.status == 6
    assert (ended.document["outcome"], ended.document["source"]) == (None, None)
    assert ended.document["advice_code"] == trouble.code
    assert ended.err == f"{trouble.code}: «{trouble.code}»\n"
    (waiting,) = terminal.book.waiting()
    assert waiting.id == "00000000-0000-4000-8000-000000000001"


def test_with_the_line_down_the_last_answer_is_shown_with_its_age_and_is_no_answer(
    terminal: Terminal,
) -> None:
    terminal.check(WITH_BRANCH)
    terminal.line.cut()
    terminal.now = NOW + timedelta(days=9)
    document = terminal.check(f"{WITH_BRANCH} --json").document
    assert (document["outcome"], document["level"], document["source"]) == (None, None, "ledger")
    assert document["checked_at"] == NOW.isoformat()
    assert document["cover"]["name"] == "架空　花"
    shown = terminal.check(WITH_BRANCH)
    assert shown.status == 6
    assert shown.out.splitlines()[0] == "未確認（R8.11.22 の確認内容）"


def test_without_a_line_the_card_is_noted_and_the_status_says_so(terminal: Terminal) -> None:
    """R20"""
    terminal.line.trouble = NotConnected()
    ended = terminal.check(f"{WITH_BRANCH} --json")
    assert (ended.status, ended.document["advice_code"]) == (7, "line.not_connected")
    assert terminal.book.waiting() == ()
    (seen,) = terminal.book.of_day(business_day(NOW))
    assert seen.state is CheckState.DROPPED


def test_what_the_service_refuses_is_told_by_its_own_code(terminal: Terminal) -> None:
    terminal.line.trouble = RefusedByCentral("misses.exceeded")
    ended = terminal.check(f"{WITH_BRANCH} --json")
    assert (ended.status, ended.document["advice_code"]) == (8, "misses.exceeded")
    assert ended.err == "misses.exceeded: «misses.exceeded»\n"


def test_without_json_standard_output_holds_answers_alone(terminal: Terminal) -> None:
    terminal.line.cut()
    ended = terminal.check(WITH_BRANCH)
    assert (ended.out, ended.err) == ("", "line.unreachable: «line.unreachable»\n")
