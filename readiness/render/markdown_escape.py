"""Text of documents inside Markdown: shown as written, and never obeyed, by Markdown, HTML, GitHub or a CI runner.

In a template for Markdown everything printed goes through `escaped`; `code`, `reference` and `contact` are for what is
more than prose.
"""

import re
from typing import Final
from urllib.parse import quote

from markupsafe import Markup, escape

from readiness.render.escape import prose, visible

_HTML: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;"}
_SYNTAX: Final = frozenset("\\`*_[]#|~!")
_IN_CODE: Final = _SYNTAX | frozenset("@$:.")
_BREAK: Final = "&#8203;"  # a space without width, so that nobody is notified and no number becomes a link

_MORE_THAN_TEXT: Final = re.compile(
    r"`([^`\s](?:[^`]*[^`\s])?)`|https?://[A-Za-z0-9\-._~:/?@!$&'()*+,;=%#]*[A-Za-z0-9/]"
)
_LIST_MARK: Final = re.compile(r"(\d+)([.)])|([-+=])")
_PLAIN_CODE: Final = re.compile(r"[^`|]+\Z")

# GitLab looks for references in what Markdown has made of a text, where backslashes are gone: merge requests, labels,
# snippets, milestones, epics, `[kind:1]`; and for `{+ +}` and `[- -]`, which it shows as added and removed.
_REFERENCE: Final = re.compile(r"(?:\\[!~]|&#36;|%)(?=[\w\"])|&amp;(?=\d)|(?:\{|\\\[)(?=[-+]|\w+:)")
_ANCHORED: Final = (".md", ".markdown")
_WEB: Final = re.compile(r"https?://\S+\Z")


def escaped(value: object) -> Markup:
    """Return `value` as Markdown prose in one line: URLs are links, backquotes code, the rest only text."""
    if hasattr(value, "__html__"):
        return Markup(value)  # noqa: S704 - Markup is what has been escaped before
    text = prose(str(value))
    parts: list[str] = []
    end = 0
    for found in _MORE_THAN_TEXT.finditer(text):
        quoted = found[1]
        parts += [_inert(text[end : found.start()]), code(quoted) if quoted else f"<{found[0]}>"]
        end = found.end()
    parts.append(_inert(text[end:]))
    return Markup(_not_a_list("".join(parts)))  # noqa: S704 - the line above is the escaping


def code(value: object) -> Markup:
    """Return `value` as inline code; works in a table too."""
    text = visible(str(value)).strip(" ")
    if not text:
        return Markup("")
    if _PLAIN_CODE.match(text):
        return Markup(f"`{text}`")  # noqa: S704 - nothing in it ends the code
    inner = "".join(f"&#{ord(one)};" if one in _IN_CODE else one for one in str(escape(text)))
    inner = inner.replace("&&#35;", "&#")  # the numeric entities that `escape` wrote itself
    return Markup(f"<code>{inner}</code>")  # noqa: S704 - every character of syntax is an entity


def reference(value: object, root: str) -> Markup:
    """Return a path from the top of the repository, which may carry an `#anchor`, as code that links there.

    `root` is the way to the top, such as `../../`. Only Markdown has anchors that a forge would follow.
    """
    path, _, anchor = visible(str(value)).partition("#")
    target = root + quote(path, safe="/")
    if anchor and path.lower().endswith(_ANCHORED):
        target += "#" + quote(anchor, safe="")
    return Markup(f"[{code(value)}]({target})")  # noqa: S704 - both parts are escaped


def contact(value: object) -> Markup:
    """Return where somebody is reached: an address of the web as a link, the rest as code, which can be copied."""
    text = str(value)
    return escaped(text) if _WEB.match(text) else code(text)


def _inert(text: str) -> str:
    written = "".join(_HTML.get(one) or (f"\\{one}" if one in _SYNTAX else one) for one in text)
    written = re.sub(r"@(?=\w)", f"@{_BREAK}", written)
    written = re.sub(r"(\\#|\bGH-)(?=\d)", rf"\1{_BREAK}", written)
    written = _REFERENCE.sub(rf"\g<0>{_BREAK}", written)
    written = written.replace("www.", f"www{_BREAK}.")
    return written.replace("::", ":&#58;")


def _not_a_list(text: str) -> str:
    found = _LIST_MARK.match(text)
    if found is None:
        return text
    return f"{found[1]}\\{text[found.end(1) :]}" if found[1] else f"\\{text}"
