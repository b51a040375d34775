"""Each kind of action that codegen writes: what becomes of it, and that no value of it is left."""

import subprocess
import sys
from pathlib import Path

import pytest

from connectors.browser.recording.names import class_name, slug
from gevinst.errors import ProcessError
from tests.connectors.browser.recording.recorded import EVERYTHING, SECRETS, script
from tests.connectors.browser.recording.turning import body_of, turned

ROOT = Path(__file__).parents[4]
SETTINGS = str(ROOT / "pyproject.toml")


def _checked(file: Path, *command: str) -> subprocess.CompletedProcess[str]:
    done = [sys.executable, "-m", *command, str(file)]
    return subprocess.run(done, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("secret", SECRETS)
def test_nothing_that_was_typed_or_shown_is_kept(secret: str) -> None:
    """Typed, in an address, in a row, in a file's name, or repeated in a label."""
    assert secret in EVERYTHING
    assert secret.casefold() not in turned(EVERYTHING).casefold()


def test_what_is_written_needs_no_formatting_and_no_types(tmp_path: Path) -> None:
    """It passes what the project's own code must pass."""
    file = tmp_path / "pages.py"
    file.write_text(turned(EVERYTHING), encoding="utf-8")
    for command in (
        ["ruff", "format", "--check", "--config", SETTINGS],
        ["ruff", "check", "--config", SETTINGS, "--ignore", "INP001"],
        ["mypy", "--strict", "--config-file", SETTINGS],
    ):
        done = _checked(file, *command)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("length", range(4, 60, 4))
def test_long_labels_are_laid_out_as_the_formatter_does(tmp_path: Path, length: int) -> None:
    """On one line, on a line of their parts, or each part on its own."""
    labels = [f"{first}{'x' * length}" for first in "abc"]
    fills = [f'page.get_by_role("textbox", name="{label}").fill("1,00")' for label in labels]
    file = tmp_path / "pages.py"
    press = f'page.get_by_role("button", name="Gem {labels[0][:55]}").click()'
    file.write_text(turned(script(*fills, press)), encoding="utf-8")
    done = _checked(file, "ruff", "format", "--diff", "--config", SETTINGS)
    assert done.returncode == 0, done.stdout


def test_a_form_becomes_a_verb_with_parameters() -> None:
    """The button names it, the labels name what it takes, and it gives the page that came."""
    page = body_of(turned(EVERYTHING), "LogPaaPage")
    assert 'def log_paa(self, *, bruger: str, adgangskode: str) -> "SoegBorgerPage":' in page
    assert 'type_text(self.field("Adgangskode"), adgangskode, what="Adgangskode")' in page
    assert 'self.press("Log på")' in page
    assert "return SoegBorgerPage(self.case, self.window).shown()" in page


def test_what_saves_becomes_a_form_and_the_stub_of_a_commit() -> None:
    """With what a recording can't know marked, so that it fails until it is put right."""
    page = body_of(turned(EVERYTHING), "RegistrerBilagPage")
    assert 'heading = "Registrér bilag"' in page
    for parameter in ("beloeb: Decimal", "behandlingsdato: date", "dag: date", "art: str", "fil: FilePayload"):
        assert parameter in page
    assert 'choose(self.field("Art"), art, what="Art")' in page
    assert 'self.field("Hastesag").check()' in page
    assert 'type_text(hinted(self.here, "EAN-nummer"), ean_nummer, what="EAN-nummer")' in page
    assert 'type_text(named(self.here, "bem"), bem, what="bem")' in page
    assert 'type_text(self.here.locator("#modtager"), modtager, what="modtager")' in page
    assert 'commit(self, ownership, self.button("Gem"), to="[?]", question="[?]")' in page
    assert "KvitteringPage(self.case, self.window).shown()" in page


def test_frames_windows_questions_and_files_are_kept() -> None:
    """Each by the kit's own way."""
    text = turned(EVERYTHING)
    assert 'frame = ("indre",)' in text
    assert 'type_amount(named(self.here, "belob"), belob, what="belob")' in text
    assert "with self.case.expect_window(self.window) as opened:" in text
    assert "(self.case, opened.page).shown()" in text
    assert "def soeg(self, *, cvr: str) -> None:" in text
    assert "with downloading(self, most_bytes=20_000_000) as file:" in text
    assert 'commit(self, ownership, self.button("Slet"), to="[?]", question="[?]")' in text


def test_what_was_pointed_at_can_be_read() -> None:
    """A receipt's number, by its id."""
    assert 'return self.here.locator("#nummer").inner_text().strip()' in body_of(turned(EVERYTHING), "KvitteringPage")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ('page.get_by_role("cell", name="x").nth(2).click()', "clicked on cell nth"),
        ('page.get_by_text("Agnes").dblclick()', "dblclick on get_by_text"),
        ('page.get_by_role("button", name="Gem").click(button="right")', "clicked on button"),
        ('page.get_by_role("textbox", name="A").press("ControlOrMeta+v")', "press on textbox"),
        ('page.get_by_role("link", name="Agnes Ahornblad").click()', "pressed at something, whose text may tell"),
        ('page.get_by_role("link", name=re.compile(r"^Agnes")).click()', "clicked on get_by_role"),
        ('page.locator("div").filter(has_text="Agnes").get_by_role("img").click()', "clicked on locator filter img"),
        ('page.get_by_role("button", name="Sag 20264711").click()', "pressed at something, whose text may tell"),
    ],
)
def test_what_is_not_understood_is_told_without_its_texts(statement: str, said: str) -> None:
    """The developer sees that something is missing, and of what kind."""
    text = turned(script(statement))
    assert "# Recorded, and not turned into anything: " in text
    assert said in text
    assert "Agnes" not in text
    assert "def " not in text


