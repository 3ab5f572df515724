"""The register as its users meet it: a program started on a loopback port, with a data directory of its own."""

import os
import pathlib
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

TOP = pathlib.Path(__file__).resolve().parents[2]
TOOLS = TOP / ".tools"
LOGS = TOP / ".build" / "logs"
# Another build of the program can be tried: PROGRAM=.build/release/concordat.
PROGRAM = TOP / os.environ.get("PROGRAM", ".build/debug/concordat")

# Of every account that a test makes.
PASSWORD = "four words make one"

READY_WITHIN = 90.0
ENDED_WITHIN = 30.0


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """One running `concordat serve`. Its log is kept in a file, so that a full pipe never stops it."""

    def __init__(
        self, data: pathlib.Path, log: pathlib.Path, *flags: str, settings: dict[str, str] | None = None, through: list[str] | None = None
    ):
        self.data = data
        self.log = log
        self.flags = flags
        # A command that begins the program in its own way.
        self.through = through or []
        self.settings = {**os.environ, **(settings or {})}
        self.port = free_port()
        self.process: subprocess.Popen | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return self.address + path

    def start(self) -> "Server":
        command = [*self.through, PROGRAM, "serve", "--data", self.data, "--port", str(self.port), "--assets", TOOLS / "govuk", *self.flags]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=TOP, env=self.settings, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        end = time.monotonic() + READY_WITHIN
        while not self.answers():
            try:
                # Waiting for its end is what passes the time between two questions: a server that dies is noticed at once.
                self.process.wait(timeout=0.05)
            except subprocess.TimeoutExpired:
                if time.monotonic() < end:
                    continue
                self.process.kill()
                self.process.wait()
                self.process = None
                raise AssertionError(f"The server was not ready within {READY_WITHIN:.0f} s.\n{self.last_lines()}") from None
            died, self.process = self.process.returncode, None
            raise AssertionError(f"The server ended with status {died} before it was ready.\n{self.last_lines()}")
        return self

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.url("/healthz"), timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def stop(self) -> None:
        """Asks the server to end, as a system would, and expects it to end well."""
        if self.process is None:
            return
        process, self.process = self.process, None
        died = process.poll()
        if died is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=ENDED_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise AssertionError(f"The server did not end within {ENDED_WITHIN:.0f} s.\n{self.last_lines()}") from None
        assert died is None, f"The server ended by itself with status {died}.\n{self.last_lines()}"
        assert process.returncode == 0, f"The server ended with status {process.returncode}.\n{self.last_lines()}"

    def kill(self) -> None:
        """Ends the server at once, as a crash or a power cut would end the process; `start` begins it again on the same data."""
        if self.process is None:
            return
        process, self.process = self.process, None
        process.kill()
        process.wait()

    def run(self, *words: str, status: int = 0, typed: str | None = None) -> str:
        """Runs another command of the program on the same data, beside the server, and gives back what it prints."""
        command = [PROGRAM, *words, "--data", self.data]
        answer = subprocess.run(
            command, cwd=TOP, env=self.settings, input=typed, capture_output=True, text=True, timeout=300, check=False
        )
        assert answer.returncode == status, (
            f"`concordat {' '.join(words)}` ended with status {answer.returncode}, not {status}.\n{answer.stdout}{answer.stderr}"
        )
        return answer.stdout

    def add_person(self, email: str, name: str, body: str, seat: str, office: str, password: str = PASSWORD) -> None:
        """Makes an account with the program, as an operator does; the password goes by standard input."""
        who = ("--name", name, "--email", email)
        self.run("person", "add", "--body", body, "--seat", seat, "--office", office, *who, typed=password + "\n")

    def check_rebuild(self) -> None:
        """Every view and claim, made again from the entries, is what the server left behind."""
        self.run("rebuild", "--check")

    def last_lines(self, count: int = 80) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines() if self.log.exists() else []
        return "\n".join([f"{self.log.name}, last {min(count, len(lines))} of {len(lines)} lines:", *lines[-count:]])
