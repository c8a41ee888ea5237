"""Ways to let a record speak for content that it was not made from."""

import os
import unicodedata
from pathlib import Path
from typing import Final

import pytest

from tests.link.launches import GREEN, NOW, RED, item, scope
from tests.repository import RepositoryBuilder
from tests.threats.register import Stopped, Tried, threat
from tests.threats.shop import HOUR, REPORT, Shop

FAMILY: Final = "Content"
PARTS: Final = scope().replace("evidence: proof/tests.xml", "evidence: {path: proof/tests.xml, covers: ['src/**']}")
ROLLBACK: Final = "rollback: {steps: docs/ops.md#rollback, within: 15m}"


@threat(
    FAMILY,
    "Two green branches that are red together",
    how="Each of two changes is proven by itself, and both are merged.",
    stops="What covers the whole tree was proven for neither the merge nor anything like it.",
    codes=("RDY203",),
)
def test_semantic_merge(shop: Shop) -> Tried:
    git = shop.repository.git
    git("checkout", "--quiet", "-b", "other")
    shop.committed({"src/pay.py": "def pay(rate):\n    return rate\n"})
    shop.prove()
    git("checkout", "--quiet", "main")
    shop.committed({"src/cart.py": "from src.pay import pay\n\nTOTAL = pay()\n"})
    shop.prove()
    git("merge", "--quiet", "--no-edit", "other")
    return shop.check(at="HEAD")


@threat(
    FAMILY,
    "All parts proven, and nothing as a whole",
    how="Evidence covers the folders that people think of, and a merge breaks what lies between them.",
    stops="A launch needs blocking evidence that covers the whole tree.",
    codes=("RDY320",),
)
def test_parts_alone(shop: Shop) -> Tried:
    shop.committed({"scopes/shop.yaml": PARTS})
    shop.prove()
    return shop.check()


@threat(
    FAMILY,
    "Code changed after it was proven",
    how="A file is edited, added, removed, renamed or made executable after the run; the matrix has each.",
    stops="The fingerprint of what is covered is another one.",
    codes=("RDY203",),
)
def test_changed_after_proof(shop: Shop) -> Tried:
    shop.committed({"src/pay.py": "def pay():\n    return 0\n"})
    return shop.check()


@threat(
    FAMILY,
    "A failure that is forgotten by a revert",
    how="Content passes and later fails, is changed, and is brought back by a revert.",
    stops="Records are about content: its newest one says no, whatever lay between.",
    codes=("RDY202",),
)
def test_replay_after_revert(shop: Shop) -> Tried:
    shop.keep(shop.captured(RED, NOW + HOUR / 2))
    shop.committed({"src/pay.py": "def pay():\n    return 0\n"})
    shop.repository.git("revert", "--no-edit", "HEAD")
    return shop.check()


@threat(
    FAMILY,
    "A test that is emptied, of which the evidence does not know",
    how="Evidence covers the code, says nothing of `inputs`, and the change empties the tests.",
    stops="The record from before still counts, as it is about the same code; so does the next, empty run. Name the "
    "tests in `inputs`, for a whole kind in `[inputs]` of the configuration.",
    stopped=Stopped.NO,
)
def test_gutted_test(shop: Shop) -> Tried:
    pays = item("pays", ROLLBACK, "evidence: {path: proof/pays.xml, covers: 'src/**'}")
    shop.committed({"scopes/shop.yaml": scope(items=pays)})
    shop.report(path="proof/pays.xml")
    shop.prove()
    shop.committed({"tests/test_pay.py": "def test_pays():\n    pass\n"})
    shop.keep(shop.executed())
    return shop.check()


@threat(
    FAMILY,
    "A test that is emptied, of which the evidence does know",
    how="The tests are `inputs` of the evidence, or lie in what it covers, and the change empties them.",
    stops="Inputs are in the fingerprint: the record from before is stale.",
    codes=("RDY203",),
)
def test_gutted_input(shop: Shop) -> Tried:
    covers = "evidence: {path: proof/tests.xml, covers: ['src/**'], inputs: ['tests/**']}"
    whole = item("whole", ROLLBACK, "evidence: {path: proof/whole.xml, covers: ['src/**', 'docs/**', '/*']}")
    text = scope(items=whole).replace("evidence: proof/tests.xml", covers)
    shop.committed({"scopes/shop.yaml": text})
    shop.report(path="proof/whole.xml")
    shop.prove()
    shop.committed({"tests/test_pay.py": "def test_pays():\n    pass\n"})
    return shop.check()


