"""The rail: one button a screen, each with its key."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from app.assets import asset
from app.desk.shell.state import RailEntry
from app.desk.theme import theme_in_force


class Rail(QFrame):
    """chosen carries the name of a screen."""

    chosen = Signal(str)

    def __init__(self, entries: tuple[RailEntry, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("type", "rail")
        self._buttons: dict[str, QToolButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 10, 8, 10)
        column.setSpacing(4)
        for entry in entries:
            column.addWidget(self._button(entry))
        column.addStretch(1)

    def _button(self, entry: RailEntry) -> QToolButton:
        button = QToolButton()
        button.setText(f"{entry.label}\n{entry.key}")
        button.setAccessibleName(entry.label)
        button.setIcon(QIcon(str(asset(f"icons/{entry.icon}.svg"))))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(partial(self._choose, entry.name))
        key = QShortcut(QKeySequence(entry.key), self)
        key.setAutoRepeat(False)
        key.activated.connect(partial(self._choose, entry.name))
        self._buttons[entry.name] = button
        return button

    def show_chosen(self, name: str) -> None:
        self._buttons[name].setChecked(True)
        self.fit()

    def fit(self) -> None:
        """To the text size in force."""
        theme = theme_in_force()
        for button in self._buttons.values():
            button.setIconSize(QSize(theme.px(22), theme.px(22)))
            button.setMinimumWidth(theme.px(72))

    def _choose(self, name: str) -> None:
        self.chosen.emit(name)
