"""What councils ask of government: put in compacts, read by everyone, put together, answered once and with reasons."""

import csv
import dataclasses
import html
import io
import re

import pytest
from playwright.sync_api import Page, expect

from acting import choose, fill, follow, heading, press, reads, refused, sit, tick, unfold
from asking import Answer, Asker
from running import Server
from test_hostile import send

DEPARTMENT, TELFORD, KINGSTON = "Department for Education and Skills", "Telford and Wrekin", "Kingston upon Thames"
ADVISER, MINISTER, STANDARDS = (f"{seat}, {DEPARTMENT}" for seat in ("Regional adviser", "Secretary of State", "Director of school standards"))
OFFICER, DIRECTOR = f"Policy officer, {TELFORD}", f"Director of Education, {TELFORD}"

# What the demonstration asks: three councils at once, one that was declined, one that waits.
RETURN, BUDGETS, PARTNERSHIP = "One return on school staff a year, in place of three", "Budgets of small schools fixed", "Let schools and the college"
# What a compact more asks: most tests answer requests of their own.
THINGS = "buses meals trees clocks lamps pools bells gates roofs maps drums boats kilns doors walls"
ASKS = [f"Let schools choose their {thing} by themselves." for thing in THINGS.split()]
BUSES, MEALS, TREES, CLOCKS, LAMPS, POOLS, BELLS, GATES, ROOFS, MAPS, DRUMS, BOATS, KILNS, DOORS, WALLS = ASKS
TERMS = {"wants": "flexibility", "concerns": "practice", "benefits": "schools", "weeks": "6"}

TITLE, REASONS, CAME, WEEKS = "What is asked, in a sentence", "Reasons", "What came of it", "Weeks for the answer"
LINK, WHY, OUT = "Where it can be seen (optional)", "Why it does not ask the same", "It does not ask the same: take it out"
TAKE, NONE, UNKNOWN = re.compile("^Take it out"), "Choose one request at least", "abcdefghijklmnop"


@dataclasses.dataclass
class Place:
    """A demonstration of its own with one compact more, and people below any browser."""

    server: Server
    public: Asker
    adviser: Asker
    # Requests by themselves: the compact's identifier, a slash, the line's.
    lines: dict[str, str] = dataclasses.field(default_factory=dict)

    def rows(self, query: str = "") -> list[dict]:
        return self.public.get(f"/requests.json?{query}").json["rows"]

    def row(self, words: str) -> dict:
        return next(row for row in self.rows() if row["title"].startswith(words))

    def at(self, words: str) -> str:
        """The address of a request, or of a group by its title."""
        return "/compacts/{}/lines/{}/request".format(*self.lines[words].split("/")) if words in self.lines else f"/requests/{self.row(words)['id']}"

    def whole(self, words: str) -> dict:
        return self.public.get(f"{self.group(words)}.json").json

    def group(self, words: str) -> str:
        """To where a request leads that has a group."""
        return self.public.get(self.at(words), 303).to if words in self.lines else self.at(words)

    def opened(self, page: Page, words: str) -> Page:
        page.goto(self.server.url(self.at(words)))
        reads(page, "Who asks")
        return page

    def opens(self, *asks: str, **fields: str) -> str:
        """Answers a request by hand, or puts several together; gives back the group's address."""
        fields = {"title": f"{asks[0]} And more.", "request": [self.lines[ask] for ask in asks], **(fields or {"together": "yes"})}
        return send(self.adviser, self.adviser.get(self.at(asks[0])), "/requests$", **fields).to.split("?")[0]

    def size(self) -> str:
        """How many entries the record has."""
        return self.public.get("/record/checkpoint").text.splitlines()[1]


@pytest.fixture(scope="module")
def place(serving, asking) -> Place:
    server = serving("requests", "--demo")
    officer, adviser, director, minister = (asking(server).sit(seat) for seat in (OFFICER, ADVISER, DIRECTOR, MINISTER))
    place, compact = Place(server, asking(server), adviser), drafted(officer)
    whole = adviser.get(f"/compacts/{compact}?show=waiting")
    send(adviser, whole, "/acceptances$", allRead="yes", read=re.findall(r'name="read" value="([^"]*)"', whole.text))
    for signatory in (director, minister):
        send(signatory, signatory.get(f"/compacts/{compact}/signatures/new"), "/signatures$", who="yes")
    lines = place.public.get(f"/compacts/{compact}.json").json["lines"]
    place.lines = {line["content"]["request"]["text"]: f"{compact}/{line['id']}" for line in lines if "request" in line["content"]}
    assert set(place.lines) == set(ASKS)
    place.lines[PARTNERSHIP] = place.row(PARTNERSHIP)["id"]
    return place


