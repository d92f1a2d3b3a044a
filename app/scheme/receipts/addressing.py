"""Writing into a receipt whom it goes to and how that was confirmed: HO, SN and the receipt's type (R12, R14)."""

from functools import lru_cache

import jaconv

from app.scheme.days import elderly_rules_from
from app.scheme.numbers import InsuredNumber
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.layouts import LAYOUTS
from app.scheme.receipts.receipt import Receipt
from app.scheme.receipts.routing import ConfirmationCode, Part

HEALTH_INSURANCE = "1"
"""負担者種別 of 医保, 国保 and 後期高齢."""

_OWN_SN = f"SN,{HEALTH_INSURANCE},"
_BEFORE_SN = frozenset({"IR", "RE", "HO", "KO", "SN"})
_MOVED = frozenset({ConfirmationCode.REASSIGNED, ConfirmationCode.SPLIT})
_LATE_ELDERLY, _INSURANCE = "3", "1"
_INSURED_SELF = "1"
_SELF, _PRESCHOOL, _FAMILY = ("1", "2"), ("3", "4"), ("5", "6")
_ELDERLY, _ELDERLY_30 = ("7", "8"), ("9", "0")
_IN_HOSPITAL = frozenset("13579")
_HIGHEST_PERCENT = 30


def addressed(
    receipt: Receipt, part: Part, code: ConfirmationCode, ratio_percent: int | None = None
) -> Receipt:
    """The receipt as it goes to the part's payer. ratio_percent: the patient's share there, None where not known.

    Where it moved, HO carries the payer and SN names it whole; else SN alone tells confirmation and branch.
    """
    kind, lines = receipt.kind, list(receipt.lines)
    if code in _MOVED:
        for place, name in enumerate(receipt.names):
            if name == "HO":
                lines[place] = _with(kind, lines[place], _number_items(part.insured))
            elif name == "RE" and part.cover is not None:
                whose = part.cover.relationship
                lines[place] = _retyped(receipt, lines[place], part.insured, whose, ratio_percent)
    own = _place_of_sn(receipt)
    if own == len(lines) or not lines[own].startswith(_OWN_SN):
        lines.insert(own, _OWN_SN + "," * (LAYOUTS[kind]["SN"].length - 3))
    if code in _MOVED:
        named = {**_number_items(part.insured), "branch": part.insured.branch or ""}
        lines[own] = _with(kind, lines[own], {"confirmation": code, **named})
    else:
        lines[own] = _confirmed(kind, lines[own], code, part.insured.branch)
    return Receipt(kind, receipt.line, tuple(lines))


def _place_of_sn(receipt: Receipt) -> int:
    """Of the insurance's own SN, or where one belongs."""
    for place, line in enumerate(receipt.lines):
        if line.startswith(_OWN_SN):
            return place
    return next(
        (place for place, name in enumerate(receipt.names) if name not in _BEFORE_SN), len(receipt.lines)
    )


def with_branch(receipt: Receipt, branch: str) -> Receipt:
    """The branch as the clinic states it (確認区分 01), in an SN of its own where the receipt had none."""
    if receipt.insured is None:
        return receipt
    part = Part(receipt.insured.with_branch(branch), (), None)
    return addressed(receipt, part, ConfirmationCode.COUNTER)


def renumbered(receipt: Receipt, insured: InsuredNumber, relationship: str = "") -> Receipt:
    """Billed to another card by the clinic itself: HO carries it, SN its branch, RE the type that goes with it.

    relationship: of the person to the insured (1 本人, 2 家族), "" where it is not known.
    """
    kind, lines, names = receipt.kind, list(receipt.lines), receipt.names
    for place, name in enumerate(names):
        if name == "RE" and "HO" in names:
            lines[place] = _retyped(receipt, lines[place], insured, relationship)
        elif name == "HO":
            lines[place] = _with(kind, lines[place], _number_items(insured))
        elif name == "SN" and lines[place].startswith(_OWN_SN):
            lines[place] = _with(kind, lines[place], {"branch": insured.branch or ""})
    moved = Receipt(kind, receipt.line, tuple(lines))
    return with_branch(moved, insured.branch) if insured.branch else moved


@lru_cache(maxsize=4096)
def _confirmed(kind: ReceiptKind, line: str, code: ConfirmationCode, branch: str | None) -> str:
    """An SN that names no card but its branch: few texts, over and over. A branch that is not known stays."""
    return _with(kind, line, {"confirmation": code, "branch": branch} if branch else {"confirmation": code})


def _number_items(insured: InsuredNumber) -> dict[str, str]:
    """An insurer of six digits stands behind two blanks; symbol and number are of one width throughout."""
    return {
        "insurer": insured.insurer.digits.rjust(8),
        "symbol": _one_width(insured.symbol),
        "number": _one_width(insured.number),
    }


def _one_width(text: str) -> str:
    """A comma is full-width, since a half-width one parts items."""
    if text.isascii() and "," not in text:
        return text
    return jaconv.h2z(text.replace(" ", "　"), ascii=True, digit=True)


def _retyped(
    receipt: Receipt,
    line: str,
    insured: InsuredNumber,
    relationship: str,
    ratio_percent: int | None = None,
) -> str:
    """レセプト種別: its second digit tells 後期高齢 from other insurance, its last whose receipt it is."""
    kept = receipt.type
    if len(kept) != 4:
        return line
    late_elderly = insured.insurer.is_late_elderly
    scheme = _LATE_ELDERLY if late_elderly else _INSURANCE
    if late_elderly or (kept[3] in (*_ELDERLY, *_ELDERLY_30) and (_is_of_70(receipt) or not relationship)):
        pays_most = kept[3] in _ELDERLY_30 if ratio_percent is None else ratio_percent == _HIGHEST_PERCENT
        classes = _ELDERLY_30 if pays_most else _ELDERLY
    elif relationship and kept[3] not in _PRESCHOOL:
        classes = _SELF if relationship == _INSURED_SELF else _FAMILY
    else:
        classes = (kept[3], kept[3])  # 未就学 with any insurer; else who it is to the insured is not known
    last = classes[0] if kept[3] in _IN_HOSPITAL else classes[1]
    return _with(receipt.kind, line, {"type": f"{kept[0]}{scheme}{kept[2]}{last}"})


def _is_of_70(receipt: Receipt) -> bool:
    """Whether the rules for 70 and over hold in the month of treatment; False where that cannot be read."""
    month, birth_on = receipt.month, receipt.birth_on
    return month is not None and birth_on is not None and month >= elderly_rules_from(birth_on)


def _with(kind: ReceiptKind, line: str, values: dict[str, str]) -> str:
    index = LAYOUTS[kind][line[:2]].index
    changed = line.split(",")
    length = len(changed)
    for name, value in values.items():
        place = index[name]
        if place >= length:
            changed += [""] * (place + 1 - length)
            length = place + 1
        changed[place] = value
    return ",".join(changed)
