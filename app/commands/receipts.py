"""`receipts show` and `receipts rewrite`: a file of receipts looked at and written again, without home or line.

The steps that need both are in `receipts_claimed`.
"""

import argparse
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkstemp
from typing import Any, BinaryIO, TypeVar

from app.claims.claimed import readable
from app.commands import receipts_claimed
from app.commands.endings import BAD_INPUT, DONE, Explain, say_code
from app.errors import ClinicError, InputRefused
from app.scheme.days import written_short
from app.scheme.receipts.checking import FileCheck
from app.scheme.receipts.complaints import Complaint, Weight, by_weight
from app.scheme.receipts.days import month_of
from app.scheme.receipts.layouts import LAYOUTS
from app.scheme.receipts.reading import ReceiptReader
from app.scheme.receipts.writing import rewrite

HELP = "a month's receipts (UKE): shown, written again, checked before they are sent, sent"
HELP_SHOW = "counts, totals, and complaints with their lines and items, of each weight the first 10,000"
HELP_REWRITE = "read and write again: byte for byte the same where the file is valid"
EXIT_STATUS = "exit status: 0 nothing heavier than a warning, 2 the file or a receipt is broken or unreadable"
Found = TypeVar("Found")
_PAYER = re.compile(r" *[0-9]{6,8}")
_MOST = 10_000
"""Complaints told of each weight: nobody reads more, and a file may hold one on every line."""

_WEIGHTS = {Weight.FILE: "ファイル", Weight.RECEIPT: "レセプト", Weight.WARNING: "警告"}


class FileUnusable(InputRefused):
    """A file named on the command line cannot be read or written."""

    code = "input.file"


class _Complaints:
    """Of each weight the first by line are kept, and how many there were."""

    def __init__(self) -> None:
        self._counts: Counter[Weight] = Counter()
        self._held: dict[Weight, list[Complaint]] = {weight: [] for weight in Weight}

    def add(self, found: Iterable[Complaint]) -> None:
        for each in found:
            self._counts[each.weight] += 1
            held = self._held[each.weight]
            held.append(each)
            if len(held) >= 2 * _MOST:
                held.sort(key=by_weight)
                del held[_MOST:]

    def count(self, weight: Weight) -> int:
        return self._counts[weight]

    def told(self, weight: Weight) -> list[Complaint]:
        return sorted(self._held[weight], key=by_weight)[:_MOST]


@dataclass
class _Shown:
    """What was found in a file. payers: insurer or payer number → receipts and points."""

    reader: ReceiptReader
    check: FileCheck
    complaints: _Complaints = field(default_factory=_Complaints)
    receipts_of: Counter[str] = field(default_factory=Counter)
    points_of: Counter[str] = field(default_factory=Counter)

    @property
    def is_fine(self) -> bool:
        return not any(self.complaints.count(weight) for weight in Weight if weight is not Weight.WARNING)

    def head(self, item: str) -> str:
        """An item of the file's first record, "" where there is none; what is no letter reads ●."""
        record = (self.reader.head or ("",))[0].split(",")
        layout = LAYOUTS[self.reader.kind][self.reader.kind.header]
        position = layout.index.get(item, len(record))
        return readable(record[position]) if position < len(record) else ""

    @property
    def institution(self) -> str:
        return "".join(self.head(item) for item in ("prefecture", "fee_table", "institution"))


def add_arguments(parser: argparse.ArgumentParser, practice: argparse.ArgumentParser) -> None:
    """practice: the parser of --practice, for the steps that need a home."""
    steps = parser.add_subparsers(dest="step", metavar="STEP", required=True)
    show = steps.add_parser("show", help=HELP_SHOW, description=HELP_SHOW, epilog=EXIT_STATUS)
    show.add_argument("file", type=Path, metavar="FILE", help="RECEIPTC.UKE, RECEIPTS.UKE or RECEIPTY.CYO")
    show.add_argument("--json", action="store_true", help="print what was found as JSON")
    again = steps.add_parser("rewrite", help=HELP_REWRITE, description=HELP_REWRITE, epilog=EXIT_STATUS)
    again.add_argument("file", type=Path, metavar="FILE", help="the file to read; it is never changed")
    again.add_argument("out", type=Path, metavar="OUT", help="the file to write")
    receipts_claimed.add_arguments(steps, practice)


def run(arguments: argparse.Namespace, explain: Explain) -> int:
    """Exit status as EXIT_STATUS tells."""
    step = _rewrite if arguments.step == "rewrite" else _show
    try:
        return step(arguments)
    except FileUnusable as refusal:
        say_code(refusal.code, explain, str(refusal))
    except ClinicError as failure:
        say_code(failure.code, explain, f"{arguments.file}: {failure}")
    return BAD_INPUT


