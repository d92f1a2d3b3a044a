"""Two parts beside each other where letters leave room, one below the other where they are large."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

_BESIDE = QBoxLayout.Direction.LeftToRight


class SideBySide(QWidget):
    """letters: Japanese letters in a line that the first part must have, else the parts are stacked.

    second_on_top: of the stack. The second part keeps its width, the first takes the rest.
    """

    def __init__(
        self,
        first: QWidget,
        second: QWidget,
        letters: int,
        second_on_top: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._second = second
        self._letters = letters
        stacked = QBoxLayout.Direction
        self._stacked = stacked.BottomToTop if second_on_top else stacked.TopToBottom
        self._sides = QBoxLayout(_BESIDE, self)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.addWidget(first, 1)
        self._sides.addWidget(second)
        self._first = first

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose()

    def setSpacing(self, pixels: int) -> None:
        self._sides.setSpacing(pixels)

    def minimumSizeHint(self) -> QSize:
        """As wide as the wider part: the other finds its place below."""
        hints = self._first.minimumSizeHint(), self._second.minimumSizeHint()
        width = max(hint.width() for hint in hints)
        return QSize(width, super().minimumSizeHint().height())

    def _choose(self) -> None:
        room = self.width() - self._second.sizeHint().width() - self._sides.spacing()
        fits = not self._second.isVisibleTo(self) or room >= self._letters * self.fontMetrics().height()
        direction = _BESIDE if fits else self._stacked
        if self._sides.direction() is not direction:
            self._sides.setDirection(direction)
