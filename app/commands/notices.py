"""`notices`: the inbox at the terminal (R14)."""

import argparse
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TextIO

from app.commands.endings import DONE, Explain, say, status_of
from app.commands.staff import add_staff_arguments, staff_of
from app.eligibility.ports import NotConnected
from app.errors import ClinicError
from app.notices.notice import STATE_WORDS, Notice, NoticeState, Part, Span
from app.notices.ports import NoticeLine
from app.notices.story import story_of
from app.scheme.days import Clock, business_day, parse_day, written_short
from app.staff.member import Duty
from app.staff.ports import PinHasher, StaffRoll

HELP = "the inbox: what the review made of the receipts, and who deals with it"
EXIT_STATUS = (
    "exit status: 0 told, 2 bad input, 6 no answer, 7 not set up, 8 the service refused; standard output has one line "
    "a notice, or with --json a list"
)
_DONE_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class NoticesTools:
    """What the command needs; assembly fills it. line: None on a desk that takes no part."""

    line: NoticeLine | None
    roll: StaffRoll
    hasher: PinHasher
    clock: Clock
    explain: Explain


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="a JSON list with everything of each notice")
    parser.add_argument(
        "--state", choices=[each.value for each in NoticeState], help="only these (default: all)"
    )
    parser.add_argument(
        "--done-since", default="", metavar="DAY", help="of those done, only since then (default: 90 days)"
    )
    add_staff_arguments(parser)


def run(arguments: argparse.Namespace, tools: NoticesTools, stdin: TextIO) -> int:
    """Exit status as EXIT_STATUS tells."""
    try:
        staff = staff_of(arguments, tools.roll, tools.hasher, tools.clock(), stdin)
        staff.must_be_allowed(Duty.HANDLE_NOTICES)
        today = business_day(tools.clock())
        since = parse_day(arguments.done_since, "done_since") if arguments.done_since else today - _DONE_FOR
        if tools.line is None:
            raise NotConnected
        told = tools.line.notices(since)
    except ClinicError as failure:
        return failed(failure, tools.explain)
    chosen = [each for each in told if arguments.state in (None, each.handling.state.value)]
    chosen.sort(key=lambda each: (each.limit_on, each.receipt_number, each.receipt))
    if arguments.json:
        print(json.dumps([document(each, today) for each in chosen], ensure_ascii=False, indent=1))
    else:
        for each in chosen:
            print(_line(each, today))
    return DONE


def failed(failure: ClinicError, explain: Explain) -> int:
    """The end where nothing was told: also where the home could not be opened."""
    say(failure, explain)
    return status_of(failure)


def document(notice: Notice, today: date) -> dict[str, Any]:
    """Days as ISO text; why: the sentences that the picture tells."""
    handling, subject = notice.handling, notice.subject
    return {
        "id": notice.id,
        "kind": notice.kind,
        "reason": notice.reason,
        "why": list(story_of(notice)),
        "created_at": notice.created_at.isoformat(),
        "due_on": notice.due_on.isoformat(),
        "overdue": notice.is_overdue(today),
        "treatment_month": notice.treatment_month,
        "receipt_number": notice.receipt_number,
        "receipt": notice.receipt,
        "chart_number": subject.chart_number,
        "name": subject.name,
        "kana": subject.kana,
        "sex": subject.sex,
        "birth_on": _day(subject.birth_on),
        "visits": _days(notice.visits),
        "lapsed_on": _day(notice.lapsed_on),
        "before": _part(notice.before),
        "after": [_part(each) for each in notice.after],
        "share_difference_yen": notice.share_difference_yen,
        "true": [_span(each) for each in notice.true_spans],
        "known": [_span(each) for each in notice.known_spans],
        "state": handling.state,
        "in_hand_by": handling.by,
        "in_hand_until": _day(handling.until),
        "note": handling.note,
        "version": handling.version,
    }


def _part(part: Part) -> dict[str, Any]:
    insured = part.insured
    return {
        "insurer": insured.insurer.digits if insured else None,
        "insurer_name": part.insurer_name,
        "symbol": insured.symbol if insured else None,
        "number": insured.number if insured else None,
        "branch": insured.branch if insured else None,
        "days": _days(part.days),
        "points": part.points,
        "share_percent": part.share_percent,
    }


def _span(span: Span) -> dict[str, Any]:
    return {
        "insurer_name": span.insurer_name,
        "own": span.own,
        "from": _day(span.since),
        "until": _day(span.until),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _days(days: Iterable[date]) -> list[str]:
    return [each.isoformat() for each in days]


def _line(notice: Notice, today: date) -> str:
    """期限超過 or the state, kind, who, month, until when, who has it."""
    handling = notice.handling
    state = "期限超過" if notice.is_overdue(today) else STATE_WORDS[handling.state]
    until = f"{written_short(notice.limit_on)}まで" if handling.state is not NoticeState.DONE else ""
    who = (notice.subject.name, notice.month_words)
    return "　".join(filter(None, (state, notice.kind_words, *who, until, handling.by)))
