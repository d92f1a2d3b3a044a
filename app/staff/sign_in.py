"""Signing in at the counter, and keeping the roll of those who may."""

from dataclasses import replace
from datetime import datetime, timedelta

from app.staff.member import (
    Duty,
    LastManager,
    Role,
    StaffMember,
    StaffNameTaken,
    StaffPaused,
    StaffPinWrong,
    must_be_strong,
)
from app.staff.ports import PinHasher, StaffRoll

_PAUSE_AFTER = 5
_PAUSE = timedelta(minutes=1)


def sign_in(name: str, pin: str, roll: StaffRoll, hasher: PinHasher, now: datetime) -> StaffMember:
    """Who is at the counter. Raises: StaffPinWrong (also for an unknown name), StaffPaused after five wrong PINs."""
    member = roll.named(name)
    if member is None:
        raise StaffPinWrong
    if roll.wrong_pins_since(member.id, now - _PAUSE) >= _PAUSE_AFTER:
        raise StaffPaused(int(_PAUSE.total_seconds()))
    fits = hasher.fits(roll.pin_hash(member.id), pin)
    roll.record_sign_in(member.id, now, fits)
    if not fits:
        raise StaffPinWrong
    return member


def create_first_manager(name: str, pin: str, roll: StaffRoll, hasher: PinHasher) -> StaffMember:
    """The first start makes the manager. Raises: StaffPinWeak; StaffNameTaken where somebody is there already."""
    if roll.members():
        raise StaffNameTaken
    must_be_strong(pin)
    return roll.add(name.strip(), frozenset({Role.MANAGER, Role.RECEPTIONIST}), hasher.hashed(pin))


def add_member(
    by: StaffMember, name: str, roles: frozenset[Role], pin: str, roll: StaffRoll, hasher: PinHasher
) -> StaffMember:
    """Raises: NotAllowed, StaffPinWeak, StaffNameTaken."""
    by.must_be_allowed(Duty.KEEP_STAFF)
    must_be_strong(pin)
    return roll.add(name.strip(), roles, hasher.hashed(pin))


def change_pin(member: StaffMember, old: str, new: str, roll: StaffRoll, hasher: PinHasher) -> None:
    """One's own PIN. Raises: StaffPinWrong, StaffPinWeak."""
    if not hasher.fits(roll.pin_hash(member.id), old):
        raise StaffPinWrong
    must_be_strong(new)
    roll.set_pin(member.id, hasher.hashed(new))


def reset_pin(by: StaffMember, member: StaffMember, new: str, roll: StaffRoll, hasher: PinHasher) -> None:
    """A manager gives somebody a new PIN. Raises: NotAllowed, StaffPinWeak."""
    by.must_be_allowed(Duty.KEEP_STAFF)
    must_be_strong(new)
    roll.set_pin(member.id, hasher.hashed(new))


def change_roles(
    by: StaffMember, member: StaffMember, roles: frozenset[Role], roll: StaffRoll
) -> StaffMember:
    """Raises: NotAllowed, LastManager."""
    by.must_be_allowed(Duty.KEEP_STAFF)
    changed = replace(member, roles=roles)
    _must_leave_a_manager(changed, roll)
    roll.change(changed)
    return changed


def retire(by: StaffMember, member: StaffMember, roll: StaffRoll) -> None:
    """Somebody leaves; their name stays under what they did. Raises: NotAllowed, LastManager."""
    by.must_be_allowed(Duty.KEEP_STAFF)
    gone = replace(member, is_active=False)
    _must_leave_a_manager(gone, roll)
    roll.change(gone)


def _must_leave_a_manager(changed: StaffMember, roll: StaffRoll) -> None:
    after = [changed if each.id == changed.id else each for each in roll.members()]
    if not any(each.is_active and Role.MANAGER in each.roles for each in after):
        raise LastManager
