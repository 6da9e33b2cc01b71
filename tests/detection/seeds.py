"""The defects: for each rule that is on by default, ways to bring it about in a good post."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from detection.good import Good

MOST_PLACES = 6
"""At how many places of a post each kind is seeded, spread evenly."""


@dataclass(frozen=True)
class Seed:
    """A post with one defect: what must be said at which line (from 1), with which severity.

    ``beside`` are the codes of warnings that the seed cannot help bringing about. ``others`` are
    further posts of the blog, each with its path.
    """

    code: str
    kind: str
    path: str
    data: bytes
    line: int
    severity: str
    beside: tuple[str, ...] = ()
    others: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True)
class Kind:
    """One way to bring a rule's defect about.

    ``change`` makes of a target's line the lines that take its place, ``at`` is which of them is
    wrong, counted from 0.
    """

    code: str
    title: str
    target: str
    change: Callable[[str], list[str] | str]
    at: int = 0
    severity: str = "error"
    beside: tuple[str, ...] = ()

    def seeds(self, post: Good) -> Iterator[Seed]:
        for place in spread(post.places(self.target)):
            made = self.change(post.lines[place])
            made = [made] if isinstance(made, str) else made
            lines = [*post.lines[:place], *made, *post.lines[place + 1 :]]
            if lines == list(post.lines):
                continue
            text = "\n".join(lines) + "\n"
            line = place + self.at + 1
            yield Seed(
                self.code,
                self.title,
                post.path,
                text.encode(),
                line,
                self.severity,
                self.beside,
            )


def spread(places: tuple[int, ...]) -> tuple[int, ...]:
    """At most ``MOST_PLACES`` of the places, evenly."""
    step = max(1, -(-len(places) // MOST_PLACES))
    return places[::step]


def sub(pattern: str, becomes: str | Callable[[re.Match[str]], str]) -> Callable[[str], str]:
    """A change by a regular expression, once."""
    return lambda line: re.sub(pattern, becomes, line, count=1)


def after(*added: str) -> Callable[[str], list[str]]:
    """A change that adds lines below."""
    return lambda line: [line, *added]


def before(*added: str) -> Callable[[str], list[str]]:
    """A change that adds lines above."""
    return lambda line: [*added, line]


def with_tail(tail: str) -> Callable[[str], str]:
    """A change that puts words between a sentence's first word and the rest."""

    def change(line: str) -> str:
        head, _, rest = line.partition(" ")
        return f"{head} {tail} {rest}"

    return change


ID = r"[0-9]{4}\.[0-9]{5}"
WARNING = "warning"

