"""From one year to the next: an agreement is reviewed by both sides, the next agenda is proposed, and compacts are renewed under it."""

import dataclasses
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from acting import fill, follow, heading, press, reads, refused, sit, tick, unfold
from asking import Asker
from running import Server
from test_promises import (
    ADVISER, ASSOCIATION, DEPARTMENT, DIRECTOR, GUIDE, KINGSTON, MINISTER, OFFICER, RETURNS, SECRETARY, STANDARDS, STRANGER,
)  # fmt: skip

LEADER, CHAIR = f"Leader of the Council, {KINGSTON}", f"Chair, {ASSOCIATION}"
HAMPSHIRE = "Policy officer, Hampshire"
OLD, NEW = f"{KINGSTON} compact 2003/04", f"{KINGSTON} compact 2004/05"
TITLE = "Statement of intent: partnership in education"
CHANGES = "What changes from one to the next"
# The area that gets another letter, the one that goes and leaves it free, and the one that stays as it is.
RECODED, DROPPED, KEPT = (
    "Opportunities from 14 to 19", "Teaching, leadership with financial management, workforce reform, with less bureaucracy",
    "London Challenge",
)  # fmt: skip
# Words of the review, which nobody but the parties reads while it is open.
SECRET = "flibbertigibbet"
VIEW = "What your side thinks"
WHOLE, WHY = "What should become of the whole?", "Why"
SAY_IT = re.compile("^Say it")


@dataclasses.dataclass
class Place:
    """A demonstration of its own, and somebody of the public below any browser."""

    server: Server
    public: Asker
    statement: str
    # Kingston's, and another one in force.
    compact: str
    other: str
    # What follows, once it was begun.
    next_statement: str = ""
    next_compact: str = ""
    second: str = ""

    def at(self, page: Page, path: str) -> Page:
        page.goto(self.server.url(path))
        return page

    def steps(self, asker: Asker) -> list[dict]:
        """The steps of Kingston's compact that have to do with a review, for one who asks."""
        return [step for step in asker.get(f"/compacts/{self.compact}.json").json["steps"] if step["event"].startswith("review")]

    def sitting(self, person, seat: str, path: str) -> Page:
        return self.at(sit(person(), self.server, seat), path)


@pytest.fixture(scope="module")
def place(serving, asking) -> Place:
    server = serving("next-year", "--demo")
    public = asking(server)
    compacts = {row["authority"]: row["id"] for row in public.get("/compacts.json").json["rows"]}
    [statement] = public.get("/statements.json").json["rows"]
    return Place(server, public, statement["id"], compacts["314"], compacts["850"])


def row(page: Page, name: str) -> Locator:
    """What a summary list says under a name."""
    rows = page.locator(".govuk-summary-list__row")
    return rows.filter(has=page.locator("dt", has_text=re.compile(rf"^\s*{re.escape(name)}\s*$"))).locator("dd")


def answered(page: Page, button: str | re.Pattern[str], within: Page | Locator | None = None) -> int:
    """Presses a button, and gives back the status of what comes."""
    with page.expect_response(lambda response: response.request.is_navigation_request()) as answer:
        press(within or page, button)
    return answer.value.status


def accept_all(page: Page) -> None:
    more = unfold(page, "Accept all lines that wait on us")
    tick(more, re.compile("I have read the"))
    press(more, "Accept all of them")
    reads(page, "The text is fixed")


def sign(page: Page, seat: str) -> None:
    tick(page, f"I sign as {seat}")
    press(page, "Sign")
    heading(page, "You have signed")


# ---- A review is between the parties until both conclude the same


def priority(page: Page, area: str) -> Locator:
    title = page.get_by_role("heading", level=3, name=re.compile(f"^Priority .*{area}$"))
    return page.locator("section.concordat-block").filter(has=title)


def side(block: Locator, body: str) -> Locator:
    return block.locator(".concordat-sides > div").filter(has=block.page.get_by_role("heading", name=body, exact=True))


def whole(page: Page) -> Locator:
    return page.locator("section.concordat-block").filter(has=page.get_by_role("heading", name="The whole", exact=True))


