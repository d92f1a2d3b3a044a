"""Each broken link is named, and nothing that may be sound is called broken."""

import pytest

from app.desk.shell.lamps import LineNews, line_lamps, reader_lamp
from app.desk.shell.presenter import ShellPresenter
from app.desk.shell.state import ShellState
from app.eligibility.card import Presence, ReadersStatus, ReaderStatus
from app.eligibility.ports import (
    CentralFailing,
    CentralSlow,
    CentralUnreachable,
    CentralUntrusted,
    CredentialsRefused,
    LineError,
    NetworkDown,
    NotConnected,
    PracticeRefused,
)
from tests.people import RECEPTIONIST

IN_USE = ReadersStatus(True, (ReaderStatus("リーダー", Presence.IN_USE, 1),))
READY = ReadersStatus(True, (ReaderStatus("リーダー", Presence.EMPTY, 0),))


@pytest.mark.parametrize(
    ("status", "tone", "short"),
    [
        (None, "neutral", "確認中"),
        (ReadersStatus(False, ()), "lapsed", "停止"),
        (ReadersStatus(True, ()), "lapsed", "なし"),
        (IN_USE, "caution", "使用中"),
        (READY, "valid", ""),
    ],
)
def test_the_readers_lamp_tells_service_reader_and_use_apart(
    status: ReadersStatus | None, tone: str, short: str
) -> None:
    lamp = reader_lamp(status)
    assert (lamp.tone, lamp.short) == (tone, short)


@pytest.mark.parametrize(
    ("trouble", "line", "central"),
    [
        (None, ("valid", ""), ("valid", "")),
        (NetworkDown(), ("lapsed", "不通"), ("neutral", "不明")),
        (CentralUnreachable(), ("valid", ""), ("lapsed", "応答なし")),
        (CentralUntrusted(), ("valid", ""), ("lapsed", "証明書")),
        (CentralSlow(), ("valid", ""), ("caution", "遅い")),
        (CentralFailing(), ("valid", ""), ("lapsed", "障害")),
        (CredentialsRefused(), ("valid", ""), ("lapsed", "認証")),
        (PracticeRefused(), ("valid", ""), ("lapsed", "練習用")),
        (NotConnected(), ("neutral", "未設定"), ("neutral", "未設定")),
        (LineError(), ("valid", ""), ("lapsed", "不通")),
    ],
)
def test_the_broken_link_between_desk_and_service_is_named(
    trouble: LineError | None, line: tuple[str, str], central: tuple[str, str]
) -> None:
    lamps = line_lamps(LineNews(heard=True, trouble=trouble))
    assert [(lamp.tone, lamp.short) for lamp in lamps] == [line, central]
    assert all(lamp.words for lamp in lamps)


def test_before_the_first_word_nothing_is_called_sound() -> None:
    assert {lamp.tone for lamp in line_lamps(LineNews())} == {"neutral"}


def test_the_shell_shows_each_piece_of_news_once() -> None:
    shown: list[ShellState] = []
    presenter = ShellPresenter(shown.append)
    presenter.member_changed(RECEPTIONIST)
    presenter.waiting_changed(2)
    presenter.waiting_changed(2)
    presenter.readers_changed(READY)
    presenter.line_said(None)
    presenter.institution_known("見本医院")
    assert len(shown) == 5
    assert (shown[-1].member, shown[-1].waiting, shown[-1].institution) == ("受付　佐藤", 2, "見本医院")
    assert [lamp.tone for lamp in shown[-1].lamps] == ["valid"] * 3
