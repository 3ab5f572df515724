"""From the text of a statement of intent to a compact that anyone can check: one story, told in order by its tests."""

import dataclasses
import io
import pathlib
import re
import subprocess
import tarfile

import pytest
from playwright.sync_api import Page, expect

import looking
import statements
from acting import (
    FAILED, choose, due, fill, follow, heading, press, reads, refused, saving, sign_in, tick, unfold,
)  # fmt: skip
from asking import Asker, crawl
from running import PASSWORD, PROGRAM, TOP, Server

AUTHORITIES = TOP / "Sources" / "Register" / "Authorities" / "authorities.csv"

DEPARTMENT, ASSOCIATION = "Department for Education and Skills", "Local Government Association"
DIRECTOR, MEMBER, MINISTER = "Director of Education", "Cabinet Member for Education", "Secretary of State"

# Who takes part: name, body, seat, office.
PEOPLE = {
    "adviser": ("Ada Viser", "dfes", "Regional adviser", "adviser"),
    "standards": ("Stan Dard", "dfes", "Director of school standards", "director"),
    "minister": ("Mina Ister", "dfes", MINISTER, "minister"),
    "secretary": ("Sec Retary", "lga", "Education policy secretary", "secretary"),
    "chair": ("Cha Irlady", "lga", "Chair", "chair"),
    "officer": ("Nora Folk", "926", "Policy officer", "officer"),
    "director": ("Dirk Tor", "926", DIRECTOR, "director"),
    "member": ("Cab Inet", "926", MEMBER, "cabinetMember"),
    "stranger": ("Ken Tish", "886", "Policy officer", "officer"),
}

# Words that nobody but the parties may ever read.
PRIVATE = {
    "earlier words of a draft": "quibblewort",
    "an objection": "zephyrine",
    "a remark on a line": "marrowfat",
    "a remark on the whole": "thimblerig",
    "a decision waited for": "bumbershoot",
    "what was decided": "gallimaufry",
    "superseded wording": "snollygoster",
    "wording that nobody took up": "taradiddle",
}
# Words that everybody reads once the compact is in force.
PUBLIC = "lighthouse"


@dataclasses.dataclass
class Story:
    """What the tests tell one another."""

    server: Server
    people: looking.People
    folder: pathlib.Path
    pages: dict[str, Page] = dataclasses.field(default_factory=dict)
    askers: dict[str, Asker] = dataclasses.field(default_factory=dict)
    text: str = ""
    statement: str = ""
    draft: str = ""
    compact: str = ""
    vkey: str = ""
    root: str = ""
    checkpoint: str = ""
    bundle: pathlib.Path = pathlib.Path()
    stopped: str = ""

    def __getattr__(self, who: str) -> Page:
        """The page of one of the people, signed in, each in a browser of their own."""
        if who not in PEOPLE:
            raise AttributeError(who)
        if who not in self.pages:
            self.pages[who] = sign_in(self.people.arrives(), self.server, f"{who}@example.org")
        return self.pages[who]

    def asker(self, who: str = "") -> Asker:
        """The same person below any browser; the public for nobody."""
        if who not in self.askers:
            asker = Asker(self.server)
            self.askers[who] = asker.sign_in(f"{who}@example.org", PASSWORD) if who else asker
        return self.askers[who]

    def url(self, path: str) -> str:
        return self.server.url(path)

    def at_compact(self, who: str, more: str = "") -> Page:
        page: Page = getattr(self, who)
        page.goto(self.url(f"/compacts/{self.compact}{more}"))
        return page

    def at_line(self, who: str, title: str) -> Page:
        """Opens the page of a line of the compact."""
        page = self.at_compact(who)
        page.get_by_role("link", name=f"Answer, discuss or change {title}", exact=True).click()
        heading(page, title)
        return page

    def at_draft(self, who: str, more: str = "") -> Page:
        page: Page = getattr(self, who)
        page.goto(self.url(f"/drafts/compacts/{self.draft}{more}"))
        return page


@pytest.fixture(scope="module")
def story(serving, chromium, documents, tmp_path_factory):
    people = looking.People(chromium, documents)
    story = Story(serving("journey"), people, tmp_path_factory.mktemp("kept"))
    yield story
    people.leave()
    for asker in story.askers.values():
        asker.close()
    assert not people.complaints, "\n".join(people.complaints)


@pytest.fixture(autouse=True)
def in_order(request, story):
    """Each step rests on the one before."""
    if story.stopped:
        pytest.fail(f"the story stopped at {story.stopped}")
    story.stopped = request.node.name
    yield
    if not request.node.stash.get(FAILED, False):
        story.stopped = ""


def identifier(page: Page) -> str:
    """The identifier in the address of a page."""
    found = re.search(r"/(?:compacts|statements)/([a-z2-7]{16})", page.url)
    assert found, page.url
    return found[1]


# ---- The register


def test_an_operator_sets_the_register_up(story: Story):
    story.server.run("body", "add", "--code", "dfes", "--name", DEPARTMENT, "--sort", "department")
    story.server.run("body", "add", "--code", "lga", "--name", ASSOCIATION, "--sort", "association")
    assert re.match(r"1\d\d authorities entered, 0 were", story.server.run("import", str(AUTHORITIES), "--as", "authorities"))
    for who, (name, body, seat, office) in PEOPLE.items():
        story.server.add_person(f"{who}@example.org", name, body, seat, office)
    assert story.server.run("person", "list").count("@example.org") == len(PEOPLE)
    story.checkpoint = story.asker().get("/record/checkpoint").text
    story.vkey = story.asker().get("/record/vkey").text.strip()
    story.root = story.asker().get("/record/root").text


