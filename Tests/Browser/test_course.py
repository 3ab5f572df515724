"""What becomes of an agreement in force: suspended, extended, completed or ended by those who may sign; everyone reads why."""

import dataclasses
import datetime
import re

import pytest
from playwright.sync_api import Page, expect

from acting import choose, due, fill, follow, heading, press, reads, refused, sit, tick, unfold
from asking import Answer, Asker
from running import Server

KINGSTON, HAMPSHIRE, ESSEX, DEPARTMENT = "Kingston upon Thames", "Hampshire", "Essex", "Department for Education and Skills"
MINISTER, STANDARDS, ADVISER = (f"{seat}, {DEPARTMENT}" for seat in ("Secretary of State", "Director of school standards", "Regional adviser"))
LEADER, DIRECTOR, OFFICER = "Leader of the Council", "Director of Education", "Policy officer"
CHAIR, STRANGER = "Chair, Local Government Association", f"{LEADER}, Telford and Wrekin"

WAY, SUSPEND, END = "Suspend, extend, complete or end it", "Suspend it for a while", "End it for every side"
EXTEND, SURE, BACK = "Go on with it after its last day", "It ends today for every side", "Take it back"
ENDED, POWER = "It has ended: nothing leads back", "This seat may not do that: act from a seat that may"
REAL, LATER = "Enter a real day, such as 31 7 2004", "Give a day after today, and after the one until which it lasts already"
# Promises that the demonstration makes: two without a day, one that was due in 2004.
NAMED, FIGURES, WELFARE = "A named adviser", "Attendance figures", "A welfare officer"
ACTS = ("suspensions", "resumptions", "proposals", "acceptances", "refusals", "terminations")


@dataclasses.dataclass
class Place:
    """A demonstration of its own, somebody of the public below any browser, and where agreements are."""

    server: Server
    public: Asker
    paths: dict[str, str]

    def opened(self, page: Page, name: str) -> Page:
        page.goto(self.server.url(f"{self.paths[name]}/course"))
        heading(page, "What became of this agreement")
        return page

    def row(self, name: str) -> dict:
        return self.public.get(f"{self.paths[name]}.json").json["agreement"]

    def promises(self, query: str) -> list[dict]:
        return self.public.get(f"/promises.json?{query}").json["rows"]

    def size(self) -> str:
        """How many entries the record has."""
        return self.public.get("/record/checkpoint").text.splitlines()[1]

    def post(self, asker: Asker, name: str, act: str, status: int | None = 303, **fields: str) -> Answer:
        """Sends the form of an act with all that it needs, and with these fields."""
        sure = {"sure": "yes"} if act == "terminations" else {}
        fields = {"reason": f"Words of {act}.", "change": "completed", "revision": "0", "proposal": "1", **sure, **fields}
        return asker.post(f"{self.paths[name]}/course/{act}", status, **fields)

    def proposed(self, asker: Asker, name: str, **fields: str) -> str:
        """Proposes where nothing is open; gives back the proposal's number."""
        number = asker.get(f"{self.paths[name]}/course").hidden("revision")
        self.post(asker, name, "proposals", revision=number, **fields)
        return str(int(number) + 1)


@pytest.fixture(scope="module")
def place(serving, asking) -> Place:
    server = serving("course", "--demo")
    public, adviser = asking(server), asking(server).sit(ADVISER)
    paths = {row["authorityName"]: f"/compacts/{row['id']}" for row in adviser.get("/compacts.json").json["rows"]}
    [statement] = public.get("/statements.json").json["rows"]
    return Place(server, public, {**paths, "statement": f"/statements/{statement['id']}"})


@pytest.fixture(scope="module")
def later(place: Place) -> datetime.date:
    """The end of the school year that begins in the next one."""
    return datetime.date(int(place.row("statement")["inForce"][:4]) + 2, 8, 31)


def come(place: Place, person, *seats: str) -> list[Page]:
    return [sit(person(), place.server, seat) for seat in seats]


def stands(page: Page, state: str) -> None:
    expect(page.locator(".govuk-summary-list__row").filter(has_text="Where it stands").locator("dd")).to_have_text(state)


def done(page: Page, words: str) -> None:
    expect(page.locator("[data-notice]")).to_contain_text(words)


