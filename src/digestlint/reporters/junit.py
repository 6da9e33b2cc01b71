"""Test results as JUnit writes them: a test case a post, for services that show tests.

There is no standard; this keeps to what Jenkins asks for
(https://github.com/jenkinsci/xunit-plugin, ``junit-10.xsd``), one failure a test case, since some
readers take no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from digestlint.checks.tool import INTERNAL_ERROR
from digestlint.diagnostics import Diagnostic
from digestlint.message import Message, Say
from digestlint.patterns import pattern
from digestlint.reporters import escape
from digestlint.reporters.concise import concise
from digestlint.reporters.report import Report, ReportedPost
from digestlint.reporters.summary import counted

# Controls and lone surrogates are escaped already.
# https://www.w3.org/TR/xml/#charsets
_NO_CHARACTER = pattern("[\ufffe\uffff]")
_LOG_COMMAND = pattern(r"^(\s*):(?=:)")
_NOTATION = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def junit(report: Report) -> Iterator[str]:
    """The document. A post fails as the run does; its warnings are output of the test otherwise.

    It is an error, and no failure, where the program failed at it.
    """
    errors = sum(map(_is_error, report.posts))
    failures = sum(post.is_failing and not _is_error(post) for post in report.posts)
    counts = f'tests="{len(report.posts)}" failures="{failures}" errors="{errors}"'
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="digestlint" {counts}>\n'
    yield f'  <testsuite name="digestlint" {counts}>\n'
    yield from (_case(post, report.say) for post in report.posts)
    if report.faults:
        yield f"    <system-err>{_text(report.faults)}</system-err>\n"
    yield "  </testsuite>\n</testsuites>\n"


def _is_error(post: ReportedPost) -> bool:
    return bool(post.faults) or any(each.code == INTERNAL_ERROR.code for each in post.diagnostics)


def _case(post: ReportedPost, say: Say) -> str:
    case = f'    <testcase classname="digestlint" name="{_xml(escape(post.path))}"'
    if not post.diagnostics and not post.faults:
        return f"{case}/>\n"
    text = _text([*post.faults, *_lines(post.diagnostics, say)])
    if post.is_failing or _is_error(post):
        kind = "error" if _is_error(post) else "failure"
        what = Message("a fault of the program") if post.faults else counted(post.diagnostics)
        result = f'<{kind} type="digestlint" message="{_xml(say(what))}">{text}</{kind}>'
    else:
        result = f"<system-out>{text}</system-out>"
    return f"{case}>\n      {result}\n    </testcase>\n"


def _lines(diagnostics: Iterable[Diagnostic], say: Say) -> Iterator[str]:
    for each in diagnostics:
        yield "".join(concise([each], say=say)).rstrip("\n")
        for note in each.notes:
            yield f"  {note.path}:{note.start.line}:{note.start.column}: note: {say(note.message)}"


def _text(lines: Iterable[str]) -> str:
    """Lines as the content of an element, which begins and ends with a line end.

    None begins with ``::``, which a log of GitHub takes for a command.
    """
    written = (_LOG_COMMAND.sub(r"\1&#58;", _xml(escape(line))) for line in lines)
    return "".join(["\n", *(f"{line}\n" for line in written)])


def _xml(escaped: str) -> str:
    """Escaped text in XML's notation."""
    known = _NO_CHARACTER.sub(lambda found: f"\\u{ord(found[0]):04x}", escaped)
    return known.translate(_NOTATION)
