"""Rows of the entry pages: the first lines of a file, and the batches of before."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Qt

from app.appointments.appointment import Batch
from app.appointments.table import Table, TableRow
from app.desk.appointments.words import batch_words, moment_words
from app.desk.widgets.rows import HeadedRows, Index

_FIRST_ROWS = 8


class FirstRows(HeadedRows[TableRow]):
    """What the file looks like, under its own headings."""

    def show_table(self, table: Table) -> None:
        if self._headers is not table.header:
            self.beginResetModel()
            self._headers, self._rows = table.header, table.rows[:_FIRST_ROWS]
            self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._rows[index.row()].cells[index.column()]
        return None


class RecentBatches(HeadedRows[Batch]):
    """Newest first, as the ledger gave them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = (self.tr("ファイル"), self.tr("入力"), self.tr("状態"))
        self._now: datetime | None = None

    def show_batches(self, batches: tuple[Batch, ...], now: datetime) -> None:
        if batches != self._rows:
            self.beginResetModel()
            self._rows, self._now = batches, now
            self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) or self._now is None:
            return None
        batch = self._rows[index.row()]
        return (batch.file_name, moment_words(batch.entered_at, self._now), batch_words(batch, self._now))[
            index.column()
        ]
