"""One month: how far it is above, its receipts, complaints or payers at the left, the chosen receipt beside."""

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.claims.month import ClaimState
from app.claims.ports import Sort
from app.desk.claims import keys
from app.desk.claims.month.detail import DetailPanel
from app.desk.claims.month.head import MonthHead
from app.desk.claims.month.state import Filter, MonthPageState, Part
from app.desk.claims.month.table import (
    NAME,
    NUMBER,
    PAYER,
    POINTS,
    PREDICTION,
    REASON,
    RESULT,
    ComplaintRows,
    PayerRows,
    ReceiptRows,
)
from app.desk.claims.month.tools import ListTools
from app.desk.claims.words import complaint_place
from app.desk.widgets import Card, KeyButton, TableView, ToneBadges, laid_out_once, text

_ROOM_FOR_REASON, _ROOM_FOR_PAYER = 30, 36
"""Japanese letters that must fit side by side before a column is shown."""
_LETTERS = {NUMBER: 4, NAME: 7, PREDICTION: 6, POINTS: 5, PAYER: 7, RESULT: 8}


class MonthPanel(QWidget):
    """row_chosen and complaint_opened carry a place, rows_wanted the first of the rows that the list came to."""

    row_chosen = Signal(int)
    complaint_opened = Signal(int)
    rows_wanted = Signal(int)
    part_chosen = Signal(object)
    filter_chosen = Signal(object)
    sort_chosen = Signal(object)
    search_changed = Signal(str)

    def __init__(self, at_once: bool = True, parent: QWidget | None = None) -> None:
        """at_once False: the lists come with `making`, in a few turns of the event loop."""
        super().__init__(parent)
        self._showing = False
        self._came_to = -1
        self.head = MonthHead()
        if at_once:
            for _ in self.making():
                pass

    def making(self) -> Iterator[None]:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.head)
        sides = QHBoxLayout()
        sides.setSpacing(16)
        layout.addLayout(sides, 1)
        yield
        self._lists = self._made_lists()
        sides.addWidget(self._lists, 6)
        yield
        self._make_receipts()
        yield
        self._make_others()
        yield
        self.detail = DetailPanel(at_once=False)
        sides.addWidget(self.detail, 4)
        yield
        yield from self.detail.making()
        self.detail.typing_ended.connect(self.focus_first)

    def _made_lists(self) -> Card:
        self._parts = {
            Part.RECEIPTS: KeyButton(self.tr("レセプト"), keys.RECEIPTS),
            Part.COMPLAINTS: KeyButton(self.tr("指摘"), keys.COMPLAINTS),
            Part.PAYERS: KeyButton(self.tr("保険者別"), keys.PAYERS),
        }
        for part, button in self._parts.items():
            button.clicked.connect(lambda _=False, part=part: self.part_asked(part))
        self._tools = ListTools()
        self._tools.filter_chosen.connect(self.filter_chosen)
        self._tools.sort_chosen.connect(self.sort_chosen)
        self._tools.search_typed.connect(self._search_typed)
        self._tools.search_left.connect(self.focus_first)
        tabs = QHBoxLayout()
        tabs.setSpacing(6)
        for button in self._parts.values():
            tabs.addWidget(button)
        tabs.addStretch(1)
        self._pages = QStackedLayout()
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(8, 10, 8, 8)
        inside.setSpacing(6)
        inside.addLayout(tabs)
        inside.addWidget(self._tools)
        inside.addLayout(self._pages, 1)
        self._complaint = text("", "value", wrap=True)
        self._complaint_key = text(self.tr("Enter で、このレセプトを開きます。"), "caption")
        self._more = text("", "caption", wrap=True)
        for label in (self._complaint, self._complaint_key, self._more):
            label.setContentsMargins(8, 0, 8, 0)
            inside.addWidget(label)
        return card

    def _make_receipts(self) -> None:
        self._rows = ReceiptRows(self.rows_wanted.emit, self)
        self._table = TableView()
        self._table.setModel(self._rows)
        self._table.setAccessibleName(self.tr("レセプト"))
        self._table.selectionModel().currentRowChanged.connect(self._row_changed)
        self._badges = ToneBadges(self._table)
        self._table.setItemDelegateForColumn(PREDICTION, self._badges)
        self._pages.addWidget(self._table)

    def _make_others(self) -> None:
        self._complaints, self._payers = ComplaintRows(self), PayerRows(self)
        self._complaint_table, self._payer_table = TableView(), TableView()
        self._complaint_badges = ToneBadges(self._complaint_table)
        self._complaint_table.setItemDelegateForColumn(0, self._complaint_badges)
        for table, model, words in (
            (self._complaint_table, self._complaints, self.tr("指摘")),
            (self._payer_table, self._payers, self.tr("保険者別")),
        ):
            table.setModel(model)
            table.setAccessibleName(words)
            table.horizontalHeader().setResizeContentsPrecision(40)
            self._pages.addWidget(table)
        self._complaint_table.activated.connect(self._open_complaint)
        self._complaint_table.selectionModel().currentRowChanged.connect(self._tell_complaint)
        header = self._payer_table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)

    # What comes in

    def show_state(self, state: MonthPageState) -> None:
        self._showing = True
        with laid_out_once(self, self._lists, self.head):
            if state.month is not None:
                self.head.show_month(state, state.month)
            self._show_lists(state)
            self.detail.show_state(state)
            self.detail.setVisible(state.part is Part.RECEIPTS)
        self._showing = False
        self._tell_chosen(self._came_to)

    def focus_first(self) -> None:
        """The arrows walk through the list."""
        self._table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_lists(self, state: MonthPageState) -> None:
        for part, button in self._parts.items():
            button.set_primary(part is state.part)
        self._tools.setVisible(state.part is Part.RECEIPTS)
        self._tools.show_state(state)
        if self._rows.show_rows(state.rows, state.month is not None and state.month.is_sent):
            self._came_to = -1
        self._complaints.show_complaints(state.complaints)
        self._more.setText(self._more_words(state))
        self._more.setVisible(state.part is Part.COMPLAINTS and bool(self._more.text()))
        if state.summary is not None:
            self._payers.show_payers(state.summary.payers)
        self._share_room(state)
        chosen = state.chosen
        self._choose(self._rows.row_of(chosen.row.place) if chosen is not None else -1)
        self._pages.setCurrentIndex(list(Part).index(state.part))
        self._tell_complaint(self._complaint_table.currentIndex())
        self._shown_table(state).show_words(self._nothing_words(state))

    def _more_words(self, state: MonthPageState) -> str:
        """How many complaints there are, and where, when the list does not hold all."""
        total = sum(state.summary.complaints.values()) if state.summary is not None else 0
        if total <= len(state.complaints):
            return ""
        return self.tr(
            "指摘は全部で {0} 件です。ここには重いものから {1} 件を出しました。誤りのあるレセプトはみな「レセプト」の"
            "表示「記録の誤り」にあり、それぞれの指摘はそのページにあります。"
        ).format(f"{total:,}", f"{len(state.complaints):,}")

    def _nothing_words(self, state: MonthPageState) -> str:
        month = state.month
        if month is None or state.summary is None:
            return ""
        if month.state is ClaimState.SETTLED:
            return self.tr("完了した請求です。")
        if not state.has_copy:
            return self.tr("作業用の写しは、完了のときに消しました。")
        if state.part is Part.COMPLAINTS:
            return "" if state.complaints else self.tr("記録の指摘はありません。")
        if state.part is Part.PAYERS or state.rows.total:
            return ""
        if state.view.text:
            return self.tr("見つかりません。")
        if state.filter is Filter.ATTENTION:
            if state.is_comparing:
                return self.tr("確認しています。注意の要るレセプトがあれば、ここに出ます。")
            return self.tr("注意の要るレセプトはありません。")
        return self.tr("ありません。")

    def _choose(self, row: int) -> None:
        if row >= 0 and self._came_to < 0 and self._table.currentIndex().row() != row:
            self._table.choose(row)

    def _row_changed(self, current: QModelIndex) -> None:
        """By the user's hand only."""
        if not self._showing:
            self._came_to = current.row()
            self._tell_chosen(self._came_to)

    def _tell_chosen(self, row: int) -> None:
        """The cursor may be faster than the rows: it waits for its own."""
        found = self._rows.row_at(row)
        if found is not None:
            self._came_to = -1
            self.row_chosen.emit(found.place)

    def part_asked(self, part: Part) -> None:
        """The arrows walk through what was asked for."""
        self.part_chosen.emit(part)
        shown = self._pages.currentWidget()
        if isinstance(shown, TableView):
            shown.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if not shown.currentIndex().isValid():
                shown.selectRow(0)

    def _tell_complaint(self, current: QModelIndex) -> None:
        """Whole below the list, however large the letters."""
        shows = self._pages.currentWidget() is self._complaint_table
        found = self._complaints.row_at(current.row()) if shows else None
        self._complaint.setText(f"{complaint_place(found)}　{found.words}" if found is not None else "")
        self._complaint.setVisible(found is not None)
        self._complaint_key.setVisible(found is not None and bool(found.receipt))

    def _open_complaint(self) -> None:
        found = self._complaints.row_at(self._complaint_table.currentIndex().row())
        if found is not None and found.receipt:
            self.complaint_opened.emit(found.receipt)
            self.focus_first()

    def _search_typed(self, words: str) -> None:
        if not self._showing:
            self.search_changed.emit(words)

    def _shown_table(self, state: MonthPageState) -> TableView:
        return (self._table, self._complaint_table, self._payer_table)[list(Part).index(state.part)]

    def _share_room(self, state: MonthPageState) -> None:
        """Where letters are large, reason and payer give place: the receipt beside has both."""
        shown = self._shown_table(state)
        shown.fit_rows()
        letter = self.fontMetrics().height()
        widths = {self._complaint_table: (8, 4, 14), self._payer_table: (7, 10, 5, 8)}.get(shown, ())
        for column, width in enumerate(widths):
            shown.setColumnWidth(column, width * letter)
        if shown is not self._table:
            return
        letters = self._table.viewport().width() / letter
        for column, width in _LETTERS.items():
            self._table.setColumnWidth(column, width * letter)
        reviewed = state.month is not None and state.month.run > 0
        self._table.setColumnHidden(RESULT, not reviewed)
        ordered_by_points = state.view.sort is Sort.POINTS
        self._table.setColumnHidden(POINTS, reviewed and letters < _ROOM_FOR_PAYER and not ordered_by_points)
        self._table.setColumnHidden(PAYER, letters < _ROOM_FOR_PAYER or reviewed)
        self._table.setColumnHidden(REASON, letters < _ROOM_FOR_REASON or reviewed)
