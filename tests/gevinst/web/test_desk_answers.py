"""An answer at the desk is saved whole, or says in Danish why it isn't; nothing typed is lost."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from markupsafe import escape
from sqlalchemy import Engine, select

from gevinst.codes import Code
from gevinst.door.passwords import set_user
from gevinst.errors import BusinessError
from gevinst.items.choices import Choice
from gevinst.items.corrections import corrections_of
from gevinst.items.model import Outcome, State
from gevinst.items.notes import notes_of
from gevinst.items.queues import ensure_queue
from gevinst.store import clock
from gevinst.store.tables import answers, staff
from sandbox.post import bodies
from tests.gevinst.core import ON_SQLITE, put, register_potential, row
from tests.gevinst.core import run as run_cases
from tests.gevinst.door.visitors import CASEWORKER, PASSWORD, SAME_UNIT
from tests.gevinst.web.desk import (
    BILL,
    CPR,
    TWO_AMOUNTS,
    Colleague,
    Desk,
    at_desk,
    forgetful,
    mail,
    receive,
    run,
    served_desk,
)
from tests.tasks.mailroom import QUEUE, work_through

pytestmark = [ON_SQLITE, pytest.mark.usefixtures("colleagues")]


@dataclass(frozen=True)
class Stored:
    """An answer as it lies in the database, with whoever wrote the note beside it."""

    choice: str
    initials: str
    time_band: str
    corrections: list[tuple[str, str]]
    notes: list[tuple[str, str | None]]


KEPT = [
    Stored(Choice.RETRY, SAME_UNIT, "15-30 minutter", [("amount", "12,50"), ("cpr", CPR)], [("slået op", SAME_UNIT)])
]
"""What a colleague has answered in these tests, and nothing of anybody else's."""


def stored(engine: Engine) -> list[Stored]:
    """Every answer to GEV-1, whole."""
    with engine.connect() as connection:
        given = [each.correction for each in corrections_of(connection, 1)]
        notes = [(note.text, note.initials) for note in notes_of(connection, 1)]
        rows = connection.execute(select(answers, staff.c.initials).join(staff, staff.c.id == answers.c.staff_id)).all()
    corrected = [(each.field, each.value) for each in given]
    return [Stored(each.choice, each.initials, each.time_band, corrected, notes) for each in rows]


def test_a_corrected_field_lets_the_next_run_finish(desk: Desk, abc: Colleague) -> None:
    """The list says what happens next; the note and the correction stand in the case's history."""
    done = abc.answer(valg="ret", note="slået op", tid="under 5 minutter", **{abc.name_of(): CPR})
    assert "Dit svar på GEV-1 er gemt. Robotten fortsætter med sagen i næste kørsel." in abc.led_on(done)
    assert run(desk.engine) == [f"completed: {Outcome.BY_ROBOT}"]
    assert "Dit svar på GEV-1 er gemt. Sagen er afsluttet." in abc.client.get("/sager?besvaret=GEV-1").text
    text = abc.see()
    for said in (
        f"CPR-nummer rettet til <strong>{CPR}</strong>",
        "Note: slået op",
        "HT-0",
        f"{BILL.person.name}</strong>, {CPR}",
    ):
        assert said in text, said
    found = abc.find(CPR)
    assert "1 sag om borgeren i din enhed" in found.text


