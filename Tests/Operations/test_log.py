"""What the log says, and what it never says."""

import collections.abc
import json
import pathlib
import re
import shlex
import sqlite3

import pytest

from asking import Asker
from running import LOGS, PASSWORD, Server

# One for each way in; none of them may be found in the log, in whatever letters.
QUERY, FIELD, SEALED, COOKIE, HEADER, EMAIL, TYPED, PATH = (
    f"marker{word}" for word in ("query", "field", "sealed", "cookie", "header", "mail", "password", "path")
)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
NAMES = {"time", "level", "event"}


@pytest.fixture(params=["text", "json"])
def broken(request: pytest.FixtureRequest, tmp_path: pathlib.Path, serving) -> collections.abc.Iterator[Server]:
    """A demonstration that logs all it can, and whose views somebody spoils."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"log-{request.param}.log"
    log.unlink(missing_ok=True)
    settings = {"CONCORDAT_LOG_LEVEL": "trace", "CONCORDAT_LOG_FORMAT": request.param}
    server = Server(tmp_path / "data", log, "--demo", settings=settings).start()
    yield server
    server.stop()
    # The views are built anew from the record, whatever became of them.
    for file in server.data.glob("views-*"):
        file.unlink()
    server.check_rebuild()


def lines(server: Server) -> list[dict[str, str]]:
    """The log, line by line, in whichever form."""
    found = []
    for line in server.log.read_text(encoding="utf-8").splitlines():
        if line.startswith("{"):
            found.append(json.loads(line))
        elif line.startswith("time="):
            found.append(dict(word.split("=", 1) for word in shlex.split(line)))
    return found


def spoil(server: Server, table: str) -> None:
    [views] = server.data.glob("views-*.sqlite")
    with sqlite3.connect(views, timeout=10) as database:
        database.execute(f"DROP TABLE {table}")
    database.close()


def test_a_failure_is_found_by_its_reference_and_nothing_that_was_sent_is_logged(broken: Server, asking):
    asker: Asker = asking(broken).sit("Policy officer, Gateshead")
    [row] = [row for row in asker.get("/compacts.json").json["rows"] if row["authority"] == "390"]
    compact = f"/compacts/{row['id']}"
    asker.post(compact + "/remarks", remark=f"{SEALED} is what they say")
    asker.post(compact + "/remarks", 422, remark="", other=FIELD)
    asker.cookies["stray"] = COOKIE
    sent = {"X-Stray": HEADER, "User-Agent": HEADER, "Referer": f"http://here/{HEADER}", "Authorization": HEADER, "X-Forwarded-For": HEADER}
    asker.ask("GET", f"/compacts?year={QUERY}", headers=sent)
    asker.ask("GET", f"/search?q={QUERY}", headers=sent)
    asker.ask("GET", f"/{PATH}/{PATH}", headers=sent)
    asker.ask("MARKERMETHOD", f"/{PATH}", headers=sent)
    asker.ask("POST", compact + "/remarks", f"remark={FIELD}".encode(), {**FORM, **sent})
    asker.ask("POST", compact + "/remarks", f"remark=%zz{FIELD}".encode(), {**FORM, **sent})
    asker.ask("POST", "/sign-in", f"email={EMAIL}@example.org&password={TYPED}".encode(), FORM)

    spoil(broken, "found")
    failed = asker.ask("GET", f"/search?q={QUERY}", headers=sent)
    assert failed.status == 500
    reference = re.search(r"Reference: (\w+)", failed.text)[1]
    [line] = [line for line in lines(broken) if line["level"] == "error" and line.get("reference") == reference]
    assert line["event"] == "a request failed" and line["status"] == "500" and line["route"] == "/search" and line["method"] == "GET"
    assert line["kind"] == "views" and "SQLite 1" in line["error"] and float(line["ms"]) >= 0
    [access] = [line for line in lines(broken) if line["event"] == "answered" and line.get("reference") == reference]
    assert access["level"] == "debug" and access["status"] == "500"
    assert QUERY not in failed.text.replace(f'value="{QUERY}"', "")

    # A change stands while the pages cannot show it.
    spoil(broken, "folded")
    spoiled = asker.ask("POST", compact + "/remarks", f"_csrf={asker.token}&remark={SEALED}+again".encode(), {**FORM, **sent})
    assert spoiled.status == 202 and "What you did was kept" in spoiled.text
    reference = re.search(r"Reference: (\w+)", spoiled.text)[1]
    [line] = [line for line in lines(broken) if line["level"] == "error" and line.get("reference") == reference]
    assert line["kind"] == "kept-unseen" and "SQLite 1" in line["error"] and line["route"] == "/compacts/{id}/remarks"

    text = broken.log.read_text(encoding="utf-8").lower()
    for marker in (QUERY, FIELD, SEALED, COOKIE, HEADER, EMAIL, TYPED, PATH, "markermethod", row["id"], asker.cookies["visit"], asker.token):
        assert marker not in text, [line for line in text.splitlines() if marker in line][:3]


def test_every_line_stands_alone(broken: Server, asking):
    asking(broken).get("/compacts")
    found = lines(broken)
    text = broken.log.read_text(encoding="utf-8").splitlines()
    own = [line for line in text if not line.startswith(("{", "time="))]
    # The welcome of the demonstration is for a person at a terminal.
    assert all(line == "" or line.startswith(("The demonstration", "Read it", "  ", "Stop it")) for line in own), own
    assert found and all(NAMES <= line.keys() for line in found)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"]) for line in found)
    [serving] = [line for line in found if line["event"] == "serving"]
    assert serving["level"] == "info" and serving["data"] == str(broken.data)


def test_at_the_usual_level_requests_leave_no_line(serving, asking):
    server = serving("quiet")
    asker = asking(server)
    before = server.log.read_text(encoding="utf-8")
    asker.get("/")
    asker.get("/nowhere", 404)
    asker.get("/sign-in")
    asker.post("/sign-in", 422, email="a@example.org", password=PASSWORD)
    assert server.log.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(("name", "value"), [
    ("CONCORDAT_LOG_FORMAT", "xml"), ("CONCORDAT_METRICS", "yes"), ("CONCORDAT_PROXY", "localhost"), ("CONCORDAT_PROXY", "10.0.0.0/99"),
])  # fmt: skip
def test_a_setting_that_does_not_fit_ends_it_before_it_did_anything(tmp_path: pathlib.Path, name: str, value: str):
    server = Server(tmp_path / "data", tmp_path / "log", settings={name: value})
    with pytest.raises(AssertionError, match="ended with status 2"):
        server.start()
    assert name in server.log.read_text(encoding="utf-8") and not server.data.exists()
