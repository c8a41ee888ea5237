from collections.abc import Callable

from readiness.documents.drift import drifted_lines


def _drifted(change: Callable[[list[str]], object], length: int = 50) -> list[str]:
    lines = [f"line {number}" for number in range(length)]
    before = "\n".join(lines) + "\n"
    change(lines)
    return list(drifted_lines("a.md", before, "\n".join(lines) + "\n"))


def test_a_changed_line_is_shown_between_its_neighbours() -> None:
    rows = _drifted(lambda lines: lines.__setitem__(10, "other"))
    assert rows[0] == "@@ -8,7 +8,7 @@"
    assert rows[4:6] == ["-line 10", "+other"]
    assert len(rows) == 9


def test_many_changes_are_cut_and_counted() -> None:
    rows = _drifted(lambda lines: lines.__delitem__(slice(5, 45)))
    assert rows[-1] == "… and 27 more lines"


def test_of_a_document_that_is_all_different_the_beginning_is_shown() -> None:
    def change(lines: list[str]) -> None:
        lines[:] = [f"{line}!" for line in lines]

    rows = _drifted(change, length=100_000)
    assert rows[1] == "-line 0"
    assert rows[-1] == "… and more"
    assert len(rows) == 21


def test_far_from_the_first_difference_nothing_is_made_up() -> None:
    def change(lines: list[str]) -> None:
        lines.insert(10, "new")
        lines[-10] = "other"

    rows = _drifted(change, length=100_000)
    assert [row for row in rows if row[0] in "+-"] == ["+new"]
    assert rows[-1] == "… and more"


def test_what_acts_on_a_terminal_is_spelled_out() -> None:
    assert "-\\x1b[2J" in list(drifted_lines("a.md", "\x1b[2J\n", "x\n"))
    assert "-\\xff" in list(drifted_lines("a.md", "\udcff\n", "x\n"))
