"""The lists behind the figures: harvested gains, costs, what could not be counted, baselines, and the raw entries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, func, select

from gevinst.items.model import label
from gevinst.ledger.periods import month_end
from gevinst.ledger.words import KINDS, MISSING, ROLES
from gevinst.potentials.baselines import ApproverRole, Method
from gevinst.potentials.words import COSTS, METHODS, PERMANENCES, activity_in_danish
from gevinst.reports.danish import month_name, number
from gevinst.reports.queries import APPROVALS_NEEDED, approved_baselines
from gevinst.reports.workbook import sheets
from gevinst.reports.workbook.figures import first_day
from gevinst.reports.workbook.sheets import Book, Column
from gevinst.settings import settings
from gevinst.store.clock import local_date, to_datetime
from gevinst.store.tables import (
    baseline_approvals,
    baselines,
    harvests,
    ledger_entries,
    ledger_exceptions,
    ledger_notes,
)

_AT_A_TIME = 5_000
_POTENTIAL = Column("Potentiale", "text", 12)


def list_sheets(book: Book, connection: Connection, month: str) -> None:
    """All of them, up to and with a month given as `YYYY-MM`; the entries are that month's only."""
    _harvests(book, connection, month)
    _costs(book, connection, month)
    _exceptions(book, connection)
    _baselines(book, connection)
    _entries(book, connection, month)


def _harvests(book: Book, connection: Connection, month: str) -> None:
    book.table(
        "Hjemtaget",
        (
            Column("Nr.", "number", 8),
            _POTENTIAL,
            Column("Enhed", "text"),
            Column("Første dag", "day"),
            Column("Varighed", "text", 12),
            Column("Årsværk", "fte"),
            Column("Kroner", "dkk"),
            Column("Budgetreference, eller hvorfor den er taget tilbage", "text", 60),
            Column("Tager nr. tilbage", "number"),
        ),
        (
            [
                row.id,
                row.potential_id,
                row.unit,
                row.harvested_on,
                PERMANENCES[row.permanence],
                row.hundredths_of_fte / 100,
                row.amount_dkk,
                row.budget_reference,
                row.reverses,
            ]
            for row in connection.execute(
                select(harvests)
                .where(harvests.c.harvested_on <= month_end(month))
                .order_by(harvests.c.harvested_on, harvests.c.id)
            )
        ),
        basis="Registreret af projektkontoret; aldrig udregnet af registreret tid.",
    )


def _costs(book: Book, connection: Connection, month: str) -> None:
    entries = ledger_entries.c
    rows = connection.execute(
        select(ledger_entries, ledger_notes.c.reason)
        .select_from(ledger_entries.outerjoin(ledger_notes, ledger_notes.c.entry_id == entries.id))
        .where(entries.period <= month, entries.kind == "cost")
        .order_by(entries.period, entries.potential_id, entries.id)
    )
    book.table(
        "Udgifter",
        (
            Column("Postering", "number"),
            _POTENTIAL,
            Column("Enhed", "text"),
            Column("Måned", "month"),
            Column("Dato", "day"),
            Column("Art", "text", 14),
            Column("Timer", "hours"),
            Column("Kroner", "kroner"),
            Column("Slags", "text", 14),
            Column("Dokumentation", "text", 60),
        ),
        (
            [
                row.id,
                row.potential_id,
                row.unit,
                first_day(row.period),
                local_date(row.occurred_at),
                COSTS.get(row.activity, row.activity),
                row.seconds / 3600,
                (row.amount_ore or 0) / 100,
                ROLES[row.role],
                row.reason,
            ]
            for row in rows
        ),
        basis="Udvikling, licens og drift, i timer og kroner.",
    )


def _exceptions(book: Book, connection: Connection) -> None:
    rows = connection.execute(
        select(ledger_exceptions).where(ledger_exceptions.c.settled_by.is_(None)).order_by(ledger_exceptions.c.id)
    )
    book.table(
        "Ikke talt",
        (
            Column("Sag", "text", 14),
            _POTENTIAL,
            Column("Aktivitet", "text"),
            Column("Antal", "count"),
            Column("Udført", "day"),
            Column("Hvorfor den ikke er talt", "text", 44),
        ),
        (
            [
                label(row.item_id),
                row.potential_id,
                activity_in_danish(row.activity),
                row.units,
                local_date(row.occurred_at),
                MISSING[row.reason],
            ]
            for row in rows
        ),
        basis="Det, der er udført og ikke er med i noget tal, før det manglende er på plads.",
    )


