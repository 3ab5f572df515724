"""Many people at once: readers of every sort and some who write, as fast as they are answered or at a given pace.

Each worker is a process of its own, so that asking does not wait on asking.
"""

import collections
import dataclasses
import multiprocessing
import random
import time
import traceback
import typing

import scene
from asking import Asker
from forms import forms, send
from running import Server

# Of a hundred turns: how many are of which sort.
TURNS = {"public": 34, "cached": 22, "signed in": 20, "search": 8, "json": 8, "write": 8}
PUBLIC = ["/", "/compacts", "/statements", "/agendas", "/authorities", "/record", "/record/entries/0", "/record/checkpoint"]
WORDS = ["reading", "science", "nursery", "schools", "governors", "ict", "compact", "attendance"]


@dataclasses.dataclass
class Tally:
    """What came of asking for a while."""

    times: dict[str, list[float]] = dataclasses.field(default_factory=lambda: collections.defaultdict(list))
    faults: list[str] = dataclasses.field(default_factory=list)
    seconds: float = 0

    @property
    def count(self) -> int:
        return sum(len(times) for times in self.times.values())

    @property
    def rate(self) -> float:
        return self.count / self.seconds

    def at(self, part: float, kind: str | None = None) -> float:
        """The time, in seconds, within which so many of the answers came."""
        times = sorted(time for name, times in self.times.items() if kind in (None, name) for time in times)
        return times[min(len(times) - 1, int(part * len(times)))] if times else 0.0

    def add(self, other: "Tally") -> None:
        for kind, times in other.times.items():
            self.times[kind] += times
        self.faults += other.faults


class Worker:
    """One reader and one who writes, in turns."""

    def __init__(self, server: Server, its: scene.Scene, number: int) -> None:
        self.dice = random.Random(number)
        self.its, self.number = its, number
        self.reader, self.officer, self.secretary = Asker(server), Asker(server).sit(scene.OFFICER), Asker(server).sit(scene.SECRETARY)
        self.tags: dict[str, str] = {}
        self.writing = self.writes()

    def turn(self, tally: Tally, due: float | None = None) -> None:
        kind = self.dice.choices(list(TURNS), list(TURNS.values()))[0]
        began = due if due is not None else time.monotonic()
        getattr(self, kind.replace(" ", "_"))()
        tally.times[kind].append(time.monotonic() - began)

    def public(self) -> None:
        self.reader.get(self.dice.choice(PUBLIC))

    def cached(self) -> None:
        path = self.dice.choice(PUBLIC[:6])
        answer = self.reader.ask("GET", path, headers={"If-None-Match": self.tags[path]} if path in self.tags else {})
        assert answer.status in (200, 304), f"GET {path} answered {answer.status}"
        if answer.headers["ETag"]:
            self.tags[path] = answer.headers["ETag"]

    def signed_in(self) -> None:
        way = f"/compacts/{self.its.compact}"
        self.officer.get(self.dice.choice(["/desk", "/drafts", way, f"{way}/lines/{self.dice.choice(self.its.lines)}"]))

    def search(self) -> None:
        self.reader.get(f"/search?q={self.dice.choice(WORDS)}")

    def json(self) -> None:
        self.reader.get(self.dice.choice(["/compacts.json", "/statements.json", "/authorities.json", "/search.json?q=schools"]))

    def write(self) -> None:
        next(self.writing)

    def writes(self) -> typing.Iterator[bool]:
        """A statement is begun and saved as it is typed; every other one is thrown away, and the rest are sent and withdrawn
        again, so that what the pages show stays as much as it was. Now and then somebody speaks of a line. True where
        nothing is begun."""
        asker = self.secretary
        year = f"{2061 + self.number}/{62 + self.number}"
        department = None
        count = 0
        while True:
            page = asker.get("/drafts")
            department = department or scene._option(page, "Department for Education and Skills")
            way = send(asker, page, "/drafts/statements", title=f"Under load {self.number}", year=year, other=department).to
            yield False
            page = asker.get(f"{way}/new/paragraph")
            sheet = next(form for form in forms(page) if "/lines/" in form.action)
            fields = {name: values for name, values in sheet.fields.items() if name != "_csrf"}
            for number in range(8):
                said = asker.post(f"{sheet.action}/save", 200, **{**fields, "text": "Together. " * (number + 1)}).json
                fields |= {"revision": [str(said["revision"])], "read": [said["read"]]}
                yield False
            count += 1
            if count % 2:
                send(asker, asker.get(f"{way}/removal"), "/removal")
            else:
                yield from self.sends(way)
            if count % 8 == 0:
                line = f"/compacts/{self.its.compact}/lines/{self.its.lines[self.number % len(self.its.lines)]}"
                page = self.officer.get(line)
                self.officer.post(f"{line}/remarks", None, remark=f"Under load {self.number} {count}", revision=_revision(page))
            yield True

    def sends(self, way: str) -> typing.Iterator[bool]:
        asker = self.secretary
        scene.complete(asker, way)
        yield False
        send(asker, asker.get(f"{way}/check"), "/check")
        yield False
        statement = way.replace("/drafts", "")
        send(asker, asker.get(f"{statement}/withdrawal"), "/withdrawal", reason="It was sent to see how long it takes.")
        yield False

    def close(self) -> None:
        # What is begun would be in the way of whoever comes next.
        while not next(self.writing):
            pass
        for asker in (self.reader, self.officer, self.secretary):
            asker.close()


def _revision(page) -> str:
    return next(form.fields["revision"][0] for form in forms(page) if "revision" in form.fields)


def _run(server: Server, its: scene.Scene, number: int, ready, begin, seconds: float, rate: float | None, answers) -> None:
    tally = Tally()
    try:
        worker = Worker(server, its, number)
        ready.release()
        begin.wait()
        start = time.monotonic()
        turn = 0
        while (now := time.monotonic()) < start + seconds:
            due = start + turn / rate if rate else None
            if due is not None and due > now:
                time.sleep(due - now)
            try:
                worker.turn(tally, due)
            except Exception as error:  # noqa: BLE001  every one is counted
                tally.faults.append(f"{error!r}"[:500])
                worker.writing = worker.writes()
            turn += 1
        worker.close()
    except Exception:  # noqa: BLE001
        tally.faults.append(traceback.format_exc())
        ready.release()
    tally.times = dict(tally.times)
    answers.put(tally)


def load(server: Server, its: scene.Scene, seconds: float, workers: int, rate: float | None = None, meanwhile: typing.Callable[[], None] | None = None) -> Tally:
    """Asks for some seconds: as fast as answers come, or so many times a second in all; then a time runs from when it was due."""
    context = multiprocessing.get_context("fork")
    ready, begin, answers = context.Semaphore(0), context.Event(), context.SimpleQueue()
    processes = [
        context.Process(target=_run, args=(server, its, number, ready, begin, seconds, rate / workers if rate else None, answers), daemon=True)
        for number in range(workers)
    ]
    for process in processes:
        process.start()
    for _ in processes:
        ready.acquire()
    begin.set()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if meanwhile:
            meanwhile()
        time.sleep(min(1.0, max(0.0, end - time.monotonic())))
    whole = Tally(seconds=seconds)
    for _ in processes:
        whole.add(answers.get())
    for process in processes:
        process.join()
    return whole
