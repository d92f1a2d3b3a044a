"""Who is insured where, in numbers: insurer, symbol, number, branch; and the institution that asks (R1)."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple, Self

from app.errors import InputRefused
from app.scheme.digits import check_digit, folded, refuse_my_number

LATE_ELDERLY_LAW = "39"
_SHORTER_THAN_MY_NUMBER = 11
_NATIONAL_LAW = "00"
_KINDS = {
    "01": "協会けんぽ",
    "02": "船員保険",
    "03": "日雇特例（一般）",
    "04": "日雇特例（特別）",
    "06": "組合健保",
    "07": "自衛官等",
    "31": "国家公務員共済",
    "32": "地方公務員共済",
    "33": "警察共済",
    "34": "公立学校・私学共済",
    "39": "後期高齢者医療",
    "63": "特例退職",
    "67": "退職国保",
    "72": "特例退職共済",
    "73": "特例退職共済",
    "74": "特例退職共済",
    "75": "特例退職共済",
    _NATIONAL_LAW: "国民健康保険",
}


class InsurerNumberMalformed(InputRefused):
    """An insurer number has 8 digits, or 6 for national health insurance."""

    code = "input.insurer_number"


class InsuredNumberMalformed(InputRefused):
    """Symbol, number or branch has a length or character that no card carries."""

    code = "input.insured_number"


class InstitutionCodeMalformed(InputRefused):
    """An institution code (医療機関コード) has 10 digits."""

    code = "input.institution_code"


@dataclass(frozen=True, slots=True)
class InsurerNumber:
    """An insurer number (保険者番号): 8 digits, or 6 for national health insurance (国保)."""

    digits: str

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Accepts full-width digits, blanks, and the legacy 00-padded form of a 6-digit number.

        Raises: MyNumberRefused (R3), InsurerNumberMalformed. A wrong check digit is no error: real data has some.
        """
        refuse_my_number("insurer", typed)
        digits = folded(typed).replace("-", "")
        if len(digits) == 8 and digits.startswith("00"):
            digits = digits[2:]
        if len(digits) not in (6, 8) or not (digits.isascii() and digits.isdigit()):
            raise InsurerNumberMalformed("insurer", "8 digits, or 6 for national health insurance")
        return cls(digits)

    @property
    def law(self) -> str:
        """The two law digits (法別番号); "00" for national health insurance, which carries none."""
        return self.digits[:2] if len(self.digits) == 8 else _NATIONAL_LAW

    @property
    def kind(self) -> str:
        """What the law digits mean, in Japanese; an unknown code is shown as itself."""
        return _KINDS.get(self.law, f"法別{self.law}")

    @property
    def prefecture(self) -> str:
        """Two digits, "13" is Tokyo (JIS order)."""
        return self.digits[-6:-4]

    @property
    def is_late_elderly(self) -> bool:
        """後期高齢者医療: people of 75 and over, whose cards carry a number alone."""
        return len(self.digits) == 8 and self.digits.startswith(LATE_ELDERLY_LAW)

    @property
    def likely_last_digit(self) -> int:
        """The digit that the others call for (検証番号)."""
        return check_digit(self.digits[:-1])

    @property
    def has_valid_check_digit(self) -> bool:
        return self.digits[-1] == str(self.likely_last_digit)

    def __str__(self) -> str:
        return self.digits


class CardKey(NamedTuple):
    """How a card is looked up: normalised insurer, symbol and number; two spellings of one card share it."""

    insurer: str
    symbol: str
    number: str


@dataclass(frozen=True, slots=True)
class InsuredNumber:
    """The individual insured number (個人単位被保険者番号): insurer, symbol, number and a 2-digit branch (R1).

    symbol and number keep the form printed on the card; `key` is what is compared. Cards issued before the branch
    was introduced carry none; 後期高齢 has a number alone.
    """

    insurer: InsurerNumber
    symbol: str
    number: str
    branch: str | None = None

    @classmethod
    def parse(cls, insurer: str, symbol: str, number: str, branch: str = "") -> Self:
        """From four typed fields. Raises: InsurerNumberMalformed, InsuredNumberMalformed, MyNumberRefused (R3)."""
        parsed = _insurer(insurer)
        bare_symbol, bare_number = _card_item("symbol", symbol), _card_item("number", number)
        if not bare_number:
            raise InsuredNumberMalformed("number", "is missing")
        digits = folded(branch)
        if digits and not (len(digits) == 2 and digits.isascii() and digits.isdigit()):
            raise InsuredNumberMalformed("branch", "2 digits, or empty")
        if parsed.is_late_elderly:
            if bare_symbol or digits:
                raise InsuredNumberMalformed("symbol", "後期高齢 has a number alone")
            if not (len(bare_number) <= 8 and bare_number.isascii() and bare_number.isdigit()):
                raise InsuredNumberMalformed("number", "後期高齢 numbers have 8 digits")
        return cls(parsed, symbol.strip(), number.strip(), digits or None)

    @property
    def key(self) -> CardKey:
        number = _bare(self.number).upper()
        if self.insurer.is_late_elderly:
            number = number.lstrip("0")
        return CardKey(self.insurer.digits, _bare(self.symbol).upper(), number)

    def with_branch(self, branch: str) -> "InsuredNumber":
        return replace(self, branch=branch)

    def same_card(self, other: "InsuredNumber") -> bool:
        """Same household card, and branches that do not contradict each other (R12: an absent branch fits any)."""
        branches_agree = self.branch is None or other.branch is None or self.branch == other.branch
        return self.key == other.key and branches_agree

    def __str__(self) -> str:
        parts = [part for part in (self.symbol, self.number, self.branch) if part]
        return f"{self.insurer} {'・'.join(parts)}"


@lru_cache(maxsize=8192)
def _insurer(typed: str) -> InsurerNumber:
    """Some 3,400 insurers, each stated over and over. What is refused is not kept."""
    return InsurerNumber.parse(typed)


def _bare(text: str) -> str:
    """`folded`, which leaves most symbols and numbers as they are."""
    return text if text.isascii() and text.isalnum() else folded(text)


def _card_item(field: str, text: str) -> str:
    """A symbol or number as it is compared. Raises: InsuredNumberMalformed, MyNumberRefused (R3)."""
    if len(text) <= _SHORTER_THAN_MY_NUMBER and text.isascii() and text.isalnum():
        return text  # most are, and need nothing of what follows
    bare = folded(text)
    refuse_my_number(field, bare)
    if len(bare) > 20 or not text.isprintable():
        raise InsuredNumberMalformed(field, "at most 20 printable characters")
    return bare


@dataclass(frozen=True, slots=True)
class InstitutionCode:
    """An institution code (医療機関コード): prefecture 2, fee table 1, area 2, number 4, check digit 1."""

    digits: str

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Raises: InstitutionCodeMalformed. A wrong check digit is accepted: real codes have some."""
        digits = folded(typed).replace("-", "")
        if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
            raise InstitutionCodeMalformed("institution_code", "10 digits")
        return cls(digits)

    @property
    def fee_table(self) -> str:
        """1 medical, 3 dental, 4 pharmacy, 6 visiting nurses."""
        return self.digits[2]

    def __str__(self) -> str:
        return self.digits
