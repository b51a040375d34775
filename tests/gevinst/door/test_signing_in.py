"""Signing in by password: who gets in, what is told to who doesn't, and what stays of it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from gevinst.door import passwords
from gevinst.door.passwords import remove_user, set_user
from gevinst.door.sessions import end_sessions_of
from gevinst.door.signing_in import NoEntry, SigningIn
from gevinst.door.throttle import FROM_AN_ADDRESS
from gevinst.settings import settings
from gevinst.staff import forget, staff_id
from gevinst.store import clock
from gevinst.store.tables import audit, sessions
from tests.gevinst.core import ON_SQLITE
from tests.gevinst.door.visitors import CASEWORKER, COLLEAGUES, OFFICE, OPERATIONS, PASSWORD, Visitor, audited, visiting
from tests.gevinst.web.office import Served

pytestmark = ON_SQLITE
MINUTE = 60_000_000


@pytest.fixture(autouse=True)
def nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the ten seconds had always passed that a session is remembered for."""
    monkeypatch.setattr("gevinst.door.sessions._REMEMBERED_SECONDS", 0.0)


@pytest.fixture
def visitor(door: Served) -> Iterator[Visitor]:
    """Somebody who isn't signed in."""
    with visiting(door.url) as coming:
        yield coming


def test_a_visitor_is_asked_to_sign_in_and_comes_to_what_was_asked_for(visitor: Visitor) -> None:
    """The way back survives the form, with its query."""
    away = visitor.client.get("/potentialer?til=2026-11")
    assert (away.status_code, away.headers["location"]) == (303, "/log-ind?til=%2Fpotentialer%3Ftil%3D2026-11")
    form = visitor.client.get(away.headers["location"])
    assert 'name="til" value="/potentialer?til=2026-11"' in form.text
    back = visitor.sign_in(OFFICE, til="/potentialer?til=2026-11")
    assert (back.status_code, back.headers["location"]) == (303, "/potentialer?til=2026-11")


@pytest.mark.parametrize(
    "til",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "evil",
        "javascript:alert(1)",
        "/a\nb",
        "/" + "x" * 600,
    ],
)
def test_signing_in_never_leads_elsewhere(visitor: Visitor, til: str) -> None:
    """A link to our sign-in that ends on somebody else's page is how passwords are fished for."""
    assert visitor.sign_in(OFFICE, til=til).headers["location"] == "/"
    assert f'value="{til}"' not in visitor.client.get("/log-ind", params={"til": til}).text


@pytest.mark.parametrize(
    ("initials", "password"),
    [(CASEWORKER, "gættet kode"), ("XYZ", PASSWORD), ("", ""), ("a" * 4000, PASSWORD), (CASEWORKER, "x" * 4000)],
)
def test_a_wrong_name_and_a_wrong_password_are_answered_alike(
    visitor: Visitor, door: Served, initials: str, password: str
) -> None:
    """In Danish, word for word the same page, without a cookie, and without a word of what was typed in page or audit."""
    answer, another = visitor.sign_in(initials, password), visitor.sign_in("QQQ", "en helt anden kode")
    assert answer.status_code == 401
    assert "Initialer eller adgangskode er forkert." in answer.text
    assert answer.text == another.text
    assert visitor.token is None
    with door.engine.connect() as connection:
        kept = " ".join(map(str, connection.execute(select(audit))))
    assert not [typed for typed in (initials, password) if typed and typed in kept]


def test_initials_in_small_letters_are_the_same_colleague(visitor: Visitor) -> None:
    """As people type them."""
    assert visitor.sign_in(" abc ").status_code == 303


def test_only_the_way_that_the_settings_name_leads_in(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider's settings that were left behind are no second way; nor is a password where a provider is the way."""
    monkeypatch.setenv("GEVINST_OIDC_ISSUER", "http://127.0.0.1:1")
    monkeypatch.setenv("GEVINST_OIDC_CLIENT_ID", "gevinst")
    monkeypatch.setenv("GEVINST_SECRET_OIDC_CLIENT_SECRET", "x")
    for path in ("/log-ind/udbyder", "/log-ind/retur?code=a&state=b"):
        assert visitor.client.get(path).status_code == 403
    monkeypatch.setenv("GEVINST_SIGN_IN", "oidc")
    assert visitor.sign_in(OFFICE).status_code == 403


def test_what_is_known_of_a_session_is_a_hash(visitor: Visitor, door: Served) -> None:
    """Who reads the database, or its backup, can't sign in with it; the cookie is for the browser alone."""
    answer = visitor.sign_in(CASEWORKER)
    token = visitor.token
    assert token is not None
    assert len(token) > 40
    cookie = answer.headers["set-cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=lax", "Path=/"))
    with door.engine.connect() as connection:
        kept = connection.execute(select(sessions)).one()
    assert token not in map(str, kept)


def test_signing_in_gives_a_new_token_and_ends_the_old_one(visitor: Visitor, door: Served) -> None:
    """Session fixation: a token that somebody planted before is worth nothing after."""
    planted = "p" * 43
    visitor.client.cookies.set("gevinst", planted, domain="127.0.0.1")
    visitor.sign_in(CASEWORKER)
    first = visitor.token
    assert first != planted
    visitor.sign_in(OFFICE)
    second = visitor.token
    assert second not in (first, planted)
    for old in (planted, first):
        with visiting(door.url) as other:
            assert other.client.get("/", headers={"Cookie": f"gevinst={old}"}).status_code == 303


