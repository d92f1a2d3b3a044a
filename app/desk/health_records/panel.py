"""The screen in one piece: header with the clock, below it consent, medicines or checkups."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.consent.consent import ConsentKind
from app.desk.health_records import keys
from app.desk.health_records.checkups.panel import CheckupsPanel
from app.desk.health_records.consent.panel import ConsentPanel
from app.desk.health_records.drugs.panel import DrugsPanel
from app.desk.health_records.header import RecordsHeader
from app.desk.health_records.state import Phase, RecordsState
from app.desk.health_records.words import readers_words
from app.desk.widgets import Banner, Card, KeyButton, text


class RecordsPanel(QWidget):
    read_again_requested = Signal()

    def __init__(self, at_once: bool = True, parent: QWidget | None = None) -> None:
        """at_once False: the parts come with `making`, one a turn of the event loop."""
        super().__init__(parent)
        self._state = RecordsState()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 16, 16, 16)
        self._layout.setSpacing(12)
        if at_once:
            for _ in self.making():
                pass

    def making(self) -> Iterator[None]:
        self.header = RecordsHeader()
        self._layout.addWidget(self.header)
        yield
        self._banner = Banner()
        self._layout.addWidget(self._banner)
        self._stack = QStackedWidget()
        self._layout.addWidget(self._stack, 1)
        self._message = Card()
        self._said = text("", "lead", wrap=True)
        self._again = KeyButton(self.tr("もう一度読み込む"), keys.READ_AGAIN)
        self._again.clicked.connect(self.read_again_requested)
        said = QVBoxLayout(self._message)
        said.setContentsMargins(24, 24, 24, 24)
        said.addWidget(self._said)
        said.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeft)
        said.addStretch(1)
        self._stack.addWidget(self._message)
        yield
        self.consent = ConsentPanel(parent=self._stack)
        self._stack.addWidget(self.consent)
        yield
        self.drugs = DrugsPanel(at_once=False, parent=self._stack)
        self._stack.addWidget(self.drugs)
        yield from self.drugs.making()
        yield
        self.checkups = CheckupsPanel(parent=self._stack)
        self._stack.addWidget(self.checkups)
        yield
        self._paint()

    def show_state(self, state: RecordsState) -> None:
        before, self._state = self._state, state
        if state.person != before.person:
            self.consent.clear()
        if state.drugs is not before.drugs:
            self.drugs.show_page(state.drugs)
        if state.checkups is not before.checkups:
            self.checkups.show_page(state.checkups, state.person.sex if state.person is not None else "")
        self._paint()

    def _paint(self) -> None:
        state = self._state
        self.header.show_state(state)
        self._banner.show_advice(state.trouble)
        self.consent.show_state(state)
        page, words = self._page()
        self._said.setText(words)
        self._again.setVisible(state.trouble is not None and state.person is not None)
        if self._stack.currentWidget() is not page:
            self._stack.setCurrentWidget(page)

    def _page(self) -> tuple[QWidget, str]:
        """What stands in the middle, and the words where nothing else does."""
        state = self._state
        if state.phase is Phase.NOBODY and state.busy:
            return self._message, self.tr("資格と同意を確かめています…")
        if state.phase is Phase.NOBODY:
            return self._message, self.tr(
                "受付で資格を確認するか、患者の一覧で患者さんを選んでこの画面を開くと、薬と健診の情報が出ます。"
            )
        if state.phase is Phase.CONSENT:
            return self.consent, ""
        if not state.may_read:
            return self._message, readers_words(state.readers)
        if not state.tab_is_agreed:
            return self._message, self.tr("この情報には同意がありません。")
        if state.tab is ConsentKind.DRUG and state.drugs is not None:
            return self.drugs, ""
        if state.tab is ConsentKind.CHECKUP and state.checkups is not None:
            return self.checkups, ""
        return self._message, self.tr("読み込んでいます…") if state.busy else ""
