"""Our reading of kramdown's blocks and spans against kramdown's own, on random documents."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Iterable, Iterator

import pytest

from digestlint.kramdown import spans
from digestlint.kramdown.blocks import Kind, Piece, read, walk
from digestlint.kramdown.lines import Line
from digestlint.kramdown.spans import Mark, MarkKind
from renderers import need

SERVER = r"""
require "json"
require "kramdown"
require "kramdown-parser-gfm"

class Kramdown::Parser::GFM
  def blocks
    configure_parser
    parse_blocks(@root, adapt_source(source))
    @root
  end
end

def block(el)
  case el.type
  when :blank, :eob, :comment, :raw then nil
  when :p then ["paragraph", el.children.map(&:value).join]
  when :header then ["heading"]
  when :hr then ["rule"]
  when :codeblock then [el.options[:fenced] ? "fence" : "code"]
  when :table, :math then [el.type.to_s]
  when :html_element then ["html"]
  when :xml_comment then ["comment"]
  when :raw_text then ["text"]
  when :dt then ["term", el.options[:raw_text]]
  else [el.type.to_s, el.children.map { |c| block(c) }.compact]
  end
end

def shown(el)
  case el.type
  when :text, :codespan, :math then el.value.to_s
  when :entity then el.options[:original].to_s
  when :smart_quote, :typographic_sym then ""
  else el.children.map { |c| shown(c) }.join
  end
end

def marks(el, out)
  el.children.each do |c|
    case c.type
    when :em, :strong, :a then out << [c.type.to_s, shown(c)]
    when :codespan, :math then out << [c.type.to_s, c.value]
    when :html_element then out << [c.value == "del" ? "strike" : "tag", c.value]
    when :xml_comment then out << ["comment", ""]
    when :footnote then out << ["footnote", c.options[:name]]
    end
    marks(c, out) unless c.type == :footnote
  end
  out
end