def propose(page: Page, what: str, why: str, day: datetime.date | tuple[int, int, int] | None = None) -> None:
    tick(page, what)
    if day:
        due(page, *(day if isinstance(day, tuple) else (day.day, day.month, day.year)))
    fill(page, "Why", why)
    press(page, "Propose it")


def give(page: Page, summary: str, label: str, words: str, button: str, act: str) -> int:
    """Gives the reason in a form behind a line, and presses; gives back the status."""
    form = unfold(page, summary)
    fill(form, label, words)
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url.endswith(f"/course/{act}")) as answer:
        press(form, button)
    return answer.value.status


def suspend(page: Page, words: str) -> int:
    return give(page, SUSPEND, "Why it is suspended", words, "Suspend it", "suspensions")


def decline(page: Page, words: str) -> int:
    return give(page, "We do not accept it", "Why you do not accept it", words, "Decline it", "refusals")


def end(page: Page, words: str) -> int:
    return give(page, END, "Why it ends", words, "End it", "terminations")


def filtered(place: Place, page: Page, path: str, state: str) -> None:
    page.goto(place.server.url(path))
    choose(unfold(page, "Filter"), "State", state)
    press(page, "Apply filters")


def over(place: Place, asker: Asker, page: Page, name: str, words: str, reason: str, state: str) -> None:
    """Everyone reads how it ended, and nobody can do any more."""
    page.goto(place.server.url(place.paths[name]))
    reads(page, words)
    follow(page, "When and why")
    reads(page, reason)
    stands(page, state)
    assert place.row(name)["state"] == state.lower() and not re.search(r"<form[^>]*/course", asker.get(f"{place.paths[name]}/course").text)
    before = place.size()
    for act in ACTS:
        assert place.post(asker, name, act, 422).errors == [ENDED], act
    assert place.size() == before


# ---- Who reads and who may act


def test_seats_that_sign_are_led_to_forms_and_everyone_else_reads(place: Place, person, check_page):
    public = place.opened(person(), ESSEX)
    stands(public, "In force")
    reads(public, "Nothing but that it is in force.")
    check_page(public, "course-public")
    for seat, forms in (
        (f"{LEADER}, {ESSEX}", 3), (f"{DIRECTOR}, {ESSEX}", 3), (STANDARDS, 3), (f"{OFFICER}, {ESSEX}", 0), (ADVISER, 0), (STRANGER, 0),
        ("", 0), (MINISTER, 3),
    ):  # fmt: skip
        page = sit(person(), place.server, seat) if seat else public
        page.goto(place.server.url(place.paths[ESSEX]))
        expect(page.get_by_role("link", name=WAY)).to_have_count(1 if forms else 0)
        expect(place.opened(page, ESSEX).locator("main form")).to_have_count(forms)
    check_page(page, "course-forms")
    unfold(page, SUSPEND)
    unfold(page, END)
    tick(page, EXTEND)
    check_page(page, "course-forms-open")


def test_what_others_send_is_refused_and_so_is_what_is_broken(place: Place, asking):
    minister, before = asking(place.server).sit(MINISTER), place.size()
    for seat, status, errors in (
        (f"{OFFICER}, {ESSEX}", 422, [POWER]), (ADVISER, 422, [POWER]), (STRANGER, 404, []), (CHAIR, 404, []), ("", 403, []),
    ):  # fmt: skip
        asker = asking(place.server)
        asker.sit(seat) if seat else asker.get("/seats")
        for act in ACTS:
            answer = place.post(asker, ESSEX, act, status)
            assert answer.errors == errors and (errors or f"Words of {act}." in answer.text), (seat, act, answer.errors)
    # What is not signed by all has no course, though the minister is a party to it.
    for name in ("Gateshead", "Rochdale"):
        assert {asker.ask("GET", f"{place.paths[name]}/course").status for asker in (place.public, minister)} == {404}
        for act in ACTS:
            place.post(minister, name, act, 404)
    for act, status, wrong in (
        *(("proposals", 422, {"revision": odd}) for odd in ("x", "")), *(("acceptances", 422, {"proposal": odd}) for odd in ("x", "")),
        ("refusals", 422, {"proposal": "x"}), ("proposals", 422, {"change": "odd"}), ("suspensions", 422, {"reason": "a b " * 5001}),
        ("proposals", 409, {"revision": "9"}), ("acceptances", 409, {"proposal": "9"}), ("refusals", 409, {"proposal": "9"}),
    ):  # fmt: skip
        answer = place.post(minister, ESSEX, act, status, **wrong)
        assert answer.errors and wrong.get("reason", "").strip() in answer.text, (act, wrong)
    assert place.size() == before


