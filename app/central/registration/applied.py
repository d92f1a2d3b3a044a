"""What a block of rows did: each row's answer, who changed, who was told differently and who was told right."""

from dataclasses import dataclass, field
from hashlib import sha256

from app.central.registration.held import HeldPerson, known
from app.central.registration.likeness import likeness
from app.central.registration.matching import agreements
from app.central.registration.row import RegistrationRow, RowResult
from app.scheme.names import name_key


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row for a human: its insurer and those who know the person are told."""

    row: RegistrationRow
    person: HeldPerson
    fields: tuple[str, ...]

    @property
    def alike(self) -> tuple[str, ...]:
        """Codes of `Likeness`."""
        return tuple(likeness(known(self.person.details), self.row, self.fields))

    @property
    def told_key(self) -> str:
        """Of the finding; to be asked for once the person is written."""
        return confirmation_key(self.row, self.person)

    @property
    def about(self) -> str:
        """Of the finding; to be asked for once the person is written."""
        return telling_key(self.row.insurer.digits, self.person)


@dataclass(slots=True)
class ToldRight:
    """A person known before, whom an insurer told as they are. fields: in which the row could have differed."""

    insurer: str
    person: HeldPerson
    fields: set[str] = field(default_factory=set)

    @property
    def about(self) -> str:
        """Of the findings this may close; to be asked for once the person is written."""
        return telling_key(self.insurer, self.person)


@dataclass(slots=True)
class Applied:
    """touched: whose periods or details changed. told_right: by insurer and person, unless set aside further down."""

    results: list[RowResult] = field(default_factory=list)
    touched: dict[int, HeldPerson] = field(default_factory=dict)
    set_aside: list[SetAside] = field(default_factory=list)
    told_right: dict[tuple[str, int], ToldRight] = field(default_factory=dict)

    def note_set_aside(self, aside: SetAside) -> None:
        self.set_aside.append(aside)
        self.told_right.pop((aside.row.insurer.digits, id(aside.person)), None)

    def note_told_right(self, row: RegistrationRow, person: HeldPerson) -> None:
        """The row has entered, so that a name it corrected is the person's by now."""
        fields = agreements(known(person.details), row)
        if fields:
            insurer = row.insurer.digits
            told = self.told_right.setdefault((insurer, id(person)), ToldRight(insurer, person))
            told.fields.update(fields)


def confirmation_key(row: RegistrationRow, person: HeldPerson) -> str:
    """The finding's key for this person as this insurer tells them; a digest, since it stays for ever."""
    told = "|".join((name_key(row.name or ""), str(row.birth_on or "")))
    known_as = person.linkage or str(person.id)
    digest = sha256(f"{row.insurer}|{known_as}|{told}".encode()).hexdigest()[:32]
    return f"details_differ:{digest}"


def telling_key(insurer: str, person: HeldPerson) -> str:
    """One insurer's telling of one person, whatever it says."""
    return f"{insurer}:{person.id}"
