"""A register in the middle of its work, made once and copied for each test: agreements that are negotiated, one to be
signed, drafts that are written and drafts that are ready to be sent."""

import dataclasses
import html
import pathlib
import re
import shutil

from asking import Answer, Asker
from forms import form, forms, send
from running import Server

OFFICER = "Policy officer, Gateshead"
ADVISER = "Regional adviser, Department for Education and Skills"
MINISTER = "Secretary of State, Department for Education and Skills"
SECRETARY = "Education policy secretary, Local Government Association"
NORFOLK = "Policy officer, Norfolk"
READY = 24


@dataclasses.dataclass
class Scene:
    """Where the register lies, and the names of what is in it."""

    folder: pathlib.Path
    compact: str = ""
    lines: list[str] = dataclasses.field(default_factory=list)
    to_sign: str = ""
    draft: str = ""
    ready: list[str] = dataclasses.field(default_factory=list)

    def copy(self, to: pathlib.Path) -> pathlib.Path:
        shutil.copytree(self.folder, to)
        return to


def prepare(folder: pathlib.Path, log: pathlib.Path) -> Scene:
    scene = Scene(folder)
    server = Server(folder, log, "--demo").start()
    askers = [Asker(server) for _ in range(4)]
    try:
        officer, norfolk, minister, secretary = (
            asker.sit(seat) for asker, seat in zip(askers, (OFFICER, NORFOLK, MINISTER, SECRETARY), strict=True)
        )
        [scene.compact] = [row["id"] for row in officer.get("/desk.json").json if "Gateshead" in row["title"]]
        page = officer.get(f"/compacts/{scene.compact}")
        lines = sorted(set(re.findall(rf"/compacts/{scene.compact}/lines/([a-z2-7]{{16}})", page.text)))
        # Those whose words are one text, which a test can write over.
        for line in lines:
            sent = [form for form in forms(officer.get(f"/compacts/{scene.compact}/lines/{line}")) if form.action.endswith("/wordings")]
            if any("text" in form.fields for form in sent):
                scene.lines.append(line)
        assert len(scene.lines) >= 2, "the demonstration has too few lines with a text"
        [scene.to_sign] = [row["id"] for row in minister.get("/desk.json").json if "Rochdale" in row["title"]]
        scene.draft = re.search(r"/drafts/compacts/[a-z2-7]{16}", norfolk.get("/drafts").text)[0]
        for number in range(READY):
            scene.ready.append(statement(secretary, 2010 + number))
    finally:
        for asker in askers:
            asker.close()
        server.stop()
    return scene


def statement(asker: Asker, year: int) -> str:
    """A statement of intent, written and ready to be sent."""
    page = asker.get("/drafts")
    department = _option(page, "Department for Education and Skills")
    words = f"{year}/{(year + 1) % 100:02}"
    way = send(asker, page, "/drafts/statements", title=f"Statement {words}", year=words, other=department).to
    part(asker, way, "paragraph", text=f"What we mean to do together in {words}.")
    complete(asker, way)
    return way


def complete(asker: Asker, way: str) -> None:
    """Adds to a statement all that it needs besides its first paragraph."""
    part(asker, way, "area", text="Reading", title="Reading", code="a")
    page = asker.get(f"{way}/new/signatory")
    for seat in ("Chair, Local Government Association", MINISTER):
        part(asker, way, "signatory", seat=_option(page, seat))


def part(asker: Asker, way: str, name: str, **words: str) -> None:
    query = ""
    if name == "area":
        part(asker, way, "group", text="Schools", title="Schools")
        found = re.search(r"/new/area\?above=([a-z2-7]{16})", asker.get(f"{way}/agenda").text)
        assert found, "the agenda offers no new area"
        query = f"?above={found[1]}"
    page = asker.get(f"{way}/new/{name}{query}")
    [sheet] = [form for form in forms(page) if "/lines/" in form.action]
    send(asker, page, sheet.action, **{name: value for name, value in words.items() if name in sheet.fields or name == "seat"})


def _option(page: Answer, words: str) -> str:
    found = {html.unescape(text): value for value, text in re.findall(r'<option value="([^"]+)"[^>]*>([^<]*)', page.text)}
    assert words in found, f"no {words} among {sorted(found)}"
    return found[words]


def is_ready(asker: Asker, way: str) -> bool:
    return any(form.action.endswith("/check") for form in forms(asker.get(f"{way}/check")))


__all__ = ["ADVISER", "MINISTER", "NORFOLK", "OFFICER", "SECRETARY", "Scene", "form", "is_ready", "prepare", "statement"]
