"""The names that the sign-in showed last, so that it stands before the ledger is open.

Nothing is told that the sign-in does not show to everybody; who may really sign in is for the ledger to say.
"""

import json

from PySide6.QtCore import QSettings

from app.staff.member import Role, StaffId, StaffMember

_NAMES = "sign_in/names"


class RememberedNames:
    """In the preferences of the home. What no version of ours wrote counts as nothing remembered."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def members(self) -> tuple[StaffMember, ...]:
        try:
            listed = json.loads(str(self._settings.value(_NAMES, "[]")))
            return tuple(
                StaffMember(StaffId(int(number)), str(name), frozenset(map(Role, roles)))
                for number, name, roles in listed
            )
        except (ValueError, TypeError):
            return ()

    def keep(self, members: tuple[StaffMember, ...]) -> None:
        if members != self.members():
            listed = [[each.id, each.name, sorted(each.roles)] for each in members]
            self._settings.setValue(_NAMES, json.dumps(listed, ensure_ascii=True))
            self._settings.sync()
