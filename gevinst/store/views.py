"""Views for Power BI and other readers: their names and columns are a promise, whatever becomes of the tables below.

`report_entries` has every line of the ledger, `report_months` its sums, `report_potentials` the register and
`report_harvests` what was taken home. Seconds and øre are whole numbers; a month is `YYYY-MM`; nobody is named in them.
docs/project-office.md describes the columns.
"""

from collections.abc import Iterator

NAMES = ("report_potentials", "report_entries", "report_months", "report_harvests")

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
_UTC = {
    "sqlite": "datetime(e.occurred_at / 1000000, 'unixepoch')",
    "postgresql": "to_timestamp(e.occurred_at / 1000000) AT TIME ZONE 'UTC'",
}


def create_statements(dialect: str) -> Iterator[str]:
    """The DDL for `sqlite` or `postgresql`, in order."""
    yield from (_POTENTIALS, _ENTRIES.format(utc=_UTC[dialect]), _MONTHS, _HARVESTS)
