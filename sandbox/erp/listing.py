"""A page of a list, as the API gives it: headers, cells and what key each row opens by."""

from collections.abc import Sequence
from typing import Any

PAGE_ROWS = 10
Columns = dict[str, str]

INVOICES: Columns = {
    "Leverandør": "supplier",
    "CVR": "cvr",
    "Fakturanr.": "number",
    "Forfaldsdato": "due",
    "Beløb": "amount",
}
VOUCHERS: Columns = {
    "Bilag": "number",
    "Fakturanr.": "invoice_number",
    "CVR": "cvr",
    "Beløb": "amount",
    "Tekst": "reference",
}


def page(columns: Columns, found: Sequence[Any], number: int, *, amount_header: str) -> dict[str, Any]:
    """Page `number` of what was found; a page beyond the last one is the last one."""
    pages = max(1, -(-len(found) // PAGE_ROWS))
    number = max(1, min(number, pages))
    key = "id" if columns is INVOICES else "number"
    shown = found[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]
    return {
        "headers": [amount_header if header == "Beløb" else header for header in columns],
        "rows": [{"key": row[key], "cells": [str(row[name]) for name in columns.values()]} for row in shown],
        "page": number,
        "pages": pages,
        "total": len(found),
    }
