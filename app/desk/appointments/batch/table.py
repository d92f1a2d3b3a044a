"""The exceptions as rows: when, who, what, and what was made of it."""

from PySide6.QtCore import QObject, Qt

from app.appointments.appointment import ItemId
from app.appointments.exceptions import ExceptionalItem
from app.desk.appointments.words import follow_up_words, kinds_words, name_of, tone_of, what_words
from app.desk.widgets.labels import SIGNS
from app.desk.widgets.rows import HeadedRows, Index
from app.desk.widgets.tone_badges import TONE

TIME, NAME, KIND, WHAT, FOLLOW_UP = range(5)


class ExceptionRows(HeadedRows[ExceptionalItem]):
    """In the file's order: as the patients will come."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = (
            self.tr("時刻"),
            self.tr("氏名"),
            self.tr("結果"),
            self.tr("違い"),
            self.tr("対応"),
        )
        self._several_days = False

    def show_rows(self, rows: tuple[ExceptionalItem, ...]) -> bool:
        """Whether they are others than before."""
        if rows == self._rows:
            self._rows = rows  # the next look then meets the very same objects, which are compared in no time
            return False
        self.beginResetModel()
        self._rows = rows
        self._several_days = len({each.item.appointment.on for each in rows}) > 1
        self.endResetModel()
        return True

    def row_of(self, item_id: ItemId) -> int:
        return next((row for row, each in enumerate(self._rows) if each.item.id == item_id), -1)

    def id_at(self, row: int) -> ItemId | None:
        found = self.row_at(row)
        return found.item.id if found else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        exceptional = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole or role == Qt.ItemDataRole.ToolTipRole:
            return self._words(exceptional, index.column())
        if role == TONE:
            return tone_of(exceptional)
        return None

    def _words(self, exceptional: ExceptionalItem, column: int) -> str:
        match column:
            case 0:
                appointment = exceptional.item.appointment
                day = f"{appointment.on.month}/{appointment.on.day} " if self._several_days else ""
                return f"{day}{appointment.at}".strip()
            case 1:
                return name_of(exceptional)
            case 2:
                return f"{SIGNS[tone_of(exceptional)]} {kinds_words(exceptional)}"
            case 3:
                return what_words(exceptional)
            case _:
                return follow_up_words(exceptional)
