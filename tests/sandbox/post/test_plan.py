"""The plan of the demo's post: forty mails, and every reason for which one goes to a person."""

from collections import Counter

from gevinst.codes import Code
from sandbox import people
from sandbox.post.plan import LAYOUTS, all_papers, demo, extra


def test_the_composition_of_the_planned_mails() -> None:
    """24 go through, 11 go to a person, 3 are no cases; the other two of the forty are made from the first two."""
    plan = demo()
    assert Counter(sample.expected for sample in plan) == {"registered": 24, "person": 11, "set aside": 3}


def test_the_eleven_go_to_a_person_each_for_a_reason_of_its_own() -> None:
    """No reason stands twice, and none of those that go through has one."""
    plan = demo()
    codes = [sample.code for sample in plan if sample.expected == "person"]
    assert len(set(codes)) == len(codes) == 11
    assert set(codes) == {
        Code.CPR_MISSING,
        Code.CPR_INVALID,
        Code.CONFLICTING_AMOUNTS,
        Code.UNKNOWN_CITIZEN,
        Code.NO_GRANT,
        Code.ALREADY_REGISTERED,
        Code.DOCUMENT_LOCKED,
        Code.NO_ATTACHMENT,
        Code.SEVERAL_CITIZENS,
        Code.PROTECTED_ADDRESS,
        Code.TEXT_TO_READ,
    }
    assert all(sample.code is None for sample in plan if sample.expected == "registered")


def test_the_three_that_are_no_cases() -> None:
    """An automatic reply, a returned mail and a newsletter, with the headers by which they are known."""
    aside = {sample.code: sample.headers for sample in demo() if sample.expected == "set aside"}
    assert set(aside) == {Code.AUTO_REPLY, Code.BOUNCE, Code.NEWSLETTER}
    assert aside[Code.AUTO_REPLY] == {"Auto-Submitted": "auto-replied"}
    assert "List-Unsubscribe" in aside[Code.NEWSLETTER]


def test_the_other_reasons_are_there_to_be_tried() -> None:
    """Death, exemption from Digital Post, a power of attorney, a request for access and a cry for help."""
    assert [(sample.name, sample.code) for sample in extra()] == [
        ("doed", Code.DECEASED),
        ("fritaget", Code.EXEMPT_FROM_DIGITAL_POST),
        ("fuldmagt", Code.POWER_OF_ATTORNEY),
        ("aktindsigt", Code.TEXT_TO_READ),
        ("raab-om-hjaelp", Code.TEXT_TO_READ),
    ]
    bodies = " ".join(sample.body for sample in extra())
    assert "aktindsigt" in bodies
    assert "Jeg kan ikke mere" in bodies


def test_two_faults_strike_two_mails_that_go_through() -> None:
    """The old system drops one connection after saving and forgets one session."""
    struck = {sample.fault: sample.expected for sample in demo() if sample.fault}
    assert struck == {"drop after save": "registered", "expire session": "registered"}
    assert sum(bool(sample.fault) for sample in demo()) == 2


def test_every_layout_goes_through_for_both_kinds() -> None:
    """Estimates and bills come in each of the seven layouts, some with a referral, some as HTML or old Danish text."""
    through = [sample for sample in demo() if sample.expected == "registered"]
    seen = {(paper.kind, layout) for sample in through for paper, layout in sample.papers if paper.kind != "bilag"}
    assert {layout for _, layout in seen} == set(LAYOUTS)
    assert {kind for kind, _ in seen} == {"prisoverslag", "regning"}
    assert sum(len(sample.papers) == 2 for sample in through) >= 3
    assert any(sample.html for sample in through)
    assert any(sample.latin1 for sample in through)


def test_nobody_s_case_depends_on_another_s() -> None:
    """Each mail that goes through is about a citizen of its own; the special people stand only where they are the reason."""
    through = [sample.papers[0][0].person for sample in demo() if sample.expected == "registered"]
    assert len(set(through)) == len(through)
    assert set(through) <= set(people.ORDINARY)
    others = [paper.person for paper, _ in all_papers([s for s in demo() if s.expected != "registered"])]
    assert not set(through) & set(others)


def test_a_seed_is_a_plan() -> None:
    """The same seed gives the same papers, another seed others of the same composition."""
    assert demo(331) == demo(331)
    assert extra(331) == extra(331)
    assert demo(331) != demo(332)
    assert [sample.code for sample in demo(331)] == [sample.code for sample in demo(332)]
