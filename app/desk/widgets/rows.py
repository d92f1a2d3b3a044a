"""A table's rows under their headers: what every list of the desk tells Qt in the same way."""

from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

Row = TypeVar("Row")
FIGURES_STAND = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


class HeadedRows(QAbstractTableModel, Generic[Row]):
    """Subclasses set `_headers` and `_rows` and say in `data` what stands where; `_figures`: columns of numbers."""

    _headers: tuple[str, ...] = ()
    _figures: frozenset[int] = frozenset()
    _rows: tuple[Row, ...] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headers)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in self._figures:
            return FIGURES_STAND
        return self._headers[section] if role == Qt.ItemDataRole.DisplayRole else None

    def row_at(self, row: int) -> Row | None:
        """None for a row that is not there."""
        return self._rows[row] if 0 <= row < len(self._rows) else None
