"""The checks themselves find what they are there to find: on pages made by hand, served under a strict policy."""

import http.server
import re
import threading

import pytest
from playwright.sync_api import Page

import looking

GOOD = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Compacts</title><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Compacts</h1><form method="post"><label for="q">Name</label> <input id="q" name="q"> <button>Find</button></form></main></body>
</html>
"""
UNLABELLED = GOOD.replace('<label for="q">Name</label>', "Name")
UNCLOSED = GOOD.replace("</h1>", "")
WIDE = GOOD.replace("</main>", f"<p>{'Donaudampfschiff' * 20}</p></main>")
SCRIPTED = GOOD.replace("</main>", "<script>document.title = 'Taken over'</script></main>")
YOUNG = GOOD.replace("<form", "<search><form").replace("</form>", "</form></search><p inert>x</p><p hidden=until-found>y</p><p id=p popover>z</p><input type=email autocomplete=username aria-label=Address>")

PAGES = {"/good": GOOD, "/unlabelled": UNLABELLED, "/unclosed": UNCLOSED, "/wide": WIDE, "/scripted": SCRIPTED, "/young": YOUNG}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = PAGES.get(self.path, "").encode()
        self.answer(200 if body else 404, body)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(422, UNCLOSED.encode())

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def pages():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def gathered(documents, monkeypatch):
    """Documents of this test only, so that its wrong ones do not fail the whole session."""
    mine = looking.Documents()
    monkeypatch.setattr(documents, "follow", mine.follow)
    return mine


def test_a_good_page_passes_every_check(pages: str, gathered, page: Page):
    page.goto(pages + "/good")
    looking.check_accessible(page)
    looking.check_reflow(page)
    gathered.gather(page)
    gathered.check()


def test_a_field_without_a_label_is_found(pages: str, page: Page):
    page.goto(pages + "/unlabelled")
    with pytest.raises(AssertionError, match=r"label \(critical\)[\s\S]*#q"):
        looking.check_accessible(page)


def test_a_page_that_scrolls_sideways_is_found(pages: str, page: Page):
    page.goto(pages + "/wide")
    with pytest.raises(AssertionError, match="px wide on a screen of 320 px"):
        looking.check_reflow(page)


def test_wrong_html_is_found_as_it_was_sent_also_in_the_answer_to_a_form(pages: str, gathered, page: Page):
    page.goto(pages + "/good")
    page.get_by_role("button", name="Find").click()
    gathered.gather(page)
    with pytest.raises(AssertionError, match=r"POST .*/good 422 \(0000\.html\), line [\s\S]*h1"):
        gathered.check()


def test_what_is_younger_than_the_checker_is_let_through(pages: str, gathered, page: Page):
    page.goto(pages + "/young")
    gathered.gather(page)
    gathered.check()


def test_every_exception_for_the_checkers_age_is_still_needed(tmp_path):
    (tmp_path / "young.html").write_text(YOUNG, encoding="utf-8")
    said = [message["message"] for message in looking.checker_messages(tmp_path)]
    for exception in looking.YOUNGER_THAN_THE_CHECKER:
        assert any(re.fullmatch(exception, message) for message in said), (exception, said)


def test_a_script_in_the_page_is_stopped_and_noticed(pages: str, chromium, documents):
    people = looking.People(chromium, documents)
    page = people.arrives()
    page.goto(pages + "/scripted")
    assert page.title() == "Compacts"
    people.leave()
    assert len(people.complaints) == 1 and "Content Security Policy" in people.complaints[0]


def test_pictures_are_kept_wide_and_narrow(pages: str, page: Page, tmp_path, monkeypatch):
    monkeypatch.setattr(looking, "PICTURES", tmp_path / "pictures")
    page.goto(pages + "/good")
    looking.as_picture(page, "good")
    assert sorted(file.name for file in (tmp_path / "pictures").iterdir()) == ["good-narrow.png", "good-wide.png"]
    assert page.viewport_size == looking.WIDE
