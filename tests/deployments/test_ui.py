"""A caseworker's way through the real Prefect UI: order a run, read what it did, answer what waits, see it go on."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from connectors.browser.session import browser
from gevinst.values.amount import format_amount
from sandbox.people import ORDINARY
from sandbox.post.paper import Paper, make_paper
from tests.deployments.house import WholeHouse
from tests.deployments.looking import PATIENCE_MS, Desk
from tests.deployments.ordering import ANSWER, CASES, PROPOSE, talk_to
from tests.gevinst.core import put
from tests.gevinst.door.visitors import CASEWORKER
from tests.post import deliver

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def desk(whole_house: WholeHouse, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A fresh browser that reaches this house and nothing else; mail is delivered to the house's mailbox."""
    monkeypatch.setenv("GEVINST_MAIL_FOLDER", whole_house.environment["GEVINST_MAIL_FOLDER"])
    origin = whole_house.ui.removesuffix("/v2")
    with browser().case() as case:
        case.context.route(lambda url: not url.startswith(origin), lambda route: route.abort())
        case.context.set_default_timeout(PATIENCE_MS)
        at = Desk(case.page, whole_house)
        at.sign_in(CASEWORKER)
        yield at


def test_the_forms_are_danish_and_in_order(desk: Desk) -> None:
    """Each field shows its title, its help and its choices, from top to bottom as the work goes."""
    desk.open_deployment(CASES)
    expect(desk.page.get_by_text("Robotten afgør ingenting.")).to_be_visible()
    desk.picture("1-deployment")
    desk.open_form()
    form = desk.page.get_by_role("main").inner_text()
    shown = ["Start en kørsel af robotten.", "Hvad skal robotten gøre?", "Intet gemmes, og intet sendes."]
    shown += ["Højst antal sager", "venter de til næste kørsel", "Dine initialer", "2-8 store bogstaver"]
    assert all(text in form for text in shown)
    assert [form.index(text) for text in shown] == sorted(form.index(text) for text in shown)
    desk.page.get_by_role("button", name="Select Hvad skal robotten gøre?").click()
    choices = desk.page.get_by_role("option")
    expect(choices).to_have_text(["kørsel", "prøvekørsel (intet gemmes)"])


def test_a_wrong_form_is_refused_before_anything_runs(desk: Desk) -> None:
    """Initials in small letters are named under the field, and no run is made."""
    before = started(desk)
    desk.open_deployment(CASES)
    desk.open_form()
    desk.fill({"Dine initialer": "abc"})
    desk.submit()
    expect(desk.page.get_by_text(re.compile("^'abc' does not match"))).to_be_visible(timeout=PATIENCE_MS)
    desk.picture("3-refused")
    assert started(desk) == before


def test_a_digital_agent_proposes_by_choosing_and_reads_the_number(desk: Desk) -> None:
    """The unit is chosen among the profile's; the page of the run has the number, the hours and the day of an answer."""
    desk.open_deployment(PROPOSE)
    desk.open_form()
    desk.page.get_by_role("button", name="Select Hvilken enhed?").click()
    expect(desk.page.get_by_role("option")).to_have_text(["Pension og Ydelser"])
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_role("option")).to_have_count(0)
    chosen = {"Hvad gør I i dag?": "slå op", "Hvad gør I det med?": "adviser", "Hvor gør I det?": "i fagsystemet"}
    chosen |= {"Hvilken enhed?": "Pension og Ydelser"}
    numbers = {"Hvor mange gange?": "12", "Hvor mange minutter tager det hver gang?": "5"}
    desk.fill(chosen | numbers | {"Dine initialer": "DIG"})
    desk.picture("idea-form")
    desk.submit()
    desk.wait_for_run()
    receipt = desk.read_artifact("Dit forslag har nummer P-").get_by_test_id("markdown-display")
    expect(receipt.get_by_text("Slå adviser op i fagsystemet")).to_be_visible()
    expect(receipt.get_by_text("26,0 timer om året")).to_be_visible()
    desk.picture("idea-receipt")


