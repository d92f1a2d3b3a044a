"""Small parts that every screen is made of: cards, captions, buttons with their key, badges, fields, tables."""

from app.desk.widgets.buttons import KeyButton
from app.desk.widgets.fields import Field
from app.desk.widgets.frames import Banner, Card, rule
from app.desk.widgets.labels import Badge, ElidedLabel, caption, text
from app.desk.widgets.tables import TableView

__all__ = [
    "Badge",
    "Banner",
    "Card",
    "ElidedLabel",
    "Field",
    "KeyButton",
    "TableView",
    "caption",
    "rule",
    "text",
]
