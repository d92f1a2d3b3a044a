"""Kinds of damage to a file of receipts, and what is told of each: code, line, record, word of the item."""

from collections.abc import Callable
from typing import NamedTuple

from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.layouts import LAYOUTS
from app.scheme.receipts.letters import FileForm
from tests.scheme.receipts.builders import Act, Claim, file_of

MEDICAL, DENTAL, PHARMACY = ReceiptKind.MEDICAL, ReceiptKind.DENTAL, ReceiptKind.PHARMACY
CLAIMS = {
    MEDICAL: Claim(),
    DENTAL: Claim(kind=DENTAL, acts=[Act(267, {5: 1}, ("SS",)), Act(73, {20: 1}, ("IY", "SI"))]),
    PHARMACY: Claim(kind=PHARMACY, acts=[Act(88, {5: 1}), Act(73, {20: 1})]),
}
Lines = list[str]
Damage = Callable[[Lines], Lines]


class Case(NamedTuple):
    """A damage to the second of three receipts. told: "code line record item" of each complaint."""

    name: str
    kind: ReceiptKind
    damage: Damage
    told: tuple[str, ...]


def lines_of(kind: ReceiptKind) -> Lines:
    """A valid file of three receipts; the second begins on line 11, a pharmacy's on line 14."""
    return file_of([CLAIMS[kind]] * 3, FileForm(closing=b"")).decode("cp932").split("\r\n")[:-1]


def encoded(lines: Lines) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode("cp932")


def item(kind: ReceiptKind, line: int, name: str, value: str) -> Damage:
    """Another value in an item of this line."""

    def damage(lines: Lines) -> Lines:
        items = lines[line - 1].split(",")
        items[LAYOUTS[kind][items[0]].index[name]] = value
        return [*lines[: line - 1], ",".join(items), *lines[line:]]

    return damage


def without(line: int) -> Damage:
    return lambda lines: [*lines[: line - 1], *lines[line:]]


def instead(line: int, *others: str) -> Damage:
    return lambda lines: [*lines[: line - 1], *others, *lines[line:]]


def behind(line: int, *others: str) -> Damage:
    return lambda lines: [*lines[:line], *others, *lines[line:]]


def again(line: int) -> Damage:
    return lambda lines: [*lines[:line], *lines[line - 1 :]]


def swapped(line: int) -> Damage:
    """This line and the next."""
    return lambda lines: [*lines[: line - 1], lines[line], lines[line - 1], *lines[line + 1 :]]


def both(*damages: Damage) -> Damage:
    def damage(lines: Lines) -> Lines:
        for each in damages:
            lines = each(lines)
        return lines

    return damage


def shorter(line: int) -> Damage:
    """Its last item is lost."""
    return lambda lines: instead(line, lines[line - 1].rpartition(",")[0])(lines)


def longer(line: int) -> Damage:
    return lambda lines: instead(line, f"{lines[line - 1]},")(lines)


def moved(day: int, to: int) -> Damage:
    """What the second 医科 receipt has on one day, its JD included, stands on another."""
    lines = (_JD, _SI2, _IY, _SI3)
    return both(*(m(line, f"day{day}", "") for line in lines), *(m(line, f"day{to}", "1") for line in lines))


def m(line: int, name: str, value: str) -> Damage:
    return item(MEDICAL, line, name, value)


def d(line: int, name: str, value: str) -> Damage:
    return item(DENTAL, line, name, value)


def p(line: int, name: str, value: str) -> Damage:
    return item(PHARMACY, line, name, value)


def medical(name: str, damage: Damage, *told: str) -> Case:
    return Case(name, MEDICAL, damage, told)


def dental(name: str, damage: Damage, *told: str) -> Case:
    return Case(f"dentist: {name}", DENTAL, damage, told)


def pharmacy(name: str, damage: Damage, *told: str) -> Case:
    return Case(f"pharmacy: {name}", PHARMACY, damage, told)


_RE, _HO, _SN, _JD, _SY, _SI, _SI2, _IY, _SI3, _GO = 11, 12, 13, 14, 15, 16, 17, 18, 19, 29
_TOTAL = "total.points 12 HO 合計点数"

