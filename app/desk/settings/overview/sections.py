"""The sections of the settings: each paints a state and tells what somebody changed."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.desk.settings.overview.presenter import SettingsState
from app.desk.settings.values import IDLE_MINUTES, TEXT_PERCENTS, Appearance, ClinicRules, Preferences
from app.desk.widgets import caption, text
from app.eligibility.revisit import ASK_AGAIN_WORDS, AskAgain, RevisitRule
from app.staff.member import ROLE_WORDS


class Section(QWidget):
    """A column of captions, fields and explanations."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 14, 16, 14)

    def add(self, words: str, field: QWidget, explanation: str = "") -> None:
        self.column.addWidget(caption(words))
        field.setAccessibleName(words)
        self.column.addWidget(field)
        if explanation:
            self.column.addWidget(text(explanation, "small", wrap=True))
        self.column.addSpacing(8)


class PersonalSection(Section):
    """Anybody's own; each change holds at once."""

    changed = Signal(Preferences)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = Preferences()
        self._percent = QComboBox()
        for percent in TEXT_PERCENTS:
            self._percent.addItem(f"{percent}％", percent)
        self._appearance = QComboBox()
        for appearance, words in (
            (Appearance.SYSTEM, self.tr("PCの設定に合わせる")),
            (Appearance.LIGHT, self.tr("明るい")),
            (Appearance.DARK, self.tr("暗い")),
        ):
            self._appearance.addItem(words, appearance)
        self._sounds = QCheckBox(self.tr("結果が出たとき音を鳴らす"))
        self.add(self.tr("文字の大きさ"), self._percent)
        self.add(self.tr("画面の明るさ"), self._appearance)
        self.add(self.tr("音"), self._sounds, self.tr("この3つは、サインインしている人だけの設定です。"))
        self.column.addStretch(1)
        self._percent.activated.connect(self._tell)
        self._appearance.activated.connect(self._tell)
        self._sounds.clicked.connect(self._tell)

    def show_state(self, state: SettingsState) -> None:
        self._shown = state.preferences
        self._percent.setCurrentIndex(self._percent.findData(state.preferences.text_percent))
        self._appearance.setCurrentIndex(self._appearance.findData(state.preferences.appearance))
        self._sounds.setChecked(state.preferences.sounds)

    def _tell(self) -> None:
        chosen = Preferences(
            self._percent.currentData(), Appearance(self._appearance.currentData()), self._sounds.isChecked()
        )
        if chosen != self._shown:
            self.changed.emit(chosen)


class ClinicSection(Section):
    """What touches the clinic: read by all, changed by managers."""

    changed = Signal(ClinicRules)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ClinicRules()
        self._name = QLineEdit()
        self._idle = QComboBox()
        for minutes in IDLE_MINUTES:
            self._idle.addItem(self.tr("{0}分").format(minutes), minutes)
        self._after_card = _ask_again_choice()
        self._after_typed = _ask_again_choice()
        self._reader = QComboBox()
        self._readers = {role: QCheckBox(words) for role, words in ROLE_WORDS.items()}
        self._may_not = text(self.tr("変更は管理者だけができます。"), "small")
        self.add(
            self.tr("画面に出す名前"), self._name, self.tr("空欄なら、センターに登録された名前を出します。")
        )
        self.add(self.tr("操作がないとき自動で施錠するまで"), self._idle)
        self.add(self.tr("再来の確認　マイナンバーカードで確認した人"), self._after_card)
        self.add(self.tr("再来の確認　資格確認書・保険証で確認した人"), self._after_typed)
        self.add(self.tr("優先して使うカードリーダー"), self._reader)
        self._add_readers()
        self.column.addWidget(self._may_not)
        self.column.addStretch(1)
        self._name.editingFinished.connect(self._tell)
        for choice in self._choices():
            choice.activated.connect(self._tell)
        for box in self._readers.values():
            box.clicked.connect(self._tell)

    def _add_readers(self) -> None:
        row = QWidget()
        boxes = QHBoxLayout(row)
        boxes.setContentsMargins(0, 0, 0, 0)
        boxes.setSpacing(18)
        for box in self._readers.values():
            boxes.addWidget(box)
        boxes.addStretch(1)
        self._nobody = text(self.tr("今は、だれも開けません。"), "small", "caution")
        self.add(
            self.tr("患者さんの薬と健診の情報を開ける役割"),
            row,
            self.tr(
                "患者さんの同意がある間だけ、印の付いた役割の人が内容を開けます。同意を受け取るのは、受付でもできます。"
                "変えるとすぐに効き、だれが変えたかも［閲覧の記録］に残ります。"
            ),
        )
        self.column.addWidget(self._nobody)

    def _choices(self) -> tuple[QComboBox, ...]:
        return self._idle, self._after_card, self._after_typed, self._reader

    def show_state(self, state: SettingsState) -> None:
        self._shown = state.rules
        if not self._name.hasFocus():
            self._name.setText(state.rules.shown_name)
        self._show_readers(state)
        self._idle.setCurrentIndex(self._idle.findData(state.rules.idle_minutes))
        self._after_card.setCurrentIndex(self._after_card.findData(state.rules.revisit.after_card))
        self._after_typed.setCurrentIndex(self._after_typed.findData(state.rules.revisit.after_typed))
        for role, box in self._readers.items():
            box.setChecked(role in state.rules.readers)
        self._nobody.setVisible(not state.rules.readers)
        self._may_not.setVisible(not state.may_keep)
        for field in (self._name, *self._choices(), *self._readers.values()):
            field.setEnabled(state.may_keep)

    def _show_readers(self, state: SettingsState) -> None:
        """A preferred reader that is unplugged stays in the list: the choice is not lost by that."""
        plugged = state.facts.readers if state.facts else ()
        away = state.rules.reader is not None and state.rules.reader not in plugged
        self._reader.clear()
        self._reader.addItem(self.tr("つながっているものを使う"), None)
        for name in plugged:
            self._reader.addItem(name, name)
        if away:
            self._reader.addItem(
                self.tr("{0}（外れています）").format(state.rules.reader), state.rules.reader
            )
        self._reader.setCurrentIndex(max(self._reader.findData(state.rules.reader), 0))

    def _tell(self) -> None:
        chosen = replace(
            self._shown,
            shown_name=self._name.text().strip(),
            idle_minutes=self._idle.currentData(),
            revisit=RevisitRule(
                AskAgain(self._after_card.currentData()), AskAgain(self._after_typed.currentData())
            ),
            reader=self._reader.currentData(),
            readers=frozenset(role for role, box in self._readers.items() if box.isChecked()),
        )
        if chosen != self._shown:
            self.changed.emit(chosen)


def _ask_again_choice() -> QComboBox:
    choice = QComboBox()
    for rule, words in ASK_AGAIN_WORDS.items():
        choice.addItem(words, rule)
    return choice
