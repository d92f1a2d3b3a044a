"""Facts of the history as the desk says them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from app.consent.consent import KIND_WORDS, ConsentInForce
from app.health_records.records import Dispensing, DrugHistory, Withheld
from app.scheme.days import JAPAN, business_day, written_short
from app.staff.member import Role, roles_words

_SOURCES = {"pharmacy_receipt": "調剤", "medical_receipt": "医科"}
_REASONS = {"not_entrusted": "保険者が提供を委託していません"}


def day_words(day: date) -> str:
    return f"{day.year}/{day.month}/{day.day}"


def source_words(dispensing: Dispensing, today: date) -> str:
    """Whose receipt the line comes from, when it became known, and how long ago."""
    known = business_day(dispensing.known_at)
    source = _SOURCES.get(dispensing.source, dispensing.source)
    return f"{source}　{known.month}/{known.day}（{(today - known).days}日前）"


def amount_words(dispensing: Dispensing) -> str:
    amount = f"{dispensing.quantity.normalize():f}{dispensing.medicine.unit}"
    return f"{amount}　{dispensing.days_supply}日分" if dispensing.days_supply else amount


def complete_words(history: DrugHistory) -> str:
    since = f"{written_short(history.complete_from)}以降の分がそろっています。"
    if history.newest_month is None:
        return f"{since}レセプトはまだ届いていません。"
    year, month = history.newest_month.split("-")
    return f"{since}{int(year)}年{int(month)}月より後の調剤は、まだ届いていません。"


def withheld_words(withheld: Sequence[Withheld]) -> tuple[str, ...]:
    return tuple(
        f"{each.insurer_name}の期間は提供なし（{_REASONS.get(each.reason, each.reason)}）"
        for each in withheld
    )


def left_words(left: timedelta) -> str:
    """Hours and minutes until the consent ends; the last hour in minutes and seconds."""
    seconds = max(0, int(left.total_seconds()))
    hours, rest = divmod(seconds, 3600)
    return f"残り {hours}時間{rest // 60:02}分" if hours else f"残り {rest // 60}分{rest % 60:02}秒"


def closes_words(until: datetime, now: datetime) -> str:
    local = until.astimezone(JAPAN)
    days = (local.date() - now.astimezone(JAPAN).date()).days
    day = {0: "今日", 1: "明日"}.get(days, f"{local.month}月{local.day}日")
    return f"{day}{local.hour}:{local.minute:02}に自動で閉じます"


def kinds_words(consents: Sequence[ConsentInForce]) -> str:
    return "・".join(KIND_WORDS[each.kind] for each in consents)


def readers_words(readers: frozenset[Role]) -> str:
    """To somebody who may not read what is agreed."""
    if not readers:
        return (
            "同意があります。この診療所では、内容を開ける役割が決められていません。管理者に頼んでください。"
        )
    return (
        f"同意があります。内容を開ける役割は、この診療所では{roles_words(readers)}です。"
        "その役割の人がサインインして開いてください。"
    )
