"""Data sets fetched by their ids from the public interface of Explore Education Statistics: here from a stand-in that answers as the
interface's OpenAPI document says, with published absence figures, and that does wrong what it is told to."""

import collections.abc
import email.utils
import json
import pathlib
import subprocess
import time

import jsonschema
import pytest

from ees_stub import DataSet, Stub, absence
from running import TOP, free_port
from test_figures import Register, report_of

EES = TOP.parent / "shared" / "data" / "ees"
FILES = [EES / name for name in ("ees-openapi.json", "absence_by_term.zip", "exclusions_by_characteristic.zip")]

pytestmark = pytest.mark.skipif(not all(file.exists() for file in FILES), reason=f"published data sets are not at hand in {EES}")


@pytest.fixture(scope="module")
def service() -> collections.abc.Iterator[Stub]:
    document, archive, others = FILES
    exclusions = DataSet("Exclusions, by characteristic", others)
    exclusions.publish("1.0", exclusions.rows)
    stub = Stub(document, absence(archive), exclusions)
    yield stub
    stub.close()


@pytest.fixture(autouse=True)
def behaving(service: Stub) -> collections.abc.Iterator[None]:
    service.behave()
    yield
    assert service.strange == [], "asked or answered otherwise than the document says"


@pytest.fixture
def register(tmp_path: pathlib.Path) -> Register:
    return Register(tmp_path / "data")


def id_of(service: Stub, title: str = "Absence by term") -> str:
    return next(data.id for data in service.sets.values() if data.title == title)


def fetch(register: Register, service: Stub, *words: str, id: str | None = None, status: int = 0) -> subprocess.CompletedProcess:
    return register.ask("import", "--data-set", id or id_of(service), "--from", service.address, *words, status=status)


def taken(register: Register, service: Stub, *words: str, **others) -> dict:
    return json.loads(fetch(register, service, *words, "--json", **others).stdout)


def kept(register: Register) -> object:
    """All that is in the folder, or that there is none."""
    return register.state() if register.data.exists() else None


def test_the_stand_in_keeps_to_the_document(service: Stub):
    """What it answers, places and periods too, is as the document says; and what is not, it notices."""
    data = service.sets[id_of(service)]
    answers = {
        "": data.summary(), "/meta": data.described(data.versions[-1], []),
        "/versions": data.listed(1, 20), "/versions/2.1": data.version(data.versions[-1]),
    }  # fmt: skip
    for path, answer in answers.items():
        _, operation, inside = service.document.operation(f"/v1/data-sets/{data.id}{path}")
        service.document.answered(operation, 200, "application/json", answer)
        assert service.document.asked(operation, {"page": ["1"]} if path == "/versions" else {}, inside) is None
        assert service.document.asked(operation, {"sort": ["up"]}, inside) == "there is no parameter sort"
        for name in answer.keys() - {"supersedingDataSetId", "latestVersion", "withdrawn", "published"}:
            with pytest.raises(jsonschema.ValidationError):
                service.document.answered(operation, 200, "application/json", {key: value for key, value in answer.items() if key != name})
    assert len(answers["/meta"]["locations"]) == 3 and len(answers["/meta"]["timePeriods"]) == 5
    _, listing, inside = service.document.operation(f"/v1/data-sets/{data.id}/versions")
    assert "21 is greater than the maximum" in service.document.asked(listing, {"pageSize": ["21"]}, inside)


def test_the_newest_version_is_fetched_and_taken_in(service: Stub, register: Register):
    answer = taken(register, service)
    fetched, report = answer["fetched"], report_of(answer, "ees")
    address = f"{service.address}/v1/data-sets/{id_of(service)}/csv?dataSetVersion=2.1"
    assert (fetched["id"], fetched["version"], fetched["address"]) == (id_of(service), "2.1", address)
    assert fetched["title"] == report["source"]["title"] == "Absence by term" and fetched["notes"] == "One figure was put right."
    assert fetched.get("wish") is None and report["source"]["address"] == address
    assert report["source"]["licence"] == "Open Government Licence v3.0" and report["set"] == "absence_by_term"
    assert len(answer["releases"]) == 1 and report["rows"] == 9680 and report["measures"] == 23
    # The file is asked for by the exact version, and so is what its columns are.
    assert [path for path in service.asked if "csv" in path or "meta" in path] == [
        f"/v1/data-sets/{id_of(service)}/meta?dataSetVersion=2.1&types=Filters&types=Indicators",
        f"/v1/data-sets/{id_of(service)}/csv?dataSetVersion=2.1",
    ]
    register.say("rebuild", "--check")


