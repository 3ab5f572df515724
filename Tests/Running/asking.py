"""Asks a server by hand, below any browser: chosen methods, headers and cookies, and nothing followed."""

import dataclasses
import email.message
import html
import http.client
import http.cookies
import json
import re
import urllib.parse

from running import Server

TOKEN = re.compile(r'name="_csrf" value="([0-9a-f]+)"')


@dataclasses.dataclass
class Answer:
    """What came back."""

    status: int
    headers: email.message.Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def to(self) -> str:
        """Where it leads on to."""
        return self.headers["Location"] or ""

    @property
    def cookies(self) -> list[str]:
        return self.headers.get_all("Set-Cookie") or []

    @property
    def errors(self) -> list[str]:
        """The messages of the error summary."""
        summary = re.search(r'govuk-error-summary__list">(.*?)</ul>', self.text, re.DOTALL)
        return [html.unescape(re.sub("<[^>]+>", "", item)) for item in re.findall(r"<li>(.*?)</li>", summary[1])] if summary else []

    def hidden(self, name: str) -> str:
        """The value of the first hidden field of that name."""
        found = re.search(rf'<input type="hidden" name="{re.escape(name)}" value="([^"]*)"', self.text)
        assert found, f"no hidden field {name} in:\n{self.text}"
        return html.unescape(found[1])


class Asker:
    """Somebody with a jar of cookies, who asks a server by hand."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.cookies: dict[str, str] = {}
        self.token = ""
        self._connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        for attempt in (1, 2):
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
            try:
                self._connection.request(method, path, body=body, headers={**sent, **(headers or {})})
                response = self._connection.getresponse()
                break
            except (http.client.RemoteDisconnected, ConnectionError):
                # A connection kept open may have been closed meanwhile: once more on a new one.
                self.close()
                if attempt == 2:
                    raise
        answer = Answer(response.status, response.msg, response.read())
        for line in answer.cookies:
            for name, morsel in http.cookies.SimpleCookie(line).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        return answer

    def get(self, path: str, status: int = 200) -> Answer:
        answer = self.ask("GET", path)
        assert answer.status == status, f"GET {path} answered {answer.status}, not {status}:\n{answer.body[:2000]!r}"
        if found := TOKEN.search(answer.body.decode("utf-8", "replace")):
            self.token = found[1]
        return answer

    def post(self, path: str, status: int | None = 303, **fields: str | list[str]) -> Answer:
        """Sends a form of ours, with the token seen last."""
        body = urllib.parse.urlencode({"_csrf": self.token, **fields}, doseq=True).encode()
        answer = self.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})
        assert status is None or answer.status == status, (
            f"POST {path} answered {answer.status}, not {status}: {answer.errors or answer.body[:2000]!r}"
        )
        return answer

    def sign_in(self, email: str, password: str) -> "Asker":
        self.get("/sign-in")
        self.post("/sign-in", email=email, password=password)
        return self.learn()

    def sit(self, seat: str) -> "Asker":
        """In the demonstration: takes a seat by its title and body."""
        page = self.get("/seats")
        forms = re.findall(r'aria-label="([^"]*)">(?:(?!aria-label).)*?name="appointment" value="([^"]+)"', page.text, re.DOTALL)
        seats = {html.unescape(name): appointment for name, appointment in forms}
        assert seat in seats, f"no seat {seat} among {sorted(seats)}"
        self.post("/seat", appointment=seats[seat])
        return self.learn()

    def learn(self) -> "Asker":
        """The token of the visit, which each page with the form that signs out carries."""
        self.get("/accessibility")
        return self

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


LINK = re.compile(r'(?:href|data-watch)="(/[^"]*)"')


def links(page: str) -> set[str]:
    """The addresses of this site that a page leads to, without fragments."""
    return {html.unescape(link).split("#")[0] for link in LINK.findall(page)}


# Of the thousands of figures those of one place are enough, and a table in one order.
MANY = r"/measures/[^/?]+(/figures/(?!926)|.*[?&]sort=)"


def crawl(asker: Asker, *starts: str, leaving: str = "$.", most: int = 1500) -> dict[str, Answer]:
    """Every address that can be reached from some, each asked for once; but for those that a pattern leaves out."""
    reached: dict[str, Answer] = {}
    waiting = list(starts)
    while waiting:
        path = waiting.pop()
        if path in reached or re.match(leaving, path) or re.match(MANY, path):
            continue
        assert len(reached) < most, f"more than {most} addresses"
        answer = asker.ask("GET", path)
        reached[path] = answer
        if answer.headers.get_content_type() == "text/html":
            waiting += sorted(links(answer.text) - reached.keys(), reverse=True)
    return reached
