"""`gevinst parameters list|set|illustrate`: what figures are converted by, with source and first day."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from cyclopts import App

from gevinst.cli.choices import by_value
from gevinst.cli.opening import reading, writing
from gevinst.cli.output import AsJson, print_json, print_table, say
from gevinst.reports.danish import number
from gevinst.reports.parameters import Name, Parameter, load_parameters, seed_illustrative, set_parameter

app = App(name="parameters", help="Hours per årsværk, wage rate, target: the basis of every figure.")


@app.command(name="list")
def list_(*, json: AsJson = False) -> None:
    """List every value with the day it holds from and its source."""
    with reading() as connection:
        found = load_parameters(connection)
    if json:
        print_json([_as_json(each) for each in found])
        return
    rows = [
        (each.name, each.name.danish, each.valid_from, each.source, number(Fraction(each.value), 2)) for each in found
    ]
    print_table("", ("Navn", "Betyder", "Gælder fra", "Kilde", "Værdi"), rows, numbers=1)


@app.command(name="set")
def set_(
    name: Annotated[Name, by_value(Name)], value: Decimal, /, *, valid_from: date, source: str, json: AsJson = False
) -> None:
    """Set a value from a day on; closed months can't be touched.

    Args:
        name: hours_per_fte, wage_dkk_per_hour, target_dkk_per_fte or target_fte.
        value: Its value.
        valid_from: The first day it holds.
        source: Where it comes from, and its price level.
        json: Answer with JSON.
    """
    parameter = Parameter(name, valid_from, value, source)
    with writing() as connection:
        changed = set_parameter(connection, parameter)
    if json:
        print_json(_as_json(parameter) | {"changed": changed})
    else:
        say(f"{name.danish}: {value} fra {valid_from}{'' if changed else ' (stod der allerede)'}.")


@app.command
def illustrate(*, json: AsJson = False) -> None:
    """Put illustrative values in, for a demonstration; does nothing where any value is set."""
    with writing() as connection:
        done = seed_illustrative(connection)
    if json:
        print_json({"seeded": done})
    else:
        say("Illustrative satser er sat." if done else "Der er allerede sat satser; intet er ændret.")


def _as_json(parameter: Parameter) -> dict[str, object]:
    return {
        "name": parameter.name,
        "valid_from": parameter.valid_from,
        "value": str(parameter.value),
        "source": parameter.source,
    }
