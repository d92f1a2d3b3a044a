"""Beside a bad outcome: likely causes with their evidence, the words to say, the next steps each with its key."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.desk.reception.answer.page import AnswerPage
from app.desk.widgets import KeyButton, SideBySide, text
from app.eligibility.reasons import NextStep

_CAUSES = 4
_LETTERS_BESIDE = 14
"""Japanese letters in a line of the reasons, at least."""


class Guidance(QFrame):
    """step_chosen carries a NextStep."""

    step_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._causes = [text("", wrap=True) for _ in range(_CAUSES)]
        for cause in self._causes:
            cause.setTextFormat(Qt.TextFormat.RichText)
        self._evidence = text("", "small", wrap=True)
        self._words = text("", "words", wrap=True)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(8)
        self._shown_steps: tuple[tuple[str, str, NextStep], ...] = ()
        sides = SideBySide(self._reasons(), self._next(), _LETTERS_BESIDE, second_on_top=True)
        sides.setSpacing(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(sides)

    def _reasons(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(20, 12, 16, 12)
        column.setSpacing(6)
        column.addWidget(text(self.tr("考えられる理由"), "heading"))
        for cause in self._causes:
            column.addWidget(cause)
        column.addWidget(self._evidence)
        column.addSpacing(4)
        column.addWidget(text(self.tr("患者さんへの言葉"), "heading"))
        column.addWidget(self._words)
        column.addStretch(1)
        return left

    def _next(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(20, 12, 20, 12)
        column.setSpacing(8)
        column.addWidget(text(self.tr("次にすること"), "heading"))
        column.addLayout(self._steps)
        column.addWidget(
            text(
                self.tr("全額をいただく前に、申立書でふだんの負担割合の受付ができます。"), "small", wrap=True
            )
        )
        column.addStretch(1)
        return right

    def show_page(self, page: AnswerPage) -> None:
        self.setVisible(bool(page.causes) and not page.people)
        for number, label in enumerate(self._causes):
            label.setVisible(number < len(page.causes))
            if number < len(page.causes):
                cause = page.causes[number]
                label.setText(f"<b>{number + 1}　{_plain(cause.title)}</b>　{_plain(cause.text)}")
                label.setAccessibleName(f"{cause.title} {cause.text}")
        self._evidence.setText(page.evidence)
        self._words.setText(page.words)
        self._show_steps(page.steps)

    def _show_steps(self, steps: tuple[tuple[str, str, NextStep], ...]) -> None:
        if steps == self._shown_steps:
            return
        self._shown_steps = steps
        while (item := self._steps.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for number, (words, key, step) in enumerate(steps):
            button = KeyButton(words, key, primary=number == 0, listens=step in _OWN_KEYS)
            button.clicked.connect(lambda _=False, chosen=step: self.step_chosen.emit(chosen))
            self._steps.addWidget(button)


_OWN_KEYS = frozenset({NextStep.ASK_AGAIN_LATER, NextStep.PRINT_DECLARATION})
"""The other steps show keys that the card and the form listen for."""


def _plain(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")
