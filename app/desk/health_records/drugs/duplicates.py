"""What was given twice: the alerts, one of them with its facts, each answered with one key and a note."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.health_records import keys
from app.desk.health_records.drugs.choice_list import ChoiceList
from app.desk.health_records.drugs.page import DrugsPage
from app.desk.health_records.words import day_words
from app.desk.widgets import Badge, Card, Field, KeyButton, text
from app.health_records.duplicates import DuplicateAlert, DuplicateKind
from app.scheme.days import business_day

CHECKED, ASKED = "checked", "asked_prescriber"
NOTE_LETTERS = 200
_MOST_NAMED = 3


class DuplicatesCard(Card):
    """answered carries the chosen DuplicateAlert, the code of the answer and the note."""

    answered = Signal(object, str, str)
    chosen_by_key = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._alerts: tuple[DuplicateAlert, ...] = ()
        self._chosen: DuplicateAlert | None = None
        self._badge = Badge()
        self._next = KeyButton(self.tr("次の重複"), keys.NEXT_ALERT)
        self._list = ChoiceList(self.tr("重複の一覧"))
        self._next.clicked.connect(self._list.next)
        self._next.clicked.connect(self.chosen_by_key)
        self._list.currentRowChanged.connect(self._choose)
        self._title = text("", "value", wrap=True)
        self._facts = text("", "value", wrap=True)
        self._where = text("", "caption", wrap=True)
        self._note = Field(self.tr("メモ（任意）"))
        self._note.edit.setMaxLength(NOTE_LETTERS)
        self._checked = KeyButton(self.tr("確認済"), keys.CHECKED)
        self._checked.clicked.connect(lambda: self._tell(CHECKED))
        self._asked = KeyButton(self.tr("疑義照会"), keys.ASKED)
        self._asked.clicked.connect(lambda: self._tell(ASKED))
        head = QHBoxLayout()
        head.addWidget(self._badge)
        head.addStretch(1)
        head.addWidget(self._next)
        answers = QHBoxLayout()
        answers.addWidget(self._checked)
        answers.addWidget(self._asked)
        answers.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addLayout(head)
        for part in (self._list, self._title, self._facts, self._where, self._note):
            layout.addWidget(part)
        layout.addLayout(answers)
        layout.addStretch(1)

    def show_page(self, page: DrugsPage | None) -> None:
        """Most serious first. The chosen one stays chosen; after its answer the one that takes its place is."""
        before = self._list.currentRow()
        self._alerts = page.alerts if page is not None else ()
        several = len(self._alerts) > 1
        self._next.setVisible(several)
        self._list.setVisible(several)
        self._title.setVisible(len(self._alerts) == 1)  # of several the list says which one it is
        for part in (self._facts, self._where, self._note, self._checked, self._asked):
            part.setVisible(bool(self._alerts))
        if self._alerts:
            self._badge.show_words("lapsed", self.tr("重複 {0}件").format(len(self._alerts)))
        else:
            self._badge.show_words("valid", self.tr("重複は見つかっていません"))
        keys_shown = [each.key for each in self._alerts]
        if self._chosen is not None and self._chosen.key in keys_shown:
            row = keys_shown.index(self._chosen.key)
        else:
            row = min(max(before, 0), len(self._alerts) - 1)
        self._list.show_rows([_title_words(each) for each in self._alerts], row)
        self._choose(row)

    def _choose(self, row: int) -> None:
        before = self._chosen
        self._chosen = self._alerts[row] if 0 <= row < len(self._alerts) else None
        if self._chosen != before:  # a note is about the one it was written for
            self._note.set_value("")
        if self._chosen is None:
            for label in (self._title, self._facts, self._where):
                label.setText("")
        else:
            self._show_alert(self._chosen)

    def _show_alert(self, alert: DuplicateAlert) -> None:
        self._title.setText(_title_words(alert))
        self._facts.setText(
            self.tr("{0}か所から、{1}日間に{2}日分").format(
                alert.place_count, alert.span_days, alert.supplied_days
            )
        )
        newest = [
            f"{each.place} {day_words(each.on)}（{each.days_supply or 1}日分）"
            for each in alert.dispensings[:_MOST_NAMED]
        ]
        left = len(alert.dispensings) - len(newest)
        told = "、".join(newest) + (self.tr("、ほか{0}件").format(left) if left else "")
        known = business_day(alert.newest_known_at)
        self._where.setText(
            self.tr("{0}。重なり{1}日。{2}までの情報です。").format(told, alert.twice_days, day_words(known))
        )

    def _tell(self, answer: str) -> None:
        if self._chosen is not None:
            self.answered.emit(self._chosen, answer, self._note.value())


def _title_words(alert: DuplicateAlert) -> str:
    kind = "同じ成分" if alert.kind is DuplicateKind.INGREDIENT else "同じ種類の薬"
    return f"{alert.title}（{kind}）"