def conclude(page: Page, advice: str, why: str) -> None:
    block = whole(page)
    tick(block.get_by_role("group", name=WHOLE), advice)
    fill(block, WHY, why)
    press(block, "Conclude")


def test_both_sides_read_what_each_brought_and_thinks(place: Place, person, check_page):
    for seat, name in ((OFFICER, "council"), (ADVISER, "department")):
        page = place.sitting(person, seat, "/desk")
        reads(page, f"{OLD}: the review is open")
        follow(page.locator("main ul").filter(has_text="the review is open"), OLD)
        heading(page, "Review")
        expect(row(page, "Where it stands")).to_contain_text("Open")
        block = priority(page, RECODED)
        ours, theirs = side(block, KINGSTON), side(block, DEPARTMENT)
        guide = ours.locator("li").filter(has_text=GUIDE)
        expect(guide.locator(".govuk-tag")).to_have_text("Kept")
        expect(theirs.locator("li").filter(has_text="Leave for the two").locator(".govuk-tag").last).to_have_text("Challenged")
        reads(ours, "Renew it")
        reads(ours, "Two partnerships share six subjects")
        reads(ours, OFFICER)
        reads(theirs, "A common timetable from September")
        for area in (DROPPED, KEPT):
            reads(side(priority(page, area), DEPARTMENT), "Has not said what it thinks yet.")
        check_page(page, f"review-{name}")


def test_each_view_stands_by_the_priority_that_it_speaks_of(place: Place, person):
    page = place.sitting(person, OFFICER, f"/compacts/{place.compact}/reviews")
    reads(side(priority(page, KEPT), KINGSTON), "Places were taken up")
    reads(side(priority(page, DROPPED), KINGSTON), "Training was slower than we promised")


def test_nobody_else_learns_that_there_is_a_review(place: Place, person, asking):
    steps = place.steps(asking(place.server).sit(OFFICER))
    assert [step["event"] for step in steps] == ["reviewBegun", *["reviewed"] * 4]
    reader = place.at(person(), f"/compacts/{place.compact}/reviews")
    reads(reader, "No review is public.")
    for asker in (place.public, asking(place.server).sit(STRANGER), asking(place.server).sit(SECRETARY)):
        assert place.steps(asker) == []
        answer = asker.get(f"/compacts/{place.compact}/reviews").text
        assert "No review is public." in answer and "Two partnerships share" not in answer and "Begun" not in answer
        assert "Review" not in asker.get(f"/compacts/{place.compact}").text.partition("<main")[2]
        for step in steps:
            assert asker.ask("GET", f"/record/entries/{step['position']}").status == 404, step
        assert asker.get("/search.json?q=partnerships+share+six+subjects").json["total"] == 0
        assert asker.get(f"/compacts/{place.compact}.json").json["position"] < min(step["position"] for step in steps)


def test_who_may_not_speak_in_a_review_gets_no_form_and_changes_nothing(place: Place, person, asking):
    way = f"/compacts/{place.compact}/reviews"
    line = asking(place.server).sit(OFFICER).get(way).hidden("line")
    posts = (
        ("", {"trigger": "funding", "reason": "Money.", "revision": "1"}), ("/1/views", {"line": line, "advice": "end", "words": "No."}),
        ("/1/conclusions", {"advice": "end", "words": "No."}),
    )  # fmt: skip
    before = place.public.get("/record/checkpoint").text
    # An officer may not conclude; a leader signs, and speaks of no priority; nobody else finds anything to speak in.
    for seat, allowed, statuses in (
        (OFFICER, VIEW, (422, None, 422)), (ADVISER, VIEW, (422, None, 422)), (LEADER, WHY, (422, 422, 422)),
        (STRANGER, None, (404, 404, 404)), (SECRETARY, None, (404, 404, 404)), (HAMPSHIRE, None, (404, 404, 404)),
    ):  # fmt: skip
        page = place.sitting(person, seat, way)
        for label in (VIEW, WHY):
            count = (3 if label == VIEW else 1) if label == allowed else 0
            expect(page.locator("main").get_by_label(label, exact=True)).to_have_count(count)
        asker = asking(place.server).sit(seat)
        for (act, fields), status in zip(posts, statuses, strict=True):
            if status is not None:
                answer = asker.post(f"{way}{act}", status, **fields)
                assert status == 404 or answer.errors, (seat, act)
    public = asking(place.server)
    public.get("/seats")
    for act, fields in posts:
        answer = public.post(f"{way}{act}", None, **fields)
        assert answer.status == 403 or answer.status == 303 and answer.to.startswith("/seats"), (act, answer.status)
    for number in ("0", "01", "2", "x"):
        answer = asking(place.server).sit(OFFICER).post(f"{way}/{number}/views", None, line=line, advice="end", words="No.", revision="0")
        assert answer.status == 404, (number, answer.status)
    assert place.public.get("/record/checkpoint").text == before


