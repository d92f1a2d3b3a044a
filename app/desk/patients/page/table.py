"""A patient's checks as rows, newest first."""

from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QBrush, QColor

from app.desk.patients.page.history import HistoryLine
from app.desk.patients.words import moment_short
from app.desk.reception.today.words import result_of
from app.desk.theme import LIGHT, Colours
from app.desk.widgets.rows import HeadedRows, Index
from app.eligibility.question import way_words

RESULT_COLUMN = 2


class ChecksThroughTime(HeadedRows[HistoryLine]):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = (
            self.tr("いつ"),
            self.tr("方法"),
            self.tr("結果"),
            self.tr("担当"),
            self.tr("前回との違い"),
        )
        self._today = date.min
        self._colours: Colours = LIGHT

    def use_colours(self, colours: Colours) -> None:
        self._colours = colours

    def show_lines(self, lines: tuple[HistoryLine, ...], today: date) -> None:
        self.beginResetModel()
        self._rows, self._today = lines, today
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self._rows[index.row()]
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == RESULT_COLUMN:
            return QBrush(QColor(self._colours.pair(result_of(line.check)[0])[0]))
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return self._text(line, index.column())

    def _text(self, line: HistoryLine, column: int) -> str:
        check = line.check
        match column:
            case 0:
                at = check.answer.checked_at if check.answer else check.entered_at
                return moment_short(at, self._today)
            case 1:
                return way_words(check.question)
            case 2:
                return result_of(check)[1]
            case 3:
                return check.staff_name
            case _:
                return self.changes_words(line)

    def changes_words(self, line: HistoryLine) -> str:
        """枝番 なし → 02; 「変わりなし」 only where two answers were compared."""
        if line.changes is None:
            return "—"
        none = self.tr("なし")
        told = [f"{each.label} {each.held or none} → {each.given or none}" for each in line.changes]
        return "\n".join(told) or self.tr("変わりなし")
