"""Read templates from YAML files: what is wrong in one is named with file and line, never ignored."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from connectors.documents.templates import Template
from gevinst.errors import ConfigurationError

FOLDER = Path(__file__).parent / "templates"
_APPENDED = ("other_labels", "checks", "power_of_attorney")
_MERGED = ("fields", "lines")


def template_names(folder: Path = FOLDER) -> list[str]:
    """The templates there are."""
    return sorted(path.stem for path in folder.glob("*.yaml"))


def load_template(name: str, *, folder: Path = FOLDER) -> Template:
    """Read a template by name, with what it `extends` below it.

    A field of the extending template changes only the keys it gives; `other_labels`, `checks` and `power_of_attorney`
    are added to; everything else replaces what was there.

    Raises:
        ConfigurationError: No such template, or a wrong one: file, line, place and reason.
    """
    path, tree, content = _read(name, folder, ())
    try:
        return Template.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigurationError(_complaint(path, tree, first["loc"], first["msg"])) from None


def _read(name: str, folder: Path, below: tuple[str, ...]) -> tuple[Path, yaml.Node | None, Any]:
    """The file, its tree of nodes (which know their lines) and its content with what it extends."""
    path = folder / f"{name}.yaml"
    if not path.is_file():
        known = ", ".join(template_names(folder))
        raise ConfigurationError(f"there is no document template '{name}'; known: {known}")
    try:
        text = path.read_text(encoding="utf-8")
        tree = yaml.compose(text, yaml.SafeLoader)
        content = yaml.load(text, _NoRepeats)  # noqa: S506 (it is safe)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigurationError(f"{path}: line {line}: {error.problem}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: {error}") from None
    if not isinstance(content, dict) or "extends" not in content:
        return path, tree, content
    base = str(content.pop("extends"))
    if base in (*below, name):
        raise ConfigurationError(f"{path}: line {_line(tree, ('extends',))}: extends: '{base}' extends this one itself")
    try:
        return path, tree, _extended(_read(base, folder, (*below, name))[2], content)
    except ConfigurationError as error:
        if base in template_names(folder):
            raise
        raise ConfigurationError(f"{path}: line {_line(tree, ('extends',))}: extends: {error.detail}") from None


def _extended(base: Any, content: dict[str, Any]) -> Any:  # noqa: ANN401 (YAML)
    if not isinstance(base, dict):
        return content
    whole = dict(base)
    for key, value in content.items():
        if key in _APPENDED and isinstance(value, list) and isinstance(whole.get(key), list):
            whole[key] = [*whole[key], *value]
        elif key in _MERGED and isinstance(value, dict) and isinstance(whole.get(key), dict):
            whole[key] = _merged(whole[key], value)
        else:
            whole[key] = value
    return whole


def _merged(base: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    whole = dict(base)
    for key, value in content.items():
        both = isinstance(value, dict) and isinstance(whole.get(key), dict)
        whole[key] = _merged(whole[key], value) if both else value
    return whole


def _complaint(path: Path, tree: yaml.Node | None, place: tuple[str | int, ...], message: str) -> str:
    where = " → ".join(map(str, place)) or "the whole"
    return f"{path}: line {_line(tree, place)}: {where}: {message.removeprefix('Value error, ')}"


def _line(tree: yaml.Node | None, place: tuple[str | int, ...]) -> int:
    """The line of a place in the file; where the place isn't written there, that of the last part that is."""
    node, line = tree, 1
    for part in place:
        match node:
            case yaml.MappingNode():
                found = [(key, value) for key, value in node.value if key.value == str(part)]
                if not found:
                    return line
                (key, node) = found[0]
                line = key.start_mark.line + 1
            case yaml.SequenceNode() if isinstance(part, int) and part < len(node.value):
                node = node.value[part]
                line = node.start_mark.line + 1
            case _:
                return line
    return line


class _NoRepeats(yaml.SafeLoader):
    """YAML's last of two equal keys wins in silence: a field that was written twice would be half of what was meant."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:  # noqa: FBT001, FBT002
        """The mapping, if no key stands in it twice."""
        seen: list[object] = []
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"'{key.value}' stands here twice", key.start_mark)
            seen.append(key.value)
        return super().construct_mapping(node, deep=deep)