def test_a_side_concludes_only_when_each_has_said_what_it_thinks(place: Place, person, check_page):
    page = place.sitting(person, DIRECTOR, f"/compacts/{place.compact}/reviews")
    conclude(page, "Renew it", "It did more good than harm.")
    refused(page, "Each side says first what it thinks of each of the 3")
    expect(whole(page).get_by_label("Renew it", exact=True)).to_be_checked()
    expect(whole(page).get_by_label(WHY, exact=True)).to_have_value("It did more good than harm.")
    check_page(page, "review-refused")


def test_missing_views_are_given_and_one_is_said_anew(place: Place, person, check_page):
    page = place.sitting(person, ADVISER, f"/compacts/{place.compact}/reviews")
    more = unfold(priority(page, DROPPED), "Say what your side thinks")
    fill(more, VIEW, f"Two returns became one, which is half a {SECRET}.")
    assert answered(page, SAY_IT, more) == 422
    refused(page, "Choose whether to carry on, vary, renew or end it")
    more = priority(page, DROPPED)
    expect(more.get_by_label(VIEW, exact=True)).to_have_value(f"Two returns became one, which is half a {SECRET}.")
    expect(more.get_by_label(VIEW, exact=True)).to_be_visible()
    check_page(page, "review-view-refused")
    tick(more, "Vary it")
    fill(more, VIEW, "  ")
    assert answered(page, SAY_IT, more) == 422
    refused(page, "Enter what your side thinks")
    expect(more.get_by_label("Vary it", exact=True)).to_be_checked()
    # Another one of the page is not touched by what was wrong here.
    expect(priority(page, KEPT).locator(".govuk-error-message")).to_have_count(0)
    fill(more, VIEW, f"Two returns became one, which is half a {SECRET}.")
    press(more, SAY_IT)
    reads(page.locator("[data-notice]"), "Your side's view is in the review")
    reads(side(priority(page, DROPPED), DEPARTMENT), SECRET)
    more = unfold(priority(page, KEPT), "Say what your side thinks")
    tick(more, "Carry on")
    fill(more, VIEW, "All six places were taken up.")
    press(more, SAY_IT)
    more = unfold(priority(page, KEPT), "Say it anew")
    expect(more.get_by_label("Carry on", exact=True)).to_be_checked()
    fill(more, VIEW, "All six places were taken up, and nine were asked for.")
    press(more, SAY_IT)
    reads(side(priority(page, KEPT), DEPARTMENT), "and nine were asked for.")
    expect(side(priority(page, KEPT), DEPARTMENT)).not_to_contain_text("were taken up.")
    place.at(page, "/desk")
    reads(page, f"{OLD}: the review is open")


def test_a_review_is_printed_without_its_forms(place: Place, person):
    for seat in (OFFICER, DIRECTOR):
        page = place.sitting(person, seat, f"/compacts/{place.compact}/reviews")
        unfold(priority(page, KEPT), "Say it anew")
        assert page.locator("main form").count() >= 3
        page.emulate_media(media="print")
        expect(page.locator("main form:visible, main button:visible, main textarea:visible, main input:visible")).to_have_count(0)
        expect(page.get_by_text("Two partnerships share six subjects", exact=False).first).to_be_visible()
        assert len(page.pdf(format="A4")) > 10_000


