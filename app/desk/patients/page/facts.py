"""Facts under captions: a patient's details, and a card with where and when its facts come from."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.desk.patients.words import (
    age_of,
    card_numbers,
    moment_long,
    relationship_words,
)
from app.desk.widgets import Card, caption, text
from app.patients.patient import HeldCard, Patient
from app.scheme.cover import NOT_GIVEN
from app.scheme.days import written


@dataclass(frozen=True, slots=True)
class Fact:
    caption: str
    value: str


class Facts(Card):
    """A card of facts, one under the other."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(8)
        layout.addWidget(text(title, "heading"))
        layout.addLayout(self._grid)

    def show_facts(self, facts: tuple[Fact, ...]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        for row, fact in enumerate(facts):
            name = caption(fact.caption)
            name.setMinimumWidth(name.fontMetrics().horizontalAdvance("あ") * 6)
            self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            value = QLabel(fact.value)
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(value, row, 1)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Facts", text)


def detail_facts(patient: Patient) -> tuple[Fact, ...]:
    """What was not given reads 「提供なし」, never a default."""
    return (
        Fact(_tr("郵便番号"), patient.postcode or NOT_GIVEN),
        Fact(_tr("住所"), patient.address or NOT_GIVEN),
        Fact(_tr("電話"), patient.phone or NOT_GIVEN),
        Fact(_tr("メモ"), patient.note or "—"),
    )


def card_facts(card: HeldCard, today: date) -> tuple[Fact, ...]:
    """The card as last confirmed, and how old that is."""
    certificates = "\n".join(
        f"{each.kind_words} {each.class_words}".strip() + _until(each.valid_until)
        for each in card.certificates
    )
    return (
        Fact(_tr("保険者"), f"{card.insured.insurer}　{card.insurer_name or card.insured.insurer.kind}"),
        Fact(_tr("記号・番号"), card_numbers(card)),
        Fact(_tr("本人・家族"), relationship_words(card.relationship)),
        Fact(_tr("資格取得"), written(card.acquired_on) if card.acquired_on else NOT_GIVEN),
        Fact(_tr("資格喪失"), written(card.lost_on) if card.lost_on else _tr("喪失日なし")),
        Fact(_tr("負担割合"), f"{card.ratio_percent // 10}割" if card.ratio_percent else NOT_GIVEN),
        Fact(_tr("証"), certificates or NOT_GIVEN),
        Fact(_tr("出どころ"), source_words(card, today)),
    )


def source_words(card: HeldCard, today: date) -> str:
    """Every fact says where it comes from and how old it is."""
    if card.confirmed_at is None:
        return _tr("窓口で入力（センターでは未確認）")
    return _tr("センター　{0}（{1}）").format(
        moment_long(card.confirmed_at), age_of(card.confirmed_at, today)
    )


def _until(day: date | None) -> str:
    return _tr("（{0}まで）").format(written(day)) if day else ""