def test_a_wrong_value_comes_back_with_what_was_typed(desk: Desk, abc: Colleague) -> None:
    """Each wrong field has its sentence; nothing is saved, and nothing of the form is lost."""
    name, amount = abc.name_of(), abc.name_of("amount")
    refused = abc.answer(valg="ret", note="min note", tid="5-15 minutter", **{name: "12 <b>", amount: "9.99"})
    assert refused.status_code == 422
    for said in (
        'value="12 &lt;b&gt;"', 'value="9.99"', "min note</textarea>", "<option selected>5-15 minutter",
        "CPR-nummer kan ikke læses", "Beløb i alt kan ikke læses", 'aria-invalid="true"',
    ):  # fmt: skip
        assert said in refused.text, said
    with desk.engine.connect() as connection:
        assert connection.execute(select(answers)).all() == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"valg": "ret"}, "Du har ikke rettet noget."),
        ({"valg": "afvis", "FIELD": CPR}, "dem bruger »Afvis« ikke"),
        ({"valg": "fortsaet", "FIELD": CPR}, "dem bruger »Prøv igen« ikke"),
        ({"valg": "fortsaet", "note": f"om {CPR}"}, "Der må ikke stå et CPR-nummer i noten."),
        ({"valg": "fortsaet", "note": "x" * 501}, "Noten er for lang"),
        ({"valg": "fundet", "sagsnummer": "HT-1"}, "Det svar passer ikke til spørgsmålet."),
        ({"valg": "noget andet"}, "Vælg et svar"),
        ({"valg": "fortsaet", "forslag": "7"}, "Forslaget findes ikke."),
        ({"valg": "fortsaet", "spoergsmaal": "2"}, "Sagen venter nu på svar på et andet spørgsmål."),
        ({"valg": "bekraeft"}, "Der er ikke længere noget forslag"),
    ],
)
def test_what_does_not_fit_is_said(desk: Desk, abc: Colleague, typed: dict[str, str], said: str) -> None:
    """In one Danish sentence; the question waits as before."""
    name = abc.name_of()
    sent = {name if key == "FIELD" else key: value for key, value in typed.items()}
    refused = abc.answer(**sent)
    assert (refused.status_code, said in refused.text) == (422, True)
    assert row(desk.engine, 1).state == State.PENDING


def test_a_second_answer_is_told_and_keeps_what_was_typed(desk: Desk, abc: Colleague) -> None:
    """A colleague was quicker: their answer is kept whole and alone, and the page shows what would have been lost of ours."""
    name, amount = abc.name_of(), abc.name_of("amount")
    with desk.colleague(SAME_UNIT) as quicker:
        theirs = {name: CPR, amount: "12,50", "note": "slået op", "tid": "15-30 minutter"}
        assert quicker.answer(valg="ret", **theirs).status_code == 303
    refused = abc.answer(valg="ret", note="min lange note", tid="under 5 minutter", **{name: "020304-1235"})
    assert refused.status_code == 422
    for said in ("Sagen venter ikke længere på svar.", "Det skrev du", "min lange note", "020304-1235"):
        assert said in refused.text, said
    assert stored(desk.engine) == KEPT


def test_a_second_answer_stays_in_the_form_of_the_question_that_came_after(desk: Desk, abc: Colleague) -> None:
    """A colleague was quicker, and the robot asks again: what was typed stands in the form, beside what has happened."""
    name = abc.name_of()
    with desk.colleague(SAME_UNIT) as quicker:
        theirs = {name: CPR, quicker.name_of("amount"): "12,50", "note": "slået op", "tid": "15-30 minutter"}
        assert quicker.answer(valg="ret", **theirs).status_code == 303

    def ask(_: object) -> None:
        raise BusinessError(Code.NO_GRANT)

    work_through(desk.engine, ask)
    refused = abc.answer(valg="ret", note="min lange note", tid="under 5 minutter", **{name: "020304-1235"})
    assert (refused.status_code, "et andet spørgsmål" in refused.text) == (422, True)
    for said in (
        f'name="{name}" value="020304-1235"', "min lange note</textarea>", "<option selected>under 5 minutter",
    ):  # fmt: skip
        assert said in refused.text, said
    assert stored(desk.engine) == KEPT


def test_a_number_typed_for_an_earlier_question_is_not_in_the_form_of_the_next(database: Engine) -> None:
    """It may be another registration's: the page says what was typed and for which question, and the field is empty."""
    outside = forgetful()
    with at_desk(database, mail(BILL), outside=outside) as (_, abc):
        clock.offset.microseconds += 3600 * clock.MICROSECONDS
        assert abc.answer(valg="igen").status_code == 303
        run(database, outside)
        refused = abc.answer(valg="fundet", sagsnummer="HT-1", note="set efter")
        assert (refused.status_code, "et andet spørgsmål" in refused.text) == (422, True)
        assert 'name="sagsnummer" value=""' in refused.text
        assert "Du skrev nummeret <strong>HT-1</strong> til spørgsmål 1-1." in refused.text
        assert "set efter</textarea>" in refused.text
        mistyped = abc.answer(spoergsmaal="2", valg="fundet", sagsnummer=f"HT-1 {CPR}")
        assert f'name="sagsnummer" value="HT-1 {CPR}"' in mistyped.text


