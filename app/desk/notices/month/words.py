"""How the manager's month is written, on the screen and on paper."""

from datetime import date

from app.notices.month import MonthFigures, SlowInsurer
from app.scheme.days import written

NOT_PUBLISHED = "公表なし"


def month_title(month: date) -> str:
    """令和8年11月"""
    return f"{written(month).partition('月')[0]}月"


def figures_of(figures: MonthFigures) -> tuple[tuple[str, str, str], ...]:
    """Number, what it counts, and how it is counted."""
    return (
        (f"{figures.caught:,}人", "窓口で見つけた失効の証", f"資格確認 {figures.checks:,}件のうち"),
        (f"{figures.avoided:,}人", "避けられた返戻・振替", "失効に気づき、同じ月に新しい資格を確認した方"),
        (f"{figures.moved:,}件", "振替・分割されたレセプト", "この月に届いた通知"),
        (f"{figures.returned:,}件", "返戻されたレセプト", f"この月の通知のうち未完了 {figures.open:,}件"),
    )


INSURER_HEADINGS = ("保険者", "公表の登録日数", "ここで見た遅れ", "該当なし")


def insurer_row(insurer: SlowInsurer) -> tuple[str, str, str, str]:
    usual = f"{insurer.usual_days}日" if insurer.usual_days is not None else NOT_PUBLISHED
    seen = f"最長 {insurer.longest_days}日（{insurer.seen}人）" if insurer.longest_days is not None else "—"
    unknown = f"{insurer.unknown}件" if insurer.unknown else "—"
    return f"{insurer.number}　{insurer.name}".strip(), usual, seen, unknown