def test_its_figures_are_those_of_the_published_files(service: Stub, register: Register, tmp_path: pathlib.Path):
    fetch(register, service, "--version", "2.0")
    other = Register(tmp_path / "other")
    other.take(FILES[1])

    def figures(register: Register) -> list[list[str]]:
        # But for the release, which each has of its own.
        return [row[:-1] for row in register.csv("sess_overall_percent", "--set", "absence_by_term")]

    assert figures(register) == figures(other) and len(figures(register)) == 149


def test_values_that_stand_in_groups_keep_them(service: Stub, register: Register):
    answer = taken(register, service, id=id_of(service, "Exclusions, by characteristic"))
    report = report_of(answer, "ees")
    assert report["repeated"] == 0 and report["rows"] > 100 and report["set"] == "exclusions_by_characteristic"


@pytest.mark.parametrize(("wish", "version"), [("2.*", "2.1"), ("2.0.*", "2.0"), ("*", "2.1"), ("1.1", "1.1"), ("2.1", "2.1")])
def test_an_asterisk_is_resolved_to_one_version_and_the_report_shows_it(service: Stub, register: Register, wish: str, version: str):
    fetched = taken(register, service, "--version", wish, "--check")["fetched"]
    assert fetched["version"] == version and fetched["address"].endswith(f"?dataSetVersion={version}")
    assert fetched.get("wish") == (wish if "*" in wish else None)
    said = fetch(register, service, "--version", wish, "--check").stdout
    assert f"version {version}" in said and fetched["address"] in said and ("*" not in wish or f"the newest of {wish}" in said)
    assert "Only checked" in said and "No figures were taken in yet" in register.ask("figures", "sess_overall", status=1).stderr


def test_the_same_version_is_not_taken_in_a_second_time(service: Stub, register: Register):
    fetch(register, service)
    before = kept(register)
    for words in ((), ("--version", "2.*"), ("--version", "2.1")):
        answer = fetch(register, service, *words, status=1)
        assert "taken in already" in answer.stderr and answer.stderr.count("\n") == 1 and not answer.stdout
        assert kept(register) == before


def test_a_newer_version_supersedes_and_the_report_says_what_differs(service: Stub, register: Register):
    first = taken(register, service, "--version", "1.1")["releases"]
    report = report_of(taken(register, service, "--version", "2.0"), "ees")
    assert report["supersedes"] == first[0] and (report["changed"], report["removed"]) == (0, 0) and report["added"] > 20_000
    said = fetch(register, service, "--version", "2.*").stdout
    assert "1 figures changed, 0 added, 0 gone" in said and "56595915.0 became 56595916.0" in said
    register.say("rebuild", "--check")


def test_a_version_that_its_publisher_gives_up_is_fetched_and_the_report_says_so(service: Stub, register: Register):
    assert taken(register, service, "--version", "1.1", "--check")["fetched"]["status"] == "Deprecated"
    assert "Deprecated" in fetch(register, service, "--version", "1.1", "--check").stdout


def test_a_busy_service_is_asked_again_when_it_says(service: Stub, register: Register):
    service.tell("status", "/csv", times=2, value="429 1")
    service.tell("status", "/meta", times=1, value="503")
    began = time.monotonic()
    taken(register, service, "--check")
    assert 3 <= time.monotonic() - began < 30
    assert sum("/csv" in path for path in service.asked) == 3 and sum("/meta" in path for path in service.asked) == 2


def test_a_time_to_ask_again_is_understood(service: Stub, register: Register):
    service.tell("status", "/csv", times=1, value=f"429 {email.utils.formatdate(time.time() + 2, usegmt=True)}")
    taken(register, service, "--check")
    assert sum("/csv" in path for path in service.asked) == 2


def test_a_redirect_on_the_way_is_gone_along(service: Stub, register: Register):
    service.tell("redirect", "/csv", times=2, value="PATH")
    assert taken(register, service, "--check")["fetched"]["version"] == "2.1"
    assert sum("/csv" in path for path in service.asked) == 3