def test_a_candidate_chosen_at_an_earlier_question_is_not_chosen_at_the_next(database: Engine) -> None:
    """It may stand for something else there."""
    with at_desk(database, mail(TWO_AMOUNTS)) as (_, abc):
        assert abc.answer(valg="fortsaet", forslag="0").status_code == 303
        run(database)
        for chosen in ("2", "0"):
            refused = abc.answer(valg="fortsaet", forslag=chosen)
            assert "et andet spørgsmål" in refused.text
            assert "checked" not in refused.text
        assert 'value="2" checked' in abc.answer(spoergsmaal="2", valg="fundet", forslag="2").text


def test_an_answer_to_an_earlier_question_is_told_so_first(database: Engine) -> None:
    """Nothing else is said of it: what is wrong with it as an answer to the next question leads nobody on."""
    with at_desk(database, mail(TWO_AMOUNTS)) as (_, abc):
        name = abc.name_of("amount")
        assert abc.answer(valg="fortsaet", forslag="0").status_code == 303
        run(database)
        for typed in ({"valg": "ret"}, {"valg": "fortsaet"}, {"valg": "afvis", name: "9,99"}):
            assert "et andet spørgsmål" in abc.answer(**typed).text


def test_an_uncertain_write_is_answered_by_what_one_found(database: Engine) -> None:
    """*Registrér igen* not before the earlier write is surely over; *fundet* only with a number; then a receipt."""
    with at_desk(database, mail(BILL), outside=forgetful()) as (desk, abc):
        assert desk.ended == ["pending user action: uncertain-write"]
        text = abc.see()
        assert "Måske gjort: slå op." in text
        assert "Ret og kør videre" not in text
        early = abc.answer(valg="igen", note="set efter")
        assert (early.status_code, "måske stadig i gang" in early.text, "set efter" in early.text) == (422, True, True)
        assert "Skriv det sagsnummer" in abc.answer(valg="fundet").text
        assert abc.answer(valg="fundet", sagsnummer="HT-77").status_code == 303
        assert run(database) == [f"completed: {Outcome.BY_ROBOT}"]
        assert "<strong>HT-77</strong>, oplyst af en kollega" in abc.see()


def test_no_more_can_be_typed_than_is_taken(database: Engine) -> None:
    """The browser stops where the server would refuse, and not a letter before or after."""
    with at_desk(database, mail(BILL), outside=forgetful()) as (_, abc):
        text = abc.see()
        number = int(re.findall(r'name="sagsnummer"[^>]* maxlength="(\d+)"', text)[0])
        note = int(re.findall(r'name="note"[^>]* maxlength="(\d+)"', text)[0])
        assert "Nummeret i fagsystemet kan ikke" in abc.answer(valg="fundet", sagsnummer="H" * (number + 1)).text
        assert "Noten er for lang" in abc.answer(valg="fundet", note="x" * (note + 1)).text
        longest = abc.answer(valg="fundet", sagsnummer="H" * number, note="x" * note)
        assert longest.status_code == 303


def test_write_again_once_it_is_over(database: Engine) -> None:
    """The robot looks once more and writes."""
    with at_desk(database, mail(BILL), outside=forgetful()) as (_, abc):
        clock.offset.microseconds += 3600 * clock.MICROSECONDS
        assert abc.answer(valg="igen").status_code == 303
        assert run(database) == [f"completed: {Outcome.BY_ROBOT}"]
        assert "(»registrér igen« er svaret 1 gang)" in abc.see()


def test_a_candidate_is_chosen_or_none_is(database: Engine) -> None:
    """*Godkend* without a choice would only bring the question back: it is refused, and the chosen amount is taken."""
    with at_desk(database, mail(TWO_AMOUNTS)) as (_, abc):
        assert "Vælg et af robottens forslag" in abc.answer(valg="fortsaet").text
        assert abc.answer(valg="fortsaet", forslag="2").status_code == 303
    assert run(database) == [f"completed: {Outcome.BY_ROBOT}"]


def test_a_text_to_read_stands_beside_the_question(database: Engine) -> None:
    """The mail comes first, its document is there though nobody has read it yet, and *Godkend* lets the robot go on."""
    with at_desk(database, mail(BILL, body=bodies.COMPLAINT)) as (_, abc):
        text = abc.see()
        assert text.index("klage over jeres sidste afgørelse") < text.index("<img")
        assert abc.answer(valg="fortsaet").status_code == 303
    assert run(database) == [f"completed: {Outcome.BY_ROBOT}"]


