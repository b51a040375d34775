"""What a worker has imported before it is forked: the flow, with Prefect's tasks as plain calls. Never in a test's process.

Importing this changes Prefect for the whole process, so only the fork server and its workers do. Its server is left
out: what is proven must hold without it.
"""

import logging
from collections.abc import Callable
from typing import Any

import prefect


def _plain(*_args: Any, **_kwargs: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return lambda function: function


prefect.task = prefect.flow = _plain  # type: ignore[assignment]

from connectors.browser.session import close_browser  # noqa: E402, F401
from flows.helbredstillaeg import helbredstillaeg  # noqa: E402
from tasks import pension, receipt, running  # noqa: E402
from tasks.forms import RunForm  # noqa: E402
from tests.chaos import acts, forms, transactions  # noqa: E402, F401

receipt.create_table_artifact = receipt.create_markdown_artifact = _plain  # type: ignore[assignment]
running.get_run_logger = logging.getLogger  # type: ignore[assignment]


def use_forms() -> None:
    """Speak PENSYS' forms instead of driving a browser."""
    pension.open_pension = forms.open_forms  # type: ignore[assignment]


def run_flow() -> None:
    """The main job, once: take in the post, and work until nothing can be claimed."""
    helbredstillaeg(RunForm(initialer="ABC"))
