"""Open while a consent is in force, then gone (R15)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.consent.consent import ConsentKind
from app.consent.ports import PaperForm
from app.desk.advice import ADVICE
from app.desk.health_records.drugs.duplicates import ASKED
from app.desk.health_records.drugs.page import Choices
from app.desk.health_records.presenter import RecordsPresenter
from app.desk.health_records.state import Phase, RecordsState
from app.desk.health_records.words import readers_words
from app.eligibility.answer import CheckId
from app.eligibility.ports import CentralUnreachable, RefusedByCentral
from app.health_records.access import ACTIONS, Act
from app.health_records.generics import DECLINED, WANTED
from app.patients.patient import PatientId
from app.staff.member import Role
from tests.desk.health_records.room import BOTH, NOW, Room, shown
from tests.desk.reception.counter import HeldBack
from tests.people import RECEPTIONIST

OTHER = "00000000-0000-4000-8000-000000000002"
CHART = PatientId(231)


def opened(room: Room, *kinds: ConsentKind) -> Room:
    room.consents.agree(shown().check.id, *kinds)
    room.presenter.person_shown(shown())
    room.presenter.opened()
    return room


def is_gone(state: RecordsState) -> bool:
    return state.drugs is None and state.checkups is None and not state.consents and not state.left


def test_without_an_answer_at_the_reception_there_is_nobody() -> None:
    room = Room()
    room.presenter.opened()
    assert room.state.phase is Phase.NOBODY


def test_without_consent_nothing_is_read() -> None:
    """R15."""
    room = opened(Room())
    assert room.state.phase is Phase.CONSENT
    assert not room.records.read
    assert not room.audit.entries


def test_what_was_agreed_with_the_pin_opens_by_itself() -> None:
    """R15."""
    room = opened(Room(), *BOTH)
    assert room.state.drugs is not None
    assert (room.state.left, room.state.closes) == ("残り 24時間00分", "明日10:10に自動で閉じます")
    assert [each.action for each in room.audit.entries] == [ACTIONS[ConsentKind.DRUG, Act.READ]]


def test_a_kind_that_was_not_agreed_is_not_asked_for() -> None:
    """R15: per kind."""
    room = opened(Room(), ConsentKind.CHECKUP)
    assert room.state.tab is ConsentKind.CHECKUP
    assert room.state.checkups is not None
    room.presenter.tab_chosen(ConsentKind.DRUG)
    assert room.state.drugs is None
    assert [each.action for each in room.audit.entries] == [ACTIONS[ConsentKind.CHECKUP, Act.READ]]


def test_a_receptionist_sees_that_there_is_a_consent_and_nothing_under_it() -> None:
    room = opened(Room(RECEPTIONIST), *BOTH)
    assert room.state.phase is Phase.OPEN
    assert not room.state.may_read
    assert not room.records.read


def test_at_the_end_of_the_consent_the_history_closes_by_itself() -> None:
    """R15: by the service's clock."""
    room = opened(Room(), *BOTH)
    room.go_on(timedelta(hours=23, minutes=59, seconds=59))
    assert room.state.left == "残り 0分01秒"
    assert room.state.drugs is not None
    room.go_on(timedelta(seconds=1))
    assert is_gone(room.state)
    assert room.state.phase is Phase.CONSENT
    assert "終わった" in room.state.told


def test_the_services_clock_counts_where_the_desks_is_wrong() -> None:
    """R15."""
    room = Room()
    room.now = NOW - timedelta(hours=5)
    opened(room, *BOTH)
    assert room.state.left == "残り 24時間00分"
    room.go_on(timedelta(hours=24))
    assert is_gone(room.state)


def test_one_kind_ends_and_the_other_goes_on() -> None:
    room = Room()
    room.consents.agree(shown().check.id, ConsentKind.DRUG)
    room.consents.lasts = timedelta(hours=48)
    opened(room, ConsentKind.CHECKUP)
    room.presenter.tab_chosen(ConsentKind.CHECKUP)
    assert room.state.drugs is not None
    room.go_on(timedelta(hours=24))
    assert room.state.drugs is None
    assert room.state.checkups is not None
    assert [each.kind for each in room.state.consents] == [ConsentKind.CHECKUP]


def test_withdrawn_by_the_patient_it_closes_and_stays_closed() -> None:
    """R15."""
    room = opened(Room(), *BOTH)
    room.presenter.withdrawn()
    assert is_gone(room.state)
    assert all(each.withdrawn_at is not None for each in room.consents.records)
    read_before = len(room.records.read)
    room.presenter.opened()
    assert is_gone(room.state)
    assert len(room.records.read) == read_before


