"""Doctor's look at the pension system: is the address set, does it answer, is the password there."""

import httpx

from gevinst.doctor import Finding
from gevinst.errors import ConfigurationError
from gevinst.settings import settings


def check_pension() -> Finding:
    """Reach the sign-in page; the password is looked for, not tried (a wrong one would count against the account)."""
    wanted = settings()
    if not wanted.pension_url:
        return Finding("pension", ok=False, detail="no address", remedy="set GEVINST_PENSION_URL")
    try:
        wanted.secret(wanted.pension_password_name)
        answer = httpx.get(wanted.pension_url, timeout=10)
    except ConfigurationError as error:
        return Finding("pension", ok=False, detail="no password", remedy=error.detail)
    except httpx.HTTPError as error:
        return Finding("pension", ok=False, detail=f"no answer ({type(error).__name__})", remedy="ask its supplier")
    return Finding("pension", ok=answer.is_success, detail=f"answers {answer.status_code}", remedy="ask its supplier")