def drafted(officer: Asker) -> str:
    """A short compact that asks for much, drafted and sent to the Department; gives back its identifier."""
    draft = send(officer, officer.get("/drafts"), "/drafts/compacts$", agenda="2003/04").to

    def write(path: str, **fields: str) -> None:
        send(officer, officer.get(path), "/lines/[a-z2-7]+$", **fields)

    def options(form: Answer, name: str) -> dict[str, str]:
        field = re.search(rf'<select[^>]*name="{name}".*?</select>', form.text, re.DOTALL)[0]
        return {html.unescape(words): value for value, words in re.findall(r'<option value="([^"]+)"[^>]*>([^<]*)<', field)}

    for task in ("summary", "vision"):
        write(f"{draft}/{task}", text="Schools will choose more by themselves.")
    for ask in ASKS:
        write(f"{draft}/new/request", text=ask, **TERMS)
    areas = [area for group in officer.get("/agendas/2003.json").json["groups"] for area in group["areas"]]
    chosen = send(officer, officer.get(f"{draft}/priorities"), "/priorities$", area=next(area["id"] for area in areas if area["code"] == "e"))
    write(chosen.to.split("#")[0], reason="They ask for it.", horizon="short")
    for link in map(html.unescape, set(re.findall(r'href="([^"]*/new/contribution[^"]*)"', officer.get(f"{draft}/priorities").text))):
        write(link, text="Advice.", owner=options(officer.get(link), "owner").popitem()[1], due="throughout")
    for seat in (DIRECTOR, MINISTER):
        write(f"{draft}/new/signatory", seat=options(officer.get(f"{draft}/new/signatory"), "seat")[seat], order="1")
    send(officer, officer.get(f"{draft}/check"), "/check$")
    return draft.rsplit("/", 1)[1]


def give(page: Page, outcome: str, reasons: str) -> int:
    """Answers in the form of a page, where a second answer's stands behind a line; gives back the status."""
    form = unfold(page, "Answer anew") if page.get_by_text("Answer anew", exact=True).count() else page
    if outcome:
        tick(form, outcome)
    fill(form, REASONS, reasons)
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        press(form, "Answer")
    return answer.value.status


def keeps(page: Page, label: str, words: str) -> None:
    expect(page.get_by_label(label, exact=True)).to_have_value(words)


def stands(page: Page, state: str) -> None:
    expect(page.locator(".govuk-summary-list__row").filter(has_text="Where it stands").locator("dd")).to_have_text(state)


# ---- Everyone reads


def test_the_list_says_what_was_asked_and_what_came_of_it(place: Place, page: Page, check_page):
    rows, table = place.rows(), page.locator("main tbody tr")
    page.goto(place.server.url("/"))
    follow(page, "Requests")
    heading(page, "What councils have asked government to change")
    reads(page, f"{len(rows)} things were asked")
    day = r"\d+ \w+ 20\d\d"
    for words, by, clock, state, told in (
        (RETURN, "3 requests", f"{day}, the same day", "Accepted in part", "Told"), (BUDGETS, "Hampshire", f"{day}, the same day", "Declined", "–"),
        (PARTNERSHIP, KINGSTON, f"Due {day}", "To be answered", "–"), (BUSES, TELFORD, f"Due {day}", "To be answered", "–"),
    ):  # fmt: skip
        expect(table.filter(has_text=words).locator("td")).to_have_text([by, re.compile(f"^{day}$"), re.compile(f"^{clock}$"), state, told])
    expect(page.locator("main form[method=post]")).to_have_count(0)
    check_page(page, "requests")
    # What waits stands first, by when it is due; and programs get the same.
    waiting = [row["due"] for row in rows if row["state"] == "open"]
    assert waiting == sorted(waiting) and all(row["state"] == "open" for row in rows[: len(waiting)])
    sheet = csv.DictReader(io.StringIO(place.public.get("/requests.csv").body.decode("utf-8-sig")))
    names = ("id", "title", "of", "put", "due", "state", "asked", "results")
    assert [[row[name] for name in names] for row in sheet] == [[str(row[name]) for name in names] for row in rows]
    shown = [words.rstrip("…") for words in table.locator("th").all_inner_texts()]
    assert all(row["title"].startswith(words) for row, words in zip(rows, shown, strict=True))


