"""People and commands that write all the time, and keep what they were told is kept."""

import collections.abc
import dataclasses
import http.client
import itertools
import random
import subprocess
import threading
import typing

import scene
from asking import Asker
from forms import forms, send
from running import PASSWORD, PROGRAM, TOP, Server
from store import Store

# What an answer looks like of which nobody knows whether it was heard.
CUT_OFF = (http.client.HTTPException, OSError)


@dataclasses.dataclass
class Kept:
    """What was acknowledged, each as a question to the store that a kept change answers with yes."""

    promises: list[tuple[str, typing.Callable[[Store], bool]]] = dataclasses.field(default_factory=list)
    counts: dict[str, int] = dataclasses.field(default_factory=dict)
    faults: list[str] = dataclasses.field(default_factory=list)
    lock: threading.Lock = dataclasses.field(default_factory=threading.Lock)
    some: threading.Event = dataclasses.field(default_factory=threading.Event)

    def add(self, kind: str, what: str, holds: typing.Callable[[Store], bool]) -> None:
        if kind != Commands.kind:
            self.some.set()
        with self.lock:
            self.promises.append((f"{kind}: {what}", holds))
            self.counts[kind] = self.counts.get(kind, 0) + 1

    def fault(self, words: str) -> None:
        with self.lock:
            self.faults.append(words)

    def lost(self, store: Store) -> list[str]:
        return [what for what, holds in self.promises if not holds(store)]


class Scribe(threading.Thread):
    """One who writes until the server is gone."""

    kind = "?"

    def __init__(self, server: Server, its: scene.Scene, kept: Kept, mark: str) -> None:
        super().__init__(daemon=True)
        self.server, self.its, self.kept, self.mark = server, its, kept, mark
        self.numbers = itertools.count()
        self.asker: Asker | None = None
        self.stale = 0
        self.ended = threading.Event()
        self.ready, self.begin = threading.Event(), threading.Event()

    def run(self) -> None:
        try:
            for act in self.acts():
                if act is None:
                    self.ready.set()
                    self.begin.wait(60)
                    continue
                self.kept.add(self.kind, *act)
                if self.ended.is_set():
                    return
        except CUT_OFF:
            pass
        except Exception as error:  # noqa: BLE001  whatever it is, the test must see it
            self.kept.fault(f"{self.kind}: {error!r}")
        finally:
            self.ready.set()
            if self.asker is not None:
                self.asker.close()

    def acts(self) -> collections.abc.Iterator[tuple[str, typing.Callable[[Store], bool]] | None]:
        """What was acknowledged, and how a store shows that it has it; nothing once, when it is ready to begin."""
        raise NotImplementedError

    def words(self) -> str:
        return f"{self.kind} {self.mark} {next(self.numbers)}"

    def enters(self, seat: str) -> collections.abc.Iterator[None]:
        """Signs in, and waits until everybody has."""
        self.asker = Asker(self.server)
        self.asker.sit(seat)
        yield None
        return self.asker


class Remarks(Scribe):
    """Remarks on the whole of a compact: an entry and the text that it seals."""

    kind = "remark"
    seat = scene.OFFICER

    def acts(self):
        asker = yield from self.enters(self.seat)
        way = f"/compacts/{self.its.compact}"
        while True:
            words = self.words()
            asker.post(f"{way}/remarks", remark=words)
            yield words, lambda store, words=words: words in store.said


class LineRemarks(Remarks):
    """The same from the other side, on a line."""

    kind = "line remark"
    seat = scene.ADVISER

    def acts(self):
        asker = yield from self.enters(self.seat)
        way = f"/compacts/{self.its.compact}/lines/{self.its.lines[0]}"
        while True:
            words = self.words()
            page = asker.get(way)
            if send(asker, page, "/remarks", None, remark=words).status == 303:
                yield words, lambda store, words=words: words in store.said


class Wordings(Scribe):
    """New wordings of a line, by one side, while the other may be doing the same: a stale one is refused."""

    kind = "wording"

    def __init__(self, *given, seat: str, line: int) -> None:
        super().__init__(*given)
        self.seat, self.line = seat, line

    def acts(self):
        asker = yield from self.enters(self.seat)
        way = f"/compacts/{self.its.compact}/lines/{self.its.lines[self.line]}"
        while True:
            words = f"{self.words()} by {self.seat}"
            answer = send(asker, asker.get(way), "/wordings", None, text=words)
            assert answer.status in (303, 409), f"a wording was answered {answer.status}: {answer.errors}"
            self.stale += answer.status == 409
            if answer.status == 303:
                yield words, lambda store, words=words: any(words.encode() in row[4] for row in store.rows[-4000:])


