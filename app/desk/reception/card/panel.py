"""The reader panel: what lies there, the photograph, the PIN; PIN keys reach only the PIN field."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.desk.reception import keys
from app.desk.reception.card.agreeing import AgreeingPart
from app.desk.reception.card.picture import CardPicture
from app.desk.reception.state import CardPhase, CardState
from app.desk.widgets import Badge, Banner, Card, KeyButton, text
from app.desk.widgets.buttons import key_words
from app.desk.widgets.labels import set_tone
from app.eligibility.card import CardKind, CardReading
from app.scheme.days import written

_LAST_TRY = 1


class CardPanel(Card):
    """pin_entered carries the four digits; the field is empty again before anything else happens."""

    photograph_confirmed = Signal()
    pin_entered = Signal(str)
    read_again_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("カード"))  # the keyboard comes here when the field of the PIN goes
        self._insertion = -1
        self._title = text("", "title")
        self._title.setWordWrap(True)
        self._detail = text("", "caption", wrap=True)
        self._picture = CardPicture()
        words = self.tr("お顔と券面の写真を確認")
        self._photograph = KeyButton(words, keys.PHOTOGRAPH, primary=True, listens=False)
        self._photograph.clicked.connect(self.photograph_confirmed)
        self._to_photograph = QShortcut(QKeySequence(keys.PHOTOGRAPH), self)
        self._to_photograph.setAutoRepeat(False)
        self._to_photograph.activated.connect(self.photograph_confirmed)
        self._photograph_done = Badge()
        self._pin_done = Badge()
        self._pin = QLineEdit()
        self._pin.setEchoMode(QLineEdit.EchoMode.Password)
        self._pin.setMaxLength(4)
        self._pin.setValidator(QIntValidator(0, 9999, self._pin))
        self._pin.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._pin.setAccessibleName(self.tr("暗証番号4桁"))
        self._pin.returnPressed.connect(self._send_pin)
        self._tries = text("", "caption")
        self.agreeing = AgreeingPart()
        self._pin_row = self._row_of_pin()
        self._to_pin = QShortcut(QKeySequence(keys.PIN), self)
        self._to_pin.activated.connect(self._focus_pin)
        self._warning = text("", "caption", "caution", wrap=True)
        self._banner = Banner()
        self._again = KeyButton(self.tr("読み取り直す"), keys.READ_AGAIN)
        self._again.clicked.connect(self.read_again_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(8)
        layout.addLayout(self._head())
        layout.addWidget(self._photograph)
        layout.addWidget(self._photograph_done)
        layout.addWidget(self.agreeing)
        layout.addWidget(self._pin_row)
        layout.addWidget(self._pin_done)
        layout.addWidget(self._warning)
        layout.addWidget(self._banner)
        layout.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeft)

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        words.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._picture)
        head.addLayout(words, 1)
        return head

    def _row_of_pin(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(text(self.tr("暗証番号"), ""))
        layout.addWidget(text(key_words(keys.PIN), "key"), 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._pin, 1)
        layout.addWidget(self._tries)
        return row

    def show_state(self, state: CardState) -> None:
        is_read = state.phase is CardPhase.READ and state.reading is not None
        takes_pin = is_read and not state.pin_given and state.tries_left > 0
        if state.insertion != self._insertion or not takes_pin:
            self._insertion = state.insertion
            self._close_pin()
        title, detail = self._words(state)
        self._title.setText(title)
        set_tone(self._title, "accent" if state.done else None)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self._picture.show_card(state.phase in (CardPhase.READING, CardPhase.READ, CardPhase.FAILED))
        self._show_photograph(state)
        self.agreeing.show_state(state)
        self._pin_row.setVisible(is_read and not state.pin_given)
        self._pin.setEnabled(takes_pin)
        self._pin.setReadOnly(state.busy)  # disabled it would hand the cursor on to another field
        self._tries.setText(self._tries_words(state))
        self._pin_done.setVisible(is_read and state.pin_given)
        self._pin_done.show_words("valid", self.tr("暗証番号を確認しました"))
        warning = self._warning_words(state)
        self._warning.setText(warning)
        self._warning.setVisible(bool(warning))
        self._banner.show_advice(state.trouble, "lapsed" if state.phase is CardPhase.FAILED else "caution")
        self._again.setVisible(state.phase is CardPhase.FAILED)

    def _close_pin(self) -> None:
        """Digits still being typed go nowhere: not into the field that Qt would hand the cursor on to."""
        self._pin.clear()
        if self._pin.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_photograph(self, state: CardState) -> None:
        plastic = state.reading is not None and state.reading.kind is CardKind.PLASTIC
        self._photograph.setVisible(plastic and not state.photograph_confirmed)
        self._photograph_done.setVisible(plastic and state.photograph_confirmed)
        self._photograph_done.show_words("valid", self.tr("お顔と券面の写真を確認しました"))

    def _words(self, state: CardState) -> tuple[str, str]:
        match state.phase:
            case CardPhase.STARTING:
                return self.tr("リーダーを探しています"), ""
            case CardPhase.NO_SERVICE:
                return (
                    self.tr("カードリーダーの仕組みが動いていません"),
                    self.tr("スマートカード サービスが止まっています。番号の入力で受付できます。"),
                )
            case CardPhase.NO_READER:
                return self.tr("カードリーダーがありません"), self.tr("番号の入力で受付できます。")
            case CardPhase.EMPTY:
                return self.tr("カードを置いてください"), self.tr("{0}　使えます").format(state.reader)
            case CardPhase.READING:
                return self.tr("読み取っています"), self.tr("カードを動かさないでください。")
            case CardPhase.FAILED:
                return self.tr("読み取れませんでした"), state.reader
            case CardPhase.READ:
                return self._read_words(state), self._certificate_words(state)

    def _read_words(self, state: CardState) -> str:
        if state.done:
            return self.tr("カードをお返しください")
        return self.tr("問い合わせています") if state.busy else self.tr("カードを読み取りました")

    def _certificate_words(self, state: CardState) -> str:
        if state.reading is None:
            return ""
        until = written(state.reading.valid_until.date())
        return self.tr("電子証明書は{0}まで").format(until)

    def _tries_words(self, state: CardState) -> str:
        return self.tr("残り{0}回").format(state.tries_left) if state.tries_left else self.tr("ロック中")

    def _warning_words(self, state: CardState) -> str:
        if state.reading is None:
            return ""
        told = [self._expiry_words(state.reading, state)]
        if state.reading.kind.is_phone:
            told.append(self.tr("スマートフォンです。暗証番号で確認します（写真は使えません）。"))
        if state.tries_left == _LAST_TRY and not state.pin_given:
            told.append(self.tr("暗証番号はあと1回でロックされます。写真の確認をお勧めします。"))
        if state.tries_left == 0:
            told.append(self.tr("暗証番号はロックされています。写真で確認してください。"))
        return "\n".join(words for words in told if words)

    def _expiry_words(self, reading: CardReading, state: CardState) -> str:
        if state.today is None or not reading.expires_soon(state.today):
            return ""
        until = written(reading.valid_until.date())
        if reading.valid_until.date() < state.today:
            return self.tr("電子証明書は{0}に切れています。3か月間は資格確認だけ使えます。").format(until)
        return self.tr("電子証明書がまもなく切れます（{0}）。更新をご案内ください。").format(until)

    def _focus_pin(self) -> None:
        if self._pin.isVisible() and self._pin.isEnabled():
            self._pin.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _send_pin(self) -> None:
        digits = self._pin.text()
        self._pin.clear()
        self.pin_entered.emit(digits)