def test_what_opens_a_form_is_not_printed_without_it(place: Place, person):
    page = place.sitting(person, OFFICER, f"/compacts/{place.compact}/reviews")
    page.emulate_media(media="print")
    expect(page.locator("main summary:visible")).to_have_count(0)


def test_it_is_over_and_public_when_both_conclude_the_same(place: Place, person, asking, check_page):
    way = f"/compacts/{place.compact}/reviews"
    council, department = (place.sitting(person, seat, way) for seat in (LEADER, STANDARDS))
    conclude(council, "Renew it", "Four of six promises were kept.")
    reads(council.locator("[data-notice]"), "Your side's conclusion is in the review")
    expect(row(council, "Where it stands")).to_contain_text("Open")
    press(whole(department), "Conclude")
    refused(department, "Choose whether to carry on, vary, renew or end it")
    conclude(department, "Vary it", "Less would have been kept better.")
    expect(row(department, "Where it stands")).to_contain_text("Open")
    reads(side(whole(department), KINGSTON), "Four of six promises were kept.")
    # They differ: it stays between them.
    reader = place.at(person(), way)
    reads(reader, "No review is public.")
    positions = [step["position"] for step in place.steps(asking(place.server).sit(ADVISER))]
    assert len(positions) == 10
    for position in positions:
        place.public.get(f"/record/entries/{position}", 404)
    conclude(place.at(department, way), "Renew it", f"Agreed, with less {SECRET}.")
    expect(row(department, "Concluded")).to_contain_text("Renew it")
    # There is nothing more to do in it for either side.
    for page in (department, place.at(council, way)):
        expect(page.get_by_role("button", name="Conclude", exact=True)).to_have_count(0)
    check_page(reader, "review-none-public")
    place.at(reader, f"/compacts/{place.compact}")
    follow(reader.locator("main"), "Review")
    expect(row(reader, "Concluded")).to_contain_text("Renew it")
    for words in ("Two partnerships share six subjects", SECRET, "and nine were asked for.", "Four of six promises were kept.", STANDARDS):
        reads(reader, words)
    expect(reader.locator("main form")).to_have_count(0)
    check_page(reader, "review-public")
    assert len(place.steps(place.public)) == 11
    for position in positions:
        assert place.public.get(f"/record/entries/{position}").json["event"].startswith("compact.review"), position
    for page in (council, department):
        expect(place.at(page, "/desk").locator("main")).not_to_contain_text(f"{OLD}: the review is open")


def test_words_stay_where_the_review_was_concluded_meanwhile(place: Place, asking):
    way, lost = f"/compacts/{place.compact}/reviews", []
    line = next(line["id"] for line in place.public.get(f"/compacts/{place.compact}.json").json["lines"] if "priority" in line["content"])
    for seat, act, words in ((ADVISER, "views", "Six of nine places."), (DIRECTOR, "conclusions", "Less than half was kept.")):
        answer = asking(place.server).sit(seat).post(f"{way}/1/{act}", 409, line=line, advice="vary", words=words, revision="1")
        if words not in answer.text:
            lost.append(f"{act}: {answer.errors}")
    assert not lost, lost


def test_another_is_begun_for_a_reason_that_is_stated(place: Place, person, asking, check_page):
    way = f"/compacts/{place.other}/reviews"
    page = place.sitting(person, HAMPSHIRE, way)
    reads(page, "It was not reviewed yet.")
    check_page(page, "review-begin")
    stale = asking(place.server).sit(ADVISER)
    assert answered(page, "Begin the review") == 422
    refused(page, "Choose why it is reviewed")
    tick(page, "Funding has changed")
    assert answered(page, "Begin the review") == 422
    refused(page, "Say what happened that it is to be reviewed now")
    expect(page.get_by_label("Funding has changed", exact=True)).to_be_checked()
    check_page(page, "review-begin-refused")
    fill(page, "What happened (optional for the yearly review)", f"The grant ended, {SECRET} and all.")
    press(page, "Begin the review")
    reads(page.locator("[data-notice]"), "The review is open")
    reads(page, f"The grant ended, {SECRET} and all.")
    for seat in (HAMPSHIRE, ADVISER):
        reads(place.sitting(person, seat, "/desk"), "Hampshire compact 2003/04: the review is open")
    answer = stale.post(way, None, trigger="policy", reason="The law did change.", revision="0")
    assert answer.status == 409 and "The law did change." in answer.text
    answer = stale.post(way, 422, trigger="policy", reason="The law did change.", revision="1")
    assert answer.errors == ["A review is open already: conclude that one first"]
    assert SECRET not in place.public.get(way).text


