"""The rail: one button a screen, each with its key."""

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.desk.shell.rail_button import RailButton
from app.desk.shell.state import RailEntry


class Rail(QFrame):
    """chosen carries the name of a screen."""

    chosen = Signal(str)

    def __init__(self, entries: tuple[RailEntry, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("type", "rail")
        self._buttons: dict[str, RailButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 10, 8, 10)
        column.setSpacing(4)
        for entry in entries:
            column.addWidget(self._button(entry))
        column.addStretch(1)

    def _button(self, entry: RailEntry) -> RailButton:
        button = RailButton(entry)
        button.clicked.connect(partial(self.chosen.emit, entry.name))
        key = QShortcut(QKeySequence(entry.key), self)
        key.setAutoRepeat(False)
        key.activated.connect(partial(self.chosen.emit, entry.name))
        self._buttons[entry.name] = button
        return button

    def show_chosen(self, name: str) -> None:
        self._buttons[name].setChecked(True)

    def show_count(self, name: str, count: int, words: str, urgent: bool = False) -> None:
        """What waits on a screen; words: for screen readers, such as 要対応 3件. urgent: some of it is past its day."""
        self._buttons[name].show_count(count, words, urgent)

    def minimumSizeHint(self) -> QSize:
        """Without the icons, which go first where there is no room for them."""
        return QSize(super().minimumSizeHint().width(), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        for button in self._buttons.values():
            button.show_icon(True)
        if self.sizeHint().height() > self.height():
            for button in self._buttons.values():
                button.show_icon(False)

    def fit(self) -> None:
        """To the text size in force."""
        for button in self._buttons.values():
            button.updateGeometry()
        self._share_room()
