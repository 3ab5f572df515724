"""A file in the place of a pasted text: read when it is plain text, refused with what to do when it is anything else."""

import dataclasses
import pathlib
import re
import zipfile

import pytest
from playwright.sync_api import Page, expect

import statements
from acting import fill, follow, heading, press, refused, sit
from running import Server

ADVISER = "Regional adviser, Department for Education and Skills"
LABEL = "Or choose a text file"
PASTED = "Words that were typed before the file was chosen, and stay."


@dataclasses.dataclass
class Draft:
    page: Page
    address: str

    def open(self) -> Page:
        self.page.goto(self.address)
        heading(self.page, "Start from a text")
        return self.page

    def send(self, path: pathlib.Path) -> Page:
        page = self.open()
        fill(page, "Paste the text", PASTED)
        page.get_by_label(LABEL, exact=True).set_input_files(path)
        press(page, "Recognise its parts")
        return page


@pytest.fixture
def draft(demo_server: Server, page: Page) -> Draft:
    sit(page, demo_server, ADVISER)
    page.goto(demo_server.url("/desk"))
    follow(page, re.compile("draft"), exact=False)
    fill(page, "School year of its agenda", "2005/06")
    press(page, "Begin a statement")
    follow(page, "Start from a text")
    heading(page, "Start from a text")
    return Draft(page, page.url)


def write(folder: pathlib.Path, name: str, content: bytes) -> pathlib.Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_text_file_is_read_like_a_pasted_text(draft: Draft, tmp_path, check_page):
    check_page(draft.page, "upload")
    for name, content in (
        ("statement.txt", statements.OWN.encode()),
        ("statement.md", b"\xef\xbb\xbf" + statements.OWN.replace("\n", "\r\n").encode()),
        ("“a” \"quoted\" & <b>.txt", statements.OWN.encode()),
        ("n" * 240 + ".txt", statements.OWN.encode()),
    ):
        heading(draft.send(write(tmp_path, name, content)), "Correct what was recognised")


def test_another_file_is_refused_with_what_to_do_and_the_words_stay(draft: Draft, tmp_path, check_page):
    docx = tmp_path / "statement.docx"
    with zipfile.ZipFile(docx, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    files = {
        "The file “statement.docx” is a document of a word processor, or an archive": docx,
        "The file “empty.txt” is empty": write(tmp_path, "empty.txt", b""),
        "The file “a.txt” is a PDF: open it, copy its text and paste it": write(tmp_path, "a.txt", b"%PDF-1.7\n\x00\xff"),
        "The file “binary.txt” is not plain text: line 1": write(tmp_path, "binary.txt", b"\x7fELF\x02\x01\x00\x00"),
        "The file “utf16.txt” is in UTF-16": write(tmp_path, "utf16.txt", statements.OWN.encode("utf-16")),
        "The file “old.txt” is not in UTF-8": write(tmp_path, "old.txt", "Café".encode("windows-1252")),
        "The file “big.txt” is larger than 1 megabyte": write(tmp_path, "big.txt", b"a" * (1024 * 1024 + 1)),
        "The file “%22 &<b>'" : write(tmp_path, '" &<b>\'' + "x" * 200 + ".txt", b"\x00"),
    }  # fmt: skip
    for words, path in files.items():
        page = draft.send(path)
        refused(page, words)
        expect(page.get_by_label("Paste the text", exact=True)).to_have_value(PASTED)
        field = page.get_by_label(LABEL, exact=True)
        expect(page.locator(f"#{field.get_attribute('id')}-error")).to_contain_text("The file")
        expect(page.locator(".govuk-error-summary a")).to_have_attribute("href", f"#{field.get_attribute('id')}")
    check_page(draft.page, "upload-refused")
    # The form is as good as new: the same words alone are read.
    press(draft.page, "Recognise its parts")
    expect(draft.page.get_by_role("heading", level=1)).to_be_visible()


def test_a_file_is_chosen_and_sent_by_keys_alone(draft: Draft, tmp_path):
    # The browser is told to hand its file dialogs over when the first listener comes, and says nothing when it is ready:
    # one that comes together with the key can be too late for it.
    draft.page.on("filechooser", lambda chooser: None)
    page = draft.open()
    field = page.get_by_label(LABEL, exact=True)
    page.get_by_label("Paste the text", exact=True).focus()
    page.keyboard.press("Tab")
    expect(field).to_be_focused()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(write(tmp_path, "statement.txt", statements.OWN.encode()))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    heading(page, "Correct what was recognised")


def test_what_no_browser_sends_is_refused(demo_server: Server, draft: Draft, asking):
    path = "/" + draft.address.split("/", 3)[3]
    asker = asking(demo_server)
    asker.cookies = {cookie["name"]: cookie["value"] for cookie in draft.page.context.cookies()}
    asker.get(path)

    def body(*parts: bytes, end: bytes = b"--x--\r\n") -> bytes:
        return b"".join(b"--x\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts) + end

    def send(sent: bytes, boundary: str = "x") -> tuple[int, str]:
        answer = asker.ask("POST", path, sent, {"Content-Type": f"multipart/form-data; boundary={boundary}"})
        return answer.status, answer.text

    token = b'name="_csrf"\r\n\r\n' + asker.token.encode()
    file = b'name="file"; filename="../../etc/passwd"\r\nContent-Type: image/png\r\n\r\n' + statements.OWN.encode()
    status, text = send(body(token, file))
    assert status == 200 and "Correct what was recognised" in text, "neither name nor type is believed"
    assert "passwd" not in text
    for wrong, words in (
        (body(file), "too old, or was not one of ours"),
        (body(b'name="_csrf"\r\n\r\n' + b"0" * 40, file), "too old, or was not one of ours"),
        (body(token, file, file), "did not arrive whole"),
        (body(token, file, end=b""), "did not arrive whole"),
        (body(token, *[b'name="a"\r\n\r\n'] * 2001), "did not arrive whole"),
        (body(token, b'name="text"\r\n' + b"X-Long: " + b"a" * 5000 + b"\r\n\r\n"), "did not arrive whole"),
        (body(token, b'name="text"\r\n\r\n\xff'), "did not arrive whole"),
    ):
        status, text = send(wrong)
        assert status == 422 and words in text, (wrong[:200], status)
    assert send(body(token, file), boundary="y" * 71)[0] == 422
    assert send(body(token, b'name="file"; filename="a"\r\n\r\n' + b"a" * (4 * 1024 * 1024)))[0] == 413
