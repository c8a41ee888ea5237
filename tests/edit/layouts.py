"""Documents in every layout that people and programs use, well beyond what this project would write."""

import random
from dataclasses import dataclass, field
from typing import Any

from readiness.edit.scalars import block, inline, key

_KEYS = ("id", "title", "owner", "x-y", "a b", "no", "12", "ref", "née", "paths", "items", "follow_up", "deep", "why")
_WORDS = (
    *("a", "word", "two words", "#12", "no", "1_000", "12:30", "2026-01-02", "a: b", "*x", "&y", "!z", "%p", "@q"),
    *("it's", 'say "x"', "ünï", "- d", "? e", "[f", "{g", "x,y", "github:a/b#1", "", " lead", "trail ", "null", "true"),
    *("0x1F", "1e3", "~", "a #b", "multi\nline", "multi\nline\n", "x" * 130, "---", "=", "<<", "tab\there", "src/**"),
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Writes data at random; `chance` decides everything."""

    chance: random.Random
    newline: str
    anchors: list[str] = field(default_factory=list)

    def data(self, depth: int = 0) -> Any:  # noqa: ANN401 - whatever YAML holds
        drawn = self.chance.random()
        if depth == 0 or (depth < 4 and drawn < 0.28):
            names = self.chance.sample(_KEYS, self.chance.randint(0 if depth else 1, 5))
            return {name: self.data(depth + 1) for name in names}
        if depth < 4 and drawn < 0.5:
            return [self.data(depth + 1) for _ in range(self.chance.randint(0, 4))]
        if drawn < 0.6:
            return self.chance.choice((None, True, False, 0, 12, -3, 1.5))
        return self.chance.choice(_WORDS)

    def block(self, value: Any, indent: int) -> list[str]:  # noqa: ANN401
        if isinstance(value, dict) and self.chance.random() < 0.02:
            name, inner = next(iter(value.items()))
            return [
                " " * indent + f"? {self.key(name, flow=False)}",
                " " * indent + f": {self.word(inner, flow=False)}",
            ]
        lines: list[str] = []
        for name, inner in value.items() if isinstance(value, dict) else ((None, one) for one in value):
            lines += self.noise(indent)
            head = "-" if name is None else self.key(name, flow=False) + self.chance.choice(("", "", "", " ")) + ":"
            lines += self.entry(" " * indent + head, inner, indent, is_element=name is None)
        return lines

    def entry(self, head: str, value: Any, indent: int, *, is_element: bool) -> list[str]:  # noqa: ANN401
        gap = " " * self.chance.choice((1, 1, 1, 1, 2, 4)) + self.property(value)
        if self.chance.random() < 0.02 and self.anchors:
            return [f"{head} *{self.chance.choice(self.anchors)}{self.tail()}"]
        if isinstance(value, dict | list):
            return self.collection(head, gap, value, indent, is_element=is_element)
        drawn = self.chance.random()
        if isinstance(value, str) and drawn < (0.7 if "\n" in value else 0.15):
            written = block(value, indent + self.chance.randint(1, 3), self.chance.choice("|>"))
            if written is not None:
                return [head + gap + written[0] + self.tail(), *written[1]]
        word = "" if value is None and drawn < 0.4 else self.word(value, flow=False)
        if " " in word.strip("\"' ") and drawn > 0.8:
            first, _, rest = word.partition(" ")
            return [head + gap + first, " " * (indent + self.chance.randint(1, 5)) + rest.lstrip() + self.tail()]
        if word and drawn > 0.95:
            return [head + self.tail(), " " * (indent + 2) + word + self.tail()]
        return [head + (gap + word if word else "") + self.tail()]

    def collection(self, head: str, gap: str, value: Any, indent: int, *, is_element: bool) -> list[str]:  # noqa: ANN401
        drawn = self.chance.random()
        if not value or drawn < 0.35:
            return (head + gap + self.flow(value, indent + 1) + self.tail()).split(self.newline)
        if is_element and drawn < 0.85:
            lines = self.block(value, len(head) + len(gap))
            while not lines[0].strip() or lines[0].lstrip().startswith("#"):
                lines.pop(0)
            return [head + gap + lines[0].lstrip(), *lines[1:]]
        head += (" " + gap.strip()) if gap.strip() else ""
        deeper = indent + self.chance.choice((0, 2, 4) if isinstance(value, list) and not is_element else (1, 2, 2, 3))
        return [head + self.tail(), *self.block(value, deeper), *self.noise(deeper)]

    def flow(self, value: Any, indent: int | None = None) -> str:  # noqa: ANN401
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        space = self.chance.choice(("", "", " "))
        if isinstance(value, dict):
            colon = ":" + " " * self.chance.choice((1, 1, 3))
            parts = [self.key(name, flow=True) + colon + self.word(one, flow=True) for name, one in value.items()]
        else:
            parts = [self.word(one, flow=True) for one in value]
        drawn = self.chance.random()
        if indent is None or drawn < 0.6 or not parts:
            comma = "," if parts and drawn < 0.1 else ""
            end = space if parts else ""
            return opening + space + self.chance.choice((", ", ",", " , ", ",  ")).join(parts) + comma + end + closing
        pad = " " * (indent + self.chance.choice((1, 2, 5)))
        if drawn > 0.85:
            return opening + ("," + self.newline + pad).join(parts) + closing
        lines = [opening + self.tail()]
        for number, part in enumerate(parts):
            if self.chance.random() < 0.15:
                lines.append(pad + "# between")
            comma = "," if number < len(parts) - 1 or drawn < 0.7 else ""
            lines.append(pad + part + comma + self.tail())
        return self.newline.join([*lines, " " * (indent + 1) + closing])

    def word(self, value: Any, *, flow: bool) -> str:  # noqa: ANN401
        if isinstance(value, dict | list):
            return self.flow(value)
        return inline(value, flow=flow, style=self.chance.choice((None, "", '"', "'")))

    def property(self, value: Any) -> str:  # noqa: ANN401
        """Return an anchor or a tag, now and then."""
        drawn = self.chance.random()
        if drawn < 0.02:
            self.anchors.append(f"anchor{len(self.anchors)}")
            return f"&{self.anchors[-1]} "
        if drawn < 0.03:
            return "!!map " if isinstance(value, dict) else "!!seq " if isinstance(value, list) else "!!str "
        return ""

    def key(self, name: str, *, flow: bool) -> str:
        return key(name, flow=flow, quoted=self.chance.random() < 0.1)

    def noise(self, indent: int) -> list[str]:
        lines = []
        while self.chance.random() < 0.22:
            if self.chance.random() < 0.4:
                lines.append(" " * self.chance.choice((0, 0, indent, 3)))
            else:
                deep = self.chance.choice((indent, indent, 0, indent + 1, indent + 4))
                lines.append(" " * deep + f"# comment {self.chance.randint(0, 99)}")
        return lines

    def tail(self) -> str:
        drawn = self.chance.random()
        if drawn < 0.2:
            return " " * self.chance.randint(1, 5) + f"# tail {self.chance.randint(0, 99)}: - x"
        return "  " if drawn > 0.97 else ""


def document(chance: random.Random) -> str:
    """Return a document; a few of them are no YAML after all."""
    layout = Layout(chance, chance.choice(("\n", "\n", "\n", "\r\n")))
    lines = layout.block(layout.data(), 0)
    if chance.random() < 0.2:
        lines = ["# top", "---", *lines]
    if chance.random() < 0.2:
        lines.append("# end")
    if chance.random() < 0.1:
        lines.append("...")
    lines += layout.noise(0)
    text = layout.newline.join(lines) + (layout.newline if chance.random() < 0.8 else "")
    return "\ufeff" + text if chance.random() < 0.1 else text
