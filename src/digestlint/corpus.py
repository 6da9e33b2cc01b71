"""What rules across posts compare: traces of all posts of a blog, and facts of a few.

A post that is linted leaves its trace. Only posts whose traces have something in common, or that
have neighbours, are read again for their facts. Of a neighbour, which is not linted itself, only
the header is read, and more only where the text holds an id or a sentence of a linted post: a hook
that is handed one file looks at hundreds of them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import PurePath
from typing import TypeVar
from unicodedata import normalize
from zlib import crc32

from digestlint.post import Paper, Post, Section, header_alone, name_of, parse
from digestlint.post_date import dates_of
from digestlint.settings import Settings
from digestlint.source import Position, Source, Span
from digestlint.values import NamedTuple, dataclass
from digestlint.yaml_values import Scalar, Sequence

K = TypeVar("K")
V = TypeVar("V")

SHORTEST = 20
"""The least code points, white space apart, of a section's text that is compared."""

LONGEST_LINE = 60
"""How many code points of a section's first line are looked for in other posts."""


class SectionFacts(NamedTuple):
    """A section's text, white space apart, and where its heading stands.

    ``line`` is the begin of its first line as it is written.
    """

    text: str
    line: str
    span: Span
    position: Position


class PaperFacts(NamedTuple):
    """A paper: its id without version, its title, and where its heading stands."""

    id: str
    title: str
    span: Span
    position: Position
    sections: tuple[SectionFacts, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """A post: its path, its day, the address that Jekyll gives it, and its papers.

    ``address`` is what besides the day tells two posts' addresses apart: categories and slug, or
    the permalink.
    """

    path: str
    day: date | None
    address: str
    papers: tuple[PaperFacts, ...] = ()

    @property
    def blog(self) -> PurePath:
        """The folder of posts that it lies in or below, or else its folder.

        Only the posts of one such folder are compared: a copy that is kept elsewhere is no post.
        """
        inside = len(name_of(self.path).parts)
        return PurePath(self.path).parents[max(inside - 2, 0)]

    def is_copy(self, other: Facts) -> bool:
        """Whether the two have one day and one address, of which XP002 speaks."""
        return (self.day, self.address) == (other.day, other.address)

    @property
    def order(self) -> tuple[date, str]:
        """What posts are sorted by: the day, then the path."""
        return self.day or date.min, self.path


@dataclass(frozen=True)
class Corpus:
    """The posts of a blog, by day and path."""

    posts: tuple[Facts, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, tuple[tuple[Facts, PaperFacts], ...]]:
        """Where each paper stands, earliest first."""
        return _index((p.id, (post, p)) for post in self._ordered for p in post.papers)

    @cached_property
    def by_text(self) -> Mapping[str, tuple[tuple[Facts, PaperFacts, SectionFacts], ...]]:
        """Where each section's text stands, earliest first."""
        return _index(
            (section.text, (post, paper, section))
            for post in self._ordered
            for paper in post.papers
            for section in paper.sections
        )

    @cached_property
    def by_address(self) -> Mapping[tuple[date, str], tuple[Facts, ...]]:
        """The posts of each day and address, by path."""
        return _index(((post.day, post.address), post) for post in self._ordered if post.day)

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days that have a post, ascending."""
        return tuple(sorted({post.day for post in self.posts if post.day}))

    @cached_property
    def _ordered(self) -> tuple[Facts, ...]:
        return tuple(sorted(self.posts, key=lambda post: post.order))


def _index(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    lists: dict[K, list[V]] = {}
    for key, value in pairs:
        lists.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in lists.items()}


class Trace(NamedTuple):
    """What is kept of each post that is linted: enough to tell whether others have it too.

    ``marks`` are checksums of the papers' ids and of the sections' texts. Two of one value are
    probably of the same, which the facts will tell; what is the same has the same value.
    """

    path: str
    day: date | None
    address: str
    marks: array[int]

    @property
    def header(self) -> Facts:
        """The facts that it tells itself, which are those of a post without papers."""
        return Facts(self.path, self.day, self.address)


def trace_of(post: Post, settings: Settings, path: str) -> Trace:
    """The trace of a post that was read in full."""
    marks = []
    for paper in post.papers:
        if paper.address and paper.address.id and paper.address.id.valid:
            marks.append(crc32(paper.address.id.paper.encode()))
            marks += [crc32(text.encode()) for _, text in _texts(post, paper, settings)]
    day, address = _place(post, settings)
    return Trace(path, day, address, array("I", {*marks}))


def shared(traces: Iterable[Trace]) -> frozenset[str]:
    """The paths of the posts that have a paper or a text which another one may have too."""
    paths: list[str] = []
    owned = array("Q")  # numbers of a mark and a post: of thousands of posts they are many
    for trace in traces:
        owned.extend(mark << 32 | len(paths) for mark in trace.marks)
        paths.append(trace.path)
    found: set[int] = set()
    for one, other in pairwise(sorted(owned)):
        if one >> 32 == other >> 32:
            found |= {one & 0xFFFFFFFF, other & 0xFFFFFFFF}
    return frozenset(map(paths.__getitem__, found))


def by_blog(posts: Iterable[Facts]) -> Mapping[PurePath, Corpus]:
    """The posts of each blog."""
    return {blog: Corpus(group) for blog, group in _index((it.blog, it) for it in posts).items()}


def facts_of(post: Post, settings: Settings, path: str) -> Facts:
    """The facts of a post that was read in full."""
    papers = tuple(
        PaperFacts(
            paper.address.id.paper,
            paper.title,
            paper.heading.span,
            post.source.position(paper.heading.span.start),
            tuple(_sections(post, paper, settings)),
        )
        for paper in post.papers
        if paper.address and paper.address.id and paper.address.id.valid
    )
    day, address = _place(post, settings)
    return Facts(path, day, address, papers)


def _place(post: Post, settings: Settings) -> tuple[date | None, str]:
    """The day of a post, and its address besides."""
    dates = dates_of(post, settings)
    return dates.header.day if dates.header else dates.name, _address(post)


def _sections(post: Post, paper: Paper, settings: Settings) -> Iterator[SectionFacts]:
    source = post.source
    for section, text in _texts(post, paper, settings):
        line = source.line(section.blocks[0].lines.first).strip()[:LONGEST_LINE]
        span, at = section.heading.span, section.heading.line
        column = span.start - source.line_starts[at - 1] + 1
        yield SectionFacts(text, line, span, Position(at, column))


def _texts(post: Post, paper: Paper, settings: Settings) -> Iterator[tuple[Section, str]]:
    """The sections that are compared, each with its text, which is in NFC, without white space."""
    lines, marker = post.source.lines, settings.sections.marker.replace(" ", "")
    for section in paper.sections:
        blocks = section.blocks
        if not blocks:
            continue
        first, last = blocks[0].lines.first, blocks[-1].lines.last
        text = lines[first - 1] if first == last else "".join(lines[first - 1 : last])
        text = text.replace(" ", "")
        if not text.isprintable():  # there may be other white space
            text = "".join(text.split())
        if len(text) >= SHORTEST and not text.startswith(marker):
            yield section, normalize("NFC", text)


def words(text: str) -> str:
    """The letters and digits of a text, in NFC and case-folded, so that only words are compared."""
    folded = normalize("NFC", text).casefold()
    return "".join(filter(str.isalnum, folded))


def _address(post: Post) -> str:
    """What Jekyll's default permalink has besides dates: ``/:categories/:year/:month/:day/:title``.

    The title there is the file's slug; a header's ``slug`` takes its place (jekyll/drops/url_drop).
    """
    header = post.front_matter
    permalink = header.get("permalink")
    if isinstance(permalink, Scalar):
        return permalink.text
    slug = header.get("slug")
    name = post.name.stem.split("-", 3)[-1]
    categories = header.get("categories")
    named = categories.items if isinstance(categories, Sequence) else ()
    folders = [item.text.lower() for item in named if isinstance(item, Scalar)]
    return "/".join([*folders, slug.text if isinstance(slug, Scalar) else name])


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for in other posts: ids of linted papers, a line of each of their sections."""

    ids: frozenset[str]
    lines: frozenset[str]

    def may_stand_in(self, text: str) -> bool:
        """Whether a text holds any of them, letter for letter."""
        months = {id_[:5] for id_ in self.ids}  # few, and of other months most posts have none
        has_id = any(month in text for month in months) and any(id_ in text for id_ in self.ids)
        return has_id or any(line in text for line in self.lines)


def wanted(posts: Iterable[Facts]) -> Wanted:
    """What posts that are linted have that others may have too."""
    papers = [paper for post in posts for paper in post.papers]
    return Wanted(
        frozenset(paper.id for paper in papers),
        frozenset(section.line for paper in papers for section in paper.sections),
    )


def neighbour_facts(source: Source, settings: Settings, path: str, looked_for: Wanted) -> Facts:
    """The facts of a post that is not linted itself; its papers only where they may concern others.

    Its text may be anything at all.
    """
    name, may_concern = name_of(path), looked_for.may_stand_in(source.text)
    post = parse(source, settings, name) if may_concern else header_alone(source, name)
    return facts_of(post, settings, path)