# ---- The next agenda


def test_a_compact_waits_for_the_next_agenda(place: Place, person, check_page):
    page = place.sitting(person, OFFICER, f"/compacts/{place.compact}")
    follow(page, "Renew it under the next agenda")
    heading(page, "Renew this compact")
    reads(page, "There is no agenda of a later year yet.")
    expect(page.locator("main form")).to_have_count(0)
    check_page(page, "renewal-empty")


def test_the_next_agenda_begins_with_every_line_of_this_one(place: Place, person, check_page):
    page = place.sitting(person, SECRETARY, f"/statements/{place.statement}")
    follow(page, "Propose the next year's agenda")
    heading(page, "Propose the next year's agenda")
    expect(page.get_by_label("School year of its agenda", exact=True)).to_have_value("2004/05")
    check_page(page, "renewal-statement")
    for year, words in (
        ("next year", "Enter a school year, such as 2004/05"), ("2003/04", "Choose a school year after the one"),
        ("", "Enter a school year"),
    ):  # fmt: skip
        fill(page, "School year of its agenda", year)
        assert answered(page, "Begin the draft") == 422
        refused(page, words)
        expect(page.get_by_label("School year of its agenda", exact=True)).to_have_value(year)
    check_page(page, "renewal-statement-refused")
    fill(page, "School year of its agenda", "2004/05")
    press(page, "Begin the draft")
    heading(page, "What changes from one to the next")
    place.next_statement = page.url.split("/")[-2]
    page.goto(page.url.rsplit("/", 1)[0])
    heading(page, TITLE)
    reads(page, "3 of 3 tasks that must be done are done.")
    reads(page, "agenda for 2004/05")
    follow(page, re.compile("^What changes from the one before it"))
    heading(page, CHANGES)
    lines = place.public.get(f"/statements/{place.statement}.json").json["lines"]
    # Its coming into force too, for which it names no day.
    reads(page, f"{len(lines)} lines say the same in both.")
    expect(page.locator("[id^=left-]")).to_have_count(0)
    reads(page, "No line was reworded.")
    check_page(page, "comparison-same")


def test_areas_get_other_letters_and_words_and_one_is_dropped(place: Place, person, check_page):
    way = f"/drafts/statements/{place.next_statement}"
    page = place.sitting(person, SECRETARY, f"{way}/agenda")
    follow(page, re.compile(f"^Take out Area h: {DROPPED}, 8 of 9 in Group 1"))
    press(page, "Take it out")
    follow(page, re.compile(f"^Change Area f: {RECODED}, "))
    fill(page, "Letter", "h")
    wording = page.get_by_label("Wording", exact=True)
    fill(page, "Wording", wording.input_value().replace("between fourteen and nineteen", "between thirteen and nineteen"))
    press(page, "Save and continue")
    heading(page, re.compile("^Agenda"))
    place.at(page, f"{way}/comparison")
    changed = page.locator("[id^=changed-]")
    expect(changed).to_have_count(1)
    expect(changed.locator("del").filter(has_text="fourteen")).to_have_count(1)
    expect(changed.locator("ins").filter(has_text="thirteen")).to_have_count(1)
    reads(page.locator("[id^=left-]").filter(has_text=f"Area h: {DROPPED}"), "in step with the national agreement")
    expect(page.locator("[id^=left-]")).to_have_count(1)
    check_page(page, "comparison-changed")


