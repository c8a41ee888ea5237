"""A real Redmine, as Debian packages it, on the loopback interface, with a database of its own that lasts for one run.

Nothing of what is installed is changed: the database is a copy of the one that the package made, which has trackers,
statuses and priorities, and nothing else. In the copy the REST web service is switched on and the administrator gets a
key; everything else is made through the API. The server ends with whoever started it, see `puma.rb`.
"""

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

import requests

PACKAGES: Final = "redmine redmine-sqlite puma"
HOME: Final = Path("/usr/share/redmine")
DATABASE: Final = Path("/etc/redmine/default/database.yml")
SETTINGS: Final = Path(__file__).with_name("puma.rb")
START_S: Final = 60.0
"""How long it may take to start; a quiet machine needs six seconds."""
STOP_S: Final = 20.0
ADMIN_KEY: Final = "0123456789abcdef0123456789abcdef01234567"


class RedmineUnavailableError(Exception):
    """There is no Redmine to test with; says what is missing and what to install."""


@dataclass(frozen=True, slots=True)
class RedmineServer:
    """A Redmine that runs at `url`, and what an administrator does there."""

    url: str
    database: Path

    def ask(self, method: str, path: str, data: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401 - JSON
        """Return what the API answers an administrator; None where that is nothing."""
        headers = {"X-Redmine-API-Key": ADMIN_KEY}
        answer = requests.request(method, f"{self.url}/{path}", json=data, headers=headers, timeout=30)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text[:300]}"
        return answer.json() if answer.content.strip() else None

    def project(self, identifier: str, *, public: bool = True, parent: int | None = None) -> int:
        """Return the number of a new project."""
        fields = {"name": identifier, "identifier": identifier, "is_public": public, "parent_id": parent}
        return int(self.ask("POST", "projects.json", {"project": fields})["project"]["id"])

    def version(self, project: str, name: str, due: str | None = None) -> int:
        """Return the number of a new version of `project`, which that shares with those below it."""
        fields = {"name": name, "due_date": due, "sharing": "descendants"}
        return int(self.ask("POST", f"projects/{project}/versions.json", {"version": fields})["version"]["id"])

    def issue(self, project: str, subject: str, **fields: object) -> int:
        """Return the number of a new issue of `project`."""
        answer = self.ask("POST", f"projects/{project}/issues.json", {"issue": {"subject": subject, **fields}})
        return int(answer["issue"]["id"])

    def change(self, issue: int, **fields: object) -> None:
        """Change an issue."""
        self.ask("PUT", f"issues/{issue}.json", {"issue": fields})

    def close(self, issue: int) -> str:
        """Close an issue, and return the name of the status that it has now."""
        statuses = self.ask("GET", "issue_statuses.json")["issue_statuses"]
        closed = next(status for status in statuses if status["is_closed"])
        self.change(issue, status_id=closed["id"])
        return str(closed["name"])

    def user(self, login: str) -> str:
        """Return the key of a new user, who is a member of no project."""
        fields = {"login": login, "firstname": login, "lastname": "Tester", "password": "long-enough-for-a-test"}
        user = self.ask("POST", "users.json", {"user": {**fields, "mail": f"{login}@example.org"}})["user"]
        return str(self.ask("GET", f"users/{user['id']}.json")["user"]["api_key"])

    @contextmanager
    def without_api(self) -> Iterator[None]:
        """Switch the REST web service off for a while."""
        self._switch_api(on=False)
        try:
            yield
        finally:
            self._switch_api(on=True)

    def _switch_api(self, *, on: bool) -> None:
        # Redmine reads its settings anew when one of them is younger than what it has read.
        with closing(sqlite3.connect(self.database, timeout=10)) as database:
            change = "UPDATE settings SET value = ?, updated_on = ? WHERE name = 'rest_api_enabled'"
            database.execute(change, (str(int(on)), datetime.now(UTC).isoformat(" ", "microseconds")[:26]))
            database.commit()


