"""The months: where to drop a file, and how far each has come."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.claims.month import MonthFile
from app.desk.claims import keys
from app.desk.claims.months.state import MonthsState
from app.desk.claims.words import state_tone, state_words, title_words
from app.desk.widgets import Banner, Card, KeyButton, ToneBadges, text
from app.desk.widgets.earlier_files import EarlierFiles
from app.desk.widgets.labels import SIGNS
from app.desk.widgets.rows import FIGURES_STAND, HeadedRows, Index
from app.desk.widgets.tone_badges import TONE

_RECEIPTS, _POINTS, _STATE = range(1, 4)


class MonthRows(HeadedRows[MonthFile]):
    """Newest first, as the ledger gave them."""

    _figures = frozenset({_RECEIPTS, _POINTS})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = (self.tr("ファイル"), self.tr("レセプト"), self.tr("点数"), self.tr("状態"))

    def show_months(self, months: tuple[MonthFile, ...]) -> None:
        if months != self._rows:
            self.beginResetModel()
            self._rows = months
            self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        month = self._rows[index.row()]
        if role == TONE:
            return state_tone(month)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in self._figures:
            return FIGURES_STAND
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return (
            title_words(month),
            f"{month.receipts:,}",
            f"{month.points:,}",
            f"{SIGNS[state_tone(month)]} {state_words(month)}",
        )[index.column()]


class MonthsPanel(QWidget):
    """file_requested: somebody wants to choose one. month_opened carries a MonthFile."""

    file_requested = Signal()
    sample_requested = Signal()
    month_opened = Signal(object)

    def __init__(self, at_once: bool = True, parent: QWidget | None = None) -> None:
        """at_once False: the parts come with `making`, one a turn of the event loop."""
        super().__init__(parent)
        if at_once:
            for _ in self.making():
                pass

    def making(self) -> Iterator[None]:
        self.setAccessibleName(self.tr("請求のファイル"))
        self._banner = Banner()
        self._lead = text("", "title", wrap=True)
        self._lead.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._open = KeyButton(self.tr("ファイルを選ぶ"), keys.OPEN_FILE, primary=True)
        self._open.clicked.connect(self.file_requested)
        self._sample = KeyButton(self.tr("練習用のレセプトを使う"), keys.SAMPLE)
        self._sample.clicked.connect(self.sample_requested)
        self._sample.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._drop_card())
        yield
        self._rows = MonthRows(self)
        self._before = EarlierFiles(self.tr("これまでの請求"), self._rows)
        self._before.opened.connect(self.month_opened)
        self._badges = ToneBadges(self._before.table)
        self._before.table.setItemDelegateForColumn(_STATE, self._badges)
        layout.addWidget(self._before, 1)
        layout.addStretch(0)

    def _drop_card(self) -> Card:
        card = Card()
        column = QVBoxLayout(card)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(14)
        column.addWidget(self._banner)
        column.addWidget(self._lead)
        told = text(
            self.tr("RECEIPTC.UKE・RECEIPTS.UKE・RECEIPTY.CYO。元のファイルは読むだけで、書き換えません。"),
            "caption",
            wrap=True,
        )
        told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(told)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.setSpacing(8)
        middle.addWidget(self._open)
        middle.addWidget(self._sample)
        middle.addStretch(1)
        column.addLayout(middle)
        return card

    def show_state(self, state: MonthsState) -> None:
        if state.trouble is None and not state.connected:
            self._banner.show_words(
                self.tr("このパソコンはセンターに接続していません。"),
                self.tr(
                    "事前確認は台帳の記録だけで行います。送信には、管理者が行う接続（connect）が要ります。"
                ),
            )
        else:
            self._banner.show_advice(state.trouble)
        reading = state.reading
        if reading is not None and (self._open.hasFocus() or self._sample.hasFocus()):
            self.setFocus()  # a button that is put out of use hands the keyboard to whatever comes next, the lock
        self._open.setEnabled(reading is None)
        self._sample.setVisible(state.has_sample)
        self._sample.setEnabled(reading is None)
        if reading is None:
            self._lead.setText(self.tr("今月のレセプトのファイルを、この画面に置いてください"))
        else:
            self._lead.setText(self.tr("読み取っています… {0} 件").format(f"{reading:,}"))
        self._rows.show_months(state.months)
        self._before.rows_came()
        if reading is None and self.hasFocus():
            self.focus_first()

    def focus_first(self) -> None:
        """The list, else the button; files come by key all the same."""
        self._before.focus_or(self._open)
