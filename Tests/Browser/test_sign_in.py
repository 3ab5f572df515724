"""Signing in: what it tells a stranger (nothing), how often it may be tried, and how it ends."""

import re

import pytest

from acting import heading, press, refused, sign_in
from asking import Asker
from running import PASSWORD, Server

KNOWN = {"kim@example.org": "Kim Known", "lee@example.org": "Lee Leaver", "tim@example.org": "Tim Tryer"}


@pytest.fixture(scope="module")
def peopled(server: Server) -> Server:
    server.run("body", "add", "--code", "dfes", "--name", "The Department", "--sort", "department")
    for email, name in KNOWN.items():
        server.add_person(email, name, "dfes", "Regional adviser", "adviser")
    server.add_person("kim@example.org", "Kim Known", "dfes", "Director of standards", "director")
    return server


def test_an_unknown_account_and_a_wrong_password_are_told_the_same(peopled: Server, asking):
    asker: Asker = asking(peopled)
    asker.get("/sign-in")
    answers = [
        asker.post("/sign-in", 422, email=email, password=password)
        for email, password in (
            ("kim@example.org", "four words make two"), ("nobody@example.org", "four words make two"), ("nobody@example.org", "x"),
            ("kim@example.org", "x"),
        )
    ]  # fmt: skip
    assert answers[0].errors == ["No account opens with this e-mail address and password. Check both"]
    for email, password in (("kim@example.org", ""), ("nobody@example.org", ""), ("", "x"), ("", "")):
        empty = asker.post("/sign-in", 422, email=email, password=password)
        assert empty.errors == ["Enter your e-mail address and your password"]
    for answer in answers:
        assert answer.errors == answers[0].errors and answer.cookies == []
        assert re.sub(r'value="[^"]*"', "", answer.text) == re.sub(r'value="[^"]*"', "", answers[0].text)
        assert "four words" not in answer.text


def test_cookies_are_kept_from_scripts_and_other_sites(peopled: Server, asking):
    asker: Asker = asking(peopled)
    [door] = asker.get("/sign-in").cookies
    [visit] = asker.post("/sign-in", email="kim@example.org", password=PASSWORD).cookies
    for cookie in (door, visit):
        rules = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"httponly", "samesite=lax", "path=/"} <= rules and not any(rule.startswith("domain") for rule in rules), cookie
    value = asker.cookies["visit"]
    asker.cookies["visit"] = value[:-1] + ("0" if value[-1] != "0" else "1")
    assert asker.ask("GET", "/desk").status == 303
    asker.cookies["visit"] = value.split(".")[0]
    assert asker.ask("GET", "/desk").status == 303


def test_cookies_are_kept_to_https_where_the_site_is(serving, asking):
    server = serving("secure", settings={"CONCORDAT_SECURE": "yes"})
    [door] = asking(server).get("/sign-in").cookies
    assert "secure" in {part.strip().lower() for part in door.split(";")[1:]}


def test_one_leads_on_to_where_one_was_going_and_never_elsewhere(peopled: Server, asking):
    for to, leads in (
        ("/compacts?year=2003", "/compacts?year=2003"), ("//elsewhere.example", "/desk"), ("https://elsewhere.example", "/desk"),
        ("/\\elsewhere.example", "/desk"), ("javascript:alert(1)", "/desk"), ("", "/desk"), ("/%2felsewhere.example", None),
    ):  # fmt: skip
        asker: Asker = asking(peopled)
        asker.get("/sign-in")
        answer = asker.post("/sign-in", email="lee@example.org", password=PASSWORD, to=to)
        assert answer.to == leads or (leads is None and re.match(r"/[^/\\]", answer.to)), (to, answer.to)


def test_with_several_seats_one_is_chosen(peopled: Server, person, check_page):
    page = person()
    page.goto(peopled.url("/sign-in"))
    check_page(page, "sign-in")
    sign_in(page, peopled, "kim@example.org", "wrong password too")
    refused(page, "No account opens with this")
    check_page(page, "sign-in-refused")
    sign_in(page, peopled, "kim@example.org")
    heading(page, "Choose your seat")
    check_page(page, "seats")
    page.get_by_role("button", name="Sit here Director of standards, The Department", exact=True).click()
    heading(page, "Your desk")
    press(page, "Sign out")
    assert [cookie for cookie in page.context.cookies() if cookie["name"] == "visit"] == []
    page.goto(peopled.url("/desk"))
    heading(page, "Sign in")


def test_a_visit_that_was_ended_is_over_though_its_cookie_was_kept(peopled: Server, asking):
    asker: Asker = asking(peopled).sign_in("lee@example.org", PASSWORD)
    kept = dict(asker.cookies)
    asker.get("/desk")
    asker.post("/sign-out")
    asker.cookies = kept
    assert asker.ask("GET", "/desk").status == 303


def test_what_was_written_when_a_visit_had_ended_is_shown_again(peopled: Server, asking):
    asker: Asker = asking(peopled).sign_in("kim@example.org", PASSWORD)
    asker.get("/seats")
    asker.post("/sign-out")
    asker.get("/sign-in")
    words = "Every child reads <well> by seven"
    answer = asker.post("/drafts/statements/aaaaaaaaaaaaaaaa/title", 403, title=words, year="2003/04")
    assert "You are no longer signed in" in answer.text and "Every child reads &lt;well&gt; by seven" in answer.text
    assert "/sign-in" in answer.text


def test_nobody_sits_in_a_seat_that_is_not_theirs(peopled: Server, asking):
    kim: Asker = asking(peopled).sign_in("kim@example.org", PASSWORD)
    appointment = kim.get("/seats").hidden("appointment")
    lee: Asker = asking(peopled).sign_in("lee@example.org", PASSWORD)
    lee.post("/seat", 404, appointment=appointment)
    public: Asker = asking(peopled)
    public.get("/sign-in")
    assert public.post("/seat", appointment=appointment).to.startswith("/sign-in")


def test_a_disabled_account_is_out_at_the_next_request(peopled: Server, asking):
    asker: Asker = asking(peopled).sign_in("lee@example.org", PASSWORD)
    asker.get("/desk")
    peopled.run("person", "disable", "--email", "lee@example.org")
    assert asker.ask("GET", "/desk").status == 303
    other: Asker = asking(peopled)
    other.get("/sign-in")
    gone = other.post("/sign-in", 422, email="lee@example.org", password=PASSWORD)
    assert gone.errors == ["No account opens with this e-mail address and password. Check both"]


def test_after_ten_tries_an_account_waits(peopled: Server, asking):
    asker: Asker = asking(peopled)
    asker.get("/sign-in")
    for _ in range(10):
        asker.post("/sign-in", 422, email="TIM@example.org", password="wrong")
    limited = asker.post("/sign-in", 429, email="tim@example.org", password=PASSWORD)
    assert limited.errors == ["There were too many tries: wait a quarter of an hour, then try again"]
    # Others are let in meanwhile.
    asker.post("/sign-in", email="kim@example.org", password=PASSWORD)
