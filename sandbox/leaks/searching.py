"""Search bytes, files and folders."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path

from sandbox.leaks.pattern import pattern_of
from sandbox.leaks.unpacking import unpacked

_DEPTH = 5
_BETWEEN = b"\n\0\n"
"""Stands in no needle, so that none is found across two pieces."""


def search_folder(folder: Path, needles: dict[bytes, str]) -> list[str]:
    """Where in a folder's files any needle stands, names of files included."""
    pieces = []
    for path in sorted(folder.rglob("*")):
        place = str(path.relative_to(folder))
        pieces.append((f"{folder.name}/… (a file's name)", place.encode()))
        if path.is_file():
            pieces.append((f"{folder.name}/{place}", path.read_bytes()))
    return search(pieces, needles)


def search_file(path: Path, needles: dict[bytes, str]) -> list[str]:
    """Where in one file, also in what it packs, any needle stands."""
    return search([(path.name, path.read_bytes())], needles)


def search_bytes(content: bytes, needles: dict[bytes, str]) -> list[str]:
    """Where in some bytes a needle stands: as they are (an empty text), or inside what they pack."""
    return search([("", content)], needles)


def search(pieces: Iterable[tuple[str, bytes]], needles: dict[bytes, str]) -> list[str]:
    """The places of the pieces that hold a needle, each once, in order.

    All pieces are searched as one text, so that the cost is per byte and not per value of a table.
    """
    places: list[str] = []
    starts: list[int] = []
    whole = bytearray()
    for place, content in _with_insides(pieces):
        places.append(place)
        starts.append(len(whole))
        whole += content + _BETWEEN
    pattern = pattern_of(frozenset(needles))
    hits: list[str] = []
    found = pattern.search(whole)
    while found:
        piece = bisect_right(starts, found.start()) - 1
        hits.append(places[piece])
        found = pattern.search(whole, starts[piece + 1]) if piece + 1 < len(starts) else None
    return list(dict.fromkeys(hits))


def _with_insides(pieces: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Each piece, and whatever it packs."""
    for place, content in pieces:
        yield from _opened(place, content, set(), 0)


def _opened(place: str, content: bytes, seen: set[bytes], depth: int) -> Iterator[tuple[str, bytes]]:
    """The same bytes are opened once, however many ways lead to them."""
    if not content or content in seen:
        return
    seen.add(content)
    yield place, content
    if depth < _DEPTH:
        for how, inner in unpacked(content):
            yield from _opened(f"{place} > {how}", inner, seen, depth + 1)
