"""A patient's page: who, whether to ask again, details and cards on the left, every check on the right."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QVBoxLayout, QWidget

from app.desk.patients import keys
from app.desk.patients.page.facts import Facts, card_facts, detail_facts
from app.desk.patients.page.header import PageHeader
from app.desk.patients.page.presenter import PageState, PatientPage
from app.desk.patients.page.table import ChecksThroughTime
from app.desk.patients.words import moment_long
from app.desk.theme import DARK, LIGHT, Colours
from app.desk.widgets import Banner, Card, KeyButton, TableView, scrolling, text
from app.patients.patient import patient_number


def colours_of(palette: QPalette) -> Colours:
    """The colours in force, told by the ground of the window."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


class PagePanel(QWidget):
    """undo_requested carries a MergeId."""

    correction_requested = Signal()
    merge_requested = Signal()
    undo_requested = Signal(int)
    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: PatientPage | None = None
        self._header = PageHeader()
        self._header.correction_requested.connect(self.correction_requested)
        self._header.merge_requested.connect(self.merge_requested)
        self._header.back_requested.connect(self.back_requested)
        self._banner = Banner()
        self._merged = QLabel()
        self._merged.setWordWrap(True)
        self._undo = KeyButton(self.tr("統合を元に戻す"), keys.UNDO_MERGE)
        self._undo.clicked.connect(self._undo_newest)
        self._details = Facts(self.tr("患者の情報"))
        self._cards = QVBoxLayout()
        self._checks = ChecksThroughTime(self)
        self._table = TableView()
        self._table.setModel(self._checks)
        self._table.setWordWrap(True)
        self._table.setAccessibleName(self.tr("これまでの確認"))
        self._never = QLabel(self.tr("まだ確認していません"))
        self._checks.use_colours(colours_of(self.palette()))
        self._lay_out()

    def _lay_out(self) -> None:
        merged = QHBoxLayout()
        merged.addWidget(self._merged, 1)
        merged.addWidget(self._undo)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addWidget(self._left(), 2)
        columns.addWidget(self._right(), 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._header)
        layout.addWidget(self._banner)
        layout.addLayout(merged)
        layout.addLayout(columns, 1)

    def _left(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(12)
        column.addWidget(self._details)
        self._cards.setSpacing(12)
        column.addLayout(self._cards)
        column.addStretch(1)
        return scrolling(inside, name=self.tr("患者の内容"))

    def _right(self) -> QWidget:
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(8, 14, 8, 8)
        inside.addWidget(text(self.tr("これまでの確認"), "heading"))
        inside.addWidget(self._never)
        inside.addWidget(self._table, 1)
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        return card

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._checks.use_colours(colours_of(self.palette()))

    def show_state(self, state: PageState) -> None:
        self._banner.show_advice(state.trouble)
        self._page = state.page
        if state.page is None:
            return
        self._header.show_page(state.page)
        self._details.show_facts(detail_facts(state.page.patient))
        self._show_cards(state.page)
        self._show_merges(state.page)
        self._checks.show_lines(state.page.lines, state.page.today)
        self._table.setVisible(bool(state.page.lines))
        self._table.resizeRowsToContents()
        self._never.setVisible(not state.page.lines)

    def _show_cards(self, page: PatientPage) -> None:
        while (item := self._cards.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        for number, card in enumerate(page.patient.cards):
            facts = Facts(self.tr("いまの保険") if number == 0 else self.tr("以前の保険"))
            facts.show_facts(card_facts(card, page.today))
            self._cards.addWidget(facts)

    def _show_merges(self, page: PatientPage) -> None:
        newest = page.merges[0] if page.merges else None
        self._merged.setVisible(newest is not None)
        self._undo.setVisible(newest is not None)
        if newest is not None:
            words = self.tr("患者 {0}（{1}）を {2} に統合しました。")
            self._merged.setText(
                words.format(patient_number(newest.gone.id), newest.gone.name, moment_long(newest.merged_at))
            )

    def _undo_newest(self) -> None:
        if self._page is not None and self._page.merges:
            self.undo_requested.emit(self._page.merges[0].id)
