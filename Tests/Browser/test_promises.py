"""What was promised, once an agreement is in force: one side reports, the other accepts or challenges, everyone reads it."""

import csv
import dataclasses
import datetime
import io
import re
import urllib.parse

import icalendar
import pytest
from playwright.sync_api import Locator, Page, expect

import looking
from acting import fill, follow, heading, press, reads, refused, sit, tick, unfold
from asking import Answer, Asker
from running import Server
from test_demo import tab_to

KINGSTON, DEPARTMENT, ASSOCIATION = "Kingston upon Thames", "Department for Education and Skills", "Local Government Association"
OFFICER, DIRECTOR, MEMBER = (f"{seat}, {KINGSTON}" for seat in ("Policy officer", "Director of Education", "Cabinet Member for Education"))
ADVISER, STANDARDS, MINISTER = (
    f"{seat}, {DEPARTMENT}" for seat in ("Regional adviser", "Director of school standards", "Secretary of State")
)
SECRETARY = f"Education policy secretary, {ASSOCIATION}"
STRANGER = "Policy officer, Gateshead"

# The promises of the demonstration by the words that they begin with.
GUIDE, HOMES, RECORDS = "A printed and online guide", "A report to the council's executive", "Records of pupils who change"
SUBJECTS, TRAINING, TIMETABLE = "Three subject departments", "Training for 120 support staff", "A common timetable"
RETURNS, LEAVE, PLACES, NAMED = "One return in place of three", "Leave for the two partnerships", "Six places a year", "A named adviser"
FUNDING, TALK, CODE, PLAN = "see the 2004-05 funding", "talk with authorities", "look at whether the Code", "help planning to become"
WELFARE, COVER, ACCOUNT = "A welfare officer for each group", "Two days of supply cover", "An account of what partnerships"
# By when each is to be kept, where it has a day; what is talked about each year is first told at the end of the school year.
DUE = {
    FUNDING: "2004-03-31", HOMES: "2004-03-31", LEAVE: "2004-04-30", GUIDE: "2004-05-28", RETURNS: "2004-06-30",
    SUBJECTS: "2004-07-16", TRAINING: "2004-07-30", TALK: "2004-08-31", TIMETABLE: "2004-09-01", PLACES: "2004-09-30",
    RECORDS: "2004-12-17", PLAN: "2005-12-31", WELFARE: "2004-07-23", COVER: "2004-10-29", ACCOUNT: "2004-06-11",
}  # fmt: skip

STATES = {
    "open": "Open", "late": "Late", "reported": "Reported as kept", "challenged": "Challenged", "kept": "Kept", "broken": "Not kept",
}  # fmt: skip

DONE, SEEN, FILE = "What there is to say of it", "Where it can be seen (optional)", "A file that shows it (optional)"
WHY = "Why do you not accept it?"


@dataclasses.dataclass
class Place:
    """A demonstration of its own, and somebody of the public below any browser."""

    server: Server
    public: Asker

    def rows(self, query: str = "") -> list[dict]:
        """All promises that a list holds, as programs get them."""
        answer = self.public.get(f"/promises.json?{query}").json
        assert answer["total"] == len(answer["rows"])
        return answer["rows"]

    def row(self, promise: str, query: str = "") -> dict | None:
        found = [row for row in self.rows(query) if row["text"].startswith(promise)]
        assert len(found) <= 1, found
        return found[0] if found else None

    def line(self, promise: str) -> str:
        row = self.row(promise)
        return f"/{row['kind']}s/{row['agreement']}/lines/{row['line']}"

    def state(self, promise: str) -> str:
        return self.row(promise)["state"]

    def size(self) -> str:
        """How many entries the record has."""
        return self.public.get("/record/checkpoint").text.splitlines()[1]

    def opened(self, page: Page, promise: str) -> Page:
        page.goto(self.server.url(f"{self.line(promise)}/promise"))
        heading(page, re.compile("^Promise: "))
        reads(page, promise)
        return page


@pytest.fixture(scope="module")
def place(serving, asking) -> Place:
    server = serving("promises", "--demo")
    return Place(server, asking(server))


def stands(page: Page, state: str) -> None:
    row = page.locator(".govuk-summary-list__row").filter(has=page.locator("dt", has_text="Where it stands"))
    # What is late because it is challenged says both.
    expect(row.locator("dd")).to_have_text(re.compile(rf"^{STATES[state]}( Challenged)?\s*$"))


