"""Ways to ask for less: by what a change does to documents and configuration, and by how a gate is called."""

from typing import Final

from tests.link.launches import NOW, RED, item, scope
from tests.threats.register import Stopped, Tried, reasons, said, threat
from tests.threats.shop import REPORT, Shop

FAMILY: Final = "Policy"
ROLLBACK: Final = "rollback: {steps: docs/ops.md#rollback, within: 15m}"
MORE: Final = item("more", ROLLBACK, "evidence: {path: proof/more.xml}")
UNMET: Final = {"scopes/shop.yaml": scope(items=MORE)}
TESTS: Final = "evidence: {path: proof/tests.xml, tests: [%s]}"


@threat(
    FAMILY,
    "A change that asks for less",
    how="The change deletes an item, or drafts, defers or re-scopes it, drops evidence, grants a waiver, moves a "
    "phase: the table below has every way.",
    stops="What the base demands is demanded until the change is in the base. Each row of the table has a test in "
    "`tests/policy/test_rows.py`.",
    stopped=Stopped.POLICY,
    codes=("RDY201",),
)
def test_change_loosens_policy(shop: Shop) -> Tried:
    base = shop.committed(UNMET)
    shop.committed({"scopes/shop.yaml": scope()})
    return shop.check(), shop.check(policy_from=base)


@threat(
    FAMILY,
    "A threshold that is lowered",
    how="The change lets fewer tests have to pass, or less coverage be enough.",
    stops="The record holds what was measured, and it is held against what the base asks for.",
    stopped=Stopped.POLICY,
    codes=("RDY202",),
)
def test_threshold_lowered(shop: Shop) -> Tried:
    def asking(tests: str) -> str:
        return scope().replace("evidence: proof/tests.xml", TESTS % tests)

    base = shop.committed({"scopes/shop.yaml": asking("test_sells, test_refunds")})
    shop.committed({"scopes/shop.yaml": asking("test_sells")})
    return shop.check(), shop.check(policy_from=base)


@threat(
    FAMILY,
    "Evidence that covers less than before",
    how="The change breaks a file, and takes it out of what an item's evidence covers.",
    stops="Both definitions have to hold, and what the base covers was not proven.",
    stopped=Stopped.POLICY,
    codes=("RDY203",),
)
def test_covers_narrowed(shop: Shop) -> Tried:
    def covering(files: str) -> str:
        return scope(items=item("taxes", ROLLBACK, f"evidence: {{path: proof/taxes.xml, covers: {files}}}"))

    shop.report(path="proof/taxes.xml")
    base = shop.committed({"scopes/shop.yaml": covering("['src/**']")})
    shop.prove()
    shop.committed({"scopes/shop.yaml": covering("['src/tax.py']"), "src/pay.py": "def pay():\n    return 0\n"})
    shop.prove()
    return shop.check(), shop.check(policy_from=base)


@threat(
    FAMILY,
    "A rule that the configuration switches off",
    how="The change sets the level of a rule to `off`, or lets files be ignored, or proofs be old.",
    stops="The configuration of the base decides.",
    stopped=Stopped.POLICY,
    codes=("RDY201",),
)
def test_rule_switched_off(shop: Shop) -> Tried:
    base = shop.committed(UNMET)
    shop.committed({"readiness.toml": "[rules]\nevidence-missing = 'off'\n"})
    shop.prove()
    return shop.check(), shop.check(policy_from=base)


@threat(
    FAMILY,
    "A change that trusts somebody else",
    how="The change adds its author's key to the configuration, or takes all keys out of it.",
    stops="Who is trusted, the base says.",
    stopped=Stopped.POLICY,
    codes=("RDY204",),
)
def test_trust_changed(shop: Shop) -> Tried:
    lines = f'[[trust.keys]]\nkey = "{shop.key().line}"\nidentity = "ci"\n'
    base = shop.committed({"readiness.toml": lines})
    shop.committed({"readiness.toml": lines.replace(shop.key().line, shop.key("author").line)})
    shop.prove(sign="author")
    return shop.check(), shop.check(policy_from=base)


@threat(
    FAMILY,
    "A change that brings its own ledger",
    how="The change lets records be read from a folder of its own.",
    stops="Where records are, the base says.",
    stopped=Stopped.POLICY,
    codes=("RDY201",),
)
def test_ledger_moved(shop: Shop) -> Tried:
    base = shop.committed(UNMET)
    shop.committed({"readiness.toml": "[ledger]\nfolder = 'forged'\n"})
    shop.report(path="proof/more.xml")
    shop.prove()
    return shop.check(), shop.check(policy_from=base)


@threat(
    FAMILY,
    "A command that is replaced",
    how="The change lets evidence be made by another command, such as `true`.",
    stops="Both definitions have to hold, and the old command has no record of this content.",
    stopped=Stopped.POLICY,
    codes=("RDY203",),
)
def test_command_replaced(shop: Shop) -> Tried:
    def made_by(command: str) -> str:
        evidence = f"evidence: {{path: proof/tests.xml, run: {command}}}"
        return scope().replace("evidence: proof/tests.xml", evidence)

    base = shop.committed({"scopes/shop.yaml": made_by("pytest")})
    shop.committed({"scopes/shop.yaml": made_by("make nothing")})
    shop.prove()
    return shop.check(), shop.check(policy_from=base)