class Saves(Scribe):
    """A draft that is saved as it is typed. Only the latest words are there: those answered last, or those after them."""

    kind = "saved draft"

    def acts(self):
        asker = yield from self.enters(scene.NORFOLK)
        page = asker.get(f"{self.its.draft}/summary")
        sheet = next(form for form in forms(page) if "/lines/" in form.action)
        fields = {name: values for name, values in sheet.fields.items() if name != "_csrf"}
        draft = self.its.draft.split("/")[-1]
        while True:
            number = next(self.numbers)
            said = asker.post(f"{sheet.action}/save", 200, **{**fields, "text": f"{self.kind} {self.mark} {number}."}).json
            fields |= {"revision": [str(said["revision"])], "read": [said["read"]]}
            yield (
                f"{number}",
                lambda store, revision=said["revision"]: store.rows_of("draft-compact").get(draft, (0, None))[0] >= revision,
            )


class Sends(Scribe):
    """Drafts that are sent, one after the other: each becomes an agreement, its key is taken, its row is gone."""

    kind = "sent draft"

    def acts(self):
        asker = yield from self.enters(scene.SECRETARY)
        for way in self.its.ready:
            page = asker.ask("GET", f"{way}/check")
            if page.status == 404:
                continue
            send(asker, page, "/check")
            name = way.split("/")[-1]
            yield (
                name,
                lambda store, name=name: f"statement/{name}" in store.subjects
                and name not in store.rows_of("draft-statement")
                and f"statement/{name}" in store.claims.values(),
            )


class Drafts(Scribe):
    """Drafts that are begun and thrown away."""

    kind = "draft"

    def acts(self):
        asker = yield from self.enters(scene.ADVISER)
        other = None
        while True:
            page = asker.get("/drafts")
            other = other or scene._option(page, "Local Government Association")
            way = send(asker, page, "/drafts/statements", title=self.words(), year="2060/61", other=other).to
            name = way.split("/")[-1]
            # Until it is asked to be thrown away, it is there.
            yield f"{name} begun", lambda store, name=name: name in store.rows_of("draft-statement") or name in going
            going.add(name)
            send(asker, asker.get(f"{way}/removal"), "/removal")
            yield f"{name} removed", lambda store, name=name: name not in store.rows_of("draft-statement")


going: set[str] = set()


class Signs(Scribe):
    """The last signature of a compact: it is in force from that moment."""

    kind = "signature"

    def acts(self):
        asker = yield from self.enters(scene.MINISTER)
        page = asker.get(f"/compacts/{self.its.to_sign}/signatures/new")
        if not any(sheet.action.endswith("/signatures") for sheet in forms(page)):
            return
        answer = send(asker, page, "/signatures", None, who="yes")
        assert answer.status == 303, f"a signature was answered {answer.status}: {answer.errors}"
        name = f"compact/{self.its.to_sign}"
        yield name, lambda store: any(entry["subject"] == name and entry["event"].startswith("compact.signed.") for entry in store.entries)


class Commands(Scribe):
    """Commands beside the server: bodies, accounts and the list of authorities."""

    kind = "command"

    def __init__(self, *given, dice: random.Random) -> None:
        super().__init__(*given)
        self.dice = dice
        self.process: subprocess.Popen | None = None

    def acts(self):
        yield None
        while not self.ended.is_set():
            number = f"{self.mark}{next(self.numbers)}"
            match self.dice.choice(["body", "person", "person", "person", "import"]):
                case "body":
                    code = "b" + "".join(letter for letter in number.lower() if letter.isalnum())
                    code = "".join(chr(97 + int(letter)) if letter.isdigit() else letter for letter in code)
                    done = self.command("body", "add", "--code", code, "--name", f"Body {number}", "--sort", "association")
                    holds = lambda store, code=code: ("body-code", code) in store.claims  # noqa: E731
                case "person":
                    email = f"p{number}@example.org"
                    done = self.command(
                        "person", "add", "--body", "926", "--seat", f"Seat {number}", "--office", "director", "--name",
                        f"Person {number}", "--email", email,
                    )  # fmt: skip
                    holds = lambda store, email=email: email in store.rows_of("person-email")  # noqa: E731
                case _:
                    done = self.command("import", "--as", "authorities")
                    holds = lambda store: sum(kind == "body-code" for kind, _ in store.claims) >= 150  # noqa: E731
            if done:
                yield number, holds

    def command(self, *words: str) -> bool:
        self.process = subprocess.Popen(
            [PROGRAM, *words, "--data", self.server.data], cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        _, said = self.process.communicate(PASSWORD + "\n", timeout=120)
        if self.process.returncode not in (0, -9):
            raise AssertionError(f"`{' '.join(words)}` ended with {self.process.returncode}: {said}")
        return self.process.returncode == 0

    def kill(self) -> None:
        self.ended.set()
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
