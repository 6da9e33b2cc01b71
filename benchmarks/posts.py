"""Makes the posts of a blog: of real size, self-written, the same in every run."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor
from pathlib import Path
from random import Random

from benchmarks import words

FIRST_DAY = date(2015, 1, 5)
"""The day of the first post; each day has one. Ids have five digits since 2015."""
MOST_PAPERS = 9
FEWEST_PAPERS = 5

Lines = list[str]


@dataclass(frozen=True, slots=True)
class Mix:
    """What a blog's posts are like.

    ``defects`` and ``markup`` are the shares, from 0 to 1, of posts with a defect and of good
    posts with other Markdown than headings, quotes, bullets and text. ``raw`` ones have white space
    at the ends of lines, as language models write them.
    """

    defects: float = 0.05
    markup: float = 0.05
    raw: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A post that was made; ``defect`` and ``extra`` name what was put into it, or are empty."""

    name: str
    text: str
    defect: str = ""
    extra: str = ""


class Word(str):
    """A Korean word; a format spec is the particle that follows, such as ``은``."""

    __slots__ = ()

    def __format__(self, particle: str) -> str:
        after_consonant, after_vowel = _PARTICLES.get(particle, (particle, particle))
        code = ord(self[-1]) - 0xAC00
        final = code % 28 if 0 <= code < 11172 else 0  # made-up names end in a vowel
        if particle == "으로" and final == 8:  # the consonant ㄹ
            return f"{self!s}{after_vowel}"
        return f"{self!s}{after_consonant if final else after_vowel}"


_PARTICLES = {
    "은": ("은", "는"),
    "이": ("이", "가"),
    "을": ("을", "를"),
    "과": ("과", "와"),
    "으로": ("으로", "로"),
}


def make(count: int, mix: Mix) -> Iterator[Made]:
    """The posts of a blog, by day; the first ones are the same however many there are."""
    for at in range(count):
        yield _post(at, mix)


def write(folder: Path, posts: Iterator[Made]) -> None:
    """Puts the posts into ``_posts`` of a folder, which is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    inside = folder / "_posts"
    inside.mkdir(parents=True)
    (folder / ".git").mkdir()  # the root of a repository: nobody looks for settings above it
    for post in posts:
        (inside / post.name).write_text(post.text, encoding="utf-8", newline="\n")


def _post(at: int, mix: Mix) -> Made:
    random = Random(f"post {at}")
    day = FIRST_DAY + timedelta(days=at)
    lines = [
        "---",
        "layout: post",
        f'title: "Daily Papers — {day}"',
        f"date: {day} 08:15:00 +0900",
        "tags: [papers, huggingface]",
        "categories: []",
        "---",
        "",
    ]
    for number in range(1, random.randint(FEWEST_PAPERS, MOST_PAPERS) + 1):
        lines += _paper(number, at * MOST_PAPERS + number, day, random)
    lines.pop()
    defect = extra = ""
    if _falls_on(at, mix.markup, 0.5):
        extra = _pick(EXTRAS, at, mix.markup)
        EXTRAS[extra](lines)
    if _falls_on(at, mix.defects, 0.0):
        defect = _pick(DEFECTS, at, mix.defects)
        DEFECTS[defect](lines)
    text = "\n".join(_raw(lines) if mix.raw else lines) + "\n"
    return Made(f"{day}-daily-papers-{day:%Y%m%d}.md", text, defect, extra)


def _falls_on(at: int, share: float, offset: float) -> bool:
    """Whether a thing that a share of all has is this one's; they are spread evenly."""
    return floor((at + 1) * share + offset) > floor(at * share + offset)


def _pick(kinds: dict[str, Callable[[Lines], None]], at: int, share: float) -> str:
    """Each kind in turn."""
    return tuple(kinds)[floor(at * share) % len(kinds)]


def _paper(number: int, serial: int, day: date, random: Random) -> Iterator[str]:
    name = _name(serial)
    title = " ".join(
        (f"{name}:", *map(random.choice, (words.TITLE_KINDS, words.TITLE_THINGS, words.TITLE_ENDS)))
    )
    id_ = f"{day:%y%m}.{day.day * 500 + number * 7:05}"

    def say(sentences: tuple[tuple[str, ...], tuple[str, ...]]) -> str:
        return _sentence(sentences, name, random)

    yield f"# {number}. [{title}](https://arxiv.org/abs/{id_})"
    yield ""
    yield f"> [Alphaxiv](https://www.alphaxiv.org/ko/overview/{id_})"
    yield ""
    yield "## Introduction"
    yield ""
    yield f"- Goal: {say(words.GOAL)}"
    yield f"- Motivation: {say(words.MOTIVATION)}"
    yield f"- Contribution: {say(words.CONTRIBUTION)}"
    yield ""
    yield "## Method"
    yield ""
    openings = random.sample(words.METHOD[0], 3)
    yield from (say(((opening,), words.METHOD[1])) for opening in openings)
    for heading, sentences in (
        ("Results", words.RESULTS),
        ("Limitations", words.LIMITATIONS),
        ("Conclusion", words.CONCLUSION),
    ):
        yield ""
        yield f"## {heading}"
        yield ""
        yield say(sentences)
    yield ""


