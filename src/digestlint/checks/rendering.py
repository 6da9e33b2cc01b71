"""RN001 and RN003: text that Liquid or HTML takes for its own, and that vanishes from the page."""

from __future__ import annotations

from collections.abc import Iterator

from digestlint.diagnostics import Finding, Severity
from digestlint.document import Block, BlockKind, InlineKind
from digestlint.fixes import Edit, Fix, Safety
from digestlint.message import Message
from digestlint.patterns import pattern
from digestlint.post import Post
from digestlint.reasoning import leaks
from digestlint.rule import rule
from digestlint.settings import Settings
from digestlint.source import Source, Span
from digestlint.values import NamedTuple
from digestlint.yaml_values import Kind, Scalar

TYPE_CHECKING = False  # as typing has it, which is not imported for this
if TYPE_CHECKING:
    from digestlint.liquid import Token

# -- RN001 ---------------------------------------------------------------------------------------


@rule("RN001", "liquid-markup", severity=Severity.ERROR, fix=Safety.UNSAFE)
def liquid_markup(post: Post, settings: Settings) -> Iterator[Finding]:
    """``{{`` and ``{%`` outside of ``{% raw %}``, in code too."""
    text = post.source.text
    if "{" not in text or ("{{" not in text and "{%" not in text):  # one sign is looked for fast
        return
    if settings.renderer != "jekyll" or _is_without_liquid(post):
        return
    from digestlint.liquid import TokenKind, tokens

    allowed = {name for it in settings.rules.RN001.allow for name in (it, f"end{it}")}
    found = tokens(text, post.front_matter.body_start)
    for token in found:
        if token.kind is TokenKind.RAW:
            continue
        whole = token.span
        if token.name == "comment":  # nothing in it is read
            closing = next((it for it in found if it.name == "endcomment"), None)
            whole = Span(whole.start, closing.span.end) if closing else whole
        if token.kind is not TokenKind.TAG or token.name not in allowed:
            yield _of_token(post.source, token, whole)


def _is_without_liquid(post: Post) -> bool:
    value = post.front_matter.get("render_with_liquid")
    return (
        isinstance(value, Scalar)
        and value.kind is Kind.BOOL
        and value.text.lower() in ("false", "no", "off")
    )


_LONGEST = 40


def _of_token(source: Source, token: Token, whole: Span) -> Finding:
    from digestlint.liquid import TokenKind

    text = source.slice(token.span)
    found = {
        "text": text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…",
        "raw": "{% raw %}…{% endraw %}",
    }
    if token.name in ("raw", "endraw"):
        missing = {"text": text, "other": "{% endraw %}" if token.name == "raw" else "{% raw %}"}
        return Finding(token.span, Message("{text} without its {other} stops the build", missing))
    if token.kind is TokenKind.BROKEN:
        message = Message("Liquid finds no end of this {text} and stops, expected {raw}", found)
    elif token.kind is TokenKind.OUTPUT:
        message = Message("Liquid puts a value in the place of {text}, expected {raw}", found)
    else:
        message = Message("Liquid takes {text} for a tag of its own, expected {raw}", found)
    span = token.span
    if "\n" in text and whole == span:  # two paragraphs may have nothing to do with one another
        span = whole = Span(span.start, span.start + 2)
    if "endraw" in source.slice(whole):
        return Finding(span, message)
    start, end = whole
    edits = Edit(Span(start, start), "{% raw %}"), Edit(Span(end, end), "{% endraw %}")
    fix = Fix(Message("wrap in a raw block"), edits, Safety.UNSAFE)
    return Finding(span, message, fix=fix)


# -- RN003 ---------------------------------------------------------------------------------------


@rule("RN003", "swallowed-tag", severity=Severity.ERROR, fix=Safety.UNSAFE)
def swallowed_tag(post: Post, settings: Settings) -> Iterator[Finding]:
    """Text in angle brackets that becomes an unknown element of HTML, of which nothing is seen."""
    source = post.source
    if source.text.find("<", post.front_matter.body_start) < 0:
        return
    told = {span for leak in leaks(post) for span in leak.tags}
    for block in post.document.blocks:
        for tag in _tags(source, block, settings):
            if tag.span not in told:
                text = source.slice(tag.span)
                edits = (Edit(Span(tag.span.start, tag.span.start + 1), tag.escaped),)
                yield Finding(
                    tag.span,
                    Message(
                        "{text} is taken for an element of HTML and vanishes, expected {escaped}",
                        {"text": text, "escaped": tag.escaped + text[1:]},
                    ),
                    fix=Fix(Message("escape the angle bracket"), edits, Safety.UNSAFE),
                )


class _Tag(NamedTuple):
    span: Span
    escaped: str


def _tags(source: Source, block: Block, settings: Settings) -> Iterator[_Tag]:
    """The tags of unknown elements in a block."""
    if "<" not in source.slice(block.span):
        return
    from digestlint.kramdown import html, spans
    from digestlint.published import content

    if block.kind is BlockKind.HTML:
        yield from _in_html(source, block)
    elif settings.renderer == "github":
        for piece in block.inlines:
            found = _COMMONMARK_TAG.match(piece.text) if piece.kind is InlineKind.HTML else None
            if found and not html.is_known(found["name"], piece.text):
                yield _Tag(piece.span, "\\<")
    elif block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
        where = content(source, block)
        unread = [
            (it.start, it.end)
            for it in spans.read(html.as_text(where.text))
            if it.kind in spans.UNREAD
        ]
        for start, end in html.unknown_tags(where.text):
            if not any(first <= start < last for first, last in unread):
                yield _Tag(where.span(start, end), "\\<")


_COMMONMARK_TAG = pattern(r"</?(?P<name>[A-Za-z][A-Za-z0-9-]*)")
_OPAQUE = (
    "<!--",
    "<?",
    "<![CDATA[",
    "<!",
    "<pre",
    "<script",
    "<style",
    "<textarea",
    "<svg",
    "<math",
)


def _in_html(source: Source, block: Block) -> Iterator[_Tag]:
    """The unknown tags of a block of raw HTML. Within a known element no backslash escapes."""
    text = source.slice(block.span)
    if text.lstrip().lower().startswith(_OPAQUE):
        return
    from digestlint.kramdown import html

    begin = len(text) - len(text.lstrip())
    for found in html.TAG.finditer(text):
        if not html.is_known(found["name"], found[0]):
            start = block.span.start + found.start()
            is_first = found.start() <= begin  # without it the block is no raw HTML
            yield _Tag(Span(start, start + len(found[0])), "\\<" if is_first else "&lt;")
