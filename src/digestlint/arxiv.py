"""Identifiers of arXiv, and the addresses that hold one: arXiv's, alphaXiv's, Hugging Face's.

The grammar is arXiv's own (https://info.arxiv.org/help/arxiv_identifier.html). Whether a paper
of that id exists is not known here. Nothing raises: what cannot be read is a value that says so.
"""

from __future__ import annotations

import re
from enum import Enum, StrEnum, auto
from functools import lru_cache

from digestlint.patterns import pattern
from digestlint.values import NamedTuple

# The archives that took papers before April 2007; econ, eess, q-fin and stat are younger. From
# arXiv's taxonomy (arXiv/arxiv-base, arxiv/taxonomy/definitions.py).
_ARCHIVES = """
acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas
cond-mat cs dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex
nucl-th patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int supr-con
"""
ARCHIVES = frozenset(_ARCHIVES.split())

# The first segment of a path that goes on with an id.
ARXIV_KINDS = frozenset({"abs", "pdf", "html", "ps", "dvi", "format", "src", "e-print"})
ALPHAXIV_KINDS = frozenset({"overview", "abs", "pdf", "html", "paper", "resources", "audio"})
HUGGING_FACE_KINDS = frozenset({"papers"})

_NEW = pattern(r"(\d\d)(\d\d)\.(\d+)(?:v(\d{1,9}))?", re.ASCII)
_OLD = pattern(r"([a-z-]+)(?:\.[a-z-]{2,})?/(\d\d)(\d\d)(\d{3})(?:v(\d{1,9}))?", re.ASCII | re.I)
_SUFFIXES = (".pdf", ".ps.gz", ".ps", ".gz")