def _name(serial: int) -> str:
    """A name that no other paper of the blog has."""
    many = len(words.SYLLABLES)
    scattered = serial * 99991 % many**3  # a prime that is none of the number's factors
    one, two, three = (words.SYLLABLES[scattered // many**power % many] for power in range(3))
    return f"{one}{two}{three}".capitalize()


def _sentence(sentences: tuple[tuple[str, ...], tuple[str, ...]], name: str, random: Random) -> str:
    opening, ending = map(random.choice, sentences)
    part, other = random.sample(words.PARTS, 2)
    said = f"{random.choice(words.ADVERBS)} {random.choice(words.SAID)}"
    return f"{opening} {ending.removesuffix('.')}고 {said}.".format(
        name=Word(name),
        topic=Word(random.choice(words.TOPICS)),
        part=Word(part),
        other=Word(other),
        data=Word(random.choice(words.DATA)),
        fault=Word(random.choice(words.FAULTS)),
        measure=Word(random.choice(words.MEASURES)),
        percent=round(random.uniform(1, 40), 1),
        times=round(random.uniform(1.2, 6), 1),
        small=random.randint(3, 60),
    )


def _raw(lines: Sequence[str]) -> Iterator[str]:
    """The lines as a model writes them: two spaces after bullets, sections and sentences.

    Between the sentences of a paragraph they are hard breaks, which are content.
    """
    fences = 0
    for line in lines:
        fences += line == "---"
        is_text = fences > 1 and line and not line.startswith(("# ", ">", "---"))
        yield f"{line}  " if is_text else line


def _last(lines: Lines, start: str) -> int:
    """The place of the last line that begins so: most of the post stands before it."""
    return max(at for at, line in enumerate(lines) if line.startswith(start))


def _change(start: str, old: str, new: str) -> Callable[[Lines], None]:
    """What changes a text in a line that begins so."""

    def change(lines: Lines) -> None:
        at = _last(lines, start)
        lines[at] = lines[at].replace(old, new, 1)

    return change


def _say_under(heading: str, text: str) -> Callable[[Lines], None]:
    """What writes a line of its own at the end of a section."""

    def change(lines: Lines) -> None:
        at = _last(lines, heading) + 2
        lines[at:at] = [text, ""]

    return change


def _drop_section(lines: Lines) -> None:
    at = _last(lines, "## Limitations")
    del lines[at : at + 4]


def _cut_off(lines: Lines) -> None:
    at = _last(lines, "## Results") + 2
    lines[at] = lines[at].rpartition(" ")[0]


def _glue(lines: Lines) -> None:
    at = _last(lines, "## Method")
    del lines[at - 1]


def _number_method(lines: Lines) -> None:
    at = _last(lines, "## Method") + 2
    sentences = lines[at : lines.index("", at)]
    lines[at : at + len(sentences)] = [
        f"{number}. {sentence}" for number, sentence in enumerate(sentences, 1)
    ]


DEFECTS: dict[str, Callable[[Lines], None]] = {
    "a stray quote in the title": _change("title: ", 'title: "', "title: "),
    "another paper's alphaXiv link": _change("> [Alphaxiv]", "/overview/", "/overview/1"),
    "a missing section": _drop_section,
    "a misspelt section": _change("## Limitations", "Limitations", "Limitation"),
    "a glued heading": _change("## Method", "## Method", "##Method"),
    "a swallowed heading": _glue,
    "a paper heading of another level": _change("# ", "# ", "### "),
    "white space in a title": _change("# ", ": ", ":   "),
    "a month 13": _change("# ", "/abs/", "/abs/13"),
    "a sentence cut off": _cut_off,
    "a placeholder": _say_under("## Results", "TODO"),
    "Liquid markup": _say_under("## Results", "{{ results }}"),
}
"""Ways to break a post."""

EXTRAS: dict[str, Callable[[Lines], None]] = {
    "strong emphasis": _change("- Goal: ", "- Goal: ", "- Goal: **핵심** "),
    "code": _change("- Motivation: ", "- Motivation: ", "- Motivation: `top-k` 표집을 쓰는 "),
    "an ordered list": _number_method,
    "a comment": _say_under("## Conclusion", "<!-- 다음 주에 다시 읽는다 -->"),
    "a link in a sentence": _change(
        "- Contribution: ",
        "- Contribution: ",
        "- Contribution: [부록](https://example.org/a) 외에 ",
    ),
    "mathematics": _change("- Goal: ", "- Goal: ", "- Goal: $$x^2 + y^2$$ 꼴로 쓰는 "),
}
"""Ways to have other Markdown in a post that stays good."""
