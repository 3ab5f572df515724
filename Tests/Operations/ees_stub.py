"""The public interface of Explore Education Statistics over published data, as far as Concordat asks anything of it.

Every answer is compared with the interface's OpenAPI document before it goes out, and so is every request: what the document does not
know is answered with 400 and kept in `strange`. Only what a test tells it to do wrong is outside the document.
"""

import collections
import csv
import dataclasses
import functools
import gzip
import http.server
import io
import json
import pathlib
import re
import threading
import urllib.parse
import uuid
import zipfile

import jsonschema
import openapi_schema_validator

# Columns that every such file has, and the places among them: the rest is named in the file beside it.
LEVELS = {"National": "NAT", "Regional": "REG", "Local authority": "LA"}
PERIODS = {"Academic year": "AY", "Calendar year": "CY", "Financial year": "FY"}
PLACES = {"NAT": ("country_code", "country_name"), "REG": ("region_code", "region_name"), "LA": ("new_la_code", "la_name")}
# Pieces in which a file goes out, so that it can be cut off or slow between two of them.
PIECE = 1 << 14


class Document:
    """The OpenAPI document, and whether something is as it says."""

    def __init__(self, file: pathlib.Path) -> None:
        self.document = json.loads(file.read_text(encoding="utf-8-sig"))
        self.schemas = {name: self._whole(schema) for name, schema in self.document["components"]["schemas"].items()}

    def _whole(self, schema: dict) -> dict:
        """Makes one schema of those that build on another: taken at its word, the document lets each of the two allow only its own
        properties, so that no place with a code could ever be valid."""
        parts = [self._named(part) for part in schema.get("allOf", [])]
        if len(parts) < 2:
            return schema
        whole = {"type": "object", "required": [], "properties": {}, "additionalProperties": False}
        for part in parts:
            whole["required"] += part.get("required", [])
            whole["properties"] |= part.get("properties", {})
        return whole

    def _named(self, schema: dict) -> dict:
        return self.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema

    def check(self, value: object, schema: dict) -> None:
        """Fails where a value is not as a schema says."""
        openapi_schema_validator.OAS30Validator(
            {**schema, "components": {"schemas": self.schemas}}, format_checker=openapi_schema_validator.oas30_format_checker
        ).validate(value)

    def operation(self, path: str) -> tuple[str, dict, dict[str, str]] | None:
        """What a path asks for: its template, the operation, and the values in it."""
        for template, methods in self.document["paths"].items():
            pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(template))
            if (found := re.fullmatch(pattern, path)) and "get" in methods:
                return template, methods["get"], {name: urllib.parse.unquote(value) for name, value in found.groupdict().items()}
        return None

    def asked(self, operation: dict, given: dict[str, list[str]], inside: dict[str, str]) -> str | None:
        """What is wrong with the parameters of a request."""
        known = {parameter["name"]: parameter for parameter in operation["parameters"]}
        for name, values in [*given.items(), *((name, [value]) for name, value in inside.items())]:
            if name not in known:
                return f"there is no parameter {name}"
            schema = known[name]["schema"]
            kind = schema.get("type")
            value: object = values if kind == "array" else int(values[0]) if kind == "integer" and values[0].isdigit() else values[0]
            try:
                self.check(value, schema)
            except jsonschema.ValidationError as error:
                return f"{name}: {error.message}"
        return None

    def answered(self, operation: dict, status: int, kind: str, body: object) -> None:
        """Fails where an answer is not as the document says."""
        self.check(body, operation["responses"][str(status)]["content"][kind]["schema"])


@dataclasses.dataclass
class Version:
    """One version of a data set, with the rows that it has."""

    number: str
    heading: list[str]
    rows: list[list[str]]
    status: str = "Published"
    notes: str = ""

    @functools.cached_property
    def file(self) -> bytes:
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows([self.heading, *self.rows])
        return text.getvalue().encode()

    def column(self, name: str) -> list[str]:
        if name not in self.heading:
            return [""] * len(self.rows)
        index = self.heading.index(name)
        return [row[index] for row in self.rows]


