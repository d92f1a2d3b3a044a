"""What staff put right in a receipt by their own hand, with the patient's card before them: typed, made into fixes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date

from app.claims.claimed import ClaimedReceipt, readable
from app.claims.evidence import Source
from app.claims.fixes import Fix, FixItem
from app.errors import InputRefused
from app.patients.enter import FormRefused
from app.patients.form_fields import holds_my_number, read_birth_on, read_kana, read_name, read_sex
from app.scheme.cover import SEX_WORDS
from app.scheme.days import written
from app.scheme.digits import MyNumberRefused, folded
from app.scheme.numbers import InsuredNumber
from app.scheme.receipts.letters import outside
from app.scheme.receipts.receipt import Receipt

_CARD = ("insurer", "symbol", "number", "branch")
_WRITABLE_SEXES = ("1", "2")


class LetterNotWritable(InputRefused):
    """A letter that no receipt can hold: it would stop the whole file when it is sent."""

    code = "input.letter"


@dataclass(frozen=True, slots=True)
class TypedReceipt:
    """Card and person of a receipt as a form has them, every field text; sex is the scheme's code."""

    insurer: str = ""
    symbol: str = ""
    number: str = ""
    branch: str = ""
    name: str = ""
    kana: str = ""
    birth: str = ""
    sex: str = ""


def as_stated(claimed: ClaimedReceipt, receipt: Receipt) -> TypedReceipt:
    """What the form begins with: also what cannot be right stands there as it is."""
    birth = claimed.birth_on
    return TypedReceipt(
        insurer=readable(receipt.item("HO", "insurer")).strip(),
        symbol=folded(readable(receipt.item("HO", "symbol"))),
        number=folded(readable(receipt.item("HO", "number"))),
        branch=readable(receipt.branch),
        name=claimed.name,
        kana=claimed.kana,
        birth=written(birth) if birth is not None else readable(receipt.item("RE", "birth")),
        sex=claimed.sex,
    )


def typed_fixes(
    claimed: ClaimedReceipt, stated: TypedReceipt, typed: TypedReceipt, today: date
) -> tuple[Fix, ...]:
    """Only what was changed; what was left alone is not judged, however wrong it stands there.

    Raises: FormRefused with every complaint at once, a My Number (R3) among them; it is written nowhere.
    """
    complaints: list[InputRefused] = []
    found: list[Fix] = []
    for names, read in _READINGS:
        if all(getattr(stated, name) == getattr(typed, name) for name in names):
            continue
        try:
            _refuse_my_numbers(typed, names)
            found += read(claimed, typed, today)
        except InputRefused as refused:
            complaints.append(refused)
    if complaints:
        raise FormRefused(tuple(complaints))
    return tuple(found)


def without_my_numbers(typed: TypedReceipt) -> TypedReceipt:
    """Nothing of one stays in a field (R3)."""
    values = {each.name: getattr(typed, each.name) for each in fields(typed)}
    return TypedReceipt(**{name: "" if holds_my_number(value) else value for name, value in values.items()})


def _refuse_my_numbers(typed: TypedReceipt, names: tuple[str, ...]) -> None:
    for name in names:
        if holds_my_number(getattr(typed, name)):
            raise MyNumberRefused(name, "a My Number is never entered at the desk")


def _card(claimed: ClaimedReceipt, typed: TypedReceipt, today: date) -> Iterator[Fix]:
    """The branch alone where the card is the same; else the card whole."""
    card = InsuredNumber.parse(*(getattr(typed, name) for name in _CARD))
    for name in ("symbol", "number"):
        _must_be_writable(name, getattr(card, name))
    stated = claimed.stated
    if stated is not None and stated.key == card.key and card.branch is not None:
        if stated.branch != card.branch:
            yield _fix(FixItem.BRANCH, stated.branch or "", card.branch, card.branch)
    elif stated != card:
        values = (card.insurer.digits, card.symbol, card.number, card.branch or "")
        yield _fix(FixItem.NUMBER, str(stated) if stated is not None else claimed.payer, str(card), *values)


def _name(claimed: ClaimedReceipt, typed: TypedReceipt, today: date) -> Iterator[Fix]:
    name = read_name(typed.name)
    _must_be_writable("name", name)
    yield _fix(FixItem.NAME, claimed.name, name, name)


def _kana(claimed: ClaimedReceipt, typed: TypedReceipt, today: date) -> Iterator[Fix]:
    """As receipts have it: without a blank."""
    kana = read_kana(typed.kana).replace("　", "")
    yield _fix(FixItem.KANA, claimed.kana, kana, kana)


def _birth(claimed: ClaimedReceipt, typed: TypedReceipt, today: date) -> Iterator[Fix]:
    day = read_birth_on(typed.birth, today)
    stated = written(claimed.birth_on) if claimed.birth_on is not None else ""
    if day != claimed.birth_on:
        yield _fix(FixItem.BIRTH, stated, written(day), day.isoformat())


def _sex(claimed: ClaimedReceipt, typed: TypedReceipt, today: date) -> Iterator[Fix]:
    sex = read_sex(typed.sex)
    if sex in _WRITABLE_SEXES:
        yield _fix(FixItem.SEX, SEX_WORDS.get(claimed.sex, claimed.sex), SEX_WORDS[sex], sex)


def _fix(item: FixItem, stated: str, typed: str, *values: str) -> Fix:
    return Fix(item, stated, typed, values, Source.STAFF)


def _must_be_writable(field: str, text: str) -> None:
    letter = outside(text)
    if letter is not None:
        raise LetterNotWritable(field, "holds a letter outside the receipts' character set")


_READINGS: tuple[
    tuple[tuple[str, ...], Callable[[ClaimedReceipt, TypedReceipt, date], Iterator[Fix]]], ...
] = (
    (_CARD, _card),
    (("name",), _name),
    (("kana",), _kana),
    (("birth",), _birth),
    (("sex",), _sex),
)
"""The fields that are judged together, and what reads them."""
