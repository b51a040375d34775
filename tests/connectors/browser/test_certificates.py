"""Client certificates: shown to the system they are for and to nobody else; and what is wrong with one is one sentence."""

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme
from playwright.sync_api import Error

from connectors.browser.certificates import ShownCertificate, client_certificate
from connectors.browser.session import browser, close_browser
from connectors.browser.systems import ClientCertificate
from gevinst.errors import ConfigurationError
from tests.connectors.browser.proxying import PASSWORD, USER, forward_proxy
from tests.connectors.browser.systems_file import describe, secret
from tests.connectors.browser.tls import YESTERDAY, secure_site, server_certificate, write_pem

ORIGIN = "https://pension.example"


@pytest.fixture(scope="module")
def issuer() -> trustme.CA:
    """Who issues certificates to robots."""
    return trustme.CA()


@pytest.fixture(scope="module")
def robot(issuer: trustme.CA) -> trustme.LeafCert:
    """The robot's."""
    return issuer.issue_cert("robot.example", common_name="robot-pension")


def exported(folder: Path, certificate: trustme.LeafCert, *options: str) -> Path:
    """As a PFX, the way an administrator exports it."""
    opened, closed = folder / "open.pem", folder / "robot.pfx"
    opened.write_bytes(certificate.private_key_and_cert_chain_pem.bytes())
    files = ("-in", str(opened), "-out", str(closed))
    command = ("openssl", "pkcs12", "-export", *files, "-passout", "pass:hemmelig", *options)
    subprocess.run(command, check=True, capture_output=True)
    return closed


def read(**wanted: Any) -> ShownCertificate:
    """Read it as a case would."""
    return client_certificate("pension", ClientCertificate.model_validate({"origins": [ORIGIN], **wanted}))


# --- what is wrong with one ---------------------------------------------------------------------------------------------


def test_a_pfx_in_an_old_encryption_gets_the_way_out(
    house: Path, monkeypatch: pytest.MonkeyPatch, robot: trustme.LeafCert
) -> None:
    """Older programs export with RC2; the commands of the sentence make one that is taken."""
    file = exported(house, robot, "-legacy")
    passphrase = secret(monkeypatch, "pfx", "hemmelig")
    with pytest.raises(ConfigurationError, match="old way") as caught:
        read(pfx_file=file, passphrase=passphrase)
    first, second = (part for part in caught.value.detail.split("`") if part.startswith("openssl"))
    for command, option in ((first, "-passin"), (second, "-passout")):
        subprocess.run([*command.split(), option, "pass:hemmelig"], cwd=house, check=True, capture_output=True)
    assert b"PRIVATE KEY" in read(pfx_file=file, passphrase=passphrase).key


def test_a_pfx_in_triple_des_is_taken(house: Path, monkeypatch: pytest.MonkeyPatch, robot: trustme.LeafCert) -> None:
    """It is old too, and read."""
    old = ("-legacy", "-certpbe", "PBE-SHA1-3DES", "-keypbe", "PBE-SHA1-3DES")
    assert read(pfx_file=exported(house, robot, *old), passphrase=secret(monkeypatch, "pfx", "hemmelig")).key


def test_a_wrong_passphrase_names_the_secret_to_correct(
    house: Path, monkeypatch: pytest.MonkeyPatch, robot: trustme.LeafCert
) -> None:
    """And doesn't repeat it."""
    with pytest.raises(ConfigurationError, match="doesn't open") as caught:
        read(pfx_file=exported(house, robot), passphrase=secret(monkeypatch, "pfx", "forkert"))
    assert "forkert" not in caught.value.detail


def test_a_pfx_without_its_key_is_told(house: Path, monkeypatch: pytest.MonkeyPatch, robot: trustme.LeafCert) -> None:
    """As Windows exports it when nothing is ticked."""
    with pytest.raises(ConfigurationError, match="has no private key"):
        read(pfx_file=exported(house, robot, "-nokeys"), passphrase=secret(monkeypatch, "pfx", "hemmelig"))


def test_a_file_that_is_not_there_is_named(house: Path) -> None:
    """With the key that names it."""
    with pytest.raises(ConfigurationError, match=r"robot\.pfx can't be read .*correct pfx_file"):
        read(pfx_file=house / "robot.pfx")


@pytest.mark.parametrize("expired", [timedelta(0), timedelta(days=300)])
def test_one_whose_day_has_passed_is_told_with_the_day(
    expired: timedelta, monkeypatch: pytest.MonkeyPatch, issuer: trustme.CA
) -> None:
    """The system would only close the connection."""
    day = YESTERDAY - expired
    old = issuer.issue_cert("robot.example", not_before=day - timedelta(days=9), not_after=day)
    with pytest.raises(ConfigurationError, match=f"expired on {day:%Y-%m-%d}"):
        read(pem=secret(monkeypatch, "certificate", old.private_key_and_cert_chain_pem.bytes().decode()))


def test_a_key_of_another_certificate_is_told(
    monkeypatch: pytest.MonkeyPatch, robot: trustme.LeafCert, issuer: trustme.CA
) -> None:
    """Two renewals mixed up."""
    other = issuer.issue_cert("robot.example").private_key_pem.bytes() + robot.cert_chain_pems[0].bytes()
    with pytest.raises(ConfigurationError, match="don't belong together"):
        read(pem=secret(monkeypatch, "certificate", other.decode()))


@pytest.mark.parametrize("half", ["key", "certificate", "neither"])
def test_half_a_pem_is_told(half: str, monkeypatch: pytest.MonkeyPatch, robot: trustme.LeafCert) -> None:
    """Both belong into the secret."""
    content = {"key": robot.private_key_pem.bytes(), "certificate": robot.cert_chain_pems[0].bytes()}.get(
        half, b"intet"
    )
    with pytest.raises(ConfigurationError, match="no private key with its certificate"):
        read(pem=secret(monkeypatch, "certificate", content.decode()))