def test_it_is_told_to_nobody_before_all_have_signed(place: Place, person, asking):
    page = place.sitting(person, SECRETARY, f"/drafts/statements/{place.next_statement}/check")
    asking(place.server).sit(ADVISER).get(f"/drafts/statements/{place.next_statement}/comparison", 404)
    press(page, f"Send to {DEPARTMENT}")
    reads(page, "It was sent to the other side")
    accept_all(place.sitting(person, ADVISER, f"/statements/{place.next_statement}"))
    assert TITLE in place.public.get(f"/statements/{place.statement}").text
    for asker in (place.public, asking(place.server).sit(OFFICER)):
        for more in ("", ".json", "/comparison"):
            assert asker.ask("GET", f"/statements/{place.next_statement}{more}").status == 404, more
        assert [line["year"] for line in asker.get("/agendas.json").json["rows"]] == ["2003/04"]
        assert "next" not in asker.get(f"/statements/{place.statement}.json").json["agreement"]
    reads(place.sitting(person, OFFICER, f"/compacts/{place.compact}/renewal"), "There is no agenda of a later year yet.")


def test_the_new_one_follows_the_old_one_for_everybody(place: Place, person, page: Page, check_page):
    for seat in (MINISTER, CHAIR):
        sign(place.sitting(person, seat, f"/statements/{place.next_statement}/signatures/new"), seat)
    place.at(page, "/agendas")
    reads(page, "2004/05")
    place.at(page, f"/statements/{place.next_statement}")
    expect(row(page, "Where it stands")).to_have_text("In force")
    expect(row(page, "Follows")).to_contain_text("The one before it")
    check_page(page, "statement-following")
    follow(row(page, "Follows"), "what changes")
    heading(page, CHANGES)
    expect(page.locator("ins").filter(has_text="thirteen")).to_have_count(1)
    check_page(page, "comparison-statement-public")
    assert place.public.get("/agendas/2004/areas/h.json").json["area"]["title"] == RECODED
    assert place.public.get("/agendas/2003/areas/h.json").json["area"]["title"] == DROPPED
    place.public.get(f"/statements/{place.statement}/comparison", 404)
    old = place.public.get(f"/statements/{place.statement}.json").json["agreement"]
    assert (old["state"], old["next"]) == ("superseded", place.next_statement)
    for seat in (SECRETARY, ADVISER):
        party = place.sitting(person, seat, f"/statements/{place.statement}")
        expect(row(party, "Where it stands")).to_have_text("Superseded")
        follow(row(party, "Followed by"), "The one after it")
        assert party.url.endswith(place.next_statement)


# ---- A compact is renewed


def test_only_its_authority_renews_a_compact(place: Place, person, asking):
    statement, compact = f"/statements/{place.next_statement}", f"/compacts/{place.compact}"
    for way, seats in ((compact, (ADVISER, STRANGER, SECRETARY, HAMPSHIRE)), (statement, (OFFICER, STRANGER))):
        for seat in seats:
            asker = asking(place.server).sit(seat)
            asker.get(f"{way}/renewal", 404)
            asker.post(f"{way}/renewals", 404, id="a" * 16, year="2004/05")
            asker.get(f"/drafts{way.rsplit('/', 1)[0]}/{'a' * 16}", 404)
        public = asking(place.server)
        answer = public.get(f"{way}/renewal", 303)
        assert answer.to.startswith("/seats"), answer.to
        public.get("/seats")
        answer = public.post(f"{way}/renewals", None, id="a" * 16, year="2004/05")
        assert answer.status == 403 or answer.status == 303 and answer.to.startswith("/seats"), answer.status
    # The page of it leads nobody there who may not.
    for seat in (ADVISER, LEADER, STRANGER, ""):
        page = place.at(sit(person(), place.server, seat) if seat else person(), compact)
        heading(page, OLD)
        expect(page.get_by_role("link", name="Renew it under the next agenda")).to_have_count(0)
    leader = asking(place.server).sit(LEADER)
    assert leader.ask("GET", f"{compact}/renewal").status in (403, 404, 422)
    assert leader.post(f"{compact}/renewals", None, id="a" * 16, year="2004/05").status in (403, 404, 422)