# ---- For a while


def test_one_side_suspends_it_and_only_that_side_goes_on_with_it(place: Place, person, check_page):
    public, promises = person(), place.promises("body=314")
    leader, director, minister = come(place, person, f"{LEADER}, {KINGSTON}", f"{DIRECTOR}, {KINGSTON}", MINISTER)
    assert suspend(place.opened(leader, KINGSTON), " ") == 422
    refused(leader, "Enter the reason")
    expect(leader.get_by_label("Why it is suspended", exact=True)).to_be_visible()
    check_page(leader, "course-refused")
    suspend(leader, "The schools are closed by flood.")
    done(leader, "It is suspended")
    stands(leader, "Suspended")
    check_page(leader, "course-suspended")
    # Everyone reads it wherever it is named, and every promise stands.
    public.goto(place.server.url(place.paths[KINGSTON]))
    reads(public, "This agreement is suspended. Its promises stand.")
    check_page(public, "course-suspended-compact")
    follow(public, "When and why")
    for words in ("The schools are closed by flood.", f"{LEADER}, {KINGSTON}"):
        reads(public, words)
    filtered(place, public, "/compacts", "Suspended")
    expect(public.locator("main tbody tr")).to_have_text([re.compile(f"{KINGSTON}.*Suspended", re.DOTALL)])
    assert place.row(KINGSTON)["state"] == "suspended" and place.promises("body=314") == promises
    assert [row["authorityName"] for row in place.public.get("/compacts.json?state=suspended").json["rows"]] == [KINGSTON]
    # The other side cannot go on with it; another seat of the same side can.
    reads(place.opened(minister, KINGSTON), "The side that suspended it can go on with it.")
    expect(minister.get_by_role("button", name="Go on with it", exact=True)).to_have_count(0)
    check_page(minister, "course-suspended-other")
    press(place.opened(director, KINGSTON), "Go on with it")
    refused(director, "Enter the reason")
    fill(director, "Why you go on with it now", "The schools are open again.")
    press(director, "Go on with it")
    done(director, "It goes on")
    reads(place.opened(public, KINGSTON), "The schools are open again.")
    stands(public, "In force")
    assert place.row(KINGSTON)["state"] == "in-force" and not place.public.get("/compacts.json?state=suspended").json["rows"]


def test_the_association_suspends_the_statement_without_script(place: Place, person, asking):
    chair = sit(person(java_script_enabled=False), place.server, CHAIR)
    chair.goto(place.server.url(place.paths["statement"]))
    follow(chair, WAY)
    suspend(chair, "Funding is not settled.")
    stands(chair, "Suspended")
    answer = place.post(asking(place.server).sit(MINISTER), "statement", "resumptions", 422)
    assert answer.errors == ["Only the side that suspended it can go on with it"] and place.row("statement")["state"] == "suspended"
    fill(chair, "Why you go on with it now", "It is settled.")
    press(chair, "Go on with it")
    stands(chair, "In force")


# ---- What all sides decide


def test_a_wrong_day_is_refused_and_all_that_was_typed_stays(place: Place, person, check_page):
    page, today = place.opened(*come(place, person, STANDARDS), KINGSTON), datetime.date.fromisoformat(place.row(KINGSTON)["inForce"])
    press(page, "Propose it")
    for words in ("Choose what you propose", "Enter the reason"):
        refused(page, words)
    for day, words in (
        ((31, 2, today.year + 1), REAL), ((31, 8, 2005), LATER), ((today.day, today.month, today.year), LATER),
        ((31, 8, today.year + 30), "Give a day within the next 25 years"),
    ):  # fmt: skip
        propose(page, EXTEND, "One year is short.", day)
        refused(page, words)
        expect(page.get_by_label(EXTEND, exact=True)).to_be_checked()
        for label, value in zip(("Day", "Month", "Year", "Why"), (*day, "One year is short."), strict=True):
            expect(page.get_by_label(label, exact=True)).to_have_value(str(value))
    check_page(page, "course-wrong-day")


