"""The letter that asks for a card back after its cover was lost (R11): one page a card, for a window envelope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import IO

from app.central.registration.papers.sheet import SANS, Align, Sheets
from app.central.registration.told import UnreturnedCard
from app.scheme.cover import DIED, LOSS_REASON_WORDS
from app.scheme.days import written
from app.scheme.numbers import InsuredNumber, InsurerNumber
from app.scheme.transitions import SPANS, TransitionalRule

_A4_MM = (210.0, 297.0)
_LEFT, _RIGHT = 25.0, 185.0
_WIDTH = _RIGHT - _LEFT
# 長形3号 with a window, the sheet folded in three: the address lies in it 20 mm from the left, 12 to 42 mm down.
_WINDOW_LEFT, _WINDOW_TOP, _WINDOW_WIDTH = 22.0, 16.0, 85.0
_FOLDS_MM = (99.0, 198.0)
_TIME_TO_ANSWER = timedelta(days=14)

_GREETING = "拝啓　時下ますますご清祥のこととお慶び申し上げます。"
_CONDOLENCE = "　このたびのご逝去を悼み、謹んでお悔やみ申し上げます。"
_LOST = """\
　さて、あなた様には、下記のとおり当方の被保険者等の資格を喪失されましたが、交付いたしました{card}が、\
本日現在、返納されておりません。
　資格を喪失した日以後、この{card}は使用できません。使用して医療機関等を受診された場合は、\
当方が負担した医療費を後日ご返還いただくことがございます。"""
_LEFT_BEHIND = """\
　さて、{name}様に交付いたしました{card}が、本日現在、返納されておりません。"""
_ASKING = """\
　つきましては、お手数をおかけし誠に恐れ入りますが、お手元の{card}を{until}までに下記返納先へ\
ご返納くださいますようお願い申し上げます。
　なお、紛失等によりご返納いただけない場合は、その旨を当方までお届けください。また、本状と行き違いに\
すでにご返納いただいております場合は、なにとぞご容赦くださいますようお願い申し上げます。"""


@dataclass(frozen=True, slots=True)
class Sender:
    """The insurer as its letters show it. return_to: address and telephone for the cards."""

    number: InsurerNumber
    name: str
    return_to: str


def write_letters(file: IO[bytes], cards: Iterable[UnreturnedCard], sender: Sender, today: date) -> int:
    """A PDF, a page a card. Returns how many; a card without an address gets none, since no envelope would show it."""
    sheets = Sheets(file, _A4_MM, f"{sender.name} 返納のお願い")
    pages = 0
    for card in cards:
        if card.address:
            _letter(sheets, card, sender, today)
            sheets.end_page()
            pages += 1
    if pages:
        sheets.save()
    return pages


def _letter(sheets: Sheets, card: UnreturnedCard, sender: Sender, today: date) -> None:
    died = card.loss_reason == DIED
    _address(sheets, card, died)
    _head(sheets, sender, today)
    paper = card_words(card.issued_on)
    down = sheets.text(
        f"{paper}の返納について（お願い）", _LEFT, 74, _WIDTH, 14, font=SANS, align=Align.CENTRE
    )
    opening = f"{_CONDOLENCE}\n{_LEFT_BEHIND}" if died else f"{_GREETING}\n{_LOST}"
    letter = f"{opening}\n{_ASKING}".format(
        name=card.name, card=paper, until=written(today + _TIME_TO_ANSWER)
    )
    down = sheets.text(letter, _LEFT, down + 6, _WIDTH, 10.5, leading=1.7)
    if not died:
        down = sheets.text("敬具", _LEFT, down + 1, _WIDTH, 10.5, align=Align.RIGHT)
    down = sheets.text("記", _LEFT, down + 3, _WIDTH, 10.5, align=Align.CENTRE)
    down = sheets.rows(_facts(card, sender), _LEFT, down + 3, (38, _WIDTH - 38), 10.5)
    sheets.text("以上", _LEFT, down + 2, _WIDTH, 10.5, align=Align.RIGHT)
    for fold in _FOLDS_MM:
        sheets.line(0, fold, 4)


def _address(sheets: Sheets, card: UnreturnedCard, died: bool) -> None:
    postcode = f"〒{card.postcode}\n" if card.postcode else ""
    down = sheets.text(
        f"{postcode}{card.address}",
        _WINDOW_LEFT,
        _WINDOW_TOP,
        _WINDOW_WIDTH,
        10,
        font=SANS,
        leading=1.35,
    )
    name = f"故　{card.name}　様\nご遺族　様" if died else f"{card.name}　様"
    sheets.text(name, _WINDOW_LEFT, down + 2, _WINDOW_WIDTH, 12, font=SANS, leading=1.35)


def _head(sheets: Sheets, sender: Sender, today: date) -> None:
    sheets.text(
        f"{written(today)}\n{sender.name}\n（保険者番号 {sender.number}）",
        _LEFT,
        50,
        _WIDTH,
        10.5,
        align=Align.RIGHT,
    )


def _facts(card: UnreturnedCard, sender: Sender) -> tuple[tuple[str, str], ...]:
    return (
        *numbers_written(card.insured),
        ("氏名", f"{card.name}　様"),
        ("資格喪失年月日", written(card.lost_on)),
        ("喪失の事由", LOSS_REASON_WORDS.get(card.loss_reason or "", card.loss_reason or "―")),
        ("交付年月日", written(card.issued_on)),
        ("返納先", f"{sender.name}　{sender.return_to}"),
    )


_NO_INSURANCE_CARD_FROM = SPANS[TransitionalRule.OLD_INSURANCE_CARDS].first_day
"""From this day insurers issue 資格確認書 and no 被保険者証."""


def card_words(issued_on: date) -> str:
    """What a card issued on this day is called."""
    return "資格確認書" if issued_on >= _NO_INSURANCE_CARD_FROM else "被保険者証"


def numbers_written(insured: InsuredNumber) -> tuple[tuple[str, str], ...]:
    """Labels and numbers as printed on the card; 後期高齢 has one number alone (R1)."""
    if insured.insurer.is_late_elderly:
        return (("被保険者番号", insured.number),)
    branch = f"　枝番 {insured.branch}" if insured.branch else ""
    symbol = f"記号 {insured.symbol}　" if insured.symbol else ""
    return (("記号・番号", f"{symbol}番号 {insured.number}{branch}"),)
