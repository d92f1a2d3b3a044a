"""Checkups as rows: item, range, then the years."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QBrush, QColor

from app.desk.health_records.checkups.page import WITHOUT_RANGE, CheckupLine, CheckupsPage
from app.desk.theme import theme_in_force
from app.desk.widgets.rows import HeadedRows, Index

NAME, RANGE = range(2)
_BEFORE_YEARS = 2
_IN_WORDS = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)


class CheckupRows(HeadedRows[CheckupLine]):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._range = self.tr("基準")
        self._headers = (self.tr("項目"), self._range)

    def show_page(self, page: CheckupsPage | None, sex: str) -> None:
        """sex: in words, of the ranges; "" where it is not known."""
        self.beginResetModel()
        self._range = self.tr("基準（{0}）").format(sex) if sex else self.tr("基準")
        self._headers = (self.tr("項目"), self._range, *(page.days if page is not None else ()))
        self._rows = page.lines if page is not None else ()
        self.endResetModel()

    def show_lines(self, lines: tuple[CheckupLine, ...]) -> None:
        """Some of the page's lines."""
        self.beginResetModel()
        self._rows = lines
        self.endResetModel()

    def heading(self, line: CheckupLine) -> str:
        """収縮期血圧（mmHg）　基準（女）129以下; the name alone where there is no range."""
        return f"{line.name}　{self._range}{line.range}" if line.range != WITHOUT_RANGE else line.name

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line, column = self._rows[index.row()], index.column()
        if column < _BEFORE_YEARS:
            return (line.name, line.range)[column] if role in _IN_WORDS else None
        cell = line.cells[column - _BEFORE_YEARS]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.words
        if role in _IN_WORDS:
            return cell.spoken
        if role == Qt.ItemDataRole.ForegroundRole and cell.tone is not None:
            return QBrush(QColor(theme_in_force().colours.pair(cell.tone)[0]))
        return None
