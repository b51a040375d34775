"""The stand-in is old in exactly the ways that the robot must survive."""

import hashlib
import http.client
from collections.abc import Iterator

import pytest

from sandbox.legacy.app import Pensys
from sandbox.legacy.state import Fault, create, save_registration
from sandbox.people import ORDINARY, PEOPLE, PROTECTED, UNKNOWN
from tests.pensys import RunningPensys
from tests.sandbox.legacy.old_browser import FORM, OldBrowser

CPR = ORDINARY[0].cpr
GATED = (
    *("/pensys", "/menu", "/indhold", "/sagsliste", "/udbyder", "/henvendelse"),
    *("/breve", "/ydelser", "/ydelser/1", "/ydelser/1/2026"),
)


@pytest.fixture
def old(pensys: RunningPensys) -> Iterator[OldBrowser]:
    """Logged on."""
    with OldBrowser(pensys.url) as browser:
        browser.sign_in()
        yield browser


def save(old: OldBrowser, **changed: str) -> str:
    """Save a registration on the first citizen and return the page that came."""
    return old.post("/indhold", "gem", state={"cpr": CPR}, **{**FORM, **changed}).text


def test_every_page_says_that_it_is_invented(pensys: RunningPensys, old: OldBrowser) -> None:
    """Nobody can take a page of the stand-in for a real system's, the frameset and the error pages included."""
    number = save_registration(pensys.database, {**FORM, "cpr": CPR})
    answers = [
        old.get("/findes-ikke"),
        old.get("/brev/0"),
        old.get("/ydelser/0"),
        old.post("/indhold", "soeg", cpr=CPR),
        old.post("/indhold", "vaelg", CPR),
        old.post("/indhold", "nyt", state={"cpr": CPR}),
        old.post("/indhold", "gem", state={"cpr": CPR}, **FORM),
        old.post("/indhold", "vis", number),
        *(old.get(path) for path in GATED),
        old.post("/henvendelse", "opret"),
        old.post("/henvendelse", "opret", emne="x", modtaget="05-09-2026"),
        old.get("/"),
    ]
    pensys.arm(Fault.NOTICE)
    old.sign_in()
    answers.append(old.get("/pensys"))
    pensys.arm(Fault.MAINTENANCE)
    answers.append(old.get("/"))
    old.post("/pensys", "laest")
    pensys.arm(Fault.ERROR_500)
    answers.append(old.get("/indhold"))
    old.cookie = ""
    answers.append(old.get("/indhold"))
    assert ["OPDIGTET" in answer.text for answer in answers] == [True] * len(answers)


@pytest.mark.parametrize("path", [*GATED, "/brev/1"])
def test_a_url_does_not_get_past_the_login(pensys: RunningPensys, path: str) -> None:
    """Without a session every page but the login says that it has expired, with status 200 as old systems do."""
    with OldBrowser(pensys.url) as stranger:
        answer = stranger.get(path)
        assert (answer.status, "Sessionen er udløbet" in answer.text) == (200, True)
        assert CPR[:6] not in stranger.post("/indhold", "vaelg", CPR).text


def test_a_wrong_password_gives_no_session(pensys: RunningPensys) -> None:
    """A refused login says so and leaves no session."""
    with OldBrowser(pensys.url) as stranger:
        assert "Forkert bruger eller adgangskode" in stranger.sign_in("forkert").text
    assert pensys.rows("sessions") == []


def test_an_idle_session_ends(pensys: RunningPensys, old: OldBrowser) -> None:
    """A session nobody used for its time is over."""
    assert "Søg borger" in old.get("/indhold").text
    pensys.use(Pensys(pensys.database, session_seconds=0))
    assert "Sessionen er udløbet" in old.get("/indhold").text


def test_a_connection_serves_request_after_request(pensys: RunningPensys, old: OldBrowser) -> None:
    """Connections are kept alive, and no request is eaten by the one before it."""
    for _ in range(20):
        assert "Søg borger" in old.get("/indhold").text
    assert len({row["connection"] for row in pensys.rows("requests")}) == 1


def test_drop_after_save_commits_and_answers_nothing(pensys: RunningPensys, old: OldBrowser) -> None:
    """The row is there, and the connection closes without a byte of an answer."""
    pensys.arm(Fault.DROP_AFTER_SAVE, match="GEV-7")
    with pytest.raises(http.client.RemoteDisconnected):
        save(old)
    assert len(pensys.rows("registrations")) == 1


def test_drop_before_save_commits_nothing(pensys: RunningPensys, old: OldBrowser) -> None:
    """The connection closes without a byte, and no row is there."""
    pensys.arm(Fault.DROP_BEFORE_SAVE)
    with pytest.raises(http.client.RemoteDisconnected):
        save(old)
    assert pensys.rows("registrations") == []


