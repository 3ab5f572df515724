"""What all have signed is changed by what all sign: a variation beside it, and the successors of an authority that is no more."""

import collections.abc
import contextlib
import dataclasses
import datetime
import pathlib
import re
import subprocess

import pytest
from playwright.sync_api import Locator, Page, expect

from acting import choose, fill, follow, heading, press, reads, refused, sit, tick, unfold
from asking import Asker
from running import PROGRAM, Server
from test_demo import tab_to
from test_hostile import send

DEPARTMENT, KINGSTON, HAMPSHIRE, ESSEX, ROCHDALE = (
    "Department for Education and Skills", "Kingston upon Thames", "Hampshire", "Essex", "Rochdale",
)  # fmt: skip
NORFOLK, TELFORD, GATESHEAD = "Norfolk", "Telford and Wrekin", "Gateshead"
ADVISER, STANDARDS, MINISTER = (
    f"{seat}, {DEPARTMENT}" for seat in ("Regional adviser", "Director of school standards", "Secretary of State")
)
OFFICER, DIRECTOR, LEADER, CHIEF, FINANCE = (
    "Policy officer", "Director of Education", "Leader of the Council", "Chief Executive", "Chief Finance Officer",
)  # fmt: skip

VARY, BEGIN, SAVE, BACK = "Vary this agreement", "Begin the draft", "Save and continue", "Put it back"
PASS, WHO = "Let its lines pass to those that succeed it", "Which authorities succeed it"
WHAT, STANDS = "What changes, and what is left out", "What you do not touch stays as all signed it."
NOTHING = "Change, add or leave out at least one line"
OPEN = "A variation of this agreement is open already: settle that one, or withdraw it"
POWER = "This seat may not do that: act from a seat that may"
BROKEN = "The form did not arrive whole: send it again"
GONE = "This authority was abolished: nobody acts for it any more"
PUT = "a request is answered as it was put"
DONE = "its promise was reported as kept or broken"

# The day by which a promise of the demonstration is to be kept.
OCTOBER = {"due-on-day": "29", "due-on-month": "10", "due-on-year": "2004"}

# Lines of the demonstration by the words that they begin with.
WELFARE, AUTUMN, VOLUNTARY, KEEPS = (
    "A welfare officer for each group", "Both sides look at the compact", "This compact is voluntary", "Each side keeps its promises",
)  # fmt: skip


@dataclasses.dataclass
class Place:
    """A demonstration of its own, somebody of the public below any browser, and where agreements are, by their authority."""

    server: Server
    public: Asker
    paths: dict[str, str]

    def at(self, page: Page, path: str) -> Page:
        page.goto(self.server.url(path))
        return page

    def json(self, name: str, asker: Asker | None = None) -> dict:
        return (asker or self.public).get(f"{self.paths.get(name, name)}.json").json

    def lines(self, name: str, asker: Asker | None = None) -> dict[str, str]:
        """The words of each line that has any, and its identifier."""
        return {words(line["content"]): line["id"] for line in self.json(name, asker)["lines"] if words(line["content"])}

    def line(self, name: str, start: str) -> str:
        [found] = [line for text, line in self.lines(name).items() if text.startswith(start)]
        return found

    def size(self) -> int:
        """How many entries the record has."""
        return int(self.public.get("/record/checkpoint").text.splitlines()[1])


def words(content: dict) -> str:
    [part] = content.values()
    return part.get("text", "")


def demonstration(name: str, serving, asking) -> Place:
    server = serving(name, "--demo")
    public = asking(server)
    kinds = ("compact", "conditional-agreement")
    rows = [row for kind in kinds for row in public.get(f"/{kind}s.json").json["rows"]]
    return Place(server, public, {row["authorityName"]: f"/{row['kind']}s/{row['id']}" for row in rows})


@pytest.fixture(scope="module")
def place(serving, asking) -> Place:
    return demonstration("variations", serving, asking)


def came(place: Place, person, *seats: str) -> list[Page]:
    return [sit(person(), place.server, seat) for seat in seats]


def where(page: Page) -> str:
    """The path of a page."""
    return re.sub(r"^https?://[^/]*|[?#].*$", "", page.url)


def row(page: Page, name: str) -> Locator:
    """What a summary list says under a name."""
    rows = page.locator(".govuk-summary-list__row")
    return rows.filter(has=page.locator("dt", has_text=re.compile(rf"^\s*{re.escape(name)}\s*$"))).locator("dd")


def card(page: Page, start: str) -> Locator:
    """The innermost piece of a page that holds a line with such words."""
    return page.locator("main section, main li").filter(has_text=start).last


def answered(page: Page, button: str | re.Pattern[str]) -> int:
    """Presses a button, and gives back the status of what comes."""
    with page.expect_response(lambda answer: answer.request.is_navigation_request() and answer.request.method == "POST") as answer:
        press(page, button)
    return answer.value.status


def begins(place: Place, page: Page, name: str) -> str:
    """Begins the draft of a variation; gives back where it is."""
    follow(place.at(page, place.paths[name]), VARY)
    press(page, BEGIN)
    assert where(page).startswith("/drafts/"), page.url
    return where(page)


def begun(place: Place, asker: Asker, name: str) -> str:
    """The same, below any browser."""
    way = place.paths[name]
    return asker.post(f"{way}/variations", id=asker.get(f"{way}/variation").hidden("id")).to


def sent(asker: Asker, draft: str) -> str:
    """Sends a draft; gives back where the variation is."""
    asker.post(f"{draft}/check", revision=asker.get(f"{draft}/check").hidden("revision"))
    return draft.removeprefix("/drafts")


def reworded(place: Place, asker: Asker, draft: str, name: str, start: str, text: str) -> str:
    """Rewords a line that has nothing but words; gives back the draft."""
    line = place.line(name, start)
    send(asker, asker.get(f"{draft}/lines/{line}"), f"/lines/{line}$", text=text)
    return draft


