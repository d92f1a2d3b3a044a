"""Health information from three institutions' receipts: at a pharmacy's window, then at home in a browser (R15–R18)."""

import csv
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.card_service import CardService
from tests.central.clinic import CODE
from tests.central.consents.counter import PHARMACY
from tests.central.records.receipts import OTHER_PRESCRIBER, PRESCRIBER
from tests.central.records.three_institutions import (
    HIDDEN_AT_THE_COUNTER,
    HISTORY,
    NAMES,
    PAID,
    POINTS,
    POINTS_OF_LAST_YEAR,
    TWICE,
)
from tests.journeys.at_home import to_own_page
from tests.journeys.browser import Browser, browser
from tests.journeys.reader import Hand
from tests.journeys.three_institutions import PHARMACIST, SYSTOLIC, ThreeInstitutions
from tests.journeys.visiting import agree_by_pin, pharmacist_signs_in
from tests.journeys.window import DeskWindow, desk_window

pytestmark = [pytest.mark.journey, pytest.mark.timeout(120)]
_A_DAY = timedelta(hours=24)
_NEXT_LOOK = timedelta(seconds=30)
"""After so long a desk asks again whether what it shows is still agreed to."""
_DRUGS = "Ctrl+Shift+D"
_NOTHING_AGREED = ("同意なし", "まだ同意がありません")
_WITHDRAWN = "同意が取り消されたので、閉じました。"
_PAGES = ("はじめ", "くすり", "健診", "医療費", "保険資格", "閲覧の記録", "同意", "連携サービス")


@pytest.fixture
def hand(card_service: CardService) -> Iterator[Hand]:
    """At the pharmacy's reader."""
    with closing(Hand(card_service.readers[0], card_service.ports[0])) as hand:
        yield hand


def test_a_pharmacist_reads_for_a_day_and_the_person_sees_it_at_home_and_withdraws(
    qtbot: QtBot, tmp_path: Path, three: ThreeInstitutions, hand: Hand
) -> None:
    """R15: for 24 hours by the service's clock, never who prescribed. R17: to the yen. R18: the person alone."""
    pharmacy = three.pharmacy(tmp_path / "home")
    with desk_window(qtbot, pharmacy.home) as desk, browser(tmp_path / "browser") as opened:
        pharmacist_signs_in(desk)
        agree_by_pin(desk, hand, three.own, _DRUGS)
        _history_is_read(desk)
        three.clock.advance(_A_DAY)
        desk.sees("同意の時間が終わったので、閉じました。", *_NOTHING_AGREED)
        desk.press("F2", "F5")
        assert not _of_the_history(desk.sees(*_NOTHING_AGREED))

        agree_by_pin(desk, hand, three.own, _DRUGS)
        _history_is_read(desk)
        with desk.pulse.not_counted():
            to_own_page(qtbot, three.service.url, three.own, opened)
            _own_page_tells_everything(opened)
            _withdrawn(opened)
        desk.press("Ctrl+5")
        desk.until(lambda: _says_refused(desk))
        three.clock.advance(_NEXT_LOOK)
        assert not _of_the_history(desk.sees(_WITHDRAWN, *_NOTHING_AGREED))
        with desk.pulse.not_counted():
            assert "断りました" in _page(opened, "閲覧の記録")
            opened.press("サインアウト")
            to_own_page(qtbot, three.service.url, three.family, opened)
            _nothing_of_it_is_seen(opened)
        print("longest gaps:", desk.pulse)


def _of_the_history(screen: str) -> list[str]:
    return [name for _, _, name, _ in HISTORY if name in screen]


def _says_refused(desk: DeskWindow) -> bool:
    """To who asked; or, where that took half a minute, the desk has found out by itself and closed."""
    with desk.pulse.not_counted():
        screen = desk.screen()
    return "有効な同意がありません" in screen or _WITHDRAWN in screen


def _history_is_read(desk: DeskWindow) -> None:
    """Four lines of three institutions, one alert, and what a generic saves at three tenths of 148 yen."""
    desk.press("F5")
    desk.sees("同意あり", "残り 23時間59分", "くすりの時系列")
    screen = desk.sees(*(name for _, _, name, _ in HISTORY), *(place for _, place, _, _ in HISTORY))
    assert not [each for each in HIDDEN_AT_THE_COUNTER if each in screen]
    assert "重複 1件" in screen
    assert f"{TWICE}（同じ成分）" in screen and "2か所から、" in screen
    assert "年 44円（ご本人の負担で）" in screen
    assert "見本アムロ錠５ｍｇ → アムロジピン錠５ｍｇ「架空」　今回 44円" in screen


def _own_page_tells_everything(opened: Browser) -> None:
    """Who prescribed, who read, and the year's costs to the yen, on the page and in the file; fit for a phone."""
    assert "さんのページ" in opened.text and "有効な同意が 1件" in opened.text
    drugs = _page(opened, "くすり")
    for prescriber in (PRESCRIBER, OTHER_PRESCRIBER, NAMES[CODE]):
        assert prescriber in drugs, prescriber
    assert SYSTOLIC in _page(opened, "健診")
    read = _page(opened, "閲覧の記録")
    assert PHARMACIST in read and NAMES[PHARMACY] in read and "表示しました" in read
    costs = _page(opened, "医療費")
    assert f"{sum(PAID):,}円" in costs and f"{10 * sum(POINTS):,}円" in costs
    with opened.save("確定申告用のCSVを保存").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sorted(row["医療機関・薬局"] for row in rows) == sorted(NAMES.values())
    assert sorted(int(row["医療費の総額（円）"]) for row in rows) == sorted(10 * each for each in POINTS)
    assert sorted(int(row["支払った医療費の額（円）"]) for row in rows) == sorted(PAID)
    assert f"{10 * POINTS_OF_LAST_YEAR:,}円" in _page(opened, "2025年")


def _withdrawn(opened: Browser) -> None:
    assert NAMES[PHARMACY] in _page(opened, "同意")
    opened.press("この同意をやめる")
    consents = opened.text
    assert "撤回" in consents and "この同意をやめる" not in consents


def _nothing_of_it_is_seen(opened: Browser) -> None:
    """On no page of another of the household, nor in the file."""
    told = {*NAMES.values(), PRESCRIBER, OTHER_PRESCRIBER, PHARMACIST, SYSTOLIC, "花"}
    told |= {f"{each:,}円" for each in PAID} | {name for _, _, name, _ in HISTORY}
    for words in _PAGES:
        page = _page(opened, words)
        assert not [each for each in told if each in page], words
    opened.press("医療費")
    content = opened.save("確定申告用のCSVを保存").read_text("utf-8-sig")
    assert not [each for each in told if each in content]


def _page(opened: Browser, words: str) -> str:
    """What stands on the page behind the link with these words."""
    opened.press(words)
    assert not opened.is_too_wide, words
    return opened.text
