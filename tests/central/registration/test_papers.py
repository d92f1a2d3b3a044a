"""What an insurer prints: reminders, a page a card (R11), and the face of a card with the branch (R1)."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from app.central.registration.members import Member
from app.central.registration.papers.card_face import write_card_face
from app.central.registration.papers.reminder import Sender, write_letters
from app.central.registration.papers.sheet import SERIF, folded
from app.central.registration.told import UnreturnedCard
from app.scheme.cover import Cover, PersonDetails
from app.scheme.numbers import InsuredNumber, InsurerNumber
from tests.central.clinic import LATE_ELDERLY, SOCIETY

TODAY = date(2026, 11, 20)
INSURED = InsuredNumber.parse(SOCIETY, "12", "3456", "01")
SENDER = Sender(InsurerNumber(SOCIETY), "見本組合", "〒100-0000 東京都架空区九丁目")
OUT = UnreturnedCard(
    period_id=1,
    cover_ref=None,
    insured=INSURED,
    name="架空　花",
    postcode="100-0000",
    address="東京都架空区見本一丁目",
    lost_on=date(2026, 11, 10),
    loss_reason="03",
    issued_on=date(2025, 12, 2),
)


def _letters(*cards: UnreturnedCard) -> list[str]:
    """Each page's text, without blanks and line ends."""
    file = io.BytesIO()
    assert write_letters(file, cards, SENDER, TODAY) == sum(card.address is not None for card in cards)
    return [_text(page) for page in PdfReader(file).pages] if file.getvalue() else []


def _text(page: object) -> str:
    return "".join(page.extract_text().split())  # type: ignore[attr-defined]


def test_each_card_not_returned_has_a_page_with_who_what_and_until_when() -> None:
    """R11"""
    first, second = _letters(OUT, replace(OUT, name="架空　太郎", address="大阪府架空市"))
    for said in (
        "〒100-0000東京都架空区見本一丁目架空花様",
        "資格確認書の返納について",
        "記号12番号3456枝番01",
    ):
        assert said in first
    assert "資格喪失年月日令和8年11月10日" in first and "令和8年12月4日までに" in first
    assert "見本組合〒100-0000東京都架空区九丁目" in first
    assert "架空太郎様" in second and "大阪府架空市" in second and "架空花" not in second


def test_a_card_of_before_december_2024_is_called_what_it_is() -> None:
    (page,) = _letters(replace(OUT, issued_on=date(2024, 12, 1)))
    assert "被保険者証の返納について" in page and "資格確認書" not in page


def test_the_family_of_somebody_who_died_is_written_to_as_such() -> None:
    (page,) = _letters(replace(OUT, loss_reason="01"))
    assert "故架空花様ご遺族様" in page and "お悔やみ" in page
    assert "架空花様に交付いたしました資格確認書" in page
    assert not any(words in page for words in ("ご清祥", "あなた様", "受診された場合"))


def test_a_card_without_an_address_gets_no_letter() -> None:
    assert _letters(replace(OUT, address=None)) == []


def test_a_long_address_stays_in_the_window_and_a_letter_the_fonts_lack_is_a_dot() -> None:
    lines = folded("東京都架空区" * 12, 85, SERIF, 10)
    assert len(lines) == 3 and "".join(lines) == "東京都架空区" * 12
    assert folded("　𠮷野、見本", 85, SERIF, 10) == ["　●野、見本"]


def _member(insured: InsuredNumber, relationship: str = "1", ratio_percent: int | None = None) -> Member:
    cover = Cover(insured, "見本組合", relationship, date(2013, 4, 1), None, None)
    details = PersonDetails("番号　花子", "バンゴウ　ハナコ", "2", date(1989, 3, 31), None, None)
    return Member(None, cover, ratio_percent, details, None, datetime(2026, 1, 1, tzinfo=UTC), (), ())


def _face(member: Member, issued_on: date = date(2020, 10, 1)) -> str:
    file = io.BytesIO()
    write_card_face(file, member, "東京都架空区九丁目", issued_on)
    (page,) = PdfReader(file).pages
    width_mm = float(page.mediabox.width) / 72 * 25.4
    assert width_mm == pytest.approx(85.6, abs=0.1)
    return _text(page)


def test_the_face_shows_the_branch_beside_symbol_and_number() -> None:
    """R1: as the outline pictures it."""
    shown = _face(_member(INSURED))
    for said in (
        "本人（被保険者）",
        "被保険者証記号12番号3456枝番01",
        "番号花子",
        "平成元年3月31日生",
        "性別女",
    ):
        assert said in shown
    for said in (
        "資格取得年月日平成25年4月1日",
        "保険者番号06139992",
        "令和2年10月1日交付",
        "東京都架空区九丁目",
    ):
        assert said in shown


def test_a_card_of_a_family_member_without_branch_of_today() -> None:
    shown = _face(_member(replace(INSURED, branch=None), "2"), TODAY)
    assert "家族（被扶養者）" in shown and "資格確認書" in shown
    assert "枝番" not in shown and "負担割合" not in shown


def test_who_is_75_has_a_number_alone_on_the_face() -> None:
    """R1"""
    shown = _face(_member(InsuredNumber.parse(LATE_ELDERLY, "", "12345678"), ratio_percent=20))
    assert "負担割合2割" in shown, "it is on no other paper"
    assert "被保険者番号12345678" in shown and "記号" not in shown and "枝番" not in shown
