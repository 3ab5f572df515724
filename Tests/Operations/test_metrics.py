"""What the program counts and measures, read as Prometheus reads it, after requests that are known."""

import re
import threading

import pytest

from asking import Asker
from figures import Figures, figures
from running import PASSWORD, TOP, Server

EMAIL = "kim@example.org"


@pytest.fixture(scope="module")
def watched(serving) -> Server:
    server = serving("watched")
    server.run("body", "add", "--code", "dfes", "--name", "The Department", "--sort", "department")
    server.run("body", "add", "--code", "lga", "--name", "The Association", "--sort", "association")
    server.add_person(EMAIL, "Kim Known", "dfes", "Director of standards", "director")
    return server


@pytest.fixture
def asker(watched: Server, asking) -> Asker:
    return asking(watched)


REQUESTS = "concordat_http_requests_total"
TIMES = "concordat_http_request_duration_seconds"


def test_every_figure_has_a_help_and_a_sort(asker: Asker):
    asker.get("/")
    now = figures(asker)
    sorts = {
        REQUESTS: "counter", TIMES: "histogram", "concordat_http_connections": "gauge", "concordat_http_requests_in_progress": "gauge", "concordat_wrong_passwords_total": "counter",
        "concordat_sign_in_limited_total": "counter", "concordat_entries_appended_total": "counter", "concordat_commits_total": "counter",
        "concordat_commit_failures_total": "counter", "concordat_record_entries": "gauge", "concordat_views_entries": "gauge",
        "concordat_views_lag_entries": "gauge", "concordat_record_bytes": "gauge", "concordat_record_wal_bytes": "gauge",
        "concordat_data_free_bytes": "gauge", "concordat_data_disk_bytes": "gauge", "concordat_ready": "gauge",
        "process_start_time_seconds": "gauge", "process_resident_memory_bytes": "gauge", "process_cpu_seconds_total": "counter",
        "process_open_fds": "gauge", "concordat_build_info": "gauge",
    }  # fmt: skip
    found = {name + ("_total" if family.type == "counter" else ""): family.type for name, family in now.families.items()}
    optional = {"concordat_refusals_total": "counter", "concordat_failures_total": "counter"}
    assert {name: sort for name, sort in found.items() if name not in optional} == sorts
    for name, family in now.families.items():
        assert family.documentation.endswith("."), name
    documented = (TOP / "docs" / "running.md").read_text(encoding="utf-8")
    for name in sorts | optional:
        assert f"`{name}`" in documented, f"docs/running.md does not say what {name} is"


def test_requests_are_counted_one_by_one(asker: Asker):
    before = figures(asker)
    for _ in range(3):
        asker.get("/compacts")
    asker.get("/compacts.json")
    asker.ask("HEAD", "/compacts")
    asker.get("/compacts/abcdefghijklmnop", 404)
    asker.get("/no/such/page", 404)
    asker.ask("POST", "/no/such/page", b"")
    asker.ask("PROPFIND", "/compacts")
    for path in ("/healthz", "/readyz", "/metrics"):
        asker.get(path)
    after = figures(asker)

    def more(**labels: str) -> float:
        return after(REQUESTS, **labels) - before(REQUESTS, **labels)

    assert more(route="/compacts", method="read", status="2xx") == 4
    assert more(route="/compacts.json", method="read", status="2xx") == 1
    assert more(route="/compacts/{id}", method="read", status="4xx") == 1
    assert more(route="/**", status="4xx") == 1
    # What has no route: another method too.
    assert more(route="other", method="write", status="4xx") == 2
    assert more() == 9
    assert after(TIMES + "_count") - before(TIMES + "_count") == 9
    assert after(TIMES + "_bucket", le="+Inf") == after(TIMES + "_count") == after(REQUESTS)


def test_buckets_only_grow(asker: Asker):
    asker.get("/")
    now = figures(asker)
    for method in ("read", "write"):
        buckets = sorted(
            (float(dict(key)["le"]), value) for key, value in now.samples[TIMES + "_bucket"].items() if ("method", method) in key
        )
        assert len(buckets) == 14 and buckets[-1][0] == float("inf")
        counts = [value for _, value in buckets]
        assert counts == sorted(counts) and counts[-1] == now(TIMES + "_count", method=method)
    assert now(TIMES + "_sum", method="read") > 0


def test_refusals_are_counted_by_rule(asker: Asker):
    asker.sign_in(EMAIL, PASSWORD)
    before = figures(asker)
    page = asker.get("/drafts")
    form = {"id": page.hidden("id"), "other": re.search(r'name="other".*?value="([a-z2-7]{16})"', page.text, re.DOTALL)[1]}
    asker.post("/drafts/statements", 422, **form, title="", year="2003/04")
    asker.post("/drafts/statements", 422, **form, title="", year="2003/04")
    asker.post("/drafts/statements", 422, **form, title="The statement", year="soon")
    token, asker.token = asker.token, "00"
    asker.post("/sign-out", 422)
    asker.token = token
    after = figures(asker)
    rules = {dict(key)["rule"] for key in after.samples["concordat_refusals_total"]}
    listed = (TOP / "docs" / "rules.md").read_text(encoding="utf-8")
    assert all(f"`{rule}`" in listed for rule in rules - {"other"}), rules
    gained = {rule: after("concordat_refusals_total", rule=rule) - before("concordat_refusals_total", rule=rule) for rule in rules}
    assert gained["form.foreign"] == 1 and sum(gained.values()) == 4, gained
    assert after(REQUESTS, method="write", status="4xx") - before(REQUESTS, method="write", status="4xx") == 4


