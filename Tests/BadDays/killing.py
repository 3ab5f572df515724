"""The program is killed in the middle of its work, again and again, and must have kept what it said it kept."""

import contextlib
import pathlib
import random
import shutil
import subprocess
import time

from asking import Asker
from running import PROGRAM, TOP, Server
from scene import ADVISER, OFFICER, Scene
from scribes import Commands, Drafts, Kept, LineRemarks, Remarks, Saves, Scribe, Sends, Signs, Wordings
from store import Store

# After so many kills the register is copied anew, so that its histories stay short.
GENERATION = 10


def run(*words: str | pathlib.Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PROGRAM, *words], cwd=TOP, capture_output=True, text=True, timeout=300, check=False)


def kill(server: Server) -> None:
    """SIGKILL: nothing is closed, nothing is written any more."""
    process, server.process = server.process, None
    assert process is not None and process.poll() is None, f"the server ended by itself\n{server.last_lines()}"
    process.kill()
    process.wait()


def checked(data: pathlib.Path) -> list[str]:
    """What `rebuild --check` and `verify` find wrong with a folder."""
    found = []
    for words in (("rebuild", "--check", "--data", data), ("verify", data)):
        answer = run(*words)
        if answer.returncode != 0:
            found.append(f"`{words[0]}` ended with {answer.returncode}: {answer.stdout}{answer.stderr}")
    return found


class Kills:
    """A number of kills, by a seed, and what they brought to light."""

    def __init__(self, its: Scene, folder: pathlib.Path, seed: int) -> None:
        self.its, self.folder, self.dice = its, folder, random.Random(seed)
        self.found: list[str] = []
        self.counts: dict[str, int] = {}
        self.restarts: list[float] = []

    def run(self, count: int) -> None:
        for start in range(0, count, GENERATION):
            self.generation(start, min(GENERATION, count - start))
            if self.found:
                return

    def generation(self, start: int, count: int) -> None:
        data = self.its.copy(self.folder / f"kills-{start}")
        server = Server(data, self.folder / f"kills-{start}.log", "--demo")
        kept = Kept()
        checkpoint = self.folder / f"checkpoint-{start}"
        for number in range(start, start + count):
            began = time.monotonic()
            server.start()
            self.restarts.append(time.monotonic() - began)
            self.found += [f"kill {number}: lost: {what}" for what in kept.lost(Store(data))]
            self.look(server, kept, checkpoint, number, start)
            if self.found:
                break
            self.work(server, kept, f"{number}x")
            self.found += [f"kill {number}: {fault}" for fault in kept.faults]
            store = Store(data)
            self.found += [f"kill {number}: lost: {what}" for what in kept.lost(store)]
            self.found += [f"kill {number}: by half: {what}" for what in store.halves()]
            if number % 5 == 4:
                self.found += [f"kill {number}: {what}" for what in checked(data)]
        if server.process is not None:
            server.stop()
        self.found += [f"after kill {start + count - 1}: {what}" for what in checked(data)]
        for kind, many in kept.counts.items():
            self.counts[kind] = self.counts.get(kind, 0) + many
        if not self.found:
            shutil.rmtree(data)

    def look(self, server: Server, kept: Kept, checkpoint: pathlib.Path, number: int, start: int) -> None:
        """What the started server shows: the record goes on from the checkpoint that was taken before the kill, and the
        pages show the latest that was said."""
        with contextlib.closing(Asker(server)) as asker:
            self.looks(server, asker, kept, checkpoint, number, start)

    def looks(self, server: Server, asker: Asker, kept: Kept, checkpoint: pathlib.Path, number: int, start: int) -> None:
        if number > start and number % 5 == 0:
            answer = run("verify", server.address, "--key", asker.get("/record/vkey").text.strip(), "--since", checkpoint)
            if answer.returncode != 0:
                self.found.append(f"kill {number}: `verify --since` ended with {answer.returncode}: {answer.stderr}")
        checkpoint.write_bytes(asker.get("/record/checkpoint").body)
        said = [what.split(": ")[1] for what, _ in kept.promises if what.startswith("remark: ")]
        if said:
            page = asker.sit(OFFICER).get(f"/compacts/{self.its.compact}")
            if said[-1] not in page.text:
                self.found.append(f"kill {number}: no page shows '{said[-1]}'")

    def work(self, server: Server, kept: Kept, mark: str) -> None:
        given = (server, self.its, kept, mark)
        commands = Commands(*given, dice=self.dice)
        scribes: list[Scribe] = [
            Remarks(*given), LineRemarks(*given), Wordings(*given, seat=OFFICER, line=1), Wordings(*given, seat=ADVISER, line=1),
            Saves(*given), Sends(*given), Drafts(*given),
        ]  # fmt: skip
        if self.dice.random() < 0.3:
            scribes.append(Signs(*given))
        everybody = [*scribes, commands]
        for scribe in everybody:
            scribe.start()
        for scribe in everybody:
            scribe.ready.wait(60)
        kept.some.clear()
        for scribe in everybody:
            scribe.begin.set()
        # From the first change on that the server answered: every kill meets people at work.
        kept.some.wait(30)
        time.sleep(self.dice.random() * 0.4)
        kill(server)
        # The commands go on by themselves; half of them are killed as well.
        if self.dice.random() < 0.5:
            commands.kill()
        commands.ended.set()
        for scribe in everybody:
            scribe.join(60)
            if scribe.is_alive():
                kept.fault(f"{scribe.kind} does not end")
