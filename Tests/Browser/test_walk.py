"""Every address of the site, asked for by the public, by a stranger and by each party: what they get, and what never."""

import dataclasses
import json
import re
import time

import openapi_schema_validator
import openapi_spec_validator
import pytest

from asking import Answer, Asker, crawl
from running import TOP, Server

STRANGER = "Policy officer, Telford and Wrekin"
COUNCIL = "Policy officer, Gateshead"
DEPARTMENT = "Regional adviser, Department for Education and Skills"
AUTHOR = "Policy officer, Norfolk"
SIGNATORY = "Cabinet Member for Education, Gateshead"
# The owners of what is reported on here.
OWNERS = {
    "compact": "Policy officer, Kingston upon Thames", "statement": DEPARTMENT, "conditional-agreement": "Chief Finance Officer, Rochdale",
}  # fmt: skip
VIEWERS = ("", STRANGER, COUNCIL, DEPARTMENT, AUTHOR)

# What a form of ours is refused with when it is not ours.
FOREIGN = "This form is too old, or was not one of ours: open the page anew and send it again"

UNKNOWN = "abcdefghijklmnop"


@dataclasses.dataclass
class Place:
    """The demonstration, and what of it the addresses name."""

    server: Server
    askers: dict[str, Asker]
    names: dict[str, str]

    def path(self, template: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda name: self.names[name[1]], template)


@pytest.fixture(scope="module")
def place(demo_server: Server, asking) -> Place:
    askers = {seat: asking(demo_server).sit(seat) if seat else asking(demo_server) for seat in VIEWERS}
    askers[SIGNATORY] = asking(demo_server).sit(SIGNATORY)
    rows = {row["authority"]: row["id"] for row in askers[DEPARTMENT].get("/compacts.json").json["rows"]}
    inside = askers[DEPARTMENT].get(f"/compacts/{rows['390']}.json").json
    force = askers[""].get(f"/compacts/{rows['314']}.json").json
    drafts = askers[AUTHOR].get("/drafts")
    draft = re.search(r"/drafts/compacts/([a-z2-7]{16})", drafts.text)[1]
    page = askers[AUTHOR].get(f"/drafts/compacts/{draft}/priorities").text
    statement = askers[""].get("/statements.json").json["rows"][0]["id"]
    # The demonstration has no statement that is still being drafted.
    begin = askers[DEPARTMENT].get("/drafts")
    other = re.search(r'<select[^>]*name="other".*?<option value="([a-z2-7]{16})"', begin.text, re.DOTALL)[1]
    national = askers[DEPARTMENT].post("/drafts/statements", id=begin.hidden("id"), title="The next one", year="2004/05", other=other)
    [money] = askers[""].get("/conditional-agreements.json").json["rows"]
    paying, returning = (askers[""].get(f"/{list}.json").json["rows"][0] for list in ("payments", "returns"))
    begun = askers[AUTHOR].get("/drafts").hidden("id")
    conditional = askers[AUTHOR].post("/drafts/conditional-agreements", id=begun, name="Places")
    priority = next(line["id"] for line in inside["lines"] if "priority" in line["content"])
    # What is asked of the Department: by itself, and together with others.
    asked = askers[""].get("/requests.json").json["rows"]
    worded = askers[DEPARTMENT].get("/standard-lines").hidden("id")
    askers[DEPARTMENT].post("/standard-lines", id=worded, title="Voluntary", text="This compact is voluntary.")
    # The release that the demonstration took in, and a file that waits to be taken in.
    release = next(row["id"] for row in askers[""].get("/releases.json").json["rows"] if row["set"] == "lait")
    upload = sent(askers[DEPARTMENT], "ks2_2018-19_926.csv", TABLE)
    assert askers[DEPARTMENT].post(f"/releases/uploads/{upload}/releases").to == f"/releases/uploads/{upload}"
    upload = sent(askers[DEPARTMENT], "walk.csv", EXTRACT, set="walk")
    # One promise of each kind is reported on, with a file.
    reported = {kind: reported_promise(askers[""], asking(demo_server).sit(owner), kind) for kind, owner in OWNERS.items()}
    names = {
        "open": rows["390"], "line": inside["lines"][0]["id"], "priority": priority, "force": rows["314"],
        "forceLine": force["lines"][0]["id"], "seat": force["signatures"][0]["seat"], "draft": draft,
        "draftLine": re.search(r"/lines/([a-z2-7]{16})", page)[1], "statement": statement, "signing": rows["354"],
        "release": release, "upload": upload,
        "department": re.search(r"by=([a-z2-7]{16})", page)[1], "draftPriority": re.search(r"above=([a-z2-7]{16})", page)[1],
        "aim": next(line["id"] for line in force["lines"] if "target" in line["content"]),
        "promised": reported["compact"], "undertaken": reported["statement"], "conditioned": reported["conditional-agreement"],
        "asking": next(row["id"].split("/")[1] for row in asked if not row["grouped"]), "group": next(row["id"] for row in asked if row["grouped"]),
        "money": money["id"], "paying": paying["line"], "returning": returning["line"], "due": returning["due"],
        "conditional": conditional.to.rsplit("/", 1)[1],
        "standard": worded, "national": national.to.rsplit("/", 1)[1], "entry": str(force["steps"][0]["position"]), "private": str(inside["steps"][-1]["position"]),
    }  # fmt: skip
    return Place(demo_server, askers, names)


