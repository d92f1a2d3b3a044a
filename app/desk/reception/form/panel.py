"""The form 「資格確認書・保険証」: Enter sends it from any of its fields, nothing else does."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.reception import keys
from app.desk.reception.form.hints import birth_caption, is_late_elderly
from app.desk.reception.state import FormState
from app.desk.widgets import Card, Field, KeyButton, caption, text
from app.desk.widgets.buttons import key_words
from app.eligibility.look_alikes import LookAlike
from app.eligibility.question import TypedForm
from app.patients.patient import patient_number
from app.scheme.outcome import DOCUMENT_WORDS, DocumentKind


class FormPanel(Card):
    """form_changed and form_submitted carry a TypedForm, look_alike_taken the hint that was taken."""

    form_changed = Signal(object)
    form_submitted = Signal(object)
    line_pasted = Signal(str)
    clear_requested = Signal()
    look_alike_taken = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._revision = 0
        self._wrong_field: str | None = None
        self._filling = False
        self._alike: LookAlike | None = None
        self._document = QComboBox()
        self._document.setAccessibleName(self.tr("証の種類"))
        for kind in DocumentKind:
            self._document.addItem(DOCUMENT_WORDS[kind], kind)
        self._document.currentIndexChanged.connect(self._changed)
        self._document_hint = text("", "small", "caution", wrap=True)
        self._document_hint.hide()
        self._fields = {
            "insurer": Field(self.tr("保険者番号"), digits=True),
            "symbol": Field(self.tr("記号")),
            "number": Field(self.tr("番号"), digits=True),
            "branch": Field(self.tr("枝番（なければ空欄）"), digits=True),
            "birth": Field("", digits=True),
            "on": Field(self.tr("確認日"), digits=True),
        }
        self._fields["on"].edit.setPlaceholderText(self.tr("本日"))
        for field in self._fields.values():
            field.text_changed.connect(self._changed)
            field.submitted.connect(self._submit)
            field.edit.installEventFilter(self)
        self._name = text("", "caption")
        self._alike_button = KeyButton("", keys.LOOK_ALIKE)
        self._alike_button.clicked.connect(self._take_alike)
        self._alike_button.hide()
        self._submit_button = KeyButton(self.tr("資格を確認"), "Enter", primary=True)
        self._submit_button.clicked.connect(self._submit)
        self.setFocusProxy(self._fields["insurer"])
        self._lay_out()
        self._show_birth_caption(TypedForm())

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(text(self.tr("資格確認書・保険証を入力"), "heading"))
        head.addWidget(text(key_words(keys.FORM), "key"))
        head.addStretch(1)
        head.addWidget(caption(self.tr("消去")))
        head.addWidget(text(key_words(keys.CLEAR), "key"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addLayout(self._grid())
        layout.addWidget(self._submit_button)
        layout.addWidget(self._alike_button)
        note = caption(self.tr("1行まとめて貼り付けできます（例 06139992 701 442 02 0214）"))
        note.setWordWrap(True)
        layout.addWidget(note)
        layout.addStretch(1)

    def _grid(self) -> QGridLayout:
        """In the order in which a card face is read; top-aligned, so that a complaint moves nobody else's field."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._fields["insurer"], 0, 0, 1, 2)
        grid.addWidget(self._name, 1, 0, 1, 2)
        grid.addWidget(self._fields["symbol"], 2, 0, top)
        grid.addWidget(self._fields["number"], 2, 1, top)
        grid.addWidget(self._fields["branch"], 3, 0, top)
        grid.addWidget(self._fields["birth"], 3, 1, top)
        grid.addWidget(self._fields["on"], 4, 0, top)
        document = QVBoxLayout()
        document.setSpacing(3)
        document.addWidget(caption(self.tr("証の種類")))
        document.addWidget(self._document)
        document.addStretch(1)
        grid.addLayout(document, 4, 1)
        grid.addWidget(self._document_hint, 5, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def show_state(self, state: FormState) -> None:
        if state.revision != self._revision:
            self._revision = state.revision
            self._fill(state.form)
        self._fields["insurer"].show_hint(state.insurer.words, "caution" if state.insurer.doubtful else None)
        self._name.setText(state.insurer_name)
        self._name.setVisible(bool(state.insurer_name))
        self._document_hint.setText(state.document_hint)
        self._document_hint.setVisible(bool(state.document_hint))
        self._document.setAccessibleDescription(state.document_hint)
        self._show_birth_caption(state.form)
        self._wrong_field = state.wrong_field
        for name, field in self._fields.items():
            field.show_complaint(state.complaint if name == state.wrong_field else "")
        self._show_alike(state.look_alikes)

    def focus_form(self) -> None:
        """By its key: the field that is wrong, else the first empty one, or the first one where all are filled."""
        edits = [self._fields[name].edit for name in ("insurer", "symbol", "number", "branch", "birth")]
        first = next((edit for edit in edits if not edit.text()), edits[0])
        if self._wrong_field in self._fields:
            first = self._fields[self._wrong_field].edit
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        first.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.matches(QKeySequence.StandardKey.Paste):
                return self._paste()
            if event.key() == Qt.Key.Key_Escape:
                self.clear_requested.emit()
                return True
        return super().eventFilter(watched, event)

    def _paste(self) -> bool:
        """Whether the line belongs to several fields; a single value goes where the cursor is."""
        line = QGuiApplication.clipboard().text().strip()
        if len(line.split()) < 3 or "\n" in line:
            return False
        self.line_pasted.emit(line)
        return True

    def _form(self) -> TypedForm:
        values = {name: field.value() for name, field in self._fields.items()}
        return TypedForm(
            insurer=values["insurer"],
            symbol=values["symbol"],
            number=values["number"],
            branch=values["branch"],
            birth=values["birth"],
            on=values["on"],
            document=DocumentKind(self._document.currentData()),
        )

    def _changed(self) -> None:
        if not self._filling:
            self.form_changed.emit(self._form())

    def _submit(self) -> None:
        self.form_submitted.emit(self._form())

    def _fill(self, form: TypedForm) -> None:
        self._filling = True
        for name in self._fields:
            self._fields[name].set_value(getattr(form, name))
        self._document.setCurrentIndex(self._document.findData(form.document))
        self._filling = False

    def _show_birth_caption(self, form: TypedForm) -> None:
        words, example = birth_caption(form)
        self._fields["birth"].set_caption(words)
        self._fields["birth"].edit.setPlaceholderText(example)
        late_elderly = is_late_elderly(form)
        self._fields["symbol"].setEnabled(not late_elderly)
        self._fields["branch"].setEnabled(not late_elderly)

    def _show_alike(self, found: tuple[LookAlike, ...]) -> None:
        self._alike = found[0] if found else None
        self._alike_button.setVisible(self._alike is not None)
        if self._alike is not None:
            words = self.tr("もしかして {0} {1}さん：{2} {3}")
            number = patient_number(self._alike.patient.id)
            self._alike_button.setText(
                words.format(number, self._alike.patient.name, self._alike.field, self._alike.held)
            )

    def _take_alike(self) -> None:
        if self._alike is not None:
            self.look_alike_taken.emit(self._alike)