def test_an_extension_is_proposed_declined_taken_back_and_accepted(place: Place, later, person, asking, check_page):
    public, until = person(), f"31 August {later.year}"
    minister, leader = come(place, person, MINISTER, f"{LEADER}, {KINGSTON}")
    propose(place.opened(minister, KINGSTON), EXTEND, "One year is short.", later)
    done(minister, "Your proposal is with the other side")
    expect(minister.get_by_role("button", name="Accept it", exact=True)).to_have_count(0)
    check_page(minister, "course-proposed")
    # One at a time.
    second = place.post(asking(place.server).sit(f"{DIRECTOR}, {KINGSTON}"), KINGSTON, "proposals", 422, revision="1")
    assert second.errors == ["A proposal waits for an answer already: answer that one first"]
    # Everyone reads what is proposed; the other side answers.
    for reader in (public, leader):
        reader.goto(place.server.url(place.paths[KINGSTON]))
        reads(reader, f"{DEPARTMENT} proposes to go on with it until {until}.")
    follow(leader, WAY)
    check_page(leader, "course-answer")
    assert decline(leader, "") == 422
    refused(leader, "Enter the reason")
    decline(leader, "Two years are long.")
    done(leader, "The proposal no longer stands")
    for words in ("One year is short.", "Two years are long."):
        reads(place.opened(public, KINGSTON), words)
    # The council proposes the same, takes it back, and leaves it to the other side.
    propose(leader, EXTEND, "We thought again.", later)
    give(leader, BACK, "Why you take it back", "It was a mistake.", BACK, "refusals")
    reads(leader, "It was a mistake.")
    assert "until" not in place.row(KINGSTON)
    propose(place.opened(minister, KINGSTON), EXTEND, "It goes well.", later)
    press(place.opened(leader, KINGSTON), "Accept it")
    done(leader, "You accepted the proposal")
    for path in (f"{place.paths[KINGSTON]}/course", place.paths[KINGSTON]):
        public.goto(place.server.url(path))
        expect(public.locator(".govuk-summary-list__row").filter(has_text="Extended until").locator("dd")).to_have_text(until)
        check_page(public, "course-extended")
    assert (place.row(KINGSTON)["until"], place.row(KINGSTON)["state"]) == (later.isoformat(), "in-force")
    # The next is later than that.
    propose(leader, EXTEND, "The same again.", later)
    refused(leader, LATER)


def test_what_was_accepted_is_accepted_once_though_pressed_twice(place: Place, later, asking):
    minister, leader = asking(place.server).sit(MINISTER), asking(place.server).sit(f"{LEADER}, {ESSEX}")
    day = {"until-day": "31", "until-month": "12", "until-year": str(later.year - 1)}
    number = place.proposed(minister, ESSEX, change="extended", **day)
    own = place.post(minister, ESSEX, "acceptances", 422, proposal=number)
    assert own.errors == ["Another side answers a proposal, not the one that made it"]
    place.post(leader, ESSEX, "acceptances", proposal=number)
    before = place.size()
    again = place.post(leader, ESSEX, "acceptances", None, proposal=number)
    assert place.size() == before and again.status == 303, (again.status, again.errors)


def test_completed_is_what_all_sides_call_done(place: Place, person, asking, check_page):
    public = person()
    leader, minister = come(place, person, f"{LEADER}, {KINGSTON}", MINISTER)
    propose(place.opened(leader, KINGSTON), "It is done", "All of it was done.")
    reads(place.opened(minister, KINGSTON), f"{KINGSTON} proposes to complete it")
    press(minister, "Accept it")
    stands(minister, "Completed")
    words = "This agreement is completed: all sides agreed that it is done."
    over(place, asking(place.server).sit(MINISTER), public, KINGSTON, words, "All of it was done.", "Completed")
    check_page(public, "course-completed")
    assert [row for row in place.promises("state=lapsed") if row["text"].startswith(NAMED)]


# ---- What one side ends


