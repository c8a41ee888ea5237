"""What the report page says of reports holds for a real one."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from tests.docs.guide_run import neighbour, shop, typed
from tests.docs.pages import ROOT, fences
from tests.docs.report_page import MEANINGS, PATH

_NO_GO: Final = neighbour().replace("reports/tests.xml", "reports/none.xml")


def _report(folder: Path) -> dict[str, Any]:
    repository = shop(folder)
    repository.write("scopes/search.yaml", _NO_GO)
    typed("readiness check --format json --output report.json", folder)
    found: dict[str, Any] = json.loads((folder / "report.json").read_text())
    return found


def test_the_program_on_the_page_prints_what_blocks(tmp_path: Path) -> None:
    _report(tmp_path / "shop")
    (fence,) = [fence for fence in fences((ROOT / PATH).read_text()) if fence.info == "python"]
    done = subprocess.run(
        [sys.executable, "-c", fence.text], cwd=tmp_path / "shop", capture_output=True, text=True, check=True
    )
    assert "release-manager: item index: it was never proven\n" in done.stdout


def test_keys_are_always_all_there(tmp_path: Path) -> None:
    report = _report(tmp_path / "shop")
    (scope,) = report["scopes"]
    parts = {"Report": report, "Policy": report["policy"], "Candidate": report["candidate"], "ScopeReport": scope}
    parts |= {"ItemReport": scope["items"][0], "Verdict": scope["verdicts"][0], "Location": scope["location"]}
    assert {name: set(part) for name, part in parts.items()} == {name: set(MEANINGS[name]) for name in parts}