def report(page: Page, outcome: str, words: str = "", link: str = "", file=None) -> None:
    tick(page, outcome)
    fill(page, DONE, words)
    fill(page, SEEN, link)
    if file is not None:
        page.get_by_label(FILE, exact=True).set_input_files(file)
    press(page, "Report")


def challenge(page: Page, reason: str) -> None:
    more = unfold(page, "We do not accept it")
    fill(more, WHY, reason)
    press(more, "Challenge this report")


def told(page: Page, number: int) -> Locator:
    """A report with all that was said to it."""
    return page.locator("main li").filter(has_text=re.compile(rf"^\s*{number}\. It "))


def reports(place: Place, asker: Asker, promise: str, status: int = 303, **fields: str) -> int:
    """The report form, sent by hand; gives back how many reports there are."""
    row = place.row(promise)
    asker.post(f"{place.line(promise)}/reports", status, **{"outcome": "kept", "revision": str(row["reports"]), **fields})
    return place.row(promise)["reports"]


def sheet(place: Place, query: str = "") -> list[dict[str, str]]:
    """The rows of the list as a spreadsheet gets them."""
    return list(csv.DictReader(io.StringIO(place.public.get(f"/promises.csv?{query}").body.decode("utf-8-sig"))))


# ---- Before anybody reports


def test_what_was_due_in_2004_and_was_not_reported_is_late_today(place: Place, page: Page, check_page):
    # Three more are conditions on which money rests.
    rows = {row["text"]: row for row in place.rows() if row["kind"] != "conditional-agreement"}
    assert len(rows) == 18
    for row in rows.values():
        promise = next((promise for promise in DUE if row["text"].startswith(promise)), None)
        assert row.get("due") == DUE.get(promise), row
        assert (row["reports"] == 0) == ("reported" not in row), row
        assert row["reports"] or row["state"] == ("late" if promise else "open"), row
    late = [row for row in rows.values() if row["state"] == "late"]
    assert len(late) >= 7
    # Those with a day first, in the order of their days.
    days = [row.get("due", "9999") for row in place.rows() if row["state"] not in ("kept", "broken")]
    assert days == sorted(days)
    page.goto(place.server.url("/promises"))
    heading(page, "Promises")
    reads(page, "21 promises")
    expect(page.locator("main tbody tr").filter(has_text="Late")).to_have_count(len(late))
    check_page(page, "promises")
    place.opened(page, RECORDS)
    stands(page, "late")
    reads(page, "Nothing was reported yet.")
    check_page(page, "promise-unreported")


def test_the_list_is_narrowed_by_body_side_and_state(place: Place, page: Page, check_page):
    page.goto(place.server.url("/promises"))
    page.get_by_label("Body", exact=True).select_option(label=f"{KINGSTON} (314)")
    page.get_by_label("State", exact=True).select_option(label="Late")
    press(page, "Apply filters")
    heading(page, f"What {KINGSTON} promised")
    expect(page.locator("main tbody tr")).to_have_count(len(place.rows("body=314&state=late")))
    expect(page.locator("main tbody tr").filter(has_not_text="Late")).to_have_count(0)
    follow(page, f"What {KINGSTON} was promised")
    heading(page, f"What {KINGSTON} was promised")
    for promise in (LEAVE, RETURNS, PLACES, NAMED):
        reads(page, promise)
    for other in (GUIDE, FUNDING):
        expect(page.locator("main")).not_to_contain_text(other)
    follow(page, "Clear filters")
    page.get_by_label("Body", exact=True).select_option(label=f"{ASSOCIATION} (lga)")
    press(page, "Apply filters")
    reads(page, "No promise matches these filters.")
    check_page(page, "promises-none")
    follow(page, "Show all promises")
    reads(page, "21 promises")


def test_each_state_lists_what_stands_so_in_every_form(place: Place):
    rows = place.rows()
    for state in STATES:
        lines = [row["line"] for row in rows if row["state"] == state or state == "challenged" and row["challenged"]]
        assert [row["line"] for row in place.rows(f"state={state}")] == lines, state
        assert [row["line"] for row in sheet(place, f"state={state}")] == lines, state
    for body, role, count in (
        ("314", "owes", 6), ("314", "owed", 4), ("354", "owes", 2), ("dfes", "owes", 11), ("dfes", "owed", 10), ("lga", "owes", 0), ("lga", "owed", 4),
    ):  # fmt: skip
        assert len(place.rows(f"body={body}&role={role}")) == count, (body, role)
    for wrong in ("state=odd", "role=odd", "body=000", "page=0", "page=2"):
        assert place.public.ask("GET", f"/promises?{wrong}").status == 404, wrong


