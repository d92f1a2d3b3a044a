"""Colours, type and spacing of the desk, in one place: light and dark, text from 100 to 200 %."""

import re
from dataclasses import dataclass, fields
from typing import get_args

from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from app.assets import asset
from app.desk.theme_tones import Tone

FAMILIES = ["Yu Gothic UI", "Hiragino Sans", "Noto Sans CJK JP", "Noto Sans JP", "Meiryo"]
"""Windows, macOS, Linux: the first that is there draws every letter of a Japanese name."""


@dataclass(frozen=True, slots=True)
class Colours:
    """Hexadecimal colours by what they are for; `…_soft` is the ground on which the tone stands."""

    paper: str
    card: str
    line: str
    field: str
    ink: str
    soft_ink: str
    rail: str
    rail_ink: str
    rail_chosen: str
    accent: str
    accent_ink: str
    accent_soft: str
    valid: str
    valid_soft: str
    lapsed: str
    lapsed_soft: str
    caution: str
    caution_soft: str
    several: str
    several_soft: str
    practice: str
    practice_ink: str
    focus: str

    def pair(self, tone: Tone) -> tuple[str, str]:
        """Ink and ground of a tone."""
        if tone == "neutral":
            return self.soft_ink, self.paper
        return str(getattr(self, tone)), str(getattr(self, f"{tone}_soft"))


LIGHT = Colours(
    paper="#F5F6F3",
    card="#FFFFFF",
    line="#DDE2DE",
    field="#B9C2BD",
    ink="#1B2B2E",
    soft_ink="#56666A",
    rail="#12393B",
    rail_ink="#E7F0EE",
    rail_chosen="#1F5557",
    accent="#0B6E69",
    accent_ink="#FFFFFF",
    accent_soft="#E3F1EF",
    valid="#0A6B4B",
    valid_soft="#E4F4EC",
    lapsed="#A8231B",
    lapsed_soft="#FBE9E7",
    caution="#815100",
    caution_soft="#FFF3D6",
    several="#4B43A3",
    several_soft="#ECEAFA",
    practice="#8A3FFC",
    practice_ink="#FFFFFF",
    focus="#0B6E69",
)

DARK = Colours(
    paper="#131A1C",
    card="#1B2427",
    line="#334044",
    field="#5A696D",
    ink="#E9EFEE",
    soft_ink="#A9B7B8",
    rail="#0B2325",
    rail_ink="#DCE9E7",
    rail_chosen="#1C4A4B",
    accent="#6FD0C6",
    accent_ink="#06201E",
    accent_soft="#12302F",
    valid="#7FD9B0",
    valid_soft="#12322A",
    lapsed="#FF9E94",
    lapsed_soft="#3D1D1B",
    caution="#F2C46B",
    caution_soft="#382B10",
    several="#BDB6FF",
    several_soft="#28244A",
    practice="#B58BFF",
    practice_ink="#1A0B33",
    focus="#6FD0C6",
)


@dataclass(frozen=True, slots=True)
class Theme:
    """percent: text size, 100 to 200. Sizes below are pixels at 100 %."""

    percent: int = 100
    dark: bool = False

    @property
    def colours(self) -> Colours:
        return DARK if self.dark else LIGHT

    @property
    def plain_px(self) -> int:
        """The size of plain text."""
        return self.px(13)

    def px(self, size: float) -> int:
        """A size of type, or of something that must hold type, at this text size."""
        return round(size * self.percent / 100)


_THEME = "madoguchi-theme"


def theme_in_force() -> Theme:
    """For what paints itself; style sheets reach the rest."""
    application = QApplication.instance()
    theme = application.property(_THEME) if application is not None else None
    return theme if isinstance(theme, Theme) else Theme()


def apply_theme(application: QApplication, theme: Theme) -> None:
    """Once at start and at each change in the settings."""
    application.setProperty(_THEME, theme)
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPixelSize(theme.plain_px)
    application.setFont(font)
    application.setPalette(_palette(theme.colours))
    application.setStyleSheet(style_sheet(theme))


