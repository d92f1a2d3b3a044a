"""Receipts of all three kinds, invented and valid: plain builders, and hypothesis strategies on top of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, BinaryIO, NamedTuple

from hypothesis import strategies as st

from app.scheme.days import ERAS, last_of_month, months_from
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.layouts import LAYOUTS
from app.scheme.receipts.letters import Encoding, FileForm
from app.scheme.receipts.reading import ReceiptReader
from app.scheme.receipts.receipt import Receipt, Record
from app.scheme.receipts.writing import written

EXAMPLE = """\
IR,1,13,1,9990014,,見本医院,202604,00,03-0000-0000
RE,1,1116,202603,架空　花,2,19880214,,,,,28,,000231,,,,,,,,,,,,,,,,,,,,,,,カクウハナ,
HO,06139992,７０１,４４２,2,497,,,,,,,,,
SN,1,01,,,,02,,
JD,1,,,,,1,,,,,,,,,,,,,,,1,,,,,,,,,,,
SY,0000999,20260305,1,,見本病名,,
SI,11,1,111000110,,288,1,,,,,,,,,,,1,,,,,,,,,,,,,,,,,,,,,,,,,,
SI,12,1,112007410,,73,1,,,,,,,,,,,,,,,,,,,,,,,,,,1,,,,,,,,,,,
SI,80,1,120002910,,68,2,,,,,,,,,,,1,,,,,,,,,,,,,,,1,,,,,,,,,,,
GO,1,497,99
"""
"""A 医科 file of one receipt, days 5 and 20."""

INSTITUTIONS = {
    ReceiptKind.MEDICAL: "9990014",
    ReceiptKind.DENTAL: "9990010",
    ReceiptKind.PHARMACY: "9990018",
}
_ACT = {
    "SI": "112007410",
    "SS": "301000110",
    "IY": "610406079",
    "TO": "700010000",
}


@dataclass(frozen=True)
class Act:
    """One unit: points per time, how often on which day, the records it is made of; the last one has the points.

    On a pharmacy's receipt: one dispensing on each day.
    """

    points: int
    days: Mapping[int, int]
    records: Sequence[str] = ("SI",)
    burden: str = "1"


@dataclass(frozen=True)
class Claim:
    """A receipt to build; totals and days follow from the acts. public: payer numbers of public expenses."""

    kind: ReceiptKind = ReceiptKind.MEDICAL
    number: int = 1
    acts: Sequence[Act] = (Act(288, {5: 1}), Act(73, {20: 1}), Act(68, {5: 1, 20: 1}, ("IY", "SI")))
    month: date = date(2026, 3, 1)
    name: str = "架空　花"
    kana: str = "カクウハナ"
    sex: str = "2"
    birth_on: date = date(1988, 2, 14)
    chart: str = "000231"
    insurer: str = "06139992"
    symbol: str = "７０１"
    card_number: str = "４４２"
    branch: str = "02"
    public: Sequence[str] = ()
    visits: bool = True
    eras: bool = False
    changes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def points(self) -> int:
        return sum(act.points * sum(act.days.values()) for act in self.acts)

    @property
    def days(self) -> list[int]:
        return sorted({day for act in self.acts for day in act.days})


def record(kind: ReceiptKind, name: str, /, **items: object) -> Record:
    """A record with these items filled and every other one empty."""
    layout = LAYOUTS[kind][name]
    found = [name, *[""] * (layout.length - 1)]
    for item, value in items.items():
        found[layout.index[item]] = str(value)
    return tuple(found)


def day_items(days: Mapping[int, int]) -> dict[str, str]:
    return {f"day{day}": str(count) for day, count in days.items()}


def written_month(month: date, eras: bool = False) -> str:
    return written_day(month, eras)[:-2]


def written_day(day: date, eras: bool = False) -> str:
    """YYYYMMDD, or GYYMMDD."""
    if not eras:
        return f"{day:%Y%m%d}"
    era = next(era for era in ERAS if day >= era.first_day)
    return f"{era.code}{day.year - era.first_day.year + 1:02}{day:%m%d}"


def receipt(claim: Claim, line: int = 0) -> Receipt:
    """A valid receipt."""
    make = {
        ReceiptKind.MEDICAL: _medical,
        ReceiptKind.DENTAL: _dental,
        ReceiptKind.PHARMACY: _pharmacy,
    }[claim.kind]
    records = [_changed(claim, each) for each in make(claim)]
    return Receipt.of(claim.kind, records, line)


def _changed(claim: Claim, each: Record) -> Record:
    layout, items = LAYOUTS[claim.kind][each[0]], list(each)
    for item, value in claim.changes.get(each[0], {}).items():
        items[layout.index[item]] = value
    return tuple(items)


def _head(claim: Claim) -> list[Record]:
    kind, eras = claim.kind, claim.eras
    scheme = "3" if claim.insurer.startswith("39") else "1"
    count = "receptions" if kind is ReceiptKind.PHARMACY else "actual_days"
    found = [
        record(
            kind,
            "RE",
            number=claim.number,
            type=f"{kind.fee_table}{scheme}{1 + len(claim.public)}6",
            month=written_month(claim.month, eras),
            name=claim.name,
            sex=claim.sex,
            birth=written_day(claim.birth_on, eras),
            chart=claim.chart,
            kana=claim.kana,
        ),
        record(
            kind,
            "HO",
            insurer=claim.insurer,
            symbol=claim.symbol,
            number=claim.card_number,
            total_points=claim.points,
            **{count: len(claim.days)},
        ),
    ]
    found += [
        record(
            kind,
            "KO",
            payer=payer,
            recipient="9990015",
            total_points=claim.points,
            **{count: len(claim.days)},
        )
        for payer in claim.public
    ]
    if claim.branch:
        found.append(record(kind, "SN", payer_kind=1, confirmation="01", branch=claim.branch))
    if claim.visits:
        found.append(record(kind, "JD", payer_kind=1, **day_items(dict.fromkeys(claim.days, 1))))
    return found


def _acts(claim: Claim) -> list[Record]:
    found = []
    for act in claim.acts:
        for position, name in enumerate(act.records):
            items: dict[str, Any] = {
                "burden": act.burden,
                "code": _ACT[name],
                "times": sum(act.days.values()),
            }
            if position == 0:
                items["section"] = "12"
            if position == len(act.records) - 1:
                items["points"] = act.points
            if name in ("IY", "TO"):
                items["quantity"] = "1.5"
            found.append(record(claim.kind, name, **items, **day_items(act.days)))
    return found


def _medical(claim: Claim) -> list[Record]:
    started = written_day(claim.month, claim.eras)
    illness = record(claim.kind, "SY", disease="0000999", started_on=started, outcome=1, name="見本病名")
    return [*_head(claim), illness, *_acts(claim)]


def _dental(claim: Claim) -> list[Record]:
    institution = record(
        claim.kind,
        "IR",
        agency=1,
        prefecture=13,
        fee_table=3,
        institution=INSTITUTIONS[claim.kind],
        claim_month=written_month(months_from(claim.month, 1), claim.eras),
        phone="03-0000-0000",
    )
    tooth = record(claim.kind, "HS", teeth="101600", disease="0000999", name="見本病名")
    return [institution, *_head(claim), tooth, *_acts(claim)]


def _pharmacy(claim: Claim) -> list[Record]:
    """A basic fee of 10 points each day that is visited; what is left of the acts' points is for dispensing."""
    dispensed, fees = [], []
    turns = {day: turn for turn, day in enumerate(claim.days, start=1)}
    for number, act in enumerate(claim.acts, start=1):
        dispensed.append(record(claim.kind, "SH", number=number, form=1))
        for day, times in act.days.items():
            on = written_day(claim.month.replace(day=day), claim.eras)
            points = act.points * times
            dispensed.append(
                record(
                    claim.kind,
                    "CZ",
                    doctor=1,
                    prescribed_on=on,
                    dispensed_on=on,
                    reception=turns[day],
                    quantity=7,
                    preparation_points=points // 2,
                    drug_points=points - points // 2,
                )
            )
        dispensed.append(record(claim.kind, "IY", burden=act.burden, code=_ACT["IY"], quantity=3))
    for day, turn in turns.items():
        on = written_day(claim.month.replace(day=day), claim.eras)
        fees.append(
            record(claim.kind, "KI", counted_on=on, reception=turn, basic_burden=1, basic="410000110")
        )
    return [*_head(claim), *dispensed, *fees]


