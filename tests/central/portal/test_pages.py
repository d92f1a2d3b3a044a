"""The person's own page: what it shows, to whom, and what a browser may do with it."""

import re
from datetime import date, timedelta
from importlib.resources import files
from itertools import pairwise

import pytest

from tests.central.clinic import Clinic, StandingClock, card, cover, person
from tests.central.consents.counter import consents, photo_check, signed_message, withdraw
from tests.central.consents.test_consents import allowed, paper
from tests.central.issuers import NEWER
from tests.central.portal.conftest import OWN_CARD, bound
from tests.central.portal.person import Page, Person, at_home, page_of

pytestmark = pytest.mark.anyio
PAGES = ("", "insurance", "accesses", "consents")


async def _given(clinic: Clinic, *kinds: str) -> str:
    """The id of the first of them."""
    asked = await signed_message(clinic, *kinds, soft=OWN_CARD)
    assert (await clinic.ask("signed", asked)).status_code == 200
    found: str = (await consents(clinic, asked["check_id"]))[0]["consent_id"]
    return found


async def test_nobody_sees_a_page_without_a_session(clinic: Clinic, household: range) -> None:
    """R18"""
    async with at_home(clinic, OWN_CARD) as somebody:
        for path in PAGES[1:]:
            page_of(await somebody.browser.get(f"/portal/{path}"), 403)
        assert "架空" not in (await somebody.look_at("")).text


async def test_the_household_sees_nothing_of_the_person(clinic: Clinic, hana: Person, taro: Person) -> None:
    """R18"""
    consent_id = await _given(clinic, "drug")
    for path in PAGES:
        text = (await taro.look_at(path)).text
        assert "花" not in text and "（枝番）00" not in text and "見本医院" not in text
    form = (await taro.look_at("")).forms["/portal/sign-out"]
    page_of(await taro.send(f"/portal/consents/{consent_id}/withdraw", form), 404)
    assert "有効" in (await hana.look_at("consents")).text


async def test_a_consent_is_withdrawn_on_the_page(clinic: Clinic, hana: Person) -> None:
    """R15"""
    consent_id = await _given(clinic, "drug")
    shown = await hana.look_at("consents")
    assert "見本医院：薬剤情報 有効" in shown.text
    action = f"/portal/consents/{consent_id}/withdraw"
    assert (await hana.send(action, shown.forms[action])).status_code == 303
    after = await hana.look_at("consents")
    assert "撤回" in after.text and action not in after.forms
    assert "やめた人 ご本人（このページ）" in after.text


async def test_the_person_sees_who_at_the_counter_ended_it(clinic: Clinic, hana: Person) -> None:
    """R15: and what was agreed to twice that day is over with it."""
    first, second = await _given(clinic, "drug"), await _given(clinic, "drug")
    assert (await withdraw(clinic, first, staff="鈴木")).status_code == 200
    shown = await hana.look_at("consents")
    assert shown.text.count("やめた人 見本医院の窓口（担当者 鈴木）") == 2
    assert f"/portal/consents/{second}/withdraw" not in shown.forms


async def test_a_form_on_paper_is_shown_to_the_person_at_once(clinic: Clinic, hana: Person) -> None:
    """R15: whoever signed nothing sees it, and ends it."""
    await allowed(clinic)
    check_id = await photo_check(clinic, OWN_CARD)
    assert (await paper(clinic, check_id)).status_code == 200
    shown = await hana.look_at("consents")
    assert "見本医院：薬剤情報 有効" in shown.text and "同意の方法 同意書（紙）" in shown.text
    assert "同意書の番号 2026-0117 記録した担当者 佐藤" in shown.text
    assert any(each.endswith("/withdraw") for each in shown.forms)


async def test_a_consent_is_shown_as_over_after_a_day(
    clinic: Clinic, hana: Person, clock: StandingClock
) -> None:
    await _given(clinic, "drug", "checkup")
    clock.advance(timedelta(hours=24))
    await hana.sign_in()
    shown = await hana.look_at("consents")
    assert "終了" in shown.text and list(shown.forms) == ["/portal/sign-out"]


async def test_the_person_sees_who_confirmed_the_insurance(clinic: Clinic, hana: Person) -> None:
    await clinic.typed()
    text = (await hana.look_at("accesses")).text
    assert "見本医院 佐藤 番号入力 有効" in text


async def test_the_person_sees_the_own_sign_ins(hana: Person) -> None:
    assert "2026年11月20日 09:30" in (await hana.look_at("accesses")).text


async def test_lapsed_insurance_is_shown_too(clinic: Clinic, hana: Person) -> None:
    """R2"""
    text = (await hana.look_at("insurance")).text
    assert "見本組合 有効" in text and "12・3456・（枝番）00" in text


async def test_insurance_that_was_taken_back_is_not_shown(clinic: Clinic) -> None:
    """R2, R18: told with her My Number by mistake, it has somebody else's numbers."""
    mistaken = cover(card(number="777"), lost_on=date(2019, 4, 1))
    (who,) = await clinic.enter(person(mistaken, cover(card(number="888"))))
    await bound(clinic, who, soft := NEWER.card(serial=9, holder="third"))
    async with at_home(clinic, soft) as reader:
        await reader.sign_in()
        text = (await reader.look_at("insurance")).text
    assert "12・888・" in text and "777" not in text


