"""What the program answers when it is asked how it stands."""

import contextlib
import re
import sqlite3

import pytest

from asking import Asker
from figures import figures
from running import PASSWORD, Server


@pytest.fixture(scope="module")
def staffed(serving) -> Server:
    server = serving("ready")
    server.run("body", "add", "--code", "dfes", "--name", "The Department", "--sort", "department")
    server.add_person("kim@example.org", "Kim Known", "dfes", "Director of standards", "director")
    return server


def test_it_says_that_it_runs_and_is_ready(staffed: Server, asking):
    asker: Asker = asking(staffed)
    for path, words in (("/healthz", "ok\n"), ("/readyz", "ready\n")):
        answer = asker.get(path)
        assert answer.text == words and answer.headers.get_content_type() == "text/plain" and not answer.cookies
        assert asker.ask("HEAD", path).status == 200


def test_a_record_that_somebody_else_holds_is_not_ready_until_it_is_free(staffed: Server, asking):
    asker: Asker = asking(staffed).sign_in("kim@example.org", PASSWORD)
    seat = re.search(r'name="seats"[^>]*value="([a-z2-7]{16})"', asker.get("/body").text)[1]
    with contextlib.closing(sqlite3.connect(staffed.data / "record.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        failed = asker.post("/body/clearance", 503, seats=seat)
        assert "This was not saved" in failed.text
        answer = asker.get("/readyz", 503)
        assert answer.text.startswith("the record cannot be written: ") and "busy" in answer.text and answer.text.count("\n") == 1
        assert "end it" in answer.text
        now = figures(asker)
        assert now("concordat_ready") == 0 and now("concordat_commit_failures_total") >= 2
        assert now("concordat_failures_total", kind="store-busy") == 1
        # Reading goes on meanwhile.
        asker.get("/compacts")
        asker.get("/healthz")
        other.execute("ROLLBACK")
    assert asker.get("/readyz").text == "ready\n"
    assert figures(asker)("concordat_ready") == 1


def test_pages_follow_what_another_process_writes(staffed: Server, asking):
    asker: Asker = asking(staffed)
    for number in range(3):
        staffed.run("body", "add", "--code", "lga" + "abc"[number], "--name", f"Association {number}", "--sort", "association")
        # Asked at once: it waits for the pages, which follow within a moment.
        assert asker.get("/readyz").text == "ready\n"
        now = figures(asker)
        assert now("concordat_views_entries") == now("concordat_record_entries")
