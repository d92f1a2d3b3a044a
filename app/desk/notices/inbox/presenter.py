"""The inbox: the service's notices, the chosen one with its patient, and what staff do with it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Protocol

from app.desk.advice import advice_for, while_cut
from app.desk.lanes import Lane, Ticket
from app.desk.notices.inbox.state import InboxState, Task
from app.desk.staff.at_counter import AtCounter
from app.eligibility.ports import CheckBook
from app.errors import InputRefused
from app.notices.handling import NextStep, do_next, finish, lay_back, next_step, take_in_hand
from app.notices.notice import Notice, NoticeId, NoticeState
from app.notices.ports import NoticeChanged, NoticeLine
from app.notices.tying import UNTIED, Tie, tie
from app.patients.ports import PatientIndex
from app.scheme.days import Clock, business_day
from app.staff.member import Duty

_DONE_SHOWN_FOR = timedelta(days=90)


class InboxView(Protocol):
    def show_state(self, state: InboxState) -> None: ...


@dataclass(frozen=True, slots=True)
class InboxNews:
    """counted: how many are open, and how many past their day. charts_changed: when the ledger took a card over."""

    counted: Callable[[int, int], None] = lambda _open, _overdue: None
    charts_changed: Callable[[], None] = lambda: None


class InboxPresenter:
    """line: None on a desk that takes no part (R20). asks: its lane; read: of the ledger."""

    def __init__(
        self,
        view: InboxView,
        line: NoticeLine | None,
        index: PatientIndex,
        book: CheckBook,
        asks: Lane,
        read: Lane,
        clock: Clock,
        at_counter: AtCounter,
        news: InboxNews,
    ) -> None:
        self._view = view
        self._line = line
        self._index = index
        self._book = book
        self._asks = asks
        self._read = read
        self._clock = clock
        self._at_counter = at_counter
        self._news = news
        self._loading = self._looks_again = False
        self._line_failed = False
        self._tying: Ticket | None = None
        self._doing: Ticket | None = None
        self._state = InboxState(business_day(clock()), connected=line is not None)

    @property
    def state(self) -> InboxState:
        return self._state

    def begin(self) -> None:
        """Somebody signed in."""
        self._show(replace(self._state, sees_month=self._at_counter().may(Duty.SEE_MONTH)))
        self.refresh()

    def refresh(self) -> None:
        """Asks the service anew; what is being looked at stays. One question at a time: what happened while one was
        on its way is asked about behind it, since its answer may be older."""
        if self._line is None:
            return
        if self._loading:
            self._looks_again = True
            return
        self._loading, self._looks_again = True, False
        since = business_day(self._clock()) - _DONE_SHOWN_FOR
        self._asks.run(partial(self._line.notices, since), self._came, self._loading_failed)

    def drop(self) -> None:
        """Locked or closing: nobody waits any more, nothing half-done stays open."""
        for ticket in (self._tying, self._doing):
            if ticket is not None:
                ticket.drop()
        self._looks_again = False
        self._show(replace(self._state, task=Task.LOOK, busy=False, told=""))

    def list_chosen(self, shown: NoticeState) -> None:
        if shown is not self._state.shown and self._state.task is Task.LOOK:
            self._show_first(replace(self._state, shown=shown, chosen=None, told="", trouble=None))

    def chosen(self, notice_id: NoticeId) -> None:
        """Another row came under the cursor."""
        found = next((each for each in self._state.rows if each.id == notice_id), None)
        if found is not None and found != self._state.chosen:
            self._choose(replace(self._state, told="", trouble=None), found)

    def next_step_requested(self) -> None:
        notice, tied = self._state.chosen, self._state.tie
        if notice is None or self._line is None:
            return
        corrects = next_step(notice, tied) in (NextStep.TAKE_OVER, NextStep.NOTE_LOSS)
        work = partial(do_next, notice, tied, self._at_counter(), self._line, self._index)
        self._do(work, corrects)

    def hand_opened(self) -> None:
        """Who has it in hand, until when: asked for on a form."""
        chosen = self._state.chosen
        if chosen is not None and chosen.handling.state is not NoticeState.DONE and not self._state.busy:
            self._show(replace(self._state, task=Task.HAND, wrong="", told="", trouble=None))

    def hand_left(self) -> None:
        self._show(replace(self._state, task=Task.LOOK, wrong="", trouble=None))

    def taken_in_hand(self, until: str, note: str) -> None:
        """until: a day as typed."""
        if self._state.chosen is not None and self._line is not None:
            staff, today = self._at_counter(), business_day(self._clock())
            self._do(partial(take_in_hand, self._state.chosen, until, note, today, staff, self._line))

    def finish_requested(self) -> None:
        chosen = self._state.chosen
        if chosen is not None and self._line is not None and chosen.handling.state is not NoticeState.DONE:
            self._do(partial(finish, chosen, chosen.handling.note, self._at_counter(), self._line))

    def lay_back_requested(self) -> None:
        chosen = self._state.chosen
        if chosen is not None and self._line is not None and chosen.handling.state is not NoticeState.OPEN:
            self._do(partial(lay_back, chosen, self._at_counter(), self._line))

    def _do(self, work: Callable[[], Notice], corrects: bool = False) -> None:
        if self._state.busy:
            return
        self._show(replace(self._state, busy=True, told="", wrong="", trouble=None))
        self._doing = self._asks.run(work, partial(self._done, corrects), self._doing_failed)

    def _done(self, corrected: bool, notice: Notice) -> None:
        """The notice leaves its list; the one that took its place is next."""
        place = self._place_of_chosen()
        others = [each for each in self._state.notices if each.id != notice.id]
        told = "台帳に取り込みました" if corrected else "保存しました"
        state = replace(
            self._state, notices=_by_day((*others, notice)), busy=False, task=Task.LOOK, told=told
        )
        self._show_at(state, place)
        self._count()
        if corrected:
            self._news.charts_changed()

    def _doing_failed(self, error: Exception) -> None:
        if isinstance(error, InputRefused) and self._state.task is Task.HAND:
            wrong = error.field
            self._show(replace(self._state, busy=False, wrong=wrong, trouble=advice_for(error)))
            return
        trouble = while_cut(
            advice_for(error), "通知の状態を保存できたか分かりません。つながってから、確かめてください。"
        )
        self._show(replace(self._state, busy=False, task=Task.LOOK, trouble=trouble))
        if isinstance(error, NoticeChanged):
            self.refresh()

    def _came(self, notices: tuple[Notice, ...]) -> None:
        self._loading = False
        place = self._place_of_chosen()
        trouble = None if self._line_failed else self._state.trouble
        self._line_failed = False
        state = replace(self._state, notices=_by_day(notices), loaded=True, trouble=trouble)
        chosen = state.chosen
        same = next((each for each in state.rows if chosen is not None and each.id == chosen.id), None)
        if same is None:
            self._show_at(replace(state, task=Task.LOOK), place)
        elif same != chosen and state.task is Task.LOOK:
            self._choose(state, same)
        else:
            self._show(state)
        self._count()
        if self._looks_again:
            self.refresh()

    def _loading_failed(self, error: Exception) -> None:
        """What stood there stays, said to be old; the next look is the clock's. What became overdue is counted."""
        self._loading, self._line_failed = False, True
        old = "表示は前に読み込んだものです。" if self._state.loaded else ""
        trouble = while_cut(advice_for(error), f"{old}つながると、自動で読み込みます。")
        self._show(replace(self._state, trouble=trouble))
        if self._state.loaded:
            self._count()

    def _show_first(self, state: InboxState) -> None:
        self._show_at(state, 0)

    def _show_at(self, state: InboxState, place: int) -> None:
        rows = state.rows
        if not rows:
            self._show(replace(state, chosen=None, tie=UNTIED))
        else:
            self._choose(state, rows[min(place, len(rows) - 1)])

    def _place_of_chosen(self) -> int:
        chosen = self._state.chosen
        places = (place for place, each in enumerate(self._state.rows) if chosen and each.id == chosen.id)
        return next(places, 0)

    def _choose(self, state: InboxState, notice: Notice) -> None:
        """Its patient is looked up beside; until then it belongs to nobody."""
        if self._tying is not None:
            self._tying.drop()
        same = state.chosen is not None and state.chosen.id == notice.id
        self._show(replace(state, chosen=notice, tie=state.tie if same else UNTIED, task=Task.LOOK))
        work = partial(tie, notice, self._index, self._book)
        self._tying = self._read.run(work, partial(self._tied, notice.id), self._tying_failed)

    def _tied(self, notice_id: NoticeId, found: Tie) -> None:
        if self._state.chosen is not None and self._state.chosen.id == notice_id:
            self._show(replace(self._state, tie=found))

    def _tying_failed(self, error: Exception) -> None:
        self._show(replace(self._state, trouble=advice_for(error)))

    def _count(self) -> None:
        self._news.counted(self._state.count(NoticeState.OPEN), self._state.overdue)

    def _show(self, state: InboxState) -> None:
        self._state = replace(state, today=business_day(self._clock()))
        self._view.show_state(self._state)


def _by_day(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """What is due first stands first; of one day in the order of the receipts; what is done, newest first."""
    return tuple(sorted(notices, key=_order))


def _order(notice: Notice) -> tuple[float, str, int]:
    done = notice.handling.state is NoticeState.DONE
    when = -notice.handling.changed_at.timestamp() if done else float(notice.limit_on.toordinal())
    return when, notice.receipt_number, notice.receipt
