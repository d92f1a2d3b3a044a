"""What the page of a receipt has line by line: its days with what holds on them, and what differs, side by side."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.claims.evidence import SOURCE_WORDS
from app.claims.fixes import FIX_WORDS, Fix
from app.claims.precheck import DayFinding
from app.claims.words import DAY_WORDS
from app.desk.claims.words import DAY_TONES, day_words, known_words
from app.desk.widgets import text
from app.desk.widgets.labels import SIGNS, set_tone
from app.scheme.receipts.type_words import type_words

_MOST_DAYS, _MOST_FIXES = 31, 6
_TOP = Qt.AlignmentFlag.AlignTop


class Days(QWidget):
    """Each treatment day: what holds, and where that is known from."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[QLabel, QLabel, QLabel]] = []

    def show_days(self, days: Sequence[DayFinding]) -> None:
        while len(self._rows) < min(len(days), _MOST_DAYS):
            self._add()
        for place, parts in enumerate(self._rows):
            for part in parts:
                part.setVisible(place < len(days))
            if place >= len(days):
                continue
            finding, (day, status, known) = days[place], parts
            tone = DAY_TONES[finding.status]
            day.setText(day_words(finding))
            status.setText(f"{SIGNS[tone]} {DAY_WORDS[finding.status]}")
            set_tone(status, tone)
            same = place > 0 and finding.known is not None and days[place - 1].known == finding.known
            known.setText(self.tr("同上") if same else known_words(finding))

    def _add(self) -> None:
        day, status, known = text("", "value"), text("", wrap=True), text("", "caption", wrap=True)
        at = 2 * len(self._rows)
        self._grid.addWidget(day, at, 0, _TOP)
        self._grid.addWidget(status, at, 1, _TOP)
        self._grid.addWidget(known, at + 1, 1, _TOP)
        self._rows.append((day, status, known))


class Fixes(QWidget):
    """What was fixed, and what differs: as stated and as known, side by side."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[QLabel, QLabel, QLabel]] = []

    def show_fixes(
        self, applied: Sequence[Fix], suggested: Sequence[Fix], retyped: tuple[str, str] | None = None
    ) -> None:
        """retyped: the レセプト種別 before and after, which follows from the card."""
        shown = [self._told(each, self.tr("{0}（修正済み・{1}）")) for each in applied]
        shown += [self._told(each, self.tr("{0}（{1}）")) for each in suggested]
        if retyped is not None:
            before, after = map(type_words, retyped)
            shown.append((self.tr("レセプト種別（保険に合わせて）"), before, f"→ {after}"))
        self.setVisible(bool(shown))
        while len(self._rows) < min(len(shown), 2 * _MOST_FIXES):
            self._add()
        for place, parts in enumerate(self._rows):
            for part in parts:
                part.setVisible(place < len(shown))
            if place < len(shown):
                for part, words in zip(parts, shown[place], strict=True):
                    part.setText(words)

    def _told(self, fix: Fix, told: str) -> tuple[str, str, str]:
        head = told.format(FIX_WORDS[fix.item], SOURCE_WORDS[fix.source])
        return head, fix.stated or self.tr("（記載なし）"), f"→ {fix.known}"

    def _add(self) -> None:
        head, stated, known = text("", "caption"), text("", wrap=True), text("", "value", wrap=True)
        at = 2 * len(self._rows)
        self._grid.addWidget(head, at, 0, 1, 2)
        self._grid.addWidget(stated, at + 1, 0, _TOP)
        self._grid.addWidget(known, at + 1, 1, _TOP)
        self._rows.append((head, stated, known))
