"""A roll of staff in memory, and a hasher that is quick."""

from dataclasses import replace
from datetime import datetime

from app.staff.member import Role, StaffId, StaffMember, StaffNameTaken


class QuickHasher:
    def hashed(self, pin: str) -> str:
        return f"hash of {pin[::-1]}"

    def fits(self, hashed: str, pin: str) -> bool:
        return hashed == self.hashed(pin)


class RollInMemory:
    """Everybody's first PIN is 2580."""

    def __init__(self, *people: tuple[str, frozenset[Role]]) -> None:
        self._members: dict[StaffId, StaffMember] = {}
        self._hashes: dict[StaffId, str] = {}
        self._tries: list[tuple[StaffId, datetime, bool]] = []
        for name, roles in people:
            self.add(name, roles, QuickHasher().hashed("2580"))

    def members(self) -> tuple[StaffMember, ...]:
        return tuple(
            sorted((each for each in self._members.values() if each.is_active), key=lambda each: each.name)
        )

    def named(self, name: str) -> StaffMember | None:
        return next((each for each in self.members() if each.name == name), None)

    def member(self, name: str) -> StaffMember:
        """Who is certainly there."""
        return next(each for each in self.members() if each.name == name)

    def add(self, name: str, roles: frozenset[Role], pin_hash: str) -> StaffMember:
        if self.named(name):
            raise StaffNameTaken
        member = StaffMember(StaffId(len(self._members) + 1), name, roles)
        self._members[member.id] = member
        self._hashes[member.id] = pin_hash
        return member

    def change(self, member: StaffMember) -> None:
        self._members[member.id] = replace(member)

    def set_pin(self, member: StaffId, pin_hash: str) -> None:
        self._hashes[member] = pin_hash

    def pin_hash(self, member: StaffId) -> str:
        return self._hashes[member]

    def wrong_pins_since(self, member: StaffId, since: datetime) -> int:
        wrong = 0
        for who, at, fitted in self._tries:
            if who == member and at >= since:
                wrong = 0 if fitted else wrong + 1
        return wrong

    def record_sign_in(self, member: StaffId, at: datetime, fitted: bool) -> None:
        self._tries.append((member, at, fitted))
