"""The forms of a page, as a browser would send them."""

import dataclasses
import html.parser

from asking import Answer, Asker


@dataclasses.dataclass
class Form:
    action: str
    fields: dict[str, list[str]]


class _Reader(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.inside = False
        self.writing: str | None = None
        self.select: str | None = None

    def _add(self, name: str | None, value: str) -> None:
        if self.inside and name:
            self.forms[-1].fields.setdefault(name, []).append(value)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        match tag:
            case "form":
                self.inside = given.get("method") == "post"
                if self.inside:
                    self.forms.append(Form(given["action"] or "", {}))
            case "input" if given.get("type") not in ("submit", "file"):
                if given.get("type") not in ("radio", "checkbox") or "checked" in given:
                    self._add(given.get("name"), given.get("value") or "")
            case "textarea":
                self._add(given.get("name"), "")
                self.writing = given.get("name")
            case "select":
                self.select = given.get("name")
            case "option" if "selected" in given:
                self._add(self.select, given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "form":
                self.inside = False
            case "textarea":
                # The first line break belongs to the markup.
                if self.inside and self.writing:
                    values = self.forms[-1].fields[self.writing]
                    values[-1] = values[-1].removeprefix("\n")
                self.writing = None
            case "select":
                self.select = None

    def handle_data(self, data: str) -> None:
        if self.inside and self.writing:
            self.forms[-1].fields[self.writing][-1] += data


def forms(page: Answer) -> list[Form]:
    reader = _Reader()
    reader.feed(page.text)
    return reader.forms


def form(page: Answer, ending: str) -> Form:
    """The form of a page whose address ends so."""
    found = [form for form in forms(page) if form.action.split("?")[0].endswith(ending)]
    assert found, f"no form to …{ending} among {[form.action for form in forms(page)]}"
    return found[0]


def send(asker: Asker, page: Answer, ending: str, status: int | None = 303, **changed: str | list[str]) -> Answer:
    """Fills in a form of a page and sends it; what is not named goes as the page has it."""
    sent = form(page, ending)
    fields = {name: values for name, values in sent.fields.items() if name != "_csrf"}
    return asker.post(sent.action, status, **{**fields, **changed})
