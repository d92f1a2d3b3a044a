"""Small parts that every screen is made of: cards, captions, buttons with their key, badges, fields, tables."""

from app.desk.widgets.buttons import KeyButton
from app.desk.widgets.fields import Field
from app.desk.widgets.frames import Banner, Card, laid_out_once, rule, scrolled, scrolling
from app.desk.widgets.labels import Badge, Disc, ElidedLabel, caption, text
from app.desk.widgets.side_by_side import SideBySide
from app.desk.widgets.tables import TableView
from app.desk.widgets.tone_badges import ToneBadges

__all__ = [
    "Badge",
    "Banner",
    "Card",
    "Disc",
    "ElidedLabel",
    "Field",
    "KeyButton",
    "SideBySide",
    "TableView",
    "ToneBadges",
    "caption",
    "laid_out_once",
    "rule",
    "scrolled",
    "scrolling",
    "text",
]
