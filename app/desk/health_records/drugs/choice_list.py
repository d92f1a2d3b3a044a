"""A short list beside the history: one of its rows is the one that is answered."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from app.desk.theme import theme_in_force

_MOST_HEIGHT = 132


class ChoiceList(QListWidget):
    """As tall as its rows, up to a few; then it scrolls. Arrows choose, the space key ticks where there are ticks."""

    def __init__(self, name: str, wraps: bool = True, parent: QWidget | None = None) -> None:
        """wraps: not beside ticks, whose room Qt forgets; what is cut then stands whole in the tooltip."""
        super().__init__(parent)
        self._fitted_at = -1
        self.setAccessibleName(name)
        self.setProperty("type", "choices")
        self.setWordWrap(wraps)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_rows(self, rows: Sequence[str], chosen: int, ticks: Sequence[bool] = ()) -> None:
        """ticks: one a row, or none. Nothing is told of what changes by this."""
        self.blockSignals(True)
        self.clear()
        for place, words in enumerate(rows):
            item = QListWidgetItem(words)
            item.setToolTip(words)
            if ticks:
                item.setCheckState(Qt.CheckState.Checked if ticks[place] else Qt.CheckState.Unchecked)
            self.addItem(item)
        self.setCurrentRow(chosen if rows else -1)
        self.blockSignals(False)
        self._fit()

    def next(self) -> None:
        """By its key: the row below, after the last the first; arrows go on from there."""
        if self.count():
            self.setCurrentRow((self.currentRow() + 1) % self.count())
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def ticks(self) -> tuple[bool, ...]:
        return tuple(self.item(row).checkState() is Qt.CheckState.Checked for row in range(self.count()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Of the widget only: fitting itself brings the scroll bar and takes it away, which would never end."""
        super().resizeEvent(event)
        if self.width() != self._fitted_at:
            self._fit()

    def _fit(self) -> None:
        """Words wrap at this width: only rows that are laid out say how tall they are."""
        if not self.count():
            return
        self._fitted_at = self.width()
        self.doItemsLayout()
        rows = (
            self.visualItemRect(self.item(self.count() - 1)).bottom()
            - self.visualItemRect(self.item(0)).top()
        )
        around = max(0, self.height() - self.viewport().height())
        self.setFixedHeight(min(rows + around + 2, theme_in_force().px(_MOST_HEIGHT)))
