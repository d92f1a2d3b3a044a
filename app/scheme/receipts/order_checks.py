"""Which records a receipt has, and in which order."""

import re
from collections.abc import Iterator
from functools import lru_cache

from app.scheme.receipts.complaints import Complaint, Fault
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.layouts import LAYOUTS
from app.scheme.receipts.receipt import Receipt

_ORDER: dict[ReceiptKind, tuple[frozenset[str], ...]] = {
    kind: tuple(frozenset(step.split("/")) for step in steps.split())
    for kind, steps in (
        (ReceiptKind.MEDICAL, "RE HO KO SN JD MF GR SY SI/IY/TO/CO SJ"),
        (ReceiptKind.DENTAL, "IR RE HO KO SN JD MF HS SS/SI/IY/TO/CO SJ"),
        (ReceiptKind.PHARMACY, "RE HO KO SN JD MF SH/CZ/IY/TO/CO TK KI ST"),
    )
}
"""What follows what; records of one step may alternate."""

_MOST = {"IR": 1, "RE": 1, "HO": 1, "KO": 4, "MF": 1}
_NEEDED: dict[ReceiptKind, tuple[tuple[frozenset[str], str], ...]] = {
    ReceiptKind.MEDICAL: (
        (frozenset({"RE"}), "RE"),
        (frozenset({"HO", "KO"}), "HO か KO"),
        (frozenset({"SI", "IY", "TO"}), "SI、IY、TO のどれか"),
    ),
    ReceiptKind.DENTAL: (
        (frozenset({"IR"}), "IR"),
        (frozenset({"RE"}), "RE"),
        (frozenset({"HO", "KO"}), "HO か KO"),
        (frozenset({"HS"}), "HS"),
        (frozenset({"SS", "SI", "IY", "TO"}), "SS、SI、IY、TO のどれか"),
    ),
    ReceiptKind.PHARMACY: (
        (frozenset({"RE"}), "RE"),
        (frozenset({"HO", "KO"}), "HO か KO"),
        (frozenset({"CZ", "KI"}), "CZ か KI"),
    ),
}
_BLOCK = re.compile(r"(?:SH(?:CZ)+(?:IY|TO|CO)+)*")
_DISPENSED = frozenset({"SH", "CZ", "IY", "TO", "CO"})


def order_complaints(receipt: Receipt, number: int) -> Iterator[Complaint]:
    """number: where the receipt stands in the file."""
    if not _well_ordered(receipt.kind, receipt.names):
        yield from _misplaced(receipt, number)


@lru_cache(maxsize=16384)
def _well_ordered(kind: ReceiptKind, names: tuple[str, ...]) -> bool:
    """Unknown records may stand anywhere."""
    known = LAYOUTS[kind]
    receipt = Receipt(kind, 0, tuple(name for name in names if name in known))
    return next(_misplaced(receipt, 0), None) is None


def _misplaced(receipt: Receipt, number: int) -> Iterator[Complaint]:
    kind, names = receipt.kind, receipt.names
    step, counts = 0, dict.fromkeys(_MOST, 0)
    for line, name in enumerate(names, start=receipt.line):
        if name not in LAYOUTS[kind]:
            continue
        place = next((at for at, step_names in enumerate(_ORDER[kind]) if name in step_names), None)
        if name in counts:
            counts[name] += 1
            if counts[name] > _MOST[name]:
                yield Complaint(Fault.RECORD_REPEATED, line, name, "", f"{_MOST[name]}つまで", number)
                continue
        if place is None or place < step:
            yield Complaint(Fault.RECORD_ORDER, line, name, "", _order_word(kind), number)
        else:
            step = place
    for wanted, word in _NEEDED[kind]:
        if wanted.isdisjoint(names):
            yield Complaint(Fault.RECORD_MISSING, receipt.line, "", "", word, number)
    if kind is ReceiptKind.PHARMACY and not _BLOCK.fullmatch(
        "".join(name for name in names if name in _DISPENSED)
    ):
        at = next(at for at, name in enumerate(names, start=receipt.line) if name in _DISPENSED)
        yield Complaint(
            Fault.RECORD_ORDER, at, names[at - receipt.line], "", "SH、CZ、IY・TO・CO の順", number
        )


def _order_word(kind: ReceiptKind) -> str:
    return (
        "、".join("・".join(name for name in LAYOUTS[kind] if name in step) for step in _ORDER[kind])
        + " の順"
    )