# ---- The statement of intent


def test_the_department_begins_a_statement_from_a_text(story: Story, check_page):
    page = story.adviser
    page.goto(story.url("/desk"))
    heading(page, "Your desk")
    check_page(page, "desk-empty")
    follow(page, "Start a draft")
    check_page(page, "drafts-empty")
    fill(page, "School year of its agenda", "2003/04")
    press(page, "Begin a statement")
    heading(page, "Statement of intent")
    check_page(page, "statement-tasks-empty")
    follow(page, "Start from a text")
    press(page, "Recognise its parts")
    refused(page, "Paste a text, or choose a file")
    check_page(page, "statement-text-refused")
    story.text = statements.PUBLISHED.read_text(encoding="utf-8") if statements.PUBLISHED.exists() else statements.OWN
    fill(page, "Paste the text", story.text)
    press(page, "Recognise its parts")
    heading(page, "Correct what was recognised")


def test_the_text_is_the_published_one():
    if not statements.PUBLISHED.exists():
        pytest.skip("the published statement of 2003 does not lie beside the project: the story goes on with a text of our own")


def test_paragraphs_points_signatories_and_areas_are_recognised(story: Story, check_page):
    page = story.adviser
    paragraphs = page.locator("textarea[name^=paragraph-]")
    expect(paragraphs).to_have_count(10)
    for number in range(1, 11):
        expect(page.get_by_label(f"Number of paragraph {number}", exact=True)).to_have_value(str(number))
    for number, marks, sense in ((2, "abcd", "Vision"), (5, [""] * 5, "Focus"), (7, [""] * 4, "Undertaking")):
        points = page.locator(f"textarea[name^=point-{number - 1}-]")
        expect(points).to_have_count(len(marks))
        for index, mark in enumerate(marks):
            expect(page.locator(f"[name=point-{number - 1}-{index}-mark]")).to_have_value(mark)
        chosen = page.locator(f"[name=paragraph-{number - 1}-sense] option:checked")
        expect(chosen).to_have_text(sense)
    expect(page.locator("[name=paragraph-8-sense] option:checked")).to_have_text("Term")
    expect(page.get_by_role("group", name="How point 1 of paragraph 7 will be kept").get_by_label("Considers")).to_be_checked()
    expect(page.locator("textarea[name^=group-]")).to_have_count(2)
    for group, codes in enumerate(("abcdefghi", "jklmn")):
        areas = page.locator(f"textarea[name^=area-{group}-]")
        expect(areas).to_have_count(len(codes))
        for index, code in enumerate(codes):
            expect(page.locator(f"[name=area-{group}-{index}-code]")).to_have_value(code)
            limit = {"m": "London authorities only", "n": "Any authority, with a title of its own"}.get(code, "Any authority")
            expect(page.locator(f"[name=area-{group}-{index}-limit] option:checked")).to_have_text(limit)
    for group in (0, 1):
        assert len(page.locator(f"[name=group-{group}-text]").input_value()) > 50
    expect(page.locator("select[name^=signatory-]")).to_have_count(2)
    expect(page.locator("[name=signatory-0-seat] option:checked")).to_have_text(f"{MINISTER}, {DEPARTMENT}")
    expect(page.locator("[name=signatory-1-seat] option:checked")).to_have_text(f"Chair, {ASSOCIATION}")
    check_page(page, "statement-corrections")


def test_what_was_recognised_is_corrected_classed_and_given_owners(story: Story, check_page):
    page = story.adviser
    fill(page, "Short name of area m", "London Challenge")
    fill(page, "Short name of area n", "Other local strategic issues")
    fill(page, "Short name of area b", "Literacy and numeracy at key stage 2")
    choose(page, "What paragraph 10 is for", "Term")
    for point, manner in enumerate(("Considers", "Continues", "Delivers by a day", "Delivers by a day"), 1):
        about = f"point {point} of paragraph 7"
        group = page.get_by_role("group", name=f"How {about} will be kept")
        group.get_by_label(manner).check()
        if manner == "Delivers by a day":
            due(group, 31, 12, 2004 if point == 3 else 2006)
        choose(page, f"Who answers for {about}", f"Director of school standards, {DEPARTMENT}")
    fill(page, "Order of signing of signatory 2", "zwei")
    press(page, "Put this into the draft")
    refused(page, "order of signing")
    expect(page.get_by_label("Short name of area m", exact=True)).to_have_value("London Challenge")
    check_page(page)
    fill(page, "Order of signing of signatory 2", "2")
    press(page, "Put this into the draft")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Statement of Intent")
    story.statement = identifier(page)
    check_page(page, "statement-tasks")
    follow(page, "Paragraphs and points")
    check_page(page, "statement-paragraphs")
    page.goto(story.url(f"/drafts/statements/{story.statement}/agenda"))
    check_page(page, "statement-agenda")


