"""The named people whose card is the story: ending, ended, stopped, renewed, PIN tries, phones, other cards."""

from dataclasses import replace
from datetime import date

from app.central.practice.calendar import years_before
from app.central.practice.case import CardPlan, TokenLabel
from app.central.practice.cast import NATIONAL_HEAD, Cast, Named
from app.scheme.days import age_on
from app.scheme.outcome import Outcome

_ENDS_IN_DAYS = {"card-expiring": 40, "card-expired-grace": -30, "card-expired": -150}
_HINTS = {
    "card-expiring": "電子証明書 期限間近",
    "card-expired-grace": "電子証明書 期限切れ3か月以内",
    "card-expired": "電子証明書 期限切れ",
}


def tell(cast: Cast, employee: Named) -> None:
    """employee: whoever also carries an iPhone, so that plastic and phone lead to one person."""
    _ending(cast)
    _stopped(cast)
    _pins(cast)
    _phones(cast, employee)
    _others(cast, employee)


def _holder(cast: Cast, name: str, kana: str, sex: str, birth_on: date) -> Named:
    tens = age_on(birth_on, cast.calendar.day) // 10
    face = f"{'男' if sex == '1' else '女'}性・{tens}0代"
    return cast.person(name, kana, sex, birth_on, face, cast.card_of("13999"), NATIONAL_HEAD)


def _ending(cast: Cast) -> None:
    names = (
        ("仮名　限美", "カメイ　キリミ"),
        ("仮名　猶子", "カメイ　ナオコ"),
        ("仮名　切子", "カメイ　キリコ"),
    )
    for (case, days), (name, kana) in zip(_ENDS_IN_DAYS.items(), names, strict=True):
        until = years_before(cast.calendar.days_ago(-days), 0)
        who = _holder(cast, name, kana, "2", years_before(until, 35))
        card = cast.card(case, who, _HINTS[case], until)
        cast.shown(card, None if case == "card-expired" else Outcome.VALID)


def _stopped(cast: Cast) -> None:
    born = cast.calendar.birth
    stopped = _holder(cast, "仮名　停男", "カメイ　トメオ", "1", born(43, 90))
    cast.shown(replace(cast.card("card-revoked", stopped, "電子証明書 失効"), revoked=True), None)
    renewing = _holder(cast, "見本　再子", "ミホン　サイコ", "2", born(31, 66))
    cast.shown(replace(cast.card("card-lost", renewing, "紛失で停止した前のカード"), revoked=True), None)
    cast.shown(cast.card("card-renewed", renewing, "再発行した新しいカード"), Outcome.VALID)


def _pins(cast: Cast) -> None:
    born = cast.calendar.birth
    forgetful = _holder(cast, "例示　忘郎", "レイジ　ボウロウ", "1", born(62, 30))
    cast.shown(replace(cast.card("pin-one-left", forgetful, "暗証番号 残り1回"), tries_left=1), Outcome.VALID)
    locked = _holder(cast, "例示　錠子", "レイジ　ジョウコ", "2", born(66, 50))
    cast.shown(replace(cast.card("pin-blocked", locked, "暗証番号 ロック"), tries_left=0), Outcome.VALID)


def _phones(cast: Cast, employee: Named) -> None:
    """Two owners: of a person's phones the newest certificate alone is good."""
    owner = _holder(cast, "仮名　携子", "カメイ　ケイコ", "2", cast.calendar.birth(29, 80))
    android = replace(cast.card("phone-android", owner, "Androidスマホ"), token_label=TokenLabel.ANDROID)
    iphone = replace(cast.card("phone-iphone", employee, "iPhone"), token_label=TokenLabel.IPHONE)
    cast.shown(android, Outcome.VALID)
    cast.shown(iphone, Outcome.VALID)


def _others(cast: Cast, employee: Named) -> None:
    until = employee.birth_on.replace(year=cast.calendar.day.year + 1)
    cast.shown(
        CardPlan(
            "old-resident-card",
            None,
            "住民基本台帳カード",
            "写真なし",
            until,
            token_label=TokenLabel.OLD_RESIDENT_CARD,
        ),
        None,
    )
    cast.shown(CardPlan("not-my-number-card", None, "ほかのICカード", "写真なし", until, kind="other"), None)