SHAPES = [
    (("--data-set", "absence"), "fetch.id", "'absence' is no id of a data set"),
    (("--version", "two"), "fetch.version", "'two' is no version"),
    (("--version", "2"), "fetch.version", "'2' is no version"),
    (("--version", "*.1"), "fetch.version", "'*.1' is no version"),
    (("--from", "http://example.org"), "fetch.address", "https://"),
    (("--from", "example.org"), "fetch.address", "https://"),
    (("--data-set", "7588c2d6-9e8a-4d84-8f19-6b8d52a01fbd"), "fetch.unknown", "has no data set 7588c2d6-9e8a-4d84-8f19-6b8d52a01fbd"),
    (("--version", "3.*"), "fetch.no-version", "choose one of 2.1, 2.0, 1.1"),
    (("--version", "1.0.*"), "fetch.no-version", "choose one of 2.1, 2.0, 1.1"),
    (("--version", "2.7"), "fetch.no-version", "choose one of 2.1, 2.0, 1.1"),
    (("--version", "1.0"), "fetch.withdrawn", "was withdrawn by its publisher (A column was empty.)"),
]

FAILURES = [
    (("status", "", 1000, "403"), "fetch.forbidden", "ask its publisher"),
    (("status", "/csv", 1000, "401"), "fetch.forbidden", "ask its publisher"),
    (("status", "/csv", 1000, "404"), "fetch.gone", "is listed and not there"),
    (("status", "/csv", 1000, "500"), "fetch.status", "500"),
    (("status", "", 1000, "429 0"), "fetch.busy", "try again later"),
    (("status", "/meta", 1000, "503 3600"), "fetch.busy", "for another 3600 seconds"),
    (("cut", "/csv", 1000, ""), "fetch.cut-off", "broke off"),
    (("cut", "/meta", 1000, ""), "fetch.cut-off", "broke off"),
    (("silent", "/csv", 1000, ""), "fetch.rows", "Try again"),
    (("html", "", 1000, ""), "fetch.json", "check the address"),
    (("html", "/csv", 1000, ""), "fetch.csv", "text/html"),
    (("huge", "/csv", 1000, str(600 << 20)), "fetch.large", "512 MiB"),
    (("redirect", "/csv", 1000, "http://example.org/"), "fetch.redirect", "no https address"),
    (("redirect", "/csv", 1000, "file:///etc/passwd"), "fetch.redirect", "no https address"),
    (("redirect", "/csv", 1000, "PATH"), "fetch.redirect", "more than 3 times"),
]


def refused(register: Register, service: Stub, words: tuple[str, ...], rule: str, said: str) -> None:
    """It is refused in one line, by that rule, and nothing is changed: where there is a register, and where there is none."""
    words = words if "--data-set" in words else ("--data-set", id_of(service), *words)
    words = words if "--from" in words else ("--from", service.address, *words)
    answer = register.ask("import", *words, status=1)
    assert said in answer.stderr and answer.stderr.count("\n") == 1 and not answer.stdout, answer.stderr
    assert kept(register) is None
    [reason] = json.loads(register.ask("import", *words, "--json", status=1).stderr)["refused"]
    assert reason["rule"] == rule and said in reason["message"]
    assert kept(register) is None


@pytest.mark.parametrize(("words", "rule", "said"), SHAPES, ids=[f"{' '.join(words)}" for words, *_ in SHAPES])
def test_what_cannot_be_fetched_is_refused(service: Stub, register: Register, words: tuple[str, ...], rule: str, said: str):
    refused(register, service, words, rule, said)


@pytest.mark.parametrize(("wrong", "rule", "said"), FAILURES, ids=[f"{rule} {wrong[0]}{wrong[1]}" for wrong, rule, _ in FAILURES])
def test_a_service_that_fails_changes_nothing(service: Stub, register: Register, wrong: tuple[str, str, int, str], rule: str, said: str):
    service.tell(*wrong)
    refused(register, service, (), rule, said)


def test_a_slow_service_is_given_up_in_time(service: Stub, register: Register):
    service.tell("slow", "/csv")
    began = time.monotonic()
    refused(register, service, ("--within", "2"), "fetch.slow", "did not answer in time")
    assert time.monotonic() - began < 20


def test_nobody_there_is_said_so(service: Stub, register: Register):
    refused(register, service, ("--from", f"http://127.0.0.1:{free_port()}"), "fetch.unreachable", "cannot be reached")


def test_a_failure_leaves_what_was_taken_in_before(service: Stub, register: Register):
    fetch(register, service, "--version", "2.0")
    before = kept(register)
    for wrong in (("cut", "/csv"), ("silent", "/csv"), ("html", "/csv")):
        service.behave()
        service.tell(*wrong)
        assert fetch(register, service, status=1).stderr.count("\n") == 1
        assert kept(register) == before