def test_a_draft_stays_on_its_side(story: Story):
    for who in ("secretary", "stranger", "officer"):
        story.asker(who).get(f"/drafts/statements/{story.statement}", 404)
    assert story.asker().ask("GET", f"/drafts/statements/{story.statement}").status == 303


def test_the_association_accepts_and_both_sign_in_order(story: Story, check_page):
    page = story.adviser
    page.goto(story.url(f"/drafts/statements/{story.statement}/check"))
    reads(page, "Nothing is missing")
    check_page(page, "statement-check")
    press(page, f"Send to {ASSOCIATION}")
    assert page.url.endswith(f"/statements/{story.statement}?done=sent"), page.url
    reads(page, "It was sent to the other side")
    story.asker().get(f"/statements/{story.statement}", 404)
    story.asker("stranger").get(f"/statements/{story.statement}", 404)
    other = story.secretary
    other.goto(story.url("/desk"))
    other.locator("main").get_by_role("link", name=re.compile("Statement of Intent")).first.click()
    check_page(other, "statement-negotiation")
    more = unfold(other, "Accept all lines that wait on us")
    press(more, "Accept all of them")
    refused(other, "Tick the box once you have read the lines")
    more = unfold(other, "Accept all lines that wait on us")
    tick(more, re.compile("I have read the"))
    press(more, "Accept all of them")
    reads(other, "The text is fixed")
    chair = story.chair
    chair.goto(story.url(f"/statements/{story.statement}/signatures/new"))
    reads(chair, "It is not this seat's turn")
    for who in ("minister", "chair"):
        page = getattr(story, who)
        page.goto(story.url("/desk"))
        follow(page, "Read and sign")
        fill(page, "Your password", PASSWORD)
        press(page, "Sign")
        heading(page, "You have signed")
    check_page(chair, "statement-receipt")


def test_the_statement_is_public_and_each_paragraph_and_area_has_an_address(story: Story, page: Page, check_page):
    everyone = story.asker()
    for number in range(1, 11):
        answer = everyone.get(f"/statements/{story.statement}/paragraphs/{number}")
        assert f"Paragraph {number}" in answer.text
    everyone.get(f"/statements/{story.statement}/paragraphs/11", 404)
    for code in "abcdefghijklmn":
        assert f"Area {code}:" in everyone.get(f"/agendas/2003/areas/{code}").text
        assert everyone.get(f"/agendas/2003/areas/{code}.json").json["area"]["code"] == code
    everyone.get("/agendas/2003/areas/o", 404)
    page.goto(story.url(f"/statements/{story.statement}"))
    reads(page, "In force")
    check_page(page, "statement-public")
    page.goto(story.url(f"/statements/{story.statement}/paragraphs/2"))
    reads(page, "Cite it as 2, 2(a), 2(b), 2(c), 2(d)")
    check_page(page, "paragraph")
    for path, name in (("/agendas", "agendas"), ("/agendas/2003", "agenda"), ("/agendas/2003/areas/m", "area")):
        page.goto(story.url(path))
        check_page(page, name)


# ---- Drafting the compact


def test_the_director_names_who_clears(story: Story, check_page):
    page = story.director
    page.goto(story.url("/body"))
    tick(page, DIRECTOR)
    press(page, "Save")
    reads(page, "Saved")
    check_page(page, "body")


def test_an_officer_begins_a_compact(story: Story, check_page):
    page = story.officer
    page.goto(story.url("/drafts"))
    check_page(page, "drafts-compact")
    press(page, "Begin a compact")
    heading(page, "Norfolk compact 2003/04")
    story.draft = story.compact = identifier(page)
    check_page(page, "compact-tasks-empty")


def test_a_draft_is_saved_as_one_types(story: Story, check_page):
    page = story.at_draft("officer", "/vision")
    with saving(page):
        fill(page, "The authority's vision", f"Every child in Norfolk has a {PRIVATE['earlier words of a draft']} of their own.")
    check_page(page, "draft-vision")
    page.reload()
    expect(page.get_by_label("The authority's vision")).to_have_value(re.compile(PRIVATE['earlier words of a draft']))
    fill(page, "The authority's vision", f"Every child in Norfolk, from the city to the {PUBLIC} at Happisburgh, is known well.")
    press(page, "Save and continue")
    heading(page, "Norfolk compact 2003/04")
    page = story.at_draft("officer", "/summary")
    press(page, "Save and continue")
    refused(page, "Enter a plain summary")
    check_page(page, "draft-summary-refused")
    fill(page, "Plain summary", "Norfolk and the Department will put reading first, from September.")
    press(page, "Save and continue")


def test_two_officers_may_write_different_lines_at_once(story: Story):
    page = story.at_draft("officer", "/summary")
    with saving(page):
        fill(page, "Plain summary", "Norfolk and the Department will put reading first, from October.")
    other = story.at_draft("director", "/vision")
    fill(other, "The authority's vision", f"Every child in Norfolk, from the city to the {PUBLIC} at Happisburgh, is known.")
    press(other, "Save and continue")
    with saving(page):
        fill(page, "Plain summary", "Norfolk and the Department will put reading first, from November.")
    press(page, "Save and continue")
    heading(page, "Norfolk compact 2003/04")


