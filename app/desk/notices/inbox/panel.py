"""The inbox: three lists above, the rows at the left, the chosen notice at the right."""

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from app.desk.notices import keys
from app.desk.notices.inbox.detail import DetailPanel
from app.desk.notices.inbox.state import InboxState, Task
from app.desk.notices.inbox.table import DUE, KIND, MONTH, NAME, NoticeRows
from app.desk.widgets import Banner, Card, KeyButton, TableView, ToneBadges, text
from app.notices.notice import STATE_WORDS, NoticeState
from app.scheme.days import Clock

_LISTS = ((NoticeState.OPEN, keys.OPEN), (NoticeState.IN_HAND, keys.IN_HAND), (NoticeState.DONE, keys.DONE))
_ROWS_MEASURED = 40
_ROOM_FOR_MONTH = 18
"""Japanese letters that must fit side by side before the month has its column: a patient may have several."""


class InboxPanel(QWidget):
    """list_chosen carries a NoticeState, row_chosen a NoticeId."""

    list_chosen = Signal(object)
    row_chosen = Signal(str)
    refresh_requested = Signal()
    month_requested = Signal()

    def __init__(self, clock: Clock, at_once: bool = True, parent: QWidget | None = None) -> None:
        """at_once False: list and detail come with `making`, in a few turns of the event loop."""
        super().__init__(parent)
        self._showing = False
        self._task = Task.LOOK
        self._lists = {state: KeyButton(STATE_WORDS[state], key) for state, key in _LISTS}
        for state, button in self._lists.items():
            button.clicked.connect(lambda _=False, chosen=state: self.list_chosen.emit(chosen))
        self._told = text("", "small", "valid")
        self._refresh = KeyButton(self.tr("更新"), keys.REFRESH)
        self._refresh.clicked.connect(self.refresh_requested)
        self._month = KeyButton(self.tr("月のまとめ"), keys.MONTH)
        self._month.clicked.connect(self.month_requested)
        self._banner = Banner()
        self._rows = NoticeRows(clock, self)
        if at_once:
            for _ in self.making():
                pass

    def _made_list(self) -> Card:
        self._table = TableView()
        self._table.setModel(self._rows)
        self._table.setAccessibleName(self.tr("通知の一覧"))
        self._table.selectionModel().currentRowChanged.connect(self._row_changed)
        self._badges = ToneBadges(self._table)
        self._table.setItemDelegateForColumn(KIND, self._badges)
        header = self._table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setResizeContentsPrecision(_ROWS_MEASURED)
        for column in (KIND, MONTH, DUE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(8, 8, 8, 8)
        inside.addWidget(self._table, 1)
        return card

    def _made_head(self) -> Card:
        head = Card()
        above = QVBoxLayout(head)
        above.setContentsMargins(16, 10, 16, 10)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in self._lists.values():
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self._told)
        row.addWidget(self._refresh)
        row.addWidget(self._month)
        above.addLayout(row)
        above.addWidget(self._banner)
        return head

    def making(self) -> Iterator[None]:
        self._sides = QHBoxLayout()
        self._sides.setSpacing(16)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._made_head())
        layout.addLayout(self._sides, 1)
        yield
        self._sides.addWidget(self._made_list(), 2)
        yield
        self.detail = DetailPanel(at_once=False)
        self._sides.addWidget(self.detail, 4)
        yield from self.detail.making()

    def show_state(self, state: InboxState) -> None:
        for of_list, button in self._lists.items():
            button.setText(f"{STATE_WORDS[of_list]} {state.count(of_list)}")
            button.set_primary(of_list is state.shown)
            button.setEnabled(state.task is Task.LOOK)
        self._told.setText(state.told)
        self._refresh.setVisible(state.connected)
        self._month.setVisible(state.sees_month)
        self._banner.show_advice(state.trouble)
        self._show_rows(state)
        self.detail.show_state(state)
        if self._task is not Task.LOOK and state.task is Task.LOOK:
            self.focus_first()
        self._task = state.task

    def focus_first(self) -> None:
        """The arrows walk through the list."""
        self._table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_rows(self, state: InboxState) -> None:
        self._showing = True
        self._rows.show_rows(state.rows)
        self._table.fit_rows()
        self._share_room()
        self._table.choose(self._rows.row_of(state.chosen.id) if state.chosen is not None else -1)
        self._showing = False
        self._table.show_words("" if state.rows else self._nothing_words(state))

    def _nothing_words(self, state: InboxState) -> str:
        if not state.connected:
            return self.tr("センターにつながっていないので、通知はありません")
        if not state.loaded:
            return self.tr("通知を読み込んでいます")
        if state.shown is NoticeState.OPEN:
            return self.tr("未対応の通知はありません")
        return self.tr("ここに通知はありません")

    def _row_changed(self, current: QModelIndex) -> None:
        """By the user's hand only."""
        notice = self._rows.row_at(current.row())
        if notice is not None and not self._showing:
            self.row_chosen.emit(notice.id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Where letters are large the month gives place: the detail beside has it."""
        letters = self.width() / 3 / self.fontMetrics().height()  # the list has a third
        self._table.setColumnHidden(MONTH, letters < _ROOM_FOR_MONTH)