def _show(arguments: argparse.Namespace) -> int:
    shown = _opened(arguments.file, _found_in)
    if arguments.json:
        print(json.dumps(_document(shown), ensure_ascii=False))
    else:
        print(_text(shown))
    return DONE if shown.is_fine else BAD_INPUT


def _found_in(stream: BinaryIO) -> _Shown:
    reader = ReceiptReader(stream)
    shown = _Shown(reader, FileCheck(reader))
    for receipt in reader:
        shown.complaints.add(shown.check.receipt(receipt))
        payer = receipt.item("HO", "insurer") or receipt.item("KO", "payer")
        payer = payer.strip() if _PAYER.fullmatch(payer) else ""
        shown.receipts_of[payer] += 1
        shown.points_of[payer] += receipt.points or 0
    shown.complaints.add(shown.check.end())
    return shown


def _rewrite(arguments: argparse.Namespace) -> int:
    source, target = arguments.file, arguments.out
    with suppress(OSError):
        if os.path.samefile(source, target):
            raise FileUnusable("OUT", "is FILE itself, which is never changed")
    _opened(source, lambda stream: _written_beside(stream, target))
    return DONE


def _written_beside(stream: BinaryIO, target: Path) -> None:
    """Under another name until it is whole: what stops half-way leaves nothing behind.

    Only a file is put in its place, never a device or a pipe.
    """
    if target.exists() and not target.is_file():
        raise FileUnusable("OUT", f"{target}: is not a file")
    try:
        descriptor, part = mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as trouble:
        raise FileUnusable("OUT", f"{target}: cannot be written ({trouble.strerror})") from None
    try:
        with os.fdopen(descriptor, "wb") as written:
            rewrite(stream, written)
        os.replace(part, target)
    except OSError as trouble:
        raise FileUnusable("OUT", f"{target}: cannot be written ({trouble.strerror})") from None
    finally:
        with suppress(FileNotFoundError):
            os.unlink(part)


def _opened(path: Path, look: Callable[[BinaryIO], Found]) -> Found:
    """Raises: FileUnusable where the file cannot be read."""
    try:
        with path.open("rb") as stream:
            return look(stream)
    except FileNotFoundError:
        raise FileUnusable("FILE", f"{path}: no such file") from None
    except OSError as trouble:
        raise FileUnusable("FILE", f"{path}: cannot be read ({trouble.strerror})") from None


def _document(shown: _Shown) -> dict[str, Any]:
    form = shown.reader.form
    return {
        "kind": shown.reader.kind,
        "encoding": form.encoding,
        "line_end": "CRLF" if form.line_end == "\r\n" else "LF",
        "closed": bool(form.closing),
        "institution": shown.institution,
        "institution_name": shown.head("institution_name"),
        "claim_month": _month(shown.head("claim_month")),
        "receipts": shown.check.receipts,
        "claims": shown.check.claims,
        "points": shown.check.points,
        "payers": [
            {"number": number, "receipts": count, "points": shown.points_of[number]}
            for number, count in sorted(shown.receipts_of.items())
        ],
        "complaint_counts": {weight: shown.complaints.count(weight) for weight in Weight},
        "complaints": [
            {
                "weight": each.weight,
                "code": each.code,
                "line": each.line,
                "receipt": each.receipt or None,
                "record": each.record,
                "field": each.item,
                "expected": each.expected,
                "words": each.words,
            }
            for weight in Weight
            for each in shown.complaints.told(weight)
        ],
    }


def _month(text: str) -> str | None:
    found = month_of(text)
    return f"{found:%Y-%m}" if found else None


def _text(shown: _Shown) -> str:
    month = month_of(shown.head("claim_month"))
    sent = f"　{written_short(month).rpartition('.')[0]} 請求" if month else ""
    lines = [
        f"{shown.reader.kind.word}　{shown.institution} {shown.head('institution_name')}{sent}",
        f"レセプト {shown.check.receipts:,}　件数 {shown.check.claims:,}　合計 {shown.check.points:,}点",
        *(
            f"  {number or '（番号なし）'}　レセプト {count:,}　{shown.points_of[number]:,}点"
            for number, count in sorted(shown.receipts_of.items())
        ),
    ]
    for weight in Weight:
        told, count = shown.complaints.told(weight), shown.complaints.count(weight)
        lines += map(_line, told)
        if count > len(told):
            lines.append(
                f"［{_WEIGHTS[weight]}］全部で {count:,}件、行の順にはじめの {len(told):,}件を示しました"
            )
    if not any(map(shown.complaints.count, Weight)):
        lines.append("指摘はありません")
    return "\n".join(lines)


def _line(complaint: Complaint) -> str:
    place = f"{complaint.line}行目 " if complaint.line else ""
    where = "・".join(filter(None, (complaint.record, complaint.item)))
    return f"［{_WEIGHTS[complaint.weight]}］{place}{where + ' ' if where else ''}{complaint.words}"