def reported_promise(public: Asker, owner: Asker, kind: str) -> str:
    """A line that an owner answers for and has not reported on yet: now it has, as under way and with a file."""
    rows = public.get("/promises.json").json["rows"]
    row = next(row for row in rows if (row["kind"], row["owner"], row["reports"]) == (kind, OWNERS[kind], 0))
    fields = {"_csrf": owner.token, "revision": "0", "outcome": "underWay", "words": "It has begun."}
    body = "".join(f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
    body += '--x\r\nContent-Disposition: form-data; name="file"; filename="begun.txt"\r\n\r\nBegun.\r\n--x--\r\n'
    path = f"/{kind}s/{row['agreement']}/lines/{row['line']}/reports"
    answer = owner.ask("POST", path, body.encode(), {"Content-Type": "multipart/form-data; boundary=x"})
    assert answer.status == 303, answer.errors
    return row["line"]


def sent(adviser: Asker, name: str, figures: str, **fields: str) -> str:
    """A file of figures that the Department's adviser sent and that was read: it waits to be taken in."""
    upload = adviser.get("/releases/new").hidden("id")
    fields = {"_csrf": adviser.token, "id": upload, **fields}
    body = "".join(f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
    body += f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n{figures}\r\n--x--\r\n'
    answer = adviser.ask("POST", "/releases/uploads", body.encode(), {"Content-Type": "multipart/form-data; boundary=x"})
    assert answer.status == 303, answer.errors
    deadline = time.monotonic() + 20
    while "outcome" not in adviser.get(f"/releases/uploads/{upload}.json").json:
        assert time.monotonic() < deadline, "the file is not read"
        time.sleep(0.05)
    return upload


EXTRACT = "Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region\r\nWALK,Walked,2023,Norfolk,5,926.0,East of England\r\n"
TABLE = "RECTYPE,LEA,ESTAB,URN,SCHNAME,TELIG,PTRWM_EXP\r\n1,926,2001,121001,A school,30,68%\r\n3,926,,,Norfolk,30,68%\r\n4,,,,,300,65%\r\n"


def everyone(status: int = 200) -> tuple[int, ...]:
    return (status,) * 5


# For the public, the stranger, the council, the Department and the author of the draft.
PARTIES, PARTIES_SEATED = (404, 404, 200, 200, 404), (303, 404, 200, 200, 404)
OWN, SEATED, DEPARTMENTS = (303, 404, 404, 404, 200), (303, 200, 200, 200, 200), (303, 404, 404, 200, 404)

READING: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(
        (
            "/", "/accessibility", "/assets/concordat.css", "/assets/concordat.js", "/assets/govuk.css", "/healthz", "/readyz", "/metrics",
            "/robots.txt", "/seats", "/search", "/search?q=school", "/search.json?q=school", "/search.csv?q=school", "/api/openapi.json", "/agreements",
            "/agreements.json", "/agreements.csv", "/compacts", "/compacts.json", "/compacts.csv", "/statements",
            "/statements.json", "/statements.csv", "/agendas", "/agendas.json", "/agendas.csv", "/agendas/2003", "/agendas/2003.json",
            "/agendas/2003/areas/m", "/agendas/2003/areas/m.json", "/authorities", "/authorities.json", "/authorities.csv",
            "/authorities/926", "/authorities/926.json", "/authorities/926/areas", "/authorities/926/areas.json", "/authorities/926/figures", "/authorities/926/figures.json", "/authorities/926/figures.csv",
            "/schools/121001", "/schools/121001.json",
            "/floors", "/floors.json", "/floors.csv", "/targets", "/targets.json", "/targets.csv", "/targets?judgement=met&authority=314&q=more", "/compacts/{force}/lines/{aim}/target",
            "/compacts/{force}/lines/{aim}/target.json", "/measures", "/measures.json", "/measures.csv", "/measures?q=level+english&topic=Key+Stage+2", "/measures/KS2_English_L4",
            "/measures/KS2_English_L4.json", "/measures/KS2_English_L4.csv", "/measures/KS2_English_L4?period=academic+2003&compare=926&sort=rank",
            "/measures/KS2_English_L4/figures/926", "/releases", "/releases.json", "/releases.csv", "/releases/{release}", "/releases/{release}.json",
            "/releases/{release}/files/1", "/record", "/record/checkpoint", "/record/vkey", "/record/root",
            "/record/tile/0/000", "/record/tile/entries/000", "/record/entries/0", "/record/entries/{entry}",
            "/statements/{statement}", "/statements/{statement}.json", "/statements/{statement}/position.json",
            "/statements/{statement}/text", "/statements/{statement}/text.json", "/statements/{statement}/bundle.tar",
            "/statements/{statement}/paragraphs/2", "/compacts/{force}", "/compacts/{force}.json",
            "/compacts/{force}/position.json", "/compacts/{force}/text", "/compacts/{force}/text.json",
            "/compacts/{force}/bundle.tar", "/compacts/{force}/signatures/{seat}", "/compacts/{force}/signatures/{seat}.p7s",
            "/promises", "/promises.json", "/promises.csv", "/promises?state=late",
            "/promises?body=314&role=owed", "/seats/{seat}/promises.ics",
            "/compacts/{force}/lines/{promised}/promise", "/compacts/{force}/lines/{promised}/reports/1/file",
            "/statements/{statement}/lines/{undertaken}/promise", "/statements/{statement}/lines/{undertaken}/reports/1/file",
            "/requests", "/requests.json", "/requests.csv", "/requests?by=850&state=declined", "/requests/{group}", "/requests/{group}.json",
            "/compacts/{force}/lines/{asking}/request", "/compacts/{force}/course", "/statements/{statement}/course",
            "/compacts/{force}/reviews", "/statements/{statement}/reviews",
            *(f"/statements/{{statement}}/discussion{more}" for more in ("", ".json", ".csv", "?by=926")),
            "/conditional-agreements", "/conditional-agreements.json", "/conditional-agreements.csv", "/payments", "/payments.json", "/payments.csv",
            "/payments?body=354&state=late", "/returns", "/returns.json", "/returns.csv", "/returns?state=assessed",
            *(
                f"/conditional-agreements/{{money}}{more}" for more in (
                    "", ".json", "/position.json", "/text", "/text.json", "/bundle.tar", "/course", "/reviews", "/payments", "/payments.json",
                    "/payments.csv", "/returns", "/returns.json", "/returns.csv", "/lines/{paying}/payment", "/lines/{returning}/returns/{due}",
                )
            ),
        ),
        everyone(),
    ),
    "/favicon.ico": everyone(204),
    # What nobody published.
    "/schools/115903": everyone(404),
    "/measures/KS2_English_L4/figures/115903": everyone(404),
    # The Department alone takes figures in and says what measures are.
    **dict.fromkeys(("/releases/new", "/releases/uploads/{upload}", "/releases/uploads/{upload}/mapping", "/releases/uploads/{upload}.json", "/measures/KS2_English_L4/description"), DEPARTMENTS),
    "/sign-in": everyone(303),
    # What promises nothing, and what is not promised before it is in force; a report that nobody wrote.
    "/compacts/{force}/lines/{forceLine}/promise": everyone(404),
    "/compacts/{open}/lines/{line}/promise": everyone(404),
    "/compacts/{force}/lines/{promised}/reports/2/file": everyone(404),
    # What asks for nothing, or is asked where nothing is in force.
    "/compacts/{force}/lines/{forceLine}/request": everyone(404),
    "/compacts/{open}/lines/{line}/request": everyone(404),
    # What is not in force yet has no course.
    "/compacts/{open}/course": everyone(404),
    "/compacts/{signing}/course": everyone(404),
    "/compacts/{open}/reviews": everyone(404),
    "/compacts/{signing}/reviews": everyone(404),
    # What is paid is no return, and on that day none is due; only whoever decides spreads a profile; a compact has neither.
    "/conditional-agreements/{money}/lines/{returning}/payment": everyone(404),
    "/conditional-agreements/{money}/lines/{paying}/returns/{due}": everyone(404),
    "/conditional-agreements/{money}/lines/{returning}/returns/1999-01-01": everyone(404),
    "/conditional-agreements/{money}/profile": (303, 404, 404, 404, 404),
    # What follows nothing is compared with nothing; a compact is renewed by its council.
    "/compacts/{force}/comparison": everyone(404),
    "/statements/{statement}/comparison": everyone(404),
    "/drafts/compacts/{draft}/comparison": (303, 404, 404, 404, 404),
    "/drafts/statements/{national}/comparison": (303, 404, 404, 404, 404),
    "/compacts/{force}/renewal": (303, 404, 404, 404, 404),
    "/compacts/{signing}/renewal": (303, 404, 404, 404, 404),
    "/statements/{statement}/renewal": DEPARTMENTS,
    # Either party varies what all have signed; nobody a statement, or what is still open.
    "/compacts/{force}/variation": DEPARTMENTS,
    "/conditional-agreements/{money}/variation": DEPARTMENTS,
    "/compacts/{open}/variation": (303, 404, 404, 404, 404),
    "/statements/{statement}/variation": everyone(404),
    **dict.fromkeys(("/standard-lines", "/standard-lines/{standard}", "/standard-lines/{standard}.json", "/standard-lines/{standard}.csv"), DEPARTMENTS),
    # A line of one that is in force: the public is led to where it stands in the text.
    "/compacts/{force}/lines/{forceLine}": (303, 303, 303, 200, 303),
    "/compacts/{force}/signatures/new": (303, 404, 404, 200, 404),
    "/compacts/{force}/withdrawal": (303, 404, 404, 303, 404),
    "/compacts/{force}/lines/new?part=term": (303, 404, 404, 303, 404),
    "/compacts/{open}": PARTIES,
    "/compacts/{open}.json": PARTIES,
    "/compacts/{open}/position.json": PARTIES,
    "/compacts/{open}/lines/{line}": PARTIES,
    "/compacts/{open}/signatures/new": PARTIES_SEATED,
    "/compacts/{open}/withdrawal": PARTIES_SEATED,
    "/compacts/{open}/lines/new?part=term": PARTIES_SEATED,
    "/compacts/{open}/lines/new?part=contribution&above={priority}": PARTIES_SEATED,
    "/compacts/{open}/lines/new?part=target&above={priority}": PARTIES_SEATED,
    "/compacts/{open}/lines/new?part=target&above={priority}&measure=KS4_5AC&set=lait": PARTIES_SEATED,
    "/compacts/{open}/lines/{line}/target": everyone(404),
    "/compacts/{open}/text": everyone(404),
    "/compacts/{open}/bundle.tar": everyone(404),
    "/compacts/{signing}": (404, 404, 404, 200, 404),
    "/compacts/{signing}/text": (404, 404, 404, 200, 404),
    "/compacts/{signing}/bundle.tar": (404, 404, 404, 200, 404),
    "/record/entries/{private}": PARTIES,
    **dict.fromkeys(("/desk", "/desk.json", "/desk.csv", "/drafts", "/body"), SEATED),
    **dict.fromkeys(
        (
            "/drafts/compacts/{draft}", "/drafts/compacts/{draft}/summary", "/drafts/compacts/{draft}/vision",
            "/drafts/compacts/{draft}/partners", "/drafts/compacts/{draft}/priorities", "/drafts/compacts/{draft}/terms",
            "/drafts/compacts/{draft}/requests", "/drafts/compacts/{draft}/new/request",
            "/drafts/compacts/{draft}/signatories", "/drafts/compacts/{draft}/commencement",
            "/drafts/compacts/{draft}/new/term", "/drafts/compacts/{draft}/lines/{draftLine}",
            "/drafts/compacts/{draft}/new/contribution?above={draftPriority}&by={department}",
            "/drafts/compacts/{draft}/new/target?above={draftPriority}", "/drafts/compacts/{draft}/new/target?above={draftPriority}&measure=KS4_5AC&set=lait",
            "/drafts/compacts/{draft}/lines/{draftLine}/removal", "/drafts/compacts/{draft}/clearance",
            "/drafts/compacts/{draft}/check", "/drafts/compacts/{draft}/removal",
        ),
        OWN,
    ),
    **dict.fromkeys(
        [
            f"/drafts/conditional-agreements/{{conditional}}{more}" for more in (
                "", "/title", "/summary", "/period", "/sections", "/conditions", "/returns", "/terms", "/signatories", "/commencement", "/clearance",
                "/check", "/removal", "/new/section", "/new/condition", "/new/returns",
            )
        ],
        OWN,
    ),
    **dict.fromkeys(
        [
            f"/drafts/statements/{{national}}{more}" for more in (
                "", "/title", "/text", "/paragraphs", "/agenda", "/drafters", "/signatories", "/commencement", "/clearance",
                "/check", "/removal", "/new/paragraph", "/new/group", "/new/note",
            )
        ],
        DEPARTMENTS,
    ),
}  # fmt: skip

LINE_ACTS = ("acceptances", "considerations", "objections", "wordings", "removals", "remarks", "waits", "releases")
RETURN_ACTS = ("editions", "certifications", "assessments")
COURSE_ACTS = ("suspensions", "resumptions", "proposals", "acceptances", "refusals", "terminations")

# Where a form is sent to, and whose it is to send it: the seat that finds what it names.
WRITING: dict[str, str] = {
    "/sign-in": "", "/sign-out": COUNCIL, "/seat": COUNCIL, "/body/clearance": AUTHOR, "/drafts/compacts": AUTHOR,
    "/drafts/conditional-agreements": AUTHOR,
    **dict.fromkeys(
        [f"/conditional-agreements/{{money}}/{more}" for more in ("lines/{paying}/payment", "profile", "returns", "monitoring")]
        + [f"/conditional-agreements/{{money}}/lines/{{returning}}/returns/{{due}}/{act}" for act in RETURN_ACTS],
        DEPARTMENT,
    ),
    **dict.fromkeys(
        ("/releases/uploads", "/releases/uploads/{upload}/mapping", "/releases/uploads/{upload}/removal", "/releases/uploads/{upload}/releases", "/releases/{release}/withdrawal", "/measures/KS2_English_L4/description"),
        DEPARTMENT,
    ),
    "/drafts/statements": DEPARTMENT, "/compacts/{open}/signatures": SIGNATORY,
    **dict.fromkeys(("/requests", *(f"/requests/{{group}}/{act}" for act in ("members", "partings", "answers", "results"))), DEPARTMENT),
    **dict.fromkeys(
        [f"/compacts/{{open}}/{more}" for more in ("seen", "acceptances", "remarks", "withdrawal", "lines")]
        + [f"/compacts/{{open}}/lines/{{line}}/{more}" for more in ("proposal", *LINE_ACTS)],
        COUNCIL,
    ),
    **dict.fromkeys(
        [
            f"/{agreement}/{more}" for agreement in ("compacts/{force}/lines/{promised}", "statements/{statement}/lines/{undertaken}")
            for more in ("reports", "reports/1/acceptances", "reports/1/challenges")
        ],
        DEPARTMENT,
    ),
    **dict.fromkeys(
        [f"/{agreement}/course/{act}" for agreement in ("compacts/{force}", "statements/{statement}") for act in COURSE_ACTS], DEPARTMENT
    ),
    **dict.fromkeys(
        [f"/compacts/{{force}}/reviews{more}" for more in ("", "/1/views", "/1/conclusions")]
        + ["/compacts/{force}/variations", "/statements/{statement}/renewals", "/statements/{statement}/discussion", "/standard-lines", "/standard-lines/{standard}/offers"],
        DEPARTMENT,
    ),
    **dict.fromkeys(
        [f"/drafts/compacts/{{draft}}/{more}" for more in ("priorities", "clearance", "check", "removal")]
        + [f"/drafts/compacts/{{draft}}/lines/{{draftLine}}{more}" for more in ("", "/save", "/place", "/removal", "/restoration")],
        AUTHOR,
    ),
    **dict.fromkeys(
        ["/drafts/conditional-agreements/{conditional}/title"],
        AUTHOR,
    ),
    **dict.fromkeys(
        [f"/drafts/statements/{{national}}/{more}" for more in ("title", "text", "corrections", "clearance", "check", "removal")],
        DEPARTMENT,
    ),
}  # fmt: skip


def shape(method: str, path: str) -> str:
    """An address with its names taken out, as the program's own source writes it."""
    path = path.split("?")[0].strip("/")
    path = re.sub(r"^record/tile/.*", "record/tile/**", path)
    path = re.sub(r"\{(open|force|statement|signing|draft|national|money|conditional)\}", ":id", path)
    path = re.sub(r"\{(line|forceLine|draftLine|promised|undertaken|aim|asking|paying|returning)\}", ":line", path)
    path = re.sub(r"/returns/(\{due\}|[\d-]+)", "/returns/:due", path)
    path = re.sub(r"^requests/\{group\}(\.json)?", "requests/:id", path)
    path = re.sub(r"^(drafts/)?(compacts|statements|conditional-agreements)/:id\.json", r"\1K/:id", path)
    path = re.sub(r"^(drafts/)?(compacts|statements|conditional-agreements)/:id", r"\1K/:id", path)
    path = re.sub(r"/new/\w+$", "/new/:part", path)
    path = re.sub(r"/reports/\d+/", "/reports/:number/", path)
    path = re.sub(r"/reviews/\d+/", "/reviews/:number/", path)
    path = re.sub(r"^standard-lines/\{standard\}(\.json|\.csv)?", "standard-lines/:id", path)
    path = re.sub(r"^seats/\{seat\}", "seats/:seat", path)
    path = re.sub(r"signatures/\{seat\}.*", "signatures/:seat", path)
    path = re.sub(r"entries/(\{\w+\}|\d+)$", "entries/:position", path)
    path = re.sub(r"paragraphs/\d+$", "paragraphs/:number", path)
    path = re.sub(r"^assets/.*", "assets/:name", path)
    path = re.sub(r"^authorities/\d+(\.json)?$", "authorities/:code", path)
    path = re.sub(r"^authorities/\d+/", "authorities/:code/", path)
    path = re.sub(r"^measures/\w+(\.json|\.csv)?", "measures/:name", path)
    path = re.sub(r"/figures/\d+$", "/figures/:place", path)
    path = re.sub(r"^schools/\d+(\.json)?", "schools/:urn", path)
    path = re.sub(r"^releases/uploads/\{upload\}(\.json)?", "releases/uploads/:id", path)
    path = re.sub(r"^releases/\{release\}(\.json)?", "releases/:id", path)
    path = re.sub(r"/files/\d+$", "/files/:number", path)
    path = re.sub(r"^agendas/\d+/areas/.*", "agendas/:year/areas/:code", path)
    path = re.sub(r"^agendas/\d+(\.json)?$", "agendas/:year", path)
    return f"{method} {path}"


ROUTE = re.compile(r'router\.(get|post|put|delete|patch)\(\s*(?:RouterPath\()?(?:"((?:[^"\\]|\\.)*)"|([\w.]+))( \+ "[^"]*")?')
TASKS = ("summary", "vision", "partners", "priorities", "requests", "terms", "paragraphs", "agenda", "drafters", "signatories", "commencement", "period", "sections", "conditions", "returns")


def routes() -> set[str]:
    """Every address that the program's source names."""
    found = set()
    for file in (TOP / "Sources" / "Web").rglob("*.swift"):
        source = file.read_text(encoding="utf-8")
        begins = dict(re.findall(r'let (\w+) = "([^"]*K\.name[^"]*)"', source))
        lists = re.findall(r'addMoneyList\(\s*"(\w+)"', source)
        found |= {f"GET {name}{form}" for name in lists for form in ("", ".json", ".csv")}
        for method, text, value, ending in ROUTE.findall(source):
            paths = [text] if not value else [begins[value]] if value in begins else ["agreements", "compacts", "statements", "conditional-agreements"]
            for path in paths:
                path += ending[4:-1]
                for name, begin in begins.items():
                    path = path.replace(rf"\({name})", begin)
                path = path.replace(r"\(K.name)s", "K")
                path = re.sub(r"^(drafts/)?(compacts|statements|conditional-agreements)/:id", r"\1K/:id", path)
                many = [path.replace(r"\(task.slug)", slug) for slug in TASKS] if "task.slug" in path else [path]
                if "act.rawValue" in path:
                    many = [path.replace(r"\(act.rawValue)", act) for act in (COURSE_ACTS if "/course/" in path else RETURN_ACTS if "/returns/" in path else LINE_ACTS)]
                found |= {f"{method.upper()} {one}" for one in many}
    return found - {"GET **"}


def test_no_address_of_the_program_is_left_out():
    walked = {shape("GET", path) for path in READING} | {shape("POST", path) for path in WRITING}
    known = routes()
    assert not any("\\" in route for route in known), known
    assert walked == known, {"not walked": known - walked, "no address": walked - known}


# For the operator's programs, which run nothing: these answer beside the site.
BARE = ("/healthz", "/readyz", "/metrics")


def check_headers(path: str, answer: Answer) -> None:
    """What each answer carries, so that a browser runs nothing but our own script and shows us in nobody's frame."""
    if path in BARE:
        assert answer.headers.get_content_type() == "text/plain" and not answer.cookies and "Server" not in answer.headers, path
        return
    policy = answer.headers["Content-Security-Policy"] or ""
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
    assert rules["default-src"] == "'none'" and rules["frame-ancestors"] == "'none'" and rules["base-uri"] == "'none'", (path, policy)
    assert "unsafe" not in policy and "data:" not in policy and "*" not in policy, (path, policy)
    assert answer.headers["X-Content-Type-Options"] == "nosniff", path
    assert answer.headers["Referrer-Policy"] == "same-origin", path
    assert "Server" not in answer.headers, path


@pytest.mark.parametrize("viewer", VIEWERS, ids=lambda seat: seat or "the public")
def test_each_address_answers_as_it_should(place: Place, viewer: str):
    asker = place.askers[viewer]
    wrong = []
    for template, expected in READING.items():
        path = place.path(template)
        status = expected[VIEWERS.index(viewer)]
        answer = asker.ask("GET", path)
        if answer.status != status:
            wrong.append(f"{path} answered {answer.status}, not {status}")
            continue
        check_headers(path, answer)
        if status == 303 and viewer == "" and "lines/{forceLine}" not in template:
            assert answer.to.startswith("/seats"), (path, answer.to)
        if viewer and status == 200 and answer.headers.get_content_type() == "text/html":
            assert answer.headers["Cache-Control"] == "no-store", path
        head = asker.ask("HEAD", path)
        assert head.status == status and head.body == b"", (path, head.status)
    assert not wrong, "\n".join(wrong)


def test_the_public_gets_no_cookie_but_where_one_sits_down(place: Place, asking):
    public = asking(place.server)
    for path, answer in crawl(public, "/", "/nowhere").items():
        assert answer.status in (200, 303, 404), (path, answer.status)
        check_headers(path, answer)
        if path.split("?")[0] == "/seats":
            continue
        assert answer.cookies == [], path
        assert "Vary" not in answer.headers or answer.headers["Vary"] == "Cookie", path


def test_a_page_is_known_by_its_tag(place: Place):
    public = place.askers[""]
    first = public.get(f"/compacts/{place.names['force']}")
    again = public.ask("GET", f"/compacts/{place.names['force']}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status == 304 and again.body == b""
    other = place.askers[COUNCIL].ask("GET", "/compacts", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status == 200 and "ETag" not in other.headers


def test_what_no_one_knows_is_not_found(place: Place):
    names = {**place.names, **dict.fromkeys(("open", "force", "draft", "statement", "signing", "national", "group", "money", "conditional", "release", "upload"), UNKNOWN)}
    unknown = Place(place.server, place.askers, names)
    for seat in VIEWERS:
        asker = place.askers[seat]
        for template in READING:
            if re.search(r"\{(open|force|draft|statement|signing|group|money|conditional|release|upload)\}", template):
                answer = asker.ask("GET", unknown.path(template))
                assert answer.status == 404 or (seat == "" and answer.status == 303), (seat, template, answer.status)
        for path in (
            f"/compacts/{place.names['open']}/lines/{UNKNOWN}", f"/compacts/{place.names['statement']}", "/compacts/x",
            f"/statements/{place.names['force']}", "/agendas/1999", "/agendas/2003-04", "/authorities/000", "/record/entries/99999",
            "/record/entries/-1", "/record/entries/01", "/record/tile/9/000", "/record/tile/0/../../vkey", "/assets/..%2fPackage.swift",
            "/compacts.csv.json", "/compacts?year=soon", "/compacts?state=odd", "/compacts?page=0", "/compacts?page=99",
            "/requests/x", f"/requests/{place.names['group']}.csv", "/requests?state=odd", "/requests?concerns=odd", "/requests?by=000",
            "/targets?judgement=odd", "/targets?page=9", "/measures/none", "/measures/KS2_English_L4?period=never", "/measures/KS2_English_L4?sort=odd", "/measures/KS2_English_L4/figures/1",
            "/schools/1", "/schools/x", "/releases/x", "/releases/new.json", "/authorities/926/figures.xml", "/search?q=%FF", "/search?page=2&q=zzzz", "/%00", "/compacts/%00",
        ):  # fmt: skip
            answer = asker.ask("GET", path)
            assert answer.status == 404 or (answer.status == 303 and seat == ""), (seat, path, answer.status)
            check_headers(path, answer)


def test_other_methods_do_nothing(place: Place):
    asker = place.askers[COUNCIL]
    for template in READING:
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            if method == "POST" and shape("POST", template) in {shape("POST", path) for path in WRITING}:
                continue
            answer = asker.ask(method, place.path(template), b"")
            assert answer.status in (404, 405), (method, template, answer.status)
    for template in WRITING:
        if shape("GET", template) not in {shape("GET", path) for path in READING}:
            assert asker.ask("GET", place.path(template)).status == 404, template


def everything(place: Place) -> tuple[str, str, str]:
    return (
        place.askers[""].get("/record/checkpoint").text, place.askers[AUTHOR].get("/drafts").text.split("Begin a compact")[0],
        place.askers[AUTHOR].get(f"/drafts/compacts/{place.names['draft']}/check").text,
    )  # fmt: skip


def test_a_form_without_our_token_or_from_elsewhere_is_refused(place: Place):
    before = everything(place)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    host = f"http://127.0.0.1:{place.server.port}"
    for template, seat in WRITING.items():
        path = place.path(template)
        if path == "/sign-in":
            continue
        asker = place.askers[seat]
        token = f"_csrf={asker.token}".encode()
        for body, headers in (
            (b"", {}), (b"_csrf=", {}), (b"_csrf=" + place.askers[DEPARTMENT if seat != DEPARTMENT else COUNCIL].token.encode(), {}),
            (token, {"Origin": "https://elsewhere.example"}), (token, {"Origin": host + ".elsewhere.example"}),
        ):  # fmt: skip
            answer = asker.ask("POST", path, body, {**form, **headers})
            assert answer.status == 422, (path, body, headers, answer.status)
            said = answer.json["message"] if path.endswith("/save") else " ".join(answer.errors)
            assert said.lower().startswith(FOREIGN.lower()[:40]), (path, said)
            check_headers(path, answer)
        # Nobody who does not sit there gets as far.
        for other in VIEWERS:
            answer = place.askers[other].ask("POST", path, b"", form)
            assert answer.status in (303, 404, 422) and not answer.cookies, (path, other, answer.status)
            assert answer.status != 303 or other == "", (path, other, answer.to)
    assert everything(place) == before


def test_a_form_that_is_too_large_or_broken_is_refused(place: Place):
    asker = place.askers[COUNCIL]
    path = place.path("/compacts/{open}/remarks")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert asker.ask("POST", path, b"remark=" + b"a" * (4 * 1024 * 1024 + 1), form).status == 413
    assert asker.ask("POST", path, b"remark=%zz", form).status == 422
    assert asker.ask("POST", path, b"remark=%ff", form).status == 422
    assert asker.ask("POST", path, b"--x\r\nnonsense", {"Content-Type": "multipart/form-data; boundary=x"}).status == 422
    assert asker.ask("POST", path, b"&".join(b"a=1" for _ in range(10)), form).status == 422
    asker.close()


# ---- What nobody but the parties may read

PRIVATE = {
    "the draft of Norfolk": "A mentor for each of the 300 pupils",
    "the discussion of Gateshead": "nearly ready",
    "an objection of the Department": "publish a commentary",
    "the remarks on Kingston's timetable": "two sixth-form partnerships could begin with",
    "a superseded wording of Kingston's": "Nine places for Kingston",
    "an objection to a line of Kingston's": "leaves the colleges no time",
    "what Rochdale signed and the Department has not": "every child who starts school in any of our townships",
}


@pytest.mark.parametrize("viewer", ("", STRANGER), ids=("the public", "a stranger"))
def test_nothing_private_can_be_reached(place: Place, viewer: str):
    asker = place.askers[viewer]
    size = int(asker.get("/record/checkpoint").text.splitlines()[1])
    starts = [f"/record/entries/{number}" for number in range(size)] + ["/", "/desk", "/drafts", "/agreements.csv", "/search.json?q=the"]
    starts += [place.path(path) for path in READING]
    for path, answer in crawl(asker, *starts, leaving=r"/authorities/\d").items():
        text = answer.body.decode("utf-8", "replace").lower()
        for what, words in PRIVATE.items():
            assert words.lower() not in text, f"{what} is shown at {path}"


def test_each_party_reads_its_own_and_nobody_elses(place: Place):
    own = crawl(place.askers[COUNCIL], f"/compacts/{place.names['open']}", "/desk", most=3000)
    text = "\n".join(answer.body.decode("utf-8", "replace") for answer in own.values())
    for what, words in PRIVATE.items():
        assert (words in text) == ("Gateshead" in what or "objection of the Department" in what), what


# ---- What programs rely on


def test_the_api_is_described_and_answers_as_described(place: Place):
    public = place.askers[""]
    document = public.get("/api/openapi.json").json
    openapi_spec_validator.validate(document)
    examples = {
        "seat": place.names["seat"], "year": "2003", "code": "926", "position": place.names["entry"], "level": "0", "index": "000",
        "width": "1", "line": place.names["promised"], "number": "1", "name": "KS2_English_L4", "urn": "121001",
    }  # fmt: skip
    for template, item in document["paths"].items():
        kind = "statement" if template.startswith("/statements") else "force"
        values = {**examples, "id": place.names[kind], **({"code": "m"} if "/areas/" in template else {})}
        if template.startswith("/statements"):
            signed = public.get(f"/statements/{place.names['statement']}.json").json
            values["seat"] = signed["signatures"][0]["seat"]
            values["line"] = place.names["undertaken"]
        if template.startswith("/conditional-agreements"):
            signed = public.get(f"/conditional-agreements/{place.names['money']}.json").json
            values |= {"id": place.names["money"], "seat": signed["signatures"][0]["seat"], "line": place.names["conditioned"]}
        if template.endswith("/target.json"):
            values["line"] = place.names["aim"]
        if template.startswith("/releases"):
            values["id"] = place.names["release"]
        if template.startswith("/requests"):
            values["id"] = place.names["group"]
        path = re.sub(r"\{(\w+)\}", lambda name, values=values: values[name[1]], template)
        asker = public
        if template.startswith("/standard-lines"):
            asker, path = place.askers[DEPARTMENT], path.replace(values["id"], place.names["standard"])
        answer = asker.get(path)
        [(media, content)] = item["get"]["responses"]["200"]["content"].items()
        assert media in ("*/*", answer.headers.get_content_type()), (path, answer.headers["Content-Type"])
        if media == "application/json":
            schema = {**content["schema"], "components": document["components"]}
            openapi_schema_validator.OAS31Validator(schema).validate(json.loads(answer.body))
    described = {re.sub(r"\{\w+\}", "[^/]+", re.escape(path).replace(r"\{", "{").replace(r"\}", "}")) for path in document["paths"]}
    for path in crawl(public, "/"):
        name = path.split("?")[0]
        if re.search(r"\.(json|csv|tar|p7s)$", name) or name.startswith("/record/"):
            assert any(re.fullmatch(one, name) for one in described), f"{name} is not in the description"
