"""The rows of the search, written out only when they come into view."""

from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Qt

from app.desk.patients.words import birth_short, moment_short, row_card, sex_words
from app.desk.widgets.rows import HeadedRows, Index
from app.patients.patient import PatientId, PatientRow, patient_number

WIDEST = ("", "", "S63.12.31（100歳）", "性別", "", "患者番号", "本日 10:32")
"""Of each column what needs most room; empty where it varies too much to say."""


class PatientRows(HeadedRows[PatientRow]):
    """Best first, as the ledger gave them: never sorted here."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = (
            self.tr("氏名"),
            self.tr("カナ"),
            self.tr("生年月日"),
            self.tr("性別"),
            self.tr("保険"),
            self.tr("患者番号"),
            self.tr("最終確認"),
        )
        self._today = date.min
        self._written: list[tuple[str, ...] | None] = []

    def show_rows(self, rows: tuple[PatientRow, ...], today: date) -> None:
        if (rows, today) == (self._rows, self._today):
            return
        self.beginResetModel()
        self._rows, self._today = rows, today
        self._written = [None] * len(rows)
        self.endResetModel()

    def id_at(self, row: int) -> PatientId | None:
        found = self.row_at(row)
        return found.id if found else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return self._line(index.row())[index.column()]

    def _line(self, row: int) -> tuple[str, ...]:
        line = self._written[row]
        if line is None:
            line = self._written[row] = self._write(self._rows[row])
        return line

    def _write(self, row: PatientRow) -> tuple[str, ...]:
        return (
            row.name,
            row.kana,
            birth_short(row.birth_on, self._today),
            sex_words(row.sex),
            row_card(row),
            patient_number(row.id),
            moment_short(row.last_confirmed_at, self._today),
        )