def test_signing_out_ends_it_everywhere(visitor: Visitor, door: Served) -> None:
    """The token is nobody's afterwards, also for who copied it; without the form's proof nobody is signed out."""
    visitor.sign_in(CASEWORKER)
    token = visitor.token
    assert visitor.client.post("/log-ud", data={"csrf": "gættet"}).status_code == 403
    out = visitor.client.post("/log-ud", data={"csrf": visitor.csrf()})
    assert "Du er logget ud" in out.text
    assert visitor.token is None
    with visiting(door.url) as thief:
        assert thief.client.get("/sager", headers={"Cookie": f"gevinst={token}"}).status_code == 303


@pytest.mark.parametrize(("after", "used", "is_over"), [(29, False, False), (31, False, True), (11 * 60, True, True)])
def test_a_session_ends_when_it_is_unused_and_in_any_case(
    visitor: Visitor, door: Served, after: int, used: bool, is_over: bool
) -> None:
    """After half an hour without use, and after ten hours whatever was done."""
    visitor.sign_in(OFFICE)
    for minute in range(20, after, 20) if used else ():
        clock.offset.microseconds = minute * MINUTE
        visitor.client.get("/maaneder")
    clock.offset.microseconds = after * MINUTE
    assert (visitor.client.get("/maaneder").status_code == 303) is is_over


def test_who_leaves_is_out_at_once(visitor: Visitor, door: Served) -> None:
    """Ended by operations, or forgotten as staff: the next look ends here."""
    visitor.sign_in(OFFICE)
    with door.engine.begin() as connection:
        assert end_sessions_of(connection, staff_id(connection, OFFICE)) == 1
    assert visitor.client.get("/maaneder").status_code == 303
    visitor.sign_in(OFFICE)
    with door.engine.begin() as connection:
        forget(connection, OFFICE)
    assert visitor.client.get("/maaneder").status_code == 303
    remove_user(OFFICE)
    assert visitor.sign_in(OFFICE).status_code == 401


def test_who_is_in_no_group_with_a_role_is_told_so(visitor: Visitor, door: Served) -> None:
    """The password was right: they are told what to ask for, and get no session."""
    set_user("NYE", PASSWORD, ["en anden gruppe"])
    answer = visitor.sign_in("NYE")
    assert answer.status_code == 403
    assert "har ingen rolle her" in answer.text
    assert visitor.token is None


def test_a_missing_access_file_is_a_sentence_and_no_traceback(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For colleagues in Danish; operations reads which file in the service's log."""
    monkeypatch.setenv("GEVINST_ACCESS_FILE", "findes-ikke.yaml")
    answer = visitor.sign_in(OFFICE)
    assert answer.status_code == 503
    assert "driften" in answer.text


def test_ten_thousand_bad_log_ins_cost_little_and_lock_nobody_else_out(
    door: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After five a name is braked, after 50 an address; passwords are no longer hashed, and the audit doesn't grow."""
    hashed = []
    real = passwords.groups_of

    def counted(initials: str, password: str) -> tuple[str, ...] | None:
        hashed.append(initials)
        return real(initials, password)

    monkeypatch.setattr(passwords, "groups_of", counted)
    signing_in = SigningIn(door.engine)
    answers = [tried(signing_in, f"N{number % 9000}", "10.0.0.1") for number in range(10_000)]
    assert answers.count(401) == FROM_AN_ADDRESS.amount
    assert set(answers) == {401, 429}
    assert len(hashed) == len(audited(door.engine)) == FROM_AN_ADDRESS.amount
    assert signing_in.by_password(CASEWORKER, PASSWORD, "10.0.0.2")
    with visiting(door.url) as attacker:
        names = (OFFICE, f" {OFFICE}", f"{OFFICE} ", OFFICE.lower(), f"\t{OFFICE}", f"{OFFICE}  ")  # one colleague
        assert [attacker.sign_in(name, "gæt").status_code for name in names] == [401] * 5 + [429]
        right = attacker.sign_in(OFFICE)  # for a quarter of an hour
        assert (right.status_code, "Vent et kvarter" in right.text) == (429, True)
        assert attacker.sign_in(CASEWORKER).status_code == 303


def tried(signing_in: SigningIn, name: str, address: str) -> int:
    """How a wrong password is answered."""
    with pytest.raises(NoEntry) as refused:
        signing_in.by_password(name, "gæt", address)
    return refused.value.status


def test_everything_about_signing_in_is_written_down(visitor: Visitor, door: Served) -> None:
    """Who came in, as what; who didn't, without the name that was typed."""
    visitor.sign_in(CASEWORKER)
    visitor.sign_in(CASEWORKER, "0702481239")
    assert audited(door.engine) == [
        (CASEWORKER, "sagsbehandler", "log ind", 200),
        (None, "ikke logget ind", "log ind", 401),
    ]


def test_each_role_has_its_own_pages(door: Served) -> None:
    """Figures for project office and operations; who may not is told so in Danish, and it is written down."""
    for initials in COLLEAGUES:
        with visiting(door.url, initials) as colleague:
            answer = colleague.client.get("/maaneder")
        refused = [who for who, _, route, status in audited(door.engine) if (route, status) == ("GET months", 403)]
        if initials in (OFFICE, OPERATIONS):
            assert answer.status_code != 403
            assert initials not in refused
        else:
            assert (answer.status_code, "Din rolle giver ikke adgang" in answer.text) == (403, True)
            assert refused[-1] == initials


def test_the_password_file_is_for_the_service_account_alone(visitor: Visitor) -> None:
    """And holds no password."""
    path = settings().users_file
    assert path.stat().st_mode & 0o077 == 0
    assert PASSWORD not in path.read_text(encoding="utf-8")
