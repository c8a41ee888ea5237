"""What is asked of a forge to publish on it; one module speaks to each."""

from typing import Final, Protocol

from readiness.publish.status import Status
from readiness.publish.sticky import Thread

PAGES: Final = 200
"""How many pages of comments are read, at most."""


class Forge(Protocol):
    """A forge with a token. All methods raise `NoAnswerError`, and nothing else."""

    def find(self, head: str, sha: str) -> int | None:
        """Return the number of the one open change from `head` (a branch) that is at `sha`; None without one."""

    def head_of(self, number: int) -> str:
        """Return the commit that the change is at now."""

    def thread(self, number: int) -> Thread:
        """Return its comments."""

    def set_status(self, sha: str, status: Status, link: str | None) -> None:
        """Mark the commit."""

    def add_check(self, sha: str, status: Status, link: str | None, text: str) -> None:
        """Mark the commit with a check run that shows `text`, where the forge has such."""