def test_wrong_passwords_and_limits_are_counted(asker: Asker):
    asker.get("/sign-in")
    before = figures(asker)
    for _ in range(10):
        asker.post("/sign-in", 422, email="nobody@example.org", password="wrong")
    for _ in range(2):
        asker.post("/sign-in", 429, email="nobody@example.org", password="wrong")
    after = figures(asker)
    assert after("concordat_wrong_passwords_total") - before("concordat_wrong_passwords_total") == 10
    assert after("concordat_sign_in_limited_total") - before("concordat_sign_in_limited_total") == 2


def test_what_is_written_is_counted_and_measured(asker: Asker, watched: Server):
    asker.sign_in(EMAIL, PASSWORD)
    before = figures(asker)
    page = asker.get("/body")
    seat = re.search(r'name="seats"[^>]*value="([a-z2-7]{16})"', page.text)
    asker.post("/body/clearance", seats=seat[1])
    after = figures(asker)
    assert after("concordat_entries_appended_total") - before("concordat_entries_appended_total") == 1
    assert after("concordat_commits_total") - before("concordat_commits_total") >= 1
    assert after("concordat_record_entries") - before("concordat_record_entries") == 1
    assert after("concordat_views_entries") == after("concordat_record_entries") and after("concordat_views_lag_entries") == 0
    assert after("concordat_commit_failures_total") == 0 and after("concordat_ready") == 1
    assert after("concordat_record_bytes") == (watched.data / "record.sqlite").stat().st_size
    assert after("concordat_record_wal_bytes") == (watched.data / "record.sqlite-wal").stat().st_size
    assert 0 < after("concordat_data_free_bytes") < after("concordat_data_disk_bytes")
    # Another process writes: the record grows and the views follow, and nothing of it was appended here.
    watched.run("body", "add", "--code", "local", "--name", "Another one", "--sort", "association")
    asker.get("/readyz")
    last = figures(asker)
    assert last("concordat_record_entries") > after("concordat_record_entries")
    assert last("concordat_entries_appended_total") == after("concordat_entries_appended_total")
    assert last("concordat_views_lag_entries") == 0


def test_many_at_once_are_counted_exactly(watched: Server, asking):
    askers = [asking(watched) for _ in range(8)]
    before = figures(askers[0])

    def read(asker: Asker) -> None:
        for _ in range(25):
            asker.get("/accessibility")

    readers = [threading.Thread(target=read, args=(asker,)) for asker in askers]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    after = figures(askers[0])
    assert after(REQUESTS, route="/accessibility") - before(REQUESTS, route="/accessibility") == 200
    assert after("concordat_http_connections") >= 8


def test_counters_never_fall_and_name_nobody(asker: Asker):
    asker.sign_in(EMAIL, PASSWORD)
    first: Figures = figures(asker)
    asker.get("/search?q=secretword")
    asker.get("/compacts/abcdefghijklmnop", 404)
    text = asker.get("/metrics").text
    second = Figures(text)
    for name, family in second.families.items():
        if family.type in ("counter", "histogram"):
            for sample in family.samples:
                before = first.samples.get(sample.name, {}).get(frozenset(sample.labels.items()), 0)
                assert sample.value >= before, (name, sample)
    for private in ("secretword", "abcdefghijklmnop", EMAIL, "Kim", str(asker.server.data), "127.0.0.1"):
        assert private not in text, private


def test_metrics_stay_on_this_machine(watched: Server, asker: Asker, serving, asking):
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Host", "X-Forwarded-Proto"):
        answer = asker.ask("GET", "/metrics", headers={header: "127.0.0.1"})
        assert answer.status == 403 and "concordat_" not in answer.text, header
    assert asker.get("/metrics").status == 200
    open_to_all = asking(serving("metrics-open", settings={"CONCORDAT_METRICS": "open"}))
    assert open_to_all.ask("GET", "/metrics", headers={"X-Forwarded-For": "192.0.2.1"}).status == 200
    off = asking(serving("metrics-off", settings={"CONCORDAT_METRICS": "off"}))
    assert off.ask("GET", "/metrics").status == 404


def test_tries_are_counted_by_the_client_behind_a_believed_proxy_only(serving, asking, watched: Server):
    def tries(asker: Asker, forwarded: str, number: int) -> list[int]:
        """The statuses of so many wrong tries, each at another account."""
        asker.get("/sign-in")
        statuses = []
        for name in range(number):
            body = f"_csrf={asker.token}&email=n{name}.{len(forwarded)}@example.org&password=wrong".encode()
            headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": forwarded}
            statuses.append(asker.ask("POST", "/sign-in", body, headers).status)
        return statuses

    behind = serving("behind-proxy", settings={"CONCORDAT_PROXY": "127.0.0.1"})
    asker = asking(behind)
    # A hundred tries of one network are allowed, and what somebody claims before the last hop changes nothing.
    assert set(tries(asker, "203.0.113.1, 198.51.100.1", 60) + tries(asker, "203.0.113.2, 198.51.100.1", 40)) == {422}
    assert tries(asker, "203.0.113.3, 198.51.100.1", 1) == [429]
    assert tries(asker, "198.51.100.1, 198.51.100.2", 1) == [422]
    # Without the setting the header is anybody's invention: everybody behind the connection is one.
    bare = asking(serving("no-proxy"))
    assert set(tries(bare, "198.51.100.1", 50) + tries(bare, "198.51.100.2", 50)) == {422}
    assert tries(bare, "198.51.100.3", 1) == [429]
