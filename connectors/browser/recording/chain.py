"""A locator as codegen writes it, `page.get_by_role("button", name="Gem").click()`, taken apart into its links."""

import ast
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Link:
    """One of the calls or attributes that are joined by dots.

    Attributes:
        name: What is called.
        args: The plain values it is called with, by place; they may hold what was typed.
        options: And by name.
        is_plain: Whether there is nothing but plain values.
    """

    name: str
    args: tuple[object, ...] = field(default=(), repr=False)
    options: dict[str, object] = field(default_factory=dict, repr=False)
    is_plain: bool = True

    @property
    def text(self) -> str:
        """The one text it is called with; empty where it isn't that."""
        only = self.args[0] if len(self.args) == 1 and self.is_plain else ""
        return only if isinstance(only, str) else ""


def links(node: ast.expr) -> tuple[Link, ...]:
    """From what it begins with (`page`) to the last; empty where it is built otherwise."""
    found: list[Link] = []
    while not isinstance(node, ast.Name):
        call = node if isinstance(node, ast.Call) else None
        dotted = call.func if call is not None else node
        if not isinstance(dotted, ast.Attribute):
            return ()
        found.append(_link(dotted.attr, call))
        node = dotted.value
    return (Link(node.id), *reversed(found))


def _link(name: str, call: ast.Call | None) -> Link:
    if call is None:
        return Link(name)
    try:
        args = tuple(ast.literal_eval(each) for each in call.args)
        options = {each.arg or "": ast.literal_eval(each.value) for each in call.keywords}
    except ValueError:
        return Link(name, is_plain=False)
    return Link(name, args, options)
