"""The first start: three steps, one at a time, with the way ahead always in sight."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from app.desk.staff.centred import Centred
from app.desk.staff.first_start.code_groups import CodeGroups
from app.desk.staff.first_start.presenter import FirstStartState, Step
from app.desk.staff.pin_field import PinField
from app.desk.staff.words import refusal_words
from app.desk.widgets import Banner, Card, KeyButton, caption

PRINT_KEY = "Ctrl+Shift+P"
CONNECT_WORDS = "python -m app connect --central URL --institution CODE --secret-stdin"


class FirstStartPanel(Centred):
    """manager_entered: name, PIN, PIN again. code_typed: the code as typed from paper."""

    manager_entered = Signal(str, str, str)
    print_requested = Signal(str)
    code_typed = Signal(str)
    ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Card(), letters=46, parent=parent)
        self._state = FirstStartState()
        self._steps = caption("")
        self._title = QLabel()
        self._title.setProperty("type", "name")
        self._banner = Banner()
        self._pages = QStackedWidget()
        self._complaint = QLabel()
        self._complaint.setWordWrap(True)
        self._complaint.setProperty("tone", "lapsed")
        for page in (self._manager_page(), self._recovery_page(), self._connection_page()):
            self._pages.addWidget(page)
        for widget in (self._steps, self._title, self._banner, self._pages, self._complaint):
            self.column.addWidget(widget)

    def _manager_page(self) -> QWidget:
        self._name = QLineEdit()
        self._name.setAccessibleName(self.tr("管理者のお名前"))
        self._pin = PinField(self.tr("暗証番号"))
        self._pin_again = PinField(self.tr("もう一度"))
        self._next = KeyButton(self.tr("次へ"), "Enter", primary=True)
        for field in (self._name, self._pin, self._pin_again):
            field.returnPressed.connect(self._enter_manager)
        self._next.clicked.connect(self._enter_manager)
        return _page(
            _text(self.tr("はじめに管理者を決めます。職員の追加と設定は、管理者だけができます。")),
            caption(self.tr("お名前（呼び名。例 佐藤）")),
            self._name,
            caption(self.tr("暗証番号（4〜12桁の数字。1111 や 1234 は使えません）")),
            self._pin,
            caption(self.tr("もう一度")),
            self._pin_again,
            self._next,
        )

    def _recovery_page(self) -> QWidget:
        self._code = CodeGroups()
        self._print = KeyButton(self.tr("印刷"), PRINT_KEY)
        self._print.clicked.connect(lambda: self.print_requested.emit(self._state.code))
        self._typed = QLineEdit()
        self._typed.setAccessibleName(self.tr("復旧コード"))
        self._typed.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._typed.setInputMethodHints(
            Qt.InputMethodHint.ImhLatinOnly | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._typed.returnPressed.connect(self._type_code)
        self._try = KeyButton(self.tr("確かめて次へ"), "Enter", primary=True)
        self._try.clicked.connect(self._type_code)
        return _page(
            _text(
                self.tr(
                    "台帳は暗号で守られています。このPCが壊れたとき、復旧コードがあれば別のPCで台帳を開けます。"
                    "印刷するか書き写し、金庫など鍵のかかる所に保管してください。このコードは二度と表示しません。"
                )
            ),
            self._code,
            self._print,
            caption(self.tr("控えを見て、一度入力してください（大文字・小文字、区切りは問いません）")),
            self._typed,
            self._try,
        )

    def _connection_page(self) -> QWidget:
        command = QLineEdit(CONNECT_WORDS)
        command.setReadOnly(True)
        command.setAccessibleName(self.tr("接続のコマンド"))
        self._end = KeyButton(self.tr("受付を始める"), "Enter", primary=True)
        self._end.setAutoDefault(True)  # there is no field here whose Enter it could be
        self._end.clicked.connect(self.ended)
        return _page(
            _text(
                self.tr(
                    "センターへの接続は、医療機関コードと秘密の文字列が届いてから、次のコマンドで行います。"
                    "接続しなくても、台帳・患者の検索・保険証の記録は使えます。"
                )
            ),
            command,
            self._end,
        )

    def show_state(self, state: FirstStartState) -> None:
        before, self._state = self._state, state
        self._steps.setText(self.tr("{0} / 3").format(state.step.value))
        self._title.setText(self._title_words(state.step))
        self._pages.setCurrentIndex(state.step.value - 1)
        self._code.show_code(state.code)
        self._complaint.setText(self._complaint_words(state))
        self._banner.show_advice(state.trouble)
        for button in (self._next, self._try, self._print):
            button.setEnabled(not state.busy)
        if state.step is not before.step:
            self.focus_first()

    def focus_first(self) -> None:
        first = {Step.MANAGER: self._name, Step.RECOVERY: self._typed, Step.CONNECTION: self._end}
        first[self._state.step].setFocus(Qt.FocusReason.OtherFocusReason)

    def _title_words(self, step: Step) -> str:
        return {
            Step.MANAGER: self.tr("管理者"),
            Step.RECOVERY: self.tr("復旧コード"),
            Step.CONNECTION: self.tr("センターへの接続"),
        }[step]

    def _complaint_words(self, state: FirstStartState) -> str:
        words = refusal_words(state.complaint)
        if state.wrong_groups:
            groups = "・".join(map(str, state.wrong_groups))
            words += self.tr("{0}番目の組が違うようです。").format(groups)
        return words

    def _enter_manager(self) -> None:
        self.manager_entered.emit(self._name.text(), self._pin.take(), self._pin_again.take())

    def _type_code(self) -> None:
        self.code_typed.emit(self._typed.text())


def _page(*widgets: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    for widget in widgets:
        if isinstance(widget, KeyButton):
            row = QHBoxLayout()
            row.addWidget(widget)
            row.addStretch(1)
            column.addLayout(row)
        else:
            column.addWidget(widget)
    column.addStretch(1)
    return page


def _text(words: str) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    return label
