"""Text that wants to be more than text, through every form and out on every page: it comes out as text."""

import dataclasses
import html
import re
import unicodedata
import urllib.parse

import pytest
from playwright.sync_api import Page

import looking
from asking import Answer, Asker
from running import Server

SHORT = {
    "a quote with a combining mark": 'a"\u0301 onmouseover="hack()" b\'\u0301 onfocus=hack() c',
    "direction turned": "\u202egpj.exe \u2066open \u2067back \u200fmark",
    "addresses that run": 'javascript:hack() [x](javascript:hack()) data:text/html,<script>hack()</script> "href=javascript:hack()',
    "markup": "<script>hack()</script><img src=x onerror=hack()><style>*{display:none}</style>",
    "an attribute's end": "\"><img src=x onerror=hack()> '><svg onload=hack()> autofocus onfocus=hack() x=",
    "a field's end": "</textarea></title></bdi></p><svg onload=hack()><textarea>",
    "references": "&lt;script&gt; &amp;amp; &#60; &#x3c; <!-- --> <![CDATA[ ]]> {{7*7}} ${7*7} %3Cb%3E",
    "controls": "nul\u0000bell\u0007esc\u001b[31mdel\u007fnel\u0085non\ufffetab\tend",
    "written from right to left": "שלום עולם (1) مرحبا بالعالم",
    "emoji joined": "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "marks piled up": "Z" + "\u0300\u0301\u0302\u0303" * 30,
    "composed and not": "e\u0301 \u212b \u1e9b\u0323 \ufb01",
    "a long word": "Donaudampfschifffahrt" * 9,
}
LONG = {**SHORT, "a word of 5,000 letters": "Rindfleischetikettierungsueberwachung" * 135 + "sgesetz"}

TEXT = "\n\n".join(f"{name}: {words}" for name, words in LONG.items())


def tidied(words: str) -> str:
    """As a form takes it: line ends of one kind, NFC, no white space at its ends; controls become U+FFFD."""
    words = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "\ufffd", words).strip()


def shown(words: str) -> str:
    """As a page shows it: what HTML forbids (controls and noncharacters) is U+FFFD."""
    return re.sub("[\x80-\x9f\ufffe\uffff]", "\ufffd", tidied(words))


def recognised(words: str) -> str:
    """As it comes out of a text whose parts were recognised: white space and line ends within a paragraph are one space."""
    return re.sub("[\t\x85]", " ", words)


FORM = re.compile(r'<form method="post" action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')


def send(asker: Asker, page: Answer, to: str, status: int = 303, **fields) -> Answer:
    """Fills in the first form of a page whose address ends so, and sends it."""
    for action, content in FORM.findall(page.text):
        if re.search(to, html.unescape(action)):
            hidden: dict[str, list[str]] = {}
            for name, value in HIDDEN.findall(content):
                hidden.setdefault(html.unescape(name), []).append(html.unescape(value))
            hidden.pop("_csrf", None)
            return asker.post(html.unescape(action), status, **{**hidden, **fields})
    raise AssertionError(f"no form leads to {to}")


@dataclasses.dataclass
class World:
    """A demonstration in which somebody types all that into everything."""

    server: Server
    officer: Asker
    adviser: Asker
    minister: Asker
    hostile: Asker
    public: Asker
    compact: str = ""
    statement: str = ""
    lines: dict[str, str] = dataclasses.field(default_factory=dict)

    def draft(self, more: str = "") -> str:
        return f"/drafts/compacts/{self.compact}{more}"

    def at(self, more: str = "") -> str:
        return f"/compacts/{self.compact}{more}"

    def write(self, path: str, status: int = 303, **fields) -> Answer:
        return send(self.officer, self.officer.get(self.draft(path)), "/lines/[a-z2-7]+$", status, **fields)

    def line(self, part: str) -> str:
        content = self.adviser.get(self.at(".json")).json["lines"]
        return next(line["id"] for line in content if part in line["content"])

    def answer(self, who: Asker, line: str, act: str, status: int = 303, **fields) -> Answer:
        return send(who, who.get(self.at(f"/lines/{line}")), f"/{act}$", status, **fields)


