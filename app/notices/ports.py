"""What the inbox needs from outside. Fakes and real adapters pass the same promises."""

from datetime import date
from typing import Protocol

from app.errors import ClinicError
from app.notices.notice import Notice, NoticeId, NoticeState


class NoticeChanged(ClinicError):
    """Another desk changed the notice meanwhile: look at it anew."""

    code = "notice.changed"


class NoticeLine(Protocol):
    """The way to the central service. Every call blocks, has a limit in seconds, and runs on the `line` lane."""

    def notices(self, done_since: date) -> tuple[Notice, ...]:
        """All of the institution that are not done, and those done that were changed since that day; newest first.

        Raises: LineError or RefusedByCentral.
        """

    def handle(
        self, notice: Notice, state: NoticeState, staff_name: str, until: date | None, note: str
    ) -> Notice:
        """The notice as it stands after the change. Raises: NoticeChanged, LineError or RefusedByCentral."""

    def notice(self, notice_id: NoticeId) -> Notice:
        """Raises: LineError or RefusedByCentral."""
