"""Rendered Markdown, made inert for a forge: nobody is notified, no other thread hears of it, no command is obeyed.

The renderers escape what documents say. This is the second look, at the whole, for what only a forge obeys: mentions,
references to issues, merge requests and the like, addresses (those of the forge itself leave a trace in what they lead
to), lines that GitLab would carry out as quick actions, hidden comments, and signs that nobody sees. What stands in
`code` is not obeyed by any forge, and stays as it is, but for hidden comments and unseen signs.
"""

import re
from typing import Final

from readiness.render.escape import visible

_BREAK: Final = "&#8203;"
"""A space without width."""
_OWN_COMMENT: Final = re.compile(r"^<!-- markdownlint-[^>\n]*-->\n?", re.MULTILINE)
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE: Final = re.compile(r"\\.|(`+)(?:(?<=`)(?!`)(.+?)(?<!`)\1(?!`))?")
"""Code, and what only looks as if it began some: escaped signs, and backquotes that nothing ends."""
_MENTION: Final = re.compile(r"@(?=\S)(?!&#8203;)")
_REFERENCE: Final = re.compile(r"(?<!&)([#!%~$^]|&amp;|&#36;|(?i:\bGH-))(?=[\w\"\\&])(?!&#8203;)")
_LINK: Final = re.compile(r"<(https?://[^\s<>]+)>|(?<!\\)\]\([^()\s<>]*\)")
_BARE: Final = re.compile(r"https?://(?=\S)", re.IGNORECASE)
_ACTION: Final = re.compile(r"^(\s*(?:>\s*)*)/")
_TAG: Final = re.compile(r"<(?!/?(?:code|details|summary|br)>)(?=[!?/a-z])", re.IGNORECASE)
"""What begins a tag, but for those that renderers write themselves."""


def inert(text: str) -> str:
    """Return `text`, Markdown of a renderer, as it can be posted."""
    fence = ""
    lines: list[str] = []
    for line in _OWN_COMMENT.sub("", text).split("\n"):
        seen = visible(line)
        opened = _FENCE.match(seen)
        if fence:
            lines.append(_in_code(seen))
            fence = "" if seen.strip().startswith(fence) and not seen.strip().strip(fence[0]) else fence
        elif opened:
            fence = opened[1]
            lines.append(_in_code(seen))
        else:
            lines.append(_line(seen))
    return "\n".join(_ACTION.sub(r"\1\\/", line) for line in lines)


def _line(line: str) -> str:
    parts: list[str] = []
    end = 0
    for found in _CODE.finditer(line):
        if found[2] is None:
            continue
        parts += [_prose(line[end : found.start()]), _in_code(found[0])]
        end = found.end()
    parts.append(_prose(line[end:]))
    return "".join(parts)


def _prose(text: str) -> str:
    parts: list[str] = []
    end = 0
    for found in _LINK.finditer(text):
        parts += [_words(text[end : found.start()]), _link(found[1]) if found[1] else found[0]]
        end = found.end()
    parts.append(_words(text[end:]))
    return "".join(parts)


def _words(text: str) -> str:
    text = _BARE.sub(lambda found: found[0].replace(":", "&#58;"), text)
    text = _MENTION.sub(f"@{_BREAK}", text)
    return _TAG.sub("&lt;", _REFERENCE.sub(rf"\1{_BREAK}", text))


def _link(url: str) -> str:
    """Return the address to be read, and not clicked: who reviews should not be led away by what is judged."""
    return _in_code(f"`{url}`")


def _in_code(text: str) -> str:
    return text.replace("<!--", "<!\u200b--")
