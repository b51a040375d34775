"""Doctor's look at the pension system: is the address set, is the password there, does the sign-in page come up."""

import httpx

from connectors.pension.model import SYSTEM
from gevinst.doctor import Finding
from gevinst.errors import ConfigurationError
from gevinst.settings import settings

_SUPPLIER = "ask the system's supplier; queues that need it wait by themselves"


def check_pension() -> Finding:
    """Reach the sign-in page; the password is looked for, not tried (a wrong one would count against the account)."""
    wanted = settings()
    if not wanted.pension_url:
        return Finding(SYSTEM, ok=False, detail="no address", remedy="set GEVINST_PENSION_URL")
    try:
        wanted.secret(wanted.pension_password_name)
        answer = httpx.get(wanted.pension_url, timeout=10, follow_redirects=True)
    except ConfigurationError as error:
        return Finding(SYSTEM, ok=False, detail="no password", remedy=error.detail)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Finding(SYSTEM, ok=False, detail=f"no answer ({type(error).__name__})", remedy=_SUPPLIER)
    if not answer.is_success:
        return Finding(SYSTEM, ok=False, detail=f"answers {answer.status_code}", remedy=_SUPPLIER)
    if "Adgangskode" not in answer.text:
        remedy = "set GEVINST_PENSION_URL to the address of the sign-in page"
        return Finding(SYSTEM, ok=False, detail="answers, but not with the sign-in page", remedy=remedy)
    return Finding(SYSTEM, ok=True, detail="shows its sign-in page; the password was not tried")
