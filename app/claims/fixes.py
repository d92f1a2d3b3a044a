"""What in a receipt differs from what is known, and mending it in the working copy: previewed, applied, taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import jaconv

from app.claims.claimed import ClaimedReceipt
from app.claims.evidence import Evidence, KnownCover, Source
from app.scheme.cover import SEX_WORDS
from app.scheme.days import era_of, written
from app.scheme.names import has_unprintable, kana_key, same_name
from app.scheme.numbers import InsuredNumber, InsurerNumber
from app.scheme.receipts.addressing import renumbered, with_branch
from app.scheme.receipts.layouts import LAYOUTS
from app.scheme.receipts.letters import outside
from app.scheme.receipts.receipt import Receipt

_ERA_BIRTH = 7


class FixItem(StrEnum):
    """What is put right: number is insurer, symbol and number together, with its branch."""

    NUMBER = "number"
    BRANCH = "branch"
    NAME = "name"
    KANA = "kana"
    SEX = "sex"
    BIRTH = "birth"


FIX_WORDS = {
    FixItem.NUMBER: "保険者番号・記号・番号",
    FixItem.BRANCH: "枝番",
    FixItem.NAME: "氏名",
    FixItem.KANA: "カナ氏名",
    FixItem.SEX: "性別",
    FixItem.BIRTH: "生年月日",
}


@dataclass(frozen=True, slots=True)
class Fix:
    """One difference and its mending. stated, known: as people read them, side by side. values: what is written.

    values hold one text; of a number insurer, symbol, number, branch and, where it is known, the relationship.
    """

    item: FixItem
    stated: str
    known: str
    values: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A record before and after; before is empty where the record is new. line: in the file, from 1."""

    line: int
    before: str
    after: str


def suggested_fixes(claimed: ClaimedReceipt, evidence: Evidence) -> tuple[Fix, ...]:
    """Field by field, only what differs and can be written; spellings that compare alike do not differ."""
    found = [*_card_fixes(claimed, evidence.covers)]
    person = evidence.person
    if person is None:
        return tuple(found)
    source = person.source
    writable = not has_unprintable(person.name) and outside(person.name) is None
    if writable and not same_name(claimed.name, person.name):
        found.append(Fix(FixItem.NAME, claimed.name, person.name, (person.name,), source))
    spoken = kana_key(person.kana)
    if claimed.kana and spoken and kana_key(claimed.kana) != spoken and outside(spoken) is None:
        kana = jaconv.h2z(person.kana).replace("　", "").replace(" ", "")
        found.append(Fix(FixItem.KANA, claimed.kana, kana, (kana,), source))
    if claimed.sex != person.sex and person.sex in ("1", "2"):
        stated = SEX_WORDS.get(claimed.sex, claimed.sex)
        found.append(Fix(FixItem.SEX, stated, SEX_WORDS[person.sex], (person.sex,), source))
    if claimed.birth_on != person.birth_on:
        stated = written(claimed.birth_on) if claimed.birth_on else ""
        day = person.birth_on
        found.append(Fix(FixItem.BIRTH, stated, written(day), (day.isoformat(),), source))
    return tuple(found)


def _card_fixes(claimed: ClaimedReceipt, covers: Iterable[KnownCover]) -> Iterable[Fix]:
    """Another card, where it holds on every day and the stated one on none; else the branch of the stated one."""
    stated, days = claimed.stated, claimed.days
    if stated is None or not days:
        return
    own = [each for each in covers if each.cover.insured.key == stated.key]
    if any(each.cover.is_valid_on(day) for each in own for day in days):
        holding = max(own, key=lambda each: (each.cover.acquired_on, each.known_at))
        branch = holding.cover.insured.branch
        if branch is not None and branch != stated.branch:
            yield Fix(FixItem.BRANCH, stated.branch or "", branch, (branch,), holding.source)
        return
    others = [
        each
        for each in covers
        if each not in own and all(each.cover.is_valid_on(day) and each.is_certain_on(day) for day in days)
    ]
    if others:
        best = max(others, key=lambda each: (each.cover.acquired_on, each.known_at))
        card = best.cover.insured
        values = (card.insurer.digits, card.symbol, card.number, card.branch or "", best.cover.relationship)
        yield Fix(FixItem.NUMBER, str(stated), str(card), values, best.source)


def mended(receipt: Receipt, fixes: Iterable[Fix]) -> Receipt:
    """A copy of the receipt with the fixes written into it; the others of its records stay as they are."""
    for fix in fixes:
        receipt = _mended(receipt, fix)
    return receipt


def _mended(receipt: Receipt, fix: Fix) -> Receipt:
    value = fix.values[0]
    match fix.item:
        case FixItem.NUMBER:
            insurer, symbol, number, branch, *relationship = fix.values
            card = InsuredNumber(InsurerNumber(insurer), symbol, number, branch or None)
            return renumbered(receipt, card, "".join(relationship))
        case FixItem.BRANCH:
            return with_branch(receipt, value)
        case FixItem.NAME:
            return _with_common(receipt, "name", jaconv.h2z(value.replace(" ", "　"), ascii=True, digit=True))
        case FixItem.KANA | FixItem.SEX:
            return _with_common(receipt, fix.item.value, value)
        case FixItem.BIRTH:
            older = len(receipt.item("RE", "birth")) == _ERA_BIRTH
            return _with_common(receipt, "birth", _written_birth(date.fromisoformat(value), older))


def _written_birth(day: date, with_era: bool) -> str:
    if not with_era:
        return f"{day:%Y%m%d}"
    era = era_of(day)
    return f"{era.code}{day.year - era.first_day.year + 1:02}{day:%m%d}"


def _with_common(receipt: Receipt, item: str, text: str) -> Receipt:
    """One item of RE written anew."""
    position = LAYOUTS[receipt.kind]["RE"].index[item]
    lines = list(receipt.lines)
    for place, name in enumerate(receipt.names):
        if name == "RE":
            record = lines[place].split(",")
            record += [""] * (position + 1 - len(record))
            record[position] = text
            lines[place] = ",".join(record)
            break
    return Receipt(receipt.kind, receipt.line, tuple(lines))


def changed_lines(before: Receipt, after: Receipt) -> tuple[ChangedLine, ...]:
    """What a fix does to the records, for the preview: records are changed in place, and one may be new."""
    found, held = [], list(before.lines)
    for place, line in enumerate(after.lines):
        at = before.line + place
        if len(held) < len(after.lines) and (place >= len(held) or held[place][:2] != line[:2]):
            held.insert(place, "")
        if held[place] != line:
            found.append(ChangedLine(at, held[place], line))
    return tuple(found)
