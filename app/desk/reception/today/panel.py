"""Today's list below the answer: opened with Enter, narrowed to what still needs a hand."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from app.desk.reception import keys
from app.desk.reception.state import TodayState
from app.desk.reception.today.table import NAME, NUMBER, RESULT, TIME, WAY, TodaysChecks
from app.desk.reception.today.words import is_open, people
from app.desk.widgets import Card, TableView, ToneBadges, text
from app.desk.widgets.buttons import click_by_key, key_words

_ROOM_FOR_ALL = 36
_ROOM_FOR_NUMBER = 30
"""Japanese letters that must fit side by side before a column is shown."""
_LEAST_NAME, _WIDEST_NAME = 5, 9
"""Japanese letters; a longer name ends in … and stands whole in its tooltip."""


class TodayPanel(Card):
    """row_opened carries a CheckId."""

    row_opened = Signal(str)
    only_open_requested = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen = ""
        self._title = text("", "heading")
        self._open = QCheckBox()
        self._open.toggled.connect(self.only_open_requested)
        click_by_key(self._open, keys.TODAY)
        self._rows = TodaysChecks(self)
        self._table = TableView()
        self._table.setModel(self._rows)
        self._table.setAccessibleName(self.tr("本日の受付"))
        self._table.activated.connect(self._open_row)
        self._table.clicked.connect(self._open_row)
        self._badges = ToneBadges(self._table)
        self._table.setItemDelegateForColumn(RESULT, self._badges)
        header = self._table.horizontalHeader()
        for column in (TIME, WAY, RESULT, NUMBER):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._open)
        head.addWidget(text(key_words(keys.TODAY), "key"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 12, 8, 8)
        head.setContentsMargins(8, 0, 8, 0)
        layout.addLayout(head)
        layout.addWidget(self._table, 1)

    def show_state(self, state: TodayState) -> None:
        waiting = sum(map(is_open, state.checks))
        self._title.setText(self.tr("本日の受付　{0}人").format(people(state.checks)))
        self._open.setText(self.tr("要対応のみ（{0}）").format(waiting))
        self._open.setChecked(state.only_open)
        self._rows.show_checks(tuple(filter(is_open, state.checks)) if state.only_open else state.checks)
        self._table.fit_rows()
        self._share_room()
        self._chosen = state.chosen
        self._table.choose(self._rows.row_of(state.chosen))

    def open_chosen(self) -> bool:
        """Whether the keyboard stands on a line other than the answer's, which is opened as by Enter."""
        row = self._table.currentIndex().row()
        is_another = self._table.hasFocus() and row >= 0 and row != self._rows.row_of(self._chosen)
        if is_another:
            self._open_row()
        return is_another

    def _open_row(self) -> None:
        check_id = self._rows.id_at(self._table.currentIndex().row())
        if check_id is not None:
            self.row_opened.emit(check_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Where letters are large the way of asking and the number give place to what is to be done."""
        letter = self.fontMetrics().height()
        letters = self._table.viewport().width() / letter
        self._table.setColumnHidden(WAY, letters < _ROOM_FOR_ALL)
        self._table.setColumnHidden(NUMBER, letters < _ROOM_FOR_NUMBER)
        wanted = max(self._table.sizeHintForColumn(NAME), _LEAST_NAME * letter)
        self._table.setColumnWidth(NAME, min(wanted, _WIDEST_NAME * letter))
