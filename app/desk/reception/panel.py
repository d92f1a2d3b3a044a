"""The reception screen: reader and form on the left, answer and today's list on the right."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.desk.reception.answer.page import AnswerPage
from app.desk.reception.answer.panel import AnswerPanel
from app.desk.reception.card.panel import CardPanel
from app.desk.reception.form.panel import FormPanel
from app.desk.reception.presenter import ReceptionPresenter
from app.desk.reception.state import ReceptionState
from app.desk.reception.today.panel import TodayPanel
from app.eligibility.reasons import NextStep


class ReceptionPanel(QWidget):
    """print_requested carries the AnswerPage that stands there, declaration_requested the Shown it was made of."""

    print_requested = Signal(object)
    declaration_requested = Signal(object)

    def __init__(self, at_once: bool = True, parent: QWidget | None = None) -> None:
        """at_once False: the four parts come with `making`, one a turn of the event loop."""
        super().__init__(parent)
        self._state = ReceptionState()
        self._presenter: ReceptionPresenter | None = None
        left, right = QWidget(), QWidget()
        self._columns = (_Column(left), _Column(right))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(16, 16, 16, 16)
        self._row.setSpacing(16)
        self._row.addWidget(self._columns[0], 10)
        self._row.addWidget(self._columns[1], 20)
        self._left, self._right = _stacked(left), _stacked(right)
        if at_once:
            for _ in self.making():
                pass

    def making(self) -> Iterator[None]:
        """Each part into the place where it stays: Qt styles a part anew whenever it moves."""
        self.card = CardPanel()
        self._left.addWidget(self.card)
        yield
        self.form = FormPanel()
        self._left.addWidget(self.form, 1)
        yield
        self.answer = AnswerPanel(at_once=False)
        self._right.addWidget(self.answer)
        yield from self.answer.making()
        yield
        self.today = TodayPanel()
        self.today.setMinimumHeight(150)
        self._right.addWidget(self.today, 1)
        self.answer.print_requested.connect(lambda: self._with_page(self.print_requested.emit))
        self.answer.step_chosen.connect(self._step_chosen)
        self.setFocusProxy(self.form)

    def minimumSizeHint(self) -> QSize:
        """As wide as the wider column: with very large letters one stands below the other."""
        widest = max(column.minimumSizeHint().width() for column in self._columns)
        return QSize(widest + 2 * self._row.spacing(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        wanted = sum(column.minimumSizeHint().width() for column in self._columns) + 3 * self._row.spacing()
        beside = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(beside[wanted > self.width()])

    def join(self, presenter: ReceptionPresenter) -> None:
        """Holds the presenter for as long as the screen lives: connections alone keep it only weakly."""
        self._presenter = presenter
        self.card.photograph_confirmed.connect(presenter.card.photograph_confirmed)
        self.card.pin_entered.connect(presenter.card.pin_entered)
        self.card.agreeing.chosen.connect(presenter.card.consent_chosen)
        self.card.read_again_requested.connect(presenter.card.read_again_requested)
        self.form.form_changed.connect(presenter.form.changed)
        self.form.form_submitted.connect(presenter.form.submitted)
        self.form.line_pasted.connect(presenter.form.pasted)
        self.form.clear_requested.connect(presenter.form.cleared)
        self.form.look_alike_taken.connect(presenter.form.correct_to)
        self.answer.take_over_requested.connect(presenter.take_over_requested)
        self.answer.new_patient_requested.connect(presenter.new_patient_requested)
        self.answer.choice_made.connect(presenter.choice_made)
        self.today.row_opened.connect(presenter.row_opened)
        self.today.only_open_requested.connect(presenter.only_open_requested)

    def show_state(self, state: ReceptionState) -> None:
        """Only what changed is painted anew."""
        before, self._state = self._state, state
        if state.card is not before.card:
            self.card.show_state(state.card)
        if state.form is not before.form:
            self.form.show_state(state.form)
        if state.answer is not before.answer:
            self.answer.show_state(state.answer)
        if state.today is not before.today:
            self.today.show_state(state.today)

    def _step_chosen(self, step: NextStep) -> None:
        match step:
            case NextStep.PRINT_DECLARATION:
                if self._state.answer.shown is not None:
                    self.declaration_requested.emit(self._state.answer.shown)
            case NextStep.ASK_AGAIN_LATER if self._presenter is not None:
                self._presenter.ask_again_requested()
            case NextStep.CHECK_BY_CARD if self._presenter is not None:
                self._presenter.card.photograph_confirmed()
            case NextStep.TYPE_NEW_CARD | NextStep.TYPE_AGAIN:
                self.form.focus_form()
            case _:
                pass

    def _with_page(self, act: Callable[[AnswerPage], None]) -> None:
        page: AnswerPage | None = self.answer.page
        if page is not None:
            act(page)


def _stacked(column: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(16)
    return layout


class _Column(QScrollArea):
    """With large text a column may be taller than the window: it scrolls, but is never narrower than its words."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        self._inside = inside

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._inside.minimumSizeHint().width() + bar, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is inside may have grown wider with the text size."""
        super().resizeEvent(event)
        self.updateGeometry()
