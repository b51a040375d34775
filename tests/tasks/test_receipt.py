"""What a caseworker reads after a run, in words: counts that agree with their nouns, what waits first, where to answer."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from gevinst.codes import Code
from gevinst.items.answers import Question
from gevinst.items.choices import Choice
from gevinst.items.loop import Tally
from gevinst.items.model import Outcome, State
from gevinst.items.transitions import Ending
from gevinst.sampling.listing import Drawn
from gevinst.sampling.words import ErrorKind, Why
from tasks.receipt import MOST_QUESTIONS, Receipt, minutes
from tasks.sample_lines import MOST_ITEMS

DONE = Ending(State.COMPLETED, Outcome.BY_ROBOT)
WAITS = Ending(State.PENDING, code=Code.CONFLICTING_AMOUNTS)
LATER = Ending(State.NEW, code=Code.SYSTEM_DOWN)


def question(number: int = 7, code: Code = Code.CONFLICTING_AMOUNTS, *candidates: str) -> Question:
    """A question of item `number` that waits."""
    choices = (Choice.RETRY, Choice.DONE_BY_ME, Choice.REJECT)
    return Question(f"{number}-2", f"GEV-{number}", code, candidates, 0, choices)


def tally(*endings: Ending) -> Tally:
    """The endings of GEV-1, GEV-2 and so on."""
    return Tally([(f"GEV-{number}", ending) for number, ending in enumerate(endings, 1)])


def test_counts_agree_with_their_nouns() -> None:
    """One case is one case; what is taken again later is told only when there is something."""
    assert "**1** sag er afsluttet, **1** afventer sagsbehandler" in Receipt(tally(DONE, WAITS)).text()
    assert "**0** sager er afsluttet" in Receipt(tally()).text()
    assert "senere kørsel" not in Receipt(tally(DONE)).text()
    assert "**1** tages igen i en senere kørsel" in Receipt(tally(LATER)).text()


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "0 minutter"), (20, "under 1 minut"), (60, "1 minut"), (150, "3 minutter"), (72_240, "1.204 minutter")],
)
def test_minutes_as_they_are_said(seconds: int, told: str) -> None:
    """Never "1 minutter", and never nothing for what is something."""
    assert minutes(seconds) == told


def test_activities_stand_in_the_order_of_the_work() -> None:
    """A case is read before it is registered, whatever the alphabet says."""
    text = Receipt(tally(DONE), seconds={"acknowledge": 60, "file": 60, "read": 60, "register": 120}).text()
    assert [text.index(word) for word in ("læs", "registrér: 2", "journalisér", "kvittér")] == sorted(
        text.index(word) for word in ("læs", "registrér: 2", "journalisér", "kvittér")
    )


def test_a_question_leads_to_the_form_with_its_numbers_filled_in() -> None:
    """Nobody types 7 and 2 from one page into another."""
    text = Receipt(tally(WAITS), questions=[question()]).text("/v2/form")
    address = text.partition("[Besvar spørgsmål 7-2](")[2].partition(")")[0]
    assert urlsplit(address).path == "/v2/form"
    assert json.loads(parse_qs(urlsplit(address).query)["parameters"][0]) == {"svar": {"sag": 7, "spoergsmaal": 2}}


def test_amounts_to_choose_between_are_numbered() -> None:
    """The number in the receipt is the number the form asks for."""
    text = Receipt(tally(WAITS), questions=[question(7, Code.CONFLICTING_AMOUNTS, "1.234,50", "1.384,50")]).text()
    assert "**1** = 1.234,50 kr., **2** = 1.384,50 kr." in text


def test_words_of_a_document_stay_out() -> None:
    """Other candidates are a stranger's text, and may be a name: the receipt lies in Prefect's database."""
    text = Receipt(tally(WAITS), questions=[question(7, Code.CONFLICTING_VALUES, "Zenobia", "Tandprotese")]).text()
    assert "Zenobia" not in text
    assert "GEV-7" in text


def test_a_long_list_ends() -> None:
    """A hundred waiting cases don't make a receipt nobody scrolls through; how many more there are is told."""
    text = Receipt(tally(), questions=[question(number) for number in range(1, MOST_QUESTIONS + 4)]).text()
    assert text.count("Besvar spørgsmål") == MOST_QUESTIONS
    assert "… og 3 til" in text


def test_why_nothing_was_taken_is_told() -> None:
    """A queue that waits, or a closed day, explains a run of no cases."""
    assert f"**{Code.SYSTEM_DOWN.sentence}**" in Receipt(tally(), remark=Code.SYSTEM_DOWN.sentence).text()


def test_an_uncertain_write_says_what_to_look_up() -> None:
    """Of five things the robot does outside, the caseworker is told which one is in doubt, and under which number."""
    doubt = Question("7-2", "GEV-7", Code.UNCERTAIN_WRITE, (), 0, (Choice.FOUND, Choice.WRITE_AGAIN), act="file")
    assert "Slå op: en fil på sagen i fagsystemet, med nummeret GEV-7" in Receipt(tally(), questions=[doubt]).text()
    assert "Slå op" not in Receipt(tally(), questions=[question()]).text()


def test_a_case_whose_sender_was_not_answered_is_not_called_answered() -> None:
    """The row says that it was registered, and why nobody got a receipt; other endings keep their own reason."""
    unanswered = {"GEV-1": Code.NO_ANSWER_WANTED, "GEV-2": Code.NO_ANSWER_OWN}
    rows = Receipt(tally(DONE, WAITS, DONE), unanswered=unanswered).table()
    assert [(row["Resultat"], row["Forklaring"]) for row in rows] == [
        ("klaret uden kvittering", Code.NO_ANSWER_WANTED.sentence),
        ("afventer sagsbehandler", Code.CONFLICTING_AMOUNTS.sentence),
        ("klaret af robotten", ""),
    ]


def drawn(number: int) -> Drawn:
    """An item of the sample that waits."""
    return Drawn(number, "helbredstillaeg", 0, Why.CHANCE, 50, None, ErrorKind.NONE, False, None, None)


def test_what_waits_to_be_checked_is_one_line_with_its_numbers() -> None:
    """A caseworker comes upon it where they read anyway; each number opens the form with the case filled in."""
    text = Receipt(tally(DONE), samples=[drawn(5), drawn(70)]).text("/v2/form", "/v2/check")
    assert "Stikprøve: 2 venter på kontrol" in text
    address = text.partition("[GEV-70](")[2].partition(")")[0]
    assert urlsplit(address).path == "/v2/check"
    assert json.loads(parse_qs(urlsplit(address).query)["parameters"][0]) == {"svar": {"sag": 70}}
    assert "Stikprøve" not in Receipt(tally(DONE)).text()


def test_a_long_sample_ends() -> None:
    """How many more there are is told."""
    text = Receipt(tally(), samples=[drawn(number) for number in range(1, MOST_ITEMS + 4)]).text()
    assert text.count("GEV-") == MOST_ITEMS
    assert "og 3 til" in text
