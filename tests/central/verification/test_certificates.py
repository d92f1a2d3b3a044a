"""Entitlement certificates in an answer (R8)."""

from datetime import date
from typing import Any

import pytest

from app.scheme.certificates import ELDERLY, LIMIT, MEALS, SPECIFIC_DISEASE, EntitlementCertificate
from tests.central.clinic import Clinic, cover, person

pytestmark = pytest.mark.anyio
OVER = EntitlementCertificate(LIMIT, "A03", None, date(2024, 8, 1), date(2025, 7, 31))
NOW = EntitlementCertificate(LIMIT, "A04", None, date(2025, 8, 1), date(2026, 11, 20))
LATER = EntitlementCertificate(ELDERLY, None, 20, date(2026, 12, 1), None)
OPEN = EntitlementCertificate("a_kind_of_tomorrow", "Z1", None, date(2020, 1, 1), None)
DISEASE = EntitlementCertificate(SPECIFIC_DISEASE, "1", None, date(2020, 1, 1), None)


async def _told(clinic: Clinic, **changes: Any) -> dict[str, Any]:
    (information,) = (await clinic.typed(**changes)).json()["information"]
    told: dict[str, Any] = information
    return told


async def test_certificates_in_force_and_to_come_are_told_and_those_over_are_not(clinic: Clinic) -> None:
    """R8: an open code set; an open end is not an end."""
    await clinic.enter(person(cover(certificates=(OVER, NOW, LATER, OPEN))))
    kinds = {(each["kind"], each["class_code"]) for each in (await _told(clinic))["certificates"]}
    assert kinds == {(LIMIT, "A04"), (ELDERLY, None), ("a_kind_of_tomorrow", "Z1")}


async def test_the_day_asked_about_decides(clinic: Clinic) -> None:
    """R8"""
    await clinic.enter(person(cover(certificates=(OVER, NOW))))
    classes = [each["class_code"] for each in (await _told(clinic, on="2025-07-31"))["certificates"]]
    assert classes == ["A03", "A04"]


async def test_specific_disease_needs_the_patients_yes(clinic: Clinic) -> None:
    """R8"""
    await clinic.enter(person(cover(certificates=(NOW, DISEASE))))
    without, agreed = await _told(clinic), await _told(clinic, specific_disease_agreed=True)
    assert [each["kind"] for each in without["certificates"]] == [LIMIT]
    assert without["withheld"] == [SPECIFIC_DISEASE]
    assert {each["kind"] for each in agreed["certificates"]} == {LIMIT, SPECIFIC_DISEASE}
    assert agreed["withheld"] == []


async def test_what_is_withheld_reads_alike_for_who_has_none(clinic: Clinic) -> None:
    """R8: silence tells nothing."""
    await clinic.enter(person())
    assert (await _told(clinic))["withheld"] == [SPECIFIC_DISEASE]


async def test_the_certificates_of_a_lapsed_cover_are_over_with_it(clinic: Clinic) -> None:
    """R8"""
    meals = EntitlementCertificate(MEALS, None, None, date(2020, 1, 1), None)
    await clinic.enter(person(cover(lost_on=date(2026, 10, 1), certificates=(meals,))))
    assert (await _told(clinic))["certificates"] == []
