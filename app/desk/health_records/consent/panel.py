"""No consent yet: how the patient can give one, or the form on paper to be recorded."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.consent.consent import KIND_WORDS, ConsentKind
from app.consent.ports import PaperForm
from app.desk.health_records import keys
from app.desk.health_records.consent import words
from app.desk.health_records.state import RecordsState
from app.desk.widgets import Banner, Card, Field, KeyButton, rule, scrolled, text
from app.scheme.outcome import Level

_NUMBER_LETTERS = 20


class ConsentPanel(Card):
    """recorded carries a PaperForm."""

    recorded = Signal(object)
    form_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = Banner()
        self._kinds = {kind: QCheckBox(KIND_WORDS[kind]) for kind in ConsentKind}
        self._number = Field(self.tr("同意書の番号"), digits=True)
        self._number.edit.setMaxLength(_NUMBER_LETTERS)
        self._document = Field(self.tr("確かめた本人確認書類（例：運転免許証）"))
        self._document.edit.setMaxLength(_NUMBER_LETTERS)
        self._photo = text(
            self.tr("✓ お顔と写真を確認済みです。書類名は要りません。"), "caption", "valid", wrap=True
        )
        self._record = KeyButton(self.tr("同意書を記録する"), keys.RECORD, primary=True)
        self._record.clicked.connect(self._tell)
        self._print = KeyButton(self.tr("同意書の用紙を印刷"), keys.PRINT)
        self._print.clicked.connect(self.form_requested)
        inside = QVBoxLayout()
        inside.setSpacing(10)
        inside.addWidget(self._told)
        inside.addWidget(text(self.tr("まだ同意がありません"), "title", wrap=True))
        inside.addWidget(
            text(
                self.tr(
                    "受付の画面で「見せる情報」を選び、暗証番号を入れていただくと、資格確認と同時に同意になります。"
                ),
                "lead",
                wrap=True,
            )
        )
        self._who = text("", wrap=True)
        inside.addWidget(text(f"・{words.ASK}", wrap=True))
        inside.addWidget(self._who)
        for told in (words.HOW_LONG, words.NO_HARM):
            inside.addWidget(text(f"・{told}", wrap=True))
        inside.addWidget(rule())
        inside.addWidget(text(self.tr("同意書（紙）で同意いただいたとき"), "heading", wrap=True))
        kinds = QHBoxLayout()
        for box in self._kinds.values():
            kinds.addWidget(box)
        kinds.addStretch(1)
        inside.addLayout(kinds)
        for part in (self._number, self._document, self._photo):
            inside.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.addWidget(scrolled(inside, 8), 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self._record)
        buttons.addWidget(self._print)
        buttons.addStretch(1)
        layout.addLayout(buttons)

    def show_state(self, state: RecordsState) -> None:
        if state.told:
            self._told.show_words(state.told, tone="valid")
        else:
            self._told.hide()
        self._who.setText(f"・{words.who(state.readers)}")
        by_photo = state.person is not None and state.person.level is not Level.TYPED
        self._document.setVisible(not by_photo)
        self._photo.setVisible(by_photo)
        self._record.setEnabled(not state.busy)

    def kinds(self) -> tuple[QCheckBox, ...]:
        """Their boxes, medicines first."""
        return tuple(self._kinds.values())

    def clear(self) -> None:
        """Another patient: nothing chosen, nothing typed."""
        for box in self._kinds.values():
            box.setChecked(False)
        self._number.set_value("")
        self._document.set_value("")
        self._number.show_complaint("")

    def _tell(self) -> None:
        kinds = tuple(kind for kind, box in self._kinds.items() if box.isChecked())
        if not kinds:
            self._number.show_complaint(self.tr("同意書で「見せる」とされた情報を選んでください。"))
            return
        if not self._number.value().strip():
            self._number.show_complaint(self.tr("同意書の番号を入れてください。"))
            return
        self._number.show_complaint("")
        document = self._document.value().strip() or None
        self.recorded.emit(PaperForm(self._number.value().strip(), kinds, document))
