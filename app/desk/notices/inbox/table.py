"""The notices of one state as rows: kind, who, which month, until when."""

from PySide6.QtCore import QObject, Qt

from app.desk.notices.words import due_words, short_month, tone_of
from app.desk.widgets.labels import SIGNS
from app.desk.widgets.rows import HeadedRows, Index
from app.desk.widgets.tone_badges import TONE
from app.notices.notice import Notice, NoticeId
from app.scheme.days import Clock, business_day

KIND, NAME, MONTH, DUE = range(4)


class NoticeRows(HeadedRows[Notice]):
    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._headers = (self.tr("種別"), self.tr("氏名"), self.tr("診療月"), self.tr("期限"))

    def show_rows(self, rows: tuple[Notice, ...]) -> None:
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def row_of(self, notice_id: NoticeId) -> int:
        return next((row for row, each in enumerate(self._rows) if each.id == notice_id), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        notice = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(notice, index.column())
        return tone_of(notice) if role == TONE else None

    def _words(self, notice: Notice, column: int) -> str:
        match column:
            case 0:
                return f"{SIGNS[tone_of(notice)]} {notice.kind_words}"
            case 1:
                return notice.subject.name or notice.subject.kana or self.tr("氏名なし")
            case 2:
                return short_month(notice)
            case _:
                return due_words(notice, business_day(self._clock()))