def test_pages_nobody_pointed_at_are_told_apart_by_what_is_worked_on_them() -> None:
    """They get a heading that no page has; a page that is worked again after a press is the same."""
    text = turned(
        script(
            'page.get_by_role("textbox", name="Navn").fill("x")',
            'page.get_by_role("button", name="Søg").click()',
            'page.get_by_role("textbox", name="Navn").fill("y")',
            'page.get_by_role("button", name="Søg").click()',
            'page.get_by_role("textbox", name="Vej").fill("z")',
        )
    )
    assert text.count('heading = "[?]"') == 2
    assert text.count("def soeg(") == 1
    assert "vej: str" in body_of(text, "Side2Page")


def test_a_page_without_a_heading_is_known_by_a_text_that_was_pointed_at() -> None:
    """By the recorder's eye; a click on a text may be a click on data, and is only told."""
    text = turned(
        script(
            'expect(page.get_by_text("Fakturaer til kontering")).to_be_visible()',
            'page.get_by_role("button", name="Søg").click()',
            'page.get_by_text("Bilag").click()',
            'expect(page.get_by_text("Agnes Ahornblad")).to_be_visible()',
        )
    )
    assert 'landmark = "Fakturaer til kontering"' in body_of(text, "FakturaerTilKonteringPage")
    assert "clicked on get_by_text" in text
    assert "Bilag" not in text
    assert "looked at something, whose text may tell" in text


def test_names_that_are_taken_get_another() -> None:
    """By Python, by the base class, or by another field."""
    text = turned(
        script(
            'page.get_by_role("textbox", name="class").fill("x")',
            'page.get_by_role("textbox", name="Navn").fill("x")',
            'page.get_by_role("textbox", name="Navn:").fill("x")',
            'page.get_by_role("textbox", name="2. navn").fill("x")',
            'page.get_by_role("button", name="Field").click()',
        )
    )
    assert "def field_2(self, *, class_: str, navn: str, navn_2: str, felt_2_navn: str) -> None:" in text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Beløb i alt (kr.)", "beloeb_i_alt_kr"),
        ("Århus-ærø", "aarhus_aeroe"),
        ("Registrér", "registrer"),
        ("!", "felt"),
    ],
)
def test_a_name_comes_from_a_label(text: str, name: str) -> None:
    """Danish letters are two, accents go."""
    assert slug(text, "felt") == name


def test_a_class_is_named_by_its_heading() -> None:
    """Cut where it is long, at a word."""
    assert class_name("Søg borger", "side") == "SoegBorgerPage"
    assert class_name("Oversigt over alle de bilag som er registreret", "side") == "OversigtOverAlleDeBilagSomErPage"


@pytest.mark.parametrize("text", ["", "x = 1", "def run(:", "\0"])
def test_something_else_than_a_script_is_an_error(text: str) -> None:
    """Another version of Playwright may write otherwise."""
    with pytest.raises(ProcessError, match="codegen"):
        turned(text)


def test_a_script_is_never_run(tmp_path: Path) -> None:
    """It is read as data."""
    canary = tmp_path / "canary"
    turned(script(f"open({str(canary)!r}, 'w')", f"page.goto(open({str(canary)!r}, 'w'))"))
    assert not canary.exists()
