"""Colours: one for each thing wherever it is drawn, after Okabe & Ito (2008); never the only mark of it."""

INK = "#1b1d21"
MUTED = "#5c6066"
LINE = "#d4d7db"
PAPER = "#fefefe"
ACCENT = "#0a6cab"
HISTORY = "#16181c"
ON_LIGHT, ON_DARK = "#101214", "#fdfdfe"

OUTCOME_COLOURS = {
    "durable_peace": "#0072b2",
    "unproven_peace": "#56b4e9",
    "frozen_conflict": "#999999",
    "low_level_war": "#e69f00",
    "renewed_war": "#d55e00",
    "no_agreement": "#cc79a7",
    "military_decision": "#882255",
}
PHASE_COLOURS = {
    "war": OUTCOME_COLOURS["renewed_war"],
    "truce": OUTCOME_COLOURS["unproven_peace"],
    "accord": OUTCOME_COLOURS["durable_peace"],
    "decided": OUTCOME_COLOURS["military_decision"],
}
END_COLOURS = {
    "attack": OUTCOME_COLOURS["renewed_war"],
    "escalation": OUTCOME_COLOURS["low_level_war"],
    "lapse": OUTCOME_COLOURS["frozen_conflict"],
}
SOURCE_COLOURS = {
    "levers": "#0072b2",
    "parameters": "#e69f00",
    "rules": "#cc79a7",
    "interactions": "#882255",
    "chance": "#999999",
}
"""Where the variance between trials comes from."""
DARK = {
    INK: "#e8e9eb",
    MUTED: "#a9adb3",
    LINE: "#3c4047",
    PAPER: "#15171a",
    ACCENT: "#4ba3df",
    HISTORY: "#f4f4f5",
    "#0072b2": "#3d9ad6",
    "#882255": "#b8568a",
    "#d55e00": "#e8771f",
}
"""What a colour becomes on a dark page; those that are not here stay."""
SHADES = ("#eef3f8", "#c6dbef", "#85b7de", "#3584c0", "#0b559f", "#08306b")
"""From few to many, light to dark."""
LINE_STYLES = ("-", "--", ":", "-.")
"""Told apart in grey print as well."""


def luminance(colour: str) -> float:
    """Give the relative luminance of a colour, from 0 for black to 1 for white (WCAG 2.2)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4 for level in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Give the contrast of two colours, from 1 to 21 (WCAG 2.2)."""
    lower, upper = sorted((luminance(first), luminance(second)))
    return (upper + 0.05) / (lower + 0.05)


def ink_on(colour: str) -> str:
    """Give the one of dark and light letters that reads better on a shade, on any page."""
    return max((ON_LIGHT, ON_DARK), key=lambda ink: contrast(ink, colour))
