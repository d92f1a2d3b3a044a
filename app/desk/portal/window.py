"""The window in which a person lays down the card and enters the PIN."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.portal.presenter import SignInState
from app.desk.staff.pin_field import PinField
from app.desk.widgets import Card, KeyButton, text

_MARGIN = 24
_WIDTH = 460
_PIN_DIGITS = 4


class SignInWindow(QWidget):
    """Emits what was typed, which leaves the field at once."""

    submitted = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("マイナンバーカードでサインイン"))
        self.setMinimumWidth(_WIDTH)
        self.pin = PinField(self.tr("暗証番号（数字4桁）"))
        self.pin.setMaxLength(_PIN_DIGITS)
        self.button = KeyButton(self.tr("サインイン"), "Enter", primary=True)
        self.news = text("", wrap=True)
        self.news.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        card = Card()
        inside = QVBoxLayout(card)
        inside.setSpacing(12)
        inside.addWidget(text(self.tr("ご本人のページを開きます"), "title"))
        inside.addWidget(
            text(
                self.tr(
                    "カードをリーダーに置き、利用者証明用の暗証番号を入れてください。"
                    "このパソコンのブラウザーが開きます。"
                ),
                wrap=True,
            )
        )
        inside.addWidget(text(self.tr("暗証番号（数字4桁）"), "caption"))
        inside.addWidget(self.pin)
        inside.addWidget(self.button)
        inside.addWidget(self.news)
        around = QVBoxLayout(self)
        around.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        around.addWidget(card)
        around.addStretch(1)
        self.button.clicked.connect(self._submit)
        self.pin.returnPressed.connect(self._submit)
        self.pin.setFocus()

    def show_state(self, state: SignInState) -> None:
        self.button.setEnabled(not state.busy)
        self.pin.setEnabled(not state.busy)
        self.news.setText(self._words(state))
        if not state.busy:
            self.pin.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.pin.clear()
        self.closed.emit()
        super().closeEvent(event)

    def _submit(self) -> None:
        self.submitted.emit(self.pin.take())

    def _words(self, state: SignInState) -> str:
        if state.busy:
            return self.tr("カードを読み取っています。置いたままお待ちください。")
        if state.opened:
            return self.tr(
                "ブラウザーを開きました。1分以内に「開く」を押してください。カードはお取りください。"
            )
        if state.page:
            return (
                self.tr("ブラウザーが見つかりません。1分以内に、次のアドレスを開いてください：\n")
                + state.page
            )
        if state.trouble is not None:
            return f"{state.trouble.what}{state.trouble.next_step}"
        return ""
