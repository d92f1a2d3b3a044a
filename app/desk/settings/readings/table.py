"""The rows of the list; more of them come when it is scrolled to its end."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, Qt

from app.desk.settings.readings.words import (
    HEADINGS,
    consent_words,
    moment_words,
    tone_of,
    what_words,
    whose_words,
)
from app.desk.widgets.labels import SIGNS
from app.desk.widgets.rows import HeadedRows, Index
from app.desk.widgets.tone_badges import TONE
from app.health_records.readings import Reading

AT, STAFF, WHOSE, WHAT, CONSENT = range(len(HEADINGS))


class ReadingRows(HeadedRows[Reading]):
    """wanted: asked for what follows."""

    def __init__(self, wanted: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = tuple(map(self.tr, HEADINGS))
        self._wanted = wanted
        self._has_more = False

    def show_rows(self, rows: tuple[Reading, ...], has_more: bool) -> None:
        """Rows that only follow on those shown leave the cursor where it is."""
        self._has_more = has_more
        held = len(self._rows)
        if rows == self._rows:
            return
        if held and rows[:held] == self._rows:
            self.beginInsertRows(QModelIndex(), held, len(rows) - 1)
            self._rows = rows
            self.endInsertRows()
        else:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._has_more

    def fetchMore(self, parent: Index) -> None:
        self._wanted()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        reading = self._rows[index.row()]
        if role == TONE:
            return tone_of(reading)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        match index.column():
            case 0:
                return moment_words(reading)
            case 1:
                return reading.staff_name
            case 2:
                return whose_words(reading)
            case 3:
                return f"{SIGNS[tone_of(reading)]} {what_words(reading)}"
            case _:
                return consent_words(reading)
