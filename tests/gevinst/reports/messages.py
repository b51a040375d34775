"""Every sentence and word the report can say, found where it is written: in its templates, its code and the lists it draws on."""

import ast
import inspect
from collections.abc import Iterator
from types import ModuleType

from gevinst.codes import Code
from gevinst.ledger.posting import HANDOVER
from gevinst.ledger.words import MISSING
from gevinst.potentials import words
from gevinst.reports import chart, page
from gevinst.reports.language import DANISH
from gevinst.reports.page import environment_of
from gevinst.reports.parameters import Name
from gevinst.reports.templating import TEMPLATES


def messages() -> set[str]:
    """All of them."""
    lists = (words.KINDS, words.PHASES, words.PERMANENCES, words.ACTIVITIES, words.COSTS, MISSING, page.TITLES)
    return {
        *of_templates(),
        *of_code(page),
        *of_code(chart),
        *(word for each in lists for word in each.values()),
        *(word for forms in page.NEWS.values() for word in forms),
        page.NO_NEWS,
        words.activity_in_danish(HANDOVER),
        *(code.sentence for code in Code),
        *(name.danish for name in Name),
    }


def of_templates() -> Iterator[str]:
    """What stands between `trans` and its end, and in `_(…)`, in the page and its parts."""
    made = environment_of(DANISH)
    for path in sorted(TEMPLATES.glob("report*.html")):
        for _line, _function, found in made.extract_translations(path.read_text(encoding="utf-8")):  # type: ignore[attr-defined]
            yield from [found] if isinstance(found, str) else [each for each in found if each is not None]


def of_code(module: ModuleType) -> Iterator[str]:
    """What is given to `text(…)` as it stands."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name == "text":
                yield str(node.args[0].value)
