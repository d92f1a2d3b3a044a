"""The chosen exception: whose appointment, what is different, and one key for each thing to do."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from app.appointments.appointment import FollowUp
from app.appointments.exceptions import ExceptionalItem, ExceptionKind
from app.desk.advice import advice_of
from app.desk.appointments import keys
from app.desk.appointments.batch.note import NotePage
from app.desk.appointments.batch.state import BatchPageState, Task, can_choose_again, can_reopen, is_open
from app.desk.appointments.words import (
    answer_words,
    asked_words,
    born_of,
    follow_up_words,
    kinds_words,
    name_of,
    person_words,
    tone_of,
    visit_words,
)
from app.desk.widgets import Badge, Card, ElidedLabel, KeyButton, caption, laid_out_once, scrolled, text
from app.patients.patient import patient_number

_MOST_ROWS = 12
_NO_GOOD = {ExceptionKind.LAPSED, ExceptionKind.LAPSED_NEWER}
"""Somebody must bring another card: a call comes before a chart that would hold this one."""
_TOP = Qt.AlignmentFlag.AlignTop


class DetailPanel(Card):
    """choice_made carries the place, from 0: of the person found, or of the chart that it may be."""

    take_over_requested = Signal()
    new_patient_requested = Signal()
    choice_made = Signal(int)
    task_opened = Signal(object)
    reopen_requested = Signal()
    noted = Signal(str)
    task_left = Signal()

    def __init__(self, at_once: bool = True, parent: QWidget | None = None) -> None:
        """at_once False: what there is to do comes with `making`, in a few turns of the event loop."""
        super().__init__(parent)
        self._shown: ExceptionalItem | None = None
        self._task = Task.LOOK
        self._kana = caption("")
        self._name = ElidedLabel("")
        self._name.setProperty("type", "name")
        self._who = text("", "caption", wrap=True)
        self._kind = Badge()
        self._advice = text("", wrap=True)
        self._asked = text("", "caption", wrap=True)
        self._asked.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._answer = text("", "value", wrap=True)
        self._followed = text("", "lead", wrap=True)
        pages = QWidget(self)
        self._pages = QStackedLayout(pages)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(4)
        for widget in (self._kana, self._name, self._who):
            column.addWidget(widget)
        column.addWidget(self._kind, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(8)
        column.addWidget(pages, 1)
        if at_once:
            for _ in self.making():
                pass

    def making(self) -> Iterator[None]:
        """Each part into the place where it stays: Qt styles a part anew whenever it moves."""
        self._facts = QWidget()
        self._pages.addWidget(self._facts)
        told = QVBoxLayout()
        told.setSpacing(10)
        column = QVBoxLayout(self._facts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._told = scrolled(told)
        column.addWidget(self._told, 1)
        for widget in (self._followed, self._advice, self._answer):
            told.addWidget(widget)
        yield
        self._changes = _Changes()
        told.addWidget(self._changes)
        told.addWidget(self._asked)
        yield
        self._choices = [KeyButton("", key) for key in keys.CHOICES]
        for place, button in enumerate(self._choices):
            button.clicked.connect(partial(self._choose, place))
            told.addWidget(button)
        yield
        self._make_buttons(column)
        yield
        self._note = NotePage()
        self._note.noted.connect(self.noted)
        self._note.left.connect(self.task_left)
        self._pages.addWidget(self._note)

    def _make_buttons(self, column: QVBoxLayout) -> None:
        self._take_over = KeyButton(self.tr("台帳に取り込む"), keys.TAKE_OVER)
        self._take_over.clicked.connect(self.take_over_requested)
        self._new = KeyButton(self.tr("新しい患者として登録"), keys.NEW_PATIENT)
        self._new.clicked.connect(self.new_patient_requested)
        self._call = KeyButton(self.tr("電話する"), keys.CALL)
        self._call.clicked.connect(partial(self.task_opened.emit, Task.CALL))
        self._later = KeyButton(self.tr("後で"), keys.PUT_OFF)
        self._later.clicked.connect(partial(self.task_opened.emit, Task.PUT_OFF))
        self._reopen = KeyButton(self.tr("未対応に戻す"), keys.REOPEN)
        self._reopen.clicked.connect(self.reopen_requested)
        column.addWidget(self._take_over)
        column.addWidget(self._new)
        both = QHBoxLayout()
        both.setSpacing(8)
        both.addWidget(self._call, 1)
        both.addWidget(self._later, 1)
        column.addLayout(both)
        column.addWidget(self._reopen)

    def show_state(self, state: BatchPageState) -> None:
        self.setVisible(state.chosen is not None)
        if state.chosen is None:
            self._shown, self._task = None, Task.LOOK
            return
        with laid_out_once(self, self._facts, self._told.widget(), self._changes):
            if state.chosen != self._shown:
                self._show_exceptional(state.chosen)
            self._show_buttons(state.chosen, state.busy)
            self._show_task(state.task, state.chosen)

    def _show_exceptional(self, exceptional: ExceptionalItem) -> None:
        self._shown = exceptional
        appointment, patient = exceptional.item.appointment, exceptional.patient
        self._kana.setText(appointment.kana or (patient.kana if patient is not None else ""))
        self._kana.setVisible(bool(self._kana.text()))
        self._name.setText(name_of(exceptional))
        numbers = [self.tr("カルテ {0}").format(appointment.chart_number)] if appointment.chart_number else []
        numbers += [self.tr("患者番号 {0}").format(patient_number(patient.id))] if patient is not None else []
        visit = f"{visit_words(appointment)}　{born_of(exceptional)}"
        self._who.setText("\n".join(filter(None, (visit, "　".join(numbers)))))
        self._kind.show_words(tone_of(exceptional), kinds_words(exceptional))
        self._followed.setText(follow_up_words(exceptional))
        self._followed.setVisible(bool(self._followed.text()))
        self._advice.setText(self._what_to_do(exceptional))
        self._asked.setText(asked_words(exceptional))
        self._answer.setText(answer_words(exceptional))
        self._answer.setVisible(bool(self._answer.text()))
        self._changes.show_changes(exceptional)
        choices = self._choices_of(exceptional)
        for place, button in enumerate(self._choices):
            button.setVisible(place < len(choices))
            if place < len(choices):
                title, told = choices[place]
                button.setText(title)
                button.set_detail(told)

    def _choices_of(self, exceptional: ExceptionalItem) -> list[tuple[str, str]]:
        """Of each whom it may be: name, and what tells them from the others."""
        found = [(each.person.name, person_words(each)) for each in exceptional.people]
        for each in exceptional.candidates:
            told = [self.tr("同じ　{0}").format("・".join(each.agrees))]
            told += [self.tr("違う　{0}").format("・".join(each.differs))] if each.differs else []
            found.append((f"{patient_number(each.patient.id)}　{each.patient.name}", "\n".join(told)))
        return found

    def _what_to_do(self, exceptional: ExceptionalItem) -> str:
        if exceptional.candidates:
            return self.tr("台帳の次の方かもしれません。同じ方の番号を選ぶか、新しい患者として登録します。")
        refusal = advice_of(exceptional.item.failure_code) if exceptional.item.failure_code else None
        if refusal is not None:  # its next step is for who has the card in hand
            return refusal.what + self.tr("ファイルの番号と日付を確かめるか、来院の日に証を見て確認します。")
        return {
            "none": self.tr(
                "ファイルの番号と生年月日を、前回の証と見比べてください。資格の登録が遅れていることもあります。"
            ),
            "lapsed": self.tr("この証は使えません。新しい証を持って来ていただくよう、お知らせします。"),
            "lapsed_newer": self.tr(
                "この証は使えませんが、新しい資格があります。新しい証かマイナンバーカードで確かめます。"
            ),
            "several": self.tr("選んだ方は、台帳のとおりです。ほかの方の予約なら選び直します。")
            if exceptional.item.several is not None
            else self.tr("この番号と生年月日の方が2人以上います。予約の方を選ぶか、枝番を証で確かめます。"),
            "refused": self.tr("番号か日付の形が合わず、照会できませんでした。証を見て確かめてください。"),
            "changed": self.tr("センターの内容が台帳と違います。")
            if exceptional.differences
            else self.tr("センターの内容は、台帳に入っています。"),
            "expiring": self.tr("まもなく期限が来ます。更新された証をお持ちか、当日に確かめます。"),
            "unknown_patient": self.tr("資格は有効ですが、台帳に同じ方が見つかりません。"),
        }[exceptional.kinds[0].value]

    def _show_buttons(self, exceptional: ExceptionalItem, busy: bool) -> None:
        undecided = is_open(exceptional)
        self._take_over.setVisible(undecided and exceptional.can_take_over)
        self._take_over.set_primary(True)
        self._new.setVisible(undecided and exceptional.can_enter_new)
        lapsed = bool(set(exceptional.kinds) & _NO_GOOD)
        self._new.set_primary(not exceptional.candidates and not lapsed)
        self._call.setVisible(undecided and bool(exceptional.words))
        enters = exceptional.can_enter_new and not lapsed
        chooses = exceptional.can_take_over or enters or bool(exceptional.people)
        self._call.set_primary(undecided and not chooses)
        self._later.setVisible(undecided)
        again = can_choose_again(exceptional)
        self._reopen.setText(self.tr("選び直す") if again else self.tr("未対応に戻す"))
        taken = again and exceptional.item.follow_up is FollowUp.TAKEN_OVER
        self._reopen.set_detail(self.tr("台帳の内容は残ります。") if taken else "")
        self._reopen.setVisible(again or can_reopen(exceptional))
        for button in (self._take_over, self._new, self._call, self._later, self._reopen, *self._choices):
            button.setEnabled(not busy)

    def _show_task(self, task: Task, exceptional: ExceptionalItem) -> None:
        if task is self._task:
            return
        self._task = task
        if task is Task.LOOK:
            self._pages.setCurrentWidget(self._facts)
        else:
            self._pages.setCurrentWidget(self._note)
            self._note.begin(task, exceptional)

    def _choose(self, place: int) -> None:
        self.choice_made.emit(place)


class _Changes(QWidget):
    """What the ledger has beside what the service says; then what ends soon. Made once, filled anew."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self._heads = [caption(words) for words in ("", self.tr("台帳"), self.tr("センター"))]
        for column, head in enumerate(self._heads):
            grid.addWidget(head, 0, column)
        self._rows = [
            (caption(""), text("", wrap=True), text("", "value", wrap=True)) for _ in range(_MOST_ROWS)
        ]
        for row, labels in enumerate(self._rows, start=1):
            for column, label in enumerate(labels):
                grid.addWidget(label, row, column, _TOP)

    def show_changes(self, exceptional: ExceptionalItem) -> None:
        none = self.tr("なし")
        told = [(each.label, each.held or none, each.given or none) for each in exceptional.differences]
        told += [
            (each.label, "", self.tr("{0}月{1}日まで").format(each.last_on.month, each.last_on.day))
            for each in exceptional.endings
        ]
        self.setVisible(bool(told))
        self._heads[1].setVisible(bool(exceptional.differences))
        for place, labels in enumerate(self._rows):
            here = place < len(told)
            for label, words in zip(labels, told[place] if here else ("", "", ""), strict=True):
                _show_words(label, words, here)


def _show_words(label: QLabel, words: str, here: bool) -> None:
    label.setText(words)
    label.setVisible(here)
