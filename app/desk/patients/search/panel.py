"""The search field and what it finds; arrows walk through the rows while one types on."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLineEdit, QVBoxLayout, QWidget

from app.desk.patients import keys
from app.desk.patients.search.presenter import SearchState
from app.desk.patients.search.table import WIDEST, PatientRows
from app.desk.widgets import Banner, Card, KeyButton, TableView, text
from app.patients.patient import PatientId

_WALKING = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
_OPENING = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class SearchPanel(QWidget):
    """patient_opened carries a PatientId."""

    text_changed = Signal(str)
    more_requested = Signal()
    patient_opened = Signal(int)
    new_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown_text = ""
        self._when_found: Callable[[PatientId], None] | None = None
        self._field = QLineEdit()
        self._field.setPlaceholderText(self.tr("カナ・氏名・生年月日・患者番号・被保険者番号"))
        self._field.setAccessibleName(self.tr("患者を探す"))
        self._field.setClearButtonEnabled(True)
        self._field.textChanged.connect(self.text_changed)
        self._field.installEventFilter(self)
        self._new = KeyButton(self.tr("新しい患者"), keys.NEW)
        self._new.clicked.connect(self.new_requested)
        self._banner = Banner()
        self._rows = PatientRows(self)
        self._table = TableView()
        self._table.setModel(self._rows)
        self._table.setAccessibleName(self.tr("見つかった患者"))
        self._table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._table.activated.connect(lambda index: self._open(index.row()))
        self._fit_columns()
        self._nobody = text("", "lead")
        self._more = KeyButton(self.tr("さらに表示"), keys.MORE)
        self._more.clicked.connect(self.more_requested)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._field, 1)
        head.addWidget(self._new)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 14, 12, 12)
        inside.addLayout(head)
        inside.addWidget(self._banner)
        inside.addWidget(self._nobody)
        inside.addWidget(self._table, 1)
        inside.addWidget(self._more, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_columns()

    def _fit_columns(self) -> None:
        """Widths of what has one shape, for the text size in force; name, reading and card share the rest."""
        self._table.fit_rows()
        header = self._table.horizontalHeader()
        header.setStretchLastSection(False)
        metrics = self._table.fontMetrics()
        for column, widest in enumerate(WIDEST):
            if widest:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
                header.resizeSection(column, metrics.horizontalAdvance(widest) + 24)
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def show_state(self, state: SearchState) -> None:
        if state.my_number_refused:
            self._field.blockSignals(True)
            self._field.clear()
            self._field.blockSignals(False)
        row = self._table.currentIndex().row() if state.text == self._shown_text else 0
        self._shown_text = state.text
        self._rows.show_rows(state.rows, state.today)
        self._table.setVisible(bool(state.rows))
        self._more.setVisible(state.has_more)
        self._nobody.setVisible(not state.rows and not state.my_number_refused)
        self._nobody.setText(self.tr("見つかりません") if state.text else self.tr("まだ患者がいません"))
        self._show_banner(state)
        self._choose(row)
        if self._when_found is not None and state.text == self._field.text():
            chosen, self._when_found = self._when_found, None
            if (patient_id := self._rows.id_at(0)) is not None:
                chosen(patient_id)

    @property
    def is_looking(self) -> bool:
        """Right after the last letter: the rows on the screen still belong to the text before it."""
        return self._field.text() != self._shown_text

    def chosen(self) -> PatientId | None:
        """Who was looked for, or walked to: the first of all patients is nobody's choice."""
        row = self._table.currentIndex().row()
        return self._rows.id_at(row) if not self.is_looking and (self._shown_text or row > 0) else None

    def when_found(self, chosen: Callable[[PatientId], None] | None) -> None:
        """What is to be done with the first row that is found for the text; the next key takes it back, None too."""
        self._when_found = chosen

    def focus_field(self) -> None:
        """The screen was opened by its key."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key_pressed(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _key_pressed(self, key: Qt.Key) -> bool:
        """Whether the key was for the rows rather than for the text."""
        self._when_found = None
        if key in _OPENING:
            self._open_current()
            return True
        if key in _WALKING:
            page = 10 if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) else 1
            step = -page if key in (Qt.Key.Key_Up, Qt.Key.Key_PageUp) else page
            self._choose(self._table.currentIndex().row() + step)
            return True
        if key is Qt.Key.Key_Escape and self._field.text():
            self._field.clear()
            return True
        return False

    def _choose(self, row: int) -> None:
        last = self._rows.rowCount() - 1
        if last >= 0:
            self._table.choose(min(max(row, 0), last))

    def _open_current(self) -> None:
        if self.is_looking:
            self._when_found = self.patient_opened.emit
        else:
            self._open(self._table.currentIndex().row())

    def _open(self, row: int) -> None:
        patient_id = self._rows.id_at(row)
        if patient_id is not None:
            self.patient_opened.emit(patient_id)

    def _show_banner(self, state: SearchState) -> None:
        if state.my_number_refused:
            self._banner.show_words(
                self.tr("個人番号（マイナンバー）は入力できません。消去しました。"),
                self.tr("氏名・カナ・生年月日・被保険者番号で探してください。"),
                "lapsed",
            )
        else:
            self._banner.show_advice(state.trouble)