def _baselines(book: Book, connection: Connection) -> None:
    approvals: dict[int, dict[str, str]] = defaultdict(dict)
    for row in connection.execute(select(baseline_approvals)):
        approvals[row.baseline_id][row.role] = row.approved_by
    order = (baselines.c.potential_id, baselines.c.activity, baselines.c.valid_from)
    book.table(
        "Basislinjer",
        (
            Column("Nr.", "number", 8),
            _POTENTIAL,
            Column("Aktivitet", "text"),
            Column("Version", "count", 9),
            Column("Sekunder pr. sag", "count"),
            Column("Metode", "text", 14),
            Column("Stikprøve", "count"),
            Column("Målt af", "text", 10),
            Column("Gælder fra", "day"),
            Column("Gælder til", "day"),
            Column("Godkendt af leder", "text", 12),
            Column("Godkendt af projektkontor", "text", 14),
            Column("Tæller", "text", 12),
        ),
        (
            [
                row.id,
                row.potential_id,
                activity_in_danish(row.activity),
                row.version,
                row.seconds_per_case,
                METHODS[Method(row.method)],
                row.sample_size,
                row.measured_by,
                row.valid_from,
                row.valid_to,
                approvals[row.id].get(ApproverRole.UNIT_LEADER),
                approvals[row.id].get(ApproverRole.PROJECT_OFFICE),
                "ja" if len(approvals[row.id]) >= APPROVALS_NEEDED else "foreløbig",
            ]
            for row in connection.execute(select(baselines).order_by(*order))
        ),
        basis="En basislinje tæller, når to andre end den, der målte, har godkendt den.",
    )


def _entries(book: Book, connection: Connection, month: str) -> None:
    of_month = ledger_entries.c.period == month
    count = connection.execute(select(func.count()).select_from(ledger_entries).where(of_month)).scalar_one()
    name = f"Posteringer {month}"
    if count > sheets.MOST_TABLE_ROWS:
        book.notes(
            name,
            f"Posteringer i {month_name(month)}",
            [
                f"Måneden har {number(count)} posteringer, og et ark viser højst {number(sheets.MOST_TABLE_ROWS)}.",
                "De står alle i filerne report_entries.csv og report_entries.parquet. Driften laver dem sådan:",
                "gevinst data --into mappe --format csv",
                "gevinst data --into mappe --format parquet",
            ],
        )
        return
    rows = connection.execution_options(yield_per=_AT_A_TIME).execute(
        select(ledger_entries).where(of_month).order_by(ledger_entries.c.id)
    )
    approved = set(connection.execute(approved_baselines()).scalars())
    book.table(name, _ENTRY, _entry_rows(rows, approved), basis="En række for hver postering. Beløb i hele øre.")


_ENTRY: Sequence[Column] = (
    Column("Postering", "number"),
    Column("Sag", "text", 14),
    _POTENTIAL,
    Column("Enhed", "text"),
    Column("Art", "text", 16),
    Column("Slags", "text", 14),
    Column("Aktivitet", "text", 16),
    Column("Antal", "count"),
    Column("Sekunder", "count"),
    Column("Kroner", "kroner"),
    Column("Robottid, sekunder", "hours"),
    Column("Basislinje", "number"),
    Column("Foreløbig", "text", 11),
    Column("Skønnet", "text", 11),
    Column("Udført", "day"),
    Column("Tilbagefører", "number"),
    Column("Erstatter", "number"),
    Column("Kørsel", "text", 38),
)


def _entry_rows(rows: Iterable[Row[Any]], approved: set[int]) -> Iterator[list[object]]:
    prefix, zone = settings().item_prefix, ZoneInfo(settings().timezone)  # read once, and not for each of the rows
    for row in rows:
        yield [
            row.id,
            None if row.item_id is None else f"{prefix}-{row.item_id}",
            row.potential_id,
            row.unit,
            KINDS[row.kind],
            ROLES[row.role],
            activity_in_danish(row.activity),
            row.units,
            row.seconds,
            (row.amount_ore or 0) / 100,
            row.robot_ms / 1000,
            row.baseline_id,
            "ja" if row.kind == "saving" and row.baseline_id not in approved else "nej",
            "ja" if row.source == "estimate" else "nej",
            to_datetime(row.occurred_at).astimezone(zone).date(),
            row.reverses,
            row.replaces,
            row.flow_run,
        ]
