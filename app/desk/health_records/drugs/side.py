"""Beside the history: what was given twice, and what generics would save; each answered with one key and a note."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.health_records import keys
from app.desk.health_records.drugs.page import DrugsPage
from app.desk.health_records.words import day_words
from app.desk.widgets import Badge, Card, Field, KeyButton, text
from app.health_records.duplicates import DuplicateAlert, DuplicateKind
from app.health_records.generics import Saving
from app.scheme.days import business_day

_MOST_NAMED, _MOST_SAVINGS = 3, 5
_NOTE_LETTERS = 200


class DuplicatesCard(Card):
    """answered carries the code of the answer and the note: of the most serious alert, which stands here."""

    answered = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._badge = Badge()
        self._title = text("", "value", wrap=True)
        self._facts = text("", "value", wrap=True)
        self._where = text("", "caption", wrap=True)
        self._note = Field(self.tr("メモ（任意）"))
        self._note.edit.setMaxLength(_NOTE_LETTERS)
        self._checked = KeyButton(self.tr("確認済"), keys.CHECKED)
        self._checked.clicked.connect(lambda: self._tell("checked"))
        self._asked = KeyButton(self.tr("疑義照会"), keys.ASKED)
        self._asked.clicked.connect(lambda: self._tell("asked_prescriber"))
        self._more = text("", "caption", wrap=True)
        self._answering = QWidget()
        answers = QVBoxLayout(self._answering)
        answers.setContentsMargins(0, 0, 0, 0)
        answers.addWidget(self._note)
        row = QHBoxLayout()
        row.addWidget(self._checked)
        row.addWidget(self._asked)
        row.addStretch(1)
        answers.addLayout(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self._title, self._facts, self._where, self._answering, self._more):
            layout.addWidget(part)

    def show_page(self, page: DrugsPage | None) -> None:
        alerts = page.alerts if page is not None else ()
        self._note.set_value("")
        for part in (self._title, self._facts, self._where, self._answering):
            part.setVisible(bool(alerts))
        if not alerts:
            self._badge.show_words("valid", self.tr("重複は見つかっていません"))
            for label in (self._title, self._facts, self._where, self._more):
                label.setText("")
            self._more.hide()
            return
        self._badge.show_words("lapsed", self.tr("重複 {0}件").format(len(alerts)))
        self._show_alert(alerts[0])
        others = "、".join(each.title for each in alerts[1 : _MOST_NAMED + 1])
        left = len(alerts) - 1 - _MOST_NAMED
        if left > 0:
            others += self.tr("、ほか{0}件").format(left)
        self._more.setText(self.tr("このあと：{0}").format(others) if others else "")
        self._more.setVisible(bool(others))

    def _show_alert(self, alert: DuplicateAlert) -> None:
        kind = self.tr("同じ成分") if alert.kind is DuplicateKind.INGREDIENT else self.tr("同じ種類の薬")
        self._title.setText(f"{alert.title}（{kind}）")
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
        self.answered.emit(answer, self._note.value())


class GenericsCard(Card):
    """declined carries the Saving that stands first and the reason."""

    declined = Signal(object, str)
    slip_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first: Saving | None = None
        self._sum = text("", "value", wrap=True)
        self._items = text("", "caption", wrap=True)
        self._reason = Field(self.tr("希望しない理由"))
        self._reason.edit.setMaxLength(_NOTE_LETTERS)
        self._slip = KeyButton(self.tr("お知らせを印刷"), keys.SLIP)
        self._slip.clicked.connect(self.slip_requested)
        self._decline = KeyButton(self.tr("希望しない"), keys.DECLINED)
        self._decline.clicked.connect(self._tell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(text(self.tr("後発品に替えると"), "heading"))
        for part in (self._sum, self._items, self._reason, self._slip, self._decline):
            layout.addWidget(part)

    def show_page(self, page: DrugsPage | None) -> None:
        found = page.savings if page is not None else ()
        open_ones = [each for each in found if each.declined is None]
        self._first = open_ones[0] if open_ones else None
        self._reason.set_value("")
        self._reason.setVisible(bool(open_ones))
        self._decline.setVisible(bool(open_ones))
        self._slip.setVisible(bool(open_ones))
        told = [saving_words(each) for each in found[:_MOST_SAVINGS]]
        if len(found) > len(told):
            told.append(self.tr("ほか{0}品目（お知らせに全部のります）").format(len(found) - len(told)))
        self._items.setText("\n".join(told))
        self._items.setVisible(bool(found))
        self._sum.setText(sum_words(tuple(open_ones)) if open_ones else self.tr("替えられる薬はありません"))
        self._sum.setVisible(bool(open_ones) or not found)
        words = self.tr("希望しない理由")
        if self._first is not None:
            words += f"（{self._first.newest.medicine.name}）"
        self._reason.set_caption(words)

    def _tell(self) -> None:
        if self._first is not None:
            self.declined.emit(self._first, self._reason.value())


def sum_words(found: tuple[Saving, ...]) -> str:
    """At the patient's own share; before it where that is not known, and said so."""
    own = [each.own_yen_a_year for each in found]
    if None in own:
        return f"年 {sum(each.yen_a_year for each in found):,}円（薬価の差、負担割合は提供なし）"
    return f"年 {sum(each or 0 for each in own):,}円（ご本人の負担で）"


def saving_words(saving: Saving) -> str:
    now = saving.own_yen if saving.own_yen is not None else saving.yen
    year = saving.own_yen_a_year if saving.own_yen_a_year is not None else saving.yen_a_year
    told = f"{saving.newest.medicine.name} → {saving.generic}　今回 {now:,}円　年 {year:,}円"
    if saving.declined is None:
        return told
    why = f"：{saving.declined.note}" if saving.declined.note else ""
    return f"{told}　– 希望しない{why}"