def takes(asker: Asker, path: str, line: str) -> None:
    """Accepts the wording of a line."""
    send(asker, asker.get(f"{path}/lines/{line}"), "/acceptances$")


def withdraws(asker: Asker, path: str) -> None:
    send(asker, asker.get(f"{path}/withdrawal"), "/withdrawal$", reason="It can wait.")


@contextlib.contextmanager
def negotiated(asker: Asker, draft: str) -> collections.abc.Iterator[str]:
    """Sends a draft; after what is done with it the way is free again."""
    path = sent(asker, draft)
    try:
        yield path
    finally:
        withdraws(asker, path)


def cleared(asker: Asker, draft: str, *seats: str) -> None:
    for seat in seats:
        asker.sit(seat).post(f"{draft}/clearance", edition=asker.get(f"{draft}/clearance").hidden("edition"))


def accept_all(page: Page) -> None:
    more = unfold(page, "Accept all lines that wait on us")
    tick(more, re.compile("I have read the"))
    press(more, "Accept all of them")


def sign(place: Place, page: Page, path: str, seat: str) -> None:
    tick(place.at(page, f"{path}/signatures/new"), f"I sign as {seat}")
    press(page, "Sign")


def verified(place: Place, folder: pathlib.Path, path: str) -> None:
    """The program by itself finds the bundle right, with root and key of this register."""
    bundle, root = folder / f"{path.rsplit('/', 1)[1]}.tar", folder / "root.pem"
    bundle.write_bytes(place.public.get(f"{path}/bundle.tar").body)
    root.write_text(place.public.get("/record/root").text)
    command = [PROGRAM, "verify", bundle, "--root", root, "--key", place.public.get("/record/vkey").text.strip()]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert answer.returncode == 0 and answer.stdout.splitlines()[-1] == "verified", answer


# ---- From a draft to what stands


def test_a_compact_in_force_is_changed_by_what_all_sign(place: Place, person, tmp_path, check_page):
    officer, adviser, director, minister = came(place, person, f"{OFFICER}, {HAMPSHIRE}", ADVISER, f"{DIRECTOR}, {HAMPSHIRE}", MINISTER)
    public, original, before = person(), place.paths[HAMPSHIRE], place.json(HAMPSHIRE)
    welfare, autumn = place.line(HAMPSHIRE, WELFARE), place.line(HAMPSHIRE, AUTUMN)
    old = place.public.get(f"{original}/text.json").body
    # A draft of its own lines: one is reworded, one left out, one added.
    follow(place.at(officer, original), VARY)
    heading(officer, VARY)
    reads(officer, "A draft is begun with the lines of this agreement as they stand.")
    check_page(officer, "variation-begin")
    press(officer, BEGIN)
    draft = where(officer)
    heading(officer, "Hampshire compact 2003/04: variation 1")
    reads(officer, STANDS)
    check_page(officer, "variation-tasks")
    place.at(officer, f"{draft}/lines/{welfare}")
    fill(officer, "What is contributed", "A welfare officer for every two rural secondary schools.")
    press(officer, SAVE)
    place.at(officer, f"{draft}/terms")
    card(officer, AUTUMN).get_by_role("link", name=re.compile("^Take out")).click()
    press(officer, "Take it out")
    follow(officer, "Add a term")
    fill(officer, "Term", "Both sides look at attendance each term.")
    press(officer, SAVE)
    follow(place.at(officer, draft), WHAT)
    expect(officer.locator("[id^=changed-], [id^=left-], [id^=added-]")).to_have_count(3)
    for sign_of, said in (("changed", "every two"), ("left", AUTUMN), ("added", "attendance each term")):
        reads(officer.locator(f"[id^={sign_of}-]"), said)
    check_page(officer, "variation-draft-comparison")
    press(place.at(officer, f"{draft}/check"), f"Send to {DEPARTMENT}")
    reads(officer, "It was sent to the other side")
    path = draft.removeprefix("/drafts")

    # Only what changes waits for the other side, which answers, and proposes other words.
    place.at(adviser, "/desk")
    follow(adviser.locator("main"), "Hampshire compact 2003/04: variation 1")
    reads(adviser, "Waiting on you: 3 lines")
    check_page(adviser)
    follow(row(adviser, "Varies"), "what changes")
    reads(adviser, AUTUMN)
    place.at(adviser, f"{path}?show=waiting")
    expect(adviser.locator("section.concordat-line")).to_have_count(3)
    expect(adviser.locator("section.concordat-line ins").filter(has_text="every two")).to_have_count(1)
    place.at(adviser, f"{path}/lines/{welfare}")
    more = unfold(adviser, "We propose other wording")
    fill(more, "What is contributed", "A welfare officer for every three rural secondary schools.")
    press(more, "Propose this wording")
    accept_all(place.at(adviser, f"{path}?show=waiting"))
    press(place.at(officer, f"{path}/lines/{welfare}"), "Accept this wording")
    reads(place.at(officer, path), "The text is fixed")
    # Until the last signature nobody else learns of it, and what was signed stands.
    sign(place, director, path, f"{DIRECTOR}, {HAMPSHIRE}")
    heading(director, "You have signed")
    for more in ("", ".json", "/comparison", "/text", "/text.json", "/bundle.tar"):
        place.public.get(path + more, 404)
    assert place.json(HAMPSHIRE) == before
    reads(place.at(public, original), f"{WELFARE} of rural secondary schools")
    expect(public.locator("#variations")).to_have_count(0)
    sign(place, minister, path, MINISTER)
    heading(minister, "You have signed")

    # What stands, and how it came about.
    place.at(public, original)
    stands = public.locator("main")
    for said in ("A welfare officer for every three rural", "attendance each term", "A variation taken up"):
        reads(public, said)
    for gone in (AUTUMN, "each group of rural", "every two rural"):
        expect(stands).not_to_contain_text(gone)
    expect(row(public, "Where it stands")).to_have_text("In force")
    check_page(public, "variation-original")
    follow(public, "Hampshire compact 2003/04: variation 1")
    expect(row(public, "Where it stands")).to_have_text("Taken up")
    check_page(public)
    expect(stands).not_to_contain_text("every two")
    follow(row(public, "Varies"), "The agreement as it stands")
    assert where(public) == original
    follow(place.at(public, path), "What it changed")
    expect(public.locator("[id^=changed-] del").filter(has_text="each group of")).to_have_count(1)
    expect(public.locator("[id^=changed-] ins").filter(has_text="every three")).to_have_count(1)
    reads(public.locator("[id^=left-]"), AUTUMN)
    reads(public.locator("[id^=added-]"), "attendance each term")
    check_page(public, "variation-comparison")

    # For programs the same: each has a text and a bundle of its own, and no list holds the variation.
    now, new = place.json(HAMPSHIRE), place.json(path)
    assert [(line["id"], line["state"]) for line in now["variations"]] == [(path.rsplit("/", 1)[1], "incorporated")]
    assert (new["agreement"]["varies"], new["agreement"]["state"], new["variations"]) == (now["agreement"]["id"], "incorporated", [])
    assert place.public.get(f"{original}/text.json").body == old and now["signatures"] == before["signatures"]
    text = place.public.get(f"{path}/text.json").body.decode()
    assert "every three" in text and AUTUMN not in text and "attendance each term" in place.public.get(f"{path}/text").text
    for each in (original, path):
        verified(place, tmp_path, each)
    for at in ("/compacts.json", "/agreements.json", "/search.json?q=rural+welfare"):
        listed = place.public.get(at).text
        assert now["agreement"]["id"] in listed and new["agreement"]["id"] not in listed, at
    for said, found in (("every+three+rural", 1), ("comparable+counties", 1)):
        hits = place.public.get(f"/search.json?q={said}").json
        assert {hit["agreement"] for hit in hits["rows"]} == {now["agreement"]["id"]}, hits
    assert autumn not in [line["id"] for line in now["lines"]]
    assert welfare in [line["line"] for line in place.public.get("/promises.json?body=850").json["rows"]]