def test_an_answer_that_needs_two(desk: Desk, abc: Colleague) -> None:
    """The proposer sees that it waits and may withdraw it; a colleague sees what is proposed, and confirms or rejects."""
    with desk.engine.begin() as connection:
        ensure_queue(connection, replace(QUEUE, two_people=frozenset({Choice.RETRY})))
    name = abc.name_of()
    with desk.colleague(SAME_UNIT) as other:
        for who, button, may_confirm in ((abc, "Træk forslaget tilbage", False), (other, "Afvis forslaget", True)):
            said = abc.led_on(abc.answer(valg="ret", **{name: CPR}))
            assert "Dit svar på GEV-1 venter på, at en kollega bekræfter det." in said
            assert "venter på en kollega" in said
            text = who.see()
            assert (button in text, f"<strong>{CPR}</strong>" in text) == (True, True)
            assert ("Bekræft</button>" in text) is may_confirm
            assert who.press("fjern-forslag").status_code == 303
        abc.answer(valg="ret", **{name: CPR})
        assert "Du kan ikke bekræfte det selv." in abc.press("bekraeft").text
        assert other.press("bekraeft").status_code == 303
    assert run(desk.engine) == [f"completed: {Outcome.BY_ROBOT}"]


def test_a_proposal_to_an_earlier_question_waits_for_nobody(desk: Desk, abc: Colleague) -> None:
    """It was confirmed, and the robot has asked something else since: the list says that the case waits for an answer."""
    with desk.engine.begin() as connection:
        ensure_queue(connection, replace(QUEUE, two_people=frozenset({Choice.RETRY})))
    said = abc.led_on(abc.answer(valg="fortsaet"))
    assert "Dit svar på GEV-1 venter på, at en kollega bekræfter det." in said
    with desk.colleague(SAME_UNIT) as other:
        assert other.press("bekraeft").status_code == 303
    assert run(desk.engine) == [f"pending user action: {Code.CPR_MISSING}"]
    text = abc.client.get("/sager?besvaret=GEV-1").text
    assert "GEV-1 venter på svar." in text
    assert "kollega" not in text


def test_two_who_propose_at_once(desk: Desk, abc: Colleague) -> None:
    """The first one's is kept whole until it is confirmed; the second is told, and what they typed stands beside it."""
    with desk.engine.begin() as connection:
        ensure_queue(connection, replace(QUEUE, two_people=frozenset({Choice.RETRY})))
    name, amount = abc.name_of(), abc.name_of("amount")
    with desk.colleague(SAME_UNIT) as quicker:
        theirs = {name: CPR, amount: "12,50", "note": "slået op", "tid": "15-30 minutter"}
        assert quicker.answer(valg="ret", **theirs).status_code == 303
    refused = abc.answer(valg="ret", note="min lange note", **{name: "020304-1235"})
    assert refused.status_code == 422
    for said in ("En kollega har foreslået et svar", "Det skrev du", "min lange note", "020304-1235"):
        assert said in refused.text, said
    assert stored(desk.engine) == []
    assert abc.press("bekraeft").status_code == 303
    assert stored(desk.engine) == [replace(KEPT[0], initials=CASEWORKER)]


@pytest.mark.parametrize("button", ["bekraeft", "fjern-forslag"])
def test_a_proposal_that_was_replaced_is_looked_at_anew(desk: Desk, abc: Colleague, button: str) -> None:
    """Whose page is older than the proposal is told so and shown the new one; nothing is confirmed or taken away unseen."""
    with desk.engine.begin() as connection:
        ensure_queue(connection, replace(QUEUE, two_people=frozenset({Choice.RETRY, Choice.REJECT})))
    name = abc.name_of()
    with desk.colleague(SAME_UNIT) as other:
        abc.answer(valg="ret", **{name: CPR})
        seen = other.hidden()
        abc.press("fjern-forslag")
        abc.answer(valg="afvis")
        refused = other.send({**seen, "valg": button})
        assert (refused.status_code, "Forslaget er skiftet ud" in refused.text) == (422, True)
        assert "»afvis«" in refused.text
        assert row(desk.engine, 1).state == State.PENDING
        assert other.press(button).status_code == 303
    assert row(desk.engine, 1).state == (State.COMPLETED if button == "bekraeft" else State.PENDING)