KINDS = (
    # front matter
    Kind("FM004", "a key twice", "header", lambda line: [line, line], 1),
    Kind("FM007", "an unknown key", "header", after("sumary: x"), 1, WARNING),
    Kind("FM008", "a stray quote", "header", sub(r'title: "(.*)"$', r'title: \1"'), 0),
    Kind("FM008", "a hyphen for the dash", "header", sub("—", "-"), 0),
    Kind("FM009", "another day in the title", "header", sub(r"-[0-9]{2}\"", '-01"'), 0),
    # headings
    Kind("HD002", "no number", "papers", sub(r"# [0-9]+\. ", "# "), 0),
    Kind("HD002", "no link", "papers", sub(r"\[(.*)\]\(.*\)", r"\1"), 0),
    Kind("HD002", "no title", "papers", sub(r"\[.*\]", "[]"), 0),
    Kind("HD002", "wrapped over two lines", "papers", lambda line: _wrap(line), 0),
    Kind("HD003", "two spaces", "papers", sub(r"\[(\S+) ", r"[\1  "), 0, WARNING),
    Kind("HD005", "a paper on level 3", "papers", sub("# ", "### "), 0),
    Kind("HD005", "a section on level 3", "sections", sub("## ", "### "), 0),
    Kind("HD006", "glued marks of a section", "sections", sub("## ", "##"), 0),
    Kind("HD006", "glued marks of a paper", "papers", sub("# ", "#"), 0),
    Kind("HD006", "a space before the marks", "sections", sub("##", " ##"), 0),
    Kind("HD007", "under a bullet", "sections", before("- 한 가지 더 밝혀 둘 것이 있다."), 1,
         beside=("SC007", "SC008", "SC006", "KO003")),
    Kind("HD009", "a formula's residue", "papers", sub(r"\[", r"[$\\alpha$ "), 0, WARNING),
    # links
    Kind("LK001", "another host", "papers", sub("arxiv.org/abs", "example.org/abs"), 0),
    Kind("LK002", "month 13", "papers", sub(r"abs/[0-9]{4}", "abs/2513"), 0),
    Kind("LK002", "four digits", "papers", sub(rf"abs/({ID[:-3]})[0-9]", r"abs/\1"), 0),
    Kind("LK003", "http", "papers", sub("https://", "http://"), 0, WARNING),
    Kind("LK003", "a version", "papers", sub(rf"({ID})\)", r"\1v2)"), 0, WARNING),
    Kind("LK003", "the pdf", "papers", sub("/abs/", "/pdf/"), 0, WARNING),
    Kind("LK004", "no alphaXiv line", "companions", lambda _: [], -2),
    Kind("LK005", "another paper's id", "companions", lambda line: _other_id(line), 0),
    Kind("LK006", "another locale", "companions", sub("/ko/", "/en/"), 0, WARNING),
    Kind("LK006", "abs", "companions", sub("/ko/overview", "/abs"), 0, WARNING),
    Kind("LK010", "another text", "companions", sub("Alphaxiv", "here"), 0, WARNING),
    Kind("LK010", "no quote", "companions", sub("> ", ""), 0, WARNING),
    Kind("LK011", "two lines", "companions", lambda line: [line, "", line], 2, WARNING),
    Kind("LK012", "a space inside", "companions", sub(r"\]\(", "] ("), 0),
    Kind("LK012", "no closing bracket", "companions", sub(r"\)$", ""), 0),
    # sections
    Kind("SC004", "a plural too many", "sections", sub("(Method|Result|Limitation|Conclusion)s?$",
         lambda it: {"Method": "Methods", "Result": "Result", "Limitation": "Limitation",
                     "Conclusion": "Conclusions"}[it[1]]), 0, WARNING),
    Kind("SC006", "text before the first section", "companions",
         after("", "이 논문은 여러 연구자의 관심을 모았다."), 2, WARNING),
    Kind("SC007", "a label misspelt", "bullets", sub("- Motivation", "- Motivaton"), 0, WARNING),
    Kind("SC008", "two sentences too many", "prose",
         lambda line: f"{line} 둘째로 덧붙인다. 셋째로 덧붙인다. 넷째로 덧붙인다.", 0, WARNING),
    # Korean prose
    Kind("KO001", "an English section", "prose",
         lambda _: "The proposed approach improves accuracy on every benchmark by a wide margin.",
         0),
    Kind("KO002", "a polite sentence", "prose", sub(r"\S+다\.$", "보여 줍니다."), 0, WARNING),
    Kind("KO003", "no period", "prose", sub(r"다\.$", "다"), 0, WARNING),
    Kind("KO004", "cut after a particle", "prose", lambda line: f"{line} 이러한 결과는 모형의", 0,
         beside=("SC008",)),
    Kind("KO004", "cut after a comma", "prose", lambda line: f"{line} 또한 여러 조건에서,", 0,
         beside=("SC008",)),
    Kind("KO004", "an open bracket", "prose", lambda line: f"{line} 이는 기존 방식(예:", 0,
         beside=("SC008", "KO010")),
    Kind("KO005", "a Cyrillic word", "prose", with_tail("масштаб화한"), 0),
    Kind("KO005", "kana", "prose", with_tail("データ를"), 0),
    Kind("KO005", "Han outside brackets", "prose", with_tail("선택肢를"), 0),
    Kind("KO006", "a stray jamo", "prose", with_tail("여러ㄴ"), 0, WARNING),
    Kind("KO007", "we", "prose", lambda line: f"우리는 {line}", 0, WARNING),
    Kind("KO008", "an exclamation", "prose", sub(r"다\.$", "다!"), 0, WARNING),
    Kind("KO008", "an emoji", "prose", sub(r"다\.$", "다. 🚀"), 0, WARNING),
    Kind("KO009", "a word twice", "prose", with_tail("또한 또한"), 0, WARNING),
    Kind("KO010", "a bracket left open", "prose", with_tail("여러 (가지"), 0, WARNING),
    # residue of generated text
    Kind("GN001", "a preamble", "prose", before("물론입니다! 아래는 요약입니다.", ""), 0,
         beside=("KO002", "KO008", "SC008", "KO004")),
    Kind("GN001", "a refusal", "prose",
         lambda line: ["죄송합니다. 이 요청은 도와드릴 수 없습니다.", "", line], 0,
         beside=("KO002", "SC008")),
    Kind("GN002", "a thought", "prose",
         lambda line: ["<think>", "먼저 논문의 방법을 살펴본다.", "</think>", "", line], 0,
         beside=("SC008",)),
    Kind("GN003", "a fence", "prose", lambda line: ["```markdown", line, "```"], 0),
    Kind("GN004", "TODO", "prose", lambda _: "TODO", 0),
    Kind("GN004", "a failed analysis", "prose", lambda _: "_분석 생성 실패_", 0),
    Kind("GN005", "U+FFFD", "prose", with_tail("여러\ufffd"), 0),
    Kind("GN005", "a literal line break", "prose", lambda line: f"{line}\\n", 0),
    Kind("GN007", "a ligature", "prose", with_tail("e\ufb03cient한"), 0, WARNING),
    Kind("GN007", "a private-use character", "prose", with_tail("값\uf0b7을"), 0, WARNING),
    # rendering
    Kind("RN001", "Liquid", "prose", with_tail("{{ x }}와"), 0),
    Kind("RN002", "a pipe in a paragraph", "prose",
         lambda line: ["", with_tail("p(y|x)를")(line)], 1),
    Kind("RN003", "a tag that is none", "prose", with_tail("<Silence> 토큰을"), 0),
    Kind("RN004", "marks between Hangul", "prose", with_tail("__핵심__은"), 0, WARNING),
    Kind("RN006", "an underline", "prose", after("---"), 1, WARNING),
    Kind("RN006", "an indented line", "prose", lambda line: ["    " + line], 0, WARNING,
         beside=("SC005",)),
    Kind("RN007", "a bare address", "prose", with_tail("https://example.org/x 의"), 0, WARNING),
    Kind("RN007", "a footnote mark", "prose", with_tail("결과[^1]를"), 0, WARNING),
    Kind("RN008", "a table under a line", "prose",
         after("| 방법 | 점수 |", "|---|---|", "| 가 | 1 |"), 1, WARNING,
         beside=("SC008",)),
    # white space
    Kind("WS001", "behind a heading", "sections", lambda line: line + "  ", 0, WARNING),
    Kind("WS001", "behind a paragraph", "prose", lambda line: line + " ", 0, WARNING),
    Kind("WS003", "a long hard break", "prose",
         lambda line: [line + "    ", "뒤에 한 줄을 더 적어 둔다."], 0, WARNING, beside=("SC008",)),
    Kind("WS007", "blank lines", "sections", after("", "", "", "", ""), 3, WARNING),
    Kind("WS008", "decomposed Hangul", "prose", lambda it: unicodedata.normalize("NFD", it), 0,
         WARNING),
    Kind("WS009", "a zero-width space", "prose", with_tail("여러\u200b가지"), 0),
    Kind("WS010", "a no-break space", "prose", with_tail("여러\u00a0가지"), 0, WARNING),
)  # fmt: skip


