"""Working off the notices of a month by keys alone."""

from datetime import date

from app.notices.notice import NoticeState
from app.notices.ports import NoticeLine
from app.scheme.days import business_day, months_from, utc_now
from tests.journeys.window import DeskWindow

_BY_FORM_EACH = 5


def last_month() -> date:
    """Its first day; its visits are over."""
    return months_from(business_day(utc_now()), -1)


def work_off(desk: DeskWindow, left: int) -> None:
    """The next step of each, one key; now and then one goes in hand with a day and a note. left: how many are open."""
    for rest in range(left - 1, -1, -1):
        if rest % _BY_FORM_EACH == _BY_FORM_EACH - 1:
            desk.press("Ctrl+G")
            desk.sees("この通知を対応中にする")
            desk.press("Tab")
            desk.type("denwa")
            desk.press("Return")
        else:
            desk.press("Ctrl+Return")
        desk.sees(f"未対応 {rest}")
    desk.sees("未対応の通知はありません")


def finish(desk: DeskWindow, inbox: NoticeLine) -> None:
    """What is in hand becomes done; the list of those in hand stands on the screen."""
    with desk.pulse.not_counted():
        states = [each.handling.state for each in inbox.notices(last_month())]
    for rest in range(states.count(NoticeState.IN_HAND) - 1, -1, -1):
        desk.press("Ctrl+Return")
        desk.sees(f"対応中 {rest}")
