"""Sign-in goes by another origin and back, with what organisations put in between."""

import pytest
from playwright.sync_api import Page, expect

from sandbox.erp.identity import ACCOUNT, PASSWORD
from sandbox.web.faults import Fault
from sandbox.web.server import Running
from tests.sandbox.erp.driving import host, prove, sign_in, title


def test_one_is_sent_to_another_host_and_comes_back_signed_in(page: Page, erp: Running) -> None:
    """Account and password are asked for on another host, and the page sends itself back."""
    page.goto(erp.url)
    assert host(page) == "localhost"
    sign_in(page, erp)
    assert page.url.startswith(erp.url)
    assert [row["account"] for row in erp.rows("sessions")] == [ACCOUNT]


def test_the_identity_page_never_gets_the_systems_cookie(page: Page, erp: Running) -> None:
    """The two are origins of their own: the cookie goes to the one that set it, and not where that one redirects to."""
    sign_in(page, erp)
    answer = page.goto(f"{erp.url}/log-ind")
    assert answer is not None
    first = answer.request.redirected_from
    assert first is not None
    assert ["cookie" in request.all_headers() for request in (first, answer.request)] == [True, False]


def test_a_sign_in_that_fails_says_so(page: Page, erp: Running) -> None:
    """The identity page has its own page for what goes wrong there."""
    erp.arm(Fault.ERROR_500, match="authorize")
    page.goto(erp.url)
    expect(title(page)).to_have_text("Logonnet kunne ikke gennemføres")


def test_a_wrong_password_is_refused_and_asked_for_again(page: Page, erp: Running) -> None:
    """Nobody is signed in, the page says so, and the right one still works."""
    prove(page, erp, "forkert")
    expect(page.locator(".fejl")).to_have_text("Forkert konto eller adgangskode.")
    assert erp.rows("sessions") == []
    page.get_by_placeholder("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log på").click()
    expect(title(page)).to_have_text("Fakturaer til kontering")


def test_a_prompt_for_a_second_factor_is_never_passed(page: Page, erp: Running) -> None:
    """The code is on a telephone that no robot has: any code is refused."""
    erp.arm(Fault.MFA)
    prove(page, erp)
    expect(title(page)).to_have_text("Godkend logon")
    page.get_by_placeholder("Kode").fill("123456")
    page.get_by_role("button", name="Bekræft").click()
    expect(page.locator(".fejl")).to_have_text("Koden er ikke gyldig.")
    page.goto(erp.url)
    assert host(page) == "localhost"


def test_a_password_that_soon_expires_is_only_a_notice(page: Page, erp: Running) -> None:
    """*Fortsæt* leads on to the system."""
    erp.arm(Fault.PASSWORD_EXPIRING)
    prove(page, erp)
    expect(title(page)).to_have_text("Din adgangskode udløber om 7 dage")
    page.get_by_role("button", name="Fortsæt").click()
    expect(title(page)).to_have_text("Fakturaer til kontering")


def test_a_forced_notice_stands_in_the_way_until_ok(page: Page, erp: Running) -> None:
    """Going round it by the address leads back to it."""
    erp.arm(Fault.NOTICE)
    prove(page, erp)
    expect(title(page)).to_have_text("Driftsmeddelelse")
    page.goto(f"{erp.url}/#/bilag")
    expect(title(page)).to_have_text("Driftsmeddelelse")
    page.get_by_role("button", name="OK").click()
    expect(title(page)).to_have_text("Fakturaer til kontering")


@pytest.mark.parametrize("form", [{}, {"state": "opdigtet", "code": "opdigtet"}, {"state": "opdigtet", "code": ""}])
def test_a_made_up_code_signs_nobody_in(page: Page, erp: Running, form: dict[str, str]) -> None:
    """Only what the identity page handed out is taken."""
    answer = page.context.request.post(f"{erp.url}/log-ind/retur", form=form)
    assert (answer.status, erp.rows("sessions")) == (400, [])


def test_a_code_signs_in_once(page: Page, erp: Running) -> None:
    """The same answer sent again is refused."""
    with page.expect_request("**/log-ind/retur") as sent:
        sign_in(page, erp)
    again = page.context.request.post(sent.value.url, form=sent.value.post_data_json)
    assert (again.status, len(erp.rows("sessions"))) == (400, 1)


def test_signed_out_one_starts_over(page: Page, erp: Running) -> None:
    """*Log af* ends the session at the system, and its page leads to the identity page."""
    sign_in(page, erp)
    page.get_by_title("Log af").click()
    page.wait_for_url("http://localhost:*/**")
    assert [row["expired"] for row in erp.rows("sessions")] == [1]
