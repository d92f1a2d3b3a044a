"""The named people whose cover is the story: who is insured, who lapsed, who changed, who cannot be told apart."""

from dataclasses import replace

from app.central.practice import words
from app.central.practice.case import CardPlan
from app.central.practice.cast import CHILD, HEAD, NATIONAL_HEAD, SPOUSE, YOUNGER_CHILD, Cast, Named
from app.central.practice.household import (
    Place,
    disease_certificate,
    elderly_certificate,
    limit_certificate,
)
from app.central.practice.numbering import UNUSED_NUMBER
from app.scheme.certificates import LIMIT_AND_MEALS
from app.scheme.numbers import InsuredNumber
from app.scheme.outcome import Outcome

_LIMITS = {
    "a": ("A01", "ア", "イチ"),
    "i": ("A02", "イ", "ニ"),
    "u": ("A03", "ウ", "サン"),
    "e": ("A04", "エ", "シ"),
    "o": ("A05", "オ", "ゴ"),
}
_ELDERLY_LIMITS = {
    "working-3": ("B01", 30, "現役並みⅢ"),
    "working-2": ("B02", 30, "現役並みⅡ"),
    "working-1": ("B03", 30, "現役並みⅠ"),
    "ordinary": ("B04", 20, "一般"),
    "low-2": ("B05", 20, "低所得Ⅱ"),
    "low-1": ("B06", 20, "低所得Ⅰ"),
}


def tell(cast: Cast) -> Named:
    """Tells all stories of this page. Returns: the employee of the first, whose phone a later story shows."""
    employee = _families(cast)
    _other_insurers(cast)
    _elderly(cast)
    _certificates(cast)
    _lapsed(cast)
    _registered_late(cast)
    _alike(cast)
    _not_found(cast, employee)
    return employee


def _valid(cast: Cast, case: str, who: Named, hint: str = "") -> None:
    """Somebody insured, typed as printed; with a hint there is a My Number card too."""
    card: CardPlan | None = cast.card(case, who, hint) if hint else None
    cast.typed(case, who.current, who.birth_on, card=card)


def _families(cast: Cast) -> Named:
    born = cast.calendar.birth
    company = cast.card_of("0113999")
    employee = cast.person("見本　太郎", "ミホン　タロウ", "1", born(38, 281), "男性・30代・短い髪", company)
    spouse = cast.person(
        "見本　花子", "ミホン　ハナコ", "2", born(36, 95), "女性・30代・眼鏡", company, SPOUSE
    )
    child = cast.person("見本　こはる", "ミホン　コハル", "2", born(4, 150), "女児・4歳", company, CHILD)
    _valid(cast, "valid-employee", employee, "協会けんぽ 本人・有効")
    _valid(cast, "valid-family", spouse, "協会けんぽ 家族・有効")
    _valid(cast, "valid-child", child)
    return employee


def _other_insurers(cast: Cast) -> None:
    born = cast.calendar.birth
    for case, body, place, name, kana, hint in (
        ("valid-society", "0613999", HEAD, "架空　一郎", "カクウ　イチロウ", ""),
        ("valid-kokuho", "13999", NATIONAL_HEAD, "例示　市子", "レイジ　イチコ", "国保・有効"),
        ("valid-kokuho-society", "13995", HEAD, "例示　医子", "レイジ　イコ", ""),
        ("valid-mutual", "3413999", HEAD, "仮名　学", "カメイ　マナブ", ""),
        ("valid-seamen", "0213999", HEAD, "見本　海子", "ミホン　ウミコ", ""),
    ):
        age, since_birthday = 30 + len(case), 20 + 9 * len(case)
        sex, face = ("2", "女性・40代") if name.endswith("子") else ("1", "男性・40代")
        who = cast.person(name, kana, sex, born(age, since_birthday), face, cast.card_of(body), place)
        _valid(cast, case, who, hint)
    old = cast.person(
        "仮名　古志", "カメイ　フルシ", "1", born(51, 77), "男性・50代", cast.card_of("0613992")
    )
    cast.typed("valid-no-branch", replace(old.current, branch=None), old.birth_on)
    never = cast.person(
        "仮名　枝美",
        "カメイ　エミ",
        "2",
        born(47, 33),
        "女性・40代",
        cast.card_of("0613993"),
        Place(None, "1"),
    )
    _valid(cast, "valid-branch-never-given", never)


