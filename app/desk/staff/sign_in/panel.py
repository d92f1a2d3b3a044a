"""The sign-in: a number key chooses the name, then the PIN. It covers the desk while locked."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.desk.staff.centred import Centred
from app.desk.staff.pin_field import PinField
from app.desk.staff.sign_in.presenter import SignInState
from app.desk.widgets import Banner, Card, KeyButton, caption
from app.staff.member import StaffMember


class SignInPanel(Centred):
    """chosen carries a StaffId; submitted a PIN, which is kept nowhere."""

    chosen = Signal(int)
    chosen_again = Signal()
    submitted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Card(), letters=26, parent=parent)
        self._state = SignInState()
        self._clinic = QLabel()
        self._clinic.setProperty("type", "title")
        self._title = QLabel(self.tr("お名前の番号を押してください"))
        self._names = QListWidget()
        self._names.setAccessibleName(self.tr("お名前"))
        self._names.installEventFilter(self)
        self._names.itemClicked.connect(self._choose)
        self._names.itemActivated.connect(self._choose)
        self._chosen = QLabel()
        self._chosen.setProperty("type", "name")
        self._pin = PinField(self.tr("暗証番号"))
        self._pin.returnPressed.connect(self._submit)
        self._message = QLabel()
        self._message.setWordWrap(True)
        self._message.setProperty("tone", "lapsed")
        self._banner = Banner()
        self._enter = KeyButton(self.tr("始める"), "Enter", primary=True)
        self._enter.clicked.connect(self._submit)
        self._back = KeyButton(self.tr("名前を選びなおす"), "Esc")
        self._back.clicked.connect(self.chosen_again)
        self._lay_out()

    def _lay_out(self) -> None:
        self._pin_box = QWidget()
        pin = QVBoxLayout(self._pin_box)
        pin.setContentsMargins(0, 0, 0, 0)
        pin.setSpacing(10)
        pin.addWidget(self._chosen)
        pin.addWidget(caption(self.tr("暗証番号")))
        pin.addWidget(self._pin)
        pin.addWidget(self._message)
        pin.addWidget(self._enter)
        pin.addWidget(self._back)
        for widget in (self._clinic, self._title, self._names, self._pin_box, self._banner):
            self.column.addWidget(widget)

    def set_clinic(self, name: str) -> None:
        self._clinic.setText(name)

    def show_state(self, state: SignInState) -> None:
        before, self._state = self._state, state
        if state.members != before.members or state.last != before.last:
            self._list(state)
        choosing = state.chosen is None
        self._title.setVisible(choosing)
        self._names.setVisible(choosing)
        self._pin_box.setVisible(not choosing)
        self._chosen.setText(state.chosen.name if state.chosen else "")
        self._pin.setEnabled(not state.busy)
        self._enter.setEnabled(not state.busy)
        self._back.setVisible(len(state.members) > 1)
        self._message.setText(self._message_words(state))
        self._message.setVisible(bool(self._message.text()))
        self._banner.show_advice(state.trouble)
        if choosing or _id_of(state.chosen) != _id_of(before.chosen) or state.pin_wrong:
            self._pin.clear()
        (self._names if choosing else self._pin).setFocus(Qt.FocusReason.OtherFocusReason)

    def _list(self, state: SignInState) -> None:
        self._names.clear()
        for number, member in enumerate(state.members, start=1):
            key = f"{number}　" if number <= 9 else "　　"
            item = QListWidgetItem(f"{key}{member.name}　　{member.role_words}")
            item.setData(Qt.ItemDataRole.UserRole, member.id)
            self._names.addItem(item)
        self._names.setCurrentRow(self._row_of(state.last))
        shown = min(max(self._names.count(), 3), 9)
        self._names.setFixedHeight(self._names.sizeHintForRow(0) * shown + 16)

    def _row_of(self, last: StaffMember | None) -> int:
        """Who was here before the lock is likely to come back."""
        ids = [member.id for member in self._state.members]
        return ids.index(last.id) if last is not None and last.id in ids else 0

    def _message_words(self, state: SignInState) -> str:
        if state.paused_s is not None:
            words = self.tr("続けて間違えたため、{0}秒お待ちください。忘れたときは管理者が付けなおせます。")
            return words.format(state.paused_s)
        return self.tr("暗証番号が違います") if state.pin_wrong else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._names and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._number_pressed(event)
        return super().eventFilter(watched, event)

    def _number_pressed(self, event: QKeyEvent) -> bool:
        text = event.text()
        if len(text) == 1 and text.isdecimal() and 1 <= int(text) <= len(self._state.members):
            self.chosen.emit(self._state.members[int(text) - 1].id)
            return True
        return False

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def _submit(self) -> None:
        self.submitted.emit(self._pin.take())


def _id_of(member: StaffMember | None) -> int | None:
    return member.id if member is not None else None