def test_a_key_is_never_shown_by_accident(monkeypatch: pytest.MonkeyPatch, robot: trustme.LeafCert) -> None:
    """A log line or a traceback shows the day at most."""
    content = robot.private_key_and_cert_chain_pem.bytes().decode()
    assert "BEGIN" not in repr(read(pem=secret(monkeypatch, "certificate", content)))


# --- shown by a browser -------------------------------------------------------------------------------------------------


@pytest.fixture
def fresh() -> Iterator[None]:
    """Browsers of these tests' own."""
    close_browser()
    yield
    close_browser()


@pytest.fixture
def authority(fresh: None) -> trustme.CA:
    """Who signs servers' certificates."""
    return trustme.CA()


def known(house: Path, authority: trustme.CA, *origins: str, **more: Any) -> dict[str, Any]:
    """A profile that shows the secret `certificate` to these."""
    ca_file = write_pem(house, "ca.pem", authority.cert_pem)
    return {"ca_file": str(ca_file), "client_certificate": {"origins": list(origins), "pem": "certificate"}, **more}


@pytest.mark.parametrize("form", ["pem", "pfx"])
def test_the_system_sees_who_comes(
    form: str,
    house: Path,
    monkeypatch: pytest.MonkeyPatch,
    authority: trustme.CA,
    issuer: trustme.CA,
    robot: trustme.LeafCert,
) -> None:
    """It lets nobody in without a certificate; the page and what leaves through the fence both show it."""
    secret(monkeypatch, "certificate", robot.private_key_and_cert_chain_pem.bytes().decode())
    with secure_site(server_certificate(authority), clients=issuer) as site:
        profile = known(house, authority, site.url)
        if form == "pfx":
            passphrase = secret(monkeypatch, "pfx", "hemmelig")
            profile["client_certificate"] = {
                "origins": [site.url], "pfx_file": str(exported(house, robot)), "passphrase": passphrase
            }  # fmt: skip
        describe(house, monkeypatch, pension=profile)
        with browser("pension").case() as case:
            case.page.goto(site.url)
            assert case.page.locator("h1").inner_text() == "Fagsystem"
            assert case.context.request.get(site.url).ok
        assert set(site.shown) == {"robot-pension"}


def test_a_system_that_demands_one_lets_nobody_in_without(
    house: Path, monkeypatch: pytest.MonkeyPatch, authority: trustme.CA, issuer: trustme.CA
) -> None:
    """The control of the test above."""
    ca_file = write_pem(house, "ca.pem", authority.cert_pem)
    describe(house, monkeypatch, pension={"ca_file": str(ca_file)})
    with secure_site(server_certificate(authority), clients=issuer) as site, browser("pension").case() as case:
        with pytest.raises(Error):
            case.page.goto(site.url)
        assert site.shown == []


@pytest.mark.parametrize("way", ["directly", "redirected"])
def test_other_origins_are_shut_where_a_certificate_is_shown(
    way: str,
    house: Path,
    monkeypatch: pytest.MonkeyPatch,
    authority: trustme.CA,
    robot: trustme.LeafCert,
) -> None:
    """The browser no longer checks whom it talks to there: a stranger's page would be taken for the right one."""
    secret(monkeypatch, "certificate", robot.private_key_and_cert_chain_pem.bytes().decode())
    with (
        secure_site(server_certificate(trustme.CA())) as stranger,
        secure_site(server_certificate(authority), redirects_to=stranger.url) as site,
    ):
        describe(house, monkeypatch, pension=known(house, authority, site.url))
        with browser("pension").case() as case:
            case.page.goto(site.url)
            with pytest.raises(Error):
                case.page.goto(stranger.url if way == "directly" else f"{site.url}/videre")
            assert case.page.locator("h1", has_text="Fagsystem").count() == 0


def test_a_stranger_at_a_named_origin_is_refused(
    house: Path, monkeypatch: pytest.MonkeyPatch, authority: trustme.CA, robot: trustme.LeafCert
) -> None:
    """The servers of the named origins are checked; no key leaves for one that isn't the right one."""
    secret(monkeypatch, "certificate", robot.private_key_and_cert_chain_pem.bytes().decode())
    with secure_site(server_certificate(trustme.CA())) as stranger:
        describe(house, monkeypatch, pension=known(house, authority, stranger.url))
        with browser("pension").case() as case:
            answer = case.page.goto(stranger.url)
            assert answer is not None
            assert not answer.ok
            assert case.page.locator("h1").count() == 0


def test_the_way_leads_through_the_municipalitys_proxy(
    house: Path,
    monkeypatch: pytest.MonkeyPatch,
    authority: trustme.CA,
    issuer: trustme.CA,
    robot: trustme.LeafCert,
) -> None:
    """A certificate and a proxy with a login are wanted together, often."""
    secret(monkeypatch, "certificate", robot.private_key_and_cert_chain_pem.bytes().decode())
    password = secret(monkeypatch, "proxy", PASSWORD)
    with secure_site(server_certificate(authority), clients=issuer) as site, forward_proxy() as proxy:
        way = {"server": proxy.url, "user": USER, "secret": password}
        describe(house, monkeypatch, pension=known(house, authority, site.url, proxy=way))
        with browser("pension").case() as case:
            case.page.goto(site.url)
            assert case.page.locator("h1").inner_text() == "Fagsystem"
        assert set(proxy.passed) == {site.url.removeprefix("https://")}
        assert proxy.sent_back == 0
