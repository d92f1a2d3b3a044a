"""What stands in which item of which record: the layouts of the three kinds, as tables.

Source: the 記録条件仕様 of the review agencies (令和8年6月版). Older files carry fewer items and years of eras; what is
read here suits both. A table has one record a paragraph, one item a line: identifier, Japanese word, most bytes with
mode, `*` where an item must be filled. `day{31}` stands for 31 items day1 … day31.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.tables.common import COMMON
from app.scheme.receipts.tables.dental import DENTAL
from app.scheme.receipts.tables.medical import MEDICAL
from app.scheme.receipts.tables.pharmacy import PHARMACY


class Mode(StrEnum):
    """Which letters an item takes. A capital in the tables means: exactly as many bytes as stated."""

    DIGITS = "n"
    DECIMAL = "d"
    ASCII = "a"
    FULL_WIDTH = "k"
    EITHER = "e"  # half-width or full-width, never both
    MONTH = "m"  # YYYYMM, or GYYMM of older files
    DAY = "t"  # YYYYMMDD, or GYYMMDD

    @property
    def word(self) -> str:
        return _MODE_WORDS[self]


_MODE_WORDS = {
    Mode.DIGITS: "半角数字",
    Mode.DECIMAL: "半角数字（小数点可）",
    Mode.ASCII: "半角英数",
    Mode.FULL_WIDTH: "全角",
    Mode.EITHER: "全角のみ、または半角のみ",
    Mode.MONTH: "年月（YYYYMM か GYYMM）",
    Mode.DAY: "年月日（YYYYMMDD か GYYMMDD）",
}


class Item(NamedTuple):
    """One item of a record. bytes: at most, in Shift_JIS; exactly, where fixed."""

    name: str
    word: str
    bytes: int
    mode: Mode
    fixed: bool
    required: bool

    @property
    def expected(self) -> str:
        """What the item takes, in Japanese."""
        if self.mode in (Mode.MONTH, Mode.DAY):
            return self.mode.word
        return f"{self.mode.word}{self.bytes}バイト{'' if self.fixed else '以内'}"


@dataclass(frozen=True)
class Layout:
    """The items of one kind of record; item 0 is the record's own name."""

    record: str
    word: str
    items: tuple[Item, ...]

    @cached_property
    def index(self) -> dict[str, int]:
        """Where an item of that name stands in the record."""
        return {item.name: position for position, item in enumerate(self.items, start=1)}

    @cached_property
    def first_day(self) -> int:
        """The item of the month's first day, 0 for a record without day columns."""
        return self.index.get("day1", 0)

    @property
    def length(self) -> int:
        return len(self.items) + 1

    def item(self, position: int) -> Item | None:
        """The item at this position; None for the record's name and for what stands beyond the layout."""
        return self.items[position - 1] if 0 < position < self.length else None


_ITEM = re.compile(
    r"(?P<name>\w+)(?:\{(?P<times>\d+)\})? (?P<word>\S+) (?P<bytes>\d+)(?P<mode>[ndaketmNAKE])(?P<star>\*?)"
)


def _layout(paragraph: str) -> Layout:
    title, *lines = paragraph.strip().splitlines()
    record, word = title.split()
    items: list[Item] = []
    for line in lines:
        found = _ITEM.fullmatch(line.strip())
        assert found is not None, line  # a table of our own
        mode, size = found["mode"], int(found["bytes"])
        for turn in range(1, int(found["times"] or 1) + 1):
            name, shown = (
                (found["name"], found["word"])
                if not found["times"]
                else (
                    f"{found['name']}{turn}",
                    found["word"].replace("#", str(turn)),
                )
            )
            items.append(Item(name, shown, size, Mode(mode.lower()), mode.isupper(), bool(found["star"])))
    return Layout(record, word, tuple(items))


def _layouts(*tables: str) -> dict[str, Layout]:
    """A later table overrules an earlier one."""
    found = [_layout(paragraph) for table in tables for paragraph in table.strip().split("\n\n")]
    return {layout.record: layout for layout in found}


LAYOUTS: dict[ReceiptKind, dict[str, Layout]] = {
    ReceiptKind.MEDICAL: _layouts(COMMON, MEDICAL),
    ReceiptKind.DENTAL: _layouts(COMMON, DENTAL),
    ReceiptKind.PHARMACY: _layouts(COMMON, PHARMACY),
}
"""Record name to layout, for each kind."""
