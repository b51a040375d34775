"""What the invented finance system keeps: invoices that wait, and the vouchers made of them."""

import json
import random
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from gevinst.values.amount import format_amount
from gevinst.values.dates import format_date_short
from sandbox.erp.signins import SCHEMA as SIGNINS
from sandbox.golden.invoices import Bill, make_bill
from sandbox.web.database import created, opened, select

INVOICES = 237
FIRST_VOUCHER = 10_000_001
_SCHEMA = """
CREATE TABLE IF NOT EXISTS invoices (id INTEGER PRIMARY KEY, number TEXT, supplier TEXT, cvr TEXT, ean TEXT, issued TEXT,
  due TEXT, amount TEXT, lines TEXT);
CREATE TABLE IF NOT EXISTS vouchers (number INTEGER PRIMARY KEY, invoice INT, reference TEXT, note TEXT, lines TEXT);
"""
_VOUCHERS = (
    "SELECT v.*, i.number AS invoice_number, i.supplier, i.cvr, i.amount FROM vouchers v JOIN invoices i "
    "ON i.id = v.invoice"
)


def create(database: Path) -> None:
    """Make the tables and put the invoices in; what is there stays."""
    with created(database, _SCHEMA + SIGNINS) as connection:
        connection.executemany(
            "INSERT OR IGNORE INTO invoices VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(number, *_as_kept(bill)) for number, bill in enumerate(_bills(), 1)],
        )


def waiting(database: Path, *, number: str = "", cvr: str = "") -> list[sqlite3.Row]:
    """Invoices without a voucher, the one that is due first on top; an empty criterion asks for nothing."""
    return select(
        database,
        "SELECT * FROM invoices i WHERE NOT EXISTS (SELECT 1 FROM vouchers v WHERE v.invoice = i.id) "
        "AND (? = '' OR i.number = ?) AND (? = '' OR i.cvr = ?) "
        "ORDER BY substr(due, 7) || substr(due, 4, 2) || substr(due, 1, 2), id",
        *(number, number, cvr, cvr),
    )


def invoice(database: Path, key: int) -> sqlite3.Row | None:
    """One invoice, whether it still waits or not."""
    return next(iter(select(database, "SELECT * FROM invoices WHERE id = ?", key)), None)


def vouchers(database: Path, *, number: str = "", reference: str = "") -> list[sqlite3.Row]:
    """Vouchers of an invoice number and with this somewhere in their text; an empty criterion asks for nothing."""
    return select(
        database,
        f"{_VOUCHERS} WHERE (? = '' OR i.number = ?) AND instr(v.reference, ?) ORDER BY v.number",
        *(number, number, reference),
    )


def voucher(database: Path, number: int) -> sqlite3.Row | None:
    """One voucher, with what it was made of."""
    return next(iter(select(database, f"{_VOUCHERS} WHERE v.number = ?", number)), None)


def save_voucher(
    database: Path,
    *,
    invoice: int,
    reference: str,
    lines: Iterable[Mapping[str, str]],
    note: str = "",
) -> int:
    """Save one voucher and return its number; nothing stops a second one like it. Also seeds existing ones."""
    with opened(database) as connection:
        cursor = connection.execute(
            "INSERT INTO vouchers SELECT max(?, coalesce(max(number), 0) + 1), ?, ?, ?, ? FROM vouchers",
            (FIRST_VOUCHER, invoice, reference, note, json.dumps([dict(line) for line in lines])),
        )
    return int(cursor.lastrowid or 0)


def _bills() -> Sequence[Bill]:
    """The same every time; the last invoice has the number of the first, from another supplier."""
    chance = random.Random(6)
    bills = [make_bill(chance) for _ in range(INVOICES)]
    return [*bills[:-1], replace(bills[-1], number=bills[0].number)]


def _as_kept(bill: Bill) -> tuple[Any, ...]:
    lines = [
        {"text": line.name, "quantity": format_amount(line.quantity), "amount": format_amount(line.amount)}
        for line in bill.lines
    ]
    days = (format_date_short(bill.issued), format_date_short(bill.due))
    return (bill.number, bill.supplier, bill.cvr, bill.gln, *days, format_amount(bill.total), json.dumps(lines))