# ---- One side reports, the other answers


@dataclasses.dataclass(frozen=True)
class Sides:
    """A promise, the seat that answers for it, and a seat of the other side."""

    promise: str
    owner: str
    other: str
    made: str
    code: str
    answering: str
    # Where it stands before anybody reports, and once a report is challenged: what has no day is never late.
    before: str
    challenged: str


SIDES = (
    Sides(RECORDS, OFFICER, ADVISER, KINGSTON, "314", DEPARTMENT, "late", "late"),
    Sides(NAMED, ADVISER, OFFICER, DEPARTMENT, "dfes", KINGSTON, "open", "challenged"),
    Sides(PLAN, STANDARDS, SECRETARY, DEPARTMENT, "dfes", ASSOCIATION, "late", "late"),
)


@pytest.mark.parametrize("sides", SIDES, ids=("the council promised", "the Department promised", "the Department promised the association"))
def test_a_promise_is_reported_challenged_reported_again_and_accepted(place: Place, sides: Sides, person, tmp_path, check_page):
    owner, other, public = sit(person(), place.server, sides.owner), sit(person(), place.server, sides.other), person()
    name = f"promise-{sides.code}-{sides.answering.split()[0].lower()}"
    # The other side has nothing to answer yet, and everyone else nothing to do.
    for reader in (place.opened(other, sides.promise), place.opened(public, sides.promise)):
        stands(reader, sides.before)
        expect(reader.locator("main form")).to_have_count(0)
    place.opened(owner, sides.promise)
    check_page(owner, f"{name}-report")
    pdf = tmp_path / "what was done.pdf"
    pdf.write_bytes(public.pdf())
    report(owner, "It was kept", "It was done in the spring.", "https://www.example.org/done?year=2004&page=1#top", pdf)
    reads(owner.locator("[data-notice]"), "Your report is on the record")
    stands(owner, "reported")
    check_page(owner, f"{name}-reported")

    # The public reads the words, follows the link and gets the same bytes.
    place.opened(public, sides.promise)
    stands(public, "reported")
    reads(told(public, 1), "It was done in the spring.")
    reads(told(public, 1), sides.owner)
    expect(public.get_by_role("link", name="https://www.example.org/done?year=2004&page=1#top")).to_have_attribute(
        "href", "https://www.example.org/done?year=2004&page=1#top"
    )
    with public.expect_download() as download:
        follow(public, re.compile("what was done.pdf"), exact=False)
    assert download.value.path().read_bytes() == pdf.read_bytes()
    file = place.public.get(f"{place.line(sides.promise)}/reports/1/file")
    assert file.body == pdf.read_bytes() and file.headers.get_content_type() == "application/pdf"
    assert re.fullmatch(r'attachment; filename="[\w.-]+\.pdf"', file.headers["Content-Disposition"])
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert place.public.ask("GET", f"{place.line(sides.promise)}/reports/2/file").status == 404

    # The other side does not accept it, and says why.
    place.opened(other, sides.promise)
    check_page(other, f"{name}-answer")
    challenge(other, " ")
    refused(other, re.compile("why you do not accept it"))
    expect(other.get_by_label(WHY, exact=True)).to_be_visible()
    check_page(other)
    challenge(other, "Half of it is still missing.")
    reads(other.locator("[data-notice]"), "You challenged the report")
    # What is due since 2004 is late again.
    stands(other, sides.challenged)
    place.opened(public, sides.promise)
    reads(told(public, 1), f"{sides.answering} challenges this report")
    reads(told(public, 1), "Half of it is still missing.")
    assert place.row(sides.promise, f"state={sides.challenged}") and not place.row(sides.promise, "state=reported")

    # Once more, with what was missing; then it is accepted.
    place.opened(owner, sides.promise)
    reads(told(owner, 1), "Half of it is still missing.")
    report(owner, "It was kept", "The other half was done in the summer.")
    stands(owner, "reported")
    place.opened(other, sides.promise)
    press(other, "Accept that it was kept")
    reads(other.locator("[data-notice]"), "You accepted that it was kept")
    stands(other, "kept")
    reads(told(other, 2), f"{sides.answering} accepts this report")
    check_page(other, f"{name}-kept")
    # There is no more to do for anyone; what holds throughout may be broken yet, and its own side can still say so.
    for reader in (place.opened(owner, sides.promise), place.opened(other, sides.promise), place.opened(public, sides.promise)):
        stands(reader, "kept")
        expect(reader.locator("main form")).to_have_count(1 if sides.promise == NAMED and reader is owner else 0)
    check_page(public, f"{name}-public")

    # Where it stands is told wherever it is named.
    row = place.row(sides.promise, f"body={sides.code}&state=kept")
    assert row["reports"] == 2 and row["byName"] == sides.made and row["owner"] == sides.owner and row["reported"]
    [told_to_sheets] = [row for row in sheet(place, "state=kept") if row["text"].startswith(sides.promise)]
    assert (told_to_sheets["state"], told_to_sheets["reports"], told_to_sheets["by_name"]) == ("kept", "2", sides.made)
    public.goto(place.server.url(f"/{row['kind']}s/{row['agreement']}"))
    standing = public.locator(f"#line-{row['line']} .concordat-kept")
    expect(standing.locator(".govuk-tag")).to_have_text("Kept")
    check_page(public)
    follow(standing, re.compile("^2 reports"))
    stands(public, "kept")
    public.goto(place.server.url("/promises?state=kept"))
    expect(public.locator("main tbody tr").filter(has_text=sides.promise)).to_contain_text("Kept")
    # Each act is an entry that everyone can read.
    place.opened(public, sides.promise)
    entries = [link.get_attribute("href") for link in public.get_by_role("link", name=re.compile("^Entry ")).all()]
    assert [place.public.get(entry).json["event"] for entry in entries] == [f"{row['kind']}.reported.1"] * 2


