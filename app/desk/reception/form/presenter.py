"""The form while one types and when it is sent: hints beside the fields, the wrong field named, a question made."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from app.desk.advice import advice_for
from app.desk.lanes import Lane, Ticket
from app.desk.reception.form.hints import hint_on_document, insurer_hint, spread
from app.desk.reception.state import EMPTY_FORM, FormState
from app.eligibility.look_alikes import LookAlike
from app.eligibility.question import TypedForm, TypedQuestion
from app.errors import InputRefused
from app.scheme.days import Clock, business_day
from app.scheme.digits import MyNumberRefused

InsurerName = Callable[[str], str | None]
LookAlikes = Callable[[TypedQuestion], tuple[LookAlike, ...]]


class FormPresenter:
    """read: lane of the ledger's reads. ask: what a complete form leads to."""

    def __init__(
        self,
        show: Callable[[FormState], None],
        read: Lane,
        insurer_name: InsurerName,
        look_alikes: LookAlikes,
        clock: Clock,
        ask: Callable[[TypedQuestion], None],
    ) -> None:
        self._show_state = show
        self._read = read
        self._insurer_name = insurer_name
        self._look_alikes = look_alikes
        self._clock = clock
        self._ask = ask
        self._name_ticket: Ticket | None = None
        self._alike_ticket: Ticket | None = None
        self._sent: TypedForm | None = None
        self._state = FormState()

    @property
    def state(self) -> FormState:
        return self._state

    def changed(self, form: TypedForm) -> None:
        """A key was typed: nothing here waits for disk or line."""
        hint = insurer_hint(form.insurer)
        looks_up = hint.digits is not None and hint.digits != self._state.insurer.digits
        name = "" if hint.digits != self._state.insurer.digits else self._state.insurer_name
        self._show(
            replace(
                self._state,
                form=form,
                insurer=hint,
                insurer_name=name,
                document_hint=self._document_hint(form),
                wrong_field="",
                complaint="",
            )
        )
        if looks_up and hint.digits is not None:
            self._look_up_name(hint.digits)
        self._look_for_alikes(form)

    def pasted(self, line: str) -> bool:
        """Whether the line held several values; they stand in their fields then."""
        form = spread(line, self._state.form)
        if form is None:
            return False
        self._set(form)
        return True

    def submitted(self, form: TypedForm) -> None:
        try:
            question = TypedQuestion.parse(form, business_day(self._clock()))
        except MyNumberRefused as refusal:
            self._set(_emptied(form, refusal.field))
            self._complain(refusal)
        except InputRefused as refusal:
            self._complain(refusal)
        else:
            self._sent = form
            self._show(replace(self._state, form=form, wrong_field="", complaint="", look_alikes=()))
            self._ask(question)

    def cleared(self) -> None:
        """Emptied by hand, or after a lapsed card for the new one (R7)."""
        self._set(EMPTY_FORM)

    def settled(self) -> None:
        """What was sent is in the book; the next patient's numbers, when they stand here already, stay."""
        if self._state.form == self._sent:
            self.cleared()

    def correct_to(self, alike: LookAlike) -> None:
        """Takes the ledger's card instead of what was typed."""
        insured = alike.card.insured
        birth = (
            alike.patient.birth_on.strftime("%m%d") if insured.branch else alike.patient.birth_on.isoformat()
        )
        self._set(
            replace(
                self._state.form,
                insurer=insured.insurer.digits,
                symbol=insured.symbol,
                number=insured.number,
                branch=insured.branch or "",
                birth=birth,
            )
        )

    def _set(self, form: TypedForm) -> None:
        state = FormState(
            form,
            revision=self._state.revision + 1,
            insurer=insurer_hint(form.insurer),
            document_hint=self._document_hint(form),
        )
        self._show(state)
        if state.insurer.digits is not None:
            self._look_up_name(state.insurer.digits)

    def _document_hint(self, form: TypedForm) -> str:
        return hint_on_document(form, business_day(self._clock()))

    def _complain(self, refusal: InputRefused) -> None:
        self._show(replace(self._state, wrong_field=refusal.field, complaint=advice_for(refusal).what))

    def _look_up_name(self, digits: str) -> None:
        if self._name_ticket is not None:
            self._name_ticket.drop()
        self._name_ticket = self._read.run(partial(self._insurer_name, digits), self._named, _unexpected)

    def _named(self, name: str | None) -> None:
        self._show(replace(self._state, insurer_name=name or ""))

    def _look_for_alikes(self, form: TypedForm) -> None:
        """A hint from the ledger as soon as the form could be asked."""
        if self._alike_ticket is not None:
            self._alike_ticket.drop()
        try:
            question = TypedQuestion.parse(form, business_day(self._clock()))
        except InputRefused:
            if self._state.look_alikes:
                self._show(replace(self._state, look_alikes=()))
            return
        work = partial(self._look_alikes, question)
        self._alike_ticket = self._read.run(work, self._alikes_found, _unexpected)

    def _alikes_found(self, found: tuple[LookAlike, ...]) -> None:
        if found != self._state.look_alikes:
            self._show(replace(self._state, look_alikes=found))

    def _show(self, state: FormState) -> None:
        self._state = state
        self._show_state(state)


def _emptied(form: TypedForm, field: str) -> TypedForm:
    """Nothing of a My Number stays on the screen (R3)."""
    return {
        "insurer": replace(form, insurer=""),
        "symbol": replace(form, symbol=""),
        "number": replace(form, number=""),
        "branch": replace(form, branch=""),
        "birth": replace(form, birth=""),
    }[field]


def _unexpected(error: Exception) -> None:
    """A hint that fails is worth a log, not a dialog: an expected failure shows itself when the form is sent."""
    advice_for(error)
