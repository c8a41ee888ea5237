"""Edits of documents that keep comments, order, quoting, indentation and width.

`edited(text, changes)` takes `Put`, `Drop` and `Append`, each with a route through the document *as it is written*, and
returns the new text. Nothing is written out anew: the lines of a change are cut out or put in, the rest of the text is
not looked at. After each step the new text is read again; where it does not say exactly what was asked for, nothing
comes back but an `UnfaithfulEditError`.

What goes where
* A new key goes behind the sibling that `after` names, else last; a new element last. Both are written as their
  neighbours are: indentation, dashes, brackets, quotes, empty lines between elements.
* A replaced value keeps the comment at the end of its line, and the style of its quotes where they were a habit, not a
  need. Of a mapping that replaces a mapping only what differs is touched; the same for lists.
* What is dropped goes with the comment at the end of its line, with all that is written inside of it, and with comments
  below it that are indented deeper than it is. A comment above it stays: it may be the heading of a group.
* The last element that is dropped leaves `[]`, the last key `{}`.
* What stands between brackets stays there, in its line, however wide that becomes.

An edit and its inverse give the same bytes: `Put` of a new key or `Append`, then `Drop`; `Put`, then `Put` of the old
value. Nobody remembers what the new text does not show, so this is not so for
* the writing of what comes back in place of something else: numbers (`0x1F`), empty values (`key:` becomes
  `key: null`), texts over several lines, quotes where neighbours have others, words that older readers of YAML take
  for numbers or truth values (they get quotes), spaces for alignment before a value that gave way to a block;
* the layout and the comments inside of what was dropped, or replaced by something of another type.

An `EditError` refuses a document that does not load, what has an anchor, an alias or a tag, a key that is not written
as `key: value`, and what would swallow or lose things that stand around it.
"""

from readiness.edit.changes import Append, Change, Drop, EditError, Put, UnfaithfulEditError
from readiness.edit.difference import difference
from readiness.edit.editing import edited
from readiness.edit.writing import write_atomically

__all__ = [
    "Append",
    "Change",
    "Drop",
    "EditError",
    "Put",
    "UnfaithfulEditError",
    "difference",
    "edited",
    "write_atomically",
]