def _wrap(line: str) -> list[str] | str:
    head, space, rest = line.rpartition(" ")
    return [head, rest] if space and "[" in head else line


def _other_id(line: str) -> str:
    return re.sub(ID, lambda it: it[0][:-1] + str((int(it[0][-1]) + 1) % 10), line)


@dataclass(frozen=True)
class Whole:
    """Makes seeds of whole texts of a post."""

    post: Good

    def __call__(
        self,
        code: str,
        kind: str,
        changed: str | bytes,
        line: int,
        severity: str = "error",
        *,
        path: str = "",
        beside: tuple[str, ...] = (),
        others: tuple[tuple[str, bytes], ...] = (),
    ) -> Seed:
        data = changed.encode() if isinstance(changed, str) else changed
        return Seed(code, kind, path or self.post.path, data, line, severity, beside, others)


def of_the_whole(post: Good) -> Iterator[Seed]:
    """Defects that are of the file, of its header as a whole, or of two places at once."""
    text = "\n".join(post.lines) + "\n"

    seed = Whole(post)
    lines = list(post.lines)
    yield seed("DL001", "cp949", text.encode("cp949", "replace"), _first_hangul(lines))
    yield seed("DL001", "a NUL byte", text.replace("다.", "다.\0", 1), _line_of(lines, "다."))
    comment = "<!-- digestlint: ignore[LK005] -->"
    yield seed(
        "DL002",
        "nothing to hide",
        _insert(lines, post.papers[0], comment, ""),
        post.papers[0] + 1,
        WARNING,
    )
    comment = "<!-- digestlint: ignore[LK0O5] -->"
    yield seed(
        "DL003", "no such rule", _insert(lines, post.papers[0], comment, ""), post.papers[0] + 1
    )
    folder, _, name = post.path.rpartition("/")
    yield seed("FN001", "no slug", text, 1, path=f"{folder}/{name[:10]}.md")
    yield seed("FN001", "underscores", text, 1, path=f"{folder}/{name.replace('-', '_')}")
    yield seed("FN003", "a space", text, 1, WARNING, path=f"{folder}/{name[:11]}오늘의 논문.md")
    yield seed("FM001", "a blank line before", "\n" + text, 1)
    close = lines.index("---", 1)
    unclosed = "\n".join(lines[:close] + lines[close + 1 :]) + "\n"
    yield seed("FM002", "no closing fence", unclosed, close + 1)
    title = post.places("header")[0]
    yield seed("FM003", "broken YAML", _replace(lines, title, 'title: "unclosed'), title + 1)
    yield seed("FM005", "no layout", text.replace("layout: post\n", "", 1), 1)
    yield seed("FM005", "a near miss", text.replace("categories:", "catagories:", 1), 1)
    yield seed("FM006", "a layout that is none", text.replace("layout: post", "layout: page", 1), 2)
    date = next(at for at, line in enumerate(lines) if line.startswith("date:"))
    gone = re.sub("-[0-9]{2}-[0-9]{2}", "-02-30", lines[date])
    yield seed("FM006", "a day that is none", _replace(lines, date, gone), date + 1)
    tags = next(at for at, line in enumerate(lines) if line.startswith("tags:"))
    yield seed(
        "FM012",
        "a tag misspelt",
        _replace(lines, tags, "tags: [papers, huggingfce]"),
        tags + 1,
        WARNING,
    )
    yield seed(
        "FM013", "tags with commas", _replace(lines, tags, "tags: papers, ai"), tags + 1, WARNING
    )
    for paper in spread(post.papers):
        id_ = re.search(ID, lines[paper])
        assert id_ is not None
        for code, month, severity in (("LK008", "2712", "error"), ("LK009", "2011", WARNING)):
            other = text.replace(id_[0], month + id_[0][4:])
            yield seed(code, "an id of another month", other, paper + 1, severity)
    yield seed("HD001", "no paper", "\n".join(lines[: close + 1]) + "\n", 1)
    if len(post.papers) > 1:
        yield from _of_two_papers(post, seed)
    yield seed("WS004", "CRLF", text.replace("\n", "\r\n"), 1, WARNING)
    yield seed("WS005", "a byte order mark", "\ufeff" + text, 1, WARNING)
    yield seed("WS006", "no final newline", text.rstrip("\n"), len(lines), WARNING)
    yield from _of_sections(post, seed)
    yield from _across_posts(post, seed)


