"""`gevinst retention`: neutralise what is past its queue's days; run it every night."""

from gevinst.cli.opening import opened
from gevinst.cli.output import AsJson, print_json, say
from gevinst.items.retention import neutralise_past

_NAMED = 20


def retention(*, dry_run: bool = False, json: AsJson = False) -> int:
    """Take case data out of completed items past their queue's days; figures and `ledger verify` stay the same.

    Args:
        dry_run: Only say what it would be.
        json: Answer with JSON.

    Returns:
        1 when items past their date still wait, failed, have originals that were never filed, evidence that can't be
        removed, or a sample's check to come: somebody must look.
    """
    with opened() as engine:
        done = neutralise_past(engine, dry_run=dry_run)
    if json:
        print_json(vars(done) | {"dry_run": dry_run})
    else:
        said = "ville blive neutraliseret" if dry_run else "er neutraliseret"
        say(f"{len(done.neutralised)} emner {said}; {done.files_removed} filer er fjernet.")
        _name("Forbi datoen, men ikke afsluttet", done.waiting)
        _name("Forbi datoen, men ikke journaliseret", done.unfiled)
        _name("Forbi datoen, men bevismaterialet kan ikke slettes fra disken", done.stuck)
        _name("Forbi datoen, men udtaget til stikprøve og ikke kontrolleret; se `gevinst sample list`", done.unchecked)
        _name("Forbi datoen, men behandlingen er begrænset (se `gevinst person lift`)", done.restricted)
        _name("Stikprøver, der bortfaldt, fordi ingen kontrollerede dem i tide", done.lapsed)
    return 1 if done.waiting or done.unfiled or done.stuck or done.unchecked else 0


def _name(heading: str, labels: list[str]) -> None:
    if labels:
        more = f" og {len(labels) - _NAMED} til" if len(labels) > _NAMED else ""
        say(f"{heading}: {', '.join(labels[:_NAMED])}{more}.")