def _elderly(cast: Cast) -> None:
    calendar = cast.calendar
    in_seventies = calendar.birth(72, 215)
    who = cast.person(
        "例示　古稀子",
        "レイジ　コキコ",
        "2",
        in_seventies,
        "女性・70代・白髪",
        cast.card_of("13999"),
        NATIONAL_HEAD,
        (elderly_certificate(in_seventies, 20, calendar),),
    )
    _valid(cast, "valid-elderly-70s", who, "国保 72歳・2割")
    who = cast.person(
        "例示　証無",
        "レイジ　アカシナ",
        "1",
        calendar.birth(73, 160),
        "男性・70代",
        cast.card_of("13991"),
        NATIONAL_HEAD,
    )
    _valid(cast, "valid-elderly-no-certificate", who)
    oldest = calendar.birth(83, 100)
    who = cast.person(
        "架空　長寿",
        "カクウ　ナガトシ",
        "1",
        oldest,
        "男性・80代・白いひげ",
        cast.card_of("3913999", 8 * 365 + 100),
        Place(None, "1", 10),
    )
    _valid(cast, "valid-late-elderly", who, "後期高齢・1割")
    turned = calendar.birth(70, 45)
    who = cast.person(
        "見本　七十郎",
        "ミホン　ナソロウ",
        "1",
        turned,
        "男性・70歳",
        cast.card_of("0613999"),
        HEAD,
        (elderly_certificate(turned, 20, calendar),),
    )
    _valid(cast, "turned-70", who)
    _turned_75(cast)


def _turned_75(cast: Cast) -> None:
    before = cast.lost(cast.card_of("13999"), 12, 2)
    now = cast.card_of("3913999", 12, 2)
    who = cast.person(
        "見本　後期子",
        "ミホン　ノチコ",
        "2",
        cast.calendar.birth(75, 12),
        "女性・75歳",
        (before, now),
        Place("01", "1", 20),
    )
    old = who.entry.covers[0].cover.insured
    cast.typed("turned-75", replace(old, branch=None), who.birth_on, Outcome.LAPSED_NEWER)
    cast.typed("turned-75-new", who.current, who.birth_on)
    cast.shown(cast.card("turned-75-by-card", who, "75歳・先月まで国保"), Outcome.VALID)


def _certificates(cast: Cast) -> None:
    calendar = cast.calendar
    for age, (letter, (code, sign, kana)) in enumerate(_LIMITS.items(), start=41):
        kind = {"kind": LIMIT_AND_MEALS} if code == "A05" else {}
        who = cast.person(
            f"架空　限{sign}",
            f"カクウ　ゲン{kana}",
            "1",
            calendar.birth(age, age * 3),
            "男性・40代・丸顔",
            cast.card_of("0613999"),
            HEAD,
            (limit_certificate(code, calendar, **kind),),
        )
        _valid(cast, f"valid-limit-{letter}", who, f"限度額 {sign}" if letter == "u" else "")
    for days, (name, (code, ratio, spoken)) in enumerate(_ELDERLY_LIMITS.items(), start=60):
        _elderly_limit(cast, f"valid-limit-{name}", spoken, days * 2, code, ratio)
    _elderly_limit(cast, "contradiction", "矛盾", 190, "B02", 20)
    dialysis = disease_certificate("1", calendar)
    who = cast.person(
        "仮名　透",
        "カメイ　トオル",
        "1",
        calendar.birth(58, 140),
        "男性・50代",
        cast.card_of("13999"),
        NATIONAL_HEAD,
        (dialysis, limit_certificate("A03", calendar)),
    )
    _valid(cast, "valid-specific-disease", who, "特定疾病あり")


def _elderly_limit(cast: Cast, case: str, given: str, days: int, code: str, ratio: int) -> None:
    birth_on = cast.calendar.birth(71, days)
    certificates = (
        elderly_certificate(birth_on, ratio, cast.calendar),
        limit_certificate(code, cast.calendar, LIMIT_AND_MEALS if code in {"B05", "B06"} else "limit"),
    )
    name = f"例示　{given}"
    who = cast.person(
        name,
        "レイジ　トシエ",
        "2",
        birth_on,
        "女性・70代",
        cast.card_of("13999"),
        NATIONAL_HEAD,
        certificates,
    )
    _valid(cast, case, who)


