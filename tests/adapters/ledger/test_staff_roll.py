"""What the roll of staff, the settings and the audit trail promise, kept by the fakes and by the ledger alike."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlcipher3 import dbapi2

from app.adapters.credentials.pin_hasher import Argon2PinHasher
from app.staff.member import Role, StaffId, StaffMember, StaffNameTaken, StaffPaused, StaffPinWrong
from app.staff.ports import AuditEntry
from app.staff.sign_in import create_first_manager, sign_in
from tests.fakes.ledger import QuickPinHasher
from tests.people import NOW

BOTH = frozenset({Role.MANAGER, Role.RECEPTIONIST})


def test_who_works_here_is_listed_by_name(roll):
    suzuki = roll.add("鈴木", frozenset({Role.DOCTOR}), "hash")
    sato = roll.add("佐藤", BOTH, "hash")
    assert roll.members() == (sato, suzuki)
    assert roll.named("佐藤") == sato == StaffMember(sato.id, "佐藤", BOTH)
    assert roll.named("田中") is None


def test_two_who_work_here_share_no_name(roll):
    roll.add("佐藤", BOTH, "hash")
    other = roll.add("鈴木", BOTH, "hash")
    with pytest.raises(StaffNameTaken):
        roll.add("佐藤", BOTH, "hash")
    with pytest.raises(StaffNameTaken):
        roll.change(replace(other, name="佐藤"))
    assert roll.named("鈴木") == other


def test_who_has_left_frees_the_name_and_is_not_listed(roll):
    former = roll.add("佐藤", BOTH, "hash")
    roll.change(replace(former, is_active=False))
    assert roll.members() == ()
    newcomer = roll.add("佐藤", BOTH, "hash")
    assert newcomer.id != former.id
    with pytest.raises(StaffNameTaken):
        roll.change(former)


def test_roles_and_pin_change(roll):
    member = roll.add("佐藤", BOTH, "old")
    roll.change(replace(member, roles=frozenset({Role.PHARMACIST})))
    roll.set_pin(member.id, "new")
    assert roll.named("佐藤") == replace(member, roles=frozenset({Role.PHARMACIST}))
    assert roll.pin_hash(member.id) == "new"


def test_somebody_unknown_has_no_pin(roll):
    for act in (roll.pin_hash, lambda each: roll.set_pin(each, "hash")):
        with pytest.raises(KeyError):
            act(StaffId(77))


def test_wrong_pins_count_since_the_last_right_one_and_since_the_moment(roll):
    sato, suzuki = roll.add("佐藤", BOTH, "hash"), roll.add("鈴木", BOTH, "hash")
    for minute, fitted in ((0, False), (1, True), (2, False), (3, False)):
        roll.record_sign_in(sato.id, NOW + timedelta(minutes=minute), fitted)
    roll.record_sign_in(suzuki.id, NOW, False)
    assert roll.wrong_pins_since(sato.id, NOW) == 2
    assert roll.wrong_pins_since(sato.id, NOW + timedelta(minutes=3)) == 1
    assert roll.wrong_pins_since(suzuki.id, NOW) == 1


def test_five_wrong_pins_make_the_next_wait(roll):
    hasher = QuickPinHasher()
    create_first_manager("佐藤", "2580", roll, hasher)
    for second in range(5):
        with pytest.raises(StaffPinWrong):
            sign_in("佐藤", "0852", roll, hasher, NOW + timedelta(seconds=second))
    with pytest.raises(StaffPaused):
        sign_in("佐藤", "2580", roll, hasher, NOW + timedelta(seconds=6))
    assert sign_in("佐藤", "2580", roll, hasher, NOW + timedelta(minutes=2)).name == "佐藤"


@pytest.mark.parametrize("hasher", [Argon2PinHasher(), QuickPinHasher()], ids=["argon2", "quick"])
def test_a_pin_fits_its_own_hash_only(hasher):
    pin = "25801473"  # so long that no random salt holds it by chance
    hashed = hasher.hashed(pin)
    assert pin not in hashed
    assert hasher.fits(hashed, pin)
    assert not hasher.fits(hashed, "25801474")


def test_a_setting_is_what_was_put_last(settings):
    assert settings.get("revisit.after_card") is None
    settings.put("revisit.after_card", "monthly")
    settings.put("revisit.after_card", "every_visit")
    assert settings.get("revisit.after_card") == "every_visit"


def entry(minute, subject="patient:1"):
    return AuditEntry(NOW + timedelta(minutes=minute), StaffId(1), "佐藤", "patient.opened", subject)


def test_the_trail_is_read_newest_first_and_by_subject(audit):
    entries = [entry(0), entry(1, "patient:2"), replace(entry(2), staff_id=None, staff_name="")]
    for each in entries:
        audit.record(each)
    assert audit.newest() == tuple(entries[::-1])
    assert audit.newest(limit=1) == (entries[2],)
    assert audit.about("patient:1") == (entries[2], entries[0])


@pytest.mark.parametrize("sql", ["DELETE FROM audit", "UPDATE audit SET staff_name = 'x'"])
def test_the_trail_cannot_be_shortened_or_changed(ledger, sql):
    ledger.audit.record(entry(0))
    with pytest.raises(dbapi2.IntegrityError, match="only grows"), ledger._file.writing() as db:
        db.execute(sql)
    assert ledger.audit.newest() == (entry(0),)