def test_who_signs_a_variation_is_led_to_what_it_changes(place: Place, person, asking, check_page):
    officer, adviser = asking(place.server).sit(f"{OFFICER}, {HAMPSHIRE}"), asking(place.server).sit(ADVISER)
    draft = reworded(place, officer, begun(place, officer, HAMPSHIRE), HAMPSHIRE, VOLUNTARY, "This compact binds nobody in law.")
    with negotiated(officer, draft) as path:
        takes(adviser, path, place.line(HAMPSHIRE, VOLUNTARY))
        [director] = came(place, person, f"{DIRECTOR}, {HAMPSHIRE}")
        heading(place.at(director, f"{path}/signatures/new"), "Read and sign")
        check_page(director)
        expect(director.locator(f"main a[href='{path}/comparison'], main del").first).to_be_visible()


# ---- One at a time


def test_one_is_open_at_a_time_and_what_is_withdrawn_leaves_the_way_free(place: Place, person, asking, check_page):
    officer, public, before = *came(place, person, f"{OFFICER}, {KINGSTON}"), person(), place.size()
    [open_one] = place.json(KINGSTON, asking(place.server).sit(f"{OFFICER}, {KINGSTON}"))["variations"]
    way, first = place.paths[KINGSTON], f"/compacts/{open_one['id']}"
    follow(place.at(officer, way), VARY)
    reads(officer, "A variation of it is open already. Settle that one first, or withdraw it.")
    expect(officer.get_by_role("button", name=BEGIN)).to_have_count(0)
    check_page(officer, "variation-open")
    for seat in (f"{OFFICER}, {KINGSTON}", ADVISER):
        assert asking(place.server).sit(seat).post(f"{way}/variations", 422, id="a" * 16).errors == [OPEN], seat
    assert place.size() == before and place.json(KINGSTON)["variations"] == []
    follow(officer.locator("main"), open_one["title"])
    assert where(officer) == first
    follow(officer, re.compile("^Withdraw this "))
    fill(officer, "Why do you withdraw it?", "The centre opens a year later.")
    check_page(officer)
    press(officer, "Withdraw it")
    reads(officer, "The centre opens a year later.")
    expect(row(place.at(public, way), "Where it stands")).to_have_text("In force")
    expect(public.locator("#variations")).to_have_count(0)
    reads(place.at(officer, way), "Withdrawn")
    draft = begins(place, officer, KINGSTON)
    heading(officer, f"{KINGSTON} compact 2003/04: variation 1")
    place.public.get(draft, 303)


def test_withdrawing_a_variation_does_not_speak_of_the_agreement(place: Place, person, asking):
    officer = asking(place.server).sit(f"{OFFICER}, {ESSEX}")
    draft = reworded(place, officer, begun(place, officer, ESSEX), ESSEX, VOLUNTARY, "It binds nobody.")
    with negotiated(officer, draft) as path:
        [page] = came(place, person, f"{OFFICER}, {ESSEX}")
        follow(place.at(page, path), re.compile("^Withdraw this "))
        heading(page, "Withdraw this variation")
        expect(page.locator("main")).not_to_contain_text("Withdraw this compact")


def test_of_two_drafts_the_second_is_told_that_another_is_open(place: Place, asking):
    officer, director = (asking(place.server).sit(f"{seat}, {ESSEX}") for seat in (OFFICER, DIRECTOR))
    first, second = (reworded(place, asker, begun(place, asker, ESSEX), ESSEX, VOLUNTARY, "It binds nobody.") for asker in (officer, director))
    with negotiated(officer, first):
        before = place.size()
        page = director.get(f"{second}/check")
        answer = director.post(f"{second}/check", None, revision=page.hidden("revision") if "Send to" in page.text else "2")
        assert (answer.status, answer.errors, place.size()) == (422, [OPEN], before)
    with negotiated(director, second) as path:
        assert "Essex compact" in officer.get(path).text


# ---- What a draft may change


