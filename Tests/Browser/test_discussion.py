"""The yearly discussion: every council may say what the next agenda needs, and everyone reads it."""

import pytest

from acting import fill, follow, heading, press, reads, refused, sit
from asking import Asker
from running import Server

TELFORD, NORFOLK = "Director of Education, Telford and Wrekin", "Policy officer, Norfolk"
LEADER, ADVISER = "Leader of the Council, Norfolk", "Regional adviser, Department for Education and Skills"
TITLE, WAY = "Discussion of the agenda", "What councils say of this agenda, before the next one is settled"
WORDS = "Small schools should have an area of their own: a fifth of ours have fewer than sixty pupils."


@pytest.fixture(scope="module")
def server(serving) -> Server:
    return serving("discussion", "--demo")


@pytest.fixture(scope="module")
def path(server: Server, asking) -> str:
    [statement] = asking(server).get("/statements.json").json["rows"]
    return f"/statements/{statement['id']}"


def test_a_council_that_signed_nothing_speaks_and_everyone_reads_it(server: Server, path: str, person, asking, check_page):
    officer = sit(person(), server, TELFORD)
    officer.goto(server.url(path))
    follow(officer, WAY)
    heading(officer, TITLE)
    reads(officer, "Small rural schools are in nobody's area.")
    press(officer, "Say it")
    refused(officer, "Enter what you have to say")
    fill(officer, "What your body has to say", WORDS)
    check_page(officer, "discussion-speaking")
    press(officer, "Say it")
    reads(officer, "What you said is on the record")
    reader = person()
    reader.goto(server.url(path))
    follow(reader, WAY)
    reads(reader, WORDS)
    reads(reader, "Telford and Wrekin")
    assert reader.get_by_role("button", name="Say it").count() == 0
    check_page(reader, "discussion")
    row, *earlier = asking(server).get(f"{path}/discussion.json").json["rows"]
    assert [one["by"] for one in earlier] == ["926", "390"]
    assert (row["by"], row["words"]) == ("894", WORDS)
    assert WORDS in asking(server).get(f"{path}/discussion.csv").text
    reader.goto(server.url(f"{path}/discussion?by=850"))
    reads(reader, "This body has not spoken.")


def test_without_script_a_signatory_speaks_too(server: Server, path: str, person):
    adviser = sit(person(java_script_enabled=False), server, ADVISER)
    adviser.goto(server.url(f"{path}/discussion"))
    fill(adviser, "What your body has to say", "We read all of it in May.")
    press(adviser, "Say it")
    reads(adviser, "We read all of it in May.")


def test_who_may_not_negotiate_does_not_speak(server: Server, path: str, asking):
    public: Asker = asking(server)
    leader, officer = asking(server).sit(LEADER), asking(server).sit(NORFOLK)
    before = public.get("/record/checkpoint").text
    assert leader.get(f"{path}/discussion").text.count("Say it") == 0
    answer = leader.post(f"{path}/discussion", None, remark="abcdefghijkl2345", words="We think so too.")
    assert answer.status == 422 and "We think so too." in answer.text, answer.status
    assert officer.get(f"{path}/discussion?by=000", 404) and public.get(f"{path}/discussion?page=2", 404)
    assert public.get("/record/checkpoint").text == before