NAME = SHORT["an attribute's end"]
SEAT = SHORT["a quote with a combining mark"]


@pytest.fixture(scope="module")
def world(serving, asking) -> World:
    server = serving("hostile", "--demo")
    server.add_person("hostile@example.org", NAME, "894", SEAT, "director")
    world = World(
        server, asking(server).sit("Policy officer, Telford and Wrekin"),
        asking(server).sit("Regional adviser, Department for Education and Skills"),
        asking(server).sit("Secretary of State, Department for Education and Skills"),
        asking(server).sit(f"{tidied(SEAT)}, Telford and Wrekin"), asking(server),
    )  # fmt: skip
    begin(world)
    return world


def begin(world: World) -> None:
    """A compact draft of Telford and Wrekin, with all of it in every field."""
    drafts = world.officer.get("/drafts")
    world.compact = re.search(r'name="id" value="([a-z2-7]{16})"', drafts.text)[1]
    send(world.officer, drafts, "/drafts/compacts$", agenda="2003/04")
    # First what is refused, so that each field shows it again.
    world.write("/summary", 422, text=" ")
    world.write("/new/consulted", 422, partner=SHORT["a field's end"] * 10, said=TEXT)
    world.write("/summary", text=TEXT)
    world.write("/vision", text=TEXT)
    for name, words in SHORT.items():
        world.write("/new/consulted", partner=words, said=f"{name} {words}")
    world.write("/new/term", text=TEXT)
    agenda = world.public.get("/agendas/2003.json").json
    area = next(area["id"] for group in agenda["groups"] for area in group["areas"] if area["code"] == "n")
    chosen = send(world.officer, world.officer.get(world.draft("/priorities")), "/priorities$", area=area)
    page = world.officer.get(chosen.to.split("#")[0])
    send(world.officer, page, "/lines/[a-z2-7]+$", title=SHORT["markup"], reason=TEXT, horizon="short")
    page = world.officer.get(world.draft("/priorities"))
    for link in sorted({html.unescape(link) for link in re.findall(r'href="([^"]*/new/contribution[^"]*)"', page.text)}):
        form = world.officer.get(link)
        owner = re.search(r'<select[^>]*name="owner".*?<option value="([a-z2-7]{16})"', form.text, re.DOTALL)[1]
        send(world.officer, form, "/lines/[a-z2-7]+$", text=TEXT, owner=owner, due="throughout")
    form = world.officer.get(world.draft("/new/signatory"))
    seats = {html.unescape(label): value for value, label in re.findall(r'<option value="([a-z2-7]{16})">([^<]*)<', form.text)}
    for order, seat in enumerate((f"{shown(SEAT)}, Telford and Wrekin", "Secretary of State, Department for Education and Skills"), 1):
        world.write("/new/signatory", seat=seats[seat], order=str(order))


@pytest.fixture
def reader(chromium, documents):
    """Looks at a page as a person would, and complains of whatever is more than text."""
    people = looking.People(chromium, documents)
    pages: dict[int, Page] = {}
    dialogs: list[str] = []

    def look(asker: Asker, path: str, words: dict[str, str] | None = None) -> Page:
        if id(asker) not in pages:
            page = people.arrives()
            page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
            page.context.add_cookies(
                [{"name": name, "value": value, "url": asker.server.address} for name, value in asker.cookies.items()]
            )
            pages[id(asker)] = page
        page = pages[id(asker)]
        page.goto(asker.server.url(path))
        check_text(page, words or {})
        looking.check_reflow(page)
        documents.gather(page)
        return page

    yield look
    people.leave()
    assert dialogs == [] and people.complaints == [], (dialogs, people.complaints)


