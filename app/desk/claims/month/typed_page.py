"""Card and person of a receipt typed over by hand: Enter shows first what would change."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from app.claims.typed_fixes import TypedReceipt
from app.desk.claims.month.state import Mending
from app.desk.patients.complaints import complaint_words
from app.desk.widgets import Field, caption, scrolled, text
from app.scheme.cover import SEX_WORDS

_CARD = ("insurer", "symbol", "number", "branch")
_DIGITS = frozenset({"insurer", "number", "branch", "birth"})
_SEXES = ("1", "2")
_TOP = Qt.AlignmentFlag.AlignTop


class TypedPage(QWidget):
    """submitted carries a TypedReceipt."""

    submitted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filled: TypedReceipt | None = None
        captions = {
            "insurer": self.tr("保険者番号"),
            "symbol": self.tr("記号"),
            "number": self.tr("番号"),
            "branch": self.tr("枝番（2桁）"),
            "name": self.tr("氏名"),
            "kana": self.tr("カナ氏名"),
            "birth": self.tr("生年月日"),
        }
        self._fields = {name: Field(words, digits=name in _DIGITS) for name, words in captions.items()}
        for field in self._fields.values():
            field.submitted.connect(self.submit)
        self._sexes = QButtonGroup(self)
        self._sex_complaint = text("", "small", "lapsed", wrap=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        for place, name in enumerate(_CARD):
            grid.addWidget(self._fields[name], place // 2, place % 2, _TOP)
        grid.addWidget(self._fields["name"], 2, 0, 1, 2)
        grid.addWidget(self._fields["kana"], 3, 0, 1, 2)
        grid.addWidget(self._fields["birth"], 4, 0, 1, 2)
        grid.addLayout(self._sex_choice(), 5, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(text(self.tr("証を見て、写しに直す値を入力"), "heading"))
        self._area = scrolled(grid, right_margin=8)
        column.addWidget(self._area, 1)

    def _sex_choice(self) -> QVBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(caption(self.tr("性別")))
        for code in _SEXES:
            button = QRadioButton(SEX_WORDS[code])
            self._sexes.addButton(button, int(code))
            row.addWidget(button)
        row.addStretch(1)
        choice = QVBoxLayout()
        choice.addLayout(row)
        choice.addWidget(self._sex_complaint)
        return choice

    def show_mending(self, mending: Mending) -> None:
        """What is typed stays, unless other values are to stand there; when typing is over, nothing of it does."""
        if mending.filled is not self._filled:
            self._filled = mending.filled
            self._fill(mending.filled or TypedReceipt())
        wrong = dict(mending.wrong)
        for name, field in self._fields.items():
            field.show_complaint(complaint_words(wrong[name]) if name in wrong else "")
            field.setEnabled(mending.has_card or name not in _CARD)
        self._sex_complaint.setText(complaint_words(wrong["sex"]) if "sex" in wrong else "")
        self._sex_complaint.setVisible("sex" in wrong)

    def focus_first(self) -> None:
        """By its key: the first field that can be typed in."""
        first = next(field for field in self._fields.values() if field.isEnabled())
        first.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        first.edit.selectAll()
        self._area.ensureWidgetVisible(first)

    def submit(self) -> None:
        """As it stands in the fields."""
        checked = self._sexes.checkedId()
        values = {name: field.value() for name, field in self._fields.items()}
        self.submitted.emit(TypedReceipt(**values, sex=str(checked) if checked > 0 else self._begun_sex()))

    def _begun_sex(self) -> str:
        """Where the receipt states none that can be chosen, and nobody chose."""
        return self._filled.sex if self._filled is not None else ""

    def _fill(self, filled: TypedReceipt) -> None:
        for name, field in self._fields.items():
            field.set_value(getattr(filled, name))
        self._sexes.setExclusive(False)
        for button in self._sexes.buttons():
            button.setChecked(str(self._sexes.id(button)) == filled.sex)
        self._sexes.setExclusive(True)