def test_two_officers_at_one_line_of_a_draft_lose_no_words(story: Story, check_page):
    page, other = story.at_draft("officer", "/summary"), story.at_draft("director", "/summary")
    fill(page, "Plain summary", "Norfolk and the Department will put reading first, from January.")
    press(page, "Save and continue")
    heading(page, "Norfolk compact 2003/04")
    fill(other, "Plain summary", "Norfolk and the Department will put reading and numbers first.")
    with other.expect_response(lambda response: response.request.is_navigation_request()) as answer:
        press(other, "Save and continue")
    assert answer.value.status == 409
    heading(other, "Somebody else changed this while you were writing")
    reads(other, "from January")
    expect(other.locator("del").first).to_contain_text("January")
    expect(other.get_by_label("Plain summary", exact=True)).to_have_value(re.compile("and numbers"))
    check_page(other, "draft-conflict")
    press(other, "Send mine in its place")
    heading(other, "Norfolk compact 2003/04")
    expect(story.at_draft("officer", "/summary").get_by_label("Plain summary", exact=True)).to_have_value(re.compile("and numbers"))


def test_a_draft_is_written_without_script(story: Story, check_page):
    page = story.people.arrives(java_script_enabled=False)
    sign_in(page, story.server, "officer@example.org")
    page.goto(story.url(f"/drafts/compacts/{story.draft}/partners"))
    follow(page, "Add a partner")
    press(page, "Save and continue")
    refused(page, "Enter the partner's name")
    fill(page, "Partner", "Schools forum of Norfolk")
    fill(page, "What it said", "Content, if small schools are heard.")
    press(page, "Save and continue")
    reads(page, "Content, if small schools are heard.")
    page.goto(story.url(f"/drafts/compacts/{story.draft}/terms"))
    follow(page, "Add a term")
    fill(page, "Term", f"Within available resources, as the {PRIVATE['superseded wording']} allows.")
    press(page, "Save and continue")
    page.context.close()
    check_page(story.at_draft("officer", "/partners"), "draft-partners")


def test_areas_are_chosen_from_the_agenda(story: Story, check_page):
    page = story.at_draft("officer", "/priorities")
    reads(page, "m: London Challenge is not available")
    expect(page.get_by_role("checkbox", name=re.compile("^m:"))).to_have_count(0)
    check_page(page, "draft-priorities-empty")
    press(page, "Add the areas chosen")
    refused(page, "Choose at least one area")
    tick(page, re.compile("^b: "))
    tick(page, re.compile("^n: "))
    press(page, "Add the areas chosen")
    page.get_by_role("link", name=re.compile("^Change Area n")).click()
    fill(page, "Why it matters here", "A fifth of schools have fewer than sixty pupils.")
    tick(page, "Medium term")
    press(page, "Save and continue")
    refused(page, "Give area n a title of your own")
    check_page(page, "draft-priority-refused")
    fill(page, "Your own title for this area", "Small schools of the coast")
    press(page, "Save and continue")
    page.get_by_role("link", name=re.compile("^Change Area b")).click()
    fill(page, "Why it matters here", "One child in four leaves primary school without the reading that the next one takes for granted.")
    tick(page, "Short term")
    press(page, "Save and continue")
    # Nobody's form can choose what is not offered.
    asker = story.asker("officer")
    london = asker.get("/agendas/2003/areas/m.json").json["area"]["id"]
    answer = asker.post(f"/drafts/compacts/{story.draft}/priorities", 422, area=london)
    assert "Area m is for London authorities only: choose another" in answer.errors


B = "Area b: Literacy and numeracy at key stage 2"
N = "Area n: Small schools of the coast"


def test_both_sides_contribute_with_an_owner_and_a_day(story: Story, check_page):
    page = story.at_draft("officer", "/priorities")
    page.get_by_role("link", name=f"Add what Norfolk contributes to {B}", exact=True).click()
    fill(page, "What Norfolk contributes", "A reading teacher released from each of twenty schools for a day a week.")
    press(page, "Save and continue")
    refused(page, "Give a due day, or choose throughout")
    check_page(page, "draft-contribution-refused")
    choose(page, "Who answers for it", DIRECTOR)
    tick(page, "By a day")
    due(page, 31, 2, 2004)
    press(page, "Save and continue")
    refused(page, "Enter a real day, such as 31 7 2004")
    due(page, 31, 7, 2004)
    press(page, "Save and continue")
    reads(page, "Due: 31 July 2004")
    page.get_by_role("link", name=f"Add what {DEPARTMENT} contributes to {B}", exact=True).click()
    fill(page, f"What {DEPARTMENT} contributes", "Weekly visits by a consultant to each school.")
    choose(page, "Who answers for it", "Regional adviser")
    tick(page, "Throughout the agreement")
    press(page, "Save and continue")
    page.get_by_role("link", name=f"Add what Norfolk contributes to {N}", exact=True).click()
    fill(page, "What Norfolk contributes", "Three schools under one head, tried along the coast.")
    choose(page, "Who answers for it", "Policy officer")
    tick(page, "Throughout the agreement")
    press(page, "Save and continue")
    check_page(page, "draft-priorities")