def test_the_list_is_narrowed_by_council_state_kind_and_words(place: Place, page: Page, check_page):
    for query, found in (
        ("by=850", {RETURN, BUDGETS}), ("by=850&state=declined", {BUDGETS}), ("by=881", {RETURN}), ("by=dfes", set()), ("state=late", set()),
        ("state=acceptedInPart", {RETURN}), ("concerns=procedure", {RETURN}), ("concerns=policy&by=314", {PARTNERSHIP}),
        ("words=payroll", {RETURN}), ("words=fixed", {BUDGETS}), ("words=choosing+BUSES", {BUSES}), ("words=payroll+buses", set()),
        ("words=%22%21", set()),
    ):  # fmt: skip
        titles = [row["title"] for row in place.rows(query)]
        assert len(titles) == len(found) and all(title.startswith(tuple(found)) for title in titles), (query, titles)
        assert place.public.get(f"/requests.csv?{query}").text.count("\n") == len(titles) + 1, query
    page.goto(place.server.url("/requests"))
    fill(page, "Words", "small schools")
    for label, option in (("Asked by", "Hampshire (850)"), ("State", "Declined"), ("What would have to change", "Policy")):
        choose(page, label, option)
    press(page, "Apply filters")
    heading(page, "What Hampshire has asked government to change")
    reads(page, "1 thing was asked")
    expect(page.locator("main tbody tr")).to_contain_text(BUDGETS)
    choose(page, "State", "Answer late")
    press(page, "Apply filters")
    reads(page, "No request matches these filters.")
    check_page(page, "requests-none")
    follow(page, "Show all requests")
    expect(page.locator("main tbody tr")).to_have_count(len(place.rows()))
    for wrong in ("?state=odd", "?concerns=odd", "?by=000", "?page=0", "?page=x", ".json?state=odd", ".csv?by=000", "?page=2"):
        assert place.public.ask("GET", f"/requests{wrong}").status == 404, wrong


def test_what_several_ask_is_read_with_the_one_answer(place: Place, page: Page, check_page):
    heading(place.opened(page, RETURN), RETURN)
    stands(page, "Accepted in part")
    whole = place.whole(RETURN)
    assert sorted(request["byName"] for request in whole["requests"]) == ["Essex", "Hampshire", KINGSTON]
    for request in whole["requests"]:
        asked = page.locator(f"#request-{request['line']}")
        for words in (request["byName"], request["text"], "A change", "Procedure", "12 weeks"):
            reads(asked, words)
        expect(asked.get_by_role("link", name="Read it in")).to_have_attribute("href", f"/compacts/{request['compact']}#line-{request['line']}")
        assert f'id="line-{request["line"]}"' in place.public.get(f"/compacts/{request['compact']}").text
    [answer], [result] = whole["answers"], whole["results"]
    assert (answer["outcome"], answer["seat"], result["seat"]) == ("acceptedInPart", STANDARDS, ADVISER)
    steps = zip(page.locator("main ol > li").all(), (answer["reasons"], result["words"]), ("answered", "resulted"), strict=True)
    for step, words, event in steps:
        reads(step, words)
        entry = step.get_by_role("link", name=re.compile("^Entry ")).get_attribute("href")
        assert place.public.get(entry).json["event"].startswith(f"request.{event}"), entry
    expect(page.get_by_role("link", name="JSON")).to_have_attribute("href", f"{place.at(RETURN)}.json")
    expect(page.locator("main form")).to_have_count(0)
    check_page(page, "request-group")
    heading(place.opened(page, PARTNERSHIP), re.compile(f"^{PARTNERSHIP}"))
    for words in ("It was not answered yet.", KINGSTON, "20 weeks", "To be answered by"):
        reads(page, words)
    check_page(page, "request-single")