@threat(
    FAMILY,
    "A sign-off in somebody's name",
    how="The change signs for somebody else: a name and a date in a document.",
    stops="It counts only once it is in the base, so that whoever reviews changes of `scopes/` has seen it. After that "
    "it is as good as that review; for a signature, ask for a signed commit (kind `commit`).",
    stopped=Stopped.POLICY,
    codes=("RDY201",),
)
def test_sign_off_forged(shop: Shop) -> Tried:
    def signed(date: str) -> str:
        return scope(items=item("legal", ROLLBACK, f"evidence: {{signoff: general-counsel{date}}}"))

    base = shop.committed({"scopes/shop.yaml": signed("")})
    shop.committed({"scopes/shop.yaml": signed(", date: 2026-11-28")})
    return shop.check(), shop.check(policy_from=base)


@threat(
    FAMILY,
    "An owner who signs for themselves",
    how="The owner of a launch-critical item signs it off.",
    stops="Nobody vouches for their own, unless `allow_self` in the configuration of the base lets them.",
    codes=("RDY205",),
)
def test_own_sign_off(shop: Shop) -> Tried:
    word = "evidence: {signoff: release-manager, date: 2026-11-28}"
    shop.committed({"scopes/shop.yaml": scope(items=item("legal", ROLLBACK, word))})
    return shop.check()


@threat(
    FAMILY,
    "An owner with two names",
    how="The owner signs under another name, and nothing says who is who.",
    stops="Nothing, without a `directory` of owners: with one, a name that is not in it is an error. That two entries "
    "are one person, only people see.",
    stopped=Stopped.NO,
)
def test_two_names(shop: Shop) -> Tried:
    word = "evidence: {signoff: the-release-manager, date: 2026-11-28}"
    shop.committed({"scopes/shop.yaml": scope(items=item("legal", ROLLBACK, word))})
    return shop.check()


WAIVER: Final = (
    "waivers:\n  - {id: later, of: {item: more, requirement: junit}, reason: For now., granted_by: %s, "
    "granted: 2026-11-01, expires: %s}\n"
)


@threat(
    FAMILY,
    "A waiver by the owner",
    how="The owner of a launch-critical item grants a waiver for it.",
    stops="Nobody excuses their own, and the requirement is as before.",
    codes=("RDY201",),
)
def test_own_waiver(shop: Shop) -> Tried:
    shop.committed({"scopes/shop.yaml": scope(items=MORE, head=WAIVER % ("release-manager", "2027-01-31"))})
    return shop.check()


@threat(
    FAMILY,
    "A waiver that has lapsed",
    how="Nobody looks at a waiver again.",
    stops="After its last day the requirement is as before.",
    codes=("RDY201",),
)
def test_lapsed_waiver(shop: Shop) -> Tried:
    shop.committed({"scopes/shop.yaml": scope(items=MORE, head=WAIVER % ("cto", "2026-11-20"))})
    return shop.check()


@threat(
    FAMILY,
    "A scope renamed to `.yml`",
    how="A file of a scope gets a suffix that is not read.",
    stops="In a folder of scopes, that is a problem.",
    codes=("RDY019",),
)
def test_yml_rename(shop: Shop) -> Tried:
    shop.committed({"scopes/pro.yml": scope("pro", items=MORE)})
    return shop.check()


@threat(
    FAMILY,
    "A scope moved out of sight",
    how="A scope is moved to another folder, or git is told to ignore it.",
    stops="What looks like a scope elsewhere is a problem, and so is one that git ignores. `--policy-from` still asks "
    "for it.",
    codes=("RDY019",),
)
def test_scope_moved(shop: Shop) -> Tried:
    shop.committed({"launches/pro.yaml": scope("pro", items=MORE)})
    moved = shop.check()
    (shop.root / "launches/pro.yaml").unlink()
    shop.committed({".gitignore": "/proof/\n/scopes/pro.yaml\n", "scopes/pro.yaml": scope("pro", items=MORE)})
    hidden = shop.check()
    assert "RDY019" in reasons(moved)
    return hidden


@threat(
    FAMILY,
    "Nothing but drafts",
    how="Every scope is made a draft, so that nothing blocks.",
    stops="With nothing to judge there is no go.",
    codes=("RDY054",),
)
def test_all_drafts(shop: Shop) -> Tried:
    shop.committed({"scopes/shop.yaml": scope(head="state: draft\n")})
    return shop.check()


@threat(
    FAMILY,
    "A launch that asks for nothing",
    how="A scope has no items, or none that is launch-critical.",
    stops="That is an error, not a go.",
    codes=("RDY025",),
)
def test_nothing_critical(shop: Shop) -> Tried:
    shop.committed({"scopes/shop.yaml": scope().replace("launch-critical", "launch-adjacent")})
    return shop.check()


