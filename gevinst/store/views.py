"""Views for Power BI and other readers: their names and columns are a promise, whatever becomes of the tables below.

`report_entries` has every line of the ledger, `report_months` its sums, `report_potentials` the register,
`report_harvests` what was taken home, `report_baselines` what a case counts by, `report_exceptions` what could not be
counted and `report_parameters` the rates. Seconds and øre are whole numbers; a month is `YYYY-MM`; nobody is named in
them. docs/project-office.md describes the columns.
"""

from collections.abc import Iterator
from enum import Enum, auto


class Kind(Enum):
    """What a column holds, whatever type the database gives it."""

    TEXT = auto()
    INTEGER = auto()
    DECIMAL = auto()
    DAY = auto()
    INSTANT = auto()
    FLAG = auto()


_TEXTS = (
    "potential_id title unit digital_agent kind phase kle_subject kle_facet role potential_kind activity flow_run month"
    " permanence budget_reference method reason name source"
)
_DAYS = "phase_from harvested_on valid_from valid_to"
_FLAGS = "illustrative is_provisional is_estimated is_month_closed is_counting is_settled"
_KIND = {
    **dict.fromkeys(_TEXTS.split(), Kind.TEXT),
    **dict.fromkeys(_DAYS.split(), Kind.DAY),
    **dict.fromkeys(_FLAGS.split(), Kind.FLAG),
    "occurred_at_utc": Kind.INSTANT,
    "expected_share_percent": Kind.DECIMAL,
    "value": Kind.DECIMAL,
}
_COLUMNS = {
    "report_potentials": (
        "potential_id title unit digital_agent kind phase phase_from volume_per_year expected_share_percent"
        " expected_seconds_per_case kle_subject kle_facet illustrative"
    ),
    "report_entries": (
        "entry_id kind role potential_id unit potential_kind activity units seconds amount_ore robot_ms is_provisional"
        " is_estimated item_id flow_run occurred_at_utc month is_month_closed reverses replaces"
    ),
    "report_months": (
        "month potential_id unit potential_kind gross_seconds provisional_seconds human_seconds cost_seconds cost_ore"
        " net_seconds"
    ),
    "report_harvests": (
        "harvest_id potential_id unit harvested_on permanence hundredths_of_fte amount_dkk budget_reference reverses"
    ),
    "report_baselines": (
        "baseline_id potential_id activity version seconds_per_case method sample_size valid_from valid_to approvals"
        " is_counting"
    ),
    "report_exceptions": "exception_id item_id potential_id activity units reason occurred_at_utc is_settled",
    "report_parameters": "name valid_from value source",
}
KINDS = {view: {name: _KIND.get(name, Kind.INTEGER) for name in names.split()} for view, names in _COLUMNS.items()}
"""Each view's columns in order, and what they hold."""
NAMES = tuple(KINDS)

_POTENTIALS = """
CREATE VIEW report_potentials AS
SELECT p.id AS potential_id, p.title, p.unit, p.digital_agent, p.kind,
       (SELECT f.phase FROM potential_phases f WHERE f.potential_id = p.id
        ORDER BY f.valid_from DESC LIMIT 1) AS phase,
       (SELECT max(f.valid_from) FROM potential_phases f WHERE f.potential_id = p.id) AS phase_from,
       p.volume_per_year, p.expected_share_percent, p.expected_seconds_per_case, p.kle_subject, p.kle_facet, p.illustrative
FROM potentials p
"""
_ENTRIES = """
CREATE VIEW report_entries AS
SELECT e.id AS entry_id, e.kind, e.role, e.potential_id, e.unit, e.potential_kind, e.activity, e.units, e.seconds,
       coalesce(e.amount_ore, 0) AS amount_ore, e.robot_ms,
       CASE WHEN e.kind = 'saving' AND (SELECT count(*) FROM baseline_approvals a WHERE a.baseline_id = e.baseline_id) < 2
            THEN 1 ELSE 0 END AS is_provisional,
       CASE WHEN e.source = 'estimate' THEN 1 ELSE 0 END AS is_estimated,
       e.item_id, e.flow_run, {utc} AS occurred_at_utc, e.period AS month,
       CASE WHEN m.closed_at IS NULL THEN 0 ELSE 1 END AS is_month_closed, e.reverses, e.replaces
FROM ledger_entries e JOIN periods m ON m.period = e.period
"""
_MONTHS = """
CREATE VIEW report_months AS
SELECT month, potential_id, unit, potential_kind,
       sum(CASE WHEN kind = 'saving' AND is_provisional = 0 THEN seconds ELSE 0 END) AS gross_seconds,
       sum(CASE WHEN kind = 'saving' AND is_provisional = 1 THEN seconds ELSE 0 END) AS provisional_seconds,
       sum(CASE WHEN kind = 'human time' THEN seconds ELSE 0 END) AS human_seconds,
       sum(CASE WHEN kind = 'cost' THEN seconds ELSE 0 END) AS cost_seconds,
       sum(amount_ore) AS cost_ore,
       sum(CASE WHEN kind = 'saving' AND is_provisional = 0 THEN seconds
                WHEN kind = 'saving' THEN 0 ELSE -seconds END) AS net_seconds
FROM report_entries GROUP BY month, potential_id, unit, potential_kind
"""
_HARVESTS = """
CREATE VIEW report_harvests AS
SELECT id AS harvest_id, potential_id, unit, harvested_on, permanence, hundredths_of_fte, amount_dkk, budget_reference, reverses
FROM harvests
"""
_BASELINES = """
CREATE VIEW report_baselines AS
SELECT b.id AS baseline_id, b.potential_id, b.activity, b.version, b.seconds_per_case, b.method, b.sample_size,
       b.valid_from, b.valid_to,
       (SELECT count(*) FROM baseline_approvals a WHERE a.baseline_id = b.id) AS approvals,
       CASE WHEN (SELECT count(*) FROM baseline_approvals a WHERE a.baseline_id = b.id) < 2 THEN 0 ELSE 1 END AS is_counting
FROM baselines b
"""
_EXCEPTIONS = """
CREATE VIEW report_exceptions AS
SELECT e.id AS exception_id, e.item_id, e.potential_id, e.activity, e.units, e.reason, {utc} AS occurred_at_utc,
       CASE WHEN e.settled_by IS NULL THEN 0 ELSE 1 END AS is_settled
FROM ledger_exceptions e
"""
_PARAMETERS = """
CREATE VIEW report_parameters AS
SELECT name, valid_from, value, source FROM parameters
"""
_UTC = {
    "sqlite": "datetime(e.occurred_at / 1000000, 'unixepoch')",
    "postgresql": "to_timestamp(e.occurred_at / 1000000) AT TIME ZONE 'UTC'",
}


def create_statements(dialect: str) -> Iterator[str]:
    """The DDL of the first four for `sqlite` or `postgresql`, in order."""
    yield from (_POTENTIALS, _ENTRIES.format(utc=_UTC[dialect]), _MONTHS, _HARVESTS)


def later_statements(dialect: str) -> Iterator[str]:
    """The DDL of those that came later."""
    yield from (_BASELINES, _EXCEPTIONS.format(utc=_UTC[dialect]), _PARAMETERS)
