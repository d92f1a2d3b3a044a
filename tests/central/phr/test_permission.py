"""A service is let in by the person alone, for the kinds she chose, until she ends it (R18)."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from app.central.__main__ import main
from app.central.phr.asking import LIFE
from app.central.phr.clients import must_be_redirect
from app.central.phr.grants import ACCESS_LIFE, CODE_LIFE, REFRESH_LIFE, renew_client_secret
from app.central.portal.pace import TRIES, Action
from app.errors import InputRefused
from tests.central.clinic import Clinic, StandingClock
from tests.central.phr.conftest import REDIRECT, Phr, came_back, challenge
from tests.central.portal.person import Person, page_of
from tests.central.portal.test_pages import is_easy_to_hear

pytestmark = pytest.mark.anyio


async def test_an_allowed_service_gets_tokens(phr: Phr, hana: Person) -> None:
    told = await phr.tokens(hana)
    assert (told["token_type"], told["expires_in"]) == ("Bearer", 900)
    assert "patient/MedicationDispense.read" in told["scope"] and told["refresh_token"]
    assert (await phr.read(told["access_token"], f"Patient/{told['patient']}")).status_code == 200


async def test_the_service_gets_back_its_state_and_keeps_its_query(phr: Phr, hana: Person) -> None:
    told = await phr.allowed(hana)
    assert (told["state"], told["from"]) == ("st4te", "madoguchi") and told["code"]


async def test_the_person_leaves_out_a_kind(phr: Phr, hana: Person) -> None:
    told = await phr.tokens(hana, "patient/Observation.read", "offline_access")
    assert "Observation" not in told["scope"] and "refresh_token" not in told
    refused = await phr.read(told["access_token"], "Observation")
    assert refused.status_code == 403
    assert 'error="insufficient_scope"' in refused.headers["www-authenticate"]


async def test_the_person_says_no(phr: Phr, hana: Person) -> None:
    page_of(await phr.ask(hana))
    form = (await hana.look_at("request")).forms["/portal/request"]
    told = came_back(await hana.send("/portal/request", form | {"answer": "decline"}))
    assert (told["error"], told["state"]) == ("access_denied", "st4te") and "code" not in told


async def test_nothing_chosen_is_a_no(phr: Phr, hana: Person) -> None:
    page_of(await phr.ask(hana))
    csrf = (await hana.look_at("request")).forms["/portal/request"]["csrf"]
    told = came_back(await hana.send("/portal/request", {"csrf": csrf, "answer": "allow"}))
    assert told["error"] == "access_denied"


async def test_a_kind_that_was_not_asked_for_is_never_given(phr: Phr, hana: Person) -> None:
    page_of(await phr.ask(hana, scope="patient/Patient.read"))
    form = (await hana.look_at("request")).forms["/portal/request"]
    more = form | {"answer": "allow", "patient/Observation.read": "1", "offline_access": "1"}
    code = came_back(await hana.send("/portal/request", more))["code"]
    assert (await phr.exchange(code)).json()["scope"] == "patient/Patient.read"


async def test_asking_waits_for_the_person_to_sign_in(phr: Phr, hana: Person) -> None:
    """What asked in this browser is met on the first page after signing in."""
    page_of(await hana.send("/portal/sign-out", (await hana.look_at("")).forms["/portal/sign-out"]))
    page_of(await phr.ask(hana))
    page_of(await hana.browser.get("/portal/request"), 403)
    await hana.sign_in()
    first = await hana.look_at("")
    assert "見本けんこう手帳" in first.text and "/portal/request" in first.links


async def test_only_the_browser_that_was_asked_answers(phr: Phr, hana: Person, taro: Person) -> None:
    page_of(await phr.ask(hana))
    page_of(await taro.browser.get("/portal/request"), 404)


async def test_a_request_is_answered_once(phr: Phr, hana: Person) -> None:
    page_of(await phr.ask(hana))
    cookies = dict(hana.browser.cookies)
    form = (await hana.look_at("request")).forms["/portal/request"] | {"answer": "allow"}
    came_back(await hana.send("/portal/request", form))
    hana.browser.cookies.update(cookies)
    page_of(await hana.send("/portal/request", form), 404)


async def test_a_request_is_over_after_its_time(phr: Phr, hana: Person, clock: StandingClock) -> None:
    page_of(await phr.ask(hana))
    clock.advance(LIFE)
    page_of(await hana.browser.get("/portal/request"), 404)


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "phr-unknown"},
        {"redirect_uri": "https://phr.example/back"},
        {"redirect_uri": f"{REDIRECT}&more=1"},
        {"redirect_uri": "https://phr.example/back?from=Madoguchi"},
        {"redirect_uri": "https://elsewhere.example/"},
        {"redirect_uri": "-"},
    ],
)
async def test_nobody_is_sent_to_an_address_that_is_not_registered(
    phr: Phr, hana: Person, changes: dict[str, str]
) -> None:
    page_of(await phr.ask(hana, **changes), 400)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": "-"}, "invalid_request"),
        ({"code_challenge": "-"}, "invalid_request"),
        ({"code_challenge": "too-short"}, "invalid_request"),
        ({"scope": "patient/Condition.read"}, "invalid_scope"),
        ({"scope": "offline_access"}, "invalid_scope"),
        ({"scope": "-"}, "invalid_scope"),
    ],
)
async def test_what_cannot_be_asked_is_told_to_the_service(
    phr: Phr, hana: Person, changes: dict[str, str], error: str
) -> None:
    told = came_back(await phr.ask(hana, **changes))
    assert (told["error"], told["state"]) == (error, "st4te")


@pytest.mark.parametrize(
    "changes",
    [{"code_verifier": "w" * 64}, {"redirect_uri": "https://phr.example/back"}, {"code": "guess"}],
)
async def test_a_code_serves_with_its_verifier_and_address_alone(
    phr: Phr, hana: Person, changes: dict[str, str]
) -> None:
    code = (await phr.allowed(hana))["code"]
    refused = await phr.exchange(code, **changes)
    assert (refused.status_code, refused.json()) == (400, {"error": "invalid_grant"})


async def test_a_code_serves_for_a_minute(phr: Phr, hana: Person, clock: StandingClock) -> None:
    code = (await phr.allowed(hana))["code"]
    clock.advance(CODE_LIFE)
    assert (await phr.exchange(code)).status_code == 400


async def test_another_service_cannot_use_the_code(phr: Phr, other_phr: Phr, hana: Person) -> None:
    code = (await phr.allowed(hana))["code"]
    assert (await other_phr.exchange(code)).status_code == 400
    assert (await phr.exchange(code)).status_code == 200


async def test_a_code_used_twice_ends_the_permission(phr: Phr, hana: Person) -> None:
    code = (await phr.allowed(hana))["code"]
    told = (await phr.exchange(code)).json()
    assert (await phr.exchange(code)).status_code == 400
    assert (await phr.read(told["access_token"], "Patient")).status_code == 401
    assert "二重使用" in (await hana.look_at("services")).text


async def test_a_refresh_token_serves_once_and_its_reuse_ends_everything(phr: Phr, hana: Person) -> None:
    first = await phr.tokens(hana)
    second = (await phr.renew(first["refresh_token"])).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert (await phr.read(second["access_token"], "Patient")).status_code == 200
    assert (await phr.renew(first["refresh_token"])).json() == {"error": "invalid_grant"}
    assert (await phr.read(second["access_token"], "Patient")).status_code == 401
    assert (await phr.renew(second["refresh_token"])).status_code == 400


async def test_tokens_end_by_themselves(phr: Phr, hana: Person, clock: StandingClock) -> None:
    told = await phr.tokens(hana)
    clock.advance(ACCESS_LIFE)
    assert (await phr.read(told["access_token"], "Patient")).status_code == 401
    clock.advance(REFRESH_LIFE)
    assert (await phr.renew(told["refresh_token"])).status_code == 400


async def test_neither_token_stands_for_the_other(phr: Phr, hana: Person) -> None:
    told = await phr.tokens(hana)
    assert (await phr.read(told["refresh_token"], "Patient")).status_code == 401
    assert (await phr.renew(told["access_token"])).status_code == 400


async def test_a_service_whose_secret_is_renewed_reads_on_by_the_new_one_alone(
    phr: Phr, hana: Person, clinic: Clinic, clock: StandingClock
) -> None:
    """What the old secret let read ends with it; the person's permission does not: she need not give it again."""
    first = await phr.tokens(hana)
    old_until = clock() + timedelta(minutes=5)
    async with clinic.database.transaction() as tx:
        new = await renew_client_secret(tx, phr.client_id, old_until, clock())
    second = (await phr.renew(first["refresh_token"])).json()
    assert second["expires_in"] == 300, "by the old secret"
    for told, status in ((first, 200), (second, 200)):
        assert (await phr.read(told["access_token"], "Patient")).status_code == status
    clock.advance(timedelta(minutes=5))
    for told in (first, second):
        assert (await phr.read(told["access_token"], "Patient")).status_code == 401
    assert (await phr.renew(second["refresh_token"])).json() == {"error": "invalid_client"}
    phr.secret = new
    third = (await phr.renew(second["refresh_token"])).json()
    assert third["expires_in"] == ACCESS_LIFE.total_seconds()
    assert (await phr.read(third["access_token"], "Patient")).status_code == 200