FOUND = """() => {
  const texts = [document.body.textContent];
  for (const field of document.querySelectorAll("input, textarea")) texts.push(field.value);
  const strange = [];
  for (const element of document.querySelectorAll("*")) {
    for (const attribute of element.attributes) {
      if (attribute.name.startsWith("on") || ["style", "srcdoc", "autofocus", "formaction"].includes(attribute.name))
        strange.push(element.outerHTML.slice(0, 200));
      const evidence = attribute.name === "href" && element.localName === "a" && element.protocol === "https:" && element.host === "example.org";
      if (["href", "src", "action"].includes(attribute.name) && !/^[/#]/.test(attribute.value) && !evidence)
        strange.push(element.outerHTML.slice(0, 200));
    }
  }
  for (const name of ["img", "iframe", "object", "embed", "style", "base", "meta[http-equiv]", "body script", "svg:not(.concordat-header__mark)"])
    for (const element of document.querySelectorAll(name)) strange.push(element.outerHTML.slice(0, 200));
  return {texts, strange, hacked: typeof hack !== "undefined"};
}"""


def check_text(page: Page, words: dict[str, str]) -> None:
    found = page.evaluate(FOUND)
    assert not found["strange"] and not found["hacked"], (page.url, found["strange"])
    for name, text in words.items():
        assert any(shown(text) in one for one in found["texts"]), f"{name} is not on {page.url} as it was typed: {shown(text)!r}"


def test_a_draft_shows_it_as_text(world: World, reader):
    page = world.officer.get(world.draft("/priorities")).text
    priority = re.search(r"/lines/([a-z2-7]{16})\"", page)[1]
    terms = re.search(r"/lines/([a-z2-7]{16})\"", world.officer.get(world.draft("/terms")).text)[1]
    for path, words in (
        ("", {}), ("/summary", LONG), ("/vision", LONG), ("/partners", SHORT), ("/priorities", LONG), ("/terms", LONG),
        ("/signatories", {"seat": SEAT}), ("/check", LONG), ("/clearance", LONG), ("/removal", {}),
        (f"/lines/{priority}", LONG), (f"/lines/{terms}/removal", LONG),
    ):  # fmt: skip
        reader(world.officer, world.draft(path), words)
    reader(world.officer, "/drafts")
    reader(world.officer, "/body", {"name": NAME, "seat": SEAT})
    reader(world.public, "/seats", {"seat": SEAT})
    reader(world.public, "/authorities/894", {"seat": SEAT})


def test_two_wordings_of_it_are_compared_as_text(world: World):
    form = world.officer.get(world.draft("/summary"))
    send(world.officer, form, "/lines/[a-z2-7]+$", text=TEXT + "\n\nFirst.")
    stale = send(world.officer, form, "/lines/[a-z2-7]+$", 409, text=TEXT + "\n\nSecond.")
    for words in LONG.values():
        assert html.escape(shown(words)).replace("&#x27;", "&#39;") in stale.text
    assert "<script>hack" not in stale.text and "<img" not in stale.text
    typing = world.officer.get(world.draft("/vision"))
    typing.body = re.sub(rb'action="[^"]*"([^>]*)data-autosave="([^"]*)"', rb'action="\2"\1', typing.body)
    assert send(world.officer, typing, "/save$", 200, text=TEXT + "!").json["revision"] > 0