def test_what_was_left_out_of_a_draft_is_put_back(place: Place, person, check_page):
    officer = came(place, person, f"{OFFICER}, {ESSEX}")[0]
    draft, lines = begins(place, officer, ESSEX), place.lines(ESSEX)
    reads(place.at(officer, draft), "1 thing is missing")
    # Nothing was changed yet: it cannot be sent, and says so.
    reads(place.at(officer, f"{draft}/check"), NOTHING)
    expect(officer.get_by_role("button", name=re.compile("^Send to"))).to_have_count(0)
    before = place.at(officer, f"{draft}/priorities").locator("main").inner_text()
    officer.get_by_role("link", name=re.compile("^Take out Area i: Schools that serve, innovate and collaborate$")).click()
    press(officer, "Take it out")
    reads(place.at(officer, f"{draft}/priorities"), "Nothing is here yet.")
    follow(place.at(officer, draft), WHAT)
    left = officer.locator("[id^=left-]")
    expect(left).to_have_count(4)
    # What stands under a line brings that line with it.
    supply = next(line for text, line in lines.items() if text.startswith("Two days of supply cover"))
    press(officer.locator(f"#left-{supply}"), BACK)
    heading(officer, "What changes")
    expect(left).to_have_count(2)
    check_page(officer)
    press(left.first, BACK)
    expect(left).to_have_count(1)
    press(left, BACK)
    expect(left).to_have_count(0)
    expect(officer.get_by_role("button", name=BACK)).to_have_count(0)
    assert place.at(officer, f"{draft}/priorities").locator("main").inner_text() == before
    reads(place.at(officer, f"{draft}/check"), NOTHING)
    expect(officer.get_by_role("button", name=re.compile("^Send to"))).to_have_count(0)


def test_a_bound_line_is_refused_beside_its_task(place: Place, person, asking, check_page):
    officer, asker = came(place, person, f"{OFFICER}, {ESSEX}")[0], asking(place.server).sit(f"{OFFICER}, {ESSEX}")
    draft, lines, before = begun(place, asker, ESSEX), place.lines(ESSEX), place.size()
    request = next(line for text, line in lines.items() if text.startswith("Replace the three returns"))
    place.at(officer, f"{draft}/lines/{request}")
    fill(officer, "What is asked of Department for Education and Skills", "Replace the three returns by two.")
    press(officer, SAVE)
    task = place.at(officer, draft).locator(".govuk-task-list__item").filter(has_text="Requests")
    reads(task, f"Replace the three returns on school staff by one, and take…' stays as it is: {PUT}")
    expect(task).not_to_contain_text("Completed")
    check_page(officer, "variation-tasks-bound")
    reads(place.at(officer, f"{draft}/check"), PUT)
    expect(officer.get_by_role("button", name=re.compile("^Send to"))).to_have_count(0)
    revision = asker.get(f"{draft}/lines/{request}").hidden("revision")
    assert [error for error in asker.post(f"{draft}/check", None, revision=revision).errors if PUT in error]
    assert place.size() == before


def test_a_variation_offers_no_request_to_add(place: Place, asking):
    officer = asking(place.server).sit(f"{OFFICER}, {ESSEX}")
    draft = begun(place, officer, ESSEX)
    assert "Replace the three returns" in (listed := officer.get(f"{draft}/requests").text)
    assert "Add a request" not in listed
    assert officer.get(f"{draft}/new/request", 404)


def test_a_bound_line_that_was_left_out_is_refused_beside_its_task(place: Place, person, asking):
    officer, asker = came(place, person, f"{OFFICER}, {ESSEX}")[0], asking(place.server).sit(f"{OFFICER}, {ESSEX}")
    draft, lines = begun(place, asker, ESSEX), place.lines(ESSEX)
    request = next(line for text, line in lines.items() if text.startswith("Replace the three returns"))
    press(place.at(officer, f"{draft}/lines/{request}/removal"), "Take it out")
    follow(place.at(officer, f"{draft}/check"), re.compile(f"cannot be left out: {PUT}"))
    # The way leads to where it is put back, which says why.
    reads(officer.locator(f"#left-{request}"), PUT)
    reads(place.at(officer, draft).locator("main"), PUT)
    press(place.at(officer, f"{draft}/comparison"), BACK)
    expect(place.at(officer, f"{draft}/check").locator("main")).not_to_contain_text(PUT)


def test_a_line_that_is_moved_is_a_change_or_is_not_offered_to_be_moved(place: Place, asking):
    officer = asking(place.server).sit(f"{OFFICER}, {ESSEX}")
    draft = begun(place, officer, ESSEX)
    terms = officer.get(f"{draft}/terms").text
    for move in re.findall(r'action="([^"]*/place)"', terms)[:1]:
        officer.post(move, to="down")
        assert officer.get(f"{draft}/terms").text != terms
        # What is signed would have another order than what stands.
        assert NOTHING not in officer.get(f"{draft}/check").text


# ---- What moved on since