async def test_the_person_ends_a_permission(phr: Phr, hana: Person, taro: Person) -> None:
    told = await phr.tokens(hana)
    shown = await hana.look_at("services")
    assert "見本けんこう手帳 許可中" in shown.text
    (action,) = (each for each in shown.forms if each.endswith("/revoke"))
    theirs = (await taro.look_at("services")).forms["/portal/sign-out"]
    page_of(await taro.send(action, theirs), 404)
    assert (await phr.read(told["access_token"], "Patient")).status_code == 200
    assert (await hana.send(action, shown.forms[action])).status_code == 303
    assert (await phr.read(told["access_token"], "Patient")).status_code == 401
    assert (await phr.renew(told["refresh_token"])).status_code == 400
    assert "あなたが取り消しました" in (await hana.look_at("services")).text


async def test_the_service_gives_a_permission_back(phr: Phr, other_phr: Phr, hana: Person) -> None:
    told = await phr.tokens(hana)
    assert (await other_phr.fetch("revoke", token=told["refresh_token"])).status_code == 200
    assert (await phr.read(told["access_token"], "Patient")).status_code == 200
    assert (await phr.fetch("revoke", token=told["refresh_token"])).status_code == 200
    assert (await phr.read(told["access_token"], "Patient")).status_code == 401


