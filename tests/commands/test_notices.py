"""`notices` at the terminal: the inbox as lines and as JSON, an end for every way it can go (R14)."""

import argparse
import io
import json
from datetime import date

import pytest

from app.commands import notices
from app.eligibility.ports import CentralUnreachable, RefusedByCentral
from app.notices.notice import Notice
from app.staff.member import Role
from tests.commands.counter import Ended
from tests.fakes.ledger import QuickPinHasher, StaffRollInMemory
from tests.fakes.notices import InboxInMemory
from tests.notices.samples import done, in_hand, notice, returned, unknown
from tests.people import NOW

ALL = (done(notice("d")), unknown(), notice(), in_hand(returned(), until=date(2026, 11, 20)))


class Terminal:
    def __init__(self, capsys: pytest.CaptureFixture[str], *told: Notice) -> None:
        self.line: InboxInMemory | None = InboxInMemory(lambda: NOW, told)
        self.roll, self.hasher = StaffRollInMemory(), QuickPinHasher()
        self._capsys = capsys

    def notices(self, words: str = "", stdin: str = "") -> Ended:
        parser = argparse.ArgumentParser()
        notices.add_arguments(parser)
        tools = notices.NoticesTools(self.line, self.roll, self.hasher, lambda: NOW, lambda code: f"«{code}»")
        status = notices.run(parser.parse_args(words.split()), tools, io.StringIO(stdin))
        return Ended(status, *self._capsys.readouterr())


def test_the_inbox_is_told_in_the_order_in_which_it_is_due(capsys: pytest.CaptureFixture[str]) -> None:
    ended = Terminal(capsys, *ALL).notices()
    assert (ended.status, ended.out.splitlines()) == (
        0,
        [
            "期限超過　国保　仮名　緑　令和8年10月分　R8.11.20まで　佐藤",
            "完了　分割　架空　花　令和8年10月分　鈴木",
            "未対応　分割　架空　花　令和8年10月分　R8.12.4まで",
            "未対応　返戻　見本　正　令和8年10月分　R8.12.10まで",
        ],
    )


def test_the_list_as_json_has_everything_of_a_notice(capsys: pytest.CaptureFixture[str]) -> None:
    ended = Terminal(capsys, *ALL).notices("--json --state open")
    split, nobody = json.loads(ended.out)
    assert (split["kind"], split["state"], split["overdue"], split["due_on"]) == (
        "split",
        "open",
        False,
        "2026-12-04",
    )
    assert split["after"][1] == {
        "insurer": "01139997",
        "insurer_name": "例示協会",
        "symbol": "55",
        "number": "90127",
        "branch": "02",
        "days": ["2026-10-18", "2026-10-27"],
        "points": 141,
        "share_percent": 30,
    }
    assert split["known"][1] == {
        "insurer_name": "例示協会",
        "own": False,
        "from": "2026-10-25",
        "until": None,
    }
    assert split["why"][0] == "10月11日に例示協会へ移りました。"
    assert (nobody["kind"], nobody["lapsed_on"]) == ("returned", None)


def test_an_empty_inbox_is_an_empty_list(capsys: pytest.CaptureFixture[str]) -> None:
    ended = Terminal(capsys).notices("--json")
    assert (ended.status, json.loads(ended.out)) == (0, [])


def test_what_was_done_long_ago_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal(capsys, done(notice()))
    assert terminal.notices("--done-since 2026-11-21").out == ""
    assert "完了" in terminal.notices("--done-since R8.11.20").out
    assert terminal.notices("--done-since yesterday").status == 2


def test_a_home_with_staff_asks_who_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal(capsys, *ALL)
    for name, role in (("佐藤", Role.RECEPTIONIST), ("医師", Role.DOCTOR)):
        terminal.roll.add(name, frozenset({role}), terminal.hasher.hashed("8052"))
    assert terminal.notices().status == 2
    assert terminal.notices("--staff 佐藤 --staff-pin-stdin", "8052\n").status == 0
    refused = terminal.notices("--staff 医師 --staff-pin-stdin", "8052\n")
    assert (refused.status, refused.out) == (2, "")


def test_what_keeps_the_inbox_is_told_by_its_status(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal(capsys, *ALL)
    assert terminal.line is not None
    terminal.line.trouble = CentralUnreachable()
    ended = terminal.notices("--json")
    assert (ended.status, ended.out, ended.err) == (6, "", "line.unreachable: «line.unreachable»\n")
    terminal.line.trouble = RefusedByCentral("scope.missing")
    assert terminal.notices().status == 8
    terminal.line = None
    assert terminal.notices().status == 7
