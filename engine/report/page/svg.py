"""Figures as SVG inside a page: letters stay letters, colours follow the page, nothing is loaded."""

import io
import re
from xml.etree import ElementTree

import matplotlib
from markupsafe import Markup
from matplotlib.figure import Figure

from engine.report.figures.palette import ACCENT, HISTORY, INK, LINE, MUTED, OUTCOME_COLOURS, PAPER

NAMES = {
    MUTED: "muted",
    LINE: "line",
    PAPER: "paper",
    ACCENT: "accent",
    HISTORY: "history",
    **{colour: outcome.replace("_", "-") for outcome, colour in OUTCOME_COLOURS.items()},
}
"""Colours by the name of the page's property that holds them; ink is the colour of the page's letters."""
NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
_DECIMALS = re.compile(r"-?\d+\.\d{2,}")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_FAMILY = re.compile(r"font-family:[^;]*;?\s*")
_GEOMETRY = ("d", "x", "y", "width", "height", "transform")


def write_svg(figure: Figure, name: str, title: str, description: str) -> Markup:
    """Write a figure as an element of a page, with its alternative text.

    Parameters
    ----------
    figure : Figure
        What is drawn.
    name : str
        Begins every id in it, and so is its own in the page.
    title, description : str
        What it shows, for those who do not see it.
    """
    page = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(page, format="svg", transparent=True, metadata=NO_METADATA)
    root = ElementTree.fromstring(page.getvalue())
    _drop(root, "metadata", "style")
    for element in root.iter():
        element.tag = _local(element.tag)
        element.attrib = {_local(key): value for key, value in element.attrib.items()}
    _settle_ids(root, name)
    for element in root.iter():
        _settle_looks(element)
    for key in ("width", "height", "version"):
        root.attrib.pop(key, None)
    root.attrib |= {"role": "img", "aria-labelledby": f"{name}-title {name}-desc"}
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        told = ElementTree.Element(tag, {"id": f"{name}-{tag}"})
        told.text = text
        root.insert(place, told)
    return Markup(ElementTree.tostring(root, encoding="unicode"))


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _drop(root: ElementTree.Element, *tags: str) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            if _local(child.tag) in tags:
                parent.remove(child)


def _settle_ids(root: ElementTree.Element, name: str) -> None:
    """Keep the ids that something refers to, each under the figure's name."""
    used = {value[1:] for element in root.iter() if (value := element.get("href", ""))[:1] == "#"}
    for element in root.iter():
        used |= {found for value in element.attrib.values() for found in _REFERENCE.findall(value)}
    for element in root.iter():
        here = element.attrib.pop("id", None)
        if here in used:
            element.set("id", f"{name}-{here}")
        for key, value in element.attrib.items():
            if key == "href":
                element.set(key, f"#{name}-{value[1:]}")
            elif "url(#" in value:
                element.set(key, _REFERENCE.sub(rf"url(#{name}-\1)", value))


def _settle_looks(element: ElementTree.Element) -> None:
    """Have the page say what colours are, and round places to what is seen."""
    if style := element.get("style"):
        style = _COLOUR.sub(lambda found: _say_colour(found[0]), _FAMILY.sub("", style))
        element.set("style", style)
    for key in _GEOMETRY:
        if value := element.get(key):
            value = _DECIMALS.sub(lambda found: f"{float(found[0]):.1f}", value)
            element.set(key, " ".join(value.split()))


def _say_colour(colour: str) -> str:
    if colour in (INK, "#000000"):
        return "currentColor"
    return f"var(--{NAMES[colour]})" if colour in NAMES else colour