def left(page: Page, words: str) -> Locator:
    return page.locator("[id^=left-]").filter(has_text=words)


def test_a_compact_is_carried_over_by_the_lasting_names_of_areas(place: Place, person, check_page):
    page = place.sitting(person, OFFICER, f"/compacts/{place.compact}")
    follow(page, "Renew it under the next agenda")
    check_page(page, "renewal-compact")
    expect(page.get_by_label("Under the agenda of which school year").locator("option")).to_have_text(["2004/05"])
    press(page, "Begin the draft")
    heading(page, CHANGES)
    place.next_compact = re.search(r"/drafts/compacts/([a-z2-7]{16})/comparison$", page.url)[1]
    for words, why, count in (
        ("Request", "It was asked, and has an answer or will have one. What is still wanted is asked anew.", 2),
        ("", "It says what was said then: ask again.", 4), (GUIDE, "It was settled: kept, or not.", 1),
        (RETURNS, "It was settled: kept, or not.", 1), (DROPPED, "The new agenda no longer has its area.", 1),
        ("contributes", "What it stood under was left out.", 2),
    ):  # fmt: skip
        expect(left(page, words).filter(has_text=why)).to_have_count(count)
    lines = len(place.public.get(f"/compacts/{place.compact}.json").json["lines"])
    expect(page.locator("[id^=left-]")).to_have_count(11)
    changed = page.locator("[id^=changed-]").count()
    reads(page, f"{lines - 11 - changed} lines say the same in both.")
    check_page(page, "comparison-draft-compact")
    place.at(page, f"/drafts/compacts/{place.next_compact}")
    heading(page, NEW)
    follow(page, "Priorities, contributions and targets")
    cards = page.locator("main h3")
    expect(cards.filter(has_text=re.compile("^Area "))).to_have_text([f"Area h: {RECODED}", f"Area m: {KEPT}"])
    reads(page, "A common timetable for students")
    expect(page.locator("main")).not_to_contain_text(GUIDE)


def test_only_what_says_something_else_counts_as_reworded(place: Place, person):
    page = place.sitting(person, OFFICER, f"/drafts/compacts/{place.next_compact}/comparison")
    expect(page.locator("[id^=changed-] h3")).to_have_text([f"Area h: {RECODED}"])


@pytest.mark.parametrize("kind", ("compacts", "statements"))
def test_a_form_sent_twice_leads_to_the_draft_that_it_began(place: Place, asking, kind: str):
    seat, earlier, year = (
        (HAMPSHIRE, place.other, "2004/05") if kind == "compacts" else (SECRETARY, place.next_statement, "2005/06")
    )
    asker, way = asking(place.server).sit(seat), f"/{kind}/{earlier}"
    new = asker.get(f"{way}/renewal").hidden("id")
    first = asker.post(f"{way}/renewals", id=new, year=year)
    assert first.to.startswith(f"/drafts/{kind}/{new}")
    drafts = asker.get("/drafts").text.count(f"/drafts/{kind}/")
    second = asker.post(f"{way}/renewals", None, id=new, year=year)
    assert asker.get("/drafts").text.count(f"/drafts/{kind}/") == drafts
    assert (second.status, second.to) == (303, first.to), (second.status, second.errors)


def test_of_two_drafts_the_one_that_is_sent_first_is_the_renewal(place: Place, asking):
    """Colleagues may each begin one; nothing is lost, and the second is told why it cannot be sent."""
    asker = asking(place.server).sit(OFFICER)
    way = asker.post(f"/compacts/{place.compact}/renewals", id=asker.get(f"/compacts/{place.compact}/renewal").hidden("id"), year="2004/05")
    place.second = way.to.removesuffix("/comparison")
    assert place.next_compact not in place.second
    clear(place, asking, place.second)
    assert "Nothing is missing" in asker.get(f"{place.second}/check").text


