"""The small picture of a card: there, awaited, or out of reach."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desk.theme import theme_in_force

_WIDTH, _HEIGHT = 60, 42


class CardPicture(QWidget):
    """Says nothing that the words beside it do not say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lies_there = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_card(self, lies_there: bool) -> None:
        self._lies_there = lies_there
        self.update()

    def sizeHint(self) -> QSize:
        theme = theme_in_force()
        return QSize(theme.px(_WIDTH), theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        colours = theme_in_force().colours
        if self._lies_there:
            painter.setPen(QPen(QColor(colours.field), 1))
            painter.setBrush(_pink_to_blue(box))
        else:
            painter.setPen(QPen(QColor(colours.field), 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 5, 5)
        chip = QRectF(box.width() * 0.14, box.height() * 0.34, box.width() * 0.2, box.height() * 0.28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#C9A23C") if self._lies_there else QColor(colours.line))
        painter.drawRoundedRect(chip, 2, 2)


def _pink_to_blue(box: QRectF) -> QLinearGradient:
    """The colours of the real card, so that the picture is known at a glance."""
    colours = QLinearGradient(box.topLeft(), box.bottomRight())
    colours.setColorAt(0, QColor("#F6DDE2"))
    colours.setColorAt(1, QColor("#D6E6F5"))
    return colours