$stdin.set_encoding("UTF-8")
asked = JSON.parse($stdin.read)
options = { :input => "GFM", :hard_wrap => false }
puts JSON.generate(asked["texts"].map { |text|
  if asked["spans"]
    root = Kramdown::Document.new(text, options).root
    found = root.children.select { |c| c.type == :p }
    found.length == 1 ? marks(found[0], []) : nil
  else
    block(Kramdown::Parser::GFM.send(:new, text, Kramdown::Options.merge(options)).blocks)[1]
  end
})
"""

LINES = """
글이다.|p(y!x)|! a ! b !|!---!---!|---|===|--|- 항목|- 둘!셋|* *|  - 안|    들여|> 인용|> a!b
1. 하나|2024. 일|12) 열|  |: 뜻|: 뜻 둘|{:x: .y}|*[RL]: 학습|[1]: http://x|[주]: 말 둘
[주]: 말 "둘|[^1]: 주|[^1]:|```|```py|~~~|````|# 제목|## 둘 #|##붙|#|<div>|</div>
<div>a</div> 글|<!-- 말 -->|<!-- 말 --> 글!x|<!--|<Silence>|<Silence> 글|<b>굵</b>|<b>굵!x
</b>|</x>|<br>|<hr/>|$$|$$x$$|$$x$$ 글|***|- - -|^|\t탭|  두 칸|-\t탭|*!x|`a!b`|`a!b` c!d|a `b
c` ! d|\\! x|a\\!b|a \\! b ! c|!|! !|=!=|+---+|{::comment}|{:/}|{::options x="1" /}
- {: .x} 글|-|- |+ 더하기|   세 칸|     다섯 칸|\u00a0|  : 뜻|a!b!|a  |1.|1. |3.5|*글*
**굵** ! 글|<a!b>|<span>a!b</span>|![x](y!z)|[a!b](c)|> |> - x|> # h|>     code|- > q|- # h
-     code|- ```|  ```|<script>|</script>|<p>a!b</p>|<x/>|<x y>|<https://x!y>|글 <!-- a!b -->|
"""
PREFIXES = ("", "", "", "", "", "  ", "    ", "> ", "- ", "\t", " ", "   ", "1. ")

WORDS = """
가|나다|a|b1|2|*|*|*|**|**|_|__|***| | | |`|``|<b>|</b>|<x>|</x>|<br>|<code>|</code>|[|]|](u)
](u_v_w)|](u *v)|(|)|$$|$|\\*|\\_|\\|~~|~|<|<<|<https://a_b>|<!-- * -->|[^1]|-|"|'|.|,|을|는
&lt;|x_1|--|…|<span>*|p<0.05|<i class="a*b">|</i>
"""
COUNT = 3000


def vocabulary(table: str) -> list[str]:
    lines = table.strip("\n").replace("\\\\", "\\").split("\n")
    return [cell for line in lines for cell in line.split("|")]


def ask(texts: list[str], *, want_spans: bool) -> list[object]:
    need("ruby")
    request = json.dumps({"texts": texts, "spans": want_spans})
    done = subprocess.run(
        ["ruby", "-W0", "-EUTF-8:UTF-8", "-e", SERVER],
        input=request,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    answer: list[object] = json.loads(done.stdout)
    return answer


def squeezed(text: str) -> str:
    return "".join(text.split())


# -- blocks ----------------------------------------------------------------------------------------

CONTAINERS = {
    Kind.QUOTE: "blockquote",
    Kind.BULLETS: "ul",
    Kind.NUMBERS: "ol",
    Kind.ITEM: "li",
    Kind.DEFINITION: "dd",
}
UNSEEN = (
    Kind.BLANK,
    Kind.FOOTNOTE,
    Kind.LINK,
    Kind.ABBREVIATION,
    Kind.ATTRIBUTES,
    Kind.EXTENSION,
    Kind.BOUNDARY,
)


def shape(pieces: Iterable[Piece]) -> Iterator[list[object]]:
    """Our pieces in the form that the server gives."""
    for piece in pieces:
        if piece.kind in UNSEEN:
            continue
        if piece.kind is Kind.TERMS:
            terms = [["term", squeezed(line.text)] for line in piece.lines]
            yield ["dl", [*terms, *shape(piece.pieces)]]
        elif piece.kind in CONTAINERS:
            yield [CONTAINERS[piece.kind], list(shape(piece.pieces))]
        elif piece.kind is Kind.PARAGRAPH:
            yield ["paragraph", squeezed("".join(line.text for line in piece.lines))]
        elif piece.kind is Kind.UNDERLINED:
            yield ["heading"]
        else:
            yield [piece.kind.value]


def merged(blocks: list[object]) -> list[object]:
    """The blocks without white space, and definition lists that follow one another as one."""
    out: list[list[object]] = []
    for block in blocks:
        assert isinstance(block, list)
        kind, *rest = block
        content = rest[0] if rest else None
        if isinstance(content, str):
            out.append([kind, squeezed(content)])
        elif isinstance(content, list) and kind in (*CONTAINERS.values(), "dl"):
            inner = merged(content)
            if kind == "dl" and out and out[-1][0] == "dl":
                last = out[-1][1]
                assert isinstance(last, list)
                last += inner
            else:
                out.append([kind, inner])
        else:
            out.append([kind])
    return list(out)


def lines_of(text: str) -> list[Line]:
    return [Line(line, number) for number, line in enumerate(text[:-1].split("\n"), 1)]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_blocks(seed: int) -> None:
    pick = random.Random(seed)
    lines = [line.replace("!", "|").replace("\\t", "\t") for line in vocabulary(LINES)]
    texts = [
        "\n".join(pick.choice(PREFIXES) + pick.choice(lines) for _ in range(pick.randint(1, 9)))
        + "\n"
        for _ in range(COUNT)
    ]
    for text, theirs in zip(texts, ask(texts, want_spans=False), strict=True):
        assert isinstance(theirs, list)
        assert merged(list(shape(read(lines_of(text))))) == merged(theirs), text


# -- spans -----------------------------------------------------------------------------------------


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def visible(text: str, marks: Iterable[Mark], start: int, end: int) -> str:
    """What a reader sees of a part of the text, letters and digits alone."""
    hidden: set[int] = set()
    for mark in marks:
        if mark.kind in (MarkKind.TAG, MarkKind.COMMENT, MarkKind.FOOTNOTE):
            hidden.update(range(mark.start, mark.end))
        elif mark.kind is MarkKind.LINK:
            hidden.update(range(mark.start, mark.inner_start), range(mark.inner_end, mark.end))
    return letters("".join(text[at] for at in range(start, end) if at not in hidden))


NAMES = {MarkKind.CODE: "codespan", MarkKind.AUTOLINK: "a", MarkKind.LINK: "a"}


def spans_of(text: str) -> Iterator[list[str]]:
    """Our marks in the form that the server gives, literal marks of emphasis left out."""
    marks = spans.read(text)
    for mark in marks:
        name = NAMES.get(mark.kind, mark.kind.value)
        if mark.kind is MarkKind.LITERAL:
            continue
        if mark.kind in (MarkKind.TAG, MarkKind.FOOTNOTE):
            yield [name, mark.name]
        elif mark.kind in (MarkKind.COMMENT, MarkKind.STRIKE):
            yield [name, ""]
        elif mark.kind in (MarkKind.CODE, MarkKind.MATH):
            yield [name, letters(text[mark.inner_start : mark.inner_end])]
        else:
            yield [name, visible(text, marks, mark.inner_start, mark.inner_end)]


def of_server(marks: object) -> Iterator[list[str]]:
    assert isinstance(marks, list)
    for name, text in marks:
        if name in ("tag", "footnote"):
            yield [name, text]
        else:
            yield [name, "" if name in ("comment", "strike") else letters(text)]


def has_closing_tag(text: str) -> bool:
    """Whether a closing tag stands in emphasis: kramdown shows it, letters and all."""
    return any(
        "</" in text[mark.inner_start : mark.inner_end]
        for mark in spans.read(text)
        if mark.kind in (MarkKind.EMPHASIS, MarkKind.STRONG, MarkKind.LINK)
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_spans(seed: int) -> None:
    pick = random.Random(seed)
    words = vocabulary(WORDS)
    texts = [
        "시작 " + "".join(pick.choice(words) for _ in range(pick.randint(2, 14))).rstrip()
        for _ in range(COUNT)
    ]
    texts = [text for text in texts if not has_closing_tag(text)]
    answers = ask([f"{text}\n\n[^1]: 주\n" for text in texts], want_spans=True)
    compared = 0
    for text, theirs in zip(texts, answers, strict=True):
        if theirs is not None:
            compared += 1
            assert list(spans_of(text)) == list(of_server(theirs)), text
    assert compared > COUNT / 2


# -- our own code: where lines stand, and time -----------------------------------------------------


def kinds(text: str) -> list[tuple[Kind, list[int]]]:
    return [
        (piece.kind, [line.number for line in piece.lines]) for piece in walk(read(lines_of(text)))
    ]


def test_pieces_know_their_lines() -> None:
    assert kinds("> - a|b\n>   ---\n\n글\n: 뜻\n") == [
        (Kind.QUOTE, [1]),
        (Kind.BULLETS, [1]),
        (Kind.ITEM, [1]),
        (Kind.UNDERLINED, [1, 2]),
        (Kind.BLANK, [3]),
        (Kind.TERMS, [4]),
        (Kind.DEFINITION, [5]),
        (Kind.PARAGRAPH, [5]),
    ]


HOSTILE = {
    "nested quotes": "> " * 3000 + "글\n",
    "nested lists": "".join(" " * (2 * depth) + "- 글\n" for depth in range(200)),
    "unclosed fences": "```a\n\n" * 3000,
    "fences of many lengths": "".join("`" * (3 + at % 60) + "\n\n" for at in range(3000)),
    "unclosed comments": "<!-- 글\n\n" * 3000,
    "tags that are none": '<div a="\n\n' * 3000,
    "rows": "a|b\n\n" * 3000,
    "formulas": "$$\n\n" * 3001,
    "attribute lists": "{: " + "\\}" * 5000 + "\n",
    "definitions": "글\n: 뜻\n\n" * 2000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_blocks_are_read(name: str) -> None:
    pieces = list(walk(read(lines_of(HOSTILE[name]))))
    assert pieces
    assert all(piece.lines for piece in pieces)