def test_the_one_that_promised_may_say_how_far_it_is_and_that_it_was_not_kept(place: Place, person, check_page):
    page, number = place.opened(sit(person(), place.server, STANDARDS), LEAVE), place.row(LEAVE)["reports"]
    press(page, "Report")
    refused(page, "Choose whether it was kept, is under way, or was not")
    check_page(page)
    for outcome, words in (
        ("It is under way", "Say how far it is"), ("It was not kept", "Say why it was not kept"),
        ("It was kept", "Show that it was kept: say what was done, or give a link or a file"),
    ):  # fmt: skip
        report(page, outcome)
        refused(page, words)
        expect(page.get_by_label(outcome, exact=True)).to_be_checked()
    report(page, "It is under way", "The note is drafted.")
    stands(page, "late")
    report(page, "It was not kept", "The note was never sent.")
    stands(page, "broken")
    reads(told(page, number + 1), "The note is drafted.")
    reads(told(page, number + 2), "The note was never sent.")
    assert place.row(LEAVE, "state=broken") and not place.row(LEAVE, "state=late")
    check_page(page, "promise-not-kept")


def test_what_is_to_be_considered_is_kept_by_showing_a_conclusion(place: Place, person, tmp_path, check_page):
    owner, other = (sit(person(), place.server, seat) for seat in (STANDARDS, SECRETARY))
    place.opened(owner, CODE)
    stands(owner, "open")
    reads(owner, "To consider is to publish what you came to")
    report(owner, "It was kept", "We looked at it for long.")
    refused(owner, "Show the conclusion: where it was published, or as a file")
    expect(owner.get_by_label(DONE, exact=True)).to_have_value("We looked at it for long.")
    check_page(owner, "promise-without-conclusion")
    assert place.state(CODE) == "open"
    # Where it was published.
    report(owner, "It was kept", link="https://www.example.org/code-of-practice")
    stands(owner, "reported")
    challenge(place.opened(other, CODE), "That is the question and not the answer.")
    # It has no day that could have passed.
    stands(other, "challenged")
    assert place.row(CODE, "state=challenged")
    # Or as a file.
    conclusion = tmp_path / "conclusion.txt"
    conclusion.write_text("The Code stays as it is until 2006.\n", encoding="utf-8")
    report(place.opened(owner, CODE), "It was kept", file=conclusion)
    stands(owner, "reported")
    press(place.opened(other, CODE), "Accept that it was kept")
    stands(other, "kept")
    assert place.public.get(f"{place.line(CODE)}/reports/2/file").body == conclusion.read_bytes()


def test_what_continues_is_reported_on_each_year(place: Place, person):
    owner, other = (sit(person(), place.server, seat) for seat in (ADVISER, SECRETARY))
    for number, (due, after) in enumerate((("31 August 2004", "31 August 2005"), ("31 August 2005", "31 August 2006")), 1):
        reads(place.opened(owner, TALK), due)
        report(owner, "It was kept", f"We talked each month, for the {number}. year.")
        press(place.opened(other, TALK), "Accept that it was kept")
        reads(other, after)
        # The next year has passed as well.
        stands(other, "late")