def test_the_draft_says_who_signs_in_which_order(story: Story, check_page):
    for order, seat in enumerate((f"{DIRECTOR}, Norfolk", f"{MEMBER}, Norfolk", f"{MINISTER}, {DEPARTMENT}"), 1):
        page = story.at_draft("officer", "/signatories")
        follow(page, "Add a signatory")
        choose(page, "Seat", seat)
        fill(page, "Order of signing", str(order))
        press(page, "Save and continue")
        reads(page, seat)
    check_page(page, "draft-signatories")


def test_the_draft_is_cleared_and_sent(story: Story, check_page):
    page = story.at_draft("officer", "/check")
    reads(page, f"{DIRECTOR} must clear this draft before it is sent")
    reads(page, f"{DEPARTMENT} brings nothing to {N}")
    check_page(page, "draft-check")
    expect(page.get_by_role("button", name=re.compile("^Send to"))).to_have_count(0)
    refusal = story.asker("officer").post(f"/drafts/compacts/{story.draft}/check", 409, revision="1")
    assert refusal.errors
    clearing = story.director
    clearing.goto(story.url("/desk"))
    reads(clearing, "Waiting for you to clear")
    check_page(clearing, "desk-clearing")
    follow(clearing.locator("main"), "Norfolk compact 2003/04")
    check_page(clearing, "compact-tasks")
    follow(clearing, "Clearance")
    check_page(clearing, "draft-clearance")
    press(clearing, "Clear this draft")
    reads(clearing, "Cleared")
    page = story.at_draft("officer", "/check")
    press(page, f"Send to {DEPARTMENT}")
    assert page.url.endswith(f"/compacts/{story.compact}?done=sent"), page.url
    reads(page, "It was sent to the other side")
    story.asker("officer").get(f"/drafts/compacts/{story.draft}", 404)


# ---- Negotiating


LINES = {
    "department's contribution": f"{DEPARTMENT} contributes to b. Literacy and numeracy at key stage 2",
    "norfolk's contribution": "Norfolk contributes to b. Literacy and numeracy at key stage 2",
}


def test_nobody_else_sees_the_negotiation(story: Story):
    for who in ("", "stranger", "secretary"):
        for more in ("", ".json", "/text", "/bundle.tar", "/position.json", "/signatures/new"):
            answer = story.asker(who).ask("GET", f"/compacts/{story.compact}{more}")
            assert answer.status in ((303, 404) if who == "" else (404,)), (who, more, answer.status)
    assert story.asker("stranger").get("/compacts.json").json["total"] == 0
    assert story.asker("adviser").get("/compacts.json").json["total"] == 1


def test_the_department_sees_what_waits_and_answers_line_by_line(story: Story, check_page):
    page = story.adviser
    page.goto(story.url("/desk"))
    check_page(page, "desk")
    follow(page.locator("main"), "Norfolk compact 2003/04")
    reads(page, "Waiting on you: 12 lines")
    check_page(page, "negotiation-new")
    page.get_by_role("button", name="Accept Consulted: Schools forum of Norfolk", exact=True).click()
    reads(page, "Waiting on you: 11 lines")

    page = story.at_line("adviser", "Vision")
    press(unfold(page, "We are considering it"), "Mark as under consideration")
    reads(page, f"{DEPARTMENT} is considering it")

    page = story.at_line("adviser", "Term")
    press(unfold(page, "We object"), "Object")
    refused(page, "Enter why you object")
    check_page(page, "line-refused")
    more = unfold(page, "We object")
    fill(more, "Why do you object?", f"The Department cannot promise {PRIVATE['an objection']}.")
    press(more, "Object")
    reads(page, PRIVATE["an objection"])
    check_page(page, "line-objected")

    page = story.at_line("adviser", LINES["department's contribution"])
    more = unfold(page, "We propose other wording")
    fill(more, "What is contributed", f"Monthly visits by a {PRIVATE['wording that nobody took up']} to each school.")
    press(more, "Propose this wording")
    reads(page, "Your wording was proposed to the other side")
    expect(page.locator("ins").filter(has_text="Monthly").first).to_be_visible()
    expect(page.locator("del").filter(has_text="Weekly").first).to_be_visible()
    check_page(page, "line-redline")


def test_the_authority_sees_what_is_new_and_speaks(story: Story, check_page):
    page = story.at_compact("officer")
    card = page.locator("section.concordat-line").filter(has=page.get_by_role("heading", name=LINES["department's contribution"]))
    reads(card, "New since you looked")
    expect(card.locator("ins").first).to_contain_text("Monthly")
    expect(card.locator("del").first).to_contain_text("Weekly")
    reads(card, "Waiting on you")
    check_page(page, "negotiation")
    follow(page, re.compile("^Changed since we last looked"))
    check_page(page, "negotiation-changed")

    page = story.at_line("officer", LINES["department's contribution"])
    fill(page, "Your remark", f"Every school asked for weekly visits. {PRIVATE['a remark on a line']}!")
    press(page, "Say it")
    reads(page, PRIVATE["a remark on a line"])
    more = unfold(page, "We propose other wording")
    fill(more, "What is contributed", "Two visits a month by a consultant to each school.")
    press(more, "Propose this wording")

    page = story.at_compact("officer")
    fill(page, "Your remark", f"Could we close it before Christmas? {PRIVATE['a remark on the whole']}")
    press(page, "Say it")
    reads(page, PRIVATE["a remark on the whole"])

    page = story.at_line("adviser", LINES["department's contribution"])
    press(page, "Accept this wording")
    reads(page, "You accept this wording.")


