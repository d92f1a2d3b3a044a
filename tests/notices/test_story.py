"""Why, in sentences: the picture's text alternative (R4), and what a letter says."""

from dataclasses import replace
from datetime import date

import pytest

from app.notices.letter import letter_of
from app.notices.notice import Notice, NoticeKind, Span
from app.notices.story import letters_of, story_of
from tests.notices.samples import ASSOCIATION, KNOWN, TRUE, notice, reassigned, returned, unknown

ALL_OCTOBER = replace(TRUE[1], since=date(2026, 10, 1))


@pytest.mark.parametrize(
    ("found", "sentences"),
    [
        (
            notice(),
            (
                "10月11日に例示協会へ移りました。",
                "登録されて窓口で分かるようになったのは10月25日です。",
                "18日の受診では、見本健康保険組合が有効と見えていました。",
            ),
        ),
        (
            notice(known_spans=TRUE),
            (
                "10月11日に例示協会へ移りました。",
                "登録は間に合っており、窓口の確認で分かりました。",
            ),
        ),
        (
            reassigned(true_spans=(ALL_OCTOBER,), known_spans=KNOWN[:1]),
            (
                "この月は、はじめから例示協会の資格でした。",
                "この月の間は、登録がまだでした。",
                "窓口では、前の資格が有効と見えていました。",
            ),
        ),
        (
            returned(),
            (
                "10月11日から見本健康保険組合の資格がありません。",
                "喪失の登録が遅れ、18日の受診では有効と見えていました。",
                "新しい資格が分からないため、住所地の国保へ知らせました。",
            ),
        ),
        (
            returned(kind=NoticeKind.LAPSED, reason_words="紙レセプトは分割できない", known_spans=TRUE[:1]),
            ("10月11日から見本健康保険組合の資格がありません。", "紙レセプトは分割できない。"),
        ),
        (unknown(), ("該当する方がいない。",)),
    ],
)
def test_the_two_lines_are_told_in_sentences(found: Notice, sentences: tuple[str, ...]) -> None:
    assert story_of(found) == sentences


def test_picture_and_parts_share_their_letters() -> None:
    """A is the stated card, whether or not the receipt went to it."""
    assert letters_of(notice()) == letters_of(reassigned()) == {ASSOCIATION: "B"}
    third = Span("三つ目", False, date(2026, 10, 20), None)
    assert letters_of(notice(true_spans=(*TRUE, third))) == {ASSOCIATION: "B", "三つ目": "C"}
    assert letters_of(unknown()) == {}


def test_a_letter_says_what_is_paid_back_and_to_whom_the_old_card_goes() -> None:
    letter = letter_of(reassigned(share_difference_yen=-420))
    words = "".join((*letter.paragraphs, *letter.requests))
    assert letter.title == "保険の変更のお知らせ"
    assert ASSOCIATION in words and "420円をお返しします" in words and "前の保険者にお返しください" in words


def test_a_letter_says_what_is_missing() -> None:
    assert "630円の不足" in "".join(letter_of(notice(share_difference_yen=630)).paragraphs)


@pytest.mark.parametrize("found", [returned(), unknown(), returned(kind=NoticeKind.LAPSED)])
def test_a_letter_about_a_lapsed_card_names_no_other_insurer(found: Notice) -> None:
    """R11."""
    letter = letter_of(found)
    assert ASSOCIATION not in "".join((*letter.paragraphs, *letter.requests))
    assert letter.title == "保険の確認のお願い"


def test_a_letter_tells_that_all_is_well_after_all() -> None:
    assert "請求しました" in letter_of(notice(kind=NoticeKind.FORWARDED)).paragraphs[0]