@threat(
    FAMILY,
    "The same id twice",
    how="Two scopes, or two pieces of evidence of one item, have the same id, so that a record of one speaks for both.",
    stops="That is an error in the documents.",
    codes=("RDY031",),
)
def test_same_id(shop: Shop) -> Tried:
    both = scope().replace("evidence: proof/tests.xml", "evidence: [{path: proof/tests.xml}, {path: proof/more.xml}]")
    shop.committed({"scopes/shop.yaml": both})
    twice = shop.check()
    shop.committed({"scopes/shop.yaml": scope(), "scopes/pro.yaml": scope()})
    assert "RDY031" in reasons(twice), said(twice)
    return shop.check()


@threat(
    FAMILY,
    "A failing launch that is not asked for",
    how="A job names the scopes that it judges, and leaves out the one that fails.",
    stops="What is named is judged, and nothing else. A gate names no scopes.",
    stopped=Stopped.CAREFUL,
    codes=("RDY202",),
)
def test_scope_left_out(shop: Shop) -> Tried:
    shop.committed({"scopes/pro.yaml": scope("pro").replace(REPORT, "proof/pro.xml")})
    shop.report(path="proof/pro.xml", text=RED)
    shop.prove()
    return shop.check(scopes=("shop",)), shop.check()


@threat(
    FAMILY,
    "A tag that is called like the base",
    how="Somebody pushes a tag `main`, or `origin/main`, which git takes before the branch, and which holds a looser "
    "policy.",
    stops="A name that means several commits is refused.",
    codes=("RDY051",),
)
def test_tag_like_the_base(shop: Shop) -> Tried:
    shop.committed(UNMET)
    shop.repository.git("checkout", "--quiet", "-b", "change")
    loose = shop.committed({"scopes/shop.yaml": scope()})
    shop.repository.git("tag", "main", loose)
    return shop.check(policy_from="main")


@threat(
    FAMILY,
    "A change that is its own base",
    how="The gate takes the policy from the commit that it judges, or from a branch that the author may push to.",
    stops="Nothing: a base is what the caller says. Take it from the protected branch, after a fetch; the report names "
    "its commit.",
    stopped=Stopped.NO,
)
def test_own_base(shop: Shop) -> Tried:
    shop.committed(UNMET)
    shop.committed({"scopes/shop.yaml": scope()})
    return shop.check(policy_from="HEAD")


@threat(
    FAMILY,
    "A change of the job that calls the gate",
    how="The change edits the workflow, so that `check` is called with other options, or not at all.",
    stops="Nothing here: what is not called cannot object. Keep the job where the change cannot reach it (a required "
    "workflow, a protected environment), and let its owners review it.",
    stopped=Stopped.NO,
)
def test_job_changed(shop: Shop) -> Tried:
    base = shop.committed({**UNMET, "ci.sh": f"readiness check --policy-from main  # {NOW:%Y}\n"})
    shop.committed({"scopes/shop.yaml": scope(), "ci.sh": "readiness check\n"})
    shop.prove()
    assert base
    return shop.check()


@threat(
    FAMILY,
    "Everything is due later",
    how="Items are put into a phase that has not ended, so that nothing is due, and the exit code is 0.",
    stops="On-track is said to be no go. A deploy asks with `--final`, for which all is due that the launch needs.",
    stopped=Stopped.CAREFUL,
    codes=("RDY201",),
)
def test_due_later(shop: Shop) -> Tried:
    head = "launch: 2026-12-20\nphases: [{id: late, ends: 2026-12-20}]\n"
    late = item("more", ROLLBACK, "phase: late", "evidence: {path: proof/more.xml}")
    shop.committed({"scopes/shop.yaml": scope(items=late, head=head)})
    return shop.check(), shop.check(final=True)


@threat(
    FAMILY,
    "A base without a policy",
    how="The base is a commit that has no launch yet, so that nothing is demanded.",
    stops="Without another policy there is nothing to hold the candidate against, and that is no go.",
    codes=("RDY054",),
)
def test_base_without_policy(shop: Shop) -> Tried:
    shop.repository.git("rm", "--quiet", "-r", "scopes")
    bare = shop.repository.commit()
    shop.committed({"scopes/shop.yaml": scope()})
    return shop.check(policy_from=bare)


@threat(
    FAMILY,
    "A base that is out of date",
    how="The gate takes the policy from where the branch began, and the base has asked for more since.",
    stops="Take the tip of the base after a fetch, or judge the merge result, not where the branch began.",
    stopped=Stopped.CAREFUL,
    codes=("RDY201",),
)
def test_old_base(shop: Shop) -> Tried:
    began = shop.committed()
    shop.repository.git("checkout", "--quiet", "-b", "change")
    shop.committed({"src/pay.py": "def pay():\n    return 3\n"})
    shop.prove()
    shop.repository.git("checkout", "--quiet", "main")
    shop.committed(UNMET)
    shop.repository.git("checkout", "--quiet", "change")
    return shop.check(policy_from=began), shop.check(policy_from="main")
