"""The list: one line a dispensing, a month or a course; the double ones marked by sign and colour."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QBrush, QColor

from app.desk.health_records.drugs.page import DrugLine
from app.desk.theme import theme_in_force
from app.desk.widgets.rows import HeadedRows, Index

DAY, NAME, AMOUNT, PLACE, SOURCE = range(5)


class DrugRows(HeadedRows[DrugLine]):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = (
            self.tr("調剤日"),
            self.tr("くすり"),
            self.tr("量・日数"),
            self.tr("調剤したところ"),
            self.tr("レセプト・確定"),
        )

    def show_rows(self, rows: tuple[DrugLine, ...]) -> None:
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            sign = "！ " if line.is_double and index.column() == NAME else ""
            told = (line.day, line.name, line.amount, line.place, line.source)[index.column()]
            return f"{sign}{told}"
        if role == Qt.ItemDataRole.ForegroundRole and line.is_double:
            return QBrush(QColor(theme_in_force().colours.lapsed))
        return None