async def test_a_new_permission_takes_the_place_of_the_old(phr: Phr, hana: Person) -> None:
    old = await phr.tokens(hana)
    new = await phr.tokens(hana, "patient/Observation.read")
    assert (await phr.read(old["access_token"], "Patient")).status_code == 401
    assert (await phr.read(new["access_token"], "Patient")).status_code == 200


async def test_a_service_shows_its_secret(phr: Phr, hana: Person) -> None:
    code = (await phr.allowed(hana))["code"]
    phr.secret = "guess"
    refused = await phr.exchange(code)
    assert (refused.status_code, refused.json()) == (401, {"error": "invalid_client"})
    assert refused.headers["www-authenticate"].startswith("Basic")


async def test_a_grant_type_of_another_kind_is_refused(phr: Phr) -> None:
    assert (await phr.fetch(grant_type="password")).json() == {"error": "unsupported_grant_type"}


async def test_the_form_may_lead_to_the_service_alone(phr: Phr, hana: Person) -> None:
    page_of(await phr.ask(hana))
    policy = (await hana.browser.get("/portal/request")).headers["content-security-policy"]
    assert "form-action 'self' https://phr.example;" in policy
    is_easy_to_hear(await hana.look_at("services"), "services")


async def test_a_challenge_is_the_hash_of_its_verifier() -> None:
    """RFC 7636, appendix B."""
    assert challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == (
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    )


@pytest.mark.parametrize(
    "uri",
    [
        "http://phr.example/",
        "https://phr.example/#x",
        "javascript:alert(1)",
        "https://a@phr.example/",
        "/back",
    ],
)
async def test_an_address_that_could_leak_a_code_is_never_registered(uri: str) -> None:
    with pytest.raises(InputRefused):
        must_be_redirect(uri)


async def test_a_reading_service_stands_on_the_persons_record(
    phr: Phr, hana: Person, clock: StandingClock
) -> None:
    told = await phr.tokens(hana)
    clock.advance(timedelta(minutes=1))
    await phr.read(told["access_token"], "Coverage")
    text = (await hana.look_at("services")).text
    assert "2026年11月20日 09:31　見本けんこう手帳：保険資格の履歴" in text


async def test_a_service_that_sends_persons_too_often_waits(phr: Phr, hana: Person) -> None:
    for _ in range(TRIES[Action.ASKED]):
        await phr.ask(hana)
    page_of(await phr.ask(hana), 429)


def test_the_secret_of_a_service_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"sqlite:///{tmp_path / 'central.sqlite3'}"
    assert main(["migrate", "--database", url]) == 0
    capsys.readouterr()
    command = ["create-phr-client", "けんこう手帳", "--database", url, "--redirect"]
    assert main([*command, REDIRECT]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"client_id", "client_secret"}
    assert told["client_secret"].encode() not in (tmp_path / "central.sqlite3").read_bytes()
    assert main([*command, "http://phr.example/"]) == 2
    assert "redirect" in capsys.readouterr().err
