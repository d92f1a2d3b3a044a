"""Rows of today's list over the checks themselves; what needs a hand stands out by word and sign."""

from PySide6.QtCore import QObject, Qt

from app.desk.reception.today.words import name_of, next_step_of, result_of
from app.desk.widgets.rows import HeadedRows, Index
from app.desk.widgets.tone_badges import TONE
from app.eligibility.answer import Check
from app.eligibility.question import way_words
from app.patients.patient import patient_number
from app.scheme.days import JAPAN

TIME, NAME, WAY, RESULT, NUMBER, NEXT = range(6)


class TodaysChecks(HeadedRows[Check]):
    """Newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = (
            self.tr("時刻"),
            self.tr("氏名"),
            self.tr("方法"),
            self.tr("結果"),
            self.tr("患者番号"),
            self.tr("次にすること"),
        )

    def show_checks(self, checks: tuple[Check, ...]) -> None:
        if checks != self._rows:
            self.beginResetModel()
            self._rows = checks
            self.endResetModel()

    def row_of(self, check_id: str) -> int:
        return next((row for row, check in enumerate(self._rows) if check.id == check_id), -1)

    def id_at(self, row: int) -> str | None:
        check = self.row_at(row)
        return check.id if check is not None else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        check = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole or role == Qt.ItemDataRole.ToolTipRole:
            return self._words(check, index.column())
        if role == TONE:
            return result_of(check)[0]
        return None

    @staticmethod
    def _words(check: Check, column: int) -> str:
        match column:
            case 0:
                return f"{check.entered_at.astimezone(JAPAN):%H:%M}"
            case 1:
                return name_of(check)
            case 2:
                return way_words(check.question)
            case 3:
                return result_of(check)[1]
            case 4:
                return patient_number(check.patient_id) if check.patient_id is not None else "—"
            case _:
                return next_step_of(check)