def test_a_line_waits_on_a_named_decision_and_is_released(story: Story, check_page):
    page = story.at_line("officer", LINES["norfolk's contribution"])
    more = unfold(page, "It waits on a decision elsewhere")
    fill(more, "Which decision?", f"The schools forum in January, item {PRIVATE['a decision waited for']}")
    press(more, "Wait for it")
    reads(page, PRIVATE["a decision waited for"])
    check_page(page, "line-waiting")
    # While it waits, the other side's acceptance does not close it.
    other = story.at_line("adviser", LINES["norfolk's contribution"])
    reads(other, "Waits on a decision elsewhere")
    press(other, "Accept this wording")
    reads(other, "Waits on a decision elsewhere")
    page = story.at_line("officer", LINES["norfolk's contribution"])
    fill(page, "What was decided?", f"The forum agreed, with {PRIVATE['what was decided']}.")
    press(page, "The wait is over")
    reads(page, "The wait is over")
    reads(page, "Accepted by every side")


def test_two_people_at_one_line_lose_no_words(story: Story, check_page):
    mine, theirs = story.at_line("officer", "Plain summary"), story.at_line("adviser", "Plain summary")
    more = unfold(mine, "We propose other wording")
    fill(more, "Plain summary", "Norfolk and the Department put reading first, from September 2004.")
    press(more, "Propose this wording")
    reads(mine, "Your wording was proposed")
    more = unfold(theirs, "We propose other wording")
    fill(more, "Plain summary", "Norfolk and the Department will put reading and small schools first.")
    with theirs.expect_response(lambda response: response.request.is_navigation_request()) as answer:
        press(more, "Propose this wording")
    assert answer.value.status == 409
    reads(theirs, "Somebody changed this line since you opened it")
    expect(theirs.locator("ins").first).to_contain_text("2004")
    reads(theirs, "from September 2004.")
    expect(theirs.get_by_label("Plain summary", exact=True)).to_have_value(
        "Norfolk and the Department will put reading and small schools first."
    )
    check_page(theirs, "line-conflict")
    press(theirs, "Propose this wording")
    reads(theirs, "Your wording was proposed")
    reads(theirs, "Wording 3, proposed by Department")
    page = story.at_line("officer", "Plain summary")
    press(page, "Accept this wording")
    reads(page, "You accept this wording.")


def test_when_every_line_is_accepted_the_text_is_fixed(story: Story, check_page):
    page = story.at_line("officer", "Term")
    more = unfold(page, "We propose other wording")
    fill(more, "Term", "Within the resources that each side has.")
    press(more, "Propose this wording")
    page = story.at_compact("adviser", "?show=waiting")
    more = unfold(page, "Accept all lines that wait on us")
    tick(more, re.compile("I have read the"))
    press(more, "Accept all of them")
    reads(page, "The text is fixed")
    check_page(page, "negotiation-fixed")
    page = story.at_compact("officer", "/text")
    reads(page, PUBLIC)
    check_page(page, "text")
    story.asker().get(f"/compacts/{story.compact}/text", 404)


# ---- Signing


def test_seats_sign_in_order_and_only_as_themselves(story: Story, check_page):
    page = story.at_compact("member", "/signatures/new")
    reads(page, "It is not this seat's turn")
    expect(page.get_by_role("button", name="Sign", exact=True)).to_have_count(0)
    digest = story.asker("officer").get(f"/compacts/{story.compact}.json").json["text"]
    early = story.asker("member").post(f"/compacts/{story.compact}/signatures", 422, text=digest, password=PASSWORD)
    assert early.errors == ["Another seat signs before this one: wait for its signature"]
    never = story.asker("officer").post(f"/compacts/{story.compact}/signatures", 422, text=digest, password=PASSWORD)
    assert never.errors == ["This seat may not do that: act from a seat that may"]
    other = story.asker("stranger").post(f"/compacts/{story.compact}/signatures", None, text=digest, password=PASSWORD)
    assert other.status in (404, 422)

    page = story.director
    page.goto(story.url("/desk"))
    follow(page, "Read and sign")
    reads(page, digest)
    check_page(page, "signing")
    fill(page, "Your password", "four words make two")
    press(page, "Sign")
    refused(page, "This is not your password")
    check_page(page, "signing-refused")
    fill(page, "Your password", PASSWORD)
    press(page, "Sign")
    heading(page, "You have signed")
    check_page(page, "receipt")


def test_a_change_after_the_first_signature_voids_it_openly(story: Story, check_page):
    late = story.at_compact("member", "/signatures/new")
    heading(late, "Read and sign")
    page = story.at_line("adviser", "Vision")
    more = unfold(page, "We propose other wording")
    fill(more, "The authority's vision", f"Every child in Norfolk, from the city to the {PUBLIC} at Happisburgh, is known and heard.")
    press(more, "Propose this wording")
    refused(page, "the signature given becomes void")
    check_page(page, "line-reopening")
    tick(page.locator("details[open]"), re.compile("^Open it again"))
    press(page, "Propose this wording")
    reads(page, "Your wording was proposed")
    fill(late, "Your password", PASSWORD)
    with late.expect_response(lambda response: response.request.is_navigation_request()) as answer:
        press(late, "Sign")
    assert answer.value.status == 409
    heading(late, "The text has changed")
    check_page(late, "signing-stale")
    page = story.at_compact("officer")
    reads(page, "Waiting on you: 1 line")
    unfold(page, "Show every step")
    reads(page, "1 signature became void.")
    press(page, "Accept Vision")
    reads(page, "The text is fixed")


