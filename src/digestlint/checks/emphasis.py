"""RN004 and RN005: marks of emphasis, and tildes, that the page shows otherwise than meant."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import category

from digestlint.diagnostics import Finding, Severity
from digestlint.document import Block, BlockKind, InlineKind
from digestlint.endings import particle
from digestlint.fixes import Edit, Fix, Safety
from digestlint.message import Message
from digestlint.patterns import pattern
from digestlint.post import Post
from digestlint.rule import rule
from digestlint.settings import Settings
from digestlint.source import Source, Span
from digestlint.values import NamedTuple
from digestlint.written import Body

TYPE_CHECKING = False  # as typing has it, which is not imported for this
if TYPE_CHECKING:
    from digestlint.emphasis import Reading, Taken


def _blocks_with(post: Post, signs: str) -> Iterator[Block]:
    """The paragraphs and headings in whose source one of some signs stands."""
    text = post.source.text
    if not any(text.find(sign, post.front_matter.body_start) >= 0 for sign in signs):
        return
    for block in post.document.blocks:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            source = post.source.slice(block.span)
            if any(sign in source for sign in signs):
                yield block


# -- RN004 ---------------------------------------------------------------------------------------


@rule("RN004", "fragile-emphasis", severity=Severity.WARNING)
def fragile_emphasis(post: Post, settings: Settings) -> Iterator[Finding]:
    """Marks that stay on the page, and marks that make emphasis of what was none."""
    for block in _blocks_with(post, "*_"):
        from digestlint import emphasis
        from digestlint.published import content

        where = content(post.source, block)
        if settings.renderer == "github":
            reading = emphasis.by_commonmark(block, where)
        else:
            reading = emphasis.by_kramdown(where)
        for marks in _left_over(reading):
            found = {"marks": " … ".join(reading.text[start:end] for start, end in marks)}
            yield Finding(
                where.span(marks[0].start, marks[-1].end),
                Message("{marks} stays on the page as it is, expected emphasis", found),
            )
        for taken in reading.taken:
            if _is_accident(reading.text, taken):
                mark = reading.text[taken.whole.start : taken.inner.start]
                yield Finding(
                    where.span(*taken.whole),
                    Message(
                        "two {mark} set off what stands between them, expected \\{mark} for a sign",
                        {"mark": mark},
                    ),
                )


_LONGEST_MARK = 3
# Two or more stars after a value, or before "p < 0.05" in a legend
_SIGNIFICANCE = pattern(r"(?<=[0-9%)\].])\*{2,}(?![A-Za-z0-9])|\*{2,}(?=\s?:?\s?p\s?[<≤=])")
_CODE_LIKE = pattern(r"\*\*(?=/|(?:kw|kwargs|args|params|config|options)\b)")
_IDENTIFIER = pattern(r"[a-z0-9]+(?:_[a-z0-9]+)*|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
_HANGUL = pattern("[가-힣]")
_OPERAND = pattern(r"[A-Za-z0-9({\\-]")
_NAMES = """
all call class del dict doc enter eq exit file getattr getitem hash init iter len main name new next
post repr setitem str version
"""
_PYTHON = frozenset(_NAMES.split())


def _left_over(reading: Reading) -> Iterator[tuple[Span, ...]]:
    """The marks that a reader sees and that were meant as emphasis, in pairs where they are."""
    text = reading.text
    runs = [run for run in reading.literal if _may_be_mark(text, run)]
    at = 0
    while at < len(runs):
        run = runs[at]
        other = runs[at + 1] if at + 1 < len(runs) else None
        is_bold = text[run.start] == "*" and run.end - run.start > 1
        if not (is_bold and _SIGNIFICANCE.match(text, run.start)):
            if other and _are_pair(text, run, other):
                yield run, other
                at += 1
            elif is_bold:
                yield (run,)
        at += 1


def _may_be_mark(text: str, run: Span) -> bool:
    """Whether a run is no operator between two operands, no path or name, and not too long."""
    if run.end - run.start > _LONGEST_MARK or _CODE_LIKE.match(text, run.start):
        return False
    if text[run.start] == "_" or run.end - run.start == 1:
        return True
    before, after = text[: run.start], text[run.end :]
    is_spaced = before[-1:] == " " == after[:1]
    left, right = before.rstrip(" ")[-1:], after.lstrip(" ")
    is_operator = _is_operand(left) and bool(_OPERAND.match(right))
    return not (is_operator and (is_spaced or (left == before[-1:] and right == after)))


def _is_operand(character: str) -> bool:
    """Whether a sign may come after this: a letter or digit other than Hangul, or a bracket."""
    return bool(character) and (
        (character.isalnum() and not "가" <= character <= "힣") or character in ")]}"
    )


def _are_pair(text: str, opening: Span, closing: Span) -> bool:
    """Whether two runs that stay on the page were meant to set off what stands between them."""
    mark = text[slice(*opening)]
    inner = text[opening.end : closing.start]
    if mark != text[slice(*closing)] or not inner.strip() or "\n" in inner:
        return False
    if mark == "**":
        return True
    before, after = text[opening.start - 1 : opening.start], text[closing.end : closing.end + 1]
    if before.isalnum() or before in (")", "]", "}", mark) or inner != inner.strip():
        return False
    if mark == "*":  # what CommonMark leaves after a bracket or a quotation mark
        return not inner[-1].isalnum() and after.isalpha() and not after.isascii()
    if not after.isalnum():
        return False
    return bool(_HANGUL.search(inner)) if mark == "_" else not _IDENTIFIER.fullmatch(inner)


def _is_accident(text: str, taken: Taken) -> bool:
    """Whether emphasis comes of signs: of ``C*``, of products and powers, of a name in Python."""
    mark = text[taken.whole.start : taken.inner.start]
    inner = text[slice(*taken.inner)]
    before = text[taken.whole.start - 1] if taken.whole.start else ""
    after = text[taken.whole.end : taken.whole.end + 1]
    if mark == "__" and inner in _PYTHON:
        return True
    if mark == "**":
        # the last two stars are an operator too, or a sign of significance
        is_sign = bool(_OPERAND.match(after)) or (
            before in "0123456789)]" and inner[-1] in "0123456789%)"
        )
        return _is_operand(before) and bool(_OPERAND.match(inner)) and is_sign
    if _is_operand(before):
        return True
    # "유의수준*과 효과크기*는": both stars belong to the words before them
    return mark == "*" and "가" <= before <= "힣" and _begins_with_particle(inner, before)


def _begins_with_particle(inner: str, before: str) -> bool:
    """Whether a text is words of which the first is a particle of the syllable before it."""
    first, *others = inner.split()
    return bool(others) and particle(before + first) == first


# -- RN005 ---------------------------------------------------------------------------------------


@rule(
    "RN005",
    "accidental-strikethrough",
    severity=Severity.WARNING,
    fix=Safety.UNSAFE,
    default=False,
)
def accidental_strikethrough(post: Post, _: Settings) -> Iterator[Finding]:
    """Two tildes between which GitHub strikes the text out."""
    body = Body(post)
    for block in _blocks_with(post, "~"):
        for opening, closing in _struck(post.source, block):
            mark = post.source.slice(opening)
            if len(mark) == 2 and not _is_between_words(post.source, opening):
                continue
            edits = tuple(
                Edit(Span(at, at), "\\") for run in (opening, closing) for at in range(*run)
            )
            number = post.source.line_at(opening.start)
            # in code and in raw HTML the site would show the backslash
            is_raw = not body.is_text(number) or number in body.under_tags
            yield Finding(
                opening,
                Message(
                    "GitHub strikes out what stands between this {mark} and the next, expected "
                    "{escaped}",
                    {"mark": mark, "escaped": "\\~" * len(mark)},
                ),
                fix=None if is_raw else Fix(Message("escape the tildes"), edits, Safety.UNSAFE),
            )


def _is_between_words(source: Source, run: Span) -> bool:
    around = source.text[run.start - 1 : run.start] + source.text[run.end : run.end + 1]
    return len(around) == 2 and around.isalnum()


class _Tildes(NamedTuple):
    """One or two tildes; ``link`` is the place of the link they stand in, -1 outside of links."""

    span: Span
    opens: bool
    closes: bool
    link: int

    @property
    def length(self) -> int:
        return self.span.end - self.span.start


def _struck(source: Source, block: Block) -> Iterator[tuple[Span, Span]]:
    """The tildes between which cmark-gfm strikes text out, in pairs."""
    waiting: list[_Tildes] = []
    for run in _tildes(source, block):
        at = len(waiting) - 1 if run.closes else -1
        while at >= 0 and (waiting[at].link, waiting[at].length) != (run.link, run.length):
            at -= 1
        if at >= 0:
            yield waiting[at].span, run.span
            del waiting[at:]
        elif run.opens:
            waiting.append(run)


_RUN = pattern("~+")


def _tildes(source: Source, block: Block) -> Iterator[_Tildes]:
    text = source.text
    for piece in block.inlines:
        is_plain = piece.kind is InlineKind.TEXT and piece.span.end - piece.span.start == len(
            piece.text
        )
        if not is_plain or "~" not in piece.text:
            continue
        for found in _RUN.finditer(text, *piece.span):
            start, end = found.span()
            before = text[start - 1] if start > block.span.start else "\n"
            after = text[end] if end < block.span.end else "\n"
            is_left = not after.isspace() and (
                not _is_mark(after) or before.isspace() or _is_mark(before)
            )
            is_right = not before.isspace() and (
                not _is_mark(before) or after.isspace() or _is_mark(after)
            )
            if end - start <= 2 and (is_left or is_right):
                link = _link_at(block, start)
                yield _Tildes(Span(start, end), is_left, is_right, link)


def _link_at(block: Block, offset: int) -> int:
    """The place among the links of the one whose text holds an offset; -1 where none does."""
    spans = (link.text_span for link in block.links)
    return next((at for at, (start, end) in enumerate(spans) if start <= offset < end), -1)


def _is_mark(character: str) -> bool:
    """Whether CommonMark 0.29 takes a character for punctuation."""
    if character.isascii():
        return not character.isalnum() and character.isprintable() and character != " "
    return category(character)[0] == "P"
