"""Public pages are kept in memory: nobody gets what was made for somebody else, and nobody gets what no longer stands."""

import collections.abc
import re
import time

import pytest

from asking import Answer, Asker
from running import Server

COUNCIL = "Policy officer, Gateshead"
PUBLIC = ("/", "/compacts", "/agreements", "/agreements.json", "/authorities", "/agendas", "/record", "/search?q=school", "/accessibility")
# What only somebody who came in gets: their forms' token, the form that signs out, the link to their desk.
OWN = re.compile(r"_csrf|action=\"/sign-out\"|/desk\"|Change seat")


@pytest.fixture(scope="module")
def demo(serving: collections.abc.Callable[..., Server]) -> Server:
    return serving("kept", "--demo")


def tagged(answer: Answer) -> str:
    assert answer.headers["ETag"] and answer.headers["Cache-Control"] == "no-cache", answer.headers
    return answer.headers["ETag"]


def until(asker: Asker, path: str, words: str) -> Answer:
    """The first answer in which the words stand; another process' write is followed within a quarter of a second."""
    end = time.monotonic() + 20
    while words not in (answer := asker.get(path)).text:
        assert time.monotonic() < end, f"{path} never said {words}"
    return answer


def test_nothing_that_somebody_got_from_a_seat_reaches_anybody_else(demo: Server, asking):
    officer, public = asking(demo).sit(COUNCIL), asking(demo)
    agreements = {row["id"] for row in officer.get("/agreements.json").json["rows"]}
    everyones = {row["id"] for row in public.get("/agreements.json").json["rows"]}
    assert agreements - everyones
    paths = [*PUBLIC, *(f"/compacts/{one}" for one in agreements - everyones)]
    for first, second in ((officer, public), (public, officer), (officer, public)):
        for path in paths:
            answers = {first: first.ask("GET", path), second: second.ask("GET", path)}
            mine, theirs = answers[officer], answers[public]
            assert mine.status == 200 and "ETag" not in mine.headers and mine.headers["Cache-Control"] == "no-store", path
            assert not OWN.search(theirs.text), path
            assert theirs.status == (200 if path in PUBLIC else 404), path
            assert not any(one in theirs.text for one in agreements - everyones), path
            if path in PUBLIC:
                tagged(theirs)


def test_whoever_shows_any_cookie_is_answered_anew(demo: Server, asking):
    public = asking(demo)
    tag = tagged(public.get("/compacts"))
    for cookie in ("visit=forged.0000", "door=x", "other=1"):
        answer = public.ask("GET", "/compacts", headers={"Cookie": cookie})
        assert answer.status == 200 and not OWN.search(answer.text)
    officer = asking(demo).sit(COUNCIL)
    answer = officer.ask("GET", "/compacts", headers={"If-None-Match": tag})
    assert answer.status == 200 and OWN.search(answer.text)


def test_a_form_for_coming_in_is_made_for_each_visitor(demo: Server, asking):
    tokens = set()
    for _ in range(3):
        answer = asking(demo).get("/seats")
        assert answer.headers["Cache-Control"] == "no-store" and "ETag" not in answer.headers and answer.cookies
        tokens.add(re.search(r'name="_csrf" value="([0-9a-f]+)"', answer.text)[1])
    assert len(tokens) == 3


def test_a_page_is_answered_from_its_address_and_nothing_else(demo: Server, asking):
    public = asking(demo)
    plain = public.get("/compacts")
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Accept": "application/json", "Authorization": "Basic eDp5"}
    assert public.ask("GET", "/compacts?new=1", headers=headers).body == plain.body
    assert public.get("/compacts?new=1").body == plain.body
    assert public.get("/compacts?year=2003").body != plain.body
    assert public.ask("GET", "/compacts?year=x").status == 404


def test_an_unchanged_page_is_not_sent_again(demo: Server, asking):
    public = asking(demo)
    for path in (*PUBLIC, "/compacts.csv"):
        tag = tagged(public.get(path))
        for known in (tag, f"W/{tag}", f'"other", {tag}'):
            again = public.ask("GET", path, headers={"If-None-Match": known})
            assert again.status == 304 and again.body == b"" and again.headers["ETag"] == tag, (path, known)
        assert public.ask("GET", path, headers={"If-None-Match": '"other"'}).status == 200


def test_the_next_answer_after_a_write_has_it(demo: Server, asking):
    officer, public = asking(demo).sit(COUNCIL), asking(demo)
    agreement = next(row["id"] for row in officer.get("/desk.json").json if row["kind"] == "compact")

    def entries() -> int:
        return int(re.search(r"Entries</bdi></dt>\s*<dd[^>]*>(\d+)<", public.get("/record").text)[1])

    for number in range(5):
        tag, before = tagged(public.get("/record")), entries()
        officer.get(f"/compacts/{agreement}")
        officer.post(f"/compacts/{agreement}/remarks", remark=f"Remark {number}")
        after = public.ask("GET", "/record", headers={"If-None-Match": tag})
        assert after.status == 200 and tagged(after) != tag
        assert entries() == before + 1


def test_what_another_process_wrote_is_in_the_page_soon(serving, asking):
    server = serving("kept-beside")
    public = asking(server)
    tag = tagged(public.get("/authorities"))
    csv = "code,ons,name,kind,region,london,from,until\n926,E10000020,Norfolk,county,East of England,no,,\n"
    listing = server.data / "list.csv"
    listing.write_text(csv, encoding="utf-8")
    server.run("import", str(listing), "--as", "authorities")
    after = until(public, "/authorities", "Norfolk")
    assert tagged(after) != tag
    assert public.ask("GET", "/authorities", headers={"If-None-Match": tag}).status == 200