# ---- Who may not


def test_other_seats_read_and_get_no_form(place: Place, person, asking):
    reports(place, asking(place.server).sit(DIRECTOR), SUBJECTS, words="Twenty days each, until June.")
    for seat, words in (
        (MEMBER, "This seat does not report on it"), (f"Chief Executive, {KINGSTON}", "This seat does not report on it"),
        (MINISTER, "This seat does not answer reports"), (STRANGER, ""), (SECRETARY, ""), ("", ""),
    ):  # fmt: skip
        page = sit(person(), place.server, seat) if seat else person()
        place.opened(page, SUBJECTS)
        stands(page, "reported")
        reads(page, "Twenty days each, until June.")
        expect(page.locator("main form")).to_have_count(0)
        if words:
            reads(page, words)
    # A seat that answers for a promise reports on that one, whatever else it may not do.
    page = place.opened(sit(person(), place.server, MEMBER), HOMES)
    expect(page.get_by_role("button", name="Report", exact=True)).to_be_visible()


def test_nobody_else_reports_or_answers_by_hand(place: Place, asking):
    words = "Somebody who may not says that it was done."
    # Where nothing was reported, nothing can be answered.
    before, adviser = place.size(), asking(place.server).sit(ADVISER)
    for act in ("acceptances", "challenges"):
        adviser.post(f"{place.line(TIMETABLE)}/reports/1/{act}", 404, reason=words)
    assert place.size() == before
    number = reports(place, asking(place.server).sit(DIRECTOR), SUBJECTS, words="Twenty days each, from March.")
    line, before, row = place.line(SUBJECTS), place.size(), place.row(SUBJECTS)
    acts = (
        ("reports", {"outcome": "kept", "words": words, "revision": str(number)}), (f"reports/{number}/acceptances", {}),
        (f"reports/{number}/challenges", {"reason": words}),
    )  # fmt: skip
    for seat, statuses in {
        # Its own side does not answer, and a seat without the power does not even report.
        OFFICER: (None, 422, 422), f"Chief Executive, {KINGSTON}": (422, 422, 422), MEMBER: (422, 422, 422),
        # The other side does not report; a seat that does not negotiate does not answer.
        ADVISER: (422, None, None), MINISTER: (422, 422, 422),
        # Whoever is no party finds nothing there.
        STRANGER: (404, 404, 404), SECRETARY: (404, 404, 404),
    }.items():  # fmt: skip
        asker = asking(place.server).sit(seat)
        for (act, fields), status in zip(acts, statuses, strict=True):
            if status is not None:
                answer = asker.post(f"{line}/{act}", status, **fields)
                assert status == 404 or answer.errors, (seat, act)
    public = asking(place.server)
    public.get("/seats")
    for act, fields in acts:
        answer = public.post(f"{line}/{act}", None, **fields)
        assert answer.status in (303, 403), (act, answer.status)
        assert answer.status == 403 or answer.to.startswith("/seats"), act
    assert place.size() == before and place.row(SUBJECTS) == row


def test_only_the_last_report_is_answered_and_only_once(place: Place, asking):
    line = place.line(SUBJECTS)
    owner, other = asking(place.server).sit(DIRECTOR), asking(place.server).sit(ADVISER)
    first = reports(place, owner, SUBJECTS, words="Ten days each, from March.")
    for path in ("reports/0/acceptances", f"reports/0{first}/acceptances", "reports/x/acceptances", "reports/-1/challenges"):
        assert other.post(f"{line}/{path}", None, reason="No.").status == 404, path
    other.post(f"{line}/reports/{first + 9}/acceptances", 404)
    other.post(f"{line}/reports/{first}/challenges", reason="Ten days only.")
    other.post(f"{line}/reports/{first}/challenges", 422, reason="Ten days only.")
    second = reports(place, owner, SUBJECTS, words="Now twenty.")
    stale = other.post(f"{line}/reports/{first}/challenges", 409, reason="Still ten days only.")
    assert "Still ten days only." in stale.text
    before = int(place.size())
    other.post(f"{line}/reports/{second}/acceptances")
    # Pressed twice it is still one act.
    other.post(f"{line}/reports/{second}/acceptances")
    other.post(f"{line}/reports/{second}/challenges", 422, reason="We think again.")
    reports(place, owner, SUBJECTS, 422, words="More of it.")
    assert int(place.size()) == before + 1 and place.state(SUBJECTS) == "kept"


