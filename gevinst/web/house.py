"""What every view works with: the figures, the municipality's name, and the templates."""

from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader
from sqlalchemy import Engine

from gevinst.desk.pictures import Pictures
from gevinst.door.orchestrator import Orchestrator
from gevinst.items.model import label
from gevinst.ledger.words import KINDS, MISSING, ROLES
from gevinst.potentials.words import PHASES, activity_in_danish, kind_in_danish
from gevinst.profile import Profile
from gevinst.reports import danish
from gevinst.reports.templating import environment
from gevinst.settings import settings
from gevinst.values.dates import format_date
from gevinst.web import words
from gevinst.web.asking import address
from gevinst.web.cells import sums_cells
from gevinst.web.kept import KeptFigures
from gevinst.web.markdown import rendered
from gevinst.web.reconciling import KeptReconciliation
from gevinst.web.top import Page, Place, Top

TEMPLATES = Path(__file__).parent / "templates"


class House:
    """One database, one municipality, and the pages made of both."""

    def __init__(
        self,
        engine: Engine,
        profile: Profile,
        *,
        door: bool = False,
        places: tuple[Place, ...] = (),
        orchestrator: Orchestrator | None = None,
    ) -> None:
        self.engine = engine
        self.orchestrator = orchestrator
        self.has_door = door
        self.pictures = Pictures()
        self.figures = KeptFigures(engine)
        self.reconciliation = KeptReconciliation(self.figures)
        self.profile = profile
        self._templates = environment()
        self._templates.loader = FileSystemLoader(TEMPLATES)
        self._templates.filters |= {
            "timer": danish.hours,
            "fte": danish.fte,
            "tal": danish.number,
            "kr": partial(danish.number, decimals=0),
            "måned": danish.month_name,
            "kort": danish.short_month,
            "dato": format_date,
            "tid": danish.moment,
            "art": kind_in_danish,
            "aktivitet": activity_in_danish,
            "fase": PHASES.get,
            "posteringsart": KINDS.get,
            "rolle": ROLES.get,
            "mangler": MISSING.get,
            "emne": label,
            "sekunder": words.seconds,
            "størrelse": words.size,
            "minutter": danish.minutes,
            "markdown": rendered,
        }
        self._templates.globals |= {
            "address": address,
            "run_address": run_address,
            "sums_cells": sums_cells,
            "words": words,
            "has_door": door,
        }
        self.top = Top(self._templates, profile, door=door, places=places)

    def page(
        self,
        template: str,
        *,
        status: int = 200,
        here: str = "",
        **shown: Any,  # noqa: ANN401
    ) -> Page:
        """A whole page; `here` is the place in the menu that it belongs to."""
        text = self._templates.get_template(template).render(profile=self.profile, **shown)
        return Page(text, status, here=here)


def run_address(flow_run: str) -> str:
    """Where a run is shown in Prefect; empty where nobody has said where that is."""
    base = settings().prefect_url.rstrip("/")
    return f"{base}/v2/runs/flow-run/{flow_run}" if base and flow_run else ""