def test_nothing_stops_the_same_form_twice(pensys: RunningPensys, old: OldBrowser) -> None:
    """There is no duplicate check and no one-time token: a request sent again is a case saved again."""
    assert "HT-2026-000001" in save(old)
    assert "HT-2026-000002" in save(old)
    assert [row["reference"] for row in pensys.rows("registrations")] == ["GEV-7", "GEV-7"]


def test_a_fault_strikes_only_what_it_is_bound_to_and_only_so_often(pensys: RunningPensys, old: OldBrowser) -> None:
    """Every word of `match` must be in the request: an action and a citizen, say."""
    pensys.arm(Fault.ERROR_500, match=f"vaelg {CPR}")
    assert old.post("/indhold", "soeg", cpr=CPR).status == 200
    assert old.post("/indhold", "vaelg", ORDINARY[1].cpr).status == 200
    assert [old.post("/indhold", "vaelg", CPR).status for _ in range(2)] == [500, 200]


def test_latin_1_goes_in_and_comes_out(pensys: RunningPensys, old: OldBrowser) -> None:
    """Danish letters survive both kinds of form and the page that shows them."""
    save(old)
    old.upload("HT-2026-000001", "brev-æøå.pdf", b"x", "GEV-7 æøå")
    assert pensys.rows("registrations")[0]["treatment"] == FORM["treatment"]
    assert (pensys.rows("files")[0]["name"], pensys.rows("files")[0]["remark"]) == ("brev-æøå.pdf", "GEV-7 æøå")
    shown = old.post("/indhold", "vis", "HT-2026-000001")
    assert FORM["treatment"] in shown.text
    assert shown.headers["content-type"] == "text/html; charset=iso-8859-1"


def test_a_file_is_kept_as_it_came(pensys: RunningPensys, old: OldBrowser) -> None:
    """Bytes, size and SHA-256, whatever the bytes are."""
    content = bytes(range(256)) * 1000 + b"\r\n--\r\n"
    save(old)
    old.upload("HT-2026-000001", "mail.eml", content, "GEV-7")
    (row,) = pensys.rows("files")
    assert (row["content"], row["size"], row["sha256"]) == (content, len(content), hashlib.sha256(content).hexdigest())


def test_tables_come_five_rows_a_page(pensys: RunningPensys, old: OldBrowser) -> None:
    """The third page of twelve registrations holds the last two, and is reached by postback."""
    for _ in range(12):
        save_registration(pensys.database, {**FORM, "cpr": CPR})
    assert "Side 1 af 3 - 12 i alt" in old.post("/indhold", "vaelg", CPR).text
    third = old.post("/indhold", "side", "3", state={"cpr": CPR}).text
    assert [f"HT-2026-{number:06d}" in third for number in (10, 11, 12)] == [False, True, True]


@pytest.mark.parametrize(
    ("field", "text"), [("kind", ""), ("treatment_date", "2026-09-03"), ("received", ""), ("amount", "12.5")]
)
def test_what_is_no_date_amount_or_kind_is_refused(
    pensys: RunningPensys, old: OldBrowser, field: str, text: str
) -> None:
    """The system checks the shape of what it saves, and keeps what was typed in the form it shows again."""
    shown = save(old, **{field: text})
    assert "Registrér bilag" in shown
    assert FORM["provider"] in shown
    assert pensys.rows("registrations") == []


def test_the_search_is_by_cpr_or_reference(pensys: RunningPensys, old: OldBrowser) -> None:
    """It finds the known, not the unknown, and refuses to list everybody."""
    save_registration(pensys.database, {**FORM, "cpr": CPR})
    for count, fields in (
        (1, {"cpr": f"{CPR[:6]}-{CPR[6:]}"}),
        (1, {"reference": "GEV-7"}),
        (0, {"cpr": UNKNOWN.cpr}),
        (0, {"reference": "GEV-8"}),
    ):
        assert f"Antal fundet: {count}" in old.post("/indhold", "soeg", **fields).text
    assert "Antal fundet" not in old.post("/indhold", "soeg").text


def test_a_protected_address_is_not_shown(old: OldBrowser) -> None:
    """The page says that there is protection, and not where the citizen lives."""
    shown = old.post("/indhold", "vaelg", PROTECTED.cpr).text
    assert "(beskyttet)" in shown
    assert PROTECTED.address not in shown


def test_the_request_log_holds_nothing_personal(pensys: RunningPensys, old: OldBrowser) -> None:
    """Requests are counted by method, path and action, never by what was in them."""
    old.post("/indhold", "soeg", cpr=CPR)
    old.post("/indhold", "vaelg", CPR)
    log = str(pensys.rows("requests"))
    assert "vaelg" in log
    assert CPR not in log


def test_seeding_twice_changes_nothing(pensys: RunningPensys) -> None:
    """A restarted PENSYS keeps what it had."""
    before = pensys.rows("citizens")
    save_registration(pensys.database, {**FORM, "cpr": CPR})
    create(pensys.database, PEOPLE)
    assert pensys.rows("citizens") == before
    assert len(pensys.rows("registrations")) == 1
