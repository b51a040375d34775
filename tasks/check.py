"""Doctor's look at Prefect: reachable, the locked version, and whether anybody may do anything."""

import httpx
import prefect
from prefect.settings import get_current_settings

from gevinst.doctor import Finding
from tasks.choke_point import PROVEN_ON


def check_prefect() -> Finding:
    """Reach the server this process would report to."""
    url = get_current_settings().api.url
    if prefect.__version__ != PROVEN_ON:
        return Finding(
            "prefect", ok=False, detail=f"version {prefect.__version__}", remedy=f"install {PROVEN_ON} (make setup)"
        )
    if url is None:
        return Finding("prefect", ok=False, detail="no server", remedy="set PREFECT_API_URL")
    try:
        answer = httpx.get(f"{url}/ready", timeout=5)
    except httpx.HTTPError as error:
        return Finding("prefect", ok=False, detail=f"{url}: {type(error).__name__}", remedy="start the server")
    detail = f"{url} is ready; no sign-in stands in front: whoever reaches it is administrator"
    return Finding("prefect", ok=answer.is_success, detail=detail, remedy="keep it on loopback")