@pytest.mark.parametrize("csrf", ["", "0" * 64])
async def test_a_form_of_another_page_changes_nothing(clinic: Clinic, hana: Person, csrf: str) -> None:
    consent_id = await _given(clinic, "drug")
    page_of(await hana.send(f"/portal/consents/{consent_id}/withdraw", {"csrf": csrf}), 403)
    assert "有効" in (await hana.look_at("consents")).text


@pytest.mark.parametrize(
    "header", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
async def test_a_form_sent_from_another_site_changes_nothing(
    clinic: Clinic, hana: Person, header: dict[str, str]
) -> None:
    consent_id = await _given(clinic, "drug")
    action = f"/portal/consents/{consent_id}/withdraw"
    form = (await hana.look_at("consents")).forms[action]
    page_of(await hana.browser.post(action, data=form, headers=header), 403)
    assert "有効" in (await hana.look_at("consents")).text


async def test_every_answer_shuts_everything_else_out(clinic: Clinic, hana: Person) -> None:
    for path in (*PAGES, "nowhere", "enter/ticket"):
        headers = (await hana.browser.get(f"/portal/{path}")).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self';")
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["strict-transport-security"]


async def test_the_cookie_is_strict_and_out_of_reach(clinic: Clinic, household: range) -> None:
    async with at_home(clinic, OWN_CARD) as hana:
        cookie = (await hana.sign_in()).headers["set-cookie"]
    name, _, rest = cookie.partition("=")
    assert name == "__Host-madoguchi-portal"
    assert {"HttpOnly", "Path=/", "SameSite=strict", "Secure"} <= {each.strip() for each in rest.split(";")}
    assert "Max-Age" not in rest and "Domain" not in rest


async def test_on_plain_loopback_a_browser_takes_the_cookie_too(clinic: Clinic, household: range) -> None:
    async with at_home(clinic, OWN_CARD, "http://127.0.0.1:8443") as hana:
        cookie = (await hana.sign_in()).headers["set-cookie"]
        assert cookie.startswith("madoguchi-portal=") and "Secure" not in cookie
        await hana.look_at("consents")


async def test_pages_work_without_anything_from_elsewhere(hana: Person) -> None:
    for path in PAGES:
        text = (await hana.browser.get(f"/portal/{path}")).text
        assert "<script" not in text and " style=" not in text and " on" not in text.replace(" one", "")
        assert all(link.startswith(("/portal", "#")) for link in Page(text).links)


async def test_the_address_without_its_stroke_leads_to_the_page(clinic: Clinic, household: range) -> None:
    async with at_home(clinic, OWN_CARD) as somebody:
        reply = await somebody.browser.get("/portal")
        assert reply.status_code == 307 and reply.headers["location"].endswith("/portal/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_colours_is_easy_to_read(scheme: str) -> None:
    """Ink on its ground at 4.5 : 1 or more (WCAG 2.1, 1.4.3), on light and on dark."""
    light, dark = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block in _schemes())
    named = light if scheme == "light" else light | dark
    pairs = [
        *(("ink", ground) for ground in ("paper", "card", "accent-soft")),
        *((ink, ground) for ink in ("soft", "accent") for ground in ("paper", "card")),
        *((tone, f"{tone}-soft") for tone in ("valid", "lapsed", "caution")),
        *(("rail-ink", "rail"), ("card", "accent"), ("lapsed", "card"), ("accent", "accent-soft")),
    ]
    assert [pair for pair in pairs if _contrast(*(named[each] for each in pair)) < 4.5] == []


def _schemes() -> list[str]:
    style = files("app.central.portal").joinpath("templates/portal.css").read_text(encoding="utf-8")
    return re.findall(r":root \{(.*?)\}", style, flags=re.DOTALL)


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


async def test_a_screen_reader_finds_its_way(clinic: Clinic, hana: Person) -> None:
    await _given(clinic, "drug")
    for path in PAGES:
        is_easy_to_hear(await hana.look_at(path), path)


def is_easy_to_hear(shown: Page, path: str) -> None:
    """Landmarks, one first heading, no level skipped, tables with captions, where one is."""
    assert shown.attributes("html")[0]["lang"] == "ja"
    assert [len(shown.attributes(tag)) for tag in ("main", "header", "footer", "nav")] == [1, 1, 1, 1]
    levels = [level for level, _ in shown.headings]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(shown.attributes("table")) == len(shown.attributes("caption"))
    assert all(each.get("scope") for each in shown.attributes("th"))
    assert len(shown.attributes("title")) == 1
    assert all(each["role"] == "img" and each["aria-label"] for each in shown.attributes("svg"))
    ids = [found["id"] for _, found in shown.tags if "id" in found]
    assert len(ids) == len(set(ids))
    assert {found["aria-labelledby"] for _, found in shown.tags if "aria-labelledby" in found} <= set(ids)
    here = [each for each in shown.attributes("a") if each.get("aria-current") == "page"]
    assert [each["href"] for each in here] == [f"/portal/{path}"]
