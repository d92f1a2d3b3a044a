"""What generics would save: each medicine, what the patient said to it, and the slip about those that are ticked."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.health_records import keys
from app.desk.health_records.drugs.choice_list import ChoiceList
from app.desk.health_records.drugs.duplicates import NOTE_LETTERS
from app.desk.health_records.drugs.page import DrugsPage
from app.desk.health_records.words import day_words
from app.desk.widgets import Card, Field, KeyButton, text
from app.health_records.generics import DECLINED, WANTED, Saving, generic_key
from app.scheme.days import business_day

_DECLINED, _WANTED = "✕", "✓"


class GenericsCard(Card):
    """answered carries the chosen Saving, the code of the answer and the note; slip_requested the ticked Savings."""

    answered = Signal(object, str, str)
    chosen_by_key = Signal()
    slip_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._savings: tuple[Saving, ...] = ()
        self._chosen: Saving | None = None
        self._ticks: dict[str, bool] = {}  # as set by hand, by the name of the question
        self._next = KeyButton(self.tr("次の品目"), keys.NEXT_GENERIC)
        self._sum = text("", "value", wrap=True)
        self._list = ChoiceList(self.tr("後発品に替えられる薬"), wraps=False)
        self._next.clicked.connect(self._list.next)
        self._next.clicked.connect(self.chosen_by_key)
        self._list.currentRowChanged.connect(self._choose)
        self._list.itemChanged.connect(self._ticked)
        self._told = text("", "caption", wrap=True)
        self._hint = text(self.tr("スペースキーで、お知らせにのせる薬を選べます。"), "caption", wrap=True)
        self._reason = Field(self.tr("理由・メモ"))
        self._reason.edit.setMaxLength(NOTE_LETTERS)
        self._decline = KeyButton(self.tr("希望しない"), keys.DECLINED)
        self._decline.clicked.connect(lambda: self._tell(DECLINED))
        self._want = KeyButton(self.tr("希望する"), keys.WANTED)
        self._want.clicked.connect(lambda: self._tell(WANTED))
        self._slip = KeyButton("", keys.SLIP)
        self._slip.clicked.connect(self._ask_for_slip)
        head = QHBoxLayout()
        head.addWidget(text(self.tr("後発品に替えると"), "heading"))
        head.addStretch(1)
        head.addWidget(self._next)
        answers = QHBoxLayout()
        answers.addWidget(self._decline)
        answers.addWidget(self._want)
        answers.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addLayout(head)
        for part in (self._sum, self._list, self._told, self._hint, self._reason):
            layout.addWidget(part)
        layout.addLayout(answers)
        layout.addWidget(self._slip)
        layout.addStretch(1)

    def show_page(self, page: DrugsPage | None) -> None:
        """Largest yearly saving first. What was declined stays in the list, without its tick."""
        self._savings = page.savings if page is not None else ()
        if page is None:
            self._ticks = {}
        wanted = tuple(each for each in self._savings if not each.is_declined)
        for part in (self._list, self._told, self._hint, self._reason, self._decline, self._want, self._slip):
            part.setVisible(bool(self._savings))
        self._next.setVisible(len(self._savings) > 1)
        self._sum.setText(sum_words(wanted) if wanted else self.tr("替えられる薬はありません"))
        self._sum.setVisible(bool(wanted) or not self._savings)
        asked = [_question(each) for each in self._savings]
        row = asked.index(_question(self._chosen)) if self._chosen and _question(self._chosen) in asked else 0
        ticks = [self._ticks.get(_question(each), not each.is_declined) for each in self._savings]
        self._list.show_rows([row_words(each) for each in self._savings], row, ticks)
        self._choose(row)
        self._count_ticks()

    def _choose(self, row: int) -> None:
        before = self._chosen
        self._chosen = self._savings[row] if 0 <= row < len(self._savings) else None
        if self._chosen != before:
            self._reason.set_value("")
        self._told.setText(saving_words(self._chosen) if self._chosen is not None else "")

    def _ticked(self) -> None:
        self._ticks = dict(zip(map(_question, self._savings), self._list.ticks(), strict=True))
        self._count_ticks()

    def _count_ticks(self) -> None:
        count = sum(self._list.ticks())
        self._slip.setText(self.tr("お知らせを印刷（{0}品目）").format(count))
        self._slip.setEnabled(bool(count))

    def _ask_for_slip(self) -> None:
        ticked = zip(self._savings, self._list.ticks(), strict=True)
        self.slip_requested.emit(tuple(each for each, is_on in ticked if is_on))

    def _tell(self, answer: str) -> None:
        if self._chosen is not None:
            self._ticks.pop(_question(self._chosen), None)  # what the patient says to it counts anew
            self.answered.emit(self._chosen, answer, self._reason.value())


def _question(saving: Saving) -> str:
    return generic_key(saving.newest.medicine)


def sum_words(found: Sequence[Saving]) -> str:
    """At the patient's own share; before it where that is not known, and said so."""
    own = [each.own_yen_a_year for each in found]
    if None in own:
        return f"年 {sum(each.yen_a_year for each in found):,}円（薬価の差、負担割合は提供なし）"
    return f"年 {sum(each or 0 for each in own):,}円（ご本人の負担で）"


def row_words(saving: Saving) -> str:
    """What a year saves, the sign of an answer, the name."""
    year = saving.own_yen_a_year if saving.own_yen_a_year is not None else saving.yen_a_year
    sign = "" if saving.answered is None else f"{_DECLINED if saving.is_declined else _WANTED}　"
    return f"{sign}年 {year:,}円　{saving.newest.medicine.name}"


def saving_words(saving: Saving) -> str:
    """Of the chosen one: by what, how much now; and what the patient said, why, when and to whom."""
    now = saving.own_yen if saving.own_yen is not None else saving.yen
    told = f"{saving.newest.medicine.name} → {saving.generic}　今回 {now:,}円"
    said = saving.answered
    if said is None:
        return told
    why = f"：{said.note}" if said.note else ""
    answer = f"{_DECLINED} 希望しない" if saving.is_declined else f"{_WANTED} 希望する"
    return f"{told}\n{answer}{why}（{day_words(business_day(said.at))} {said.staff_name}）"
