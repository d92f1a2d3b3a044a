"""An inbox in memory that two desks may share; it fails the way lines fail."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from app.errors import ClinicError
from app.notices.notice import Handling, Notice, NoticeId, NoticeState
from app.notices.ports import NoticeChanged
from app.scheme.days import Clock, business_day


class InboxInMemory:
    """trouble, when set, is raised instead of an answer."""

    def __init__(self, clock: Clock, notices: Iterable[Notice] = ()) -> None:
        self._clock = clock
        self._held = {each.id: each for each in notices}
        self.trouble: ClinicError | None = None

    def tell(self, notice: Notice) -> None:
        """The review told something."""
        self._held[notice.id] = notice

    def notices(self, done_since: date) -> tuple[Notice, ...]:
        self._must_work()
        return tuple(
            each
            for each in self._held.values()
            if each.handling.state is not NoticeState.DONE
            or business_day(each.handling.changed_at) >= done_since
        )

    def handle(
        self, notice: Notice, state: NoticeState, staff_name: str, until: date | None, note: str
    ) -> Notice:
        self._must_work()
        held = self._held[notice.id]
        by = "" if state is NoticeState.OPEN else staff_name
        asked = notice.handling.version
        changed = replace(held, handling=Handling(state, by, until, note, self._clock(), asked + 1))
        if held.handling.version == asked:
            self._held[notice.id] = changed
            return changed
        repeated = replace(held.handling, changed_at=self._clock()) == changed.handling
        if not repeated:
            raise NoticeChanged
        return held

    def notice(self, notice_id: NoticeId) -> Notice:
        self._must_work()
        return self._held[notice_id]

    def _must_work(self) -> None:
        if self.trouble is not None:
            raise self.trouble
