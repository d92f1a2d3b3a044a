"""The head of a patient's page: who this is, and whether to ask for the insurance at this visit (R9)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.desk.patients import keys
from app.desk.patients.page.presenter import PatientPage
from app.desk.patients.words import birth_long, moment_long, sex_words
from app.desk.widgets import Badge, Card, KeyButton, caption
from app.desk.widgets.side_by_side import SideBySide
from app.eligibility.revisit import RevisitState
from app.patients.patient import patient_number
from app.scheme.days import age_on


class PageHeader(Card):
    correction_requested = Signal()
    merge_requested = Signal()
    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kana = caption("")
        self._name = QLabel()
        self._name.setProperty("type", "name")
        self._born = QLabel()
        self._number = caption("")
        self._due = Badge()
        self._confirmed = caption("")
        self._lay_out()

    def _lay_out(self) -> None:
        who_side, again_side = QWidget(), QWidget()
        who = QVBoxLayout(who_side)
        who.setContentsMargins(0, 0, 0, 0)
        who.setSpacing(0)
        who.addWidget(self._kana)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self._name)
        line.addWidget(self._born, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        who.addLayout(line)
        again = QVBoxLayout(again_side)
        again.setContentsMargins(0, 0, 0, 0)
        again.setSpacing(4)
        again.addWidget(self._number)
        again.addWidget(self._due)
        again.addWidget(self._confirmed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 14)
        layout.setSpacing(10)
        layout.addWidget(SideBySide(who_side, again_side, letters=28))
        layout.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        for words, key, signal in (
            (self.tr("訂正"), keys.CORRECT, self.correction_requested),
            (self.tr("重複をまとめる"), keys.MERGE, self.merge_requested),
            (self.tr("一覧に戻る"), keys.BACK, self.back_requested),
        ):
            button = KeyButton(words, key)
            button.clicked.connect(signal)
            buttons.addWidget(button)
        buttons.addStretch(1)
        return buttons

    def show_page(self, page: PatientPage) -> None:
        patient = page.patient
        self._kana.setText(patient.kana)
        self._name.setText(patient.name)
        age = age_on(patient.birth_on, page.today)
        self._born.setText(
            self.tr("{0}　{1}歳　{2}").format(birth_long(patient.birth_on), age, sex_words(patient.sex))
        )
        self._number.setText(self.tr("患者番号 {0}").format(patient_number(patient.id)))
        self._show_revisit(page.revisit)

    def _show_revisit(self, revisit: RevisitState) -> None:
        if revisit.due:
            self._due.show_words("caution", self.tr("今回、資格を確認します"))
        else:
            self._due.show_words("valid", self.tr("今回の確認は不要です"))
        last = ""
        if revisit.confirmed_at is not None:
            last = self.tr("最終確認 {0}　{1}").format(moment_long(revisit.confirmed_at), revisit.way)
        self._confirmed.setText("\n".join(part for part in (last, revisit.reason) if part))
