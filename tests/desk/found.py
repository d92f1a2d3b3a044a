"""Finding the one widget a test means."""

from typing import TypeVar

from PySide6.QtWidgets import QWidget

Kind = TypeVar("Kind", bound=QWidget)


def one(parent: QWidget, kind: type[Kind], name: str = "") -> Kind:
    """The first child of this kind, with this object name where one is given."""
    found = parent.findChild(kind, name) if name else parent.findChild(kind)
    assert isinstance(found, kind), kind.__name__
    return found
