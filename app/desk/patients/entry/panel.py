"""The form of a patient. Enter saves from every field; what is wrong stands beside its field."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.desk.patients import keys
from app.desk.patients.complaints import complaint_words
from app.desk.patients.entry.duplicates import Duplicates
from app.desk.patients.entry.presenter import EntryState
from app.desk.staff.enter_form import EnterForm
from app.desk.widgets import Banner, Field, KeyButton, caption, scrolled, text
from app.patients.enter import PatientForm
from app.scheme.cover import SEX_WORDS

_CARD_FIELDS = ("insurer", "symbol", "number", "branch")
_DIGITS = frozenset({"birth", "postcode", "phone", *_CARD_FIELDS})


class EntryPanel(QWidget):
    """submitted carries a PatientForm; existing_opened a PatientId."""

    submitted = Signal(object)
    save_all_the_same_requested = Signal()
    existing_opened = Signal(int)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: EntryState | None = None
        self._title = QLabel()
        self._title.setProperty("type", "title")
        captions = {
            "name": self.tr("氏名"),
            "kana": self.tr("カナ（ひらがなでも）"),
            "birth": self.tr("生年月日（S63.2.14 のようにも）"),
            "postcode": self.tr("郵便番号"),
            "phone": self.tr("電話"),
            "address": self.tr("住所"),
            "insurer": self.tr("保険者番号"),
            "symbol": self.tr("記号"),
            "number": self.tr("番号"),
            "branch": self.tr("枝番（2桁）"),
        }
        self._fields = {name: Field(words, digits=name in _DIGITS) for name, words in captions.items()}
        self._sexes = QButtonGroup(self)
        self._sex_complaint = text("", "small", "lapsed")
        self._note = QPlainTextEdit()
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(self._note.fontMetrics().lineSpacing() * 4)
        self._note.setAccessibleName(self.tr("メモ"))
        self._note.installEventFilter(self)
        self._note_complaint = text("", "small", "lapsed")
        self._save = KeyButton(self.tr("登録"), "Enter", primary=True)
        self._save.clicked.connect(self._submit)
        self._cancel = KeyButton(self.tr("やめる"), keys.BACK)
        self._cancel.clicked.connect(self.cancelled)
        self._banner = Banner()
        self._duplicates = Duplicates()
        self._duplicates.existing_opened.connect(self.existing_opened)
        self._duplicates.different_person.connect(self.save_all_the_same_requested)
        self._lay_out()

    def _lay_out(self) -> None:
        form = EnterForm()
        form.entered.connect(self._submit)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(form, 3)
        column = QVBoxLayout(form)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._banner)
        column.addWidget(scrolled(self._grid(), right_margin=8, parent=form), 1)
        column.addLayout(self._buttons())
        layout.addWidget(self._duplicates, 2)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        field = self._fields
        grid.addWidget(field["name"], 0, 0, 1, 2)
        grid.addWidget(field["kana"], 0, 2, 1, 2)
        grid.addWidget(field["birth"], 1, 0, 1, 2)
        grid.addLayout(self._sex_choice(), 1, 2, 1, 2)
        grid.addWidget(field["postcode"], 2, 0)
        grid.addWidget(field["address"], 2, 1, 1, 3)
        grid.addWidget(field["phone"], 3, 0)
        grid.addLayout(self._note_area(), 3, 1, 1, 3)
        self._card_title = caption(self.tr("保険（券面を見たとき。後からでもよい）"))
        grid.addWidget(self._card_title, 4, 0, 1, 4)
        for place, name in enumerate(_CARD_FIELDS):
            grid.addWidget(field[name], 5, place)
        for name in self._fields:
            grid.setAlignment(field[name], Qt.AlignmentFlag.AlignTop)
        return grid

    def _sex_choice(self) -> QVBoxLayout:
        choice = QVBoxLayout()
        choice.setSpacing(8)
        choice.addWidget(caption(self.tr("性別")))
        row = QHBoxLayout()
        words = {"3": self.tr("不明")}
        for code, usual in SEX_WORDS.items():
            button = QRadioButton(words.get(code, usual))
            self._sexes.addButton(button, int(code))
            row.addWidget(button)
        row.setSpacing(18)
        row.addStretch(1)
        choice.addLayout(row)
        choice.addWidget(self._sex_complaint)
        choice.addStretch(1)
        return choice

    def _note_area(self) -> QVBoxLayout:
        area = QVBoxLayout()
        area.setSpacing(3)
        area.addWidget(caption(self.tr("メモ（改行は Shift Enter）")))
        area.addWidget(self._note)
        area.addWidget(self._note_complaint)
        return area

    def _buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        buttons.addWidget(self._save)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        return buttons

    def show_state(self, state: EntryState) -> None:
        """What is typed stays: the fields are filled only when another form begins."""
        if self._state is None or self._state.begun_with is not state.begun_with:
            self._fill(state)
        self._state = state
        self._banner.show_advice(state.trouble)
        self._save.setEnabled(not state.busy)
        complaints = {each.field: complaint_words(each.code) for each in state.complaints}
        for name, field in self._fields.items():
            field.show_complaint(complaints.get(name, ""))
        self._sex_complaint.setText(complaints.get("sex", ""))
        self._note_complaint.setText(complaints.get("note", ""))
        self._duplicates.show_people(state.alike)

    def _fill(self, state: EntryState) -> None:
        self._title.setText(self.tr("新しい患者") if state.is_new else self.tr("患者の情報を訂正"))
        for name, field in self._fields.items():
            field.edit.setText(getattr(state.begun_with, name))
            field.setVisible(state.is_new or name not in _CARD_FIELDS)
        self._card_title.setVisible(state.is_new)
        self._note.setPlainText(state.begun_with.note)
        self._sexes.setExclusive(False)
        for button in self._sexes.buttons():
            button.setChecked(str(self._sexes.id(button)) == state.begun_with.sex)
        self._sexes.setExclusive(True)

    def field(self, name: str) -> QLineEdit:
        """The field of this name in PatientForm."""
        return self._fields[name].edit

    def choose_sex(self, code: str) -> None:
        self._sexes.button(int(code)).setChecked(True)

    def focus_first(self) -> None:
        self._fields["name"].edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _submit(self) -> None:
        checked = self._sexes.checkedId()
        typed = {name: field.edit.text() for name, field in self._fields.items()}
        form = PatientForm(**typed, sex=str(checked) if checked > 0 else "", note=self._note.toPlainText())
        self.submitted.emit(form)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the memo saves like everywhere else; with Shift it is a new line."""
        if watched is self._note and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
                self._submit()
                return True
        return super().eventFilter(watched, event)
