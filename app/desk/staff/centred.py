"""One card in the middle of an empty window, as wide as a comfortable line at the text size in force."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.desk.widgets import Card


class Centred(QWidget):
    """card: takes the content into `column`. letters: the line's width in full-width letters."""

    def __init__(self, card: Card, letters: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("type", "screen")
        self._letters = letters
        self._card = card
        self.column = QVBoxLayout(card)
        self.column.setContentsMargins(28, 24, 28, 24)
        self.column.setSpacing(10)
        outer = QGridLayout(self)
        outer.addWidget(card, 1, 1)
        for edge in (0, 2):
            outer.setRowStretch(edge, 1)
            outer.setColumnStretch(edge, 1)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        self._card.setFixedWidth(self.fontMetrics().horizontalAdvance("あ") * self._letters + 56)
