"""Items against their layout: one pattern for a whole record, and only where it fails, item by item."""

import re
from collections.abc import Iterator
from functools import cache

from app.scheme.receipts.complaints import Complaint, Fault
from app.scheme.receipts.days import day_of, month_of
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.layouts import LAYOUTS, Item, Layout, Mode
from app.scheme.receipts.letters import named, outside

_NARROW = r" !#-+\--~｡-ﾟ"
_WIDE = r"^\x00-\x7f｡-ﾟ"
_MONTH = r"(?:[12]\d{3}|[1-5]\d[1-9]|[1-5][1-9]0)(?:0[1-9]|1[0-2])"
_SHORT_MONTHS = r"(?:0[1-9]|1\d|2[0-8])"
_DAY_OF_YEAR = rf"(?:(?:0[1-9]|1[0-2]){_SHORT_MONTHS}|(?:0[13-9]|1[0-2])(?:29|30)|(?:0[13578]|1[02])31)"
"""Every day but 29 February, which is left to the calendar."""
_DAY = rf"(?:[12]\d{{3}}|[1-5]\d[1-9]|[1-5][1-9]0){_DAY_OF_YEAR}"

_CODES: dict[tuple[str, str], str] = {
    ("RE", "sex"): "1（男）か 2（女）",
    ("SN", "payer_kind"): "1 から 5",
    ("JD", "payer_kind"): "1 から 5",
}
_ALLOWED = {("RE", "sex"): "12", ("SN", "payer_kind"): "12345", ("JD", "payer_kind"): "12345"}


def fits(kind: ReceiptKind, line: str) -> bool:
    """Whether `item_complaints` has nothing to say of this record: the short way, for nearly all of them."""
    pattern = _patterns(kind).get(line[:2])
    return bool(pattern and pattern.fullmatch(line)) and (line.isascii() or outside(line) is None)


def item_complaints(
    kind: ReceiptKind, line: str, at: int, receipt: int, short_is_fine: bool
) -> Iterator[Complaint]:
    """What is wrong with one record for itself; its day columns are not looked at.

    at: its line in the file. short_is_fine: files of before 2020 carry fewer items.
    """
    layout = LAYOUTS[kind].get(line.partition(",")[0])
    if layout is None:
        yield from _unknown(line, at, receipt)
        return
    items = line.split(",")
    if len(items) < layout.length and not short_is_fine:
        yield Complaint(Fault.RECORD_SHORT, at, layout.record, "", f"{layout.length}項目", receipt)
    if len(items) > layout.length:
        yield Complaint(Fault.RECORD_LONG, at, layout.record, "", f"{layout.length}項目", receipt)
    last = layout.first_day - 1 if layout.first_day else layout.length - 1
    for position in range(1, last + 1):
        item = layout.items[position - 1]
        text = items[position] if position < len(items) else ""
        fault, expected = _fault(layout, item, text)
        if fault is not None:
            yield Complaint(fault, at, layout.record, item.word, expected, receipt)
    for position in range(last + 1, len(items)):
        letter = outside(items[position])
        if letter is not None:
            yield _letter(letter, at, layout.record, layout.item(position), position, receipt)


def _unknown(line: str, at: int, receipt: int) -> Iterator[Complaint]:
    if not line:
        yield Complaint(Fault.RECORD_BLANK, at, receipt=receipt)
        return
    items = line.split(",")
    name = items[0] if len(items[0]) == 2 and outside(items[0]) is None else ""
    yield Complaint(Fault.RECORD_UNKNOWN, at, name, receipt=receipt)
    for position, text in enumerate(items):
        if (letter := outside(text)) is not None:
            yield _letter(letter, at, name, None, position, receipt)


def _letter(letter: str, at: int, record: str, item: Item | None, position: int, receipt: int) -> Complaint:
    fault = Fault.ITEM_BYTES if 0xDC80 <= ord(letter) <= 0xDCFF else Fault.ITEM_LETTER
    word = item.word if item else f"{position + 1}番目"
    return Complaint(fault, at, record, word, f"JIS X 0208 の文字（{named(letter)} のほか）", receipt)


def _fault(layout: Layout, item: Item, text: str) -> tuple[Fault | None, str]:
    if not text:
        return (Fault.ITEM_MISSING if item.required else None), item.expected
    if (letter := outside(text)) is not None:
        fault = Fault.ITEM_BYTES if 0xDC80 <= ord(letter) <= 0xDCFF else Fault.ITEM_LETTER
        return fault, f"JIS X 0208 の文字（{named(letter)} のほか）"
    if not _mode(item.mode).fullmatch(text):
        return Fault.ITEM_MODE, item.expected
    if item.mode in (Mode.MONTH, Mode.DAY):
        known = month_of(text) if item.mode is Mode.MONTH else day_of(text)
        return (None if known else Fault.ITEM_DATE), item.expected
    size = bytes_of(text)
    if size > item.bytes or (item.fixed and size < item.bytes):
        return Fault.ITEM_LENGTH, item.expected
    allowed = _ALLOWED.get((layout.record, item.name))
    if allowed is not None and text not in allowed:
        return Fault.ITEM_CODE, _CODES[layout.record, item.name]
    return None, ""


def bytes_of(text: str) -> int:
    """How long a text of our letters is in Shift_JIS."""
    return (
        len(text)
        if text.isascii()
        else sum(1 if letter < "\x80" or "｡" <= letter <= "ﾟ" else 2 for letter in text)
    )


@cache
def _mode(mode: Mode) -> re.Pattern[str]:
    return re.compile(
        {
            Mode.DIGITS: r"[0-9]+",
            Mode.DECIMAL: r"[0-9]+(?:\.[0-9]+)?",
            Mode.ASCII: rf"[{_NARROW}]+",
            Mode.FULL_WIDTH: rf"[{_WIDE}]+",
            Mode.EITHER: rf"[{_NARROW}]+|[{_WIDE}]+",
            Mode.MONTH: r"[0-9]{5,6}",
            Mode.DAY: r"[0-9]{7,8}",
        }[mode]
    )


@cache
def _patterns(kind: ReceiptKind) -> dict[str, re.Pattern[str]]:
    return {record: _pattern(layout) for record, layout in LAYOUTS[kind].items()}


def _pattern(layout: Layout) -> re.Pattern[str]:
    """A whole record without fault, its day columns aside; what it lets through `_fault` would too."""
    record = layout.record
    head = layout.items[: layout.first_day - 1] if layout.first_day else layout.items
    parts = [record, *(_part(record, item) for item in head)]
    days = f",{'[^,]*,' * 30}[^,]*" if layout.first_day else ""
    return re.compile(",".join(parts) + days, re.ASCII)


def _part(record: str, item: Item) -> str:
    if (allowed := _ALLOWED.get((record, item.name))) is not None:
        return f"[{allowed}]"
    most, least = item.bytes, item.bytes if item.fixed else 1
    body = {
        Mode.DIGITS: rf"\d{{{least},{most}}}",
        Mode.DECIMAL: rf"(?=[\d.]{{1,{most}}}(?:,|$))\d+(?:\.\d+)?",
        Mode.ASCII: rf"[{_NARROW}]{{{least},{most}}}",
        Mode.FULL_WIDTH: rf"[{_WIDE},]{{{(least + 1) // 2},{most // 2}}}",
        Mode.EITHER: rf"(?:[{_NARROW}]{{{least},{most}}}|[{_WIDE},]{{{(least + 1) // 2},{most // 2}}})",
        Mode.MONTH: _MONTH,
        Mode.DAY: _DAY,
    }[item.mode]
    return body if item.required else f"(?:{body})?"