def test_one_side_ends_it_and_what_was_not_due_is_owed_no_longer(place: Place, person, asking, check_page):
    public, [director] = person(), come(place, person, f"{DIRECTOR}, {HAMPSHIRE}")
    undated = next(row for row in place.promises("state=open") if row["text"].startswith(FIGURES))
    assert end(place.opened(director, HAMPSHIRE), "There is no money.") == 422
    refused(director, "Tick the box to say that it ends today for every side")
    expect(director.get_by_label("Why it ends", exact=True)).to_have_value("There is no money.")
    check_page(director, "course-unsure")
    tick(director, SURE)
    press(director, "End it")
    done(director, "It has ended")
    words = "This agreement was terminated. What was not due by then is owed no longer."
    over(place, asking(place.server).sit(f"{LEADER}, {HAMPSHIRE}"), public, HAMPSHIRE, words, "There is no money.", "Terminated")
    check_page(public, "course-terminated")
    # What had no day lapses; what was due long ago is owed as before.
    filtered(place, public, "/promises", "Lapsed")
    expect(public.locator("main tbody tr").filter(has_text=FIGURES)).to_contain_text("Lapsed")
    expect(public.locator("main")).not_to_contain_text(WELFARE)
    check_page(public, "promises-lapsed")
    late = next(row for row in place.promises("state=late") if row["text"].startswith(WELFARE))
    for seat, line, status in ((ADVISER, undated["line"], 422), (f"{OFFICER}, {HAMPSHIRE}", late["line"], 303)):
        path, fields = f"{place.paths[HAMPSHIRE]}/lines/{line}/reports", {"outcome": "underWay", "words": "In part.", "revision": "0"}
        answer = asking(place.server).sit(seat).post(path, status, **fields)
        assert answer.errors == ([] if status == 303 else ["The agreement ended before this promise was due"])


# ---- Two people at once


def test_a_proposal_from_a_page_that_is_no_longer_right_keeps_its_words(place: Place, later, person, asking, check_page):
    page, leader = place.opened(*come(place, person, STANDARDS), ESSEX), asking(place.server).sit(f"{LEADER}, {ESSEX}")
    place.post(leader, ESSEX, "refusals", proposal=place.proposed(leader, ESSEX), reason="It is too early.")
    with page.expect_response(re.compile("/proposals$")) as answer:
        propose(page, EXTEND, "Another year.", later)
    assert answer.value.status == 409
    refused(page, "Somebody changed this since you opened it")
    reads(page, "It is too early.")
    expect(page.get_by_label(EXTEND, exact=True)).to_be_checked()
    for label, value in (("Day", "31"), ("Month", "8"), ("Year", str(later.year)), ("Why", "Another year.")):
        expect(page.get_by_label(label, exact=True)).to_have_value(value)
    check_page(page, "course-stale")
    press(page, "Propose it")
    done(page, "Your proposal is with the other side")
    give(page, BACK, "Why you take it back", "We keep to the year.", BACK, "refusals")


def test_words_stay_where_somebody_was_quicker(place: Place, asking):
    minister, leader, director = (asking(place.server).sit(seat) for seat in (MINISTER, f"{LEADER}, {ESSEX}", f"{DIRECTOR}, {ESSEX}"))
    lost = []

    def kept(asker: Asker, act: str, status: int, words: str, **fields: str) -> None:
        answer = place.post(asker, ESSEX, act, status, **{**fields, "reason": words})
        if words not in answer.text:
            lost.append(f"{act} ({status}): {answer.errors}")

    # The form is on the page no more: what was written must be there all the same.
    number = place.proposed(minister, ESSEX)
    kept(leader, "proposals", 409, "We want another year.", revision=str(int(number) - 1))
    place.post(leader, ESSEX, "refusals", proposal=number)
    kept(director, "refusals", 409, "Much is missing.", proposal=number)
    place.post(leader, ESSEX, "suspensions")
    kept(director, "suspensions", 422, "The river is high.")
    kept(minister, "suspensions", 422, "We wait for the inspectors.")
    place.post(leader, ESSEX, "resumptions")
    kept(director, "resumptions", 422, "The river is low.")
    place.post(minister, ESSEX, "terminations")
    for act in ("suspensions", "resumptions", "proposals", "refusals", "terminations"):
        kept(leader, act, 422, f"Too late for {act}, alas.")
    assert not lost, "\n".join(lost)
