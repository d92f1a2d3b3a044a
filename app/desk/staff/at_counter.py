"""Who is at the counter now, as presenters ask for it at the moment of doing something."""

from collections.abc import Callable

from app.staff.member import StaffMember

AtCounter = Callable[[], StaffMember]
"""Answers the member who signed in last. Screens that ask are reached only by somebody signed in."""