def test_a_compact_says_where_its_requests_stand(place: Place, page: Page, check_page):
    compact, single = place.lines[PARTNERSHIP].split("/")
    [grouped] = [request["line"] for request in place.whole(RETURN)["requests"] if request["compact"] == compact]
    for line, state, link, words in (
        (single, "To be answered", "The request and its answer", PARTNERSHIP), (grouped, "Accepted in part", "Asked by 3: read the answer", RETURN),
    ):  # fmt: skip
        page.goto(place.server.url(f"/compacts/{compact}"))
        expect(page.locator(f"#line-{line} .govuk-tag")).to_have_text(state)
        check_page(page, "request-compact")
        follow(page.locator(f"#line-{line}"), link)
        heading(page, re.compile(f"^{words}"))
    # Once it is answered together with others its own address leads there.
    assert place.public.get(f"/compacts/{compact}/lines/{grouped}/request", 303).to == place.at(RETURN)
    page.goto(place.server.url("/authorities/850"))
    follow(page, "What Hampshire has asked government to change")
    expect(page.locator("main tbody tr")).to_have_count(2)


# ---- The Department answers


def test_the_department_answers_and_everyone_reads_why(place: Place, person, check_page):
    page, public, waiting = sit(person(), place.server, ADVISER), person(), len(place.rows("state=open"))
    heading(page, "Your desk")
    check_page(page, "request-desk")
    follow(page, f"{waiting} requests waiting for our answer")
    follow(page, BUSES)
    check_page(page, "request-adviser")
    fill(page, TITLE, "")
    assert give(page, "", " ") == 422
    for words in ("Enter what is asked, in a sentence", "Choose whether it is accepted, in part, or declined", "Enter the reasons"):
        refused(page, words)
    check_page(page, "request-refused")
    give(page, "", "Buses cost much.")
    refused(page, "Choose whether it is accepted")
    keeps(page, REASONS, "Buses cost much.")
    give(page, "Declined", "")
    expect(page.get_by_label("Declined", exact=True)).to_be_checked()
    fill(page, TITLE, "Buses of a school's own")
    give(page, "Declined", "Buses cost much.")
    reads(page.locator("[data-notice]"), "Your answer is on the record")
    heading(place.opened(public, BUSES), "Buses of a school's own")
    stands(public, "Declined")
    # A later answer takes the place of the first, which stays.
    give(page, "Accepted", "We counted again.")
    stands(place.opened(public, BUSES), "Accepted")
    for words in ("Buses cost much.", "We counted again.", ADVISER, "the same day"):
        reads(public, words)
    whole = place.whole(BUSES)
    assert [answer["outcome"] for answer in whole["answers"]] == ["declined", "accepted"]
    assert whole["topic"]["answered"] == whole["answers"][0]["time"]
    page.goto(place.server.url("/desk"))
    reads(page, f"{waiting - 1} requests waiting for our answer")
    expect(sit(public, place.server, OFFICER).locator("main")).not_to_contain_text("waiting for our answer")


@pytest.mark.parametrize("words", (MEALS, TREES), ids=("by itself", "answered before"))
def test_the_second_of_two_answers_reads_the_first_and_keeps_its_words(place: Place, words: str, person, check_page):
    if words == TREES:
        place.opens(TREES, outcome="declined", reasons="Trees are slow.")
    first, second = (place.opened(sit(person(), place.server, seat), words) for seat in (ADVISER, STANDARDS))
    give(first, "Accepted in part", "Half of it.")
    assert give(second, "Declined", "None of it.") == 409
    refused(second, "Somebody changed this since you opened it")
    reads(second, "Half of it.")
    expect(second.get_by_label("Declined", exact=True)).to_be_checked()
    keeps(second, REASONS, "None of it.")
    check_page(second, "request-stale")
    give(second, "Declined", "None of it.")
    assert [answer["reasons"] for answer in place.whole(words)["answers"]][-2:] == ["Half of it.", "None of it."]


def test_a_form_sent_again_with_other_words_is_not_said_to_be_on_the_record(place: Place):
    form = place.adviser.get(place.at(CLOCKS))
    for _ in range(2):
        # The very same is one act.
        send(place.adviser, form, "/requests$", title=CLOCKS, outcome="accepted", reasons="Clocks are cheap.")
    again = send(place.adviser, form, "/requests$", None, title=CLOCKS, outcome="declined", reasons="Clocks are dear.")
    assert [answer["reasons"] for answer in place.whole(CLOCKS)["answers"]] == ["Clocks are cheap."]
    assert again.status == 409 and "Clocks are dear." in again.text, (again.status, again.to)