def _lapsed(cast: Cast) -> None:
    born = cast.calendar.birth
    left = cast.lost(cast.card_of("0613999"), 40)
    who = cast.person("架空　失子", "カクウ　シツコ", "2", born(45, 61), "女性・40代・長い髪", left)
    card = cast.card("lapsed", who, "資格喪失・新しい資格なし")
    cast.typed("lapsed", who.current, who.birth_on, Outcome.LAPSED, card=card)
    cast.typed("valid-on-a-past-day", who.current, who.birth_on, on=cast.calendar.days_ago(41))
    cast.typed("lapsed-on-the-day", who.current, who.birth_on, Outcome.LAPSED, cast.calendar.days_ago(40))

    before = cast.lost(cast.card_of("0613990"), 60)
    after = cast.card_of("0113999", 60, 9)
    who = cast.person(
        "架空　転子", "カクウ　テンコ", "2", born(33, 44), "女性・30代・短い髪", (before, after)
    )
    cast.typed("lapsed-newer", who.entry.covers[0].cover.insured, who.birth_on, Outcome.LAPSED_NEWER)
    cast.shown(cast.card("lapsed-newer-by-card", who, "転職・新しい資格あり"), Outcome.VALID)

    welfare = cast.lost(cast.card_of("13992"), 90, reason="02")
    who = cast.person("仮名　扶", "カメイ　タスク", "1", born(61, 70), "男性・60代", welfare, NATIONAL_HEAD)
    cast.typed("lapsed-welfare", who.current, who.birth_on, Outcome.LAPSED)


def _registered_late(cast: Cast) -> None:
    """The new insurer has not told the register yet: its card is in the hand, and nobody knows it (R4)."""
    born = cast.calendar.birth
    new_card = cast.card_of("0127999", 6)
    left = cast.lost(cast.card_of("0613991"), 6, 2)
    who = cast.person("架空　遅男", "カクウ　オソオ", "1", born(29, 130), "男性・20代", left)
    new = replace(
        who.current, insurer=new_card.insurer.number, symbol=new_card.symbol, number=new_card.number
    )
    cast.typed("registered-late", new, who.birth_on, Outcome.NONE)
    card = cast.card("registered-late-old", who, "転職直後・登録待ち")
    cast.typed("registered-late-old", who.current, who.birth_on, Outcome.LAPSED, card=card)

    unreported = cast.person(
        "架空　黙", "カクウ　モダス", "1", born(52, 99), "男性・50代", cast.card_of("13993"), NATIONAL_HEAD
    )
    cast.typed("loss-not-reported", unreported.current, unreported.birth_on)


def _alike(cast: Cast) -> None:
    born = cast.calendar.birth
    company = cast.card_of("0114999")
    twins = [
        cast.person(f"例示　{name}", f"レイジ　{kana}", "1", born(9, 88), "男児・9歳", company, place)
        for name, kana, place in (("蒼", "アオイ", CHILD), ("藍", "アイ", YOUNGER_CHILD))
    ]
    elder, younger = twins
    cast.typed("twins", replace(elder.current, branch=None), elder.birth_on, Outcome.SEVERAL)
    _valid(cast, "twin-elder", elder)
    _valid(cast, "twin-younger", younger)
    for case, body, place in (("namesake-one", "0613994", HEAD), ("namesake-two", "13999", NATIONAL_HEAD)):
        who = cast.person(
            "見本　和子", "ミホン　カズコ", "2", born(56, 200), "女性・50代", cast.card_of(body), place
        )
        _valid(cast, case, who, "同姓同名・同じ生年月日" if case == "namesake-one" else "")
    who = cast.person(
        "●●　●子",
        "タカサキ　ヨシコ",
        "2",
        born(49, 55),
        "女性・40代・眼鏡",
        cast.card_of("0613999"),
        written="髙﨑　𠮷子",
    )
    _valid(cast, "unprintable-name", who, "●になる文字")


def _not_found(cast: Cast, employee: Named) -> None:
    wrong_day = cast.calendar.birth(38, 282)
    cast.typed("none-typing-error", employee.current, wrong_day, Outcome.NONE)
    never = InsuredNumber(words.insurer("0613999").number, "101", UNUSED_NUMBER, "00")
    cast.typed("none", never, employee.birth_on, Outcome.NONE)