def test_a_line_that_promises_nothing_has_no_such_page(place: Place, asking):
    agreement = place.row(GUIDE)["agreement"]
    lines = place.public.get(f"/compacts/{agreement}.json").json["lines"]
    vision = next(line["id"] for line in lines if "vision" in line["content"])
    officer = asking(place.server).sit(OFFICER)
    for line in (vision, "abcdefghijklmnop"):
        for asker in (place.public, officer):
            assert asker.ask("GET", f"/compacts/{agreement}/lines/{line}/promise").status == 404
        assert officer.post(f"/compacts/{agreement}/lines/{line}/reports", None, outcome="kept", words="Done.", revision="0").status == 404
    # Nor has a promise of an agreement that is still negotiated.
    adviser = asking(place.server).sit(ADVISER)
    other = next(row["id"] for row in adviser.get("/compacts.json").json["rows"] if row["authority"] == "390")
    lines = adviser.get(f"/compacts/{other}.json").json["lines"]
    own = next(line["id"] for line in lines if "contribution" in line["content"])
    assert adviser.ask("GET", f"/compacts/{other}/lines/{own}/promise").status == 404
    # And no agreement is reached by the address of the other kind.
    assert place.public.ask("GET", place.line(GUIDE).replace("/compacts/", "/statements/") + "/promise").status == 404


# ---- Two people at once


def test_a_report_from_a_page_that_is_no_longer_right_keeps_its_words(place: Place, person, check_page):
    officer, director = (sit(person(), place.server, seat) for seat in (OFFICER, DIRECTOR))
    place.opened(director, TRAINING)
    number = place.row(TRAINING)["reports"]
    report(place.opened(officer, TRAINING), "It is under way", "Eighty of the 120 are trained.")
    with director.expect_response(re.compile("/reports$")) as answer:
        report(director, "It was kept", "All 120 are trained.", "https://www.example.org/training")
    assert answer.value.status == 409
    refused(director, "Somebody changed this since you opened it")
    # What somebody else reported is there to be read, and one's own words are too.
    reads(told(director, number + 1), "Eighty of the 120 are trained.")
    expect(director.get_by_label("It was kept", exact=True)).to_be_checked()
    expect(director.get_by_label(DONE, exact=True)).to_have_value("All 120 are trained.")
    expect(director.get_by_label(SEEN, exact=True)).to_have_value("https://www.example.org/training")
    check_page(director, "promise-stale")
    press(director, "Report")
    stands(director, "reported")
    reads(told(director, number + 2), "All 120 are trained.")


def test_words_stay_where_a_colleague_was_quicker(place: Place, asking):
    owner, director, officer = (asking(place.server).sit(seat) for seat in (ADVISER, DIRECTOR, OFFICER))
    number = reports(place, owner, RETURNS, words="One return takes the place of three.")
    line, lost = place.line(RETURNS), []

    def kept(path: str, asker: Asker, status: int, typed: str, **fields: str) -> None:
        answer = asker.post(f"{line}/{path}", status, **fields)
        if typed not in answer.text:
            lost.append(f"{path} after {place.state(RETURNS)}: {answer.errors}")

    # The second of a side finds that there is no form any more: what they wrote must be there all the same.
    why = "Three questions were never answered."
    officer.post(f"{line}/reports/{number}/challenges", reason="It was two in place of three.")
    kept(f"reports/{number}/challenges", director, 422, why, reason=why)
    officer.post(f"{line}/reports/{number}/acceptances")
    kept(f"reports/{number}/challenges", director, 422, why, reason=why)
    more = "Now it is one and a half."
    kept("reports", owner, 409, more, outcome="kept", words=more, revision=str(number - 1))
    assert not lost, lost


def test_what_is_said_after_it_was_reported_as_kept_leaves_the_other_side_its_answer(place: Place, asking):
    owner, other = asking(place.server).sit(ADVISER), asking(place.server).sit(OFFICER)
    reports(place, owner, PLACES, words="All six were taken up.")
    reports(place, owner, PLACES, outcome="underWay", words="A seventh is looked for.")
    # Either it is no longer reported as kept, and so late, or the other side can still say that it was not.
    page = other.get(f"{place.line(PLACES)}/promise")
    state, may = place.state(PLACES), "Your answer to report" in page.text
    assert state == "late" or may, f"it is {state}, and nobody can answer"


# ---- A file too large