def test_what_has_moved_on_since_is_not_signed_over(place: Place, person, asking, check_page):
    officer, adviser, owner = (asking(place.server).sit(seat) for seat in (f"{OFFICER}, {ESSEX}", ADVISER, f"{DIRECTOR}, {ESSEX}"))
    cover, voluntary = place.line(ESSEX, "Two days of supply cover"), place.line(ESSEX, VOLUNTARY)
    draft = begun(place, officer, ESSEX)
    form = officer.get(f"{draft}/lines/{cover}")
    seat = re.search(r'value="([a-z2-7]{16})" selected', form.text)[1]
    send(officer, form, f"/lines/{cover}$", text="One day of supply cover a term.", owner=seat, due="day", **OCTOBER)
    path = sent(officer, reworded(place, officer, draft, ESSEX, VOLUNTARY, "This compact binds nobody in law."))
    for line in (cover, voluntary):
        takes(adviser, path, line)
    # The text is fixed; before anybody signs, the old promise is reported as kept.
    owner.post(f"{place.paths[ESSEX]}/lines/{cover}/reports", outcome="kept", words="It was given.", revision="0")
    director, before = came(place, person, f"{DIRECTOR}, {ESSEX}")[0], place.size()
    place.at(director, f"{path}/signatures/new")
    for words in ("It cannot be signed as it is", f"stays as it is: {DONE}", "Two days of supply cover"):
        reads(director, words)
    expect(director.get_by_role("button", name="Sign", exact=True)).to_have_count(0)
    # Whoever had the form before them is refused it.
    text = place.json(path, officer)["text"]
    refusal = asking(place.server).sit(f"{DIRECTOR}, {ESSEX}").post(f"{path}/signatures", 422, text=text, who="yes")
    assert [error for error in refusal.errors if DONE in error], refusal.errors
    check_page(director)
    assert place.size() == before and "One day of supply" not in place.public.get(place.paths[ESSEX]).text
    # The line goes back to what stands: the text is opened again, and what else changes is signed.
    [page] = came(place, person, ADVISER)
    place.at(page, f"{path}/lines/{cover}")
    more = unfold(page, "We propose other wording")
    fill(more, "What is contributed", next(text for text in place.lines(ESSEX) if text.startswith("Two days of supply")))
    if (known := more.get_by_role("checkbox")).count():
        known.check()
    press(more, "Propose this wording")
    reads(page, "Your wording was proposed to the other side")
    takes(officer, path, cover)
    reads(place.at(page, path), "The text is fixed")
    sign(place, director, path, f"{DIRECTOR}, {ESSEX}")
    [minister] = came(place, person, MINISTER)
    sign(place, minister, path, MINISTER)
    heading(minister, "You have signed")
    told = place.public.get(place.paths[ESSEX]).text
    assert "This compact binds nobody in law." in told and "Two days of supply" in told
    assert [line["promise"] for line in place.json(ESSEX)["lines"] if line["id"] == cover] == ["reported"]
    # What was reported is bound from now on, beside its task.
    third = begun(place, officer, ESSEX)
    send(officer, officer.get(f"{third}/lines/{cover}"), f"/lines/{cover}$", text="Half a day.", owner=seat, due="throughout")
    assert DONE in officer.get(third).text


def test_a_text_that_no_longer_fits_says_so_to_whoever_negotiates_and_signs(place: Place, person, asking):
    officer, adviser = (asking(place.server).sit(seat) for seat in (f"{OFFICER}, {KINGSTON}", ADVISER))
    owner, training = asking(place.server).sit(f"{DIRECTOR}, {KINGSTON}"), place.line(KINGSTON, "Training for 120 support staff")
    for variation in place.json(KINGSTON, officer)["variations"]:
        if variation["state"] == "negotiating":
            withdraws(officer, f"/compacts/{variation['id']}")
    draft = begun(place, officer, KINGSTON)
    form = officer.get(f"{draft}/lines/{training}")
    seat = re.search(r'value="([a-z2-7]{16})" selected', form.text)[1]
    send(officer, form, f"/lines/{training}$", text="Training for 60 support staff.", owner=seat, due="throughout")
    cleared(asking(place.server), draft, f"{DIRECTOR}, {KINGSTON}", f"{LEADER}, {KINGSTON}")
    with negotiated(officer, draft) as path:
        takes(adviser, path, training)
        [promise] = [row for row in place.public.get("/promises.json?body=314").json["rows"] if row["line"] == training]
        owner.post(f"{place.paths[KINGSTON]}/lines/{training}/reports", outcome="kept", words="All were trained.", revision=str(promise["reports"]))
        director = came(place, person, f"{DIRECTOR}, {KINGSTON}")[0]
        # Before anybody presses anything, as the parties look at it.
        said = [DONE in owner.get(at).text for at in (path, f"{path}/signatures/new")]
        follow(place.at(director, f"{path}/signatures/new"), "Open the line")
        assert said == [True, True] and where(director).endswith(f"/lines/{training}"), (where(director), said)


# ---- Money


def test_an_instalment_is_changed_and_one_that_was_paid_is_not(place: Place, person, asking, check_page):
    officer, adviser, public = asking(place.server).sit(f"{OFFICER}, {ROCHDALE}"), *came(place, person, ADVISER), person()
    way, rows = place.paths[ROCHDALE], lambda: place.public.get(f"{place.paths[ROCHDALE]}/payments.json").json["rows"]
    lines = {row["text"]: row["line"] for row in rows()}
    first, last = lines["Year 1: the deficit"], lines["Year 5: the deficit"]
    before = {row["line"]: row["amount"] for row in rows()}
    [page] = came(place, person, f"{OFFICER}, {ROCHDALE}")
    follow(place.at(page, way), VARY)
    check_page(page, "variation-begin-conditional")
    press(page, BEGIN)
    draft, title = where(page), "Rochdale: places for special educational needs, and the high needs budget: variation 2"
    heading(page, title)
    check_page(page)
    for line, amount in ((first, "1,100,000"), (last, "350,000")):
        place.at(page, f"{draft}/lines/{line}")
        fill(page, "Amount in pounds", amount)
        press(page, SAVE)
    task = place.at(page, draft).locator(".govuk-task-list__item").filter(has_text="stays as it is")
    reads(task, "money was paid, withheld or taken back under it")
    fill(place.at(page, f"{draft}/lines/{first}"), "Amount in pounds", "1,200,000")
    press(page, SAVE)
    expect(place.at(page, draft).locator("main")).not_to_contain_text("stays as it is")
    press(place.at(page, f"{draft}/check"), f"Send to {DEPARTMENT}")
    path = draft.removeprefix("/drafts")
    # It waits for the other side only, and no money moves until all have signed.
    reads(place.at(adviser, path), "Waiting on you: 1 line")
    press(place.at(adviser, f"{path}/lines/{last}"), "Accept this wording")
    for seat in (f"{CHIEF}, {ROCHDALE}", f"{FINANCE}, {ROCHDALE}", MINISTER):
        assert {row["line"]: row["amount"] for row in rows()} == before
        [signs] = came(place, person, seat)
        sign(place, signs, path, seat)
        heading(signs, "You have signed")
    assert {row["line"]: row["amount"] for row in rows()} == {**before, last: 35_000_000}
    assert [row["line"] for row in place.public.get("/payments.json").json["rows"]].count(last) == 1
    place.at(public, f"{way}/payments")
    reads(public.locator("main tr").filter(has_text="Year 5: the deficit"), "£350,000")
    expect(row(public, "Total")).to_have_text("£4,950,000")
    check_page(public)
    follow(place.at(public, way), title)
    for more in ("payments", "returns"):
        expect(public.locator(f"main a[href$='/{more}']")).to_have_count(0)
    follow(public, "What it changed")
    reads(public.locator("[id^=changed-]"), "350,000")
    expect(public.locator("[id^=changed-]")).to_have_count(1)
    assert [line["state"] for line in place.json(ROCHDALE)["variations"]] == ["incorporated", "incorporated"]


