"""A small tracker on the loopback interface, the package that brings its kind, and a launch that leans on it."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

import readiness.trackers
from tests.repository import RepositoryBuilder

LOCK = ".readiness/followups.lock"
KINDS = ("desk", "careless", "missing")
_POINTS = "[readiness.trackers]\n" + "".join(
    f"{name} = tests.followups.desk_kind:{'KIND' if name == 'desk' else name.upper()}\n" for name in KINDS
)


@dataclass(slots=True)
class Shelf:
    """What the server knows, and how it behaves: with a `status` it refuses, `before` is called ahead of an answer."""

    url: str = ""
    issues: dict[str, dict[str, Any]] = field(default_factory=dict)
    open_work: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    status: int = 200
    before: Callable[[], object] = lambda: None
    tokens: list[str | None] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def put(self, number: str, title: str, **more: object) -> None:
        """Let there be an issue."""
        self.issues[number] = {"id": number, "title": title, "text": title.lower(), **more}


def serve(shelf: Shelf) -> ThreadingHTTPServer:
    """Start a server for `shelf`, whose `shutdown` ends it."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            shelf.asked.append(self.path)
            shelf.tokens.append(self.headers["Authorization"])
            shelf.before()
            parts = urlsplit(self.path)
            query = {name: some[0] for name, some in parse_qs(parts.query).items()}
            if parts.path == "/issues":
                found = [shelf.issues[one] for one in query["ids"].split(",") if one in shelf.issues]
            else:
                found = shelf.open_work.get((query["project"], query["milestone"]), [])
            body = json.dumps(found).encode() if shelf.status == 200 else b'{"message": "not now"}'
            self.send_response(shelf.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    shelf.url = f"http://127.0.0.1:{server.server_address[1]}"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """Return a tracker that runs."""
    made = Shelf()
    server = serve(made)
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def other_shelf() -> Iterator[Shelf]:
    """Return another one."""
    made = Shelf()
    server = serve(made)
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder with an installed package that brings the kinds of `tests.followups.desk_kind`."""
    folder = tmp_path / "site"
    info = folder / "desk_tracker-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: desk-tracker\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(_POINTS)
    monkeypatch.syspath_prepend(folder)
    readiness.trackers.kinds.cache_clear()
    yield folder
    readiness.trackers.kinds.cache_clear()


def deferred(name: str, ref: str, due: str = "2099-02-01", title: str = "") -> str:
    """Return an item that is put off."""
    follow_up = f'{{ref: "{ref}", risk: Support answers by hand., due: {due}}}'
    return f"  - {{id: {name}, title: {title or name}, class: deferred, owner: product, follow_up: {follow_up}}}\n"


def scope(items: str, name: str = "public-launch", head: str = "") -> str:
    """Return a launch with `items` besides the one that it needs."""
    return f"""\
kind: scope
id: {name}
title: Public launch
owner: release-manager
launch: 2099-12-15
{head}items:
  - id: deploy
    title: Deploys drop no request
    class: launch-critical
    rollback: docs/ops.md#rollback
    evidence: reports/deploy.xml
{items}"""


def settings(**urls: str) -> str:
    """Return the configuration of trackers of the kind `desk`, by name."""
    return "".join(f'[trackers.{name}]\nkind = "desk"\nurl = "{url}"\n' for name, url in urls.items())


@pytest.fixture
def launch(tmp_path: Path, shelf: Shelf, package: Path, nobodys_machine: None) -> RepositoryBuilder:  # noqa: ARG001
    """Return a repository with two deferrals, whose issues the tracker has."""
    shelf.put("12", "Usage dashboards, see usage-dashboards")
    shelf.put("13", "The app")
    repository = RepositoryBuilder(tmp_path / "launch").start()
    items = deferred("usage-dashboards", "desk:12") + deferred("app", "desk:13")
    repository.commit({"readiness.toml": settings(desk=shelf.url), "scopes/public-launch.yaml": scope(items)})
    return repository


def lines(repository: RepositoryBuilder) -> list[Mapping[str, Any]]:
    """Return what the lock holds."""
    return [json.loads(line) for line in (repository.path / LOCK).read_text(encoding="utf-8").splitlines()]
