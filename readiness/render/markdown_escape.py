"""Text of documents inside Markdown: shown as written, and never obeyed, by Markdown, HTML, GitHub or a CI runner.

In a template for Markdown everything printed goes through `escaped`, or, where people talk, `unlinked`; `code`,
`reference` and `contact` are for what is more than prose.
"""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from markupsafe import Markup, escape

from readiness.render.escape import prose, visible

_HTML: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;"}
_SYNTAX: Final = frozenset("\\`*_[]#|~!")
_IN_CODE: Final = _SYNTAX | frozenset("@$:.")
_WRITTEN: Final = str.maketrans({**{one: f"\\{one}" for one in _SYNTAX}, **_HTML})
_KEPT: Final = 1 << 15
"""Ids and titles come back many times in a document, and the documents of large launches have thousands of them."""
_BREAK: Final = "&#8203;"  # a space without width, so that nobody is notified and no number becomes a link

_MORE_THAN_TEXT: Final = re.compile(
    r"`([^`\s](?:[^`]*[^`\s])?)`|https?://[A-Za-z0-9\-._~:/?@!$&'()*+,;=%#]*[A-Za-z0-9/]"
)
_FIRST: Final = re.compile(r"(\d+)([.)])|([-+=/])")
"""What makes a list or a heading, or, as a slash does in comments on GitLab, gives a command, where it stands first."""
_COMMIT: Final = re.compile(r"(?<![\w-])(?=[0-9a-f]*\d)[0-9a-f]{7,40}(?![\w-])")
_PLAIN_CODE: Final = re.compile(r"[^`|]+\Z")

# GitLab looks for references in what Markdown has made of a text, where backslashes are gone: merge requests, labels,
# snippets, milestones, epics, `[kind:1]`, `*iteration:1`; and for `{+ +}` and `[- -]`, shown as added and removed.
_REFERENCE: Final = re.compile(
    r"(?:\\[!~]|&#36;|%)(?=[\w\"\\])|&amp;(?=\d)|(?:\{|\\\[)(?=[-+]|\w+:)|\\\*(?=(?i:iteration):)"
)
_MAIL_SIGN: Final = re.compile(r"(?<=\S)&#64;(?=\S)")
_ANCHORED: Final = (".md", ".markdown")
_WEB: Final = re.compile(r"https?://\S+\Z")


def escaped(value: object) -> Markup:
    """Return `value` as Markdown prose in one line: URLs are links, backquotes code, the rest only text."""
    return _written(value, links=True)


def unlinked(value: object) -> Markup:
    """Return `value` as `escaped` does, but with addresses and the ids of commits as code.

    Where people talk a link is a message: a forge tells the readers of an issue where somebody has linked to it.
    """
    return _written(value, links=False)


def _written(value: object, *, links: bool) -> Markup:
    if isinstance(value, Markup):
        return value
    return _prose(str(value), links=links)


@lru_cache(maxsize=_KEPT)
def _prose(value: str, *, links: bool) -> Markup:
    text = prose(value)
    parts: list[str] = []
    end = 0
    plain = _inert if links else _without_commits
    for found in _MORE_THAN_TEXT.finditer(text):
        quoted = found[1] or (None if links else found[0])
        parts += [plain(text[end : found.start()]), code(quoted) if quoted else f"<{found[0]}>"]
        end = found.end()
    parts.append(plain(text[end:]))
    return Markup(_not_first("".join(parts)))  # noqa: S704 - the line above is the escaping


def code(value: object) -> Markup:
    """Return `value` as inline code; works in a table too."""
    return _code(str(value))


@lru_cache(maxsize=_KEPT)
def _code(value: str) -> Markup:
    text = visible(value).strip(" ")
    if not text:
        return Markup("")
    if _PLAIN_CODE.match(text):
        return Markup(f"`{text}`")  # noqa: S704 - nothing in it ends the code
    inner = "".join(f"&#{ord(one)};" if one in _IN_CODE else one for one in str(escape(text)))
    inner = inner.replace("&&#35;", "&#")  # the numeric entities that `escape` wrote itself
    # An address of mail would be a link in here too: readers look for those in text whose entities have been read.
    inner = _MAIL_SIGN.sub("&#64;</code><code>", inner)
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
    written = text.translate(_WRITTEN)
    written = re.sub(r"@(?=\S)", f"@{_BREAK}", written)
    written = re.sub(r"(\\#|\bGH-)(?=\d)", rf"\1{_BREAK}", written, flags=re.IGNORECASE)
    written = written.replace("://", f":{_BREAK}//")
    written = _REFERENCE.sub(rf"\g<0>{_BREAK}", written)
    written = re.sub(r"(www)\.", rf"\1{_BREAK}.", written, flags=re.IGNORECASE)
    return written.replace("::", ":&#58;")


def _without_commits(text: str) -> str:
    parts: list[str] = []
    end = 0
    for found in _COMMIT.finditer(text):
        parts += [_inert(text[end : found.start()]), code(found[0])]
        end = found.end()
    return "".join([*parts, _inert(text[end:])])


def _not_first(text: str) -> str:
    found = _FIRST.match(text)
    if found is None:
        return text
    return f"{found[1]}\\{text[found.end(1) :]}" if found[1] else f"\\{text}"