CASES = [
    # The file
    medical("another fee table", m(1, "fee_table", "4"), "file.fee_table 1 IR 点数表"),
    medical("two heads", again(1), "file.head 2 IR"),
    medical(
        "no institution",
        m(1, "institution", ""),
        "file.item 1 IR 医療機関コード",
        "file.institution_digit 1 IR 医療機関コード",
    ),
    medical(
        "institution mistyped", m(1, "institution", "9990015"), "file.institution_digit 1 IR 医療機関コード"
    ),
    medical("claim month impossible", m(1, "claim_month", "202613"), "file.item 1 IR 請求年月"),
    medical("no trailer", without(_GO), "file.trailer_missing 0 GO"),
    medical("records behind the trailer", behind(_GO, "SJ,01,"), "file.trailer_not_last 30 SJ"),
    medical("two trailers", again(_GO), "file.trailer_not_last 30 GO"),
    medical("blank line behind the trailer", behind(_GO, ""), "record.blank 30"),
    medical("claims miscounted", m(_GO, "claims", "4"), "file.claims 29 GO 総件数"),
    medical("points miscounted", m(_GO, "points", "1"), "file.points 29 GO 総合計点数"),
    medical("trailer without points", m(_GO, "points", ""), "file.item 29 GO 総合計点数"),
    medical("not the last volume", m(_GO, "volume", "00"), "file.volume 29 GO マルチボリューム識別情報"),
    medical("no receipt", lambda lines: [lines[0], "GO,0,0,99"], "file.empty 0"),
    # Records
    medical("unknown record", behind(_SI2, "ZZ,1"), "record.unknown 18 ZZ"),
    medical("blank line", behind(_SY, ""), "record.blank 16"),
    medical("disease behind treatment", swapped(_SY), "record.order 16 SY"),
    medical("insurer twice", again(_HO), "record.repeated 13 HO"),
    medical(
        "no payer",
        without(_HO),
        "record.missing 11",
        "file.claims 28 GO 総件数",
        "file.points 28 GO 総合計点数",
    ),
    medical(
        "no treatment",
        lambda lines: lines[:15] + lines[19:],
        "record.missing 11",
        _TOTAL,
        "visits.differs 14 JD 5日の情報",
        "visits.differs 14 JD 20日の情報",
    ),
    medical("opening lost", without(_RE), "record.missing 11"),
    medical("opening damaged", instead(_RE, "R"), "record.unknown 11", "record.missing 11"),
    medical("trailer in the middle", behind(19, "GO,1,497,99"), "record.order 20 GO"),
    medical("items missing", shorter(_SY), "record.short 15 SY"),
    medical("items too many", longer(_SY), "record.long 15 SY"),
    dental("institution record lost", without(11), "record.missing 11"),
    dental("other institution", d(11, "institution", "9990028"), "receipt.institution 11 IR 医療機関コード"),
    dental("without disease", without(16), "record.missing 11"),
    pharmacy("drug before its dispensing", swapped(19), "record.order 18 SH"),
    # Items
    medical(
        "no number",
        m(_RE, "number", ""),
        "item.missing 11 RE レセプト番号",
        "receipt.number 11 RE レセプト番号",
    ),
    medical("no name", m(_RE, "name", ""), "item.missing 11 RE 氏名"),
    medical("name in both widths", m(_RE, "name", "架空 花"), "item.mode 11 RE 氏名"),
    medical("name too long", m(_RE, "name", "架" * 21), "item.length 11 RE 氏名"),
    medical("symbol in both widths", m(_HO, "symbol", "７0１"), "item.mode 12 HO 記号"),
    medical("letter outside", m(_RE, "name", "髙橋　花"), "item.letter 11 RE 氏名"),
    medical(
        "letter outside in an unknown record",
        behind(_SI2, "ZZ,①"),
        "record.unknown 18 ZZ",
        "item.letter 18 ZZ 2番目",
    ),
    medical(
        "letter outside in a day column",
        m(_SI, "day5", "①"),
        "days.value 16 SI 5日の情報",
        "item.letter 16 SI 5日の情報",
    ),
    medical("sex unknown", m(_RE, "sex", "3"), "item.code 11 RE 男女区分"),
    medical("sex in letters", m(_RE, "sex", "女"), "item.mode 11 RE 男女区分"),
    medical("born on no day", m(_RE, "birth", "19870229"), "item.date 11 RE 生年月日"),
    medical("born in no year of the era", m(_RE, "birth", "3000101"), "item.date 11 RE 生年月日"),
    medical("birth date cut", m(_RE, "birth", "198802"), "item.mode 11 RE 生年月日"),
    medical("month in no calendar", m(_RE, "month", "202600"), "item.date 11 RE 診療年月"),
    medical("month in no century of ours", m(_RE, "month", "999912"), "item.date 11 RE 診療年月"),
    medical("born in no century of ours", m(_RE, "birth", "99991231"), "item.date 11 RE 生年月日"),
    pharmacy(
        "dispensed in no century of ours", p(19, "dispensed_on", "00010105"), "item.date 19 CZ 調剤年月日"
    ),
    medical("disease code cut", m(_SY, "disease", "999"), "item.length 15 SY 傷病名コード"),
    medical("act code in letters", m(_SI, "code", "11200741X"), "item.mode 16 SI 診療行為コード"),
    medical("no burden", m(_SI, "burden", ""), "item.missing 16 SI 負担区分"),
    medical("quantity with two points", m(_IY, "quantity", "1.5.2"), "item.mode 18 IY 使用量"),
    medical("branch of one digit", m(_SN, "branch", "2"), "item.length 13 SN 枝番"),
    medical("payer of no kind", m(_SN, "payer_kind", "7"), "item.code 13 SN 負担者種別"),
    medical("total in letters", m(_HO, "total_points", "49O"), "item.mode 12 HO 合計点数"),
    medical(
        "total with a comma",
        m(_HO, "total_points", "4,97"),
        "record.long 12 HO",
        _TOTAL,
        "file.points 29 GO 総合計点数",
    ),
    # Person and claim
    medical("numbers out of turn", m(_RE, "number", "7"), "receipt.number 11 RE レセプト番号"),
    medical("another kind's type", m(_RE, "type", "4116"), "receipt.type 11 RE レセプト種別"),
    medical("type with public expense", m(_RE, "type", "1126"), "receipt.type_payers 11 RE レセプト種別"),
    medical("type of the late elderly", m(_RE, "type", "1318"), "receipt.type_scheme 11 RE レセプト種別"),
    medical(
        "late elderly with the type of others",
        both(m(_HO, "insurer", "39139993"), m(_HO, "symbol", "")),
        "receipt.type_scheme 11 RE レセプト種別",
    ),
    pharmacy("type of public expense alone", p(14, "type", "4216"), "receipt.type_scheme 14 RE レセプト種別"),
    medical("treated after the claim", m(_RE, "month", "202605"), "receipt.month_ahead 11 RE 診療年月"),
    medical("born after treatment", m(_RE, "birth", "20260401"), "receipt.birth_ahead 11 RE 生年月日"),
    medical("reading with a blank", m(_RE, "kana", "カクウ　ハナ"), "receipt.kana 11 RE カタカナ（氏名）"),
    medical(
        "national insurer unpadded", m(_HO, "insurer", "139998"), "receipt.insurer_form 12 HO 保険者番号"
    ),
    medical("insurer mistyped", m(_HO, "insurer", "06139993"), "receipt.insurer_digit 12 HO 保険者番号"),
    medical(
        "public payer mistyped",
        both(behind(_HO, "KO,54139994,9990015,,2,497,,,,,,"), m(_RE, "type", "1126")),
        "receipt.payer_digit 13 KO 負担者番号",
        "file.claims 30 GO 総件数",
    ),
    # Days and points
    medical("day column cut off", shorter(_SI), "record.short 16 SI", "days.columns 16 SI"),
    medical("day without number", m(_SI, "day5", "x"), "days.value 16 SI 5日の情報"),
    medical("day none times", m(_SI, "day7", "0"), "days.value 16 SI 7日の情報"),
    medical("day beside its count", m(_SI, "day5", "2"), "days.times 16 SI 回数"),
    medical("count beside its days", m(_IY, "times", "3"), "days.times 18 IY 回数"),
    medical(
        "day of another month",
        both(m(_RE, "month", "202602"), moved(20, 30)),
        *(
            f"days.outside {line} {name} 30日の情報"
            for line, name in ((_SI2, "SI"), (_IY, "IY"), (_SI3, "SI"))
        ),
    ),
    medical(
        "two patterns in one unit",
        both(m(_IY, "day20", ""), m(_IY, "day5", "2")),
        "days.pattern 18 IY 算定日",
    ),
    medical("unit without points", m(_SI3, "points", ""), "unit.open 19 SI 点数", _TOTAL),
    medical("points beside the total", m(_SI, "points", "289"), _TOTAL),
    medical("actual days miscounted", m(_HO, "actual_days", "3"), "total.days 12 HO 診療実日数"),
    medical("visit of no kind", m(_JD, "day5", "4"), "visits.code 14 JD 5日の情報"),
    pharmacy("visit of no kind", p(17, "day5", "4"), "visits.code 17 JD 5日の情報"),
    medical("visit said to disagree", m(_JD, "day5", "9"), "visits.disagrees 14 JD 5日の情報"),
    medical("visit without treatment", m(_JD, "day6", "1"), "visits.differs 14 JD 6日の情報"),
    medical("treatment without visit", m(_JD, "day20", ""), "visits.differs 14 JD 20日の情報"),
    dental("points beside the total", d(17, "points", "1"), "total.points 13 HO 合計点数"),
    dental(
        "day beside its count",
        d(17, "day9", "1"),
        "days.times 17 SS 回数",
        "visits.differs 15 JD 9日の情報",
        "total.days 13 HO 診療実日数",
    ),
    pharmacy(
        "dispensed in another month", p(19, "dispensed_on", "20260205"), "days.outside 19 CZ 調剤年月日"
    ),
    pharmacy("dispensed on no day", p(19, "dispensed_on", "20260232"), "item.date 19 CZ 調剤年月日"),
    pharmacy("points beside the total", p(19, "drug_points", "1"), "total.pharmacy_points 15 HO 合計点数"),
    pharmacy("prescriptions miscounted", p(15, "receptions", "5"), "total.receptions 15 HO 処方箋受付回数"),
]
