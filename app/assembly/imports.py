"""What the desk imports while somebody types their PIN, in two parts: what knows no Qt on a lane, the screens here.

A class derived from Qt's must not be made on a lane. Qt may ask any widget for its kind meanwhile, without the
interpreter's lock, in the very table that PySide6 (6.11) is putting the new class into: one start in a hundred crashed.
"""

from collections.abc import Iterator
from importlib import import_module

_WITHOUT_QT = (
    "app.adapters.card_reader",
    "app.adapters.central_client.batch_line",
    "app.adapters.central_client.claims_line",
    "app.adapters.central_client.consent_line",
    "app.adapters.central_client.line",
    "app.adapters.central_client.notice_line",
    "app.adapters.central_client.records_line",
    "app.adapters.worker_process",
    "app.appointments.exceptions",
    "app.appointments.file",
    "app.appointments.refresh",
    "app.claims.sending",
    "app.claims.typed_fixes",
    "app.commands.connect",
    "app.consent.give",
    "app.eligibility.by_chart",
    "app.eligibility.counter",
    "app.health_records.duplicates",
    "app.health_records.episodes",
    "app.health_records.generics",
    "app.health_records.timeline",
    "app.health_records.view",
    "app.notices.correcting",
    "app.notices.handling",
    "app.notices.letter",
    "app.notices.month",
    "app.notices.story",
    "app.patients.enter",
    "app.patients.find",
    "app.patients.merge",
    "app.scheme.burden",
    "app.scheme.checkup_trend",
    "app.scheme.limits",
)
SCREENS = (
    "PySide6.QtPrintSupport",
    "app.desk.widgets.tables",
    "app.desk.forms.paper",
    "app.desk.reception.state",
    "app.desk.reception.form.panel",
    "app.desk.reception.card.presenter",
    "app.desk.reception.answer.page",
    "app.desk.reception.presenter",
    "app.desk.reception.today.panel",
    "app.desk.reception.panel",
    "app.desk.patients.entry.presenter",
    "app.desk.patients.page.facts",
    "app.desk.patients.page.history",
    "app.desk.patients.entry.panel",
    "app.desk.patients.merging.panel",
    "app.desk.patients.page.panel",
    "app.desk.patients.screen",
    "app.desk.appointments.batch.gathering",
    "app.desk.appointments.entry.reading",
    "app.desk.appointments.batch.panel",
    "app.desk.appointments.entry.panel",
    "app.desk.appointments.screen",
    "app.desk.health_records.checkups.picture",
    "app.desk.health_records.checkups.table",
    "app.desk.health_records.consent",
    "app.desk.health_records.drugs.generics",
    "app.desk.health_records.presenter",
    "app.desk.health_records.screen",
    "app.desk.claims.month.state",
    "app.desk.claims.month.presenter",
    "app.desk.claims.months.panel",
    "app.desk.claims.month.panel",
    "app.desk.claims.screen",
    "app.desk.notices.inbox.state",
    "app.desk.notices.inbox.hand_page",
    "app.desk.notices.month.presenter",
    "app.desk.notices.inbox.panel",
    "app.desk.notices.screen",
    "app.desk.settings.overview.presenter",
    "app.desk.settings.readings.export",
    "app.desk.settings.readings.table",
    "app.desk.staff.roll.presenter",
    "app.desk.settings.overview.panel",
    "app.desk.settings.screen",
    "app.desk.staff.first_start.presenter",
    "app.assembly.screens",
    "app.assembly.work",
)
"""In such an order that none brings so many others along that the window stands still for longer than it may."""

_PRACTICE = ("app.adapters.card_reader.soft_card", "app.assembly.tray")


def without_qt() -> None:
    """On a lane."""
    for name in _WITHOUT_QT:
        import_module(name)


def screens(practice: bool) -> Iterator[None]:
    """On the window's thread, a module a step."""
    for name in (*SCREENS, *_PRACTICE) if practice else SCREENS:
        import_module(name)
        yield