def test_a_file_that_is_too_large_is_refused_and_the_words_stay(place: Place, person, tmp_path, check_page):
    page = place.opened(sit(person(), place.server, DIRECTOR), TIMETABLE)
    large = tmp_path / "scan.pdf"
    large.write_bytes(b"%PDF-1.7\n" + b"a" * (3 << 20))
    report(page, "It was kept", "It is taught from September.", "https://www.example.org/timetable", large)
    refused(page, "The file “scan.pdf” is larger than 3 megabytes: choose a smaller one, or give a link to it")
    expect(page.get_by_label(DONE, exact=True)).to_have_value("It is taught from September.")
    expect(page.get_by_label(SEEN, exact=True)).to_have_value("https://www.example.org/timetable")
    check_page(page, "promise-too-large")


def test_a_file_that_is_larger_than_any_form_says_what_to_do(place: Place, person, tmp_path, check_page):
    page = place.opened(sit(person(), place.server, DIRECTOR), TIMETABLE)
    large = tmp_path / "film.pdf"
    large.write_bytes(b"%PDF-1.7\n" + b"a" * (6 << 20))
    report(page, "It was kept", "It is taught from September.", file=large)
    heading(page, "Too large")
    check_page(page, "promise-far-too-large")
    # The words are where they were typed.
    page.go_back()
    expect(page.get_by_label(DONE, exact=True)).to_have_value("It is taught from September.")


def test_a_file_is_a_sandbox_of_its_own(place: Place, asking):
    """A browser that opens it in place of keeping it runs nothing in it and gives it nothing of this site."""
    line, number = place.line(HOMES), place.row(HOMES)["reports"]
    asker = asking(place.server).sit(MEMBER)
    fields = {"outcome": "underWay", "words": "Two sites were looked at.", "revision": str(number)}
    send_file(asker, f"{line}/reports", b"Two sites.\n", **fields)
    answer = place.public.get(f"{line}/reports/{number + 1}/file")
    assert answer.body == b"Two sites.\n" and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"].split("; "), answer.headers["Content-Security-Policy"]


def send_file(asker: Asker, path: str, content: bytes, status: int = 303, **fields: str) -> Answer:
    parts = {"_csrf": asker.token, **fields}
    body = "".join(f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in parts.items()).encode()
    body += b'--x\r\nContent-Disposition: form-data; name="file"; filename="minutes.txt"\r\n\r\n' + content + b"\r\n--x--\r\n"
    answer = asker.ask("POST", path, body, {"Content-Type": "multipart/form-data; boundary=x"})
    assert answer.status == status, (answer.status, answer.errors)
    return answer


# ---- The calendar


def events(calendar: Answer) -> dict[str, datetime.date]:
    assert calendar.headers.get_content_type() == "text/calendar" and calendar.headers.get_content_charset() == "utf-8"
    read = icalendar.Calendar.from_ical(calendar.body)
    assert not read.errors and all(not event.errors for event in read.events)
    # The longest line that the format allows.
    assert all(len(line) <= 75 for line in calendar.body.split(b"\r\n"))
    assert len({event["UID"] for event in read.events}) == len(read.events)
    return {str(event["DESCRIPTION"]).split("\n", 1)[1]: event.start for event in read.events}


def days(calendar: Answer, *promises: str) -> None:
    """It holds the days of these promises and of no others."""
    found = {next(promise for promise in DUE if text.startswith(promise)): day.isoformat() for text, day in events(calendar).items()}
    assert found == {promise: DUE[promise] for promise in promises}


def test_a_seat_has_its_promises_as_a_calendar(place: Place, person, asking):
    page = sit(person(), place.server, f"Director of Education, {KINGSTON}")
    page.goto(place.server.url("/promises?body=314"))
    with page.expect_download() as download:
        follow(page, "What your seat answers for, as a calendar")
    path = urllib.parse.urlsplit(download.value.url).path
    # Anybody's program may read it, since it holds what is public only.
    calendar = place.public.get(path)
    assert download.value.path().read_bytes() == calendar.body
    reported = [promise for promise in (SUBJECTS, TRAINING, TIMETABLE) if place.state(promise) == "kept"]
    days(calendar, *({SUBJECTS, TRAINING, TIMETABLE} - set(reported)))
    for event in icalendar.Calendar.from_ical(calendar.body).events:
        assert event.end - event.start == datetime.timedelta(days=1) and event["TRANSP"] == "TRANSPARENT"
        assert str(event["SUMMARY"]).startswith(tuple(f"{state}: " for state in STATES.values()))
    # What is kept needs no day any more.
    director, adviser = asking(place.server).sit(DIRECTOR), asking(place.server).sit(ADVISER)
    number = reports(place, director, TIMETABLE, words="It is taught from September.")
    adviser.post(f"{place.line(TIMETABLE)}/reports/{number}/acceptances")
    days(place.public.get(path), *({SUBJECTS, TRAINING} - set(reported)))
    assert place.public.ask("GET", "/seats/abcdefghijklmnop/promises.ics").status == 404


