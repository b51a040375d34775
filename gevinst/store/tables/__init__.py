"""Every table of ours, for both databases. Times are UTC in integer microseconds (`*_at`, `*_until`); dates are dates.

The tables of the ledger and the journal can only be added to; `gevinst/store/append_only.py` has the triggers that hold
it in the database itself. Case data that retention neutralises lies only in these columns: item payload, question
candidates, answers, notes, checkpoint results, receipt data and the keyed hashes of senders.
"""

from gevinst.store.tables.base import metadata
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
from gevinst.store.tables.people import access_log, answers, questions, staff
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
    "baseline_approvals",
    "baseline_reviews",
    "baselines",
    "checkpoints",
    "closed_cases",
    "closed_sums",
    "credits_",
    "files",
    "harvests",
    "idea_answers",
    "ideas",
    "intakes",
    "item_files",
    "item_notes",
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
    "questions",
    "queue_systems",
    "queues",
    "receipts",
    "replies",
    "sample_checks",
    "sample_months",
    "samples",
    "senders",
    "staff",
    "stops",
    "watches",
]
