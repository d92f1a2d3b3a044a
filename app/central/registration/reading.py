"""One row's cells, read each for itself: everything wrong with a row is told at once, and never its values."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import jaconv

from app.central.intermediary.my_number import MyNumber, MyNumberMalformed
from app.central.registration.certificate_cells import CertificateCells
from app.central.registration.reasons import WORDS, Reason
from app.central.registration.row import CLEARED, COLUMNS, Action, Cleared, Complaint, RegistrationRow
from app.errors import InputRefused
from app.scheme.cover import LOSS_REASON_WORDS, RELATIONSHIP_WORDS, SEX_WORDS
from app.scheme.days import ERAS, DayMalformed, parse_day
from app.scheme.digits import MyNumberRefused, folded, holds_my_number
from app.scheme.numbers import InsuredNumber, InsuredNumberMalformed, InsurerNumber

_KNOWN = frozenset(COLUMNS)
_LONGEST = 200
_LOSS_AHEAD = timedelta(days=366)
"""A loss is known beforehand when somebody turns 75 or leaves at the end of the year."""
_FIRST_DAY = ERAS[-1].first_day
"""No day before 明治 can be written, on a card or a screen: a slip of the first digit of a year."""
_KANA = re.compile(r"[ァ-ヺー・　]+")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_UNREADABLE = InsuredNumber(InsurerNumber(""), "", "")
"""Stands in while the rest of a row is read for its complaints."""
_ACTIONS = {each.value: each for each in Action}
_NEEDED = {
    Action.LOSE: ("lost_on", "loss_reason"),
    Action.MOVE: ("address",),
    Action.ACQUIRE: ("acquired_on",),
}


def read_row(
    line: int, cells: Mapping[str, str], today: date
) -> tuple[RegistrationRow | None, tuple[Complaint, ...]]:
    """The row, or everything that is wrong with it.

    today: no day may lie behind it but those of certificates, and of a loss for up to a year.
    """
    reader = _Reader(line, cells, today)
    if not reader.has_right_columns():
        return None, tuple(reader.complaints)
    row = reader.row()
    return (None if reader.complaints else row), tuple(reader.complaints)


@dataclass(slots=True)
class _Reader:
    line: int
    cells: Mapping[str, str]
    today: date
    complaints: list[Complaint] = field(default_factory=list)
    warnings: list[Complaint] = field(default_factory=list)

    def has_right_columns(self) -> bool:
        """A reader of files marks a row that is too long or too short with a column without name."""
        if "" in self.cells:
            self.complain("", Reason.COLUMN_COUNT)
        elif not _KNOWN.issuperset(self.cells):
            self.complain("", Reason.COLUMN_UNKNOWN)
        return not self.complaints

    def row(self) -> RegistrationRow:
        """To be used where nothing was complained of."""
        action = self._coded("action", _ACTIONS, Reason.ACTION) or Action.UNSTATED.value
        insured = self._insured() or _UNREADABLE
        certificate = CertificateCells(
            kind=self._text("certificate_kind"),
            class_code=self._text("certificate_class"),
            ratio=self._text("certificate_ratio"),
            valid_from=self._day("certificate_from"),
            valid_until=self._day_or_cleared("certificate_to"),
            is_late_elderly=insured.insurer.is_late_elderly,
        ).read(self.complain, self._warn)
        row = RegistrationRow(
            line=self.line,
            action=_ACTIONS[action],
            insurer=insured.insurer,
            number=insured.number,
            symbol=insured.symbol or None,
            branch=insured.branch,
            cover_ref=self._text("cover_ref"),
            my_number=self._my_number(),
            relationship=self._coded("relationship", RELATIONSHIP_WORDS, Reason.RELATIONSHIP),
            name=self._text("name"),
            kana=self._kana(),
            sex=self._coded("sex", SEX_WORDS, Reason.SEX),
            birth_on=self._past_day("birth_on"),
            postcode=self._postcode(),
            address=self._text("address"),
            acquired_on=self._past_day("acquired_on"),
            lost_on=self._day_or_cleared("lost_on"),
            loss_reason=self._coded("loss_reason", LOSS_REASON_WORDS, Reason.LOSS_REASON),
            card_issued_on=self._past_day("card_issued_on"),
            card_returned_on=self._past_day_or_cleared("card_returned_on"),
            filed_on=self._past_day("filed_on"),
            ratio_percent=certificate.of_the_cover,
            certificate=certificate.certificate,
            warnings=tuple(self.warnings),
        )
        self._check_needed(_ACTIONS[action])
        self._check_order(row)
        return row

    def complain(self, name: str, reason: Reason) -> None:
        self.complaints.append(Complaint(self.line, name, reason, WORDS[reason]))

    def _warn(self, name: str, reason: Reason) -> None:
        self.warnings.append(Complaint(self.line, name, reason, WORDS[reason]))

    def _text(self, name: str) -> str | None:
        """None where nothing was told, or nothing that may stand."""
        told = self.cells.get(name)
        if not told or not (told := told.strip()):
            return None
        if len(told) > _LONGEST or not (told.isprintable() or told.replace("　", "").isprintable()):
            self.complain(name, Reason.TEXT)
            return None
        if holds_my_number(told):
            self.complain(name, Reason.MY_NUMBER_ELSEWHERE)
            return None
        return told

    def _coded(self, name: str, codes: Collection[str], reason: Reason) -> str | None:
        told = self._text(name)
        if told is None or told in codes:
            return told
        self.complain(name, reason)
        return None

    def _insured(self) -> InsuredNumber | None:
        insurer = self.cells.get("insurer_number", "").strip()
        number = self.cells.get("number", "").strip()
        for name, told in (("insurer_number", insurer), ("number", number)):
            if not told:
                self.complain(name, Reason.MISSING)
        if not (insurer and number):
            return None
        try:
            parsed = InsurerNumber.parse(insurer)
        except InputRefused:
            self.complain("insurer_number", Reason.INSURER_NUMBER)
            return None
        if not parsed.has_valid_check_digit:
            self._warn("insurer_number", Reason.INSURER_CHECK_DIGIT)
        symbol, branch = self.cells.get("symbol", ""), self.cells.get("branch", "")
        if elsewhere := [name for name in ("symbol", "number") if holds_my_number(self.cells.get(name, ""))]:
            self.complain(elsewhere[0], Reason.MY_NUMBER_ELSEWHERE)
            return None
        if parsed.is_late_elderly and branch.strip():
            self.complain("branch", Reason.BRANCH_LATE_ELDERLY)
            return None
        try:
            return InsuredNumber.parse(insurer, symbol, number, branch)
        except MyNumberRefused as refusal:
            self.complain(refusal.field, Reason.MY_NUMBER_ELSEWHERE)
        except InsuredNumberMalformed as refusal:
            self.complain(refusal.field, Reason(refusal.field))
        return None

    def _my_number(self) -> MyNumber | None:
        told = self.cells.get("my_number", "").strip()
        if not told:
            return None
        try:
            return MyNumber.parse(told)
        except MyNumberMalformed:
            self.complain("my_number", Reason.MY_NUMBER)
            return None

    def _kana(self) -> str | None:
        told = self._text("kana")
        if told is None or _KANA.fullmatch(told):
            return told
        full_width = jaconv.hira2kata(unicodedata.normalize("NFKC", told)).replace(" ", "　")
        if _KANA.fullmatch(full_width):
            return full_width
        self.complain("kana", Reason.KANA)
        return None

    def _postcode(self) -> str | None:
        told = self._text("postcode")
        if told is None:
            return None
        digits = folded(told).replace("-", "")
        if len(digits) == 7 and digits.isascii() and digits.isdigit():
            return f"{digits[:3]}-{digits[3:]}"
        self.complain("postcode", Reason.POSTCODE)
        return None

    def _day_or_cleared(self, name: str) -> date | Cleared | None:
        return Cleared() if self.cells.get(name, "").strip() == CLEARED else self._day(name)

    def _day(self, name: str) -> date | None:
        told = self._text(name)
        if told is None:
            return None
        try:
            day = date.fromisoformat(told) if _ISO_DAY.fullmatch(told) else parse_day(told, name)
        except (DayMalformed, ValueError):
            day = None
        if day is None or day < _FIRST_DAY:
            self.complain(name, Reason.DAY)
            return None
        return day

    def _past_day(self, name: str) -> date | None:
        day = self._day(name)
        if day is not None and day > self.today:
            self.complain(name, Reason.DAY_TO_COME)
        return day

    def _past_day_or_cleared(self, name: str) -> date | Cleared | None:
        return Cleared() if self.cells.get(name, "").strip() == CLEARED else self._past_day(name)

    def _check_order(self, row: RegistrationRow) -> None:
        if row.birth_on and row.acquired_on and row.acquired_on < row.birth_on:
            self.complain("acquired_on", Reason.ACQUIRED_BEFORE_BIRTH)
        if isinstance(row.lost_on, date):
            if row.acquired_on and row.lost_on < row.acquired_on:
                self.complain("lost_on", Reason.LOST_BEFORE_ACQUIRED)
            if row.lost_on > self.today + _LOSS_AHEAD:
                self.complain("lost_on", Reason.DAY_TO_COME)
        if isinstance(row.card_returned_on, Cleared):
            if not self.cells.get("card_issued_on", "").strip():
                self.complain("card_issued_on", Reason.MISSING)  # which one, where there may be several
        elif row.card_issued_on and row.card_returned_on and row.card_returned_on < row.card_issued_on:
            self.complain("card_returned_on", Reason.RETURNED_BEFORE_ISSUE)

    def _check_needed(self, action: Action) -> None:
        for name in _NEEDED.get(action, ()):
            if not self.cells.get(name, "").strip():
                self.complain(name, Reason.MISSING)
        cards = ("card_issued_on", "card_returned_on")
        if action is Action.REISSUE and not any(self.cells.get(name, "").strip() for name in cards):
            self.complain(cards[0], Reason.MISSING)
