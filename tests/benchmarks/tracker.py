"""A launch that is nothing but follow-ups, and a server that answers about their issues as GitHub does, slowly.

The server is one of HTTP/1.1 on the loopback interface; each of its answers takes `LATENCY_S` more than it has to.
"""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final

from tests.benchmarks.generate import commit

LATENCY_S: Final = 0.05
_PROJECT: Final = "acme/platform"
_TEXT: Final = "Support answers these questions by hand until then. " * 20
_HEAD: Final = """\
kind: scope
id: {scope}
title: Launch of {scope}
owner: {scope}-lead
launch: 2099-06-30
items:
  - id: {scope}-terms
    title: The terms are approved
    class: launch-critical
    rollback: {{plan: none, because: no code is involved, accepted_by: general-counsel}}
    evidence:
      - {{signoff: general-counsel, date: 2026-01-05, statement: The terms are approved., expires: 2099-12-31}}
"""
_PUT_OFF: Final = """\
  - id: {scope}-item-{number}
    title: Put off until after the launch, number {number}
    class: deferred
    follow_up: {{ref: "github:{project}#{number}", risk: Support answers by hand., due: 2099-12-01}}
"""


def write_follow_ups(root: Path, count: int, files: int, url: str) -> None:
    """Write a repository with `count` deferrals in `files` scopes into `root`, whose issues are at the server `url`."""
    (root / "scopes").mkdir(parents=True)
    (root / "readiness.toml").write_text(f'[trackers.github]\nkind = "github"\nurl = "{url}"\n')
    each = count // files
    for file in range(files):
        scope = f"team-{file:04d}"
        numbers = range(file * each + 1, (file + 1) * each + 1)
        items = "".join(_PUT_OFF.format(scope=scope, number=number, project=_PROJECT) for number in numbers)
        (root / "scopes" / f"{scope}.yaml").write_text(_HEAD.format(scope=scope) + items)
    commit(root)


@contextmanager
def slow_server() -> Iterator[str]:
    """Serve issues; the value is the address of the server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Slow)
    server.daemon_threads = True
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


class _Slow(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Answer a query for issues of one repository."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        numbers = {name: value for name, value in asked["variables"].items() if name.startswith("n0_")}
        body = json.dumps({"data": {"r0": _repository(numbers)}}).encode()
        time.sleep(LATENCY_S)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _repository(numbers: Mapping[str, int]) -> Mapping[str, Any]:
    issues = {f"i{name.partition('_')[2]}": _issue(number) for name, number in numbers.items()}
    return {"nameWithOwner": _PROJECT, "hasIssuesEnabled": True, **issues}


def _issue(number: int) -> Mapping[str, Any]:
    return {
        "__typename": "Issue",
        "number": number,
        "title": f"Put off until after the launch, number {number}",
        "body": f"{_TEXT} item-{number}",
        "state": "OPEN",
        "stateReason": None,
        "updatedAt": "2026-11-03T08:30:00Z",
        "url": f"https://github.com/{_PROJECT}/issues/{number}",
        "repository": {"nameWithOwner": _PROJECT},
        "assignees": {"nodes": [{"login": "product"}]},
        "labels": {"nodes": [{"name": "after-launch"}]},
        "milestone": None,
    }
