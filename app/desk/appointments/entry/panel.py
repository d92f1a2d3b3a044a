"""Choosing a file: where to drop it, whether it waits for the evening, and the batches of before."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QHeaderView, QLabel, QVBoxLayout, QWidget

from app.desk.appointments import keys
from app.desk.appointments.entry.presenter import EntryState, Step
from app.desk.appointments.entry.table import RecentBatches
from app.desk.appointments.evening import HOURS, Evening
from app.desk.widgets import Banner, Card, KeyButton, TableView, text
from app.desk.widgets.buttons import key_words

_FILE, _ENTERED, _STATE = range(3)


class ChoosePanel(QWidget):
    """file_requested: somebody wants to choose one. batch_opened carries a BatchId."""

    file_requested = Signal()
    evening_changed = Signal(Evening)
    batch_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._banner = Banner()
        self._lead = text("", "title", wrap=True)
        self._lead.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._open = KeyButton(self.tr("ファイルを選ぶ"), keys.OPEN_FILE, primary=True)
        self._open.clicked.connect(self.file_requested)
        self._waits = QCheckBox(self.tr("前日の夜に自動で確認"))
        self._waits.setShortcut(keys.EVENING)
        self._waits.clicked.connect(self._tell_evening)
        self._hour = QComboBox()
        self._hour.setAccessibleName(self.tr("自動で確認する時刻"))
        for hour in HOURS:
            self._hour.addItem(self.tr("{0}時").format(hour), hour)
        self._hour.activated.connect(self._tell_evening)
        self._rows = RecentBatches(self)
        self._table = TableView()
        self._table.setModel(self._rows)
        self._table.setAccessibleName(self.tr("これまでの一括確認"))
        self._table.activated.connect(self._open_row)
        self._table.clicked.connect(self._open_row)
        header = self._table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_FILE, QHeaderView.ResizeMode.Stretch)
        for column in (_ENTERED, _STATE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self._before = QWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._drop_card())
        layout.addWidget(self._before, 1)
        layout.addStretch(0)
        self._fill_before()

    def _drop_card(self) -> Card:
        card = Card()
        column = QVBoxLayout(card)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(14)
        column.addWidget(self._banner)
        column.addWidget(self._lead)
        column.addWidget(
            _centred(self.tr("予約システムから出力した CSV です。確認が必要な方だけを、あとで一覧にします。"))
        )
        column.addWidget(self._open, 0, Qt.AlignmentFlag.AlignHCenter)
        evening = QHBoxLayout()
        evening.setSpacing(10)
        evening.addStretch(1)
        evening.addWidget(self._waits)
        evening.addWidget(text(key_words(keys.EVENING), "key"), 0, Qt.AlignmentFlag.AlignVCenter)
        evening.addWidget(self._hour)
        evening.addStretch(1)
        column.addLayout(evening)
        column.addWidget(
            _centred(
                self.tr(
                    "夜に確認するときは、このパソコンと窓口をつけたままにします。切れていたら、次に開いたとき確認します。"
                )
            )
        )
        return card

    def _fill_before(self) -> None:
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(8, 12, 8, 8)
        heading = text(self.tr("これまでの一括確認"), "heading")
        heading.setContentsMargins(8, 0, 8, 0)
        inside.addWidget(heading)
        inside.addWidget(self._table, 1)
        around = QVBoxLayout(self._before)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(card)

    def show_state(self, state: EntryState) -> None:
        if not state.connected:
            self._banner.show_words(
                self.tr("このパソコンはセンターに接続していないので、一括確認は使えません。"),
                self.tr(
                    "接続は管理者が行います（connect）。証の提示の記録は、これまでどおり受付でできます。"
                ),
            )
        else:
            self._banner.show_advice(state.trouble)
        reading = state.step is Step.READING
        self._lead.setText(self._lead_words(state))
        for part in (self._open, self._waits):
            part.setEnabled(state.connected and not reading)
        self._waits.setChecked(state.evening.waits)
        self._hour.setCurrentIndex(self._hour.findData(state.evening.hour))
        self._hour.setEnabled(state.evening.waits and state.connected)
        self._before.setVisible(bool(state.recent))
        self._rows.show_batches(state.recent, state.now)
        self._table.fit_rows()
        if state.recent and not self._table.currentIndex().isValid():
            self._table.selectRow(0)

    def _lead_words(self, state: EntryState) -> str:
        if not state.connected:
            return self.tr("一括確認には、センターへの接続が要ります")
        if state.step is Step.READING:
            return self.tr("ファイルを読み取っています…")
        return self.tr("予約のファイルを、この画面に置いてください")

    def focus_first(self) -> None:
        """The list takes Enter and the arrows; files come by key."""
        (self._table if self._rows.rowCount() else self._open).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _tell_evening(self) -> None:
        self.evening_changed.emit(Evening(self._waits.isChecked(), self._hour.currentData()))

    def _open_row(self) -> None:
        batch_id = self._rows.id_at(self._table.currentIndex().row())
        if batch_id is not None:
            self.batch_opened.emit(batch_id)


def _centred(words: str) -> QLabel:
    label = text(words, "caption", wrap=True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
