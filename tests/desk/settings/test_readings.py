"""The manager's list without a window."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from app.adapters.ledger.ledger import Ledger
from app.consent.consent import ConsentKind
from app.consent.ports import PaperForm
from app.desk.health_records.presenter import RecordsPresenter
from app.desk.lanes import Inline, Lane
from app.desk.settings.readings.presenter import ReadingsPresenter, ReadingsState, Typed
from app.desk.settings.readings.words import consent_words, what_words, whole_words, whose_words
from app.health_records.access import Act
from app.health_records.readings import Reading, ReadingsAsked
from app.patients.patient import PatientId
from app.staff.member import StaffMember
from tests import people
from tests.adapters.ledger.conftest import ledger, made, made_once
from tests.desk.health_records.room import Room, shown
from tests.desk.reception.counter import HeldBack
from tests.desk.settings.readings import ROWS, use
from tests.desk.views import Shown
from tests.fakes.health_records import ReadingsInMemory
from tests.people import MANAGER, NOW, RECEPTIONIST

__all__ = ["ledger", "made", "made_once"]
MONTH = ReadingsAsked(date(2026, 10, 23))


class Desk:
    def __init__(self, *rows: Reading, staff: StaffMember = MANAGER, lane: Lane | None = None) -> None:
        self.book = ReadingsInMemory(*(rows or ROWS))
        self.view: Shown[ReadingsState] = Shown()
        self.printed: list[tuple[int, int]] = []
        self.now: datetime = NOW
        self.presenter = ReadingsPresenter(
            self.view,
            self.book,
            lane or Inline(),
            lambda: self.now,
            lambda: staff,
            lambda rows, total: self.printed.append((len(rows), total)),
        )

    @property
    def state(self) -> ReadingsState:
        return self.view.last


def test_the_last_month_is_shown_first_and_what_was_asked_for_again() -> None:
    desk = Desk()
    desk.presenter.begin()
    assert desk.book.asked == [MONTH]
    assert desk.state.found is not None
    desk.presenter.asked(Typed(text="見本"))
    desk.presenter.begin()
    assert desk.book.asked[1:] == [ReadingsAsked(text="見本")] * 2


def test_a_day_that_is_none_is_said_at_its_field_and_the_list_stays() -> None:
    desk = Desk()
    desk.presenter.begin()
    desk.presenter.asked(Typed("先月", "R8.11.22"))
    assert desk.state.wrong == {"first"}
    assert desk.state.found is not None
    assert desk.book.asked == [MONTH]
    desk.presenter.asked(Typed("", "R8.11.22"))
    assert desk.state.wrong == frozenset()


def test_a_day_beyond_every_calendar_is_today() -> None:
    desk = Desk()
    desk.presenter.asked(Typed(last="9999/12/31"))
    assert desk.book.asked == [ReadingsAsked(last=date(2026, 11, 22))]


def test_a_my_number_is_refused_and_taken_out_of_the_field() -> None:
    """R3."""
    desk = Desk()
    desk.presenter.begin()
    desk.presenter.asked(Typed(text="123456789018"))
    assert desk.state.my_number_refused
    assert desk.state.typed.text == ""
    assert desk.book.asked == [MONTH]


def test_who_is_no_manager_gets_no_list() -> None:
    desk = Desk(staff=RECEPTIONIST)
    desk.presenter.begin()
    assert desk.state.found is None
    assert desk.state.trouble is not None


def test_pages_follow_on_each_other_and_paper_gets_as_many_as_it_is_for() -> None:
    desk = Desk(*(use(1000 - place) for place in range(620)))
    desk.presenter.begin()
    while desk.state.has_more:
        desk.presenter.more_wanted()
    assert desk.state.found is not None
    assert desk.state.found.rows == desk.book.rows
    desk.presenter.print_requested()
    assert desk.printed == [(500, 620)]


def test_a_list_that_became_shorter_meanwhile_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(*(use(1000 - place) for place in range(120)))
    desk.presenter.begin()
    monkeypatch.setattr(desk.book, "readings", lambda *_: ())
    desk.presenter.more_wanted()
    assert not desk.state.has_more


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    desk = Desk()
    desk.presenter.begin()
    desk.presenter.save_requested(str(tmp_path / "nowhere" / "list.csv"))
    assert [desk.state.saved, desk.state.trouble is None] == [False, False]
    desk.presenter.save_requested(str(tmp_path / "list.csv"))
    assert [desk.state.saved, desk.state.trouble is None] == [True, True]


def test_what_comes_after_the_desk_was_locked_is_not_shown() -> None:
    held = HeldBack()
    desk = Desk(lane=held)
    desk.presenter.begin()
    desk.presenter.leave()
    held.let_go()
    assert (desk.state.found, desk.state.typed) == (None, Typed())


def test_every_entry_says_its_consent_or_that_none_was_noted() -> None:
    told = [consent_words(each) for each in ROWS]
    assert told[0] == "暗証番号　11/23 10:32まで"
    assert told[2] == "用紙 K-0412　11/22 11:32取り消し"
    assert told[-1] == "控えなし"
    assert "カルテなし" in whole_words(ROWS[8])
    assert len({whole_words(each) for each in ROWS}) == len(ROWS)


def test_moments_are_written_as_clocks_in_japan_show_them() -> None:
    late = replace(use(0), at=NOW.replace(hour=15, minute=5) - timedelta(days=1))
    assert "令和8年11月22日 00:05" in whole_words(late)


def test_what_a_pharmacist_opened_under_a_form_stands_in_the_managers_list(ledger: Ledger) -> None:
    """R15: over the real ledger, from the form to the list, and the form is what finds it."""
    ledger.patients.add(people.patient())
    room = Room()
    room.presenter = RecordsPresenter(
        room.view,
        replace(room.work, audit=ledger.audit, consents=replace(room.work.consents, book=ledger.consents)),
    )
    room.presenter.person_shown(shown(patient_id=PatientId(1)))
    room.presenter.opened()
    room.presenter.paper_recorded(PaperForm("K-0412", (ConsentKind.DRUG,), None))
    room.presenter.let_out(Act.COPIED, lambda: None)
    room.presenter.withdrawn()
    view: Shown[ReadingsState] = Shown()
    presenter = ReadingsPresenter(
        view, ledger.readings, Inline(), lambda: NOW, lambda: MANAGER, lambda *_: None
    )
    presenter.asked(Typed(text="k0412"))
    assert view.last.found is not None
    assert [(what_words(each), whose_words(each), consent_words(each)) for each in view.last.found.rows] == [
        ("薬剤情報　コピーした", "架空　花", "用紙 K-0412　11/20 10:10取り消し"),
        ("薬剤情報　開いた", "架空　花", "用紙 K-0412　11/20 10:10取り消し"),
    ]