class Month(NamedTuple):
    """A month of the calendar, as an id tells it."""

    year: int
    month: int

    def __str__(self) -> str:
        """The month as in an ISO date, ``2025-11``."""
        return f"{self.year}-{self.month:02}"

    def before(self, months: int) -> Month:
        """The month so many months earlier."""
        number = self.year * 12 + self.month - 1 - months
        return Month(number // 12, number % 12 + 1)


class Flaw(Enum):
    """Why no paper can have an id."""

    SHAPE = auto()  # neither YYMM.NNNNN nor archive/YYMMNNN
    ARCHIVE = auto()  # no archive of that name took papers before April 2007
    MONTH = auto()  # the month is not 01 to 12
    TOO_EARLY = auto()  # YYMM.NNNNN began with 0704
    TOO_LATE = auto()  # archive/YYMMNNN ended with 0703
    FOUR_DIGITS = auto()  # other than four digits after the dot, before 1501
    FIVE_DIGITS = auto()  # other than five digits after the dot, from 1501 on
    SEQUENCE = auto()  # the number in the month is 0; it begins with 1
    VERSION = auto()  # the version begins with 0; versions begin with v1


class ArxivId(NamedTuple):
    """An id, or what stands at its place.

    ``text`` is the id as written, with its version. ``bare`` is ``text`` without the version.
    ``paper`` is what two ids of one paper have in common: without version and subject class, the
    archive in lower case. ``month`` is None where it cannot be told, ``flaw`` where there is none.
    """

    text: str
    bare: str
    paper: str
    version: int | None = None
    month: Month | None = None
    flaw: Flaw | None = None

    @property
    def valid(self) -> bool:
        """Whether a paper could have this id."""
        return self.flaw is None

    def address(self, template: str = "https://arxiv.org/abs/{id}") -> str:
        """The address that a template gives.

        There ``{id}`` stands for the id without version, ``{version}`` for that if there is one.
        """
        address = template.replace("{id}", self.bare)
        return address.replace("{version}", f"v{self.version}" if self.version else "")


@lru_cache(maxsize=1024)  # the links of a paper hold one id
def parse_id(text: str) -> ArxivId:
    """The id that the text is, as a whole."""
    if found := _NEW.fullmatch(text):
        return _parse_new(text, found)
    if found := _OLD.fullmatch(text):
        return _parse_old(text, found)
    return ArxivId(text, text, text, flaw=Flaw.SHAPE)


def _parse_new(text: str, found: re.Match[str]) -> ArxivId:
    month = Month(2000 + int(found[1]), int(found[2]))
    bare, version = text[: found.end(3)], found[4]
    flaw = None
    if not 1 <= month.month <= 12:
        flaw = Flaw.MONTH
    elif month < (2007, 4):
        flaw = Flaw.TOO_EARLY
    elif month < (2015, 1) and len(found[3]) != 4:
        flaw = Flaw.FOUR_DIGITS
    elif month >= (2015, 1) and len(found[3]) != 5:
        flaw = Flaw.FIVE_DIGITS
    return _judge(text, bare, bare, month, found[3], version, flaw)


def _parse_old(text: str, found: re.Match[str]) -> ArxivId:
    year = int(found[2])
    month = Month(year + (1900 if year >= 91 else 2000), int(found[3]))
    bare, archive, version = text[: found.end(4)], found[1].lower(), found[5]
    flaw = None
    if archive not in ARCHIVES:
        flaw = Flaw.ARCHIVE
    elif not 1 <= month.month <= 12:
        flaw = Flaw.MONTH
    elif month > (2007, 3):
        flaw = Flaw.TOO_LATE
    paper = f"{archive}/{text[found.start(2) : found.end(4)]}"
    return _judge(text, bare, paper, month, found[4], version, flaw)


def _judge(
    text: str,
    bare: str,
    paper: str,
    month: Month,
    sequence: str,
    version: str | None,
    flaw: Flaw | None,
) -> ArxivId:
    """What both styles have in common: no sequence number 0, no version that begins with 0."""
    if flaw is None and not sequence.strip("0"):
        flaw = Flaw.SEQUENCE
    if flaw is None and version and version.startswith("0"):
        flaw = Flaw.VERSION
    known = month if 1 <= month.month <= 12 else None
    return ArxivId(text, bare, paper, int(version) if version else None, known, flaw)


class Site(StrEnum):
    """Whose pages an address leads to."""

    ARXIV = "arXiv"
    ALPHAXIV = "alphaXiv"
    HUGGING_FACE = "Hugging Face"
    OTHER = "another site"


class Address(NamedTuple):
    """The address of a link, taken apart.

    ``scheme`` and ``host`` are in lower case, without ``:`` and port, and empty where the address
    has none. A host that stands without a scheme before it, ``arxiv.org/abs/…``, is taken for what
    was meant if it is a site's we know; ``scheme`` is then empty and a browser looks for such a
    page on the blog itself. ``segments`` is the path, ``kind`` its segment before the id, such as
    ``abs``, ``locale`` the one before it on alphaXiv. ``id`` is what stands at an id's place on a
    page of a known kind, valid or not; elsewhere it is a valid id or None.
    """

    url: str
    scheme: str
    host: str
    segments: tuple[str, ...]
    site: Site
    locale: str = ""
    kind: str = ""
    id: ArxivId | None = None

    @property
    def works(self) -> bool:
        """Whether a browser reaches the host."""
        return self.scheme in ("http", "https") or (not self.scheme and self.url.startswith("//"))

    def is_under(self, place: str) -> bool:
        """Whether this is a page of a host and path such as ``huggingface.co/papers``.

        ``www.`` before either host does not count.
        """
        host, *segments = place.removeprefix("https://").rstrip("/").split("/")
        return self.host.removeprefix("www.") == host.lower().removeprefix("www.") and (
            self.segments[: len(segments)] == tuple(segments)
        )


@lru_cache(maxsize=1024)  # every rule of a family asks again
def parse_address(url: str) -> Address:
    """The address, taken apart."""
    scheme, host, path = _split(url)
    if "%" in path:
        from urllib.parse import unquote  # costs milliseconds, and no honest id needs it

        path = unquote(path)
    segments = tuple(filter(None, path.split("/")))
    site, locale, at = _site(host), "", 0
    if site is Site.OTHER:
        return _parse_other(url, scheme, host, segments)
    if site is Site.ALPHAXIV and segments and _is_locale(segments[0]):
        locale, at = segments[0], 1
    kind = segments[at] if at < len(segments) and not segments[at][0].isdigit() else ""
    found = parse_id(_id_text(segments, at + bool(kind)))
    id_ = found if found.valid or kind.lower() in _KINDS[site] else None
    return Address(url, scheme, host, segments, site, locale, kind, id_)


def _parse_other(url: str, scheme: str, host: str, segments: tuple[str, ...]) -> Address:
    for at in range(len(segments)):
        id_ = parse_id(_id_text(segments, at))
        if id_.valid:
            kind = segments[at - 1] if at else ""
            return Address(url, scheme, host, segments, Site.OTHER, kind=kind, id=id_)
    return Address(url, scheme, host, segments, Site.OTHER)


_KINDS = {
    Site.ARXIV: ARXIV_KINDS,
    Site.ALPHAXIV: ALPHAXIV_KINDS,
    Site.HUGGING_FACE: HUGGING_FACE_KINDS,
}


def _split(url: str) -> tuple[str, str, str]:
    """Scheme, host and path, as a browser takes them: without user, port, query and fragment."""
    # A browser reads `\` as `/`, so that https://example.org\@arxiv.org/ is example.org's.
    rest = url.strip().partition("#")[0].partition("?")[0].replace("\\", "/")
    scheme, colon, after = rest.partition(":")
    if colon and scheme.replace("+", "").isalnum():
        scheme, rest = scheme.lower(), after
    else:  # a path, or a host with a port
        scheme = ""
    authority, _, path = rest.lstrip("/").partition("/")
    host = authority.rpartition("@")[2].partition(":")[0].lower().rstrip(".")
    bare = not scheme and _site(host) is not Site.OTHER
    if bare or scheme in ("http", "https") or rest.startswith("//"):
        return scheme, host, path
    return scheme, "", rest


def _is_locale(segment: str) -> bool:
    """Whether a segment is a language, with or without a country: ``ko``, ``zh-CN``."""
    return segment[:2].isalpha() and (len(segment) == 2 or segment[2:3] in ("-", "_"))


def _site(host: str) -> Site:
    if host == "arxiv.org" or host.endswith(".arxiv.org"):
        return Site.ARXIV
    if host in ("alphaxiv.org", "www.alphaxiv.org"):
        return Site.ALPHAXIV
    if host in ("huggingface.co", "www.huggingface.co", "hf.co"):
        return Site.HUGGING_FACE
    return Site.OTHER


def _id_text(segments: tuple[str, ...], at: int) -> str:
    """What stands at an id's place: one segment of a path, or for the old style two."""
    text = segments[at] if at < len(segments) else ""
    if text[:6].lower() in ("arxiv:", "arxiv."):
        text = text[6:]
    if at + 1 < len(segments) and not text[:1].isdigit():
        text = f"{text}/{segments[at + 1]}"
    if not text[-1:].isdigit():
        for suffix in _SUFFIXES:
            text = text.removesuffix(suffix)
    return text
