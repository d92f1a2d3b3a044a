"""Beside a bad outcome: likely causes with their evidence, the words to say, the next steps each with its key."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.desk.reception.answer.page import STEP_KEYS, AnswerPage
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
        self._steps = {step: _step_button(step) for step in STEP_KEYS}
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
        for step, button in self._steps.items():
            button.clicked.connect(partial(self._choose, step))
            column.addWidget(button)
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
        told = {step: words for words, _, step in steps}
        for step, button in self._steps.items():
            button.setVisible(step in told)
            button.setText(told.get(step, step.value))
            button.set_primary(bool(steps) and step is steps[0][2])

    def _choose(self, step: NextStep) -> None:
        self.step_chosen.emit(step)


def _step_button(step: NextStep) -> KeyButton:
    """Card and form listen for their own keys; the others are heard here."""
    own = step in (NextStep.ASK_AGAIN_LATER, NextStep.PRINT_DECLARATION)
    return KeyButton(step.value, STEP_KEYS[step], listens=own)


def _plain(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")
