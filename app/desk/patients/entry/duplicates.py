"""The warning before somebody is entered twice: who it may be already, and why."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.desk.patients import keys
from app.desk.patients.likeness_words import likeness_words
from app.desk.patients.words import birth_long
from app.desk.widgets import Badge, Card, KeyButton, caption
from app.patients.find import PossibleDuplicate
from app.patients.patient import patient_number


class Duplicates(Card):
    """existing_opened carries a PatientId. Hidden while there is nobody to warn of."""

    existing_opened = Signal(int)
    different_person = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        badge = Badge()
        badge.show_words("caution", self.tr("すでに登録されているかもしれません"))
        self._people = QVBoxLayout()
        self._different = KeyButton(self.tr("別の人として登録"), keys.SAVE_ALL_THE_SAME)
        self._different.clicked.connect(self.different_person)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(12)
        layout.addWidget(badge)
        layout.addLayout(self._people)
        layout.addWidget(self._different, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        self.hide()

    def show_people(self, alike: tuple[PossibleDuplicate, ...]) -> None:
        while (item := self._people.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for each in alike[:5]:
            self._people.addWidget(self._person(each))
        self.setVisible(bool(alike))

    def _person(self, each: PossibleDuplicate) -> QWidget:
        patient = each.patient
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        name = QLabel(f"{patient_number(patient.id)}　{patient.name}")
        name.setWordWrap(True)
        column.addWidget(name)
        for words in (birth_long(patient.birth_on), likeness_words(each.reasons)):
            line = caption(words)
            line.setWordWrap(True)
            column.addWidget(line)
        opening = QPushButton(self.tr("この患者を開く"))
        opening.setAutoDefault(True)  # Enter opens the person, outside a dialog too
        opening.setAccessibleName(self.tr("患者 {0} を開く").format(patient_number(patient.id)))
        opening.clicked.connect(lambda: self.existing_opened.emit(patient.id))
        column.addWidget(opening, 0, Qt.AlignmentFlag.AlignLeft)
        return box
