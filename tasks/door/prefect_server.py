"""Prefect's own server as something that lies behind the door: its API, its pages and its services, in our process."""

from contextlib import AbstractAsyncContextManager

from sqlalchemy import Engine

from gevinst.door.mount import Mount
from tasks.door.asking import Asking
from tasks.door.guarded import GuardedPrefect
from tasks.door.orchestrator import PrefectOrchestrator
from tasks.safety import make_safe

PREFIXES = ("/api", "/v2", "/ui-settings")
"""The first UI isn't let through: deep links would open it for a browser that never chose one."""
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; worker-src 'self' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
"""Nothing is asked of other hosts: the UI calls an analytics service from each browser, whatever the settings say."""


def behind_door(engine: Engine) -> Mount:
    """Prefect's server, as `gevinst serve --prefect` mounts it. Its settings come from the environment.

    Raises:
        ConfigurationError: The Prefect that is installed isn't the one all this was proven on.
    """
    from prefect.server.api.server import create_app

    make_safe()
    app = create_app(final=True)

    def running() -> AbstractAsyncContextManager[object]:
        return app.router.lifespan_context(app)

    guarded = GuardedPrefect(app, engine)
    orchestrator = PrefectOrchestrator(Asking(guarded))
    return Mount(guarded, PREFIXES, running, POLICY, ("/v2/deployments", "Prefect"), orchestrator)