def head(kind: ReceiptKind, month: date = date(2026, 3, 1), eras: bool = False) -> str:
    """The first record of a file for that month, sent in the next."""
    items: dict[str, Any] = {
        "agency": 1,
        "prefecture": 13,
        "fee_table": kind.fee_table,
        "institution": INSTITUTIONS[kind],
        "institution_name": "見本医院",
        "claim_month": written_month(months_from(month, 1), eras),
        "volume": "00",
    }
    return ",".join(record(kind, kind.header, **items))


def trailer(receipts: Sequence[Receipt]) -> str:
    """GO as it should be."""
    points = sum(each.points or 0 for each in receipts)
    return f"GO,{sum(each.payers for each in receipts)},{points},99"


def file_of(claims: Sequence[Claim], form: FileForm | None = None) -> bytes:
    """A valid file of at least one claim, all of one kind; the claims are numbered 1, 2, 3 …"""
    receipts = [receipt(_numbered(claim, number)) for number, claim in enumerate(claims, start=1)]
    first = claims[0]
    latest = max(claim.month for claim in claims)
    lines = [head(first.kind, latest, first.eras)]
    lines += [line for each in receipts for line in each.lines]
    return written(first.kind, form or FileForm(), [*lines, trailer(receipts)])


def _numbered(claim: Claim, number: int) -> Claim:
    return replace(claim, number=number)


