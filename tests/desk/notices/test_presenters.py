"""The inbox's presenter: what it asks, what it shows, and what two desks see of each other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from app.desk.lanes import DroppedTicket, Inline, Lane, Ticket
from app.desk.notices.inbox.presenter import InboxNews, InboxPresenter
from app.desk.notices.inbox.state import InboxState, Task
from app.desk.notices.month.presenter import MonthPresenter, MonthState
from app.eligibility.ports import CentralUnreachable
from app.errors import ClinicError
from app.notices.notice import Notice, NoticeState
from app.notices.tying import UNTIED
from app.staff.member import StaffMember
from tests.desk.views import Shown
from tests.fakes.ledger import CheckBookInMemory, PatientsInMemory
from tests.fakes.notices import InboxInMemory
from tests.notices.samples import NEW, done, in_hand, notice, reassigned, returned, unknown
from tests.people import MANAGER, NOW, RECEPTIONIST, TODAY, held, patient


class Desk:
    """One desk of a clinic at a shared inbox."""

    def __init__(
        self, line: InboxInMemory | None, staff: StaffMember = RECEPTIONIST, asks: Lane | None = None
    ) -> None:
        self.view: Shown[InboxState] = Shown()
        self.index = PatientsInMemory()
        self.hana = self.index.add(patient(0))
        self.index.hold_card(self.hana.id, held(confirmed_at=None))
        self.counted: list[tuple[int, int]] = []
        self.took_over = 0
        self.now = NOW
        news = InboxNews(lambda *count: self.counted.append(count), self._took_over)
        self.presenter = InboxPresenter(
            self.view,
            line,
            self.index,
            CheckBookInMemory(),
            asks or Inline(),
            Inline(),
            lambda: self.now,
            lambda: staff,
            news,
        )
        self.presenter.begin()

    def _took_over(self) -> None:
        self.took_over += 1

    @property
    def state(self) -> InboxState:
        return self.presenter.state

    def names(self) -> list[str]:
        return [each.subject.name for each in self.state.rows]


class LongLine:
    """A lane whose answers are as old as their questions, and arrive when the test says so."""

    def __init__(self) -> None:
        self.under_way: list[Callable[[], None]] = []

    def run(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]
    ) -> Ticket:
        try:
            answer = work()
        except ClinicError as error:
            self.under_way.append(partial(failed, error))
        else:
            self.under_way.append(partial(done, answer))
        return DroppedTicket()

    def arrive(self) -> None:
        """The oldest."""
        self.under_way.pop(0)()


def inbox(*notices: Notice) -> InboxInMemory:
    return InboxInMemory(lambda: NOW, notices)


def test_the_list_begins_with_what_is_due_first_and_counts_on_the_rail() -> None:
    late = in_hand(returned(), until=date(2026, 11, 21))
    desk = Desk(inbox(unknown(), reassigned(), notice(), late, done(notice("d"))))
    assert desk.names() == ["架空　花", "例示　一郎", "見本　正"]
    assert desk.counted[-1] == (3, 1), "nothing overdue without a sign on the rail"
    assert desk.state.chosen == notice()
    assert desk.state.tie.patient is not None and desk.state.tie.patient.id == desk.hana.id
    assert [desk.state.count(each) for each in NoticeState] == [3, 1, 1]


def test_one_key_teaches_the_ledger_and_the_next_notice_stands_there() -> None:
    line = inbox(notice(), reassigned())
    desk = Desk(line)
    desk.presenter.next_step_requested()
    card = desk.index.get(desk.hana.id).current_card
    assert card is not None and card.insured == NEW
    assert (desk.took_over, desk.state.told, desk.names()) == (1, "台帳に取り込みました", ["例示　一郎"])
    assert desk.state.chosen is not None and desk.state.chosen.subject.name == "例示　一郎"
    assert desk.state.tie == UNTIED
    assert desk.counted[-1] == (1, 0)


def test_a_notice_is_worked_to_done_over_its_lists() -> None:
    desk = Desk(inbox(unknown()))
    desk.presenter.hand_opened()
    assert desk.state.task is Task.HAND
    desk.presenter.taken_in_hand("11/21", "")
    assert (desk.state.wrong, desk.state.task) == ("until", Task.HAND)
    desk.presenter.taken_in_hand("2026-11-27", "電話する")
    assert (desk.names(), desk.state.chosen, desk.state.task) == ([], None, Task.LOOK)
    desk.presenter.list_chosen(NoticeState.IN_HAND)
    assert desk.state.chosen is not None and desk.state.chosen.handling.note == "電話する"
    desk.presenter.finish_requested()
    desk.presenter.list_chosen(NoticeState.DONE)
    assert [each.handling.by for each in desk.state.rows] == ["佐藤"]
    desk.presenter.next_step_requested()
    desk.presenter.list_chosen(NoticeState.OPEN)
    assert desk.names() == ["見本　正"]


def test_of_two_desks_at_once_the_second_is_told_and_sees_who_was_first() -> None:
    line = inbox(unknown())
    first, second = Desk(line), Desk(line, MANAGER)
    first.presenter.taken_in_hand("2026-11-27", "電話した")
    second.presenter.finish_requested()
    assert second.state.trouble is not None and "ほかの端末" in second.state.trouble.what
    assert second.names() == []
    second.presenter.list_chosen(NoticeState.IN_HAND)
    assert second.state.chosen is not None and second.state.chosen.handling.by == "佐藤"
    second.presenter.finish_requested()
    assert second.state.trouble is None
    first.presenter.refresh()
    assert first.state.count(NoticeState.DONE) == 1


def test_what_somebody_looks_at_stays_while_the_list_is_read_anew() -> None:
    line = inbox(notice(), reassigned())
    desk = Desk(line)
    desk.presenter.chosen(reassigned().id)
    line.tell(unknown(due_on=date(2026, 11, 23)))
    desk.presenter.refresh()
    assert desk.names() == ["見本　正", "架空　花", "例示　一郎"]
    assert desk.state.chosen == reassigned()


def test_a_form_half_filled_is_not_taken_away_by_a_newer_list() -> None:
    line = inbox(notice())
    desk = Desk(line)
    desk.presenter.hand_opened()
    line.tell(replace(notice(), reason_words="変わりました"))
    desk.presenter.refresh()
    assert desk.state.task is Task.HAND


def test_without_the_line_the_list_stays_and_says_that_it_is_old() -> None:
    line = inbox(notice())
    desk = Desk(line)
    line.trouble = CentralUnreachable()
    desk.presenter.refresh()
    assert desk.state.trouble is not None and desk.names() == ["架空　花"]
    assert "前に読み込んだもの" in desk.state.trouble.next_step
    desk.presenter.finish_requested()
    assert desk.state.count(NoticeState.OPEN) == 1 and not desk.state.busy
    assert "保存できたか分かりません" in desk.state.trouble.next_step
    line.trouble = None
    desk.presenter.refresh()
    assert desk.state.trouble is None


def test_what_is_left_lying_becomes_overdue_by_itself() -> None:
    desk = Desk(inbox(notice()))
    assert desk.counted[-1] == (1, 0)
    desk.now += timedelta(days=30)
    desk.presenter.refresh()
    assert desk.counted[-1] == (1, 1)


def test_with_the_line_down_over_night_the_sign_of_what_is_overdue_comes_all_the_same() -> None:
    line = inbox(notice())
    desk = Desk(line)
    line.trouble = CentralUnreachable()
    desk.now += timedelta(days=30)
    desk.presenter.refresh()
    assert desk.counted[-1] == (1, 1)


def test_a_desk_without_a_line_has_an_empty_inbox() -> None:
    """R20."""
    desk = Desk(None)
    assert not desk.state.connected
    desk.presenter.next_step_requested()
    assert desk.state.notices == ()


def test_locking_leaves_nothing_half_done() -> None:
    desk = Desk(inbox(notice()))
    desk.presenter.hand_opened()
    desk.presenter.drop()
    assert desk.state.task is Task.LOOK


@pytest.mark.parametrize(("staff", "sees"), [(MANAGER, True), (RECEPTIONIST, False)])
def test_the_month_is_offered_to_managers(staff: StaffMember, sees: bool) -> None:
    assert Desk(inbox(), staff).state.sees_month is sees


def month(
    line: InboxInMemory | None, staff: StaffMember = MANAGER
) -> tuple[MonthPresenter, Shown[MonthState]]:
    view: Shown[MonthState] = Shown()
    presenter = MonthPresenter(view, CheckBookInMemory(), line, Inline(), lambda: NOW, lambda: staff)
    presenter.begin()
    return presenter, view


def test_the_month_goes_back_and_no_further_than_today() -> None:
    presenter, view = month(inbox(notice()))
    assert view.last.figures is not None and view.last.figures.moved == 1
    presenter.later_requested()
    assert view.last.month == TODAY.replace(day=1)
    presenter.earlier_requested()
    assert (view.last.month, view.last.has_later) == (date(2026, 10, 1), True)
    presenter.later_requested()
    assert view.last.month == TODAY.replace(day=1)


def test_the_month_says_what_keeps_it() -> None:
    line = inbox()
    line.trouble = CentralUnreachable()
    _, view = month(line)
    assert view.last.trouble is not None and view.last.figures is None
    assert "開き直して" in view.last.trouble.next_step
    _, alone = month(None)
    assert alone.last.figures is not None


def test_what_a_review_tells_while_a_look_is_under_way_is_looked_at_behind_it() -> None:
    """R14: notices are there as soon as the review is."""
    line, lane = inbox(notice()), LongLine()
    desk = Desk(line, asks=lane)
    line.tell(reassigned())
    for _ in range(3):
        desk.presenter.refresh()
    assert len(lane.under_way) == 1, "one question at a time"
    lane.arrive()
    assert desk.names() == ["架空　花"], "the answer is older than the review"
    lane.arrive()
    assert desk.counted[-1][0] == 2
    assert lane.under_way == [], "three wishes are one more look"


def test_a_line_that_fails_is_not_asked_again_at_once() -> None:
    line, lane = inbox(notice()), LongLine()
    line.trouble = CentralUnreachable()
    desk = Desk(line, asks=lane)
    desk.presenter.refresh()
    lane.arrive()
    assert desk.state.trouble is not None
    assert lane.under_way == []
