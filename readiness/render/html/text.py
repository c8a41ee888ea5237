"""Text of documents as HTML: hostile characters are shown, backquotes are code, and nothing else is obeyed."""

import re
from typing import Final

from markupsafe import Markup, escape

from readiness.render.escape import prose, visible

_CODE: Final = re.compile(r"`([^`]+)`")
_ADDRESS: Final = re.compile(r"https?://[A-Za-z0-9\-._~:/?@!$&'()*+,;=%#\[\]]+\Z")
_LEAST: Final = 4
_NOT_IN_AN_ANCHOR: Final = re.compile(r"[^A-Za-z0-9._/-]+")


def phrase(text: str) -> Markup:
    """Return `text` in one line as HTML, with what stands in backquotes as code."""
    parts = _CODE.split(prose(text))
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if number % 2 else escape(part) for number, part in enumerate(parts)
    )


def step(text: str) -> Markup:
    """Return a next step as HTML: a command of ours is code as a whole, to be copied."""
    return Markup("<code>{}</code>").format(prose(text)) if text.startswith("readiness ") else phrase(text)


def reference(text: str) -> Markup:
    """Return the reference of an issue as HTML: a link where it is an address of the web, and code otherwise."""
    shown = visible(text)
    if _ADDRESS.match(text) and shown == text:
        return Markup('<a href="{}" rel="noreferrer noopener">{}</a>').format(text, text)
    return Markup("<code>{}</code>").format(shown)


def anchor(subject: str, scope: str | None = None) -> str:
    """Return the fragment that leads to `subject`, such as `item-deploy`; with `scope`, `item-public-launch/deploy`."""
    kind, _, name = subject.partition(" ")
    name = f"{scope}/{name}" if scope is not None else name
    return _NOT_IN_AN_ANCHOR.sub("_", prose(f"{kind}-{name}"))


def brief(text: str, most: int) -> str:
    """Return `text` in at most `most` letters, ended by `…` where it is cut; nothing where that says nothing."""
    if len(text) <= most:
        return text
    return f"{text[: most - 1]}…" if most >= _LEAST else ""


def written(length: float) -> str:
    """Return a length of a picture as short as it can be written, and never as `-0`."""
    return f"{round(length, 1) + 0.0:g}"
