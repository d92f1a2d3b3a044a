"""Whose information it is, and how long it stays open."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.consent.consent import ConsentKind
from app.desk.health_records import keys
from app.desk.health_records.state import Phase, RecordsState
from app.desk.health_records.words import kinds_words
from app.desk.patients.words import birth_short
from app.desk.widgets import Badge, Card, ElidedLabel, KeyButton, text


class RecordsHeader(Card):
    """tab_chosen carries a ConsentKind."""

    tab_chosen = Signal(object)
    withdraw_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kana = ElidedLabel("")
        self._kana.setProperty("type", "caption")
        self._name = ElidedLabel("")
        self._name.setProperty("type", "title")
        self._facts = ElidedLabel("")
        self._clock = Badge()
        self._closes = text("", "caption", wrap=True)
        self._drugs = KeyButton(self.tr("薬"), keys.DRUGS)
        self._drugs.clicked.connect(lambda: self.tab_chosen.emit(ConsentKind.DRUG))
        self._checkups = KeyButton(self.tr("健診"), keys.CHECKUPS)
        self._checkups.clicked.connect(lambda: self.tab_chosen.emit(ConsentKind.CHECKUP))
        self._withdraw = KeyButton(self.tr("同意を取り消す"), keys.WITHDRAW)
        self._withdraw.clicked.connect(self.withdraw_requested)
        who = QVBoxLayout()
        who.setSpacing(0)
        for part in (self._kana, self._name, self._facts):
            who.addWidget(part)
        consent = QVBoxLayout()
        consent.setSpacing(3)
        consent.addWidget(self._clock)
        consent.addWidget(self._closes)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(14)
        layout.addLayout(who, 3)
        layout.addLayout(consent, 3)
        tabs = QHBoxLayout()
        tabs.addWidget(self._drugs)
        tabs.addWidget(self._checkups)
        buttons = QVBoxLayout()
        buttons.addLayout(tabs)
        buttons.addWidget(self._withdraw)
        layout.addLayout(buttons)

    def show_state(self, state: RecordsState) -> None:
        person = state.person
        self.setVisible(person is not None)
        self._kana.setText(person.kana if person is not None else "")
        self._name.setText(person.name if person is not None else "")
        facts = ""
        if person is not None:
            share = (
                f"{person.share_percent // 10}割" if person.share_percent else self.tr("負担割合は提供なし")
            )
            facts = f"{birth_short(person.birth_on, state.today)}　{person.sex}　{share}"
        self._facts.setText(facts)
        is_open = state.phase is Phase.OPEN
        if is_open:
            self._clock.show_words("valid", self.tr("同意あり　{0}").format(state.left))
        else:
            self._clock.show_words("neutral", self.tr("同意なし"))
        closes = f"{kinds_words(state.consents)}　{state.closes}" if is_open else ""
        self._closes.setText(closes)
        self._closes.setVisible(bool(closes))
        for button in (self._drugs, self._checkups, self._withdraw):
            button.setVisible(is_open)
        self._drugs.set_primary(state.tab is ConsentKind.DRUG)
        self._checkups.set_primary(state.tab is ConsentKind.CHECKUP)