def test_withdrawn_it_closes_also_while_the_line_is_down() -> None:
    room = opened(Room(), *BOTH)
    room.consents.trouble = CentralUnreachable()
    room.presenter.withdrawn()
    assert is_gone(room.state)
    assert room.state.trouble is not None


def test_locking_leaves_nothing_of_anybody() -> None:
    room = opened(Room(), *BOTH)
    room.presenter.close()
    assert room.state == RecordsState()


def test_the_next_patients_answer_closes_the_history_of_the_one_before() -> None:
    room = opened(Room(), *BOTH)
    room.presenter.person_shown(shown(OTHER))
    assert is_gone(room.state)
    assert room.state.person is not None
    assert room.state.person.check_id == OTHER


def test_a_patient_of_the_list_opens_what_was_agreed_at_another_desk() -> None:
    """R15: nobody stands at this desk's reception, and no card lies on its reader."""
    room = Room()
    room.charts[CHART] = shown(OTHER, CHART)
    room.consents.agree(CheckId(OTHER), *BOTH)
    room.presenter.chart_chosen(CHART)
    room.presenter.opened()
    assert room.state.drugs is not None
    assert room.presenter.is_by_chart
    read_once = list(room.records.read)
    room.presenter.chart_chosen(CHART)
    room.presenter.opened()
    assert room.records.read == read_once
    assert room.checked == 1


def test_a_patient_who_stood_there_overnight_is_confirmed_anew() -> None:
    """A check names its patient for a day."""
    room = Room()
    room.charts[CHART] = shown(OTHER, CHART)
    room.presenter.chart_chosen(CHART)
    room.go_on(timedelta(hours=24))
    room.presenter.chart_chosen(CHART)
    assert room.checked == 2


def test_a_patient_of_the_list_who_agreed_to_nothing_opens_nothing() -> None:
    """R15."""
    room = Room()
    room.charts[CHART] = shown(OTHER, CHART)
    room.presenter.chart_chosen(CHART)
    assert room.state.phase is Phase.CONSENT
    assert not room.records.read


def test_a_chart_that_is_not_confirmed_says_what_to_do_and_leaves_nobody_open() -> None:
    room = opened(Room(), *BOTH)
    room.presenter.chart_chosen(CHART)
    assert is_gone(room.state)
    assert (room.state.phase, room.state.person, room.state.busy) == (Phase.NOBODY, None, False)
    assert room.state.trouble == ADVICE["eligibility.chart_not_confirmed"]
    assert room.checked == 1


def test_withdrawn_at_another_desk_it_closes_here_within_half_a_minute() -> None:
    """R15: or by the person, at home."""
    room = opened(Room(), *BOTH)
    for given in tuple(room.consents.records):
        room.consents.withdraw(given.id, "佐藤")
    room.go_on(timedelta(seconds=29))
    assert room.state.drugs is not None
    room.go_on(timedelta(seconds=1))
    assert is_gone(room.state)
    assert "取り消された" in room.state.told


def test_a_line_that_fails_meanwhile_closes_nothing() -> None:
    room = opened(Room(), *BOTH)
    room.consents.trouble = CentralUnreachable()
    room.go_on(timedelta(seconds=30))
    assert room.state.drugs is not None
    assert room.state.trouble is None


def test_the_same_answer_shown_again_leaves_it_open() -> None:
    room = opened(Room(), *BOTH)
    room.presenter.person_shown(shown())
    assert room.state.drugs is not None


@pytest.mark.parametrize("way", ["lock", "withdraw", "end"])
def test_what_comes_after_the_closing_is_never_shown(way: str) -> None:
    """R15."""
    held, late = HeldBack(), Room()
    late.presenter = RecordsPresenter(late.view, replace(late.work, lane=held))
    late.consents.agree(shown().check.id, ConsentKind.DRUG)
    late.presenter.person_shown(shown())
    late.presenter.opened()
    held.let_go()
    {"lock": late.presenter.close, "withdraw": late.presenter.withdrawn, "end": lambda: None}[way]()
    if way == "end":
        late.go_on(timedelta(hours=24))
    held.let_go()
    assert not any(each.drugs is not None for each in late.view.states)


def test_a_form_on_paper_opens_what_it_names() -> None:
    """R15: trust at the counter."""
    room = opened(Room())
    room.presenter.paper_recorded(PaperForm("K-12", (ConsentKind.DRUG,), "運転免許証"))
    assert room.state.drugs is not None
    assert [each.number for each in room.consents.forms] == ["K-12"]


