"""OIOUBL invoices by somebody else's hand, read by the shipped template and held against what GOBL's converter says they hold.

The files (invopop/gobl.dk.oioubl, `test/data/parse`: each `.xml` with its `.json`) are not ours and are never committed; the
folder is given. Compared is what a municipality enters: who sells, who buys, numbers, days, totals and lines, each where GOBL
has it. The rule is that of `benchmarks.equality`.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.accepted import accepted_fields, accepted_lines
from benchmarks.results import Lines, Measured
from benchmarks.scores import Score, scored, total
from connectors.documents.extraction import extract
from connectors.documents.reading import read_document
from connectors.documents.template_files import load_template
from connectors.documents.templates import Template

TEMPLATE = "supplier-invoice"
KINDS = {"standard": "faktura", "credit-note": "kreditnota"}


def run(*, quick: bool, folder: Path | None) -> Lines:
    """The count; without the folder nothing."""
    if folder is None:
        yield Measured(
            "left out: `--einvoices FOLDER` names gobl.dk.oioubl's test/data/parse, which is not ours to commit", ""
        )
        return
    found = compare_einvoices(folder)
    figure = f"{found.equal} of {found.count}, to a person {len(found.missed)}, wrong and accepted {len(found.wrong)}"
    yield Measured("OIOUBL by GOBL: fields equal", figure, "none wrong", not found.wrong)
    for name in found.wrong:
        yield Measured(f"wrong and accepted: {name}", "")
    for name in found.missed:
        yield Measured(f"to a person: {name}", "")


def compare_einvoices(folder: Path) -> Score:
    """Read all XML files of the folder that have a JSON file beside them."""
    template = load_template(TEMPLATE)
    return total(
        scored(path.name, _expected(json.loads(path.with_suffix(".json").read_text("utf-8"))), _read(path, template))
        for path in sorted(folder.glob("*.xml"))
    )


def _read(path: Path, template: Template) -> dict[str, object]:
    found = extract(read_document(path), template)
    return accepted_fields(found) | {"kind": found.kind, "lines": accepted_lines(found)}


def _expected(gobl: Mapping[str, Any]) -> dict[str, object]:
    """GOBL's content by the names of our template's fields, without what it doesn't have."""
    supplier, customer, sums = gobl["supplier"], gobl["customer"], gobl["totals"]
    ordering = gobl.get("ordering", {})
    due = gobl.get("payment", {}).get("terms", {}).get("due_dates", [])
    fields = {
        "kind": KINDS[gobl["type"]],
        "invoice_number": gobl["code"],
        "issue_date": gobl["issue_date"],
        "due_date": _first(due, "date"),
        "currency": gobl["currency"],
        "order_reference": _first(ordering.get("purchases", []), "code"),
        "accounting_cost": ordering.get("cost"),
        "credited_invoice": _first(gobl.get("preceding", []), "code"),
        "supplier_name": supplier["name"],
        "supplier_cvr": _identity(supplier, "DK:CVR"),
        "buyer_name": customer["name"],
        "buyer_gln": _identity(customer, "GLN"),
        "line_total": sums["sum"],
        "vat": sums["tax"],
        "total": sums["total_with_tax"],
        "payable": sums["payable"],
        "lines": [_line(line) for line in gobl["lines"]],
    }
    return {name: value for name, value in fields.items() if value is not None}


def _first(parts: list[Mapping[str, str]], name: str) -> str | None:
    return parts[0][name] if parts else None


def _identity(party: Mapping[str, Any], scheme: str) -> str | None:
    codes = [each["code"] for each in party.get("identities", []) if each["ext"]["iso-scheme-id"] == scheme]
    return codes[0] if codes else None


def _line(line: Mapping[str, Any]) -> dict[str, str]:
    item = line["item"]
    return {"name": item["name"], "quantity": line["quantity"], "price": item["price"], "amount": line["total"]}
