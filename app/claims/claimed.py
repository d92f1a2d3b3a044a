"""What a receipt claims, as far as the pre-check asks: whose it is, under which card, on which days."""

import re
from dataclasses import dataclass
from datetime import date

from app.scheme.names import UNPRINTABLE
from app.scheme.numbers import InsuredNumber
from app.scheme.receipts.obstacles import obstacles_of
from app.scheme.receipts.receipt import Receipt
from app.scheme.receipts.routing import NO_OBSTACLES, Claim, Obstacle

_PAYER = re.compile(r" *[0-9]{6,8}")
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ClaimedReceipt:
    """place: in the file, from 1. line: of its first record. month: its first day. days: treatment days, ascending.

    names_insurance: False for public expense alone. stated: None where no readable number stands. payer: digits of
    the first payer's number, "" where they cannot be read. Bytes that are no letter read ●.
    """

    place: int
    line: int
    number: str
    chart: str
    name: str
    kana: str
    sex: str
    birth_on: date | None
    month: date | None
    names_insurance: bool
    stated: InsuredNumber | None
    payer: str
    days: tuple[date, ...]
    points: int
    obstacles: frozenset[Obstacle]

    def claim(self, but: frozenset[Obstacle] = NO_OBSTACLES) -> Claim:
        """What is laid against the covers. but: obstacles found since. Raises: ValueError without a stated number."""
        if self.stated is None:
            raise ValueError("no insured number is stated")
        return Claim(self.stated, self.days, self.obstacles | but)


def claimed(place: int, receipt: Receipt) -> ClaimedReceipt:
    payer = receipt.item("HO", "insurer") or receipt.item("KO", "payer")
    return ClaimedReceipt(
        place=place,
        line=receipt.line,
        number=readable(receipt.number),
        chart=readable(receipt.chart),
        name=readable(receipt.name),
        kana=readable(receipt.kana),
        sex=readable(receipt.sex),
        birth_on=receipt.birth_on,
        month=receipt.month,
        names_insurance="HO" in receipt.names,
        stated=receipt.insured,
        payer=payer.strip() if _PAYER.fullmatch(payer) else "",
        days=receipt.treated_on,
        points=receipt.points or 0,
        obstacles=obstacles_of(receipt),
    )


def readable(item: str) -> str:
    """As it can be shown: what is no letter reads ●."""
    return item if item.isascii() else _NOT_TEXT.sub(UNPRINTABLE, item)
