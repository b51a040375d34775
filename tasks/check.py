"""Doctor's look at Prefect: reachable, the locked version, and whether anybody may do anything."""

import httpx
import prefect
from prefect.settings import get_current_settings

from gevinst.doctor import Finding
from gevinst.settings import SignIn, settings
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
        is_open = httpx.get(f"{url}/admin/version", timeout=5).is_success
    except httpx.HTTPError as error:
        return Finding("prefect", ok=False, detail=f"{url}: {type(error).__name__}", remedy="start the server")
    is_ready, has_sign_in = answer.is_success, settings().sign_in is not SignIn.NONE
    if not is_open:
        remedy = "" if is_ready else "look at its log"
        return Finding(
            "prefect", ok=is_ready, detail=f"{url} is behind the door: it answers who signed in", remedy=remedy
        )
    detail = f"{url} is ready; no sign-in stands in front: whoever reaches it is administrator"
    if has_sign_in:
        detail = f"GEVINST_SIGN_IN is set, but {url} answers without: whoever reaches it is administrator"
        return Finding("prefect", ok=False, detail=detail, remedy="end it; start `python -m deployments.door` instead")
    return Finding("prefect", ok=is_ready, detail=detail, remedy="keep it on loopback")
