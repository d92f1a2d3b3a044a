"""Which roles open health information in this clinic: doctor and pharmacist, or as the clinic sets."""

from datetime import datetime

from app.staff.member import Duty, NotAllowed, Role, StaffMember
from app.staff.ports import AuditEntry, AuditTrail, ClinicSettings

USUAL_READERS = frozenset({Role.DOCTOR, Role.PHARMACIST})
READERS_CHANGED = "records.readers_changed"
_SETTING = "records.readers"
_SUBJECT = "roles:"


def may_read(member: StaffMember, readers: frozenset[Role]) -> bool:
    return member.is_active and bool(member.roles & readers)


def must_be_reader(member: StaffMember, readers: frozenset[Role]) -> None:
    """Raises: NotAllowed."""
    if not may_read(member, readers):
        raise NotAllowed("read_health_records")


def readers_of(settings: ClinicSettings) -> frozenset[Role]:
    """As the clinic has set; the usual ones where it never did. A clinic may leave it to nobody."""
    kept = settings.get(_SETTING)
    return USUAL_READERS if kept is None else _roles_in(kept)


def set_readers(
    readers: frozenset[Role], by: StaffMember, settings: ClinicSettings, audit: AuditTrail, now: datetime
) -> None:
    """On record before it holds; nothing is noted where nothing changes. Raises: NotAllowed."""
    by.must_be_allowed(Duty.KEEP_SETTINGS)
    if readers != readers_of(settings):
        written = " ".join(role for role in Role if role in readers)
        audit.record(AuditEntry(now, by.id, by.name, READERS_CHANGED, _SUBJECT + written))
        settings.put(_SETTING, written)


def readers_in(subject: str) -> frozenset[Role]:
    """Those whom an entry READERS_CHANGED set, from its subject."""
    return _roles_in(subject.removeprefix(_SUBJECT))


def _roles_in(written: str) -> frozenset[Role]:
    return frozenset(map(Role, written.split()))
