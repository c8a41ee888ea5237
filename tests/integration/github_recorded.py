"""A server that replays what GitHub answered when it was recorded, to requests that its description allows."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from tests.integration.github_described import Rest
from tests.integration.npm import FIXTURES, fetched
from tests.trackers.github_server import API
from tests.trackers.server import Answer, Asked, Server, as_json, serving

ORIGIN: Final = "https://api.github.com"
_OF_THE_CONNECTION: Final = frozenset({"connection", "content-length", "transfer-encoding", "content-encoding"})
BY_NUMBER: Final = "/repositories/"
"""Where GitHub leads to by itself; its description has no such address."""


def recorded(scenario: str) -> list[dict[str, Any]]:
    """Return the exchanges of one scenario."""
    file = fetched(FIXTURES, f"scenarios/api.github.com/{scenario}/normalized-fixture.json")
    exchanges: list[dict[str, Any]] = json.loads(file.read_bytes())
    return exchanges


@dataclass(slots=True)
class Replay:
    """Replays `exchanges`. What is in `made_up`, by method and path, was not recorded: it is synthetic."""

    rest: Rest
    exchanges: list[dict[str, Any]]
    made_up: Mapping[tuple[str, str], object] = field(default_factory=dict)
    address: str = ""
    wrong: list[str] = field(default_factory=list)

    def __call__(self, asked: Asked) -> Answer:
        target = asked.target.removeprefix(API)
        path = urlsplit(target).path
        try:
            if not path.startswith(BY_NUMBER):
                self.rest.check_request(asked, target)
            if (asked.method, path) in self.made_up:
                data = self.made_up[asked.method, path]
                self.rest.check_answer(asked.method, path, 200, data)
                return as_json(data)
        except (AssertionError, KeyError) as error:
            self.wrong.append(f"{type(error).__name__}: {error}")
            return Answer(status=501)
        return self._replayed(asked.method, target, path)

    def _replayed(self, method: str, target: str, path: str) -> Answer:
        """Return what was recorded for exactly this address, or for the same without a query."""
        same = [one for one in self.exchanges if one["method"] == method.lower()]
        exact = [one for one in same if one["path"] == target]
        alike = [one for one in same if urlsplit(one["path"]).path == path and not path.startswith(BY_NUMBER)]
        for one in (*exact, *alike):
            headers = {name: value for name, value in one["headers"].items() if name not in _OF_THE_CONNECTION}
            led = {
                name: headers[name].replace(ORIGIN, self.address + API)
                for name in ("link", "location")
                if name in headers
            }
            return Answer(json.dumps(one["response"]).encode(), one["status"], headers | led)
        self.wrong.append(f"{method} {target} was not recorded")
        return Answer(status=501)


@contextmanager
def replaying(replay: Replay) -> Iterator[Server]:
    """Serve `replay`; at the end nothing may have been asked that GitHub does not describe."""
    with serving(replay) as server:
        replay.address = server.address
        yield server
    assert replay.wrong == []