def test_a_statement_from_such_a_text_shows_it_as_text(world: World, reader, documents):
    drafts = world.adviser.get("/drafts")
    other = re.search(r'<select[^>]*name="other".*?<option value="([a-z2-7]{16})"', drafts.text, re.DOTALL)[1]
    send(world.adviser, drafts, "/drafts/statements$", 422, title=SHORT["markup"], year=SHORT["markup"], other=other)
    answer = send(world.adviser, drafts, "/drafts/statements$", title=SHORT["a field's end"], year="2004/05", other=other)
    statement = answer.to.rsplit("/", 1)[1]
    text = "A title <b>of it</b>\n\n" + "\n".join(
        f"{number}. {name} {words}" for number, (name, words) in enumerate(LONG.items(), 1)
    ) + "\n\nTHE <IMG SRC=X>\nSecretary of State\n\n23 July 2004\n\nAnnex\n\nAgenda\n\n1. The areas:\n - a. \"><b>one</b>;\n - b. two.\n"
    page = world.adviser.get(f"/drafts/statements/{statement}/text")
    corrections = send(world.adviser, page, "/text$", 200, text=text)
    documents.add("corrections of hostile text", corrections.text)
    for words in SHORT.values():
        assert html.escape(shown(recognised(words))).replace("&#x27;", "&#39;") in corrections.text, words
    assert "<script>hack" not in corrections.text and "<img" not in corrections.text.lower()
    fields = {html.unescape(name): html.unescape(value) for name, value in re.findall(
        r'<input[^>]*name="([^"]*)" value="([^"]*)"', corrections.text) if not name.endswith("-leave")}
    fields |= {html.unescape(name): html.unescape(value) for name, value in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', corrections.text, re.DOTALL)}
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', corrections.text, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    fields.pop("_csrf")
    fields = {name: value for name, value in fields.items() if not re.search(r"-due$|-due-on-", name)}
    fields["title"] = SHORT["markup"]
    world.adviser.post(f"/drafts/statements/{statement}/corrections", **fields)
    for more in ("", "/paragraphs", "/agenda", "/signatories", "/title", "/check", "/text"):
        reader(world.adviser, f"/drafts/statements/{statement}{more}", {name: recognised(words) for name, words in SHORT.items()} if more in ("/paragraphs", "/check") else {})
    reader(world.adviser, "/drafts", {"title": SHORT["markup"]})
    reader(world.adviser, "/desk")


def test_a_negotiation_shows_it_as_text(world: World, reader, asking):
    page = world.officer.get(world.draft("/check"))
    assert "Nothing is missing" in page.text, re.findall(r"<li>.*?</li>", page.text)
    send(world.officer, page, "/check$")
    line, other = world.line("term"), world.line("vision")
    world.answer(world.adviser, line, "objections", objection=TEXT)
    world.answer(world.adviser, line, "objections", 422, objection=" ")
    world.answer(world.adviser, line, "remarks", remark=TEXT)
    world.answer(world.officer, line, "waits", 422, decision=TEXT)
    world.answer(world.officer, line, "waits", decision=SHORT["a field's end"])
    world.answer(world.adviser, other, "wordings", text=TEXT + "\n\nMore.")
    whole = world.adviser.get(world.at())
    send(world.adviser, whole, "/remarks$", remark=TEXT)
    for who in (world.officer, world.adviser):
        reader(who, world.at(), LONG)
        reader(who, world.at(f"/lines/{line}"), {**LONG, "decision": SHORT["a field's end"]})
        reader(who, world.at(f"/lines/{other}"), LONG)
        reader(who, "/desk")
    gateshead = asking(world.server).sit("Policy officer, Gateshead")
    own = gateshead.get("/compacts.json?authority=390").json["rows"][0]["id"]
    send(gateshead, gateshead.get(f"/compacts/{own}/withdrawal"), "/withdrawal$", 422, reason=" ")
    send(gateshead, gateshead.get(f"/compacts/{own}/withdrawal"), "/withdrawal$", reason=TEXT)
    reader(gateshead, f"/compacts/{own}", LONG)


def test_what_was_signed_shows_it_as_text(world: World, reader, tmp_path):
    line = world.line("term")
    world.answer(world.officer, line, "releases", outcome=TEXT)
    world.answer(world.officer, line, "wordings", text=TEXT + "\n\nLess.")
    for who in (world.adviser, world.officer):
        whole = who.get(world.at("?show=waiting"))
        if 'name="allRead"' in whole.text:
            send(who, whole, "/acceptances$", allRead="yes", read=re.findall(r'name="read" value="([^"]*)"', whole.text))
        elif (waiting := re.search(r"/lines/([a-z2-7]{16})/acceptances", whole.text)):
            world.answer(who, waiting[1], "acceptances")
    for who in (world.hostile, world.minister):
        reader(who, world.at("/signatures/new"), SHORT)
        send(who, who.get(world.at("/signatures/new")), "/signatures$", who="yes")
        receipt = who.get(world.at("/signatures/new"))
        assert receipt.status == 200
    seat = world.public.get(world.at(".json")).json["signatures"][0]["seat"]
    reader(world.public, world.at(), {**LONG, "name": NAME, "seat": SEAT})
    reader(world.public, world.at("/text"), LONG)
    reader(world.public, world.at(f"/signatures/{seat}"), {"name": NAME, "seat": SEAT})
    for path in ("/", "/compacts", "/agreements", "/agendas/2003/areas/n", "/record"):
        reader(world.public, path)
    world.server.run("export", "compact", world.compact, "--to", str(tmp_path / "bundle"))
    document = (tmp_path / "bundle" / "agreement.html").read_text(encoding="utf-8")
    assert "<script>hack" not in document and "<img" not in document


# No address that a page may lead to.
FOREIGN = (
    "javascript:hack()", "JavaScript:hack()//https://example.org", "https:javascript:hack()", "data:text/html,<script>hack()</script>",
    "vbscript:hack()", "//example.org", "/record", "https://somebody@example.org/", "https://example.org /", "https://exa\tmple.org", "https://",
    "https://example.org\u202e/", "https://\u0435xample.org/", "ftp://example.org/",
)  # fmt: skip


def send_report(asker: Asker, path: str, status: int, file: tuple[str, bytes] | None = None, **fields: str) -> Answer:
    """Fills in the form of a promise's page, which sends files."""
    page = asker.get(path)
    fields = {"_csrf": asker.token, "revision": page.hidden("revision"), **fields}
    parts = [(f'name="{name}"', value.encode()) for name, value in fields.items()]
    if file is not None:
        name, content = file
        parts.append((f'name="file"; filename="{name}"\r\nContent-Type: text/html', content))
    body = b"".join(b"--x\r\nContent-Disposition: form-data; " + head.encode() + b"\r\n\r\n" + value + b"\r\n" for head, value in parts)
    answer = asker.ask(
        "POST", path.removesuffix("promise") + "reports", body + b"--x--\r\n", {"Content-Type": "multipart/form-data; boundary=x"}
    )
    assert answer.status == status, (answer.status, answer.errors)
    return answer


def harmless(answer: Answer) -> None:
    text = answer.text.lower()
    assert "<script>hack" not in text and "<img" not in text and "<svg onload" not in text and 'href="javascript' not in text


def test_a_report_shows_it_as_text(world: World, reader, documents):
    rows = [row for row in world.public.get("/promises.json?body=894").json["rows"] if row["agreement"] == world.compact]
    path = f"/compacts/{world.compact}/lines/{rows[0]['line']}/promise"
    # What is refused shows each field again as it was typed.
    for link in (*FOREIGN, *SHORT.values()):
        answer = send_report(world.officer, path, 422, outcome="kept", words=TEXT, link=link)
        assert answer.errors == ["Give a web address that begins with https:// or http://"], (link, answer.errors)
        assert html.escape(shown(link)).replace("&#x27;", "&#39;") in answer.text, link
        harmless(answer)
    documents.add("a report that was refused", answer.text)
    for name, content in (
        ("page.html", b"<!DOCTYPE html><script>hack()</script>"), ("minutes.txt", b"\xef\xbb\xbf<HTML><body onload=hack()>"),
        ("minutes.pdf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("empty.pdf", b""), ("run.exe", b"MZ\x00\x01\xff"),
        *((name, b"\x00\xff") for name in SHORT.values() if not re.search("[\x00-\x1f\x7f]", name)),
    ):  # fmt: skip
        answer = send_report(world.officer, path, 422, (name, content), outcome="kept", words=TEXT, link="https://example.org/")
        assert len(answer.errors) == 1 and answer.errors[0].startswith("The file "), (name, answer.errors)
        assert html.escape(shown(LONG["markup"])) in answer.text, name
        harmless(answer)
    documents.add("a file that was refused", answer.text)
    # What is taken stands on the page as text.
    link = "https://example.org/\"onmouseover=\"hack()/<script>hack()</script>/'/\u202eja?a=<img src=x>".replace(" ", "+")
    name = "\"><img src=x onerror=hack()> \u202e&amp;.pdf"
    send_report(world.officer, path, 303, (name, b"%PDF-1.4\n<script>hack()</script>"), outcome="kept", words=TEXT, link=link)
    harmless(world.officer.get(path))
    world.adviser.get(path)
    challenged = world.adviser.post(path.removesuffix("promise") + "reports/1/challenges", 422, reason=TEXT * 10)
    harmless(challenged)
    world.adviser.post(path.removesuffix("promise") + "reports/1/challenges", reason=TEXT)
    for who in (world.officer, world.adviser, world.public):
        page = reader(who, path, LONG)
        assert page.locator('a[href^="https://example.org/"]').count() == 1
        assert page.get_by_role("link", name=re.compile("onerror=hack")).count() == 1
    for more in ("/promises", "/promises?body=894", world.at()):
        reader(world.public, more)
    file = world.public.get(path.removesuffix("promise") + "reports/1/file")
    assert file.headers.get_content_type() == "application/pdf" and file.headers["X-Content-Type-Options"] == "nosniff"
    assert re.fullmatch(r'attachment; filename="[\w.-]+\.pdf"', file.headers["Content-Disposition"])


def test_a_report_with_a_file_too_large_keeps_its_words(world: World):
    line = world.public.get("/promises.json?body=894").json["rows"][-1]
    path = f"/compacts/{line['agreement']}/lines/{line['line']}/promise"
    large = ("big.pdf", b"%PDF-1.7\n" + b"a" * (3 << 20))
    answer = send_report(world.officer, path, 422, large, outcome="kept", words=TEXT, link="https://example.org/")
    assert answer.errors == ["The file “big.pdf” is larger than 3 megabytes: choose a smaller one, or give a link to it"]
    for words in LONG.values():
        assert html.escape(shown(words)).replace("&#x27;", "&#39;") in answer.text, words
    assert 'value="https://example.org/"' in answer.text
    harmless(answer)


def strings(value) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [text for one in value.values() for text in strings(one)]
        case list():
            return [text for one in value for text in strings(one)]
    return []


def test_programs_get_it_as_it_was_typed(world: World):
    for path in (world.at(".json"), world.at("/text.json")):
        answer = world.public.get(path)
        assert answer.headers.get_content_type() == "application/json"
        texts = strings(answer.json)
        for name, words in LONG.items():
            assert any(tidied(words) in text for text in texts), (path, name)
    csv = world.public.get("/compacts.csv")
    assert csv.headers.get_content_type() == "text/csv" and "attachment" in csv.headers["Content-Disposition"]


QUERIES = ['"', "'", "*", "a*", "-", "NEAR(a b)", "AND", "a OR", "(", "col:x", "^a", "\x00", "%", "_", "\\", "school\u0301", "\U0001f469\u200d\U0001f467"]


def test_a_search_takes_it_as_words(world: World, reader):
    for words in [*SHORT.values(), *QUERIES]:
        query = urllib.parse.urlencode({"q": words[:190]})
        assert world.public.get(f"/search?{query}").status == 200
        assert world.public.get(f"/search.json?{query}").json["total"] >= 0
    for name in ("markup", "an attribute's end", "direction turned", "a long word"):
        reader(world.public, "/search?" + urllib.parse.urlencode({"q": SHORT[name]}), {name: SHORT[name]})
    for field in ("name", "region", "kind"):
        path = "/authorities?" + urllib.parse.urlencode({field: SHORT["an attribute's end"]})
        if world.public.ask("GET", path).status == 200:
            reader(world.public, path)
    world.public.get("/compacts?" + urllib.parse.urlencode({"authority": NAME, "area": NAME}))
