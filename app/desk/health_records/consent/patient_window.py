"""A window that faces the patient: one page in large plain words, and what was chosen so far."""

from collections.abc import Set

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.consent.consent import ConsentKind
from app.desk.health_records.consent import words
from app.desk.widgets import Card, scrolled, text
from app.desk.widgets.labels import SIGNS, set_tone
from app.staff.member import Role

_TOLD = {ConsentKind.DRUG: words.DRUGS, ConsentKind.CHECKUP: words.CHECKUPS}


class PatientWindow(QWidget):
    """Holds no name and no information: only the question. It never takes the keyboard from the reception.

    Who reads it cannot scroll: what to do next stands below, whatever the size of the text.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("type", "screen")
        self.setWindowTitle(self.tr("患者さんへの説明"))
        self._answers = {kind: text("", "verdict") for kind in ConsentKind}
        inside = QVBoxLayout()
        inside.setSpacing(14)
        inside.addWidget(text(words.ASK, "verdict", wrap=True))
        card = Card()
        grid = QGridLayout(card)
        grid.setContentsMargins(20, 16, 20, 16)
        grid.setVerticalSpacing(12)
        grid.setHorizontalSpacing(20)
        grid.setColumnStretch(0, 1)
        for row, (kind, answer) in enumerate(self._answers.items()):
            grid.addWidget(text(_TOLD[kind], "words-large", wrap=True), row, 0)
            grid.addWidget(answer, row, 1)
        inside.addWidget(card)
        self._facts = text("", "words-large", wrap=True)
        inside.addWidget(self._facts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 28, 32, 28)
        layout.setSpacing(14)
        layout.addWidget(scrolled(inside, 8))
        layout.addWidget(
            text(
                self.tr("「見せる」ものを受付にお伝えのうえ、暗証番号を入れてください。"), "title", wrap=True
            )
        )

    def show_agreed(self, agreed: Set[ConsentKind], readers: frozenset[Role]) -> None:
        """readers: roles that will see it."""
        self._facts.setText("\n".join((words.who(readers), words.HOW_LONG, words.NO_HARM)))
        for kind, answer in self._answers.items():
            yes = kind in agreed
            answer.setText(f"{SIGNS['valid']} {words.YES}" if yes else f"{SIGNS['neutral']} {words.NO}")
            set_tone(answer, "valid" if yes else None)

    def face_patient(self) -> None:
        """On the second display, whole; beside the desk's own window where there is one display only."""
        others = [each for each in QGuiApplication.screens() if each is not QGuiApplication.primaryScreen()]
        if others:
            self.setGeometry(others[0].availableGeometry())
            self.showMaximized()
        else:
            self.resize(QGuiApplication.primaryScreen().availableGeometry().size() * 0.75)
            self.show()
