"""Who opened what under which consent: what is asked for above, the list, and the chosen entry in full below."""

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from app.desk.settings.readings import keys
from app.desk.settings.readings.presenter import ReadingsState, Typed
from app.desk.settings.readings.table import AT, CONSENT, STAFF, WHAT, WHOSE, ReadingRows
from app.desk.settings.readings.words import whole_words
from app.desk.theme import theme_in_force
from app.desk.widgets import Banner, Field, KeyButton, TableView, ToneBadges, caption, text
from app.desk.widgets.buttons import key_words
from app.health_records.readings import Readings

_PAUSE_MS = 150
"""A burst of keys is one search."""
_WIDEST = {
    AT: "R88.12.28 23:59",
    STAFF: "薬師寺",
    WHOSE: "見本　月之介",
    WHAT: "● 薬剤情報　開けず（回線の不調）　",
}
_CELL_PADDING = 24
_ROOM_FOR_CONSENT, _ROOM_FOR_SEARCH = 37, 60
"""Lines' heights that must fit side by side before consents are a column, and the search stands beside the days."""
_LEAST_ROWS = 5


class ReadingsPanel(QWidget):
    """asked carries a Typed."""

    opened = Signal()
    asked = Signal(object)
    more_wanted = Signal()
    print_requested = Signal()
    save_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = ReadingsState()
        self._showing = False
        self._first = Field(self.tr("いつから（{0}）").format(key_words(keys.DAYS)), digits=True)
        self._last = Field(self.tr("いつまで"), digits=True)
        self._last.edit.setPlaceholderText(self.tr("今日"))
        self._staff = QComboBox()
        self._staff.setAccessibleName(self.tr("職員"))
        self._find = Field(self.tr("患者さん・用紙の番号（{0}）").format(key_words(keys.FIND)))
        self._find.edit.setPlaceholderText(self.tr("カナ・氏名・生年月日・患者番号"))
        self._find.edit.setClearButtonEnabled(True)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._print = KeyButton(self.tr("印刷"), keys.PRINT)
        self._save = KeyButton(self.tr("CSV に保存"), keys.SAVE)
        self._banner = Banner()
        self._count = text("", "caption", wrap=True)
        self._rows = ReadingRows(self.more_wanted.emit, self)
        self._table = TableView()
        self._table.setModel(self._rows)
        self._table.setAccessibleName(self.tr("閲覧の記録"))
        self._badges = ToneBadges(self._table)
        self._table.setItemDelegateForColumn(WHAT, self._badges)
        self._whole = text("", wrap=True)
        self._join()
        self._lay_out()

    def _join(self) -> None:
        for field in (self._first, self._last):
            field.edit.editingFinished.connect(self._ask)
        self._staff.activated.connect(self._ask)
        self._find.text_changed.connect(self._search_typed)
        self._find.submitted.connect(self._ask)
        self._pause.timeout.connect(self._ask)
        self._print.clicked.connect(self.print_requested)
        self._save.clicked.connect(self.save_requested)
        self._table.selectionModel().currentRowChanged.connect(self._show_chosen)
        for key, field in ((keys.DAYS, self._first), (keys.FIND, self._find)):
            QShortcut(QKeySequence(key), self).activated.connect(field.setFocus)

    def _lay_out(self) -> None:
        staff = QVBoxLayout()
        staff.setSpacing(3)
        staff.addWidget(caption(self.tr("職員")))
        staff.addWidget(self._staff)
        staff.addStretch(1)
        self._asking = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        days = QHBoxLayout()
        for field in (self._first, self._last):
            days.addWidget(field, 3, Qt.AlignmentFlag.AlignTop)
        days.addLayout(staff, 3)
        self._asking.addLayout(days, 5)
        self._asking.addWidget(self._find, 4, Qt.AlignmentFlag.AlignTop)
        tools = QHBoxLayout()
        tools.addWidget(self._count, 1)
        tools.addWidget(self._print)
        tools.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(self._banner)
        column.addLayout(self._asking)
        column.addLayout(tools)
        column.addWidget(self._table, 1)
        column.addWidget(self._whole)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.opened.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._share_room()

    def show_state(self, state: ReadingsState) -> None:
        self._showing = True
        anew, self._state = state.listing != self._state.listing, state
        found = state.found
        self._show_asked(state)
        self._show_banner(state)
        self._rows.show_rows(found.rows if found is not None else (), state.has_more)
        self._count.setText(self._count_words(state))
        for button in (self._print, self._save):
            button.setEnabled(found is not None and bool(found.rows))
        if anew or not self._table.currentIndex().isValid():
            self._table.choose(0)
        self._show_chosen()
        self._showing = False

    def _show_asked(self, state: ReadingsState) -> None:
        fields = (
            (self._first, state.typed.first),
            (self._last, state.typed.last),
            (self._find, state.typed.text),
        )
        for field, typed in fields:
            if state.my_number_refused or not field.edit.hasFocus():
                field.set_value(typed)
        not_understood = self.tr("日付を読み取れません。例：R8.11.1")
        self._first.show_complaint(not_understood if "first" in state.wrong else "")
        self._last.show_complaint(not_understood if "last" in state.wrong else "")
        if state.found is not None:
            self._offer_staff(state.found)
        self._staff.setCurrentIndex(max(self._staff.findData(state.typed.staff), 0))

    def _offer_staff(self, found: Readings) -> None:
        offered = [(self.tr("すべての職員"), None), *((name, staff_id) for staff_id, name in found.staff)]
        held = [(self._staff.itemText(row), self._staff.itemData(row)) for row in range(self._staff.count())]
        if offered != held:
            self._staff.clear()
            for name, staff_id in offered:
                self._staff.addItem(name, staff_id)

    def _show_banner(self, state: ReadingsState) -> None:
        if state.my_number_refused:
            self._banner.show_words(
                self.tr("個人番号（マイナンバー）は入力できません。消去しました。"),
                self.tr("氏名・カナ・生年月日・患者番号で探してください。"),
                "lapsed",
            )
        else:
            self._banner.show_advice(state.trouble)

    def _count_words(self, state: ReadingsState) -> str:
        if state.saved:
            return self.tr("保存しました")
        if state.found is None:
            return ""
        if not state.found.total:
            return self.tr("このPCには、この条件の記録はありません。")
        return self.tr("このPCで {0}件　新しい順").format(f"{state.found.total:,}")

    def told(self) -> str:
        """The chosen entry in full."""
        return self._whole.text()

    def _show_chosen(self, _: QModelIndex | None = None) -> None:
        reading = self._rows.row_at(self._table.currentIndex().row())
        self._whole.setText(whole_words(reading) if reading is not None else "")

    def _search_typed(self) -> None:
        if not self._showing:
            self._pause.start()

    def _ask(self) -> None:
        self._pause.stop()
        typed = Typed(self._first.value(), self._last.value(), self._staff.currentData(), self._find.value())
        if not self._showing and typed != self._state.typed:
            self.asked.emit(typed)

    def _share_room(self) -> None:
        """Where letters are large, the search stands below the days, and consents in the entry alone."""
        letter = self.fontMetrics().height()
        letters = self.width() / letter
        wide, beside = letters >= _ROOM_FOR_CONSENT, letters >= _ROOM_FOR_SEARCH
        direction = QBoxLayout.Direction
        self._asking.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        self._table.fit_rows()
        self._table.setMinimumHeight(theme_in_force().plain_px * 2 * _LEAST_ROWS)
        self._table.setColumnHidden(CONSENT, not wide)
        header = self._table.horizontalHeader()
        header.setStretchLastSection(wide)
        header.setSectionResizeMode(WHAT, _resized(wide))
        metrics = self._table.fontMetrics()
        for column, widest in _WIDEST.items():
            self._table.setColumnWidth(column, metrics.horizontalAdvance(widest) + _CELL_PADDING)


def _resized(wide: bool) -> QHeaderView.ResizeMode:
    """Without the consents beside it the last column takes the rest."""
    return QHeaderView.ResizeMode.Interactive if wide else QHeaderView.ResizeMode.Stretch
