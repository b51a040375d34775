"""A private authority: what it signed is trusted, and nothing else is, by the browser and by what Playwright sends itself."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from playwright.sync_api import Error

from connectors.browser.session import browser, close_browser
from gevinst.errors import ConfigurationError
from tests.connectors.browser.systems_file import describe
from tests.connectors.browser.tls import SecureSite, secure_site, server_certificate, write_pem

ENGINES = [
    path
    for path in ("/usr/lib/chromium/chromium-headless-shell", shutil.which("chromium"))
    if path and Path(path).is_file()
]
ONE_ENGINE = pytest.mark.parametrize("trusting", ENGINES[:1], indirect=True)
"""For what comes before the browser, and for what the second would only say again."""


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Browsers of these tests' own."""
    close_browser()
    yield
    close_browser()


@pytest.fixture
def authority() -> trustme.CA:
    """The supplier's own."""
    return trustme.CA()


@pytest.fixture(params=ENGINES, ids=lambda path: Path(path).name)
def trusting(
    request: pytest.FixtureRequest, house: Path, monkeypatch: pytest.MonkeyPatch, authority: trustme.CA
) -> None:
    """`pension` trusts the authority, in each browser of this machine; `erp` is a system that says nothing of it."""
    ca_file = write_pem(house, "ca.pem", trustme.CA().cert_pem, authority.cert_pem)  # the second one counts, too
    describe(
        house, monkeypatch, pension={"ca_file": str(ca_file), "browser": request.param}, erp={"browser": request.param}
    )


def outcome(site: SecureSite, system: str = "pension") -> str:
    """What a visit shows, or why the browser doesn't."""
    with browser(system).case() as case:
        try:
            case.page.goto(site.url)
        except Error as error:
            return error.message.partition("net::")[2].split()[0]
        return case.page.locator("h1").inner_text()


@pytest.mark.usefixtures("trusting")
def test_what_the_authority_signed_is_trusted(authority: trustme.CA) -> None:
    """By the browser, and by the driver, through which a fenced write leaves."""
    with secure_site(server_certificate(authority)) as site:
        assert outcome(site) == "Fagsystem"
        with browser("pension").case() as case:
            assert case.context.request.get(site.url).ok


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize(
    ("host", "expired", "why"),
    [("localhost", True, "ERR_CERT_DATE_INVALID"), ("andet.example", False, "ERR_CERT_COMMON_NAME_INVALID")],
)
def test_what_is_wrong_with_a_certificate_still_counts(
    authority: trustme.CA, host: str, expired: bool, why: str
) -> None:
    """An authority is trusted, and not whatever it ever signed: the date and the name are checked as always."""
    with secure_site(server_certificate(authority, host, expired=expired)) as site:
        assert outcome(site) == why


@ONE_ENGINE
@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize("appends_ours", [False, True])
def test_a_stranger_is_refused(authority: trustme.CA, appends_ours: bool) -> None:
    """Also one that sends the authority's own certificate, which is public, after its own."""
    appended = authority.cert_pem.bytes() if appends_ours else b""
    with secure_site(server_certificate(trustme.CA()), appended=appended) as site:
        assert outcome(site) == "ERR_CERT_AUTHORITY_INVALID"


@ONE_ENGINE
@pytest.mark.usefixtures("trusting")
def test_one_systems_authority_is_no_other_systems(authority: trustme.CA) -> None:
    """In the same worker process, one after the other."""
    with secure_site(server_certificate(authority)) as site:
        assert outcome(site) == "Fagsystem"
        assert outcome(site, "erp") == "ERR_CERT_AUTHORITY_INVALID"


@ONE_ENGINE
@pytest.mark.usefixtures("trusting")
def test_a_new_authority_counts_from_the_next_case(house: Path, authority: trustme.CA) -> None:
    """Authorities are renewed; no worker needs to be started anew."""
    with (
        secure_site(server_certificate(authority)) as old,
        secure_site(server_certificate(new := trustme.CA())) as site,
    ):
        assert outcome(old) == "Fagsystem"
        write_pem(house, "ca.pem", new.cert_pem)
        assert outcome(site) == "Fagsystem"
        assert outcome(old) == "ERR_CERT_AUTHORITY_INVALID"


@pytest.mark.parametrize(
    ("content", "said"), [("", "no certificate in PEM"), (None, "can't be read"), ("leaf", "no authority's")]
)
def test_a_file_that_is_no_authoritys_is_named(
    content: str | None, said: str, house: Path, monkeypatch: pytest.MonkeyPatch, authority: trustme.CA
) -> None:
    """A server's certificate in its place would be trusted for nothing."""
    file = house / "ca.pem"
    if content is not None:
        file.write_bytes(authority.issue_cert("localhost").cert_chain_pems[0].bytes() if content else b"")
    describe(house, monkeypatch, pension={"ca_file": str(file)})
    with pytest.raises(ConfigurationError, match=said) as caught:
        browser("pension")
    assert str(file) in caught.value.detail
    with browser("erp").case() as case:
        assert case.context.pages == [case.page]


def test_what_is_missing_to_trust_is_a_package(
    house: Path, monkeypatch: pytest.MonkeyPatch, authority: trustme.CA
) -> None:
    """A machine that never needed it hasn't got the program."""
    describe(house, monkeypatch, pension={"ca_file": str(write_pem(house, "ca.pem", authority.cert_pem))})
    monkeypatch.setenv("PATH", str(house))
    with pytest.raises(ConfigurationError, match="libnss3-tools"):
        browser("pension")
