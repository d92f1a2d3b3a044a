"""Merging: on the left the other entry is chosen, on the right one reads what moves and agrees."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QVBoxLayout, QWidget

from app.desk.patients import keys
from app.desk.patients.likeness_words import likeness_words
from app.desk.patients.merging.moves import Moves
from app.desk.patients.merging.presenter import MergingState
from app.desk.patients.words import birth_long
from app.desk.widgets import Banner, Card, Field, KeyButton, caption
from app.patients.find import PossibleDuplicate
from app.patients.patient import patient_number


class MergingPanel(QWidget):
    """chosen carries a PatientId; detail_taken the field and whether its value comes from the entry that goes."""

    text_changed = Signal(str)
    chosen = Signal(int)
    swapped = Signal()
    detail_taken = Signal(str, bool)
    agreed = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._candidates: tuple[PossibleDuplicate, ...] = ()
        self._title = QLabel()
        self._title.setProperty("type", "title")
        self._title.setWordWrap(True)
        self._banner = Banner()
        self._search = Field(self.tr("もう一人を探す（カナ・氏名・生年月日・患者番号）"))
        self._search.edit.textChanged.connect(self.text_changed)
        self._search.edit.returnPressed.connect(self._choose)
        self._people = QListWidget()
        self._people.setAccessibleName(self.tr("同じ人かもしれない患者"))
        self._people.setWordWrap(True)
        self._people.itemActivated.connect(self._choose)
        self._cancel = KeyButton(self.tr("やめる"), keys.BACK)
        self._cancel.clicked.connect(self.cancelled)
        self._moves = Moves()
        self._moves.swapped.connect(self.swapped)
        self._moves.detail_taken.connect(self.detail_taken)
        self._moves.agreed.connect(self.agreed)
        self._lay_out()

    def _lay_out(self) -> None:
        left = Card()
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        for widget in (self._title, self._banner, self._search):
            column.addWidget(widget)
        column.addWidget(caption(self.tr("同じ人かもしれない患者")))
        column.addWidget(self._people, 1)
        column.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(left, 2)
        layout.addWidget(self._moves, 3)

    def show_state(self, state: MergingState) -> None:
        self._banner.show_advice(state.trouble)
        if state.patient is not None:
            words = self.tr("{0}　{1} とまとめる相手を選びます")
            self._title.setText(words.format(patient_number(state.patient.id), state.patient.name))
        self._show_people(state.candidates)
        self._moves.show_moves(state.moves, state.take, state.busy)

    def focus_first(self) -> None:
        self._search.edit.clear()
        self._search.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_people(self, candidates: tuple[PossibleDuplicate, ...]) -> None:
        if candidates == self._candidates:
            return
        self._candidates = candidates
        self._people.clear()
        for each in candidates:
            patient = each.patient
            self._people.addItem(
                f"{patient_number(patient.id)}　{patient.name}\n"
                f"{birth_long(patient.birth_on)}\n{likeness_words(each.reasons)}"
            )
        self._people.setCurrentRow(0)

    def _choose(self) -> None:
        row = self._people.currentRow()
        if row >= 0:
            self.chosen.emit(self._candidates[row].patient.id)
