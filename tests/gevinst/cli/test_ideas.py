"""`gevinst ideas`: the office sees what waits and what is late, answers it, and learns whom no mail reaches."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from gevinst.cli import run as gevinst
from gevinst.potentials.idea_answers import Reason
from gevinst.store.clock import today
from tests.gevinst.cli.test_acting import told, told_json
from tests.gevinst.core import ON_SQLITE
from tests.gevinst.potentials.proposals import put_forward

pytestmark = ON_SQLITE


def words(text: str) -> str:
    """A table's text without its spaces."""
    return " ".join(text.split())


def yesterday(engine: Engine) -> date:
    """The day before the database's."""
    with engine.connect() as connection:
        return today(connection) - timedelta(days=1)


def test_the_list_says_what_waits_and_what_is_late(database: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """Each with who, what it would free and until when; the office's yearly look counts the late ones as well."""
    put_forward(database, by=date(2099, 1, 2))
    put_forward(database, minutes=6, by=yesterday(database))
    listed = words(told(capsys, "ideas", "list"))
    assert "2 idéer; 2 afventer svar, 1 over tiden." in listed
    assert "afventer svar (over tiden) 49,9" in listed
    assert "02-01-2099 afventer svar 41,6" in listed
    late = told_json(capsys, "ideas", "list", "--late")
    assert isinstance(late, list)
    assert [(each["potential_id"], each["initials"], each["late"]) for each in late] == [("P-002", "ABC", True)]
    assert "1 idéer har ventet for længe på svar" in told(capsys, "potentials", "review")


def test_an_answer_is_given_in_the_words_that_are_shown(database: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """A rejection says why in one sentence, and the idea, the list and the register's history all have it."""
    put_forward(database)
    told(capsys, "staff", "address", "ABC", "abc@eksempel.example")
    answered = told(
        capsys, "ideas", "answer", "P-001", "afvis", "--reason", "for lidt tid at hente", "--initials", "PRO"
    )
    assert "P-001 er nu: afvist." in answered
    assert "Svaret sendes" in answered
    shown = words(told(capsys, "ideas", "show", "P-001"))
    assert Reason.TOO_LITTLE.sentence in shown
    assert "Mail: sendes." in shown
    assert told_json(capsys, "ideas", "list", "--status", "afventer svar") == []
    history = words(told(capsys, "potentials", "show", "P-001"))
    assert "idé → afvist svar på idéen: for lidt tid at hente" in history


def test_who_can_not_be_written_to_is_named(database: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """The answer stands in the list until somebody has the address; then it goes by itself."""
    put_forward(database)
    assert "sig svaret selv" in told(capsys, "ideas", "answer", "P-001", "godkend", "--initials", "PRO")
    listed = words(told(capsys, "ideas", "list"))
    assert "godkendt til analyse ingen adresse" in listed
    assert "Kan ikke få svar pr. mail: ABC." in listed
    told(capsys, "staff", "address", "abc", "abc@eksempel.example")
    assert "Kan ikke" not in told(capsys, "ideas", "list")
    told(capsys, "staff", "forget", "ABC")
    assert "Kan ikke få svar pr. mail: (slettet)." in words(told(capsys, "ideas", "list"))


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("ideas", "show", "P-9"), 1, "gevinst ideas list"),
        (("ideas", "answer", "P-001", "afvis", "--initials", "PRO"), 1, "--reason med en af: findes allerede"),
        (("ideas", "answer", "P-001", "måske", "--initials", "PRO"), 2, "godkend, afvis"),
        (("staff", "address", "ABC", "Anna <anna@x.example>"), 1, "written plainly"),
    ],
)
def test_what_can_not_be_done_is_one_sentence(
    database: Engine, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, said: str
) -> None:
    """It names the choices there are, and nothing is changed."""
    put_forward(database)
    assert gevinst([*arguments]) == code
    captured = capsys.readouterr()
    assert said in words(captured.err + captured.out)
    assert "P-001" in told(capsys, "ideas", "list", "--status", "afventer svar")
