"""The bar: whose desk, what time, which link is broken, what is unsent, who is at the counter."""

from datetime import datetime

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from app.desk.shell.lamps import Lamp
from app.desk.shell.state import ShellState
from app.desk.theme_tones import Tone
from app.desk.widgets import ElidedLabel, KeyButton, text
from app.desk.widgets.labels import set_tone
from app.scheme.days import JAPAN, Clock, business_day, written

LOCK_KEY = "Ctrl+L"
_WEEKDAYS = "月火水木金土日"
_SHAPES: dict[Tone, str] = {"valid": "●", "caution": "▲", "lapsed": "✕", "neutral": "○"}


class TopBar(QFrame):
    """Where letters are large the date gives way first, then roles and the words of the lamps; their signs stay."""

    lock_requested = Signal()

    def __init__(self, clock: Clock, can_lock: bool = True, parent: QWidget | None = None) -> None:
        """can_lock False: in practice nobody has a PIN to come back with."""
        super().__init__(parent)
        self.setProperty("type", "bar")
        self._clock = clock
        self._state = ShellState()
        self._institution = ElidedLabel()
        self._institution.setProperty("type", "value")
        self._time = text("", "bar-word")
        self._lamps = [text("", "bar-word") for _ in range(3)]
        self._waiting = text("", "bar-word")
        self._member = text("", "bar-word")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 16, 5)
        row.setSpacing(16)
        row.addWidget(self._institution)
        row.addWidget(self._time)
        row.addStretch(1)
        for label in (*self._lamps, self._waiting, self._member):
            row.addWidget(label)
        if can_lock:
            lock = KeyButton(self.tr("施錠"), LOCK_KEY)
            lock.setProperty("part", "bar")
            lock.clicked.connect(self.lock_requested)
            row.addWidget(lock)
        self._ticks = QTimer(self, singleShot=True)
        self._ticks.timeout.connect(self._tick)
        self._tick()
        self.show_state(ShellState())

    def show_state(self, state: ShellState) -> None:
        self._state = state
        self._institution.setText(state.institution)
        self._waiting.setText(self.tr("未送信 {0}").format(state.waiting))
        set_tone(self._waiting, "caution" if state.waiting else None)
        self._member.setToolTip(state.member)
        self._member.setAccessibleName(state.member)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """As low as its words ask; it fits itself into whatever width the window has."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The fullest words for which there is room."""
        times = _times(self._clock())
        self._time.setToolTip(times[0])
        self._time.setAccessibleName(times[0])
        for time, in_full in ((times[0], True), (times[1], True), (times[2], True), (times[2], False)):
            self._time.setText(time)
            self._member.setText(self._state.member if in_full else self._state.member.partition("　")[2])
            for label, lamp in zip(self._lamps, self._state.lamps, strict=True):
                _show_lamp(label, lamp, in_full)
            if super().minimumSizeHint().width() <= self.width():
                return

    def _tick(self) -> None:
        """Again at the next full minute."""
        self._fit()
        now = self._clock()
        self._ticks.start((60 - now.second) * 1000 - now.microsecond // 1000)


def _times(now: datetime) -> tuple[str, str, str]:
    """Japanese time, whatever the PC's own zone says; full, without the year, the hour alone."""
    here, day = now.astimezone(JAPAN), business_day(now)
    weekday = _WEEKDAYS[day.weekday()]
    short = f"{day.month}月{day.day}日（{weekday}）{here:%H:%M}"
    return f"{written(day)}（{weekday}）{here:%H:%M}", short, f"{here:%H:%M}"


def _show_lamp(label: QLabel, lamp: Lamp, with_words: bool) -> None:
    words = f" {lamp.short}" if with_words and lamp.short else ""
    label.setText(f"{_SHAPES[lamp.tone]} {lamp.name}{words}")
    label.setToolTip(lamp.words)
    label.setAccessibleName(f"{lamp.name} {lamp.words}")
    set_tone(label, lamp.tone)