@threat(
    FAMILY,
    "A test that tests nothing, proven again",
    how="The change empties the tests, and the run of what is left is green.",
    stops="Nothing: what a test is worth, a person has to see. Let the owners of tests review changes of them; name "
    "the tests that have to pass (`tests`), and ask for coverage.",
    stopped=Stopped.NO,
)
def test_gutted_and_proven_again(shop: Shop) -> Tried:
    shop.committed({"tests/test_pay.py": "def test_pays():\n    pass\n"})
    shop.prove()
    return shop.check()


@threat(
    FAMILY,
    "Code that git ignores",
    how="A file that git ignores is part of what runs, such as generated code, and changes after the run.",
    stops="Nothing: what git does not keep has no fingerprint. Generate in the run, or keep what is generated in git; "
    "`prove --clean` proves what is committed and nothing else.",
    stopped=Stopped.NO,
)
def test_ignored_source(shop: Shop) -> Tried:
    shop.committed({".gitignore": "/proof/\n/src/generated.py\n"})
    shop.repository.write("src/generated.py", "RATE = 1\n")
    shop.prove()
    shop.repository.write("src/generated.py", "RATE = 0\n")
    return shop.check()


@threat(
    FAMILY,
    "Code that one machine ignores",
    how="A file is in `.git/info/exclude` or in the ignore file of the user, so that no other machine does without it.",
    stops="For the commit, nothing changes: without the file it was never run. `prove --clean`, and proofs made in CI, "
    "run without it.",
    stopped=Stopped.NO,
)
def test_excluded_here(shop: Shop) -> Tried:
    (shop.root / ".git/info/exclude").write_text("/src/helper.py\n")
    shop.repository.write("src/helper.py", "def help():\n    return 1\n")
    shop.prove()
    return shop.check(at="HEAD")


@threat(
    FAMILY,
    "Changes that git is told to overlook",
    how="`git update-index --assume-unchanged` or `--skip-worktree` hides the change of a covered file.",
    stops="Nobody can tell the content of such a file, so what covers it is unknown.",
    codes=("RDY204",),
)
def test_overlooked_change(shop: Shop) -> Tried:
    shop.repository.git("update-index", "--assume-unchanged", "src/pay.py")
    shop.repository.git("update-index", "--skip-worktree", "src/tax.py")
    shop.repository.write("src/pay.py", "def pay():\n    return 0\n")
    return shop.check()


@threat(
    FAMILY,
    "A document whose changes git is told to overlook",
    how="A scope is loosened on a machine where git is told to overlook it: the tree looks clean, and the commit is "
    "named.",
    stops="The work tree is judged as it lies, and a note says so. A gate judges a commit: `--at`.",
    stopped=Stopped.CAREFUL,
    codes=("RDY201",),
)
def test_overlooked_document(shop: Shop) -> Tried:
    shop.committed({"scopes/shop.yaml": scope(items=item("more", ROLLBACK, "evidence: {path: proof/more.xml}"))})
    shop.repository.git("update-index", "--assume-unchanged", "scopes/shop.yaml")
    shop.repository.write("scopes/shop.yaml", scope())
    return shop.check(), shop.check(at="HEAD")


@threat(
    FAMILY,
    "A scope that a sparse checkout leaves out",
    how="The folder of a scope is not checked out, so that nobody reads it.",
    stops="Git lists it, and what is listed and cannot be read is a problem.",
    codes=("RDY028",),
)
def test_sparse_checkout(shop: Shop) -> Tried:
    shop.committed({"scopes/pro.yaml": scope("pro").replace(REPORT, "proof/absent.xml")})
    shop.repository.git("update-index", "--skip-worktree", "scopes/pro.yaml")
    (shop.root / "scopes/pro.yaml").unlink()
    return shop.check()


@threat(
    FAMILY,
    "A content filter that hides a change",
    how="A clean filter of git's settings turns whatever lies there into what was proven.",
    stops="Filters are programs, and are not run: behind one, nobody can tell what a changed file holds.",
    codes=("RDY204",),
)
def test_content_filter(shop: Shop) -> Tried:
    shop.committed({".gitattributes": "src/pay.py filter=hide\n"})
    shop.prove()
    shop.repository.git("config", "filter.hide.clean", "git show HEAD:src/pay.py")
    shop.repository.write("src/pay.py", "def pay():\n    return 0\n")
    return shop.check()


