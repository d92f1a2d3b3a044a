"""What the shell shows, whatever the screen."""

from dataclasses import dataclass

from app.desk.shell.lamps import Lamp, LineNews, line_lamps, reader_lamp


@dataclass(frozen=True, slots=True)
class RailEntry:
    """name: of the screen. icon: file in resources/icons without its ending."""

    name: str
    label: str
    key: str
    icon: str


RAIL = (
    RailEntry("reception", "受付", "F2", "card"),
    RailEntry("patients", "患者", "F3", "person"),
    RailEntry("appointments", "一括確認", "F4", "calendar"),
    RailEntry("records", "薬剤・健診", "F5", "pill"),
    RailEntry("claims", "レセプト", "F6", "receipt"),
    RailEntry("notices", "通知", "F7", "bell"),
    RailEntry("settings", "設定", "F8", "gear"),
)


@dataclass(frozen=True, slots=True)
class ShellState:
    """lamps: reader, line, central. waiting: checks in the outbox. member: "roles　name", "" while nobody is there."""

    institution: str = ""
    lamps: tuple[Lamp, ...] = (reader_lamp(None), *line_lamps(LineNews()))
    waiting: int = 0
    member: str = ""
