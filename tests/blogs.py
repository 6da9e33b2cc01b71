"""Blogs of many shapes, written here: what ``init`` is to find out about them is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

FIRST_DAY = date(2025, 9, 1)

PLAIN = (
    "이 방법은 긴 글을 짧게 줄이면서도 뜻을 잃지 않도록 문장을 골라 다시 쓰는 절차를 밟았다.",
    "저자들은 여러 벤치마크에서 기존 모델보다 정확도가 고르게 높아졌음을 실험으로 확인하였다.",
    "학습에 쓰이는 자료의 양을 절반으로 줄여도 성능이 거의 떨어지지 않는다는 점을 함께 보였다.",
    "다만 긴 영상이나 여러 언어가 섞인 자료에서는 아직 충분히 검증되지 않았다는 한계가 남아 있다.",
    "전체 구조는 단순하지만 각 단계의 역할이 분명하여 다른 과제에도 쉽게 옮겨 쓸 수 있다.",
)
ENGLISH = (
    "The method rewrites each sentence until nothing more can be taken out of the text.",
    "On several benchmarks the accuracy is higher than that of earlier models.",
    "Half of the training data is enough to reach nearly the same result.",
    "Longer videos and mixed languages have not been tried so far.",
    "Its parts are simple and can be moved to other tasks with little work.",
)
POLITE = tuple(f"{text.removesuffix('다.')}습니다." for text in PLAIN)
TITLES = (
    "Sparse Trees for Long Contexts", "Reading Without Tokens", "A Map of Small Models",
    "Rewards That Explain Themselves", "Counting in the Dark", "Two Views of One Scene",
    "The Last Layer Problem", "Graphs That Forget", "Learning From Silence", "Slow Attention",
    "Voices Across Rooms", "Planning by Analogy", "Noise as a Teacher", "On the Shape of Errors",
)  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """What the posts of a blog look like; the templates are filled with ``str.format``.

    Where ``level`` is 0, a post is one paper, whose title is the header's ``{paper}``.
    """

    title: str = "Daily Papers — {date}"
    layout: str = "post"
    level: int = 1
    heading: str = "{number}. [{title}](https://arxiv.org/abs/{id})"
    link: str = ""
    ids: str = ""
    companion: str = "> [Alphaxiv](https://www.alphaxiv.org/ko/overview/{id})"
    group: bool = False
    bold: bool = False
    names: tuple[str, ...] = ("Introduction", "Method", "Results")
    tags: tuple[str, ...] = ("papers", "arxiv")
    sentences: tuple[str, ...] = PLAIN
    slug: str = "daily-papers-{compact}"


@dataclass
class Blog:
    """The texts of a blog's posts by their names in its folder."""

    files: dict[str, str] = field(default_factory=dict)
    papers: int = 0

    def add(self, shape: Shape, day: date, papers: int) -> str:
        """Writes a post of some papers; its name."""
        numbers = range(self.papers, self.papers + papers)
        self.papers += papers
        name = f"_posts/{day}-{shape.slug.format(compact=day.strftime('%Y%m%d'))}.md"
        self.files[name] = post(shape, day, numbers)
        return name


def days(number: int, first: date = FIRST_DAY) -> Sequence[date]:
    """So many days, one after the other."""
    return [first + timedelta(days=at) for at in range(number)]


def arxiv_id(number: int, day: date) -> str:
    """An id of the day's month."""
    return f"{day:%y%m}.{number + 101:05}"


def own(text: str, number: int, shape: Shape) -> str:
    """A sentence with a word for a paper, so that none stands in two."""
    is_english = shape.sentences is ENGLISH
    letters = "abcdefghij" if is_english else "가나다라마바사아자차"
    word = "".join(letters[int(digit)] for digit in str(number))
    return text.replace(" ", f" {word} ", 1) if is_english else f"{word}-모델의 {text}"


def title_of(number: int) -> str:
    """The title of a paper."""
    return f"{TITLES[number % len(TITLES)]} {'I' * (1 + number // len(TITLES))}"


def post(shape: Shape, day: date, papers: Sequence[int]) -> str:
    """A post with papers of these numbers in the blog."""
    dates = {"date": day, "compact": day.strftime("%Y%m%d"), "slashed": day.strftime("%Y/%m/%d")}
    dates["paper"] = title_of(papers[0])
    header = [f'title: "{shape.title.format(**dates)}"', f"date: {day} 09:00:00 +0900"]
    if shape.layout:
        header.insert(0, f"layout: {shape.layout}")
    if shape.tags:
        header.append(f"tags: [{', '.join(shape.tags)}]")
    if shape.ids:
        header += [f"{shape.ids}:", *(f'  - "{arxiv_id(it, day)}"' for it in papers)]
    lines = ["---", *header, "---"]
    if shape.group:
        lines += ["", f"{'#' * (shape.level - 1)} 언어"]
    for number, it in enumerate(papers, 1):
        lines += ["", *paper(shape, day, number, it)]
    return "\n".join(lines) + "\n"


def paper(shape: Shape, day: date, number: int, it: int) -> list[str]:
    """The lines of a paper."""
    known = {"number": number, "title": title_of(it), "id": arxiv_id(it, day)}
    lines = [f"{'#' * shape.level} {shape.heading.format(**known)}"] if shape.level else []
    for line in (shape.link, shape.companion):
        lines += ["", line.format(**known)] if line else []
    for at, name in enumerate(shape.names):
        heading = f"**{name}**" if shape.bold else f"{'#' * (max(shape.level, 1) + 1)} {name}"
        text = shape.sentences[(it + at) % len(shape.sentences)]
        lines += ["", heading, *([] if shape.bold else [""]), own(text, it, shape)]
    return lines
