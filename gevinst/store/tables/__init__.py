"""Every table of ours, for both databases. Times are UTC in integer microseconds (`*_at`, `*_until`); dates are dates.

The tables of the ledger and the journal can only be added to; `gevinst/store/append_only.py` has the triggers that hold
it in the database itself. Case data that retention neutralises lies only in these columns: item payload, question
candidates, answers and what they correct, notes, checkpoint results, what was read of documents, receipt data and the keyed
hashes of senders and citizens.
"""

from gevinst.store.tables.base import metadata
from gevinst.store.tables.door import audit, audit_outcomes, run_opinions, sessions
from gevinst.store.tables.ideas import idea_answers, ideas
from gevinst.store.tables.items import (
    CLAIM_ORDER,
    CLAIMED,
    attempts,
    checkpoints,
    credits_,
    files,
    item_files,
    item_notes,
    items,
    queue_systems,
    queues,
    readings,
    stops,
)
from gevinst.store.tables.journal import journal, receipts
from gevinst.store.tables.ledger import (
    closed_cases,
    closed_sums,
    harvests,
    ledger_entries,
    ledger_exceptions,
    ledger_notes,
    periods,
)
from gevinst.store.tables.people import access_log, answers, corrections, proposed_answers, questions, staff
from gevinst.store.tables.persons import item_persons, restrictions
from gevinst.store.tables.post import intakes, replies, senders, watches
from gevinst.store.tables.register import (
    baseline_approvals,
    baseline_reviews,
    baselines,
    parameters,
    potential_changes,
    potential_phases,
    potentials,
)
from gevinst.store.tables.sample import sample_checks, sample_months, samples

__all__ = [
    "CLAIMED",
    "CLAIM_ORDER",
    "access_log",
    "answers",
    "attempts",
    "audit",
    "audit_outcomes",
    "baseline_approvals",
    "baseline_reviews",
    "baselines",
    "checkpoints",
    "closed_cases",
    "closed_sums",
    "corrections",
    "credits_",
    "files",
    "harvests",
    "idea_answers",
    "ideas",
    "intakes",
    "item_files",
    "item_notes",
    "item_persons",
    "items",
    "journal",
    "ledger_entries",
    "ledger_exceptions",
    "ledger_notes",
    "metadata",
    "parameters",
    "periods",
    "potential_changes",
    "potential_phases",
    "potentials",
    "proposed_answers",
    "questions",
    "queue_systems",
    "queues",
    "readings",
    "receipts",
    "replies",
    "restrictions",
    "run_opinions",
    "sample_checks",
    "sample_months",
    "samples",
    "senders",
    "sessions",
    "staff",
    "stops",
    "watches",
]