class Whole(NamedTuple):
    """A file read to its end."""

    kind: ReceiptKind
    form: FileForm
    head: tuple[str, ...]
    receipts: tuple[Receipt, ...]
    trailer: tuple[str, ...]


def whole(source: BinaryIO | bytes) -> Whole:
    """Raises: ReceiptsUnreadable."""
    reader = ReceiptReader(source)
    receipts = tuple(reader)
    return Whole(reader.kind, reader.form, reader.head, receipts, reader.trailer)


# Strategies

KINDS = st.sampled_from(ReceiptKind)
PEOPLE = st.sampled_from(
    [
        ("架空　花", "カクウハナ", "2"),
        ("見本　太郎", "ミホンタロウ", "1"),
        ("ﾐﾎﾝ ｼﾞﾛｳ", "ミホンジロウ", "1"),
        ("例示　ー子", "レイジーコ", "2"),
    ]
)
CARDS = st.sampled_from(
    [
        ("06139992", "７０１", "４４２", "02"),
        ("01139997", "12340001", "7", ""),
        ("39139993", "", "00012345", ""),
        ("  139998", "見本－一", "９", "00"),
    ]
)
FORMS = st.builds(
    FileForm,
    encoding=st.sampled_from(Encoding),
    line_end=st.sampled_from(["\r\n", "\n"]),
    last_end=st.booleans(),
    closing=st.sampled_from([b"", b"\x1a"]),
)
MONTHS = st.dates(date(2016, 1, 1), date(2026, 12, 1)).map(lambda day: day.replace(day=1))


@st.composite
def acts(draw: st.DrawFn, kind: ReceiptKind, month: date) -> Act:
    names = {
        ReceiptKind.MEDICAL: ["SI", "IY", "TO"],
        ReceiptKind.DENTAL: ["SS", "SI", "IY", "TO"],
        ReceiptKind.PHARMACY: ["SI"],
    }[kind]
    days = st.integers(1, last_of_month(month).day)
    return Act(
        draw(st.integers(1, 99_999)),
        dict(sorted(draw(st.dictionaries(days, st.integers(1, 3), min_size=1, max_size=5)).items())),
        draw(st.lists(st.sampled_from(names), min_size=1, max_size=3)),
    )


@st.composite
def claims(draw: st.DrawFn, kind: ReceiptKind | None = None) -> Claim:
    """Valid claims of any kind, or of this one."""
    kind = kind or draw(KINDS)
    month = draw(MONTHS)
    name, kana, sex = draw(PEOPLE)
    insurer, symbol, number, branch = draw(CARDS)
    return Claim(
        kind=kind,
        acts=draw(st.lists(acts(kind, month), min_size=1, max_size=4)),
        month=month,
        name=name,
        kana=kana,
        sex=sex,
        birth_on=draw(st.dates(date(1926, 12, 25), date(2015, 12, 31))),
        chart=draw(st.from_regex(r"\A[0-9A-Za-z-]{0,20}\Z")),
        insurer=insurer,
        symbol=symbol,
        card_number=number,
        branch=branch,
        public=draw(st.sampled_from([(), ("54139993",), ("12139994", "54139993")])),
        visits=draw(st.booleans()),
        eras=draw(st.booleans()),
    )


@st.composite
def files(draw: st.DrawFn, kind: ReceiptKind | None = None) -> tuple[list[Claim], FileForm]:
    """Claims of one kind and how their file is put into bytes; `file_of` makes it."""
    kind = kind or draw(KINDS)
    found = draw(st.lists(claims(kind), min_size=1, max_size=4))
    eras = found[0].eras
    return [replace(claim, eras=eras) for claim in found], draw(FORMS)