def test_what_came_of_it_is_told_after_the_answer(place: Place, person, check_page):
    group, public = place.opens(LAMPS, outcome="accepted", reasons="Lamps are cheap."), person()
    page = place.opened(sit(person(), place.server, ADVISER), LAMPS)
    press(page, "Publish it")
    refused(page, "Enter what came of it")
    for link in ("javascript:hack()", "example.org", "https://somebody@example.org/"):
        fill(page, CAME, "Forty schools chose.")
        fill(page, LINK, link)
        press(page, "Publish it")
        refused(page, "Give a web address that begins with https://")
        keeps(page, CAME, "Forty schools chose.")
        keeps(page, LINK, link)
    check_page(page, "request-result-refused")
    fill(page, LINK, "https://www.example.org/lamps?year=2004#top")
    press(page, "Publish it")
    reads(page.locator("[data-notice]"), "What came of it is on the record")
    reads(place.opened(public, LAMPS), "Forty schools chose.")
    expect(public.get_by_role("link", name="https://www.example.org/lamps?year=2004#top", exact=True)).to_be_visible()
    # Whoever had not read that is told, and keeps the words.
    stale = place.adviser.post(f"{group}/results", 409, words="Nobody chose.", revision="0")
    assert "Nobody chose." in stale.text and len(place.whole(LAMPS)["results"]) == 1


# ---- Putting together


def test_requests_are_put_together_taken_out_and_put_elsewhere(place: Place, person, check_page):
    page, public = place.opened(sit(person(), place.server, ADVISER), PARTNERSHIP), person()
    fill(page, "Words that others use for it", "pools")
    press(page, "Look")
    expect(page.get_by_role("checkbox")).to_have_count(1)
    tick(page, re.compile(re.escape(POOLS)))
    press(page, "Put them together")
    refused(page, "Enter what is asked, in a sentence")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(1)
    check_page(page, "request-together-refused")
    fill(page, "What all of them ask, in a sentence", "What is shared is paid for together")
    press(page, "Put them together")
    reads(page.locator("[data-notice]"), "The requests were put together")
    reads(page, "One answer to all 2 of them.")
    group = place.group(POOLS)
    assert group == place.group(PARTNERSHIP)
    # The first day on which one is due counts for both.
    assert place.whole(POOLS)["topic"]["due"] == min(request["due"] for request in place.whole(POOLS)["requests"])
    public.goto(place.server.url(f"/compacts/{place.lines[POOLS].split('/')[0]}"))
    follow(public, "Asked by 2: read the answer")
    for words in (KINGSTON, TELFORD, "2 requests"):
        reads(public, words)
    # One does not ask the same: it stands by itself again, and can be put back there from its own page.
    asked = page.locator(f"#request-{place.lines[POOLS].split('/')[1]}")
    press(unfold(asked, OUT), TAKE)
    refused(page, "Enter why it does not ask the same")
    check_page(page, "request-parting-refused")
    fill(asked, WHY, "A pool is not a course.")
    press(asked, TAKE)
    reads(page.locator("[data-notice]"), "The request was taken out")
    assert [request["byName"] for request in place.whole(PARTNERSHIP)["requests"]] == [KINGSTON]
    press(place.opened(page, POOLS), "Put it there What is shared is paid for together")
    assert place.group(POOLS) == group
    # One more from the page of the group; what is answered together stays together.
    tick(page, re.compile(re.escape(BELLS)))
    press(page, "Put them together")
    reads(page, "One answer to all 3 of them.")
    give(page, "Accepted", "What is shared is cheaper.")
    expect(page.get_by_text(OUT)).to_have_count(0)
    for words in (POOLS, BELLS, PARTNERSHIP):
        stands(place.opened(public, words), "Accepted")


def test_nothing_is_put_together_where_nothing_is_chosen(place: Place):
    refusal = send(place.adviser, place.adviser.get(place.at(GATES)), "/requests$", 422, together="yes", title="Gates", request=place.lines[GATES])
    assert refusal.errors == [NONE]
    answer = place.adviser.post(f"{place.opens(GATES, ROOFS)}/members", None, revision="0")
    assert (answer.status, answer.errors) == (422, [NONE]), answer.to


