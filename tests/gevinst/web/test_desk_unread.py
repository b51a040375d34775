"""Where a question's form has no fields, it says why not and what one does instead; a citizen's restriction holds here too."""

import pytest
from sqlalchemy import Engine

from gevinst.codes import Code
from gevinst.items.model import Outcome, State
from gevinst.persons.about import hash_of
from gevinst.persons.restricting import lift, restrict
from gevinst.values.cpr import Cpr
from sandbox.post import bodies
from tests.gevinst.core import ON_SQLITE, row
from tests.gevinst.web.desk import BILL, CPR, Colleague, Desk, about, at_desk, forgetful, mail, run
from tests.tasks.mailroom import letter

pytestmark = [ON_SQLITE, pytest.mark.usefixtures("colleagues")]
RESTRICTED = "Behandlingen af borgerens oplysninger er begrænset, så robotten går ikke videre med sagen"
NOT_READ = "Robotten har ikke gemt noget af det, der står i dokumenterne."
NOTHING = "Robotten har ikke læst noget af sagens dokumenter, så her er ingen felter at rette."
FIRST_APPROVE = "Robotten læser først dokumenterne, når du har set efter og svarer »Godkend«."


def restricted(engine: Engine, *, lifted: bool = False) -> None:
    """The citizen of the bill asks for it, or no longer does."""
    with engine.begin() as connection:
        (lift if lifted else restrict)(connection, hash_of(Cpr.parse(CPR)), initials="DPO")


def test_the_first_mail_of_a_restricted_citizen(database: Engine) -> None:
    """No field is shown, and why, and what one does; once the restriction is lifted, the page says that the robot can go on."""
    restricted(database)
    with at_desk(database, mail(BILL)) as (desk, abc):
        assert desk.ended == [f"pending user action: {Code.RESTRICTED}"]
        text = abc.see()
        assert f"{NOT_READ} {RESTRICTED}" in text
        assert "spørg databeskyttelsesrådgiveren" in text.casefold()
        assert ('name="felt.' in text, "<img" in text, "Ret og kør videre" in text) == (False, True, False)
        assert abc.answer(valg="fortsaet").status_code == 303
        assert run(database) == [f"pending user action: {Code.RESTRICTED}"]
        restricted(database, lifted=True)
        lifted = abc.see()
        assert ("Begrænsningen er ophævet" in lifted, RESTRICTED in lifted) == (True, False)
        assert abc.answer(spoergsmaal="2", valg="fortsaet").status_code == 303
        assert run(database) == [f"completed: {Outcome.BY_ROBOT}"]


def test_a_colleague_ends_a_restricted_citizens_case(database: Engine) -> None:
    """Where they may: that needs no robot."""
    restricted(database)
    with at_desk(database, mail(BILL)) as (_, abc):
        assert abc.answer(valg="klaret").status_code == 303
    assert row(database, 1).outcome == Outcome.BY_PERSON


def test_nothing_is_put_right_while_it_is_restricted(desk: Desk, abc: Colleague) -> None:
    """What was read before is seen and not changed; whoever had the page open is told, and loses nothing."""
    name = abc.name_of()
    about(desk.engine, 1, BILL.person.cpr)
    restricted(desk.engine)
    text = abc.see()
    assert (RESTRICTED in text, NOT_READ in text, BILL.person.name in text) == (True, False, True)
    assert ('name="felt.' in text, "Ret og kør videre" in text) == (False, False)
    for button in ("ret", "klaret"):
        refused = abc.answer(valg=button, note="set efter", **{name: CPR})
        assert (refused.status_code, "Felterne kan ikke rettes, før" in refused.text) == (422, True)
        for said in ("Det skrev du", CPR, "set efter</textarea>"):
            assert said in refused.text, said
    assert row(desk.engine, 1).state == State.PENDING


@pytest.mark.parametrize(
    ("post", "said"),
    [
        (letter(("itu.pdf", b"%PDF-1.7\nnot one")), NOTHING),
        (letter(), NOTHING),
        (mail(BILL, body=bodies.COMPLAINT), FIRST_APPROVE),
    ],
    ids=["damaged", "no document", "text to read"],
)
def test_a_form_without_fields_says_why(database: Engine, post: bytes, said: str) -> None:
    """And which answer leads on."""
    with at_desk(database, post) as (_, abc):
        text = abc.see()
    assert (said in text, 'name="felt.' in text) == (True, False)


def test_a_form_with_fields_says_nothing_of_it(abc: Colleague) -> None:
    """They are there to be put right."""
    assert not [each for each in (NOTHING, FIRST_APPROVE, RESTRICTED) if each in abc.see()]


def test_an_uncertain_write_is_not_about_fields(database: Engine) -> None:
    """It says where to look, and nothing of reading."""
    with at_desk(database, mail(BILL), outside=forgetful()) as (_, abc):
        text = abc.see()
    assert not [each for each in (NOTHING, FIRST_APPROVE, RESTRICTED) if each in text]
