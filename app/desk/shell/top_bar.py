"""The bar: whose desk, what time, which link is broken, what is unsent, who is at the counter."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from app.desk.shell.lamps import Lamp
from app.desk.shell.state import ShellState
from app.desk.theme_tones import Tone
from app.desk.widgets import KeyButton, text
from app.desk.widgets.labels import set_tone
from app.scheme.days import JAPAN, Clock, business_day, written

LOCK_KEY = "Ctrl+L"
_WEEKDAYS = "月火水木金土日"
_SHAPES: dict[Tone, str] = {"valid": "●", "caution": "▲", "lapsed": "✕", "neutral": "○"}


class TopBar(QFrame):
    lock_requested = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("type", "bar")
        self._clock = clock
        self._institution = text("", "value")
        self._time = text("", "bar-word")
        self._lamps = [text("", "bar-word") for _ in range(3)]
        self._waiting = text("", "bar-word")
        self._member = text("", "bar-word")
        lock = KeyButton(self.tr("施錠"), LOCK_KEY)
        lock.setProperty("part", "bar")
        lock.clicked.connect(self.lock_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 16, 5)
        row.setSpacing(16)
        row.addWidget(self._institution)
        row.addWidget(self._time)
        row.addStretch(1)
        for label in (*self._lamps, self._waiting, self._member):
            row.addWidget(label)
        row.addWidget(lock)
        self._ticks = QTimer(self, singleShot=True)
        self._ticks.timeout.connect(self._tick)
        self._tick()
        self.show_state(ShellState())

    def show_state(self, state: ShellState) -> None:
        self._institution.setText(state.institution)
        for label, lamp in zip(self._lamps, state.lamps, strict=True):
            _show_lamp(label, lamp)
        self._waiting.setText(self.tr("未送信 {0}").format(state.waiting))
        set_tone(self._waiting, "caution" if state.waiting else None)
        self._member.setText(state.member)

    def _tick(self) -> None:
        """Japanese time, whatever the PC's own zone says; again at the next full minute."""
        now = self._clock()
        here, day = now.astimezone(JAPAN), business_day(now)
        self._time.setText(f"{written(day)}（{_WEEKDAYS[day.weekday()]}）{here:%H:%M}")
        self._ticks.start((60 - here.second) * 1000 - here.microsecond // 1000)


def _show_lamp(label: QLabel, lamp: Lamp) -> None:
    label.setText(f"{_SHAPES[lamp.tone]} {lamp.name} {lamp.short}".rstrip())
    label.setToolTip(lamp.words)
    label.setAccessibleName(f"{lamp.name} {lamp.words}")
    set_tone(label, lamp.tone)