def clear(place: Place, asking, draft: str) -> None:
    for seat in (DIRECTOR, LEADER):
        asker = asking(place.server).sit(seat)
        asker.post(f"{draft}/clearance", edition=asker.get(f"{draft}/clearance").hidden("edition"))


def test_the_renewed_compact_takes_the_place_of_the_old_one(place: Place, person, page: Page, asking, check_page):
    way = f"/drafts/compacts/{place.next_compact}"
    clear(place, asking, way)
    officer = place.sitting(person, OFFICER, f"{way}/check")
    press(officer, f"Send to {DEPARTMENT}")
    reads(officer, "It was sent to the other side")
    author = asking(place.server).sit(OFFICER)
    refusal = author.post(f"{place.second}/check", 422, revision=author.get(f"{place.second}/check").hidden("revision"))
    assert [error for error in refusal.errors if "2004/05" in error or "already" in error], refusal.errors
    # While it is negotiated the public is told of the old one only.
    for more in ("", "/comparison", ".json"):
        place.public.get(f"/compacts/{place.next_compact}{more}", 404)
    assert "next" not in place.public.get(f"/compacts/{place.compact}.json").json["agreement"]
    adviser = place.sitting(person, ADVISER, f"/compacts/{place.next_compact}")
    follow(row(adviser, "Follows"), "what changes")
    heading(adviser, CHANGES)
    accept_all(place.at(adviser, f"/compacts/{place.next_compact}"))
    for seat in (DIRECTOR, LEADER, STANDARDS, MINISTER):
        sign(place.sitting(person, seat, f"/compacts/{place.next_compact}/signatures/new"), seat)
    place.at(page, f"/compacts/{place.next_compact}")
    heading(page, NEW)
    check_page(page, "compact-following")
    follow(row(page, "Follows"), "what changes")
    # Why it was left out was said to whoever drafted it: the reasons are those of that day.
    expect(left(page, DROPPED).first).to_be_visible()
    expect(page.get_by_text("The new agenda no longer has its area")).to_have_count(0)
    check_page(page, "comparison-compact-public")
    place.at(page, "/compacts?state=superseded")
    expect(page.locator("main").get_by_role("link", name=OLD, exact=True)).to_have_count(1)
    expect(page.locator("main").get_by_role("link", name=NEW, exact=True)).to_have_count(0)
    old, new = (place.public.get(f"/compacts/{id}.json").json["agreement"] for id in (place.compact, place.next_compact))
    assert (old["state"], old["next"], new["state"], new["follows"]) == ("superseded", new["id"], "in-force", old["id"])
    # What was concluded of the old one is still there to be read.
    assert "Four of six promises were kept." in place.public.get(f"/compacts/{place.compact}/reviews").text


def test_pages_that_were_read_before_say_what_follows(place: Place, person, check_page):
    """What everyone reads is kept in memory, and must not be kept any longer than it is true."""
    page, stale = person(), []
    for kind, old, new in (("statements", place.statement, place.next_statement), ("compacts", place.compact, place.next_compact)):
        place.at(page, f"/{kind}/{old}")
        if row(page, "Where it stands").inner_text().strip() != "Superseded" or new not in page.content():
            stale.append((kind, row(page, "Where it stands").inner_text()))
        else:
            check_page(page, f"superseded-{kind}")
            follow(row(page, "Followed by"), "The one after it")
            assert page.url.endswith(new)
    assert not stale, stale


def test_a_compact_that_is_superseded_is_still_reviewed(place: Place, person):
    page = place.sitting(person, OFFICER, f"/compacts/{place.compact}/reviews")
    tick(page, "Its day has come")
    press(page, "Begin the review")
    reads(page.locator("[data-notice]"), "The review is open")
    reads(page.locator("#review-2"), "Open: between the parties")


def test_a_compact_that_was_renewed_is_not_renewed_again(place: Place, person, check_page):
    page = place.sitting(person, OFFICER, f"/compacts/{place.compact}/renewal")
    assert answered(page, "Begin the draft") in (409, 422)
    refused(page, re.compile("already|exists|2004/05"))
    check_page(page, "renewal-taken")