def test_the_reason_to_take_one_out_stays_where_a_colleague_answered_meanwhile(place: Place):
    group = place.opens(MAPS, DRUMS)
    place.adviser.post(f"{group}/answers", outcome="accepted", reasons="Both, gladly.", revision="0")
    late = place.adviser.post(f"{group}/partings", 422, request=place.lines[DRUMS], reason="A drum is not a map.")
    assert late.errors and "A drum is not a map." in late.text, late.errors


def test_a_group_of_which_nothing_is_left_is_not_late(place: Place, page: Page, check_page):
    group = place.opens(BOATS, KILNS)
    for words in (BOATS, KILNS):
        place.adviser.post(f"{group}/partings", request=place.lines[words], reason="One floats, the other burns.")
    page.goto(place.server.url(group))
    reads(page, "No request is left here")
    check_page(page, "request-empty")
    assert group.rsplit("/", 1)[1] not in {row["id"] for row in place.rows()}
    place.adviser.post(f"{group}/answers", 422, outcome="accepted", reasons="To nobody.", revision="0")
    topic = place.public.get(f"{group}.json").json["topic"]
    assert topic["asked"] == 0 and topic.get("state") != "late" and "1970" not in str(topic), topic


# ---- Who may not


def forms(group: str, *requests: str) -> list[tuple[str, dict]]:
    """Every form of the body that was asked, filled in."""
    fields = {"id": UNKNOWN, "title": "Some", "outcome": "accepted", "revision": "0", **dict.fromkeys(("reasons", "reason", "words"), "Some words.")}
    return [
        ("/requests", {**fields, "request": requests[0]}), ("/requests", {**fields, "request": requests, "together": "yes"}),
        *((f"{group}/{act}", {**fields, "request": requests[0]}) for act in ("members", "partings", "answers", "results")),
    ]  # fmt: skip


def test_other_seats_read_and_get_no_form(place: Place, person, asking):
    before, asked, power = place.size(), "Only the body that was asked answers", "This seat may not do that: act from a seat that may"
    # Who is no party to a compact is told of any line of it that it asks for nothing.
    strange = ("This line asks for nothing",) * 3 + (asked,) * 3
    for seat, told in (
        (f"Policy officer, {KINGSTON}", strange), (OFFICER, (asked,) * 6), ("Chair, Local Government Association", strange),
        (MINISTER, (power,) * 6), ("", (None,) * 6),
    ):  # fmt: skip
        page, asker = sit(person(), place.server, seat) if seat else person(), asking(place.server)
        for request in (RETURN, BUDGETS, DOORS):
            expect(place.opened(page, request).locator("main form")).to_have_count(0)
        asker.sit(seat) if seat else asker.get("/seats")
        for (path, fields), words in zip(forms(place.at(RETURN), place.lines[DOORS], place.lines[WALLS]), told, strict=True):
            answer = asker.post(path, None, **fields)
            assert (answer.status, answer.errors) == ((422, [words]) if seat else (403, [])), (seat, path)
    assert place.size() == before and place.public.ask("GET", f"/requests/{UNKNOWN}").status == 404


def test_what_is_forged_is_refused(place: Place):
    before, group, door = place.size(), place.at(RETURN), place.lines[DOORS]
    compact = place.lines[PARTNERSHIP].split("/")[0]
    vision = next(line["id"] for line in place.public.get(f"/compacts/{compact}.json").json["lines"] if "vision" in line["content"])
    for name in (UNKNOWN, "x", "%00", door.split("/")[1]):
        for path, fields in forms(f"/requests/{name}", door, place.lines[WALLS])[2:]:
            assert place.adviser.post(path, None, **fields).status == 404, path
        assert {place.public.ask("GET", f"/requests/{name}{ending}").status for ending in ("", ".json", ".csv")} == {404}, name
    member = place.whole(RETURN)["requests"][0]
    taken = f"{member['compact']}/{member['line']}"
    for request in ("x", "/", f"{UNKNOWN}/{UNKNOWN}", f"{compact}/{vision}", f"{door}/x", group.rsplit("/", 1)[1], taken):
        for path, fields in forms(place.at(BUDGETS), request, door)[:3] + forms(place.at(BUDGETS), door, request)[1:2]:
            answer = place.adviser.post(path, None, **fields)
            # Whoever is not the first with it is shown what was answered meanwhile.
            quicker = path == "/requests" and fields["request"] in (taken, (taken, door))
            fits = (409,) if quicker else (404, 409, 422) if path.endswith("/members") else (404, 422)
            assert answer.status in fits and (answer.errors or answer.status == 404), (path, request)
    [alone, *_, answers, results] = forms(group, door, door)
    for (path, fields), wrong in (
        *((alone, wrong) for wrong in ({"outcome": "odd"}, {"id": "x"}, {"title": "a" * 201}, {"reasons": "a b " * 5001}, {"request": ""})),
        (answers, {"revision": "x"}), (answers, {"outcome": "odd"}), (results, {"revision": ""}), (results, {"link": "/record"}),
    ):  # fmt: skip
        assert place.adviser.post(path, 422, **{**fields, **wrong}).errors, (path, wrong)
    assert place.size() == before


