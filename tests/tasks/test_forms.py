"""The forms people start runs from: in Danish, in order, and with nowhere to type anything personal."""

from typing import Any

import pytest
from prefect import Flow
from prefect.utilities.callables import parameter_schema
from prefect.utilities.schema_tools import is_valid_schema, validate

from flows.besvar_en_sag import besvar_en_sag
from flows.foreslaa_potentiale import foreslaa_potentiale
from flows.helbredstillaeg import helbredstillaeg
from flows.sager_der_venter import sager_der_venter
from flows.svar_paa_ideer import svar_paa_ideer
from flows.svar_paa_stikproeve import svar_paa_stikproeve
from gevinst.items.choices import Choice
from gevinst.sampling.words import LAPSED, ErrorKind, Result
from tasks.forms import RunForm, RunKind

FORMS = [
    (helbredstillaeg, "bestilling", 3),
    (besvar_en_sag, "svar", 7),
    (foreslaa_potentiale, "forslag", 9),
    (sager_der_venter, "bestilling", 3),
    (svar_paa_ideer, "bestilling", 3),
    (svar_paa_stikproeve, "svar", 5),
]
ANSWER = {"sag": 1042, "spoergsmaal": 2, "valg": "prøv igen", "initialer": "ABC"}


def schema_of(flow: Flow[Any, Any]) -> dict[str, Any]:
    """What the form is drawn from and checked against."""
    return parameter_schema(flow).model_dump_for_openapi()


def form_of(flow: Flow[Any, Any], parameter: str) -> dict[str, Any]:
    """The one model that holds every field."""
    schema = schema_of(flow)
    assert list(schema["properties"]) == [parameter]
    form: dict[str, Any] = schema["definitions"][schema["properties"][parameter]["$ref"].rpartition("/")[2]]
    return form


def takes(flow: Flow[Any, Any], parameters: dict[str, Any]) -> bool:
    """Whether the server lets a run start with these."""
    return validate(parameters, schema_of(flow)) == []


@pytest.mark.parametrize(("flow", "parameter", "count"), FORMS)
def test_every_field_has_its_danish_title_its_help_and_its_place(
    flow: Flow[Any, Any], parameter: str, count: int
) -> None:
    """A title of the model itself is what the form shows; without a place of its own a field may stand anywhere."""
    fields = form_of(flow, parameter)["properties"]
    assert [field["position"] for field in fields.values()] == list(range(count))
    assert [name for name, field in fields.items() if not (field["title"] and field["description"])] == []
    assert [name for name, field in fields.items() if field["title"].casefold() == name] == []


@pytest.mark.parametrize(("flow", "parameter", "count"), FORMS)
def test_a_form_holds_choices_numbers_and_patterns_only(flow: Flow[Any, Any], parameter: str, count: int) -> None:
    """Parameters are stored in clear, so no field takes free text; no field is drawn as "X / None" either."""
    fields = form_of(flow, parameter)["properties"]
    free = [
        name
        for name, field in fields.items()
        if not {"$ref", "enum", "pattern"} & set(field) and field.get("type") != "integer"
    ]
    assert (len(fields), free) == (count, [])
    is_valid_schema(schema_of(flow))  # raises where it isn't


@pytest.mark.parametrize(
    "initials", ["", "A", "abc", "ABCDEFGHI", "AB-1", "070248-1239", "0702481239", "Agnes Ahornblad", "AB CD", "A×B"]
)
def test_what_are_no_initials_is_refused_before_the_run_starts(initials: str) -> None:
    """The server itself says no, so neither a name nor a number is ever stored as a parameter."""
    assert not takes(helbredstillaeg, {"bestilling": {"initialer": initials}})
    assert not takes(besvar_en_sag, {"svar": ANSWER | {"initialer": initials}})


@pytest.mark.parametrize("initials", ["AB", "ABCDEFGH", "ÆØÅ", "AB12", "ÉD"])
def test_initials_are_all_that_must_be_typed(initials: str) -> None:
    """The rest of an order stands there already: a real run of at most 200 cases."""
    assert takes(helbredstillaeg, {"bestilling": {"initialer": initials}})
    form = RunForm(initialer=initials)
    assert (form.is_dry, form.antal) == (False, 200)
    assert RunForm(initialer=initials, art=RunKind.DRY).is_dry


@pytest.mark.parametrize(
    "wrong",
    [
        {"sag": 0},
        {"spoergsmaal": 0},
        {"valg": "måske"},
        {"forslag": 10},
        {"sagsnummer": "070248-1239"},
        {"sagsnummer": "Agnes Ahornblad"},
        {"bemaerkning": "se mail"},
    ],
)
def test_an_answer_has_no_room_for_anything_else(wrong: dict[str, object]) -> None:
    """Numbers of cases and questions, choices of the closed list, the case system's numbers; nothing is added."""
    assert takes(besvar_en_sag, {"svar": ANSWER})
    assert not takes(besvar_en_sag, {"svar": ANSWER | wrong})


@pytest.mark.parametrize("choice", Choice)
@pytest.mark.parametrize("number", ["", "HT-2026-000123", "ØS-2026-1"])
def test_every_choice_and_every_case_number_fits(choice: Choice, number: str) -> None:
    """What the questions offer, the form takes."""
    assert takes(besvar_en_sag, {"svar": ANSWER | {"valg": choice.value, "sagsnummer": number}})


@pytest.mark.parametrize("result", Result)
@pytest.mark.parametrize("error", ErrorKind)
def test_every_finding_fits_the_sample_form(result: Result, error: ErrorKind) -> None:
    """Which of them fit together the core says, in Danish, once the form is sent."""
    finding = {"sag": 1042, "resultat": result.value, "fejl": error.value, "initialer": "KON"}
    assert takes(svar_paa_stikproeve, {"svar": finding})


@pytest.mark.parametrize("wrong", [{"sag": 0}, {"resultat": LAPSED}, {"fejl": "sjusk"}, {"bemaerkning": "se mail"}])
def test_a_finding_has_no_room_for_anything_else(wrong: dict[str, object]) -> None:
    """Nobody chooses that a check lapses, and nobody writes a sentence."""
    finding = {"sag": 1042, "resultat": "i orden", "initialer": "KON"}
    assert takes(svar_paa_stikproeve, {"svar": finding})
    assert not takes(svar_paa_stikproeve, {"svar": finding | wrong})
