"""What is wrong with a built site: links that lead nowhere, and anything that would be fetched from the network."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_FETCHED_LINKS = {"stylesheet", "icon", "shortcut", "preload", "prefetch", "preconnect", "dns-prefetch",
                  "modulepreload", "manifest", "apple-touch-icon"}  # fmt: skip
_FETCHED = {"src", "srcset", "data", "poster", "background", "xlink:href"}
_CSS_REFERENCE = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s;]+)""")
_SVG_REFERENCE = re.compile(r"""(?:href|src)=["']([^"'#][^"']*)""")


@dataclass
class _Page(HTMLParser):
    """What one page offers and asks for."""

    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    without_alt: list[str] = field(default_factory=list)
    _in_style: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[name] for name in ("id", "name") if name in given and (name == "id" or tag == "a")}
        self._in_style = tag == "style"
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "link" and set(given.get("rel", "").lower().split()) & _FETCHED_LINKS:
            self.fetched.append(given.get("href", ""))
        if tag in ("use", "image") and "href" in given:
            self.fetched.append(given["href"])
        if tag == "img" and not given.get("alt", "").strip():
            self.without_alt.append(given.get("src", ""))
        for name in _FETCHED & given.keys():
            self.fetched += [part.split()[0] for part in given[name].split(",") if part.split()] if (
                name == "srcset") else [given[name]]  # fmt: skip
        self.fetched += _CSS_REFERENCE.findall(given.get("style", ""))

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.fetched += _CSS_REFERENCE.findall(data)

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False


def site_faults(site: Path) -> list[str]:
    """Every fault of the site in words; none where all is well.

    Looked at are all pages, style sheets and SVG pictures: links and anchors within the site, files that a page
    asks for, pictures without a text alternative, and addresses that a browser would fetch from elsewhere.
    """
    pages = {path.resolve(): _parsed(path) for path in sorted(site.rglob("*.html"))}
    faults = []
    for path, page in pages.items():
        name = path.relative_to(site.resolve()).as_posix()
        faults += [f"{name}: {why}" for link in page.links if (why := _broken(link, path, pages))]
        faults += [f"{name}: {why}" for address in page.fetched if (why := _unfetchable(address, path))]
        faults += [f"{name}: the picture {source} has no text alternative" for source in page.without_alt]
    for pattern, reference in (("*.css", _CSS_REFERENCE), ("*.svg", _SVG_REFERENCE)):
        for path in sorted(site.rglob(pattern)):
            found = reference.findall(path.read_text(encoding="utf-8"))
            name = path.relative_to(site).as_posix()
            faults += [f"{name}: {why}" for address in found if (why := _unfetchable(address, path.resolve()))]
    return faults


def _parsed(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    page.close()
    return page


def _broken(link: str, path: Path, pages: dict[Path, _Page]) -> str | None:
    """Why a link within the site leads nowhere; links to elsewhere are not followed."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None if parts.scheme in ("http", "https", "mailto") else f"the link {link} is of an unknown kind"
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not target.exists():
        return f"the link {link} leads to no file"
    anchor = unquote(parts.fragment)
    if anchor and target in pages and anchor not in pages[target].ids:
        return f"the link {link} leads to no anchor"
    return None


def _unfetchable(address: str, path: Path) -> str | None:
    """Why a file that a page needs can't be had without a network."""
    if not address or address.startswith(("data:", "#")):
        return None
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return f"{address} would be fetched from elsewhere"
    if not (path.parent / unquote(parts.path)).exists():
        return f"{address} is asked for and not there"
    return None
