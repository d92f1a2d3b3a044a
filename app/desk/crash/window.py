"""The window that says that the program was wrong: what is safe, what to check, a report to save."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.crash.presenter import Crash, CrashState
from app.desk.widgets import Banner, KeyButton, text
from app.scheme.days import JAPAN

REPORT_NAME = "madoguchi-report.zip"


class CrashWindow(QDialog):
    """It takes no key from where somebody types: it comes forward without the keyboard."""

    report_requested = Signal(str)
    quit_requested = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("窓口　不具合のお知らせ"))
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setModal(False)
        self._title = text(self.tr("プログラムに不具合が起きました"), "title")
        self._words = text(
            self.tr(
                "入力済みの受付は台帳に残っています。いま行っていた操作は終わっていないことがあります。"
                "画面を確かめて、続けてください。"
            ),
            "lead",
            wrap=True,
        )
        self._facts = text("", "small", wrap=True)
        self._facts.setObjectName("facts")
        self._banner = Banner()
        self._save = KeyButton(self.tr("報告を保存"), "Ctrl+S")
        self._save.clicked.connect(self._choose_file)
        self._quit = KeyButton(self.tr("終了する"), "Ctrl+Q")
        self._quit.clicked.connect(self.quit_requested)
        self._go_on = KeyButton(self.tr("続ける"), "Esc", primary=True, listens=False)
        self._go_on.clicked.connect(self.reject)
        self.rejected.connect(self.closed)
        self._lay_out()
        self._go_on.setFocus()

    def _lay_out(self) -> None:
        about = text(
            self.tr(
                "報告には、お名前や番号などは入りません。保存して担当者に渡すと、直す手がかりになります。"
            ),
            "small",
            wrap=True,
        )
        buttons = QHBoxLayout()
        buttons.addWidget(self._quit)
        buttons.addStretch(1)
        buttons.addWidget(self._save)
        buttons.addWidget(self._go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        for part in (self._title, self._words, self._facts, about, self._banner):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(buttons)
        self.setMinimumWidth(self.fontMetrics().height() * 30)

    def show_state(self, state: CrashState) -> None:
        if state.crash is None:
            self.hide()
            return
        self._facts.setText(self._facts_of(state.crash, state.count))
        if state.saved:
            self._banner.show_words(self.tr("報告を保存しました：{0}").format(state.saved), tone="valid")
        else:
            self._banner.show_advice(state.trouble, "lapsed")
        self.show()

    def _facts_of(self, crash: Crash, count: int) -> str:
        at = _in_japan(crash.at)
        words = f"{at:%H:%M:%S}　{crash.kind}　{crash.place}"
        return words if count == 1 else f"{words}　{self.tr('ほか{0}件').format(count - 1)}"

    def _choose_file(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("報告を保存"), REPORT_NAME, self.tr("報告 (*.zip)")
        )
        if path:
            self.report_requested.emit(path)


def _in_japan(moment: datetime) -> datetime:
    return moment.astimezone(JAPAN)
