"""What the patient lets the clinic see: a yes or no per kind before the PIN, read from a window of their own (R15)."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.consent.consent import ConsentKind
from app.desk.health_records.consent.patient_window import PatientWindow
from app.desk.reception import keys
from app.desk.reception.state import CardPhase, CardState
from app.desk.widgets import KeyButton, text
from app.desk.widgets.buttons import click_by_key, key_words
from app.health_records.readers import USUAL_READERS
from app.staff.member import Role

_KEYS = {ConsentKind.DRUG: keys.SHOW_DRUGS, ConsentKind.CHECKUP: keys.SHOW_CHECKUPS}


class AgreeingPart(QWidget):
    """chosen carries a ConsentKind and whether the patient says yes."""

    chosen = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window: PatientWindow | None = None
        self._state = CardState()
        self._readers: Callable[[], frozenset[Role]] = lambda: USUAL_READERS
        words = {
            ConsentKind.DRUG: self.tr("お薬の情報を見せる"),
            ConsentKind.CHECKUP: self.tr("健診の結果を見せる"),
        }
        self._boxes = {kind: QCheckBox(f"{words[kind]}（{key_words(_KEYS[kind])}）") for kind in ConsentKind}
        self._face = KeyButton(self.tr("患者さんに説明を見せる"), keys.TO_PATIENT)
        self._face.clicked.connect(self._face_patient)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(text(self.tr("患者さんの同意（暗証番号の前に）"), "caption", wrap=True))
        for kind, box in self._boxes.items():
            click_by_key(box, _KEYS[kind])
            box.toggled.connect(partial(self.chosen.emit, kind))
            layout.addWidget(box)
        layout.addWidget(self._face)

    def know_readers(self, readers: Callable[[], frozenset[Role]]) -> None:
        """The roles that will see it, as the clinic has set them by the time the patient is told."""
        self._readers = readers

    def show_state(self, state: CardState) -> None:
        """Choices stand while a PIN can still be given."""
        self._state = state
        is_open = state.phase is CardPhase.READ and not state.pin_given and state.tries_left > 0
        self.setVisible(is_open)
        for kind, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(kind in state.agreed)
            box.blockSignals(False)
            box.setEnabled(not state.busy)
        if self._window is not None:
            if is_open:
                self._window.show_agreed(state.agreed, self._readers())
            else:
                self._window.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        """Locked, or another screen: the patient is asked nothing any more."""
        super().hideEvent(event)
        if self._window is not None:
            self._window.hide()

    def _face_patient(self) -> None:
        """Its key opens the window and closes it again."""
        if self._window is not None and self._window.isVisible():
            self._window.hide()
            return
        if self._window is None:
            self._window = PatientWindow(self)
        self._window.show_agreed(self._state.agreed, self._readers())
        self._window.face_patient()
