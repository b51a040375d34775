"""Cleaning a trace: what isn't of a known form, or still holds a value, is no trace that is kept."""

import io
import json
import zipfile

import pytest

from connectors.browser.evidence.trace_cleaning import MOST_BYTES, clean_trace, typed_in
from connectors.browser.evidence.trace_parts import NotUnderstood
from sandbox.leaks import needles_of, search_bytes

NAME = "Agnes Ahornblad"
BEGIN = {"type": "context-options", "version": 10, "options": {"baseURL": f"http://x/{NAME}"}}


def packed(*events: object, **members: bytes) -> bytes:
    """A trace of these lines, and these members besides."""
    lines = "".join(f"{json.dumps(event, ensure_ascii=False)}\n" for event in (BEGIN, *events))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("trace.trace", lines)
        for name, member in members.items():
            archive.writestr(name, member)
    return content.getvalue()


def snapshot(html: object) -> dict[str, object]:
    """One snapshot of a page."""
    return {"type": "frame-snapshot", "snapshot": {"callId": "1", "frameUrl": "http://x/?q=1", "html": html}}


def cleaned_html(html: object, *values: str) -> object:
    """A snapshot's tree as it is kept."""
    with zipfile.ZipFile(io.BytesIO(clean_trace(packed(snapshot(html)), values))) as archive:
        lines = archive.read("trace.trace").decode().splitlines()
    return json.loads(lines[1])["snapshot"]["html"]


@pytest.mark.parametrize(
    "event",
    [
        {"type": "brand-new-kind", "text": NAME},
        snapshot({"tag": "P"}),
        snapshot(["P", {"title": {"text": NAME}}]),
        snapshot([["P", 1], "x"]),
    ],
    ids=["an unknown kind of line", "no tree", "an attribute that is no text", "a node of another form"],
)
def test_what_is_not_understood_is_not_kept(event: object) -> None:
    """A later Playwright may write what nobody here has seen: better no trace than one nobody has judged."""
    with pytest.raises(NotUnderstood):
        clean_trace(packed(event), [])


@pytest.mark.parametrize(
    "content", [b"no zip", packed(**{"resources/a.css": b"h1 { content: '\xf8' }"}), packed(**{"trace.network": b"{"})]
)
def test_what_cannot_be_read_is_not_kept(content: bytes) -> None:
    """No zip file, another character set, half a line."""
    with pytest.raises(NotUnderstood):
        clean_trace(content, [])


def test_a_trace_too_large_to_clean_in_time_is_not_kept() -> None:
    """Its unpacked size counts, and it isn't unpacked to find out."""
    with pytest.raises(NotUnderstood, match="larger than"):
        clean_trace(packed(**{"resources/a.css": b" " * (MOST_BYTES + 1)}), [])


@pytest.mark.parametrize(
    "packing", ["QWduZXMgQWhvcm5ibGFk", "41676e65732041686f726e626c6164", "&#65;&#103;&#110;&#101;&#115;"]
)
def test_a_value_packed_into_a_style_sheet_drops_the_trace(packing: str) -> None:
    """In base64, in hexadecimal, as numbers of characters: no text shows it, and the last search finds it."""
    name = "Agnes" if packing.startswith("&") else NAME
    with pytest.raises(NotUnderstood, match="left in"):
        clean_trace(packed(**{"resources/a.css": f"/* {packing} */".encode()}), [name])


def test_members_that_hold_contents_are_left_out() -> None:
    """Pages, data, pictures, scripts, uploads and the driver's own extra files; style sheets stay."""
    contents = {f"resources/a.{kind}": NAME.encode("latin-1") for kind in ("html", "json", "png", "js", "pdf", "dat")}
    kept = clean_trace(packed(**contents, **{"resources/b.css": b"h1 {}", "har/x.har": NAME.encode()}), [])
    assert search_bytes(kept, needles_of([NAME])) == []
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        assert archive.namelist() == ["trace.trace", "resources/b.css"]


def test_every_node_of_a_snapshot_stays_in_its_place() -> None:
    """Later snapshots refer to nodes by counting: texts and attributes go, nodes never."""
    html = [
        "HTML",
        {},
        ["BODY", {"data-x": NAME}, ["H1", {"id": "a"}, "Borger"], ["TABLE", ["TR", ["TD", {}, NAME]]], [[1, 3]]],
    ]
    assert cleaned_html(html) == [
        "HTML", {}, ["BODY", {}, ["H1", {"id": "a"}, "Borger"], ["TABLE", ["TR", ["TD", {}, "[hidden]"]]], [[1, 3]]]
    ]  # fmt: skip


def test_a_number_in_pieces_is_found_in_its_line() -> None:
    """No element holds all of it, and read together they do; what stands in another line is left as it is."""
    line = ["P", ["SPAN", "070248"], "-", ["SPAN", "1239"]]
    assert cleaned_html(["BODY", line, ["P", "Sag 17"]]) == [
        "BODY", ["P", ["SPAN", "[hidden]"], "[hidden]", ["SPAN", "[hidden]"]], ["P", "Sag 17"]
    ]  # fmt: skip


def test_what_a_field_holds_is_hidden_and_a_button_says_what_it_does() -> None:
    """Also where the value is nobody's known one: a field is where values are."""
    field = ["INPUT", {"__playwright_value_": "Strandvejen 42", "name": "adresse"}]
    button = ["INPUT", {"__playwright_value_": "Gem", "value": "Gem", "type": "submit"}]
    assert cleaned_html(["FORM", field, button]) == [
        "FORM", ["INPUT", {"__playwright_value_": "[hidden]", "name": "adresse"}], button
    ]  # fmt: skip


def test_what_was_typed_counts_as_personal_and_keys_do_not() -> None:
    """Every way of typing; a file's name, not its content; `Enter` is a key, `Ahornblad` isn't."""
    events = [
        {"type": "before", "method": "fill", "params": {"selector": "#a", "value": "Ahornblad", "timeout": 1}},
        {"type": "before", "method": "press", "params": {"selector": "#a", "key": "Enter"}},
        {"type": "before", "method": "selectOption", "params": {"options": [{"valueOrLabel": "Tandlæge"}]}},
        {
            "type": "before",
            "method": "setInputFiles",
            "params": {"payloads": [{"name": "sag 17.pdf", "buffer": "QUJD"}]},
        },
        {"type": "before", "method": "click", "params": {"selector": "text=Gemmes"}},
    ]
    assert typed_in(packed(*events)) == {"Ahornblad", "Tandlæge", "sag 17.pdf"}