def _of_two_papers(post: Good, seed: Whole) -> Iterator[Seed]:
    lines = list(post.lines)
    first, second = post.papers[:2]
    number = lines[second].replace("# 2.", "# 4.", 1)
    yield seed("HD004", "4 after 1", _replace(lines, second, number), second + 1)
    shown = re.search(r"\[.*\]", lines[first])
    assert shown is not None
    title = re.sub(r"\[.*\]", lambda _: shown[0], lines[second])
    yield seed(
        "HD008",
        "one title for two papers",
        _replace(lines, second, title),
        second + 1,
        beside=("HD003",),
    )
    companions = [at for at in post.companions if at > first][:2]
    if len(companions) == 2:
        id_ = re.search(ID, lines[first])
        assert id_ is not None
        twice = list(lines)
        twice[second] = re.sub(ID, id_[0], lines[second])
        twice[companions[1]] = re.sub(ID, id_[0], lines[companions[1]])
        yield seed("LK007", "one id for two papers", "\n".join(twice) + "\n", second + 1)
    prose = [at for at in post.prose if at < second], [at for at in post.prose if at > second]
    if all(prose):
        again = _replace(lines, prose[1][0], lines[prose[0][0]])
        yield seed(
            "GN006",
            "one sentence in two papers",
            again,
            prose[1][0] + 1,
            WARNING,
            beside=("SC008",),
        )


