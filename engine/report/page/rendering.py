"""A page as text; whatever comes from users is escaped."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

import engine
from engine.report.figures.palette import DARK, INK
from engine.report.page.parts import Page
from engine.report.page.svg import NAMES

GENERATOR = f"ceasefire-engine {engine.__version__}"
MARK = '<meta name="generator" content="ceasefire-engine'
"""What every page that this writes has near its beginning."""


def render(page: Page) -> str:
    """Write a page as HTML."""
    template, style = _load()
    return template.render(
        page=page,
        generator=GENERATOR,
        style=Markup(style),
        light=Markup(_say_colours(dark=False)),
        dark=Markup(_say_colours(dark=True)),
    )


@cache
def _load() -> tuple[Template, str]:
    loader = PackageLoader("engine.report.page", "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    style, _, _ = loader.get_source(environment, "page.css")
    return environment.get_template("page.html"), style


def _say_colours(*, dark: bool) -> str:
    colours = {"ink": INK, **{name: colour for colour, name in NAMES.items()}}
    return " ".join(
        f"--{name}: {DARK.get(colour, colour) if dark else colour};" for name, colour in colours.items()
    )
