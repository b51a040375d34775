"""The recipe for a second process: its blocks are what they say, and fit what is there."""

import re
from pathlib import Path
from typing import Any

import yaml

from connectors.documents.extraction import extract
from connectors.documents.reading import read_document
from connectors.documents.templates import Template
from gevinst.potentials.importing import read_list
from gevinst.settings import ROOT

RECIPE = (ROOT / "docs" / "adding-a-process.md").read_text(encoding="utf-8")


def block(kind: str, start: str) -> str:
    """The fenced block of a kind that begins with a text."""
    blocks: list[str] = re.findall(rf"^```{kind}\n(.*?)^```", RECIPE, re.DOTALL | re.MULTILINE)
    (found,) = [each for each in blocks if each.startswith(start)]
    return found


def run_block(start: str) -> dict[str, Any]:
    """The names a Python block of the recipe defines."""
    names: dict[str, Any] = {"__name__": "recipe"}
    exec(compile(block("python", start), "docs/adding-a-process.md", "exec"), names)  # noqa: S102 (our own page)
    return names


def test_its_template_reads_its_receipt(tmp_path: Path) -> None:
    """The template of the recipe reads every field of the document its own test makes."""
    template = Template.model_validate(yaml.safe_load(block("yaml", "# Befordring")))
    path = tmp_path / "kvittering.pdf"
    path.write_bytes(run_block('"""Befordring: what')["receipt"]())
    extraction = extract(read_document(path), template)
    assert extraction.problem is None
    assert {name for name, field in extraction.fields.items() if field.value is not None} == set(template.fields)


def test_its_flow_is_the_one_that_is_deployed_and_counted() -> None:
    """Flow, deployment entry and potential of the recipe name each other."""
    names = run_block('"""Befordringsgodtgørelse')
    deployments = (ROOT / "prefect.yaml").read_text(encoding="utf-8") + "\n" + block("yaml", "  - name: befordring")
    entry = yaml.safe_load(deployments)["deployments"][-1]
    assert entry["entrypoint"] == f"flows.befordring.{names['befordring'].fn.__name__}"
    assert names["QUEUE"].potential_id in entry["tags"]
    assert entry["work_pool"]["name"] == "gevinst"


def test_its_lists_can_be_imported(tmp_path: Path) -> None:
    """The potential and the baselines of the recipe are accepted as they stand."""
    for name in ("potentiale", "basislinjer"):
        (rows,) = re.findall(rf"{name}\.csv <<'CSV'\n(.*?)^CSV", RECIPE, re.DOTALL | re.MULTILINE)
        (tmp_path / f"{name}.csv").write_text(rows, encoding="utf-8")
    assert [placed.row.id for placed in read_list(tmp_path / "potentiale.csv").potentials] == ["P-900"]
    assert len(read_list(tmp_path / "basislinjer.csv").baselines) == 4


def test_its_edit_of_the_phrases_finds_its_place() -> None:
    """The documents' list ends as the command of the recipe expects it, or as it leaves it."""
    ((before, after),) = re.findall(r'sed -i "s/([^/]*)/([^/]*)/"', RECIPE)
    phrases = (ROOT / "connectors" / "mail" / "phrases.yaml").read_text(encoding="utf-8")
    assert before in phrases or after in phrases
