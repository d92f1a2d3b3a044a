"""Which service starts on which day (R19): the outline's dates as one set, today's as another. All of it is data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.errors import ClinicError


class NamedService(StrEnum):
    """Each thing the outline lets somebody ask of the central service, or do through it."""

    REGISTRATION = "registration"
    CARD_CHECK = "card_check"
    TYPED_CHECK = "typed_check"
    BATCH_CHECK = "batch_check"
    BRANCH_ON_CARDS = "branch_on_cards"
    BRANCH_ON_RECEIPTS = "branch_on_receipts"
    REASSIGN_AND_SPLIT = "reassign_and_split"
    DRUG_INFORMATION = "drug_information"
    CHECKUP_INFORMATION = "checkup_information"
    COST_INFORMATION = "cost_information"
    PORTAL = "portal"
    PHR = "phr"


SERVICE_WORDS = {
    NamedService.REGISTRATION: "付番と資格情報の登録",
    NamedService.CARD_CHECK: "マイナンバーカードによる資格確認",
    NamedService.TYPED_CHECK: "保険証による資格確認",
    NamedService.BATCH_CHECK: "一括の資格確認",
    NamedService.BRANCH_ON_CARDS: "新規発行の保険証の枝番",
    NamedService.BRANCH_ON_RECEIPTS: "枝番を付したレセプト請求",
    NamedService.REASSIGN_AND_SPLIT: "レセプトの振替・分割",
    NamedService.DRUG_INFORMATION: "薬剤情報",
    NamedService.CHECKUP_INFORMATION: "特定健診情報",
    NamedService.COST_INFORMATION: "医療費情報",
    NamedService.PORTAL: "マイナポータルでの閲覧",
    NamedService.PHR: "PHRサービス",
}


class NotStarted(ClinicError):
    """Asked before the service's first day. starts_on: that day."""

    code = "service.not_started"

    def __init__(self, service: NamedService, starts_on: date) -> None:
        super().__init__(f"{service.value} starts on {starts_on}")
        self.service = service
        self.starts_on = starts_on


@dataclass(frozen=True, slots=True)
class Start:
    """on: the first day of asking. source: how the date is known. treatment_from: it covers treatment from then."""

    on: date
    source: str
    treatment_from: date | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """One set of starts. name: how a setting chooses it. Every NamedService has exactly one start."""

    name: str
    starts: Mapping[NamedService, Start]

    def start_of(self, service: NamedService) -> Start:
        return self.starts[service]

    def has_started(self, service: NamedService, asked_on: date) -> bool:
        return self.start_of(service).on <= asked_on

    def must_have_started(self, service: NamedService, asked_on: date) -> None:
        """asked_on: the day of asking, whatever day is asked about. Raises: NotStarted with the date."""
        if not self.has_started(service, asked_on):
            raise NotStarted(service, self.start_of(service).on)


_FIGURE = "outline's schedule figure: its place in the row, no month in words"
_SEPTEMBER_2021 = date(2021, 9, 1)

# "頃" and "目途" in the outline name a month: the first day of it stands here; autumn is taken to begin in September.
OUTLINE = Calendar(
    "outline",
    {
        NamedService.REGISTRATION: Start(date(2020, 9, 1), "2020年秋頃～ 付番、資格確認システムに登録"),
        NamedService.CARD_CHECK: Start(date(2021, 3, 1), "2021年3月頃～ マイナンバーカード"),
        NamedService.TYPED_CHECK: Start(date(2021, 5, 1), "2021年5月頃～ 保険証"),
        NamedService.BATCH_CHECK: Start(date(2021, 5, 1), "with the insurance card: it asks by numbers"),
        NamedService.BRANCH_ON_CARDS: Start(date(2021, 4, 1), "2021年4月頃～ 新規発行の保険証"),
        NamedService.BRANCH_ON_RECEIPTS: Start(
            date(2021, 10, 1), "2021年9月診療分、10月請求分～", _SEPTEMBER_2021
        ),
        NamedService.REASSIGN_AND_SPLIT: Start(
            date(2021, 10, 1), "with the branch on receipts", _SEPTEMBER_2021
        ),
        NamedService.CHECKUP_INFORMATION: Start(date(2021, 3, 1), "3月目途 特定健診データのサービス開始"),
        NamedService.DRUG_INFORMATION: Start(date(2021, 10, 1), _FIGURE),
        NamedService.COST_INFORMATION: Start(date(2021, 10, 1), _FIGURE),
        NamedService.PORTAL: Start(date(2021, 3, 1), "with the first information it shows, checkups"),
        NamedService.PHR: Start(date(2021, 3, 1), "with the portal, through which it is let in"),
    },
)
"""As planned in December 2018."""

_FULL_OPERATION = date(2021, 10, 20)
TODAY = Calendar(
    "today",
    {
        NamedService.REGISTRATION: Start(date(2020, 9, 1), "from autumn 2020"),
        NamedService.CARD_CHECK: Start(_FULL_OPERATION, "full operation; trial run from 2021-03-04"),
        NamedService.TYPED_CHECK: Start(_FULL_OPERATION, "full operation, together with the card"),
        NamedService.BATCH_CHECK: Start(_FULL_OPERATION, "full operation"),
        NamedService.BRANCH_ON_CARDS: Start(date(2021, 4, 1), "as planned; later dates are not published"),
        NamedService.BRANCH_ON_RECEIPTS: Start(date(2021, 10, 1), "October 2021 claims", _SEPTEMBER_2021),
        NamedService.REASSIGN_AND_SPLIT: Start(date(2021, 10, 1), "October 2021 claims", _SEPTEMBER_2021),
        NamedService.CHECKUP_INFORMATION: Start(_FULL_OPERATION, "October 2021, with full operation"),
        NamedService.DRUG_INFORMATION: Start(
            _FULL_OPERATION, "October 2021, with full operation", _SEPTEMBER_2021
        ),
        NamedService.COST_INFORMATION: Start(date(2021, 11, 19), "the portal's cost notice", _SEPTEMBER_2021),
        NamedService.PORTAL: Start(_FULL_OPERATION, "October 2021, with full operation"),
        NamedService.PHR: Start(_FULL_OPERATION, "with the portal, through which it is let in"),
    },
)
"""As it came about."""

CALENDARS: Mapping[str, Calendar] = {each.name: each for each in (OUTLINE, TODAY)}
