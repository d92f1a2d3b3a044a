"""The chosen notice: whose, why, before and after, what to collect or refund, and one key for the next step."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.desk.notices import keys
from app.desk.notices.inbox.hand_page import HandPage
from app.desk.notices.inbox.part_view import After, Before
from app.desk.notices.inbox.state import InboxState, Task
from app.desk.notices.inbox.why_picture import WhyPicture
from app.desk.notices.words import (
    checks_words,
    due_words,
    handling_words,
    share_words,
    step_words,
    tone_of,
    who_words,
)
from app.desk.widgets import Badge, Card, ElidedLabel, KeyButton, SideBySide, scrolled, text
from app.notices.handling import NextStep, next_step
from app.notices.notice import Notice, NoticeState
from app.notices.story import story_of
from app.notices.tying import Tie

_LETTERS, _LETTERS_OF_BUTTONS = 17, 23
"""In a line, before two parts stand beside each other."""


class DetailPanel(Card):
    next_step_requested = Signal()
    hand_opened = Signal()
    hand_left = Signal()
    taken_in_hand = Signal(str, str)
    finish_requested = Signal()
    lay_back_requested = Signal()
    print_requested = Signal()
    chart_requested = Signal()

    def __init__(self, at_once: bool = True, parent: QWidget | None = None) -> None:
        """at_once False: the rest comes with `making`, in a few turns of the event loop."""
        super().__init__(parent)
        self._shown: tuple[Notice, Tie] | None = None
        self._task = Task.LOOK
        self._kind = Badge()
        self._title = ElidedLabel("")
        self._title.setProperty("type", "title")
        self._month = text("", "value")
        self._due = text("", "caption")
        self._who = text("", "caption", wrap=True)
        pages = QWidget(self)
        self._pages = QStackedLayout(pages)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._kind)
        head.addWidget(self._title, 1)
        head.addWidget(self._month)
        head.addWidget(self._due)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 16, 20, 16)
        self._column.setSpacing(6)
        self._column.addLayout(head)
        self._column.addWidget(self._who)
        self._column.addWidget(pages, 1)
        if at_once:
            for _ in self.making():
                pass

    def making(self) -> Iterator[None]:
        facts = QWidget()
        self._pages.addWidget(facts)
        self._why = text("", "lead", wrap=True)
        self._picture = WhyPicture()
        self._share = text("", "value", "caution", wrap=True)
        self._handling = text("", "lead", wrap=True)
        self._note = text("", wrap=True)
        self._checks = text("", "caption", wrap=True)
        told = QVBoxLayout()
        told.setSpacing(10)
        column = QVBoxLayout(facts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._scroll = scrolled(told, right_margin=8)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._scroll.setAccessibleName(self.tr("通知の内容"))
        column.addWidget(self._scroll, 1)
        for widget in (self._handling, self._note, self._why, self._share, self._picture):
            told.addWidget(widget)
        yield
        self._before = Before()
        yield
        self._after = After()
        yield
        told.addWidget(SideBySide(self._before, self._after, _LETTERS))
        told.addWidget(self._checks)
        yield
        yield from self._make_buttons(column)
        yield
        self._hand_page = HandPage()
        self._hand_page.submitted.connect(self.taken_in_hand)
        self._hand_page.left.connect(self.hand_left)
        self._pages.addWidget(self._hand_page)

    def _make_buttons(self, column: QVBoxLayout) -> Iterator[None]:
        self._step = KeyButton("", keys.NEXT_STEP, primary=True)
        self._step.clicked.connect(self.next_step_requested)
        self._hand = KeyButton(self.tr("対応中にする"), keys.HAND)
        self._hand.clicked.connect(self.hand_opened)
        self._finish = KeyButton(self.tr("完了"), keys.FINISH)
        self._finish.clicked.connect(self.finish_requested)
        yield
        self._back = KeyButton(self.tr("未対応に戻す"), keys.LAY_BACK)
        self._back.clicked.connect(self.lay_back_requested)
        self._print = KeyButton(self.tr("手紙"), keys.PRINT)
        self._print.clicked.connect(self.print_requested)
        self._chart = KeyButton(self.tr("患者"), keys.CHART)
        self._chart.clicked.connect(self.chart_requested)
        deal, more = QWidget(), QWidget()
        for parts, buttons in (
            (deal, (self._hand, self._finish, self._back)),
            (more, (self._print, self._chart)),
        ):
            row = QHBoxLayout(parts)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            for each in buttons:
                row.addWidget(each)
            row.addStretch(1)
        beside = SideBySide(deal, more, _LETTERS_OF_BUTTONS)
        beside.setSpacing(8)
        column.addWidget(self._step)
        column.addWidget(beside)

    def show_state(self, state: InboxState) -> None:
        self.setVisible(state.chosen is not None)
        if state.chosen is None:
            self._shown, self._task = None, Task.LOOK
            return
        if (state.chosen, state.tie) != self._shown:
            self._show_notice(state.chosen, state.tie)
        self._due.setText(due_words(state.chosen, state.today))
        self._show_buttons(state.chosen, state)
        self._show_task(state)

    def _show_notice(self, notice: Notice, tie: Tie) -> None:
        fresh = self._shown is None or self._shown[0].id != notice.id
        self._shown = notice, tie
        self._kind.show_words(tone_of(notice), notice.kind_words)
        self._title.setText(notice.subject.name or notice.subject.kana)
        self._month.setText(notice.month_words)
        self._who.setText(who_words(notice, tie))
        self._why.setText("".join(story_of(notice)))
        self._picture.show_notice(notice)
        self._before.show_notice(notice)
        self._after.show_notice(notice)
        for label, words in (
            (self._share, share_words(notice)),
            (self._handling, handling_words(notice)),
            (self._note, notice.handling.note),
            (self._checks, checks_words(tie)),
        ):
            label.setText(words)
            label.setVisible(bool(words))
        if fresh:
            self._scroll.verticalScrollBar().setValue(0)

    def _show_buttons(self, notice: Notice, state: InboxState) -> None:
        self._step.setText(step_words(notice, state.tie))
        done = notice.handling.state is NoticeState.DONE
        in_hand = notice.handling.state is NoticeState.IN_HAND
        self._hand.setVisible(not done)
        self._hand.setText(self.tr("期日とメモ") if in_hand else self.tr("対応中にする"))
        self._finish.setVisible(not done and next_step(notice, state.tie) is not NextStep.FINISH)
        self._back.setVisible(in_hand)
        self._chart.setVisible(state.tie.patient is not None)
        for button in (self._step, self._hand, self._finish, self._back):
            button.setEnabled(not state.busy)

    def _show_task(self, state: InboxState) -> None:
        self._hand_page.show_wrong(state.wrong)
        if state.task is self._task:
            return
        self._task = state.task
        if state.task is Task.HAND and state.chosen is not None:
            self._pages.setCurrentIndex(1)
            self._hand_page.begin(state.chosen)
        else:
            self._pages.setCurrentIndex(0)
