"""What may not be written anew is refused by a code, whatever was to be done with it, and nothing is left behind."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from connectors.pdf import writing
from connectors.pdf.opening import answering
from connectors.pdf.writing import fill_form, merge, split, stamp
from gevinst.child import ChildFailed
from gevinst.codes import Code
from gevinst.errors import BusinessError, ProcessError, RetryLater
from tests.connectors.pdf.samples import changed, dynamic, letter, lock, sign

ACTS: dict[str, Callable[[Path, Path], object]] = {
    "fill": lambda pdf, into: fill_form(pdf, {}, into / "ud.pdf"),
    "merge": lambda pdf, into: merge(
        [("Bilag", letter(pdf.parent, "god", name="god.pdf")), ("Bilag", pdf)], into / "ud.pdf"
    ),
    "split": lambda pdf, into: split(pdf, [(1, 1)], into),
    "stamp": lambda pdf, into: stamp(pdf, ("Modtaget",), into / "ud.pdf"),
}
DEEP = (
    b"%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R /X "
    + b"[" * 100_000
    + b">> endobj\ntrailer <</Root 1 0 R>>\n%%EOF"
)


@pytest.mark.parametrize("act", ACTS)
def test_a_signed_locked_or_broken_file_is_refused(tmp_path: Path, act: str) -> None:
    """A signature would be void, a lock broken; the original is as it was, and there is no half of a file."""
    (tmp_path / "ud").mkdir()
    cases = {
        Code.DOCUMENT_SIGNED: changed(letter(tmp_path, "a", name="signed.pdf"), sign),
        Code.DOCUMENT_LOCKED: changed(letter(tmp_path, "a", name="locked.pdf"), lock),
        Code.DOCUMENT_DYNAMIC_FORM: changed(letter(tmp_path, "a", name="dynamic.pdf"), dynamic),
        Code.DOCUMENT_EMPTY: tmp_path / "empty.pdf",
        Code.DOCUMENT_DAMAGED: tmp_path / "damaged.pdf",
        Code.LIMIT_EXCEEDED: letter(tmp_path, *"a" * 501, name="long.pdf"),
    }
    cases[Code.DOCUMENT_EMPTY].write_bytes(b"")
    cases[Code.DOCUMENT_DAMAGED].write_bytes(DEEP)
    for code, pdf in cases.items():
        before = pdf.read_bytes()
        with pytest.raises(BusinessError) as refused:
            ACTS[act](pdf, tmp_path / "ud")
        assert refused.value.code is code
        assert ("file 2" in str(refused.value)) == (act == "merge")
        assert pdf.read_bytes() == before
    assert list((tmp_path / "ud").iterdir()) == []


def test_a_file_that_needs_a_password_or_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The large one before anybody opens it."""
    pdf = changed(letter(tmp_path, "a"), lambda writer: lock(writer, user="hemmelig"))
    with pytest.raises(BusinessError) as refused:
        stamp(pdf, ("Modtaget",), tmp_path / "ud.pdf")
    assert refused.value.code is Code.DOCUMENT_LOCKED
    monkeypatch.setattr(writing, "MAX_BYTES", 10)
    with pytest.raises(BusinessError) as refused:
        stamp(pdf, ("Modtaget",), tmp_path / "ud.pdf")
    assert refused.value.code is Code.LIMIT_EXCEEDED


def test_nothing_is_written_over_what_it_is_made_from(tmp_path: Path) -> None:
    """An original is filed as it came."""
    pdf = letter(tmp_path, "a")
    before = pdf.read_bytes()
    for act in (lambda: stamp(pdf, ("Modtaget",), pdf), lambda: merge([("a", pdf)], tmp_path / "x" / ".." / pdf.name)):
        (tmp_path / "x").mkdir(exist_ok=True)
        with pytest.raises(ProcessError, match="made from"):
            act()
    assert pdf.read_bytes() == before


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"problem": "try-later"}, RetryLater),
        ({"problem": "no such code"}, BusinessError),
        ({"rule": "made up"}, BusinessError),
        ("nonsense", BusinessError),
        ({}, BusinessError),
    ],
)
def test_the_child_s_answer_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: object, error: type[Exception]
) -> None:
    """It opened a stranger's file; it may say anything, and that it wrote what it didn't."""
    monkeypatch.setattr(writing, "call_limited", lambda *_, **__: answer)
    with pytest.raises(error):
        stamp(letter(tmp_path, "a"), ("Modtaget",), tmp_path / "ud.pdf")


def test_an_error_nobody_foresaw_is_told_by_its_class(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its text may quote the file."""

    def fail(*_: object, **__: object) -> None:
        raise ChildFailed("KeyError")

    monkeypatch.setattr(writing, "call_limited", fail)
    with pytest.raises(BusinessError, match="document-damaged: KeyError"):
        stamp(letter(tmp_path, "a"), ("Modtaget",), tmp_path / "ud.pdf")


@pytest.mark.parametrize(("number", "code"), [(errno.EFBIG, Code.LIMIT_EXCEEDED), (errno.ENOSPC, Code.TRY_LATER)])
def test_no_room_to_write_is_told_from_a_file_that_is_too_large(number: int, code: Code) -> None:
    """The first passes, the second is the file's own doing."""

    def write() -> None:
        raise OSError(number, "")

    assert answering(write)() == {"problem": code}