HOSTILE_SPANS = {
    "stars": "*가 " * 190,
    "double stars": "**가 " * 190,
    "many stars": "*가 " * 5000,
    "mixed marks": "*가 **나 _다 __라 " * 60,
    "brackets": "[" * 5000,
    "brackets with text": "[가](" * 2000,
    "tags": "<b>" * 3000,
    "unknown tags": "<x>" * 3000,
    "backticks": "".join("`" * (1 + at % 70) + "가" for at in range(3000)),
    "tildes": "~~가 " * 3000,
    "dollars": "$$가" * 3001,
    "quotes in tags": '<i a="' * 1500,
}


@pytest.mark.parametrize("name", HOSTILE_SPANS)
def test_hostile_spans_are_read(name: str) -> None:
    text = HOSTILE_SPANS[name]
    assert all(0 <= mark.start <= mark.end <= len(text) for mark in spans.read(text))


def sizes(text: str) -> int:
    """How many characters the lines of all pieces of a text have."""
    lines = [Line(line, at) for at, line in enumerate(text.split("\n"), 1)]
    return sum(len(line.text) for piece in walk(read(lines)) for line in piece.lines)


@pytest.mark.parametrize(
    "text",
    [
        "- " + " " * 20_000 + "지도\n" + "  - 조각\n" * 500,  # the indent is not copied to each
        "1" * 20_000 + ". 지도\n" + "  - 조각\n" * 500,
        "-" + "\t" * 5_000 + "지도\n" + "  - 조각\n" * 500,
        "<!-- 지도 -->" * 5_000,  # the rest of the line is not copied for each
        "<div></div>" * 5_000,
        "`" * 50_000 + "\n" + "``` 지도 조각\n" * 500,
        "".join("`" * (3 + at % 90) + "\n" for at in range(1_000)),
        "{::comment}\n\n" * 1_000 + "{:/nomarkdown}\n",
    ],
)
def test_hostile_lines_are_read_without_many_copies(text: str) -> None:
    assert sizes(text) <= 120 * len(text)


def test_a_shorter_run_closes_a_fence_that_a_long_one_begins() -> None:
    lines = ["`````", "지도", "```", "조각", "````"]
    (piece,) = read([Line(line, at) for at, line in enumerate(lines)])
    assert piece.kind is Kind.FENCE
    assert len(piece.lines) == 5  # the longest that can be closed, not the nearest
