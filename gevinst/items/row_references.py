"""The permanent reference of an item that is one row of a list, so that whoever knows the row finds its item again."""

from gevinst.keyed_hash import keyed_hash


def row_reference(queue: str, key: str) -> str:
    """A keyed hash of the row's key in that queue; it can't be turned back."""
    return keyed_hash("row", f"{queue}\0{key}")