@contextmanager
def running_redmine(folder: Path) -> Iterator[RedmineServer]:
    """Start a Redmine that keeps everything in `folder`, and end it afterwards.

    Raises:
        RedmineUnavailableError: it is not installed, may not be read, or does not start.
    """
    database = folder / "redmine.sqlite3"
    _copy(_installed(), database)
    log = folder / "redmine.log"
    server = begin(database, log)
    try:
        yield RedmineServer(_address(server, log), database)
    finally:
        end(server)


def begin(database: Path, log: Path) -> "subprocess.Popen[bytes]":
    """Return a server that is about to start, on a port that is free, and writes into `log`."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("BUNDLE_", "GEM_", "RUBY"))}
    environment = {
        **ours,
        "DATABASE_URL": f"sqlite3:{database}?timeout=10000",
        "LANG": "C.UTF-8",
        "RAILS_ENV": "production",
        "RAILS_LOG_TO_STDOUT": "1",
        "TZ": "UTC",
        "X_DEBIAN_SITEID": "default",
    }
    argv = ("puma", "-C", SETTINGS, "-b", "tcp://127.0.0.1:0", "-e", "production")
    with log.open("wb") as output:
        return subprocess.Popen(
            argv, cwd=HOME, env=environment, stdin=subprocess.PIPE, stdout=output, stderr=subprocess.STDOUT
        )


def end(server: "subprocess.Popen[bytes]") -> None:
    """End `server`, whatever state it is in."""
    server.terminate()
    try:
        server.wait(STOP_S)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
    finally:
        if server.stdin:
            server.stdin.close()


def _installed() -> Path:
    """Return where the package keeps its database."""
    if not HOME.is_dir() or shutil.which("puma") is None:
        message = f"Redmine is not installed; these tests need it: apt-get install --no-install-recommends {PACKAGES}"
        raise RedmineUnavailableError(message)
    try:
        found = re.search(r"^\s+database:\s*(\S+)\s*$", DATABASE.read_text(), re.MULTILINE)
        database = Path(found[1]) if found else None
        if database is None or database.read_bytes()[:6] != b"SQLite":
            message = f"the database that {DATABASE} names is not of SQLite: install {PACKAGES}, and no other database"
            raise RedmineUnavailableError(message)
    except OSError as error:
        message = (
            f"{error.filename} cannot be read ({error.strerror}): install {PACKAGES}, and run as a user who may read it"
        )
        raise RedmineUnavailableError(message) from error
    return database


def _copy(installed: Path, database: Path) -> None:
    now = "2026-01-01 00:00:00"
    with (
        closing(sqlite3.connect(f"file:{installed}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(database)) as copy,
    ):
        source.backup(copy)
        copy.execute("DELETE FROM settings WHERE name = 'rest_api_enabled'")
        copy.execute("INSERT INTO settings (name, value, updated_on) VALUES ('rest_api_enabled', '1', ?)", (now,))
        (admin,) = copy.execute("SELECT id FROM users WHERE admin AND status = 1 ORDER BY id").fetchone()
        copy.execute("DELETE FROM tokens WHERE user_id = ? AND action = 'api'", (admin,))
        copy.execute(
            "INSERT INTO tokens (user_id, action, value, created_on, updated_on) VALUES (?, 'api', ?, ?, ?)",
            (admin, ADMIN_KEY, now, now),
        )
        copy.commit()


def _address(server: "subprocess.Popen[bytes]", log: Path) -> str:
    """Return the address at which `server` answers, as soon as it does."""
    deadline = monotonic() + START_S
    while monotonic() < deadline and server.poll() is None:
        said = re.search(r"Listening on (http://127\.0\.0\.1:\d+)", log.read_text(errors="replace"))
        if said:
            try:
                requests.get(f"{said[1]}/issues.json", timeout=START_S).raise_for_status()
            except requests.RequestException:
                pass
            else:
                return said[1]
        sleep(0.05)
    last = log.read_text(errors="replace")[-2000:]
    message = f"Redmine does not start within {START_S:g} s (exit code {server.poll()}); it said:\n{last}"
    raise RedmineUnavailableError(message)
