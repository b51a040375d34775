"""What changed in a folder: the server's sync state asked on and on until it has told everything."""

from typing import Any

from exchangelib.items import ID_ONLY
from exchangelib.services import SyncFolderItems
from exchangelib.services.common import EWSAccountService

_CHANGES_A_CALL = 512


class _Sync(SyncFolderItems):  # type: ignore[misc]
    """The library looks for the new state before it looks whether the server refused: a refusal without one broke it."""

    def _get_element_container(self, message: Any, name: str | None = None) -> Any:  # noqa: ANN401 (exchangelib's)
        if message.get("ResponseClass") == "Success":
            return super()._get_element_container(message=message, name=name)
        return EWSAccountService._get_element_container(self, message=message, name=name)  # noqa: SLF001


def changed_since(account: Any, folder: Any, state: str) -> tuple[dict[str, bool], str]:  # noqa: ANN401
    """Each touched mail's id, and whether it is in the folder; and the state to ask with the next time."""
    touched: dict[str, bool] = {}
    service = _Sync(account=account)
    while True:
        answers = service.call(
            folder=folder,
            shape=ID_ONLY,
            additional_fields=set(),
            sync_state=state or None,
            ignore=None,
            max_changes_returned=_CHANGES_A_CALL,
            sync_scope=None,
        )
        for answer in answers:
            if isinstance(answer, Exception):
                raise answer
            kind, item = answer
            touched[(item[0] if isinstance(item, tuple) else item).id] = kind != "delete"
        is_the_same, state = service.sync_state == state, service.sync_state
        if service.includes_last_item_in_range or is_the_same:
            return touched, state