class DataSet:
    """A data set, its versions oldest first, and what its own meta file says of its columns."""

    def __init__(self, title: str, archive: pathlib.Path) -> None:
        self.title = title
        self.id = str(uuid.uuid5(uuid.NAMESPACE_URL, title))
        self.status = "Published"
        with zipfile.ZipFile(archive) as files:
            meta = next(name for name in files.namelist() if name.endswith(".meta.csv"))
            self.meta = list(csv.DictReader(io.StringIO(files.read(meta).decode("utf-8-sig"), newline="")))
            data = files.read(meta.replace(".meta", "")).decode("utf-8-sig")
        self.heading, *self.rows = csv.reader(io.StringIO(data, newline=""))
        self.versions: list[Version] = []

    def publish(self, number: str, rows: list[list[str]], **facts: str) -> Version:
        self.versions.append(Version(number, self.heading, rows, **facts))
        return self.versions[-1]

    @property
    def latest(self) -> Version | None:
        return next((version for version in reversed(self.versions) if version.status == "Published"), None)

    def find(self, wanted: str | None) -> Version | None:
        """The version of a number; the newest published one that begins so where it ends with an asterisk."""
        if wanted is None:
            return self.latest
        if not wanted.endswith("*"):
            return next((version for version in self.versions if version.number == wanted), None)
        start = wanted[:-1].rstrip(".")
        fitting = [version for version in self.versions if not start or f"{version.number}.".startswith(f"{start}.")]
        return next((version for version in reversed(fitting) if version.status == "Published"), None)

    def columns(self, kind: str, version: Version) -> list[dict[str, str]]:
        return [row for row in self.meta if row["col_type"] == kind and row["col_name"] in version.heading]

    def facts(self, version: Version) -> dict:
        """What both the summary of a data set and that of a version say of a version."""
        periods = [self.period(*pair)["label"] for pair in sorted(set(zip(version.column("time_period"), version.column("time_identifier"))))]
        return {
            "version": version.number, "published": f"20{20 + self.versions.index(version)}-03-21T09:30:00+00:00",
            "totalResults": len(version.rows), "file": {"id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.id} {version.number}"))},
            "timePeriods": {"start": periods[0], "end": periods[-1]}, "geographicLevels": sorted(set(version.column("geographic_level"))),
            "filters": [row["label"] for row in self.columns("Filter", version)],
            "indicators": [row["label"] for row in self.columns("Indicator", version)],
        }  # fmt: skip

    def period(self, label: str, identifier: str) -> dict:
        long = len(label) == 6
        return {
            "code": PERIODS[identifier], "period": f"{label[:4]}/{label[:2]}{label[4:]}" if long else label,
            "label": f"{label[:4]}/{label[4:]}" if long else label,
        }  # fmt: skip

    def summary(self) -> dict:
        latest = self.latest
        return {
            "id": self.id, "title": self.title, "summary": f"{self.title}, as published.", "status": self.status,
            "supersedingDataSetId": None, **({"latestVersion": self.facts(latest)} if latest else {}),
        }  # fmt: skip

    def version(self, version: Version) -> dict:
        number = version.number.split(".")
        kind = "Patch" if len(number) > 2 else "Minor" if number[1] != "0" else "Major"
        return self.facts(version) | {
            "type": kind, "status": version.status, "notes": version.notes,
            "withdrawn": "2024-06-01T12:00:00+00:00" if version.status == "Withdrawn" else None,
            "release": {"title": "Academic year 2016/17", "slug": "2016-17"},
        }  # fmt: skip

    def listed(self, page: int, size: int) -> dict:
        newest = self.versions[::-1]
        return {
            "paging": {"page": page, "pageSize": size, "totalResults": len(newest), "totalPages": -(-len(newest) // size)},
            "results": [self.version(version) for version in newest[(page - 1) * size : page * size]],
        }

    def described(self, version: Version, types: list[str]) -> dict:
        """What the columns are, with identifiers of five letters as the service has them."""

        def name(word: str) -> str:
            return uuid.uuid5(uuid.NAMESPACE_URL, word).hex[:5]

        def wanted(kind: str, values: list) -> list:
            return values if kind in (types or [kind]) else []

        filters = [
            {
                "id": name(row["col_name"]), "column": row["col_name"], "label": row["label"], "hint": row["filter_hint"],
                "options": [{"id": name(value), "label": value} for value in dict.fromkeys(version.column(row["col_name"]))],
            }
            for row in self.columns("Filter", version)
        ]  # fmt: skip
        indicators = [
            {
                "id": name(row["col_name"]), "column": row["col_name"], "label": row["label"], "unit": row["indicator_unit"],
                **({"decimalPlaces": 1} if row["indicator_unit"] == "%" else {}),
            }
            for row in self.columns("Indicator", version)
        ]  # fmt: skip
        levels = {LEVELS[level]: {"code": LEVELS[level], "label": level} for level in dict.fromkeys(version.column("geographic_level"))}
        periods = dict.fromkeys(zip(version.column("time_period"), version.column("time_identifier")))
        return {
            "filters": wanted("Filters", filters), "indicators": wanted("Indicators", indicators), "geographicLevels": list(levels.values()),
            "locations": wanted("Locations", [{"level": level, "options": self.places(version, code)} for code, level in levels.items()]),
            "timePeriods": wanted("TimePeriods", [self.period(*pair) for pair in periods]),
        }  # fmt: skip

    def places(self, version: Version, level: str) -> list[dict]:
        code, label = PLACES[level]
        found = collections.OrderedDict()
        for at, *words in zip(version.column("geographic_level"), version.column(code), version.column(label), version.column("old_la_code")):
            if LEVELS[at] == level:
                found[tuple(words)] = {"id": str(len(found)), "label": words[1], "code": words[0], **({"oldCode": words[2]} if level == "LA" else {})}
        return list(found.values())


@dataclasses.dataclass
class Told:
    """What it is told to do wrong: to answers whose path ends so, so many times."""

    path: str
    how: str
    times: int
    value: str


class Stub:
    """The service on a port of this machine."""

    def __init__(self, document: pathlib.Path, *sets: DataSet) -> None:
        self.document = Document(document)
        self.sets = {data.id: data for data in sets}
        self.told: list[Told] = []
        self.asked: list[str] = []
        # Requests that the document does not know, and answers that are not as it says.
        self.strange: list[str] = []
        self.stopped = threading.Event()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Asked", (Asked,), {"stub": self}))
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def tell(self, how: str, path: str = "", times: int = 1000, value: str = "") -> None:
        """From now on goes wrong: `status` (whose value is the status, and after a space what Retry-After says), `html`, `cut`, `slow`,
        `redirect` (to the value), `huge` (says that it is as long as the value), and of files `silent` (cut off after a row, unpacked,
        without saying how long they were to be)."""
        self.told = [Told(path, how, times, value), *self.told]

    def behave(self) -> None:
        """Does nothing wrong any more, and has forgotten what it was asked."""
        self.told, self.asked = [], []

    def wrong(self, path: str) -> Told | None:
        for told in self.told:
            if path.endswith(told.path) and told.times > 0:
                told.times -= 1
                return told
        return None

    def close(self) -> None:
        self.stopped.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class Asked(http.server.BaseHTTPRequestHandler):
    """One request."""

    stub: Stub
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""

    def handle(self) -> None:
        try:
            super().handle()
        except (ConnectionError, TimeoutError):
            # Whoever asked has gone.
            self.close_connection = True

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        self.stub.asked.append(self.path)
        told = self.stub.wrong(path)
        if told and told.how not in ("cut", "slow", "silent", "huge"):
            return self.misbehave(told)
        self.reply(path, urllib.parse.parse_qs(query, keep_blank_values=True), told)

    def misbehave(self, told: Told) -> None:
        if told.how == "status":
            status, _, retry = told.value.partition(" ")
            return self.send(int(status), "application/problem+json", b"{}", **({"Retry-After": retry} if retry else {}))
        if told.how == "redirect":
            return self.send(302, "text/plain", b"", Location=told.value.replace("PATH", self.path))
        self.send(200, "text/html", b"<!doctype html><title>Sorry</title><p>The service is being looked after.")

    def reply(self, path: str, query: dict[str, list[str]], told: Told | None) -> None:
        found = self.stub.document.operation(path)
        if found is None:
            self.stub.strange.append(self.path)
            return self.send(404, "application/json", b"{}")
        template, operation, inside = found
        if wrong := self.stub.document.asked(operation, query, inside):
            self.stub.strange.append(f"{self.path}: {wrong}")
            return self.json(operation, 400, {"title": "One or more validation errors occurred.", "type": "about:blank", "status": 400, "errors": []})
        data = self.stub.sets.get(inside["dataSetId"])
        version = data and data.find(inside.get("dataSetVersion") or query.get("dataSetVersion", [None])[0])
        if data is None or (version is None and template.split("/")[-1] in ("meta", "csv", "{dataSetVersion}")):
            return self.json(operation, 404, {"title": "Not Found", "type": "https://tools.ietf.org/html/rfc9110#section-15.5.5", "status": 404})
        if template.endswith("/csv"):
            self.stub.document.answered(operation, 200, "text/csv", version.file.decode())
            return self.file(version.file, told)
        if template.endswith("/meta"):
            return self.json(operation, 200, data.described(version, query.get("types", [])), told)
        if template.endswith("/versions"):
            return self.json(operation, 200, data.listed(int(query.get("page", ["1"])[0]), int(query.get("pageSize", ["10"])[0])), told)
        self.json(operation, 200, data.version(version) if version and template.endswith("{dataSetVersion}") else data.summary(), told)

    def json(self, operation: dict, status: int, body: dict, told: Told | None = None) -> None:
        try:
            self.stub.document.answered(operation, status, "application/json", body)
        except (jsonschema.ValidationError, KeyError) as error:
            self.stub.strange.append(f"{self.path}: {error}")
            return self.send(500, "text/plain", b"not as the document says")
        self.send(status, "application/json; charset=utf-8", json.dumps(body).encode(), told)

    def file(self, content: bytes, told: Told | None) -> None:
        headers = {}
        if told and told.how == "silent":
            # Its end is that of the connection.
            headers = {"Connection": "close"}
        elif "gzip" in self.headers.get("Accept-Encoding", ""):
            content, headers = gzip.compress(content, mtime=0), {"Content-Encoding": "gzip"}
        self.send(200, "text/csv", content, told, **headers)

    def send(self, status: int, kind: str, body: bytes, told: Told | None = None, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if not told or told.how != "silent":
            self.send_header("Content-Length", told.value if told and told.how == "huge" else str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if told and told.how in ("cut", "silent"):
            middle = len(body) // 2
            self.wfile.write(body[: middle if told.how == "cut" else body.index(b"\n", middle) + 1])
            self.close_connection = True
            return
        for start in range(0, len(body), PIECE):
            if told and told.how == "slow" and start > 0 and self.stub.stopped.wait(60):
                return
            self.wfile.write(body[start : start + PIECE])


def absence(archive: pathlib.Path) -> DataSet:
    """Absence by term in versions 1.0 (withdrawn), 1.1 (without its newest year), 2.0 (whole) and 2.1 (one figure is another)."""
    data = DataSet("Absence by term", archive)
    newest = max(row[data.heading.index("time_period")] for row in data.rows)
    earlier = [row for row in data.rows if row[data.heading.index("time_period")] != newest]
    revised = [list(row) for row in data.rows]
    revised[0][data.heading.index("sess_overall")] = "56595916"
    data.publish("1.0", earlier, status="Withdrawn", notes="A column was empty.")
    data.publish("1.1", earlier, status="Deprecated")
    data.publish("2.0", data.rows)
    data.publish("2.1", revised, notes="One figure was put right.")
    return data