@threat(
    FAMILY,
    "A large file that changes behind its pointer",
    how="A file is in Git LFS, so that git itself holds a pointer only, and the file changes.",
    stops="The pointer that would be stored is worked out from the file.",
    codes=("RDY203",),
)
def test_lfs_file(shop: Shop) -> Tried:
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'ab' * 32}\nsize 4\n"
    shop.committed({"model.bin": pointer, ".gitattributes": "*.bin filter=lfs\n"})
    shop.prove()
    shop.repository.git("config", "filter.lfs.clean", "git-lfs clean -- %f")
    shop.repository.git("config", "filter.lfs.process", "git-lfs filter-process")
    shop.repository.write("model.bin", "another model\n")
    return shop.check()


@pytest.fixture
def nested(shop: Shop, tmp_path: Path) -> RepositoryBuilder:
    """A submodule `vendor/lib` of the shop, proven as it is."""
    other = RepositoryBuilder(tmp_path / "lib").start()
    other.commit({"lib.py": "RATE = 1\n"})
    shop.repository.git("submodule", "--quiet", "add", other.path.as_uri(), "vendor/lib")
    shop.committed()
    shop.prove()
    return RepositoryBuilder(shop.root / "vendor/lib")


@threat(
    FAMILY,
    "A submodule with changes of its own",
    how="A file in a submodule changes, and the commit that the repository keeps of it does not.",
    stops="A submodule is looked into; where it is not what its commit says, what covers it is unknown.",
    codes=("RDY204",),
)
def test_submodule_dirty(shop: Shop, nested: RepositoryBuilder) -> Tried:
    nested.write("lib.py", "RATE = 0\n")
    return shop.check()


@threat(
    FAMILY,
    "A submodule that git is told to ignore",
    how="`ignore = all` in `.gitmodules` hides that another commit of a submodule is checked out.",
    stops="That setting is overruled.",
    codes=("RDY203",),
)
def test_submodule_ignored(shop: Shop, nested: RepositoryBuilder) -> Tried:
    shop.repository.git("config", "--file", ".gitmodules", "submodule.vendor/lib.ignore", "all")
    shop.repository.git("config", "submodule.vendor/lib.ignore", "all")
    shop.committed()
    shop.prove()
    nested.commit({"lib.py": "RATE = 0\n"})
    return shop.check()


@threat(
    FAMILY,
    "A link to code outside of the repository",
    how="A symbolic link leads to a file on the machine, which changes after the run.",
    stops="Nothing: git keeps where a link leads, not what lies there. Review links; a surface or `covers` that names "
    "one covers its target's name only.",
    stopped=Stopped.NO,
)
def test_link_outside(shop: Shop, tmp_path: Path) -> Tried:
    outside = tmp_path / "lib.py"
    outside.write_text("RATE = 1\n")
    (shop.root / "src/lib.py").symlink_to(outside)
    shop.committed()
    shop.prove()
    outside.write_text("RATE = 0\n")
    return shop.check()


@threat(
    FAMILY,
    "A report that is a link",
    how="The path of a report is a link to a green one outside of the repository.",
    stops="Links are followed inside the repository only; what cannot be read is recorded as just that.",
    codes=("RDY204",),
)
def test_report_is_a_link(shop: Shop, tmp_path: Path) -> Tried:
    shop.committed({"src/pay.py": "def pay():\n    return 0\n"})
    (tmp_path / "green.xml").write_text(GREEN)
    (shop.root / REPORT).unlink()
    (shop.root / REPORT).symlink_to(tmp_path / "green.xml")
    shop.keep(shop.captured(None))
    return shop.check()


@threat(
    FAMILY,
    "An object that git is told to replace",
    how="`git replace` lets git show another document, or other code, under an id that was proven.",
    stops="Replacements are not believed.",
    codes=("RDY201",),
)
def test_replace_refs(shop: Shop) -> Tried:
    shop.committed({"scopes/shop.yaml": scope(items=item("more", ROLLBACK, "evidence: {path: proof/more.xml}"))})
    demanding = shop.repository.git("rev-parse", "HEAD:scopes/shop.yaml")
    loose = shop.repository.git("hash-object", "-w", "--stdin", feed=scope().encode())
    shop.repository.git("replace", demanding, loose)
    return shop.check(at="HEAD")


