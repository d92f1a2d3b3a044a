"""The files that were worked on before: a card with a list that takes Enter and the arrows."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from app.desk.widgets.frames import Card
from app.desk.widgets.labels import text
from app.desk.widgets.rows import HeadedRows
from app.desk.widgets.tables import TableView


class EarlierFiles(Card):
    """opened carries a row, by key or click; the first column takes what room there is. Hidden without rows."""

    opened = Signal(object)

    def __init__(self, title: str, rows: HeadedRows[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self.table = TableView()
        self.table.setModel(rows)
        self.table.setAccessibleName(title)
        self.table.activated.connect(self._open_row)
        self.table.clicked.connect(self._open_row)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(8, 12, 8, 8)
        heading = text(title, "heading")
        heading.setContentsMargins(8, 0, 8, 0)
        inside.addWidget(heading)
        inside.addWidget(self.table, 1)

    def rows_came(self) -> None:
        """The first is chosen, unless one is."""
        has_rows = self._rows.rowCount() > 0
        self.setVisible(has_rows)
        self.table.fit_rows()
        if has_rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)

    def focus_or(self, other: QWidget) -> None:
        """The keyboard, or to another part where there is no row."""
        (self.table if self._rows.rowCount() else other).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open_row(self) -> None:
        row = self._rows.row_at(self.table.currentIndex().row())
        if row is not None:
            self.opened.emit(row)