def system_is_dark() -> bool:
    from PySide6.QtCore import Qt

    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, colours.paper),
        (QPalette.ColorRole.Base, colours.card),
        (QPalette.ColorRole.AlternateBase, colours.paper),
        (QPalette.ColorRole.Text, colours.ink),
        (QPalette.ColorRole.WindowText, colours.ink),
        (QPalette.ColorRole.Button, colours.card),
        (QPalette.ColorRole.ButtonText, colours.ink),
        (QPalette.ColorRole.ToolTipBase, colours.card),
        (QPalette.ColorRole.ToolTipText, colours.ink),
        (QPalette.ColorRole.PlaceholderText, colours.soft_ink),
        (QPalette.ColorRole.Highlight, colours.accent),
        (QPalette.ColorRole.HighlightedText, colours.accent_ink),
        (QPalette.ColorRole.Link, colours.accent),
    ):
        palette.setColor(role, QColor(colour))
    return palette


def style_sheet(theme: Theme) -> str:
    """The whole look. `type` is a widget's part in the page, `tone` what it says."""
    values: dict[str, object] = {each.name: getattr(theme.colours, each.name) for each in fields(Colours)}
    values |= {
        f"px{size}": f"{theme.px(size)}px"
        for size in (2, 4, 6, 8, 10, 11, 12, 13, 14, 15, 16, 18, 22, 27, 32, 36)
    }
    values["chosen"] = asset(f"icons/chosen-{'dark' if theme.dark else 'light'}.svg").as_posix()
    values["choose"] = asset("icons/choose.svg").as_posix()
    sheet = re.sub(r"@(\w+)", lambda found: str(values[found[1]]), _SHEET)
    return sheet + "".join(_tone(theme, tone) for tone in get_args(Tone))


def _tone(theme: Theme, tone: Tone) -> str:
    ink, ground = theme.colours.pair(tone)
    return f"""
QFrame[ground="{tone}"] {{ background: {ground}; }}
QLabel[tone="{tone}"] {{ color: {ink}; }}
QLabel[type="badge"][tone="{tone}"] {{ color: {ink}; background: {ground}; }}
QFrame[type="banner"][tone="{tone}"] {{ background: {ground}; border: 1px solid {ink}; }}
QFrame[type="banner"][tone="{tone}"] QLabel {{ color: {ink}; }}
"""


