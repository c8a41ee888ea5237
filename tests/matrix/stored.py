"""Rows about how git stores files: modes, links, line endings, submodules, LFS, what it is told to overlook."""

import contextlib
import hashlib
import os
import sys
from typing import Final

from tests.matrix.row import PASSED, STALE, SUITE, TESTS, UNKNOWN, Chapter, Look
from tests.matrix.shop import Shop
from tests.repository import RepositoryBuilder

STORED: Final = Chapter("Files are stored in git's own ways")
_CODE: Final = "src/pay/pay.py"


@STORED.row(
    "A covered file becomes executable",
    TESTS,
    STALE,
    "Git stores the bit, and a script behaves differently with it.",
    says="src/pay/run.sh has another mode",
)
def mode(shop: Shop) -> None:
    (shop.path / "src/pay/run.sh").chmod(0o755)


@STORED.row(
    "Permissions change that git does not store",
    TESTS,
    PASSED,
    "Nobody else gets them.",
)
def mode_of_the_group(shop: Shop) -> None:
    (shop.path / "src/pay/run.sh").chmod(0o600)


@STORED.row(
    "A checkout has CRLF on disk, and `core.autocrlf` stores LF",
    SUITE,
    PASSED,
    "Git would store the same bytes as before.",
)
def line_endings_of_a_checkout(shop: Shop) -> None:
    shop.git("config", "core.autocrlf", "true")
    for name in shop.git("ls-files").splitlines():
        (shop.path / name).unlink()
    shop.git("checkout", "--", ".")
    assert b"\r\n" in (shop.path / _CODE).read_bytes()


@STORED.row(
    "Line endings change to CRLF, and are stored so",
    TESTS,
    STALE,
    "The bytes in git are others; a shell script breaks on them.",
    says=f"{_CODE} changed",
)
def line_endings_stored(shop: Shop) -> None:
    shop.write(_CODE, (shop.path / _CODE).read_bytes().replace(b"\n", b"\r\n"))


@STORED.row(
    "A covered symbolic link leads elsewhere",
    TESTS,
    STALE,
    "Where it leads is its content.",
    says="src/pay/current changed",
)
def link(shop: Shop) -> None:
    current = shop.path / "src/pay/current"
    current.symlink_to("pay.py")
    shop.prove()
    current.unlink()
    current.symlink_to("run.sh")


@STORED.row(
    "What a covered link leads to changes, and is not covered itself",
    TESTS,
    PASSED,
    "The link is the content. Cover what it leads to.",
)
def link_target(shop: Shop) -> None:
    (shop.path / "src/pay/rates.py").symlink_to("../tax/tax.py")
    shop.prove()
    shop.edit("src/tax/tax.py", "20", "21")


def _module(shop: Shop) -> RepositoryBuilder:
    """Prove the shop with a submodule in what is covered."""
    library = RepositoryBuilder(shop.path.with_name("library")).start()
    library.commit({"lib.py": "ONE = 1\n"})
    shop.git("submodule", "--quiet", "add", library.path.as_uri(), "src/pay/lib")
    shop.commit(message="Use the library")
    shop.prove()
    return RepositoryBuilder(shop.path / "src/pay/lib")


@STORED.row(
    "A submodule in what is covered is moved to another commit",
    TESTS,
    STALE,
    "Its commit is its content.",
    says="src/pay/lib changed",
)
def submodule(shop: Shop) -> None:
    _module(shop).commit({"lib.py": "ONE = 2\n"})


@STORED.row(
    "A file in a submodule is changed, and not committed there",
    TESTS,
    UNKNOWN,
    "Its commit no longer says what lies on disk.",
    says="nobody can tell what src/pay/lib holds",
)
def submodule_dirty(shop: Shop) -> None:
    _module(shop).write("lib.py", "ONE = 2\n")


@STORED.row(
    "A submodule is moved on, and back",
    TESTS,
    PASSED,
    "It is at the commit that was proven.",
)
def submodule_back(shop: Shop) -> None:
    module = _module(shop)
    module.commit({"lib.py": "ONE = 2\n"})
    module.git("checkout", "-q", "HEAD~1")


def _pointer(data: bytes) -> str:
    digest = hashlib.sha256(data).hexdigest()
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {len(data)}\n"


def _lfs(shop: Shop, data: bytes) -> None:
    """Prove the shop with a file of Git LFS in what is covered, and put its content on disk, as git-lfs would."""
    shop.commit({"src/pay/model.bin": _pointer(data), ".gitattributes": "*.bin filter=lfs -text\n"})
    shop.git("config", "filter.lfs.clean", "git-lfs clean -- %f")
    shop.git("config", "filter.lfs.required", "true")
    shop.write("src/pay/model.bin", data)
    shop.prove()


@STORED.row(
    "A file of Git LFS lies there as its pointer, as its content before",
    TESTS,
    PASSED,
    "What git stores is the pointer, and that is worked out without running git-lfs.",
)
def lfs_pointer(shop: Shop) -> None:
    _lfs(shop, b"weights\n")
    shop.write("src/pay/model.bin", _pointer(b"weights\n"))


@STORED.row(
    "The content of a file of Git LFS is changed",
    TESTS,
    STALE,
    "Its pointer would be another.",
    says="src/pay/model.bin changed",
)
def lfs_changed(shop: Shop) -> None:
    _lfs(shop, b"weights\n")
    shop.write("src/pay/model.bin", b"heavier weights\n")


@STORED.row(
    "A covered file that would have to pass another content filter is changed",
    TESTS,
    UNKNOWN,
    "`check` runs no command, so nobody can tell what git would store.",
    says="content filter",
)
def filtered(shop: Shop) -> None:
    shop.git("config", "filter.crypt.clean", f"{sys.executable} --version")
    shop.write("src/pay/secret.key", "s\n")
    shop.write(".gitattributes", "*.key filter=crypt\n")


