"""What a system's profile asks for is what its browser does: the way out, a login, time, language, Kerberos."""

import base64
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Error
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from connectors.browser.session import browser, close_browser
from gevinst.errors import ConfigurationError, RetryLater
from tests.connectors.browser.asking import asking_site
from tests.connectors.browser.proxying import PASSWORD, USER, forward_proxy
from tests.connectors.browser.serving import Site, running_site
from tests.connectors.browser.systems_file import describe, secret


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Browsers of these tests' own."""
    close_browser()
    yield
    close_browser()


def host_of(site: Site) -> str:
    """As a proxy is asked for it."""
    return site.url.removeprefix("http://")


def test_a_system_is_reached_by_its_proxy(house: Path, monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    """With its login, which the proxy asks for; a system that names none goes there directly."""
    with forward_proxy() as proxy:
        way = {"server": proxy.url, "user": USER, "secret": secret(monkeypatch, "proxy", PASSWORD)}
        describe(house, monkeypatch, pension={"proxy": way})
        site.pages["/"] = "<h1>Fagsystem</h1>"
        for system in ("pension", "erp"):
            with browser(system).case() as case:
                case.page.goto(site.url)
                assert case.page.locator("h1").inner_text() == "Fagsystem"
        assert proxy.passed == [host_of(site)]
    assert [each.path for each in site.received] == ["/", "/"]


def test_a_host_that_is_excepted_is_reached_past_the_proxy(
    house: Path, monkeypatch: pytest.MonkeyPatch, site: Site
) -> None:
    """Systems inside the house need none."""
    with forward_proxy() as proxy, running_site() as other:
        way = {
            "server": proxy.url,
            "user": USER,
            "secret": secret(monkeypatch, "proxy", PASSWORD),
            "bypass": [host_of(other)],
        }
        describe(house, monkeypatch, pension={"proxy": way})
        with browser("pension").case() as case:
            case.page.goto(site.url)
            case.page.goto(other.url)
        assert proxy.passed == [host_of(site)]
        assert [each.path for each in other.received] == ["/"]


def test_a_login_is_given_where_it_belongs(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The origin named gets user and password when it asks; another one that asks gets nothing."""
    with asking_site() as ours, asking_site() as stranger:
        known = {"origin": ours.url, "user": "robot-arkiv", "secret": secret(monkeypatch, "arkiv", "hemmelig")}
        describe(house, monkeypatch, arkiv={"http_credentials": known})
        with browser("arkiv").case() as case:
            answer = case.page.goto(ours.url)
            assert answer is not None
            assert answer.status == 200
            with suppress(Error):  # a page that wants a login and gets none is an error to some browsers
                case.page.goto(stranger.url)
        assert ours.logins == ["Basic " + base64.b64encode(b"robot-arkiv:hemmelig").decode()]
        assert stranger.logins == []
        assert stranger.asked


def test_a_missing_secret_is_named_before_anything_is_opened(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its name, and by where to put it."""
    known = {"origin": "http://arkiv.example", "user": "robot-arkiv", "secret": "arkiv"}
    describe(house, monkeypatch, arkiv={"http_credentials": known})
    with pytest.raises(ConfigurationError, match="GEVINST_SECRET_ARKIV"), browser("arkiv").case():
        pytest.fail("the case began")


def test_kerberos_tickets_go_to_the_hosts_named(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser is started with the list, and another system's is started without."""
    describe(house, monkeypatch, pension={"kerberos_hosts": ["pension.internal.example", "*.kerberos.example"]})

    def lists(system: str) -> set[str]:
        before = set(psutil.Process().children(recursive=True))
        browser(system)
        new = set(psutil.Process().children(recursive=True)) - before
        return {word for each in new for word in each.cmdline() if word.startswith("--auth-server-allowlist")}

    assert lists("erp") == set()
    assert lists("pension") == {"--auth-server-allowlist=pension.internal.example,*.kerberos.example"}


def test_language_and_time_are_the_systems(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that was made elsewhere may need another."""
    describe(house, monkeypatch, pension={"locale": "en-GB", "timezone": "Europe/London"})
    with browser("pension").case() as case:
        assert case.page.evaluate("navigator.language") == "en-GB"
        assert case.page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "Europe/London"


def test_a_slow_system_has_its_own_patience(house: Path, monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    """For one action, for a page, and for the case."""
    describe(house, monkeypatch, pension={"action_seconds": 0.1, "navigation_seconds": 0.2, "case_seconds": 0.001})
    site.hangs.add("/")

    def wait_in_vain() -> None:
        with browser("pension").case() as case:
            with pytest.raises(PlaywrightTimeout, match="Timeout 100ms"):
                case.page.get_by_role("button").click()
            with pytest.raises(PlaywrightTimeout, match="Timeout 200ms"):
                case.page.goto(site.url)

    with pytest.raises(RetryLater, match="the case took more than"):
        wait_in_vain()