def test_all_sign_again_and_it_is_in_force(story: Story, check_page):
    for who in ("director", "member", "minister"):
        page = story.at_compact(who, "/signatures/new")
        heading(page, "Read and sign")
        if who == "director":
            expect(page.locator("ins").first).to_contain_text("heard")
            check_page(page, "signing-changed")
        fill(page, "Your password", PASSWORD)
        press(page, "Sign")
        heading(page, "You have signed")
    reads(page, "Every seat has signed. In force from")
    late = story.asker("adviser").get(f"/compacts/{story.compact}.json").json
    assert late["agreement"]["state"] == "in-force", late["agreement"]


# ---- The public


def test_the_public_reads_it_without_a_cookie(story: Story, page: Page, check_page):
    for path, name in (
        ("/", "home"), ("/compacts", "compacts"), ("/compacts?year=2003&area=b&authority=926&state=in-force", "compacts-filtered"),
        ("/compacts?area=c", "compacts-none"), ("/authorities", "authorities"), ("/authorities/926", "authority"),
        ("/agreements", "agreements"), ("/statements", "statements"), ("/record", "record"), ("/search?q=lighthouse", "search"),
        ("/accessibility", "accessibility"), ("/nowhere", "not-found"),
    ):  # fmt: skip
        page.goto(story.url(path))
        check_page(page, f"public-{name}")
    page.goto(story.url("/compacts?year=2003&area=b&authority=926&state=in-force"))
    follow(page.locator("main"), "Norfolk compact 2003/04")
    reads(page, PUBLIC)
    for seat in (DIRECTOR, MEMBER, MINISTER):
        reads(page.locator("table"), seat)
    reads(page, "signature became void.")
    check_page(page, "public-compact")
    page.goto(story.url("/search?q=" + PUBLIC))
    reads(page, "Norfolk compact 2003/04")
    assert page.context.cookies() == []


def test_what_the_parties_said_appears_nowhere(story: Story):
    size = int(story.asker().get("/record/checkpoint").text.splitlines()[1])
    for who in ("", "stranger", "secretary"):
        asker = story.asker(who)
        starts = [f"/record/entries/{number}" for number in range(size)]
        starts += [f"/search.json?q={word}" for word in PRIVATE.values()] + [f"/search?q={word}" for word in PRIVATE.values()]
        starts += ["/", "/agreements.json", "/agreements.csv", "/desk", "/drafts", "/desk.json"]
        starts += [f"/compacts/{story.compact}{more}" for more in (".json", "/text.json", "/bundle.tar", "/position.json")]
        # The pages of all authorities are the same for everybody who is no party: once is enough.
        reached = crawl(asker, *starts, leaving=r"/authorities/\d" if who else "$.")
        assert reached[f"/compacts/{story.compact}.json"].status == 200
        assert sum(path.startswith("/record/entries/") and answer.status == 200 for path, answer in reached.items()) > 100
        for path, answer in reached.items():
            assert answer.status < 500, path
            for what, word in PRIVATE.items():
                at = answer.body.lower().find(word.encode())
                # What was looked for stands in the search field, and nowhere else.
                if at >= 0 and not path.startswith("/search?q="):
                    raise AssertionError(f"{what} is shown to {who or 'the public'} at {path}: {answer.body[at - 200 : at + 100]!r}")
        for word in PRIVATE.values():
            assert reached[f"/search.json?q={word}"].json["total"] == 0
        assert reached[f"/search?q={PRIVATE['an objection']}"].text.count(PRIVATE["an objection"]) == 1


def test_the_parties_still_read_all_of_it(story: Story, check_page):
    for who in ("officer", "adviser"):
        page = story.at_compact(who)
        unfold(page, "How each line was negotiated")
        page.get_by_role("link", name=LINES["department's contribution"], exact=True).click()
        reads(page, PRIVATE["a remark on a line"])
        expect(page.get_by_role("button", name="Accept this wording")).to_have_count(0)
    check_page(page, "line-signed")


# ---- Checking it


def run(*command: str | pathlib.Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=TOP, capture_output=True, text=True, timeout=300, check=False)