def test_a_failed_case_can_be_seen_and_not_answered(desk: Desk, abc: Colleague) -> None:
    """Operations must act; the page says so."""
    receive(mail(BILL, number=2))
    run(desk.engine, fails=True)
    text = abc.see("GEV-2")
    assert "Du kan ikke svare på sagen; driften sætter den i gang igen." in text
    assert text.count("<button") == text.count("<button>Log ud")
    assert "venter på driften" in abc.client.get("/sager").text


# --- what comes in --------------------------------------------------------------------------------------------------


def test_what_is_no_form_of_ours_is_refused(desk: Desk, abc: Colleague) -> None:
    """Too large, of another kind, with thousands of fields, or of another session: the door's answers, in Danish."""
    address, proof = "/sager/GEV-1/svar", {"csrf": abc.csrf, "spoergsmaal": "1", "valg": "afvis"}
    for said, refused in (
        ((415, "på en måde, der ikke bruges her"), abc.client.post(address, data=proof, files={"x": b"y"})),
        ((415, "på en måde, der ikke bruges her"), abc.client.post(address, json=proof)),
        ((413, "mere, end der kan gemmes"), abc.answer(valg="afvis", note="x" * 300_000)),
        ((413, "mere, end der kan gemmes"), abc.answer(valg="afvis", **{f"a{n}": "" for n in range(2000)})),
        ((403, "for gammel"), abc.answer(valg="afvis", csrf="another's")),
    ):
        assert (refused.status_code, said[1] in refused.text) == (said[0], True), said
    assert row(desk.engine, 1).state == State.PENDING


@pytest.mark.parametrize("typed", ["", "x", "010203-456", "310271-1234", "<script>"])
def test_a_search_for_neither_says_what_to_type(abc: Colleague, typed: str) -> None:
    """With what was typed still there."""
    answered = abc.find(typed)
    assert (answered.status_code, "Skriv et sagsnummer som GEV-1042" in answered.text) == (422, True)
    assert f'value="{escape(typed)}"' in answered.text


def test_a_search_for_a_number_leads_to_the_case(abc: Colleague) -> None:
    """However it is written."""
    for typed in ("GEV-1", "gev 1", "1"):
        assert abc.find(typed).headers["location"] == "/sager/GEV-1"


@pytest.mark.parametrize(
    "address", ["/sager?side=2", "/sager?side=x", "/sager?alder=2", "/sager?orden=x", "/sager/GEV-1/side/a/x.png"]
)
def test_an_address_that_leads_nowhere(abc: Colleague, address: str) -> None:
    """A page in Danish."""
    assert abc.client.get(address).status_code == 404


def test_a_hundred_a_page(database: Engine) -> None:
    """The rest on the next, each by one link; an empty filter says so."""
    register_potential(database)

    def ask(_: object) -> None:
        raise BusinessError(Code.NO_GRANT)

    for number in range(101):
        put(database, f"r{number}")
    run_cases(database, ask, limit=200)
    with served_desk(database) as desk, desk.colleague() as abc:
        pages = [abc.client.get(f"/sager?orden=nyeste{side}").text for side in ("", "&side=2")]
        assert [each.count("/sager/GEV-") for each in pages] == [100, 1]
        assert "Side 1 af 2" in pages[0]
        assert "orden=nyeste&amp;side=2" in pages[0] or "side=2&amp;orden=nyeste" in pages[0]
        assert "Ingen sager passer til det valgte." in abc.client.get("/sager?alder=7").text


def test_who_is_of_no_unit_is_told(desk: Desk, house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A group of the directory that names no unit shows no case."""
    (house / "access.yaml").write_text("groups: {nye: {role: sagsbehandler}}", encoding="utf-8")
    monkeypatch.setenv("GEVINST_ACCESS_FILE", str(house / "access.yaml"))
    set_user("NYE", PASSWORD, ["nye"])
    with desk.colleague("NYE") as new:
        text = new.client.get("/sager").text
    assert ("Du hører ikke til nogen enhed her" in text, "GEV-1" in text) == (True, False)