def _of_sections(post: Good, seed: Whole) -> Iterator[Seed]:
    lines = list(post.lines)
    for paper in spread(post.papers):
        heads = [at for at in post.sections if at > paper][:5]
        if len(heads) < 5:
            continue
        method, results, limits, conclusion = heads[1:5]
        without = "\n".join(lines[:method] + lines[results:]) + "\n"
        yield seed("SC001", "no Method", without, paper + 1)
        twice = lines[:limits] + lines[results:limits] + lines[limits:]
        yield seed("SC002", "Results twice", "\n".join(twice) + "\n", limits + 1, beside=("GN006",))
        swapped = (
            lines[:results] + lines[limits:conclusion] + lines[results:limits] + lines[conclusion:]
        )
        line = results + (conclusion - limits) + 1
        yield seed("SC003", "Limitations before Results", "\n".join(swapped) + "\n", line, WARNING)
        empty = [*lines[: limits + 1], "", *lines[conclusion:]]
        yield seed("SC005", "an empty section", "\n".join(empty) + "\n", limits + 1)


def _across_posts(post: Good, seed: Whole) -> Iterator[Seed]:
    """The post as it is, beside an earlier one that is made of its own lines."""
    lines = list(post.lines)
    text = "\n".join(lines) + "\n"
    first = post.papers[0]
    end = post.papers[1] if len(post.papers) > 1 else len(lines)
    day = post.path.rpartition("/")[2][:10]
    earlier = "2001-01-02"
    header = text.partition("# 1.")[0].replace(day, earlier)
    paper = "\n".join(lines[first:end]) + "\n"
    place = f"_posts/{earlier}-daily-papers-20010102.md"

    def other(changed: str) -> tuple[tuple[str, bytes], ...]:
        return ((place, (header + changed).encode()),)

    line = first + 1
    yield seed("XP001", "a paper of an earlier day", text, line, WARNING, others=other(paper))
    renamed = re.sub(r"\[.*?\]\(", "[Quite Another Title](", paper, count=1)
    yield seed("XP003", "another title", text, line, WARNING, others=other(renamed))
    method = next(at for at in post.sections if "Method" in lines[at])
    end = next(at for at in post.sections if at > method)
    only = "\n".join([lines[first], "", *lines[method:end]]) + "\n"
    yield seed(
        "XP004",
        "a section of another paper",
        text,
        method + 1,
        others=other(re.sub(ID, "2001.00001", only)),
    )
    same = f"_posts/sub/{post.path.rpartition('/')[2]}"
    yield seed("XP002", "one address for two posts", text, 1, others=((same, text.encode()),))


def _insert(lines: list[str], at: int, *added: str) -> str:
    return "\n".join([*lines[:at], *added, *lines[at:]]) + "\n"


def _replace(lines: list[str], at: int, line: str) -> str:
    return "\n".join([*lines[:at], line, *lines[at + 1 :]]) + "\n"


def _first_hangul(lines: list[str]) -> int:
    """The first line, from 1, with Hangul, which cp949 writes in bytes that are no UTF-8."""
    return next(at for at, line in enumerate(lines, 1) if re.search("[가-힣]", line))


def _line_of(lines: list[str], text: str) -> int:
    return next(at for at, line in enumerate(lines, 1) if text in line)


def all_seeds(post: Good) -> Iterator[Seed]:
    """Every seed of a post."""
    for kind in KINDS:
        yield from kind.seeds(post)
    yield from of_the_whole(post)