def test_the_bundle_is_verified_against_root_and_key(story: Story, page: Page):
    page.goto(story.url(f"/compacts/{story.compact}"))
    with page.expect_download() as download:
        follow(page, "Download the bundle")
    story.bundle = story.folder / "bundle.tar"
    download.value.save_as(story.bundle)
    (story.folder / "root.pem").write_text(story.root)
    (story.folder / "vkey").write_text(story.vkey)
    (story.folder / "checkpoint").write_text(story.checkpoint)
    with tarfile.open(story.bundle) as tar:
        tar.extractall(story.folder / "bundle", filter="data")
    inside = story.folder / "bundle" / f"compact-{story.compact}"
    for target in (story.bundle, inside):
        answer = run(PROGRAM, "verify", target, "--root", story.folder / "root.pem", "--key", story.vkey)
        assert answer.returncode == 0 and answer.stdout.splitlines()[-1] == "verified", answer
    unknown = run(PROGRAM, "verify", inside)
    assert unknown.returncode == 0 and unknown.stdout.splitlines()[-1] == "consistent, signer unknown", unknown
    for name in ("README.txt", "agreement.html", "agreement.json", "certificates.pem", "checkpoint"):
        assert (inside / name).stat().st_size > 0
    for word in PRIVATE.values():
        assert word.encode() not in story.bundle.read_bytes()
    exported = story.folder / "exported"
    story.server.run("export", "compact", story.compact, "--to", str(exported))
    assert sorted(p.relative_to(exported) for p in exported.rglob("*")) == sorted(p.relative_to(inside) for p in inside.rglob("*"))


def openssl(inside: pathlib.Path, content: str, signature: pathlib.Path, root: pathlib.Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            "openssl", "cms", "-verify", "-binary", "-content", content, "-inform", "DER", "-in", signature, "-CAfile", root,
            "-purpose", "any", "-out", "/dev/null",
        ],
        cwd=inside, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_openssl_accepts_each_signature_and_refuses_one_changed_byte(story: Story):
    inside, root = story.folder / "bundle" / f"compact-{story.compact}", story.folder / "root.pem"
    signatures = sorted((inside / "signatures").glob("*.p7s"))
    assert len(signatures) == 3
    text = (inside / "agreement.json").read_bytes()
    middle = len(text) // 2
    (story.folder / "changed.json").write_bytes(text[:middle] + bytes([text[middle] ^ 1]) + text[middle + 1 :])
    for signature in signatures:
        right = openssl(inside, "agreement.json", signature, root)
        assert right.returncode == 0, right.stderr
        wrong = openssl(inside, str(story.folder / "changed.json"), signature, root)
        assert wrong.returncode != 0 and "verification failure" in wrong.stderr.lower(), wrong.stderr
        alone = story.asker().get(f"/compacts/{story.compact}/signatures/{signature.stem}.p7s")
        assert alone.body == signature.read_bytes()
    assert story.asker().get(f"/compacts/{story.compact}/text.json").body == text


def test_a_forged_bundle_with_a_root_of_its_own_is_refused(story: Story):
    """Another register signs the same sort of compact: whole in itself, and worth nothing against the root got elsewhere."""
    other = Server(story.folder / "other", story.folder / "other.log", "--demo")
    other.start()
    try:
        asker = Asker(other)
        [forged] = [row["id"] for row in asker.get("/compacts.json?state=in-force").json["rows"]][:1]
        bundle = story.folder / "forged.tar"
        bundle.write_bytes(asker.get(f"/compacts/{forged}/bundle.tar").body)
        own_root, own_key = story.folder / "own-root.pem", asker.get("/record/vkey").text.strip()
        own_root.write_text(asker.get("/record/root").text)
        asker.close()
    finally:
        other.stop()
    whole = run(PROGRAM, "verify", bundle, "--root", own_root, "--key", own_key)
    assert whole.returncode == 0 and whole.stdout.splitlines()[-1] == "verified", whole
    for flags in (("--root", story.folder / "root.pem"), ("--key", story.vkey)):
        answer = run(PROGRAM, "verify", bundle, *flags)
        assert answer.returncode == 1 and answer.stderr, (flags, answer)
    with tarfile.open(story.bundle) as real, tarfile.open(bundle) as false:
        ours = {member.name.split("/", 1)[1]: real.extractfile(member).read() for member in real if member.isfile()}
        theirs = {member.name.split("/", 1)[1]: false.extractfile(member).read() for member in false if member.isfile()}
    # Our own text with signatures and certificates of the other register.
    mixed = {name: data for name, data in ours.items() if not name.startswith("signatures/")}
    mixed |= {name: data for name, data in theirs.items() if name.startswith("signatures/") or name == "certificates.pem"}
    path = story.folder / "mixed.tar"
    with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as tar:
        for name, data in sorted(mixed.items()):
            member = tarfile.TarInfo(f"compact-{story.compact}/{name}")
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    answer = run(PROGRAM, "verify", path, "--root", story.folder / "root.pem", "--key", story.vkey)
    assert answer.returncode == 1 and answer.stderr, answer


def test_the_record_goes_on_from_a_checkpoint_kept_earlier(story: Story):
    since = story.folder / "checkpoint"
    answer = run(PROGRAM, "verify", story.server.address, "--key", story.vkey, "--since", since)
    assert answer.returncode == 0, answer
    changed = story.folder / "changed-checkpoint"
    lines = story.checkpoint.splitlines(keepends=True)
    changed.write_text("".join([lines[0], "1\n", *lines[2:]]))
    assert run(PROGRAM, "verify", story.server.address, "--key", story.vkey, "--since", changed).returncode == 1


def test_the_go_projects_own_tools_accept_the_record(story: Story):
    answer = run(
        TOP / "Tests" / "Interop" / "tlog" / "run", "-url", story.url("/record"), "-vkey", story.vkey,
        "-since", story.folder / "checkpoint",
    )  # fmt: skip
    assert answer.returncode == 0 and re.search(r"tlog: \d+ entries verified", answer.stdout), answer
