"""Choosing a file: where to drop it, whether it waits for the evening, and the batches of before."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.desk.appointments import keys
from app.desk.appointments.entry.presenter import EntryState, Step
from app.desk.appointments.entry.table import RecentBatches
from app.desk.appointments.evening import HOURS, Evening
from app.desk.widgets import Banner, Card, KeyButton, text
from app.desk.widgets.buttons import click_by_key, key_words
from app.desk.widgets.earlier_files import EarlierFiles


class ChoosePanel(QWidget):
    """file_requested: somebody wants to choose one; columns_requested: and its columns anew.

    batch_opened carries a BatchId.
    """

    file_requested = Signal()
    columns_requested = Signal()
    evening_changed = Signal(Evening)
    batch_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._banner = Banner()
        self._lead = text("", "title", wrap=True)
        self._lead.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._open = KeyButton(self.tr("ファイルを選ぶ"), keys.OPEN_FILE, primary=True)
        self._open.clicked.connect(self.file_requested)
        self._again = KeyButton(self.tr("列を決め直して選ぶ"), keys.COLUMNS_AGAIN)
        self._again.clicked.connect(self.columns_requested)
        self._waits = QCheckBox(self.tr("前日の夜に自動で確認"))
        click_by_key(self._waits, keys.EVENING)
        self._waits.clicked.connect(self._tell_evening)
        self._hour = QComboBox()
        self._hour.setAccessibleName(self.tr("自動で確認する時刻"))
        for hour in HOURS:
            self._hour.addItem(self.tr("{0}時").format(hour), hour)
        self._hour.activated.connect(self._tell_evening)
        self._rows = RecentBatches(self)
        self._before = EarlierFiles(self.tr("これまでの一括確認"), self._rows)
        self._before.opened.connect(lambda batch: self.batch_opened.emit(batch.id))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._drop_card())
        layout.addWidget(self._before, 1)
        layout.addStretch(0)

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
        files = QHBoxLayout()
        files.setSpacing(10)
        files.addStretch(1)
        files.addWidget(self._open)
        files.addWidget(self._again)
        files.addStretch(1)
        column.addLayout(files)
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
                    "何日分かのファイルは、日ごとに分けて、それぞれの前日に確認します。"
                )
            )
        )
        return card

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
        for part in (self._open, self._again, self._waits):
            part.setEnabled(state.connected and not reading)
        self._waits.setChecked(state.evening.waits)
        self._hour.setCurrentIndex(self._hour.findData(state.evening.hour))
        self._hour.setEnabled(state.evening.waits and state.connected)
        self._again.setVisible(bool(state.recent))  # nobody was asked for columns before
        self._rows.show_batches(state.recent, state.now)
        self._before.rows_came()

    def _lead_words(self, state: EntryState) -> str:
        if not state.connected:
            return self.tr("一括確認には、センターへの接続が要ります")
        if state.step is Step.READING:
            return self.tr("ファイルを読み取っています…")
        return self.tr("予約のファイルを、この画面に置いてください")

    def focus_first(self) -> None:
        """The list, else the button; files come by key all the same."""
        self._before.focus_or(self._open)

    def _tell_evening(self) -> None:
        self.evening_changed.emit(Evening(self._waits.isChecked(), self._hour.currentData()))


def _centred(words: str) -> QLabel:
    label = text(words, "caption", wrap=True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
