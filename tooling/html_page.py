"""One HTML page about a plan, for those who review it: a file that loads nothing and runs nothing.

Its sections are what the tasks of these names print: the review by risk, preflight, access, cost and diagram.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

Line = tuple[str, str]
"""Style and text, as `render.lines` has them."""

# Nothing is loaded, and nothing runs, whatever a name in a plan looks like.
# https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE = """
:root { color-scheme: light dark; --line: #8886 }
:root { --danger: #c5221f; --warning: #9a6700; --interruption: #8250df }
@media (prefers-color-scheme: dark) {
  :root { --danger: #ff7b72; --warning: #d29922; --interruption: #d2a8ff }
}
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 1rem }
h1 { font-size: 1.4rem; margin: 0 0 .25rem } p { margin: 0 0 1rem; opacity: .75 }
details { border: 1px solid var(--line); border-radius: 6px; margin: .75rem 0; padding: .5rem 1rem }
summary { cursor: pointer; font-weight: 600 } summary small { font-weight: 400; opacity: .75 }
section { font: 13px/1.5 ui-monospace, monospace; margin: .5rem 0; overflow-wrap: anywhere }
section div { padding-left: calc(var(--within) + 6ch); text-indent: -6ch; white-space: pre-wrap }
figure { margin: .5rem 0; overflow: auto } img { background: #fff; max-width: none }
.bold { font-weight: 600 } .red { color: var(--danger) } .yellow { color: var(--warning) }
.magenta { color: var(--interruption) } .dim { opacity: .7 }
"""


@dataclass(frozen=True)
class Section:
    """A part of the page that can be folded.

    Attributes:
        title: what it is about.
        note: what it comes to, in a few words.
        lines: styled text.
        picture: an SVG, shown as an image: nothing in it runs.
        folded: whether one has to open it.
    """

    title: str
    note: str = ""
    lines: Sequence[Line] = ()
    picture: str = ""
    folded: bool = False


def plain(text: str) -> list[Line]:
    """The lines of a text without styles."""
    return [("", line) for line in text.strip("\n").splitlines()]


def page(title: str, about: str, sections: Iterable[Section]) -> str:
    """The whole page.

    Args:
        title: of the page, such as a plan's first line.
        about: one line below it: what was planned, when.
    """
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>",
            f"<h1>{escape(title)}</h1><p>{escape(about)}</p>",
            *map(_section, sections),
            "</body></html>",
            "",
        ]
    )


def _section(section: Section) -> str:
    opened = "" if section.folded else " open"
    note = f" <small>{escape(section.note)}</small>" if section.note else ""
    body = "".join(map(_line, section.lines))
    text = f"<section>{body}</section>" if body else ""
    if section.picture:
        data = base64.b64encode(section.picture.encode()).decode()
        text += f'<figure><img alt="{escape(section.title)}" src="data:image/svg+xml;base64,{data}"></figure>'
    return f"<details{opened}><summary>{escape(section.title)}{note}</summary>{text}</details>"


def _line(line: Line) -> str:
    style, text = line
    within = len(text) - len(text.lstrip())
    shown = f'<div class="{escape(style)}" style="--within: {within}ch">{escape(text.strip())}</div>'
    return shown if text.strip() else "<br>"
