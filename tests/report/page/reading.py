"""A page as its elements, by the standard parser of HTML."""

from html.parser import HTMLParser
from typing import NamedTuple

VOID = {"meta", "br", "hr", "img", "link", "input"}


class Element(NamedTuple):
    """One start tag with what stands around it."""

    tag: str
    attributes: dict[str, str]
    inside: tuple[str, ...]


class Reading(HTMLParser):
    """All elements, and the text of headings."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self._open: list[str] = []
        self.feed(text)
        assert not self._open, f"{self._open} never close"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {key: value or "" for key, value in attrs}, tuple(self._open)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {key: value or "" for key, value in attrs}, tuple(self._open)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((tuple(self._open), data))

    def find(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def text_in(self, tag: str) -> str:
        return "".join(text for inside, text in self.texts if tag in inside)