# ---- Who may, and with what


def test_nobody_else_begins_one(place: Place, person, asking):
    before = place.size()
    strangers = (f"{OFFICER}, {GATESHEAD}", f"{OFFICER}, {KINGSTON}", "Chair, Local Government Association")
    for name in (HAMPSHIRE, ROCHDALE):
        way = place.paths[name]
        for seat in strangers:
            asker = asking(place.server).sit(seat)
            asker.get(f"{way}/variation", 404)
            assert asker.post(f"{way}/variations", None, id="a" * 16).status in (404, 422), seat
            asker.get(f"/drafts{way.rsplit('/', 1)[0]}/{'a' * 16}", 404)
        public = asking(place.server)
        assert public.get(f"{way}/variation", 303).to.startswith("/seats")
        public.get("/seats")
        answer = public.post(f"{way}/variations", None, id="a" * 16)
        assert answer.status == 403 or answer.status == 303 and answer.to.startswith("/seats"), answer.status
        # A seat that writes no drafts is told so, and led to nothing.
        leader = asking(place.server).sit(f"{LEADER}, {name}")
        assert leader.get(f"{way}/variation", 422).errors == leader.post(f"{way}/variations", 422, id="a" * 16).errors == [POWER]
    for seat in (f"{LEADER}, {HAMPSHIRE}", MINISTER, f"{OFFICER}, {GATESHEAD}", ""):
        page = sit(person(), place.server, seat) if seat else person()
        expect(place.at(page, place.paths[HAMPSHIRE]).get_by_role("link", name=VARY)).to_have_count(0)
    # A statement is followed by the next one; a variation is not varied itself.
    adviser = asking(place.server).sit(ADVISER)
    [statement] = adviser.get("/statements.json").json["rows"]
    variation = place.json(ROCHDALE)["variations"][0]["id"]
    for way in (f"/statements/{statement['id']}", f"/conditional-agreements/{variation}", f"/compacts/{'a' * 16}"):
        adviser.get(f"{way}/variation", 404)
        adviser.post(f"{way}/variations", 404, id="a" * 16)
    assert place.size() == before


def test_a_form_that_is_broken_or_sent_twice(place: Place, asking):
    officer, way = asking(place.server).sit(f"{OFFICER}, {HAMPSHIRE}"), place.paths[HAMPSHIRE]
    for wrong in ({"id": "broken"}, {"id": ""}, {}, {"id": "A" * 16}):
        assert officer.post(f"{way}/variations", 422, **wrong).errors == [BROKEN], wrong
    new = officer.get(f"{way}/variation").hidden("id")
    first = officer.post(f"{way}/variations", id=new)
    drafts = officer.get("/drafts").text.count("/drafts/compacts/")
    second = officer.post(f"{way}/variations", id=new)
    assert first.to == second.to == f"/drafts/compacts/{new}"
    assert officer.get("/drafts").text.count("/drafts/compacts/") == drafts
    # Somebody else's draft is not to be had by its name.
    assert asking(place.server).sit(ADVISER).post(f"{way}/variations", None, id=new).status in (404, 409, 422)
    # What is put back was left out, and is a line of the agreement.
    form = officer.get(f"{first.to}/lines/{place.line(HAMPSHIRE, KEEPS)}/removal")
    for line, status in ((place.line(HAMPSHIRE, KEEPS), 303), ("a" * 16, 422), ("broken", 404)):
        officer.post(f"{first.to}/lines/{line}/restoration", status, revision=form.hidden("revision"))
    assert officer.post(f"{first.to}/lines/{'a' * 16}/restoration", 422, revision="x").errors == [BROKEN]


def test_a_line_is_put_back_once_though_pressed_twice(place: Place, asking):
    officer = asking(place.server).sit(f"{OFFICER}, {HAMPSHIRE}")
    draft, line = begun(place, officer, HAMPSHIRE), place.line(HAMPSHIRE, KEEPS)
    send(officer, officer.get(f"{draft}/lines/{line}/removal"), "/removal$")
    page = officer.get(f"{draft}/comparison")
    send(officer, page, "/restoration$")
    # The second press finds it where it was to be.
    again = send(officer, page, "/restoration$", None)
    assert again.status == 303 or again.status == 409 and again.errors, (again.status, again.errors)
    assert KEEPS in officer.get(f"{draft}/terms").text and BACK not in officer.get(f"{draft}/comparison").text


def test_it_is_begun_without_script_and_put_back_with_keys_alone(place: Place, person):
    page = sit(person(java_script_enabled=False), place.server, f"{OFFICER}, {HAMPSHIRE}")
    draft = begins(place, page, HAMPSHIRE)
    place.at(page, f"{draft}/terms")
    card(page, KEEPS).get_by_role("link", name=re.compile("^Take out")).click()
    press(page, "Take it out")
    follow(place.at(page, draft), WHAT)
    reads(page.locator("[id^=left-]"), KEEPS)
    keys = sit(person(), place.server, f"{OFFICER}, {HAMPSHIRE}")
    place.at(keys, place.paths[HAMPSHIRE])
    tab_to(keys, VARY)
    keys.keyboard.press("Enter")
    heading(keys, VARY)
    tab_to(keys, BEGIN)
    heading(place.at(keys, draft), re.compile("^Hampshire compact 2003/04: variation [12]$"))
    tab_to(keys, WHAT)
    keys.keyboard.press("Enter")
    heading(keys, "What changes")
    tab_to(keys, BACK)
    keys.keyboard.press("Enter")
    expect(keys.locator("[id^=left-]")).to_have_count(0)
    reads(keys, "No line is left out.")