@threat(
    FAMILY,
    "Another repository in the environment",
    how="`GIT_DIR`, `GIT_WORK_TREE` or `GIT_INDEX_FILE` of the caller name a repository in which all is well.",
    stops="What is judged is where `--root` is; these variables are dropped, and an index outside is not read.",
    codes=("RDY203",),
)
def test_git_environment(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tried:
    proven = shop.repository.clone(tmp_path / "proven")
    shop.committed({"src/pay.py": "def pay():\n    return 0\n"})
    for name, value in {"DIR": ".git", "WORK_TREE": "", "INDEX_FILE": ".git/index"}.items():
        monkeypatch.setenv(f"GIT_{name}", os.fspath(proven.path / value))
    return shop.check(index=True)


@threat(
    FAMILY,
    "A folder in other letters",
    how="Code goes to `SRC/`, where only `src/**` is covered and some file systems see one folder.",
    stops="Names are compared byte by byte; what is not covered leaves the whole unproven.",
    codes=("RDY320",),
)
def test_other_case(shop: Shop) -> Tried:
    covers = "evidence: {path: proof/tests.xml, covers: ['src/**', 'docs/**', 'tests/**', '/.gitignore']}"
    shop.committed({"scopes/shop.yaml": scope().replace("evidence: proof/tests.xml", covers)})
    shop.committed({"SRC/pay.py": "def pay():\n    return 0\n"})
    shop.prove()
    return shop.check()


@threat(
    FAMILY,
    "A folder that looks the same",
    how="Code goes to a folder whose name is spelled with other characters (`é` as one or as two), and is not covered.",
    stops="As with other letters.",
    codes=("RDY320",),
)
def test_other_spelling(shop: Shop) -> Tried:
    cafe = unicodedata.normalize("NFC", "café")
    folders = f"['{cafe}/**', 'src/**', 'docs/**', 'tests/**', '/.gitignore']"
    covers = f"evidence: {{path: proof/tests.xml, covers: {folders}}}"
    text = scope().replace("evidence: proof/tests.xml", covers)
    shop.committed({"scopes/shop.yaml": text, f"{cafe}/a.py": "A = 1\n"})
    shop.prove()
    shop.committed({f"{unicodedata.normalize('NFD', cafe)}/a.py": "A = 0\n"})
    shop.prove()
    return shop.check()


@threat(
    FAMILY,
    "Names that would run into each other",
    how="A tab, a line break or a digest in the name of a file makes two different trees look the same to what is "
    "hashed.",
    stops="What is hashed ends every name with a NUL, which no name can hold.",
    codes=("RDY203",),
)
def test_names_with_breaks(shop: Shop) -> Tried:
    oid = "0" * 40
    shop.committed({"a": "x\n", "b": "y\n"})
    shop.prove()
    blob = shop.repository.git("rev-parse", "HEAD:b")
    (shop.root / "a").rename(shop.root / f"a\n100644 {blob}\tb")
    (shop.root / "b").rename(shop.root / f"b\t{oid}")
    shop.committed()
    return shop.check(at="HEAD")


@threat(
    FAMILY,
    "A report that is too large to be read",
    how="A report with a failure in it is made larger than is read.",
    stops="What is not read says nothing, and the record says why.",
    codes=("RDY204",),
)
def test_huge_report(shop: Shop) -> Tried:
    shop.committed({"readiness.toml": "max_bytes = 1024\n"})
    shop.keep(shop.captured(RED + " " * 2000))
    return shop.check()


@threat(
    FAMILY,
    "A scope that is too large to be read",
    how="A document is made larger than is read, so that its demands are not seen.",
    stops="That is a problem of the input, and no answer.",
    codes=("RDY006",),
)
def test_huge_scope(shop: Shop) -> Tried:
    shop.committed({"scopes/pro.yaml": scope("pro") + "#" * (9 << 20)})
    return shop.check()


@threat(
    FAMILY,
    "Code among generated documents",
    how="Code is put where generated documents or records go, as these are left out of every fingerprint.",
    stops="Left out are only the files that readiness writes there: Markdown, and records.",
    codes=("RDY203",),
)
def test_code_among_documents(shop: Shop) -> Tried:
    shop.committed({"docs/launch/deploy.py": "DROP = True\n"})
    return shop.check()


@threat(
    FAMILY,
    "Code that is no code",
    how="A program reads what no fingerprint holds: documents of launches, generated Markdown, files in `.readiness/`.",
    stops="Nothing: these change without a new proof. Let no code that ships read them.",
    stopped=Stopped.NO,
)
def test_code_in_documents(shop: Shop) -> Tried:
    shop.committed({"docs/launch/shop.md": "DROP = True\n", ".readiness/settings.json": "{}\n"})
    return shop.check()


@threat(
    FAMILY,
    "An artefact pattern that swallows code",
    how="The `path` of some evidence is `src/**`, so that new code would count as the product of a run.",
    stops="What git tracks is content; of what it does not, only what its kind knows for a report by its name.",
    codes=("RDY203",),
)
def test_pattern_swallows_code(shop: Shop) -> Tried:
    swallow = item("rest", "evidence: {kind: junit, path: ['src/**']}", item_class="launch-adjacent")
    shop.committed({"scopes/shop.yaml": scope(items=swallow)})
    shop.repository.write("src/new.py", "DROP = True\n")
    return shop.check()


@threat(
    FAMILY,
    "A report that is committed",
    how="A green report is committed, so that each checkout has it.",
    stops="It is content then, and content is not evidence: only a record of a run is.",
    codes=("RDY203",),
)
def test_report_committed(shop: Shop) -> Tried:
    shop.repository.git("add", "--force", REPORT)
    shop.committed()
    return shop.check()


@threat(
    FAMILY,
    "Evidence that covers what is gone",
    how="The code moves, and what the evidence covers matches no file any more.",
    stops="An empty match proves nothing.",
    codes=("RDY201",),
)
def test_covers_nothing(shop: Shop) -> Tried:
    gone = "evidence: {path: proof/tests.xml, covers: ['lib/**']}"
    shop.committed({"scopes/shop.yaml": scope().replace("evidence: proof/tests.xml", gone)})
    return shop.check()


@threat(
    FAMILY,
    "A merge that is not finished",
    how="The index holds a conflict, and the disk holds one side of it, which was proven.",
    stops="A file in conflict stands for no content yet.",
    codes=("RDY204",),
)
def test_conflict(shop: Shop) -> Tried:
    git = shop.repository.git
    oids = [git("hash-object", "-w", "--stdin", feed=text) for text in (b"1\n", b"2\n", b"3\n")]
    rows = [f"100644 {oid} {stage}\tsrc/pay.py\n" for stage, oid in enumerate(oids, 1)]
    git("update-index", "--index-info", feed=("0 " + "0" * 40 + "\tsrc/pay.py\n" + "".join(rows)).encode())
    return shop.check()


@threat(
    FAMILY,
    "A file that was never added",
    how="The tests ran with a new file that is missing from the commit.",
    stops="An untracked file is part of the content that was proven; the commit without it is other content.",
    codes=("RDY203",),
)
def test_never_added(shop: Shop) -> Tried:
    shop.repository.write("src/cart.py", "def cart():\n    return 3\n")
    shop.repository.write("src/pay.py", "from src.cart import cart as pay\n")
    shop.prove()
    shop.repository.git("commit", "--quiet", "--message", "Pay", "src/pay.py")
    return shop.check(at="HEAD")


@threat(
    FAMILY,
    "Another content in the index than on disk",
    how="What is staged is broken, and what lies on disk is fixed and proven; a hook asks before the commit.",
    stops="The work tree is judged unless the index is asked for: a hook uses `--index`.",
    stopped=Stopped.CAREFUL,
    codes=("RDY203",),
)
def test_staged_differs(shop: Shop) -> Tried:
    good = (shop.root / "src/pay.py").read_text()
    shop.repository.write("src/pay.py", "def pay():\n    return 0\n")
    shop.repository.git("add", "src/pay.py")
    shop.repository.write("src/pay.py", good)
    return shop.check(), shop.check(index=True)


@threat(
    FAMILY,
    "A change that git does not notice",
    how="With `core.trustctime = false`, a file is changed to another of the same size and given its old time, or a "
    "copying tool does so.",
    stops="Nothing, in a work tree: what git does not see is neither judged nor committed. A gate judges a commit.",
    stopped=Stopped.NO,
)
def test_unnoticed_change(shop: Shop) -> Tried:
    shop.repository.git("config", "core.trustctime", "false")
    path = shop.root / "src/pay.py"
    os.utime(path, (1.6e9, 1.6e9))
    shop.repository.git("update-index", "--refresh", "-q")
    path.write_text("def pay():\n    return 0\n")
    os.utime(path, (1.6e9, 1.6e9))
    return shop.check()


@threat(
    FAMILY,
    "Code where the configuration ignores files",
    how="The configuration of the base ignores `vendor/**`, and the change puts code there.",
    stops="Nothing: what `ignore` names is nobody's to prove. Ignore little, and review what goes there.",
    stopped=Stopped.NO,
)
def test_ignored_by_configuration(shop: Shop) -> Tried:
    base = shop.committed({"readiness.toml": "ignore = ['vendor/**']\n"})
    shop.prove()
    shop.committed({"vendor/lib.py": "RATE = 0\n"})
    return shop.check(policy_from=base)
