"""What a merge would do, to be read before it is agreed to."""

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.desk.patients import keys
from app.desk.patients.likeness_words import likeness_words
from app.desk.patients.words import birth_long, card_numbers, sex_words
from app.desk.widgets import Badge, Card, KeyButton, caption, scrolled, text
from app.patients.merge import DetailChoice, WhatMoves
from app.patients.patient import patient_number
from app.scheme.cover import NOT_GIVEN

_TOP = Qt.AlignmentFlag.AlignTop


class Moves(Card):
    """Hidden until two entries are compared."""

    swapped = Signal()
    detail_taken = Signal(str, bool)
    agreed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._moves: WhatMoves | None = None
        self._kept = QLabel()
        self._gone = QLabel()
        self._reasons = caption("")
        self._listed = QLabel()
        for label in (self._kept, self._gone, self._reasons, self._listed):
            label.setWordWrap(True)
        self._other_birth = Badge()
        self._other_birth.show_words("lapsed", self.tr("生年月日が違います。本当に同じ人か確かめてください"))
        self._choices = QWidget()
        self._grid = QGridLayout(self._choices)
        self._grid.setColumnStretch(2, 1)
        self._grid.setHorizontalSpacing(12)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._swap = KeyButton(self.tr("残す番号を入れ替える"), keys.SWAP)
        self._swap.clicked.connect(self.swapped)
        self._agree = KeyButton(self.tr("まとめる"), keys.AGREE, primary=True)
        self._agree.clicked.connect(self.agreed)
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self._agree)
        buttons.addWidget(self._swap)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        for widget in (self._kept, self._gone, self._reasons, self._other_birth):
            layout.addWidget(widget)
        layout.addWidget(caption(self.tr("移るもの")))
        layout.addWidget(self._listed)
        layout.addWidget(caption(self.tr("違うところ（残すほうを選びます）")))
        layout.addWidget(scrolled(self._choices), 1)
        layout.addLayout(buttons)
        layout.addWidget(caption(self.tr("まとめた後も、患者のページから元に戻せます。")))
        self.hide()

    def show_moves(self, moves: WhatMoves | None, take: frozenset[str], busy: bool) -> None:
        self.setVisible(moves is not None)
        self._agree.setEnabled(not busy)
        if moves is None or moves == self._moves:
            return
        self._moves = moves
        self._kept.setText(self.tr("残る　{0}　{1}").format(patient_number(moves.kept.id), moves.kept.name))
        self._gone.setText(self.tr("消える　{0}　{1}").format(patient_number(moves.gone.id), moves.gone.name))
        self._reasons.setText(likeness_words(moves.reasons))
        self._other_birth.setVisible(moves.other_birth_date)
        self._listed.setText("\n".join(self._what(moves)))
        self._show_choices(moves.choices, take)

    def _what(self, moves: WhatMoves) -> list[str]:
        lines = [self.tr("・保険　{0}").format(card_numbers(card)) for card in moves.cards]
        if moves.shared_cards:
            lines.append(
                self.tr("・どちらにもある保険 {0}件は、新しい確認を残します").format(len(moves.shared_cards))
            )
        lines.append(self.tr("・確認の記録　{0}件").format(moves.checks))
        return lines

    def _show_choices(self, choices: tuple[DetailChoice, ...], take: frozenset[str]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for row, choice in enumerate(choices):
            self._grid.addWidget(caption(self._caption(choice.field)), 2 * row, 0, _TOP)
            group = QButtonGroup(self._choices)
            for below, (value, from_gone) in enumerate(((choice.kept, False), (choice.gone, True))):
                button = QRadioButton(self._number(from_gone))
                words = self._value(choice.field, value)
                button.setAccessibleName(f"{self._caption(choice.field)} {words}")
                button.setChecked((choice.field in take) is from_gone)
                button.clicked.connect(partial(self.detail_taken.emit, choice.field, from_gone))
                group.addButton(button)
                self._grid.addWidget(button, 2 * row + below, 1, _TOP)
                self._grid.addWidget(text(words, wrap=True), 2 * row + below, 2, _TOP)

    def _number(self, from_gone: bool) -> str:
        """Whose value it is: the patient's number."""
        if self._moves is None:
            return ""
        return patient_number((self._moves.gone if from_gone else self._moves.kept).id)

    def _caption(self, field: str) -> str:
        return {
            "name": self.tr("氏名"),
            "kana": self.tr("カナ"),
            "sex": self.tr("性別"),
            "birth_on": self.tr("生年月日"),
            "postcode": self.tr("郵便番号"),
            "address": self.tr("住所"),
            "phone": self.tr("電話"),
            "note": self.tr("メモ"),
        }[field]

    @staticmethod
    def _value(field: str, value: object) -> str:
        if isinstance(value, date):
            return birth_long(value)
        if value is None:
            return NOT_GIVEN
        return sex_words(str(value)) if field == "sex" else str(value)