# ---- The successors of an authority that is no more


@pytest.fixture(scope="module")
def reformed(serving, asking) -> Place:
    """Another demonstration, in which authorities are abolished."""
    return demonstration("variations-reformed", serving, asking)


@pytest.fixture(scope="module")
def yesterday(reformed: Place) -> datetime.date:
    return datetime.date.fromisoformat(reformed.json(ESSEX)["agreement"]["inForce"]) - datetime.timedelta(days=1)


def written(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"


def abolish(place: Place, code: str, day: datetime.date | str, status: int = 0) -> str:
    """As an operator does, beside the server."""
    return place.server.run("body", "abolish", "--code", code, "--until", str(day), status=status)


def offered(page: Page) -> list[str]:
    return [words.strip() for words in page.get_by_role("group", name=WHO).locator("label").all_inner_texts()]


def test_the_parties_of_an_abolished_authority_are_led_to_its_successors(reformed: Place, yesterday, person, asking, check_page):
    place, way, before = reformed, reformed.paths[ESSEX], reformed.size()
    former, adviser = asking(place.server).sit(f"{OFFICER}, {ESSEX}"), came(place, person, ADVISER)[0]
    [seated] = came(place, person, f"{OFFICER}, {ESSEX}")
    for code, day in (("dfes", yesterday), ("999", yesterday)):
        abolish(place, code, day, status=1)
    abolish(place, "881", "2026-02-31", status=2)
    assert place.size() == before
    # Said twice, the day is put right.
    abolish(place, "881", yesterday + datetime.timedelta(days=1))
    abolish(place, "881", yesterday)
    said = f"{ESSEX} was abolished: its last day was {written(yesterday)}."
    reads(place.at(adviser, "/desk").locator("main"), said[:-1])
    public = place.at(person(), way)
    reads(public.locator("main"), said)
    expect(public.get_by_role("link", name=PASS)).to_have_count(0)
    expect(row(public, "Where it stands")).to_have_text("In force")
    check_page(public, "novation-public")
    # The other party is led to the form, and no longer to an ordinary variation.
    place.at(adviser, way)
    expect(adviser.get_by_role("link", name=VARY)).to_have_count(0)
    follow(adviser, PASS)
    heading(adviser, "Let its lines pass to successors")
    reads(adviser, said)
    # Those of the same region, and not itself.
    assert offered(adviser) == [f"{NORFOLK} (926)"]
    press(adviser, BEGIN)
    refused(adviser, "Choose at least one authority that succeeds it")
    check_page(adviser, "novation-refused")
    adviser.locator(".govuk-error-summary a").click()
    expect(adviser.get_by_role("checkbox")).to_be_focused()
    asker = asking(place.server).sit(ADVISER)
    form = asker.get(f"{way}/variation")
    bodies = {body["code"]: body["id"] for name in place.paths for body in place.json(name)["parties"]}
    for wrong in (bodies["dfes"], bodies["881"], "x"):
        assert asker.post(f"{way}/variations", 422, id=form.hidden("id"), successor=wrong).errors, wrong
    # Whoever still sits in a seat of the one that is gone reads, and begins nothing.
    assert former.post(f"{way}/variations", 422, id="a" * 16, successor=bodies["314"]).errors == [GONE]
    reads(place.at(seated, way), said)


def test_a_seat_of_an_abolished_authority_is_not_led_to_what_it_cannot_begin(reformed: Place, yesterday, person):
    [seated] = came(reformed, person, f"{OFFICER}, {KINGSTON}")
    abolish(reformed, "314", yesterday)
    reads(reformed.at(seated, reformed.paths[KINGSTON]), f"{KINGSTON} was abolished")
    for name in (PASS, VARY):
        expect(seated.get_by_role("link", name=name)).to_have_count(0)


def test_a_seat_of_an_abolished_authority_begins_nothing_else(reformed: Place, yesterday, asking):
    former = asking(reformed.server).sit(f"{OFFICER}, {ROCHDALE}")
    page, begun_anyway = former.get("/drafts"), []
    abolish(reformed, "354", yesterday)
    for to, fields in (("/drafts/compacts$", {"agenda": "2003/04"}), ("conditional-agreements$", {"name": "A last one"})):
        answer = send(former, page, to, None, **fields)
        if answer.status == 303 and answer.to.startswith("/drafts/"):
            begun_anyway.append(answer.to)
    assert not begun_anyway, begun_anyway


def test_what_was_open_when_an_authority_was_abolished_is_withdrawn_first(reformed: Place, yesterday, person, asking, check_page):
    place, way = reformed, reformed.paths[KINGSTON]
    abolish(place, "314", yesterday)
    adviser, asker = came(place, person, ADVISER)[0], asking(place.server).sit(ADVISER)
    [variation] = place.json(KINGSTON, asker)["variations"]
    path = f"/compacts/{variation['id']}"
    follow(place.at(adviser, way), PASS)
    follow(adviser.locator("main"), variation["title"])
    assert where(adviser) == path
    # What it still lacks is said there, with what to do; it is accepted, and not fixed.
    reads(adviser, f"{KINGSTON} was abolished: its lines pass to those that succeed it, by a variation that names them")
    takes(asker, path, next(line["id"] for line in place.json(path, asker)["lines"] if words(line["content"]).startswith("A common timetable")))
    expect(place.at(adviser, path).get_by_role("heading", name="The text is fixed")).to_have_count(0)
    check_page(adviser)
    withdraws(asker, path)
    follow(place.at(adviser, way), PASS)
    # London has no other authority here: all there are may succeed it.
    assert len(offered(adviser)) > 1 and not [name for name in offered(adviser) if KINGSTON in name]


def test_two_successors_take_over_and_sign(reformed: Place, yesterday, person, asking, tmp_path, check_page):
    place, way = reformed, reformed.paths[HAMPSHIRE]
    [former], old = came(place, person, f"{OFFICER}, {HAMPSHIRE}"), place.public.get(f"{way}/text.json").body
    abolish(place, "850", yesterday)
    adviser, norfolk, telford, public = *came(place, person, ADVISER, f"{OFFICER}, {NORFOLK}", f"{OFFICER}, {TELFORD}"), person()
    welfare = place.line(HAMPSHIRE, WELFARE)
    follow(place.at(adviser, way), PASS)
    for name in (f"{NORFOLK} (926)", f"{TELFORD} (894)"):
        tick(adviser, name)
    press(adviser, BEGIN)
    draft = where(adviser)
    path = draft.removeprefix("/drafts")
    # Each line of the one that is gone needs an owner, and each successor a seat that signs.
    check_page(adviser, "novation-tasks")
    tasks = adviser.locator(".govuk-task-list__item")
    for task in ("Priorities, contributions and targets", "Who signs"):
        expect(tasks.filter(has_text=task)).not_to_contain_text("Completed")
    place.at(adviser, f"{draft}/check")
    for name in (NORFOLK, TELFORD):
        reads(adviser.locator("main"), name)
    expect(adviser.get_by_role("button", name=re.compile("^Send to"))).to_have_count(0)
    place.at(adviser, f"{draft}/lines/{welfare}")
    choose(adviser, "Who answers for it", f"{DIRECTOR}, {TELFORD}")
    press(adviser, SAVE)
    for name in (NORFOLK, TELFORD):
        follow(place.at(adviser, f"{draft}/signatories"), "Add a signatory")
        choose(adviser, "Seat", f"{DIRECTOR}, {name}")
        fill(adviser, "Order of signing", "1")
        press(adviser, SAVE)
    check_page(place.at(adviser, f"{draft}/comparison"), "novation-comparison")
    expect(adviser.locator(f"#changed-{welfare} ins").filter(has_text=TELFORD)).not_to_have_count(0)
    # The Department's own director clears what it sends.
    cleared(asking(place.server), draft, STANDARDS)
    place.at(adviser, f"{draft}/check")
    press(adviser, re.compile("^Send to "))
    reads(adviser, "It was sent to the other side")
    # Those that take over negotiate; the one that is gone and everyone else do not see it.
    assert former.context.request.get(place.server.url(path)).status == 404
    place.public.get(path, 404)
    for page in (norfolk, telford):
        place.at(page, "/desk")
        follow(page.locator("main"), "Hampshire compact 2003/04: variation 1")
        accept_all(place.at(page, f"{path}?show=waiting"))
    reads(place.at(adviser, path), "The text is fixed")
    for seat in (f"{DIRECTOR}, {NORFOLK}", f"{DIRECTOR}, {TELFORD}", MINISTER):
        assert HAMPSHIRE in [party["name"] for party in place.json(HAMPSHIRE)["parties"]]
        [signs] = came(place, person, seat)
        sign(place, signs, path, seat)
        heading(signs, "You have signed")
    # They stand in its place for everyone, and each owes what passed to it.
    place.at(public, way)
    expect(row(public, "Between")).to_have_text(f"{NORFOLK}; {TELFORD}; {DEPARTMENT}")
    expect(row(public, "Authority")).to_have_text(NORFOLK)
    reads(public, f"{TELFORD} contributes")
    expect(public.locator("main")).not_to_contain_text("was abolished")
    check_page(public, "novation-original")
    owed = {code: [line["line"] for line in place.public.get(f"/promises.json?body={code}&role=owes").json["rows"]] for code in ("850", "926", "894")}
    assert owed["850"] == [] and owed["894"] == [welfare], owed
    new = place.json(path)
    assert {party["name"] for party in new["parties"]} == {NORFOLK, TELFORD, DEPARTMENT}
    assert (new["agreement"]["state"], new["agreement"]["varies"]) == ("incorporated", place.json(HAMPSHIRE)["agreement"]["id"])
    assert place.json(HAMPSHIRE)["agreement"]["authority"] == "926" and place.public.get(f"{way}/text.json").body == old
    for each in (way, path):
        verified(place, tmp_path, each)
    # Its new owner reports on it; the old one no longer does.
    place.at(public, "/promises?body=894")
    reads(public.locator("main tbody"), WELFARE)
    director = asking(place.server).sit(f"{DIRECTOR}, {TELFORD}")
    director.post(f"{way}/lines/{welfare}/reports", outcome="underWay", words="Two have begun.", revision="0")
    # What is varied from now on is between these.
    follow(place.at(norfolk, way), VARY)
    heading(norfolk, VARY)


@pytest.fixture
def passing(reformed: Place, yesterday, asking) -> tuple[Asker, str]:
    """A draft by which what Essex promised and asked passes to Norfolk, and who writes it."""
    abolish(reformed, "881", yesterday)
    adviser, way = asking(reformed.server).sit(ADVISER), reformed.paths[ESSEX]
    form = adviser.get(f"{way}/variation")
    [successor] = re.findall(r'name="successor"[^>]* value="([^"]*)"', form.text)
    return adviser, adviser.post(f"{way}/variations", id=form.hidden("id"), successor=successor).to


def test_what_passes_to_a_successor_is_among_what_changes(reformed: Place, passing):
    adviser, draft = passing
    changes = adviser.get(f"{draft}/comparison").text
    for start in ("Two days of supply cover", "Replace the three returns"):
        assert f'id="changed-{reformed.line(ESSEX, start)}"' in changes, start


def test_who_can_sign_no_more_is_not_put_back(passing):
    adviser, draft = passing
    page = adviser.get(f"{draft}/comparison")
    assert f"{DIRECTOR}, {ESSEX}" in page.text
    assert BACK not in page.text, send(adviser, page, "/restoration$", None).errors
