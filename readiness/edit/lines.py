"""Where lines begin and end, and which lines belong to what is written in a block. Offsets count characters."""

from readiness.edit.changes import refuse
from readiness.edit.nodes import Node

_BLANK = " \t\r"


def begin(text: str, at: int) -> int:
    """Return where the line of `at` begins."""
    return text.rfind("\n", 0, at) + 1


def column(text: str, at: int) -> int:
    """Return how many characters stand before `at` in its line."""
    return at - begin(text, at)


def stop(text: str, at: int) -> int:
    """Return where the line of `at` ends, before its line break."""
    end = text.find("\n", at)
    if end < 0:
        return len(text)
    return end - 1 if end > at and text[end - 1] == "\r" else end


def following(text: str, at: int) -> int:
    """Return where the line after that of `at` begins; the end of the text where there is none."""
    return text.find("\n", at) + 1 or len(text)


def number(text: str, at: int) -> int:
    """Return the number of the line of `at`, from 1."""
    return text.count("\n", 0, at) + 1


def leads(text: str, at: int) -> bool:
    """Return whether only spaces stand before `at` in its line."""
    return not text[begin(text, at) : at].strip(_BLANK)


def is_blank(text: str, at: int) -> bool:
    """Return whether the line that begins at `at` exists and is blank."""
    return at < len(text) and not text[at : stop(text, at)].strip(_BLANK)


def blanks(text: str, at: int) -> int:
    """Return where the blank lines that begin at `at` are over."""
    while is_blank(text, at):
        at = following(text, at)
    return at


def may_span(text: str, at: int) -> bool:
    """Return whether a text in lines of its own can come before the line at `at`, and nothing below becomes part of it.

    Lines of spaces would, and a file without a last line break cannot end it.
    """
    return text.endswith("\n") and not text[at : blanks(text, at)].strip("\r\n")


def line_break(text: str, at: int) -> str:
    """Return the line break that is in use at `at`."""
    end = text.find("\n", begin(text, at))
    if end < 0:
        end = text.rfind("\n")
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"


def extent(text: str, end: int, indent: int) -> int:
    """Return where the lines are over that belong to what ends at `end` and is written at column `indent`.

    Comments below it that are indented deeper are its own, also behind blank lines; others belong to what follows.
    """
    over = at = following(text, end)
    while at < len(text):
        line = text[at : stop(text, at)]
        written = line.lstrip(_BLANK)
        if written and not (written[0] == "#" and len(line) - len(written) > indent):
            break
        at = following(text, at)
        if written:
            over = at
    return over


def head(text: str, parent: Node, index: int) -> int:
    """Return the offset behind the `:` or the `-` that the value of a child stands behind.

    Raises:
        EditError: it is written in a way that is not edited, like `? key`.
    """
    key, node = parent.children[index]
    if key is None:
        return dash(text, parent, node) + 1
    at = key.end
    while at < len(text) and text[at] in " \t":
        at += 1
    if key.bound or text[at : at + 1] != ":":
        refuse(
            "this key is written in a way that cannot be edited", "write it as `key: value`", number(text, key.start)
        )
    return at + 1


def dash(text: str, sequence: Node, element: Node) -> int:
    """Return where the `-` of an element of a block sequence stands."""
    indent = column(text, sequence.start)
    line = begin(text, element.start)
    while True:
        at = line + indent
        written = text[line : stop(text, line)]
        is_dash = text[at : at + 1] == "-" and text[at + 1 : at + 2].strip() == ""
        if at <= element.start and is_dash and not written.lstrip(_BLANK).startswith("#"):
            return at
        if line == 0:
            refuse(
                "this list is written in a way that cannot be edited",
                "write each element behind a `-` of its own",
                number(text, element.start),
            )
        line = begin(text, line - 1)


def opening(text: str, parent: Node, index: int) -> int:
    """Return where a child begins: its key, its `-`, or in a flow sequence the child itself."""
    key, node = parent.children[index]
    if key is not None:
        return key.start
    return dash(text, parent, node) if parent.style == "block" else node.start


def closing(text: str, parent: Node, index: int) -> int:
    """Return where a child ends, its key and the `:` or `-` included."""
    key, node = parent.children[index]
    if not node.is_empty:
        return node.end
    return head(text, parent, index) if key is not None or parent.style == "block" else node.end