@STORED.row(
    "Git is told to overlook a covered file (`--assume-unchanged`), and it is changed",
    TESTS,
    UNKNOWN,
    "Git would say that nothing has changed.",
    says="nobody can tell what src/pay/pay.py holds",
)
def overlooked(shop: Shop) -> None:
    shop.git("update-index", "--assume-unchanged", _CODE)
    shop.edit(_CODE, "1", "2")


@STORED.row(
    "Git is told to leave a covered file out of the work tree (sparse checkout)",
    TESTS,
    UNKNOWN,
    "What is judged is the work tree, and it is not there. `--at HEAD` can tell.",
    says="nobody can tell what src/pay/",
)
def sparse(shop: Shop) -> None:
    shop.git("update-index", "--refresh")
    shop.git("sparse-checkout", "set", "--no-cone", "/*", "!/src/pay/run.sh")


@STORED.row("The same, with `--at HEAD`", TESTS, PASSED, "The commit has the file.")
def sparse_at_head(shop: Shop) -> Look:
    sparse(shop)
    return Look(shop, ("--at", "HEAD"))


@STORED.row(
    "A covered file is replaced by one of the same size, and its time is set back",
    TESTS,
    STALE,
    "The file is another one, whatever its time says.",
    says=f"{_CODE} changed",
)
def set_back(shop: Shop) -> None:
    path = shop.path / _CODE
    before = path.stat()
    shop.edit(_CODE, "1", "2")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@STORED.row(
    "The same, where git is told to look at sizes and seconds only",
    TESTS,
    STALE,
    "What git is told to save on must not save a proof.",
    says=f"{_CODE} changed",
)
def set_back_unseen(shop: Shop) -> None:
    shop.git("config", "core.trustctime", "false")
    shop.git("config", "core.checkstat", "minimal")
    shop.git("update-index", "--refresh")
    set_back(shop)


@STORED.row(
    "A commit is made to look like the proven one, with `git replace`",
    TESTS,
    STALE,
    "Replacements are not pushed; what ships is the real object.",
    says=f"{_CODE} changed",
)
def replaced(shop: Shop) -> Look:
    shop.commit({_CODE: "def pay():\n    return 2\n"})
    shop.git("replace", "HEAD", "HEAD~1")
    return Look(shop, ("--at", "HEAD"))


@STORED.row(
    "A merge stops at a conflict in a covered file",
    TESTS,
    UNKNOWN,
    "What lies there is neither side.",
    says=f"{_CODE} holds: it has an unresolved merge conflict",
)
def conflict(shop: Shop) -> None:
    shop.git("switch", "-q", "-c", "other")
    shop.commit({_CODE: "def pay():\n    return 2\n"})
    shop.git("switch", "-q", "main")
    shop.commit({_CODE: "def pay():\n    return 3\n"})
    with contextlib.suppress(AssertionError):
        shop.git("merge", "-q", "other")
    assert shop.git("ls-files", "--unmerged")


@STORED.row("A new file is only announced, with `git add -N`", TESTS, STALE, "It lies there.", says="new.py is new")
def intent_to_add(shop: Shop) -> None:
    shop.write("src/pay/new.py")
    shop.git("add", "-N", "src/pay/new.py")


@STORED.row(
    "A tracked file that `.gitignore` would ignore is changed",
    SUITE,
    STALE,
    "What git tracks ships.",
    says="src/pay/rates.log changed",
)
def tracked_and_ignored(shop: Shop) -> None:
    shop.write("src/pay/rates.log", "1\n")
    shop.git("add", "--force", "src/pay/rates.log")
    shop.prove()
    shop.write("src/pay/rates.log", "2\n")


@STORED.row(
    "It is cloned without the contents of files (`--filter=blob:none`), and `readiness ledger fetch` has run",
    TESTS,
    PASSED,
    "Trees have the object ids, and the ledger is fetched whole.",
)
def partial_clone(shop: Shop) -> Look:
    shop.git("config", "uploadpack.allowFilter", "true")
    partial = shop.at(shop.clone(shop.path.with_name("partial"), "--filter=blob:none").path)
    partial.ledger("fetch")
    return Look(partial)


@STORED.row(
    "The same permission changes where git is told that there are none (`core.fileMode=false`)",
    TESTS,
    PASSED,
    "Git would not store it, so nobody gets it.",
)
def mode_not_stored(shop: Shop) -> None:
    shop.git("config", "core.fileMode", "false")
    mode(shop)


@STORED.row(
    "A covered link is checked out as a file (`core.symlinks=false`, as on Windows)",
    TESTS,
    PASSED,
    "Git knows it for a link, and would store one.",
)
def link_as_a_file(shop: Shop) -> Look:
    (shop.path / "src/pay/current").symlink_to("pay.py")
    shop.prove()
    shop.commit(message="Link")
    path = shop.clone(shop.path.with_name("clone"), "--config", "core.symlinks=false").path
    assert not (path / "src/pay/current").is_symlink()
    return Look(shop.at(path))


@STORED.row(
    "A proof needs a file that git ignores, and that nobody else has",
    TESTS,
    PASSED,
    "**Not stopped.** What git ignores is in no fingerprint. `readiness prove --clean` proves in a fresh checkout.",
)
def ignored_helper(shop: Shop) -> None:
    shop.forget()
    shop.document("cp results/pay.xml out", "cp results/pay.xml src/pay/helper.log out")
    shop.write("src/pay/helper.log")
    shop.prove()
