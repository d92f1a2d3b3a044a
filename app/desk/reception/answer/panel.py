"""The answer card: one look tells whether this patient may go through, at what share, and what to do now."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.desk.reception import keys
from app.desk.reception.answer.choices import Choices
from app.desk.reception.answer.facts import FactGrid
from app.desk.reception.answer.guidance import Guidance
from app.desk.reception.answer.page import AnswerPage, Person, answer_page
from app.desk.reception.state import AnswerState
from app.desk.widgets import Banner, Card, Disc, KeyButton, SideBySide, laid_out_once, text
from app.desk.widgets.labels import set_tone

_BUSY_AFTER_MS = 300
_LETTERS_BESIDE = 16
"""Japanese letters beside which a second part stands; with less room it goes below."""


class AnswerPanel(Card):
    """choice_made carries a place from 0, step_chosen a NextStep."""

    take_over_requested = Signal()
    new_patient_requested = Signal()
    choice_made = Signal(int)
    step_chosen = Signal(object)
    print_requested = Signal()

    def __init__(self, at_once: bool = True, parent: QWidget | None = None) -> None:
        """at_once False: the parts come with `making`, in a few turns of the event loop."""
        super().__init__(parent)
        self._page: AnswerPage | None = None
        self._state = AnswerState()
        if at_once:
            for _ in self.making():
                pass

    def making(self) -> Iterator[None]:
        """From the top down, each part into the place where it stays."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        for part in self._made_head():
            layout.addWidget(part)
        yield
        for part in self._made_advice():
            layout.addWidget(part)
        yield
        for part in self._made_facts():
            layout.addWidget(part)
        self._busy_timer = QTimer(self, singleShot=True, interval=_BUSY_AFTER_MS)
        self._busy_timer.timeout.connect(self._show_busy)
        self._show_nothing()

    def _made_head(self) -> tuple[QWidget, ...]:
        self._sign = Disc()
        self._verdict = text("", "verdict", wrap=True)
        self._lead = text("", "lead", wrap=True)
        self._source = text("", "caption")
        self._head = self._head_frame()
        self._head.setProperty("part", "head")
        self._nothing = text(self.tr("カードを置くか、券面の番号を入力してください"), "lead", "neutral")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._kana = text("", "caption")
        self._name = text("", "name")
        self._born = text("", "lead")
        self._age = text("", "value")
        self._sex = text("", "lead")
        self._chart = text("", "caption")
        self._person = self._person_frame()
        return self._head, self._nothing, self._person

    def _made_advice(self) -> tuple[QWidget, ...]:
        self._trouble, self._warning = Banner(), Banner()
        self._people = Choices()
        self._people.chosen.connect(self.choice_made)
        self._guidance = Guidance()
        self._guidance.step_chosen.connect(self.step_chosen)
        return self._trouble, self._warning, self._people, self._guidance

    def _made_facts(self) -> tuple[QWidget, ...]:
        self._facts = FactGrid()
        self._charts = Choices()
        self._charts.chosen.connect(self.choice_made)
        self._differences = text("", "", wrap=True)
        self._differences.setTextFormat(Qt.TextFormat.RichText)
        self._take_over = KeyButton(self.tr("台帳に反映"), keys.TAKE_OVER, primary=True)
        self._take_over.clicked.connect(self.take_over_requested)
        self._new = KeyButton(self.tr("新しい患者として登録"), keys.NEW_PATIENT, primary=True)
        self._new.clicked.connect(self.new_patient_requested)
        self._print = KeyButton(self.tr("印刷"), keys.PRINT)
        self._print.clicked.connect(self.print_requested)
        self._actions = self._actions_frame()
        return self._facts, self._charts, self._actions

    def _head_frame(self) -> QFrame:
        frame = QFrame()
        below = SideBySide(self._lead, self._source, _LETTERS_BESIDE)
        below.setSpacing(4)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._verdict)
        words.addWidget(below)
        row = QHBoxLayout(frame)
        row.setContentsMargins(20, 10, 20, 12)
        row.setSpacing(16)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        return frame

    def _person_frame(self) -> QFrame:
        frame = QFrame()
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(self._name)
        for label in (self._born, self._age, self._sex):
            line.addWidget(label, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        column = QVBoxLayout(frame)
        column.setContentsMargins(20, 10, 20, 8)
        column.setSpacing(0)
        column.addWidget(SideBySide(self._kana, self._chart, _LETTERS_BESIDE))
        column.addLayout(line)
        return frame

    def _actions_frame(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("ground", "caution")
        frame.setProperty("part", "foot")
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self._take_over, self._new, self._print):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(frame)
        column.setContentsMargins(20, 8, 20, 8)
        column.addWidget(SideBySide(self._differences, buttons, _LETTERS_BESIDE))
        return frame

    def show_state(self, state: AnswerState) -> None:
        if state == self._state:
            return
        self._state = state
        self._trouble.show_advice(state.trouble)
        if state.busy:
            self._busy_timer.start()
            return
        self._busy_timer.stop()
        with laid_out_once(self, self._people, self._guidance, self._charts, self._actions):
            if state.shown is None:
                self._show_nothing()
            else:
                self._show_page(answer_page(state.shown, state.today, state.may_see_disease))

    @property
    def page(self) -> AnswerPage | None:
        """What stands there now; for printing."""
        return self._page

    def _show_nothing(self) -> None:
        self._page = None
        self._nothing.setText(self.tr("カードを置くか、券面の番号を入力してください"))
        for part in (self._head, self._person, self._warning, self._people, self._guidance, self._facts):
            part.hide()
        self._charts.hide()
        self._actions.hide()
        self._nothing.show()
        self._nothing.setMinimumHeight(self.fontMetrics().height() * 6)

    def _show_busy(self) -> None:
        self._show_nothing()
        self._nothing.setText(self.tr("センターに問い合わせています…"))

    def _show_page(self, page: AnswerPage) -> None:
        self._page = page
        self._nothing.hide()
        self._show_head(page)
        self._show_person(page.person, page.chart)
        if page.warnings:
            self._warning.show_words("\n".join(page.warnings))
        else:
            self._warning.hide()
        self._people.show_choices(self.tr("券面のお名前はどちらですか"), page.people)
        self._guidance.show_page(page)
        self._facts.show_cells(page.cells)
        self._charts.show_choices(self.tr("同じ人の番号を選ぶか、新しい患者として登録します"), page.charts)
        self._show_actions(page)

    def _show_head(self, page: AnswerPage) -> None:
        self._head.show()
        set_tone(self._head, page.tone, "ground")
        self._sign.show_tone(page.tone)
        self._verdict.setText(page.verdict)
        set_tone(self._verdict, page.tone)
        self._lead.setText(page.lead)
        self._source.setText("　".join(words for words in (page.confirmed, page.way) if words))
        self._head.setAccessibleName(f"{page.verdict} {page.lead}")

    def _show_person(self, person: Person | None, chart: str) -> None:
        self._person.setVisible(person is not None)
        if person is not None:
            self._kana.setText(person.kana)
            self._name.setText(person.name)
            self._born.setText(person.born)
            self._age.setText(person.age)
            self._sex.setText(person.sex)
            self._chart.setText(chart)

    def _show_actions(self, page: AnswerPage) -> None:
        self._actions.setVisible(page.tone == "valid" or page.can_take_over or page.can_enter_new)
        self._take_over.setVisible(page.can_take_over)
        self._new.setVisible(page.can_enter_new)
        set_tone(self._actions, "caution" if page.differences or page.can_enter_new else None, "ground")
        self._differences.setText(self._difference_words(page))

    def _difference_words(self, page: AnswerPage) -> str:
        if not page.differences:
            if page.charts:
                return self.tr("どの方か、まだ決まっていません")
            return self.tr("台帳にない方です") if page.can_enter_new else self.tr("台帳との違いはありません")
        none = self.tr("なし")
        told = "　".join(
            f"{each.label} <s>{_plain(each.held) or none}</s> → <b>{_plain(each.given) or none}</b>"
            for each in page.differences[:4]
        )
        more = self.tr("　ほか{0}件").format(len(page.differences) - 4) if len(page.differences) > 4 else ""
        return f"<b>{self.tr('台帳との違い')}</b>　{told}{more}"

    @property
    def verdict_label(self) -> QLabel:
        return self._verdict


def _plain(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")
