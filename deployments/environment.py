"""The environment of every Prefect process of ours: `server.env`, and where this installation's server is."""

import json
import os
from pathlib import Path

from gevinst.door.door import WORKER_HEADER, WORKER_SECRET
from gevinst.settings import SignIn, settings

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = Path(__file__).with_name("server.env")
POOL = "gevinst"


def environment(api_url: str) -> dict[str, str]:
    """The process' own environment, ours on top. `PREFECT_HOME` and secrets come from the caller's environment."""
    lines = SETTINGS.read_text(encoding="utf-8").splitlines()
    ours = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    origin = api_url.removesuffix("/api")
    worker = settings().sign_in is not SignIn.NONE and {
        WORKER_HEADER: settings().secret(WORKER_SECRET).get_secret_value()
    }
    return {
        **os.environ,
        **ours,
        "PREFECT_PROFILE": "ephemeral",  # the one without settings of its own; its server is switched off above
        "PREFECT_API_URL": api_url,
        "PREFECT_UI_API_URL": api_url,
        "PREFECT_SERVER_UI_API_URL": api_url,
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": origin,
        "GEVINST_HOME": str(ROOT),
        **({"PREFECT_CLIENT_CUSTOM_HEADERS": json.dumps(worker)} if worker else {}),
    }