def test_a_refused_form_says_what_to_do() -> None:
    room = opened(Room())
    room.consents.trouble = RefusedByCentral("consent.paper_refused")
    room.presenter.paper_recorded(PaperForm("K-12", (ConsentKind.DRUG,), None))
    assert room.state.phase is Phase.CONSENT
    assert room.state.trouble is not None
    assert "同意書" in room.state.trouble.what


def test_an_answered_alert_is_silent_and_kept_by_the_service() -> None:
    room = opened(Room(), *BOTH)
    assert room.state.drugs is not None
    before = room.state.drugs.alerts
    room.presenter.choices_made(Choices(hide_own=True))
    room.presenter.alert_answered(before[1], ASKED, "医師に確認、継続")
    assert room.state.drugs is not None
    assert room.state.drugs.alerts == (before[0], *before[2:])
    assert room.state.drugs.choices.hide_own
    assert room.audit.entries[-1].action == ACTIONS[ConsentKind.DRUG, Act.ANSWERED]


def test_a_declined_generic_keeps_its_reason() -> None:
    room = opened(Room(), *BOTH)
    assert room.state.drugs is not None
    _, second = room.state.drugs.savings
    room.presenter.generic_answered(second, DECLINED, "味が合わない")
    assert room.state.drugs is not None
    assert [each.is_declined for each in room.state.drugs.savings] == [False, True]
    said = room.state.drugs.savings[1].answered
    assert said is not None
    assert said.note == "味が合わない"


def test_a_patient_may_think_better_of_it() -> None:
    room = opened(Room(), *BOTH)
    for answer in (DECLINED, WANTED):
        assert room.state.drugs is not None
        room.presenter.generic_answered(room.state.drugs.savings[0], answer, "")
    assert room.state.drugs is not None
    said = room.state.drugs.savings[0].answered
    assert said is not None
    assert said.answer == WANTED
    assert not room.state.drugs.savings[0].is_declined


def test_what_stands_on_no_page_any_more_is_not_answered() -> None:
    """A key pressed while the answer before is on its way, or after closing."""
    room = opened(Room(), *BOTH)
    page = room.state.drugs
    assert page is not None
    room.presenter.alert_answered(page.alerts[0], ASKED, "")
    asked = len(room.records.read)
    room.presenter.alert_answered(page.alerts[0], ASKED, "")
    room.presenter.close()
    room.presenter.alert_answered(page.alerts[1], ASKED, "")
    room.presenter.generic_answered(page.savings[0], DECLINED, "")
    assert len(room.records.read) == asked


def test_nothing_is_copied_or_printed_that_closed_while_it_was_put_on_record() -> None:
    """R15."""
    room = opened(Room(), *BOTH)
    out: list[str] = []
    late = HeldBack()
    room.presenter = RecordsPresenter(room.view, replace(room.work, write=late))
    opened(room, *BOTH)
    room.presenter.let_out(Act.COPIED, lambda: out.append("copied"))
    room.presenter.close()
    late.let_go()
    assert out == []
    assert room.audit.entries[-1].action == ACTIONS[ConsentKind.DRUG, Act.COPIED]


def test_without_an_open_page_there_is_nothing_to_let_out() -> None:
    room = opened(Room())
    out: list[str] = []
    room.presenter.let_out(Act.PRINTED, lambda: out.append("printed"))
    assert (out, room.audit.entries) == ([], [])


def test_a_role_that_may_read_from_now_on_finds_it_open_at_once() -> None:
    """R15: the receptionist who took the consent."""
    room = opened(Room(RECEPTIONIST), *BOTH)
    assert (room.state.may_read, room.state.drugs) == (False, None)
    room.readers = frozenset({Role.RECEPTIONIST})
    room.presenter.readers_changed()
    assert room.state.drugs is not None


def test_a_role_that_may_read_no_more_loses_what_is_open() -> None:
    """R15. The consent stands; another role may open it."""
    room = opened(Room(), *BOTH)
    room.readers = frozenset({Role.DOCTOR})
    room.presenter.readers_changed()
    assert (room.state.may_read, room.state.drugs, room.state.phase) == (False, None, Phase.OPEN)
    room.presenter.tab_chosen(ConsentKind.CHECKUP)
    assert room.state.checkups is None
    assert len(room.records.read) == 1


def test_who_may_not_read_is_told_who_may() -> None:
    assert "医師・薬剤師" in readers_words(frozenset({Role.DOCTOR, Role.PHARMACIST}))
    assert "管理者に頼んでください" in readers_words(frozenset())
