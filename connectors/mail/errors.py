"""What can go wrong with a mailbox, by what happens next; every backend raises these and no error of its own library.

| Raise             | Is a                 | Next                                                                          |
|-------------------|----------------------|-------------------------------------------------------------------------------|
| `MailNotFound`    | `RetryLater`         | the same case again: somebody moved the mail, and ids change on every move      |
| `MailChanged`     | `RetryLater`         | the same case again: a colleague changed the mail since it was read             |
| `MailThrottled`   | `SystemDown`         | every queue that uses mail waits as long as the server asked                    |
| `MailUnavailable` | `SystemDown`         | every queue that uses mail waits; one notice                                    |
| `MailAuthFailed`  | `ConfigurationError` | the queue is paused at the first refused login, so that no account is locked out |
| `MailBlocked`     | `ConfigurationError` | the queue is paused: the server lets this program in by another way, or not at all |
| `MailTooLarge`    | `BusinessError`      | a person takes the case                                                         |
| `WriteRefused`    | `ProcessError`       | a dry run's own fault                                                           |

Between a send's intent and its receipt each of them is *uncertain*, whatever it says: the guarded write sees to that.
"""

from datetime import timedelta

from gevinst.codes import Code
from gevinst.errors import BusinessError, ConfigurationError, ProcessError, RetryLater, SystemDown

SYSTEM = "mail"


class MailNotFound(RetryLater):
    """The id is not there any more: ids change on every move, so somebody moved it."""


class MailChanged(RetryLater):
    """The mail isn't as it was when it was listed: a colleague changed it meanwhile."""


class MailThrottled(SystemDown):
    """The server asks to be left alone for a while."""

    def __init__(self, after: timedelta, detail: str = "") -> None:
        super().__init__(SYSTEM, detail or f"the mail server asks to wait {after.total_seconds():.0f} s", after=after)


class MailUnavailable(SystemDown):
    """The server doesn't answer, or answers that it can't now."""

    def __init__(self, detail: str) -> None:
        super().__init__(SYSTEM, detail)


class MailAuthFailed(ConfigurationError):
    """The server refused the login. It is never tried a second time: that would lock the account."""


class MailBlocked(ConfigurationError):
    """The login is right, and the server still refuses this way in."""


class MailTooLarge(BusinessError):
    """A mail larger than the server or we allow."""

    def __init__(self, detail: str) -> None:
        super().__init__(Code.LIMIT_EXCEEDED, detail)


class UnknownMailbox(ConfigurationError):
    """No mailbox of that name is set up."""


class WriteRefused(ProcessError):
    """A read-only mailbox was asked to change something: a dry run's own fault, never a citizen's."""

    default_code = Code.UNKNOWN_FAILURE
