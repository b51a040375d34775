"""`gevinst templates list|check|new`: which there are, whether they read what they must, the beginning of a new one."""

import json as json_files
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cyclopts import App

from connectors.documents.extraction import extract
from connectors.documents.proposing import propose
from connectors.documents.readers import revealed
from connectors.documents.reading import read_document
from connectors.documents.template_files import FOLDER, load_template, template_names
from connectors.documents.templates import Template
from gevinst.cli.output import AsJson, print_json, print_table, say
from gevinst.errors import Refused
from gevinst.values.fields import Value

GOLDEN = FOLDER / "golden"
"""Beside the templates: `golden/<template>/<file>` and `<file>.json`, what must be read of it."""

app = App(name="templates", help="Document templates: which there are, whether they read what they must, a new one.")


@dataclass(frozen=True)
class Difference:
    """What a template reads otherwise than its golden file says; of values only that they differ."""

    template: str
    file: str
    place: str
    wrong: bool

    @property
    def sentence(self) -> str:
        """For people."""
        return f"{self.template}: {self.file}: {self.place}: {'read wrong' if self.wrong else 'not read'}"


@app.command(name="list")
def list_templates(*, json: AsJson = False) -> None:
    """List the templates with the kinds of documents each knows."""
    found = [load_template(name) for name in template_names()]
    if json:
        print_json([{"name": each.name, "kinds": [kind.name for kind in each.kinds]} for each in found])
        return
    rows = [(each.name, ", ".join(kind.name for kind in each.kinds), ", ".join(each.fields)) for each in found]
    print_table("", ("Skabelon", "Slags", "Felter"), rows)


@app.command
def check(*names: str) -> int:
    """Read the golden files beside each template and say what is read otherwise than it must be.

    Args:
        names: Only these templates; default all.

    Returns:
        0 when everything is read as it must be.
    """
    status = 0
    for name in names or template_names():
        template = load_template(name)
        samples = sorted((GOLDEN / name).glob("*.json"))
        found = [difference for sample in samples for difference in _differences(template, sample)]
        for difference in found:
            say(difference.sentence)
        say(f"{name}: {len(samples)} golden files, {len(found)} differences")
        status |= bool(found)
    return status


@app.command
def new(file: Path, /, *, name: str = "ny-skabelon") -> None:
    """Propose a template from a sample, on standard output: a beginning for a person to go on with.

    Args:
        file: A document of the new kind.
        name: What the template will be called.
    """
    if not file.is_file():
        raise Refused(f"there is no file {file}")
    say(propose(read_document(file), name).rstrip())


def _differences(template: Template, sample: Path) -> Iterator[Difference]:
    truth = json_files.loads(sample.read_text(encoding="utf-8"))
    path = sample.with_suffix("")
    if not path.is_file():
        raise Refused(f"{sample} describes a file that isn't there: {path.name}")
    found = extract(read_document(path), template)
    said: dict[str, Any] = {"kind": found.kind or None, "problem": found.problem}
    said |= {name: _text(field.value) for name, field in found.fields.items()}
    said["lines"] = [{name: _text(value) for name, value in line.values.items()} for line in found.lines]
    must = {"kind": truth.get("kind"), "problem": truth.get("problem")} | truth.get("fields", {})
    if "lines" in truth:
        must["lines"] = truth["lines"]
    for place, value in must.items():
        if said.get(place) != value:
            yield Difference(template.name, path.name, place, wrong=bool(said.get(place)))


def _text(value: Value | None) -> str | None:
    return None if value is None else revealed(value)