_SHEET = """
QWidget { color: @ink; font-size: @px13; }
QMainWindow, QDialog, QWidget[type="screen"] { background: @paper; }
QToolTip { background: @card; color: @ink; border: 1px solid @line; padding: 4px; }
QLabel { background: transparent; }
QLabel[type="caption"] { color: @soft_ink; font-size: @px12; }
QLabel[type="small"] { color: @soft_ink; font-size: @px11; }
QLabel[type="heading"] { font-weight: 600; font-size: @px13; color: @soft_ink; }
QLabel[type="title"] { font-weight: 600; font-size: @px18; }
QLabel[type="value"] { font-weight: 600; font-size: @px16; }
QLabel[type="figure"] { font-weight: 600; font-size: @px27; }
QLabel[type="name"] { font-weight: 600; font-size: @px27; }
QLabel[type="verdict"] { font-weight: 700; font-size: @px32; }
QLabel[type="lead"] { font-size: @px14; }
QLabel[type="words"] { font-size: @px16; background: @paper; border-radius: 8px; padding: 10px; }
QLabel[type="words-large"] { font-size: @px22; background: @paper; border-radius: 8px; padding: 14px; }
QLabel[type="badge"] { font-weight: 600; border-radius: 6px; padding: 2px 8px; }
QLabel[type="key"] {
  color: @soft_ink; font-size: @px11; border: 1px solid @field; border-radius: 4px; padding: 0px 5px;
}
QFrame[type="card"] { background: @card; border: 1px solid @line; border-radius: 12px; }
QFrame[type="banner"] { border-radius: 8px; }
QFrame[type="facts"] { background: @line; border: none; border-top: 1px solid @line; border-bottom: 1px solid @line; }
QFrame[type="facts"] > QFrame { background: @card; }
QFrame[part="head"] { border-top-left-radius: 11px; border-top-right-radius: 11px; }
QFrame[part="foot"] { border-bottom-left-radius: 11px; border-bottom-right-radius: 11px; }
QFrame[type="rule"] { background: @line; border: none; }
QFrame[type="bar"] { background: @card; border: none; border-bottom: 1px solid @line; }
QFrame[type="rail"] { background: @rail; border: none; }
QFrame[type="rail"] QToolButton { background: transparent; border: none; border-radius: 8px; }
QFrame[type="rail"] QLabel { color: @rail_ink; }
QLabel[type="rail-key"] { font-size: @px10; }
QLabel[type="rail-badge"] {
  background: @caution_soft; font-size: @px11; font-weight: 600; border-radius: 7px; padding: 0px 5px;
}
QFrame[type="rail"] QLabel[type="rail-badge"] { color: @caution; }
QFrame[type="rail"] QLabel[type="rail-badge"][tone="lapsed"] { color: @lapsed; background: @lapsed_soft; }
QFrame[type="rail"] QToolButton:hover, QFrame[type="rail"] QToolButton:checked { background: @rail_chosen; }
QFrame[type="rail"] QToolButton:focus { border: 2px solid @rail_ink; }
QLabel[type="bar-word"] { font-size: @px12; }
QPushButton[part="bar"] { border-color: @line; }
QWidget[type="practice-frame"] { background: @practice; }
QFrame[type="practice"] { background: @practice; border: none; }
QFrame[type="practice"] QLabel { color: @practice_ink; font-weight: 600; }
QLineEdit, QPlainTextEdit, QComboBox, QSpinBox {
  background: @card; border: 1px solid @field; border-radius: 8px; padding: 5px 9px; font-size: @px16;
  selection-background-color: @accent; selection-color: @accent_ink;
}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus { border: 2px solid @focus; padding: 4px 8px; }
QLineEdit[wrong="true"] { border: 2px solid @lapsed; padding: 4px 8px; }
QLineEdit:disabled, QComboBox:disabled { color: @soft_ink; background: @paper; }
QComboBox QAbstractItemView {
  background: @card; color: @ink; selection-background-color: @accent_soft; selection-color: @ink;
}
QComboBox::drop-down { border: none; width: 26px; }
QComboBox::down-arrow { image: url("@choose"); width: @px12; height: @px12; }
QPushButton {
  background: @card; border: 1px solid @field; border-radius: 8px; padding: 6px 12px; font-size: @px13;
}
QPushButton:hover { background: @accent_soft; }
QPushButton:focus { border: 2px solid @focus; padding: 5px 11px; }
QPushButton:disabled { color: @soft_ink; background: @paper; border-color: @line; }
QPushButton[primary="true"] { background: @accent; color: @accent_ink; border-color: @accent; font-weight: 600; }
QPushButton[primary="true"]:focus { border: 2px solid @ink; }
QPushButton[primary="true"]:disabled { background: @line; color: @soft_ink; border-color: @line; }
QPushButton QLabel[type="key"] { background: transparent; }
QPushButton[primary="true"] QLabel { color: @accent_ink; }
QPushButton[primary="true"] QLabel[type="key"] { color: @accent_ink; border-color: @accent_ink; }
QPushButton[primary="true"] QLabel:disabled { color: @soft_ink; border-color: @field; }
QCheckBox, QRadioButton { spacing: 8px; font-size: @px13; }
QCheckBox::indicator {
  width: @px14; height: @px14; border: 1px solid @field; border-radius: 4px; background: @card;
}
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url("@chosen"); }
QCheckBox:focus, QRadioButton:focus { color: @accent; }
QProgressBar { background: @paper; border: 1px solid @line; border-radius: 5px; min-height: @px8; max-height: @px8; }
QProgressBar::chunk { background: @accent; border-radius: 4px; }
QTableView {
  background: @card; border: none; gridline-color: @line; selection-background-color: @accent_soft;
  selection-color: @ink; font-size: @px13; alternate-background-color: @card;
}
QTableView::item { padding: 4px 8px; border-bottom: 1px solid @line; }
QTableView::item:selected { background: @accent_soft; color: @ink; }
QHeaderView { background: @card; }
QHeaderView::section {
  background: @card; color: @soft_ink; border: none; border-bottom: 1px solid @line; padding: 6px 8px; font-size: @px12;
}
QListWidget {
  outline: 0; background: @card; border: 1px solid @line; border-radius: 8px; padding: 4px; font-size: @px14;
}
QListWidget:focus { border: 2px solid @focus; padding: 3px; }
QListWidget::item { padding: @px8 @px10; border-radius: 6px; color: @ink; }
QListWidget[type="choices"] { font-size: @px13; }
QListWidget[type="choices"]::item { padding: @px4 @px8; }
QListWidget::item:selected { background: @accent_soft; color: @ink; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { width: 10px; background: transparent; }
QScrollBar:horizontal { height: 10px; background: transparent; }
QScrollBar::handle { background: @field; border-radius: 5px; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; }
"""
