"""An answer printed: as the JSON document of `check`, and for people."""

from dataclasses import dataclass
from typing import Any

from app.eligibility.answer import Answer, LastKnown
from app.scheme.cover import EligibilityInformation
from app.scheme.days import business_day, written_short
from app.scheme.outcome import OUTCOME_WORDS


@dataclass(frozen=True, slots=True)
class Printed:
    """What a check has come to. last_known: from the ledger, where no answer came; never an answer itself."""

    answer: Answer | None = None
    last_known: LastKnown | None = None
    advice_code: str | None = None


def document(printed: Printed) -> dict[str, Any]:
    """source: "central", "ledger" for last known data with the moment it was confirmed, None without either."""
    answer, known = printed.answer, printed.last_known
    single = answer.single if answer else known.information if known else None
    moment = answer.checked_at if answer else known.checked_at if known else None
    return {
        "outcome": answer.outcome if answer else None,
        "level": answer.level if answer else None,
        "on": answer.on.isoformat() if answer else None,
        "checked_at": moment.isoformat() if moment else None,
        "source": "central" if answer else "ledger" if known else None,
        "cover": _cover(single) if single else None,
        "certificates": _certificates(single) if single else [],
        "advice_code": printed.advice_code,
    }


def text(printed: Printed) -> str:
    """The verdict on the first line, then each person it is about; "" where nothing is known."""
    if printed.answer is not None:
        people = map(_person, printed.answer.information)
        return "\n".join((OUTCOME_WORDS[printed.answer.outcome], *people))
    if printed.last_known is not None:
        confirmed = written_short(business_day(printed.last_known.checked_at))
        return f"未確認（{confirmed} の確認内容）\n{_person(printed.last_known.information)}"
    return ""


def _person(information: EligibilityInformation) -> str:
    cover, person = information.cover, information.person
    lost = f"喪失 {written_short(cover.lost_on)}" if cover.lost_on else ""
    born = written_short(person.birth_on)
    return "　".join(
        filter(None, (person.name, person.kana, born, cover.insurer_name, str(cover.insured), lost))
    )


def _cover(information: EligibilityInformation) -> dict[str, Any]:
    """The cover and whose it is."""
    cover, person = information.cover, information.person
    return {
        "insurer": cover.insured.insurer.digits,
        "insurer_name": cover.insurer_name,
        "symbol": cover.insured.symbol,
        "number": cover.insured.number,
        "branch": cover.insured.branch,
        "relationship": cover.relationship,
        "acquired_on": cover.acquired_on.isoformat(),
        "lost_on": cover.lost_on.isoformat() if cover.lost_on else None,
        "loss_reason": cover.loss_reason,
        "ratio_percent": information.ratio_percent,
        "name": person.name,
        "kana": person.kana,
        "sex": person.sex,
        "birth_on": person.birth_on.isoformat(),
    }


def _certificates(information: EligibilityInformation) -> list[dict[str, Any]]:
    return [
        {
            "kind": each.kind,
            "class_code": each.class_code,
            "ratio_percent": each.ratio_percent,
            "valid_from": each.valid_from.isoformat(),
            "valid_until": each.valid_until.isoformat() if each.valid_until else None,
        }
        for each in information.certificates
    ]
