"""Practice, unmistakable on every page; and the tray of soft cards to lay on the reader and take off again."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QHBoxLayout, QWidget

from app.desk.widgets import ElidedLabel, KeyButton, text
from app.desk.widgets.buttons import key_words

TRAY_KEY = "F12"
LAY_KEY = "Ctrl+F12"
TAKE_OFF_KEY = "Shift+F12"
_PHOTO = Qt.ItemDataRole.UserRole + 1


class TrayCard(Protocol):
    """label: who it is and what it is good for. photo: the face on it, in a few words."""

    @property
    def case(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def photo(self) -> str: ...


class CardTray(Protocol):
    def cards(self) -> Sequence[TrayCard]: ...

    def lay(self, case: str) -> None: ...

    def take_off(self) -> None: ...


class PracticeBanner(QFrame):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("type", "practice")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 3, 16, 4)
        row.addWidget(
            text(self.tr("練習モード　架空の町です。実際の資格確認ではありません")),
            1,
            Qt.AlignmentFlag.AlignCenter,
        )


class TrayStrip(QFrame):
    """Chosen with the arrows after its key; laying a card leaves the cursor where it was before."""

    laid = Signal(str)

    def __init__(self, tray: CardTray, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("type", "bar")
        self._tray = tray
        self._before: QWidget | None = None
        self._cards = QComboBox()
        self._cards.setAccessibleName(self.tr("練習用のカード"))
        self._cards.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for card in tray.cards():
            self._cards.addItem(card.label, card.case)
            self._cards.setItemData(self._cards.count() - 1, card.photo, _PHOTO)
        self._photo = ElidedLabel()
        self._cards.currentIndexChanged.connect(self._show_photo)
        self._show_photo()
        lay = KeyButton(self.tr("リーダーに置く"), LAY_KEY)
        lay.clicked.connect(self._lay)
        off = KeyButton(self.tr("取る"), TAKE_OFF_KEY)
        off.clicked.connect(self._take_off)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 16, 5)
        row.addWidget(text(self.tr("練習用のカード"), "heading"))
        row.addWidget(text(key_words(TRAY_KEY), "key"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._cards, 3)
        row.addWidget(self._photo, 2)
        row.addWidget(lay)
        row.addWidget(off)
        key = QShortcut(QKeySequence(TRAY_KEY), self)
        key.activated.connect(self._choose)

    def _show_photo(self) -> None:
        """The face to compare with: in practice nobody stands at the counter."""
        self._photo.setText(self.tr("写真：{0}").format(self._cards.currentData(_PHOTO) or ""))

    def _choose(self) -> None:
        focused = QApplication.focusWidget()
        if focused is self._cards:
            self._go_back()
            return
        self._before = focused
        self._cards.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _lay(self) -> None:
        case = self._cards.currentData()
        self._tray.take_off()
        self._tray.lay(case)
        self._go_back()
        self.laid.emit(case)

    def _take_off(self) -> None:
        self._tray.take_off()
        self._go_back()

    def _go_back(self) -> None:
        if self._cards.hasFocus() and self._before is not None:
            self._before.setFocus(Qt.FocusReason.ShortcutFocusReason)
