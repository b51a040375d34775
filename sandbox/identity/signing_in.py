"""What a colleague does at the invented directory's log-in, without a browser: follows, types, is sent back."""

import re

import httpx

from sandbox.identity.colleagues import PASSWORD

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def sign_in(authorize: str, initials: str, password: str = PASSWORD) -> str:
    """Sign in from where the door sent the browser; returns the address the provider sends it back to.

    Raises:
        KeyError: The provider doesn't send it back: the password is wrong.
    """
    with httpx.Client(verify=False) as browser:  # noqa: S501 (there is no TLS, and certificates take a while to read)
        page = _follow(browser, browser.get(authorize))
        page = _post(browser, page, login=initials)
        page = _post(browser, page, password=password)
        return str(page.headers["location"])


def _post(browser: httpx.Client, page: httpx.Response, **fields: str) -> httpx.Response:
    token = _TOKEN.search(page.text)
    if token is None:
        message = f"{page.url} has no form"
        raise ValueError(message)
    return _follow(browser, browser.post(str(page.url), data={"csrf_token": token[1], "answer": "", **fields}))


def _follow(browser: httpx.Client, answer: httpx.Response) -> httpx.Response:
    """Along the provider's own pages, up to the one that sends the browser away."""
    while answer.is_redirect:
        to = answer.url.join(answer.headers["location"])
        if to.netloc != answer.url.netloc:
            break
        answer = browser.get(to)
    return answer