def test_what_is_still_negotiated_is_not_asked_yet(place: Place, asking):
    gateshead, stranger, before = asking(place.server).sit("Policy officer, Gateshead"), asking(place.server).sit(OFFICER), place.size()
    compact = gateshead.get("/compacts.json?authority=390").json["rows"][0]["id"]
    form = gateshead.get(f"/compacts/{compact}/lines/new?part=request")
    assert send(gateshead, form, "/lines$", 422, text="A ferry of our own.", **{**TERMS, "weeks": "53"}).errors
    assert place.size() == before
    send(gateshead, form, "/lines$", text="A ferry of our own.", **TERMS)
    line = next(line["id"] for line in gateshead.get(f"/compacts/{compact}.json").json["lines"] if "request" in line["content"])
    before = place.size()
    for asker in (place.public, place.adviser, gateshead):
        assert asker.ask("GET", f"/compacts/{compact}/lines/{line}/request").status == 404
        assert "ferry" not in asker.get("/requests").text + asker.get("/requests.csv?by=390").text
    told = []
    for request in (f"{compact}/{line}", f"{compact}/{UNKNOWN}", f"{UNKNOWN}/{UNKNOWN}"):
        for path, fields in forms(place.at(BUDGETS), place.lines[DOORS], request)[1:2] + forms(place.at(BUDGETS), request, request)[:3]:
            assert place.adviser.post(path, None, **fields).status in (404, 422), path
        told.append([stranger.post(path, None, **fields).errors for path, fields in forms(place.at(BUDGETS), request, request)[:3]])
    assert place.size() == before
    # Nor is anybody else told by a refusal that such a line is there.
    assert told[0] == told[1] == told[2], told


# ---- Asking


def test_an_officer_asks_in_a_draft(place: Place, person, check_page):
    page = sit(person(), place.server, "Policy officer, Norfolk")
    page.goto(place.server.url("/drafts"))
    follow(page.locator("main"), "Norfolk compact 2003/04")
    follow(page.locator("main"), "Requests")
    follow(page, "Add a request")
    check_page(page, "request-draft")
    press(page, "Save and continue")
    for words in ("Enter ", "Choose what is asked for", "Choose what would have to change", "Choose for whom it is asked"):
        refused(page, words)
    check_page(page, "request-draft-refused")
    fill(page, f"What is asked of {DEPARTMENT}", "Pay for the ferry to school.")
    for label in ("Capacity", "Practice", "Its schools"):
        tick(page, label)
    for weeks in ("0", "53", "-1", "a few", ""):
        fill(page, WEEKS, weeks)
        press(page, "Save and continue")
        refused(page, "Give the weeks within which it is to be answered as a number from 1 to 52")
        keeps(page, WEEKS, weeks)
        expect(page.get_by_label("Capacity", exact=True)).to_be_checked()
    fill(page, WEEKS, "52")
    press(page, "Save and continue")
    heading(page, "Requests")
    check_page(page, "request-drafted")
    follow(page, "Back to the task list")
    follow(page, re.compile("^Check and send"))
    for words in ("Pay for the ferry to school.", "Capacity", "Practice", "Its schools", "52 weeks"):
        reads(page, words)
    assert "ferry to school" not in place.public.get("/requests").text
