"""The three lamps of the bar: which link of the chain is broken, in words."""

from dataclasses import dataclass

from app.desk.advice import advice_for
from app.desk.theme_tones import Tone
from app.eligibility.card import Presence, ReadersStatus
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

READER, LINE, CENTRAL = "リーダー", "回線", "センター"


@dataclass(frozen=True, slots=True)
class Lamp:
    """short: beside the name where something is amiss. words: the broken link and what it means."""

    name: str
    tone: Tone
    short: str
    words: str


@dataclass(frozen=True, slots=True)
class LineNews:
    """The newest word of the line: `heard` is False until it was asked once; trouble None is success."""

    heard: bool = False
    trouble: LineError | None = None


def reader_lamp(status: ReadersStatus | None) -> Lamp:
    if status is None:
        return Lamp(READER, "neutral", "確認中", "リーダーを探しています")
    if not status.service_running:
        return Lamp(READER, "lapsed", "停止", "スマートカード サービスが動いていません")
    if not status.readers:
        return Lamp(READER, "lapsed", "なし", "カードリーダーがつながっていません")
    if all(each.presence is Presence.IN_USE for each in status.readers):
        return Lamp(READER, "caution", "使用中", "ほかのプログラムがリーダーを使っています")
    names = "、".join(each.name for each in status.readers)
    return Lamp(READER, "valid", "", f"使えます：{names}")


def line_lamps(news: LineNews) -> tuple[Lamp, Lamp]:
    """Network and service: only what is known to be broken is said to be broken."""
    if not news.heard:
        return (
            Lamp(LINE, "neutral", "確認中", "回線を確かめています"),
            Lamp(CENTRAL, "neutral", "確認中", "センターを確かめています"),
        )
    trouble = news.trouble
    if trouble is None:
        return Lamp(LINE, "valid", "", "つながっています"), Lamp(CENTRAL, "valid", "", "答えています")
    if isinstance(trouble, NetworkDown):
        return (
            Lamp(LINE, "lapsed", "不通", advice_for(trouble).what),
            Lamp(CENTRAL, "neutral", "不明", "回線が戻るまで分かりません"),
        )
    if isinstance(trouble, NotConnected):
        words = advice_for(trouble).what
        return Lamp(LINE, "neutral", "未設定", words), Lamp(CENTRAL, "neutral", "未設定", words)
    return Lamp(LINE, "valid", "", "つながっています"), _central_lamp(trouble)


_CENTRAL: dict[type[LineError], tuple[Tone, str]] = {
    CentralUnreachable: ("lapsed", "応答なし"),
    CentralUntrusted: ("lapsed", "証明書"),
    CentralSlow: ("caution", "遅い"),
    CentralFailing: ("lapsed", "障害"),
    CredentialsRefused: ("lapsed", "認証"),
    PracticeRefused: ("lapsed", "練習用"),
}


def _central_lamp(trouble: LineError) -> Lamp:
    tone, short = _CENTRAL.get(type(trouble), ("lapsed", "不通"))
    return Lamp(CENTRAL, tone, short, advice_for(trouble).what)
