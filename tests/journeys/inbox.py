"""Working off the notices of a month by keys alone."""

from tests.journeys.window import DeskWindow

_BY_FORM_EACH = 5


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


def finish(desk: DeskWindow, waiting: int) -> None:
    """What is in hand becomes done; the list of those in hand stands on the screen."""
    for rest in range(waiting - 1, -1, -1):
        desk.press("Ctrl+Return")
        desk.sees(f"対応中 {rest}")
