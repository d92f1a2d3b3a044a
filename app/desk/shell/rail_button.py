"""One entry of the rail: icon, words, the key in small letters, and a count where something waits there."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QToolButton, QWidget

from app.assets import asset
from app.desk.shell.state import RailEntry
from app.desk.theme import theme_in_force
from app.desk.widgets import text
from app.desk.widgets.labels import set_tone

_MOST_SHOWN = 99


class RailButton(QToolButton):
    def __init__(self, entry: RailEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"{entry.label} {entry.key}")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._badge = text("", "rail-badge")
        self._badge.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(2, 8, 2, 6)
        grid.setVerticalSpacing(1)
        grid.setHorizontalSpacing(0)
        self._icon = _Icon(entry.icon)
        grid.addWidget(self._icon, 0, 0, 1, 3, Qt.AlignmentFlag.AlignHCenter)
        grid.addWidget(self._badge, 0, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        for row, label in ((1, text(entry.label, "rail-word")), (2, text(entry.key, "rail-key"))):
            grid.addWidget(label, row, 0, 1, 3, Qt.AlignmentFlag.AlignCenter)
        for label in self.findChildren(QLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_icon(self, shown: bool) -> None:
        """Words and key alone where the text is large and the window low."""
        self._icon.setVisible(shown)
        self.updateGeometry()

    def show_count(self, count: int, words: str, urgent: bool = False) -> None:
        """words: the count for screen readers and the tooltip, such as 要対応 3件. 0 takes the badge away.

        urgent: a sign and another colour beside the number.
        """
        shown = str(count) if count <= _MOST_SHOWN else f"{_MOST_SHOWN}+"
        self._badge.setText(f"!{shown}" if urgent else shown)
        set_tone(self._badge, "lapsed" if urgent else None)
        self._badge.setVisible(count > 0)
        self.setAccessibleDescription(words if count else "")
        self.setToolTip(words if count else "")

    def sizeHint(self) -> QSize:
        layout = self.layout()
        assert layout is not None
        return layout.sizeHint().expandedTo(QSize(theme_in_force().px(72), 0))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class _Icon(QWidget):
    """Painted anew at each size and on each screen, so that it is never blurred."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QIcon(str(asset(f"icons/{name}.svg")))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        side = theme_in_force().px(22)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._icon.paint(QPainter(self), self.rect())