def test_a_calendar_leads_nowhere_else(place: Place, person):
    """Whoever presses the address in a calendar program comes to the page; no address is better than one of nobody."""
    page = sit(person(), place.server, MEMBER)
    page.goto(place.server.url("/promises?body=314"))
    path = page.get_by_role("link", name="What your seat answers for, as a calendar").get_attribute("href")
    days(place.public.get(path), HOMES)
    [event] = icalendar.Calendar.from_ical(place.public.get(path).body).events
    assert event.get("URL") in (None, place.server.url(f"{place.line(HOMES)}/promise"))


# ---- Everybody's way to it


def test_promises_are_found_from_the_front_page(place: Place, page: Page):
    page.goto(place.server.url("/"))
    follow(page, re.compile("^Promises"), exact=False)
    heading(page, "Promises")


def test_it_is_all_done_with_keys_alone(place: Place, person):
    owner, other = (sit(person(), place.server, seat) for seat in (STANDARDS, SECRETARY))
    owner.goto(place.server.url("/promises?body=dfes"))
    tab_to(owner, place.row(FUNDING)["text"])
    owner.keyboard.press("Enter")
    heading(owner, re.compile("^Promise: "))
    # From the link before the form each field is the next stop.
    owner.get_by_role("link", name="Read it there", exact=True).focus()
    owner.keyboard.press("Tab")
    owner.keyboard.press("Space")
    owner.keyboard.press("ArrowDown")
    expect(owner.get_by_label("It was kept", exact=True)).to_be_checked()
    owner.keyboard.press("Tab")
    expect(owner.get_by_label(DONE, exact=True)).to_be_focused()
    owner.keyboard.type("It went hand in hand.")
    owner.keyboard.press("Tab")
    expect(owner.get_by_label(SEEN, exact=True)).to_be_focused()
    owner.keyboard.press("Tab")
    expect(owner.get_by_label(FILE, exact=True)).to_be_focused()
    tab_to(owner, "Report")
    owner.keyboard.press("Enter")
    # What was done is read out first.
    expect(owner.locator("[data-notice]")).to_be_focused()
    stands(owner, "reported")
    place.opened(other, FUNDING)
    tab_to(other, "We do not accept it")
    other.keyboard.press("Enter")
    other.keyboard.press("Tab")
    expect(other.get_by_label(WHY, exact=True)).to_be_focused()
    tab_to(other, "Challenge this report")
    other.keyboard.press("Enter")
    refused(other, re.compile("why you do not accept it"))
    expect(other.locator(".govuk-error-summary")).to_be_focused()
    other.keyboard.press("Tab")
    other.keyboard.press("Enter")
    expect(other.get_by_label(WHY, exact=True)).to_be_focused()
    # Back to the button above.
    other.get_by_role("button", name="Accept that it was kept", exact=True).focus()
    other.keyboard.press("Shift+Tab")
    tab_to(other, "Accept that it was kept")
    other.keyboard.press("Enter")
    stands(other, "kept")


def test_it_is_all_done_without_script(place: Place, person):
    owner, other = (sit(person(java_script_enabled=False), place.server, seat) for seat in (MEMBER, ADVISER))
    owner.goto(place.server.url("/promises?body=314"))
    looking.check_reflow(owner)
    follow(owner, re.compile(f"^{HOMES}"), exact=False)
    report(owner, "It was kept", "The report went to the executive in March.")
    reads(owner, "Your report is on the record")
    place.opened(other, HOMES)
    challenge(other, "")
    refused(other, re.compile("why you do not accept it"))
    challenge(other, "It names one site and not two.")
    reads(other, "You challenged the report")
    looking.check_reflow(other)
    report(place.opened(owner, HOMES), "It was kept", "It names a second site.")
    press(place.opened(other, HOMES), "Accept that it was kept")
    stands(other, "kept")
    # The filters are behind a line that opens by itself.
    other.goto(place.server.url("/promises"))
    more = unfold(other, "Filter")
    more.get_by_label("State", exact=True).select_option(label="Kept")
    press(other, "Apply filters")
    reads(other, HOMES)