def test_a_caseworker_orders_reads_answers_and_sees_it_go_on(desk: Desk) -> None:
    """One case goes through, one waits with two amounts; the chosen amount is what the next run registers."""
    wrong = deliver(31, paper=conflicting(31))
    deliver(32)

    desk.open_deployment(CASES)
    desk.open_form()
    desk.fill({"Hvad skal robotten gøre?": "kørsel", "Højst antal sager": "50", "Dine initialer": "ABC"})
    desk.picture("2-form")
    desk.submit()
    desk.wait_for_run()
    expect(desk.page.get_by_text("kørsel · ABC").first).to_be_visible()
    desk.open_artifacts()
    desk.page.reload()
    cards = desk.page.get_by_role("tabpanel", name="Artifacts").get_by_role("link")
    expect(cards.filter(has_text="Sagerne i denne kørsel")).to_be_visible(timeout=PATIENCE_MS)
    desk.picture("4-run")
    table = desk.read_artifact("Sagerne i denne kørsel")
    expect(table.get_by_role("columnheader")).to_have_text(["Sag", "Resultat", "Spørgsmål", "Forklaring"])
    expect(table.get_by_role("row").filter(has_text="klaret af robotten").first).to_be_visible()
    desk.picture("5-receipt")

    desk.page.go_back()
    result = desk.read_artifact("Resultatet af kørslen")
    first, second = wrong.amount, wrong.second_amount
    assert second is not None
    suggestions = f"1 = {format_amount(first)} kr., 2 = {format_amount(second)} kr."
    waiting = result.get_by_role("listitem").filter(has_text=suggestions).first
    expect(waiting).to_contain_text("flere forskellige beløb")
    desk.picture("6-result")
    number = int(re.search(r"GEV-(\d+)", waiting.inner_text())[1])  # type: ignore[index]

    waiting.get_by_role("link", name=f"Besvar spørgsmål {number}-1").click()
    expect(desk.page.get_by_label("Sagens nummer")).to_have_value(str(number), timeout=PATIENCE_MS)
    expect(desk.page.get_by_label("Spørgsmålets nummer")).to_have_value("1")
    answers = {"Dit svar": "prøv igen", "Hvilket af robottens forslag gælder?": "2"}
    desk.fill(answers | {"Hvor lang tid brugte du?": "under 5 minutter", "Dine initialer": "ABC"})
    desk.page.get_by_label("Sagens nummer").scroll_into_view_if_needed()
    desk.picture("7-answer")
    desk.submit()
    desk.wait_for_run()
    expect(desk.page.get_by_text(f"{number}-1: prøv igen · ABC").first).to_be_visible()
    saved = desk.read_artifact("Svaret er gemt")
    expect(saved).to_contain_text(f"Svaret på {number}-1 (GEV-{number}) er gemt. Robotten fortsætter")
    desk.picture("8-answered")

    desk.open_deployment(CASES)
    desk.open_form()
    desk.fill({"Dine initialer": "ABC"})
    desk.submit()
    desk.wait_for_run()
    done = desk.read_artifact("Sagerne i denne kørsel").get_by_role("row").filter(has_text=f"GEV-{number}")
    expect(done).to_contain_text("klaret af robotten")
    ours = [row for row in desk.house.pensys.rows("registrations") if row["reference"] == f"GEV-{number}"]
    assert [row["amount"] for row in ours] == [format_amount(second)]


def test_a_second_answer_is_refused_in_danish(desk: Desk) -> None:
    """Who answers what waits for nobody reads why, in Danish; the run shows as failed, so that nobody takes it for saved."""
    number = put(desk.house.ours, "nobody asks about this one")
    answer = {"Sagens nummer": str(number), "Spørgsmålets nummer": "1", "Dit svar": "afvis", "Dine initialer": "ABC"}
    desk.open_deployment(ANSWER)
    desk.open_form()
    desk.fill(answer)
    desk.submit()
    desk.wait_for_run(ends="Failed")
    why = desk.read_artifact("Svaret er ikke gemt")
    expect(why).to_contain_text(f"GEV-{number} venter ikke på svar")
    desk.picture("9-not-saved")
    desk.open_deployment(ANSWER)
    desk.open_form()
    desk.fill(answer | {"Sagens nummer": str(number + 1000)})
    desk.submit()
    expect(desk.page.get_by_text("Sagen findes ikke, eller den hører til en anden enhed.")).to_be_visible()


def started(desk: Desk) -> int:
    """How many runs a caseworker has started in the house."""
    runs = talk_to(desk.house, lambda client: client.read_flow_runs(limit=200))
    return sum(f"startet af {CASEWORKER}" in run.tags for run in runs)


def conflicting(number: int) -> Paper:
    """A bill that names two totals."""
    paper = make_paper(random.Random(number), ORDINARY[number], "regning")
    return replace(paper, second_amount=paper.amount + Decimal("150.00"))
