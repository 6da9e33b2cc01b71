"""Settings: every mistake at once and where it stands, and which settings hold for which post."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from digestlint import cli, linter
from digestlint.overrides import effective
from digestlint.setting_faults import SettingsError
from digestlint.setting_types import is_table
from digestlint.settings import FileSettings, OverrideSettings, PostSettings, Settings
from digestlint.settings_files import load
from digestlint.settings_reader import read
from digestlint.settings_schema import descriptions, settings_schema
from digestlint.source import Source
from digestlint.toml_lines import lines_of

ROOT = Path(__file__).parents[1]
GOOD = ROOT / "examples" / "_posts" / "2023-05-24-daily-papers-20230524.md"
POST = f"_posts/{GOOD.name}"
TRAILING = ("## Method\n", "## Method  \n")
OTHER_ID = ("alphaxiv.org/ko/overview/2305.14314", "alphaxiv.org/ko/overview/2305.14315")


def put(path: str | Path, text: str) -> Path:
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def digestlint(*arguments: str | Path, given: str | None = None) -> Result:
    """What the program does with these arguments, and with that on standard input."""
    return CliRunner().invoke(cli.main, list(map(str, arguments)), input=given)


def changed(*changes: tuple[str, str]) -> str:
    """The good post with each text replaced where it first stands."""
    text = GOOD.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return text


def wrong(text: str, name: str = "digestlint.toml") -> list[str]:
    """What is said of a settings file in the current folder."""
    with pytest.raises(SettingsError) as raised:
        load(put(name, text), linter.codes())
    return [str(message) for message in raised.value.messages]


def given(text: str) -> Settings:
    return read(tomllib.loads(text), "settings", linter.codes())


@pytest.fixture(autouse=True)
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a good post, in which the test runs."""
    monkeypatch.chdir(tmp_path)
    put(POST, changed())
    (tmp_path / ".git").mkdir()
    return tmp_path


# Ten settings files with mistakes

WRONG = {
    "a key that is misspelt": (
        'selct = ["LK"]\n[front-mater]\ntitle = "Papers"\n',
        [
            "digestlint.toml:1: selct: unknown key, the nearest is select",
            "digestlint.toml:2: front-mater: unknown key, the nearest is front-matter",
        ],
    ),
    "no TOML": (
        '[papers]\nlevel = 1\nheading = "{title}\n',
        ["digestlint.toml:3:19: not TOML: a text that is not closed on its line"],
    ),
    "rules that do not exist": (
        'select = [\n  "LK",\n  "LK0O5", # not a zero\n]\nignore = ["trailing-whitespac"]\n'
        "[rules.SC08]\n[rules.missing-secton]\n",
        [
            "digestlint.toml:3: select: no rule is called LK0O5, the nearest is LK005",
            "digestlint.toml:5: ignore: no rule is called trailing-whitespac, "
            "the nearest is trailing-whitespace",
            "digestlint.toml:6: rules.SC08: no rule is called SC08, the nearest is SC008",
            "digestlint.toml:7: rules.missing-secton: no rule is called missing-secton, "
            "the nearest is missing-section",
        ],
    ),
    "values of the wrong type": (
        'select = "LK"\nstrict = "yes"\npapers = 1\n[sections]\nlevel = "2"\n'
        "[rules.SC008.sentences]\nMethod = 2.5\n[rules.LK004]\nsince = 20250922\n",
        [
            'digestlint.toml:1: select: found "LK", expected a list',
            'digestlint.toml:2: strict: found "yes", expected true or false',
            "digestlint.toml:3: papers: found 1, expected a table",
            'digestlint.toml:5: sections.level: found "2", expected a whole number',
            "digestlint.toml:7: rules.SC008.sentences.Method: found 2.5, expected a whole number",
            "digestlint.toml:9: rules.LK004.since: found 20250922, "
            "expected a date such as 2025-09-22",
        ],
    ),
    "values that cannot be": (
        'language = "kr"\n[papers]\nlevel = 7\n[rules.WS001]\nseverity = "fatal"\n'
        '[rules.FM010]\noffset = "KST"\n[rules.XP005]\nweekdays = [1, 8]\n',
        [
            'digestlint.toml:1: language: found "kr", expected ko, ja, zh, en or none',
            "digestlint.toml:3: papers.level: found 7, expected 6 or less",
            'digestlint.toml:5: rules.WS001.severity: found "fatal", '
            "expected error, warning or off",
            'digestlint.toml:7: rules.FM010.offset: found "KST", '
            "expected an offset from UTC such as +0900",
            "digestlint.toml:9: rules.XP005.weekdays: found 8, expected 7 or less",
        ],
    ),
    "templates": (
        '[front-matter]\ntitle = "Papers {dte}"\n[papers]\naddress = "https://arxiv.org/{date}"\n'
        'companion = "> [alphaXiv](https://alphaxiv.org)"\nheading = "{number}. {title"\n'
        '[rules.FN002]\npattern = "{date:%x}.md"\n',
        [
            'digestlint.toml:2: front-matter.title: found "Papers {dte}", in which {dte} is no '
            "field, expected one of date, number, title, url, id, version",
            'digestlint.toml:4: papers.address: found "https://arxiv.org/{date}", in which {date} '
            "means nothing, expected {id} or {version}",
            'digestlint.toml:5: papers.companion: found "> [alphaXiv](https://alphaxiv.org)", '
            "expected {id} in it",
            'digestlint.toml:6: papers.heading: found "{number}. {title", in which a { is no '
            "field's, expected {title} or the like",
            'digestlint.toml:8: rules.FN002.pattern: found "{date:%x}.md", in which %x is no part '
            "of a date, expected one of %Y, %m, %d, %y, %j",
        ],
    ),
    "patterns": (
        'exclude = ["drafts/**", "[z-a]"]\n[per-file-ignores]\n"guests/**" = ["KOO"]\n'
        '"!" = ["KO"]\n',
        [
            'digestlint.toml:1: exclude: found "[z-a]", expected a pattern such as guests/**',
            'digestlint.toml:3: per-file-ignores."guests/**": no rule is called KOO, '
            "the nearest is KO",
            'digestlint.toml:4: per-file-ignores."!": found "!", '
            "expected a pattern such as guests/**",
        ],
    ),
    "overrides": (
        "[[overrides]]\npapers.level = 2\n\n[[overrides]]\nsince = 2025-09-22\n"
        'until = 2025-09-21\n\n[[overrides]]\nfiles = ["*-Arxiv.md"]\n'
        'include = ["x"]\n[overrides.sections]\nlevl = 2\n',
        [
            "digestlint.toml:1: overrides: for which posts is not said, "
            "expected files, since or until",
            "digestlint.toml:2: overrides.papers.level: papers.level and sections.level are both "
            "2, expected different levels",
            'digestlint.toml:6: overrides.until: found "2025-09-21", '
            "expected a day not before since, 2025-09-22",
            "digestlint.toml:10: overrides.include: unknown key, expected one of enabled, strict, "
            "select, ignore, extend-select, extend-ignore, fixable, unfixable, language, "
            "renderer, front-matter, papers, sections, rules, files, since, until",
            "digestlint.toml:12: overrides.sections.levl: unknown key, the nearest is level",
        ],
    ),
    "settings that contradict one another": (
        '[front-matter]\npresence = "absent"\nids = "arxiv"\n'
        '[papers]\nheading = "{title} ({url})"\nlink = "- {url}"\n'
        '[sections]\nnames = ["Problem", "Method"]\nintroduction = "Intro"\n'
        'aliases = { Method = ["Problem"] }\n[rules.SC008.sentences]\nMethods = 3\n',
        [
            'digestlint.toml:3: front-matter.ids: found "arxiv", which gives papers their link '
            "beside papers.heading and papers.link, expected one of them",
            'digestlint.toml:3: front-matter.ids: found "arxiv", '
            "expected front-matter.presence to be required or optional",
            "digestlint.toml:9: sections.introduction: no section is called Intro, "
            "expected one of Problem, Method",
            'digestlint.toml:10: sections.aliases.Method: found "Problem", '
            "expected another name, for a section is called so",
            "digestlint.toml:12: rules.SC008.sentences.Methods: no section is called Methods, "
            "the nearest is Method",
        ],
    ),
    "options that a rule has not": (
        "[rules]\nLK009 = 2\n[rules.LK005]\nsince = 2025-09-22\n[rules.SC009]\ncharcters = 900\n"
        '[rules.overlong-paper]\nseverity = "error"\n',
        [
            "digestlint.toml:2: rules.LK009: found 2, expected a table",
            "digestlint.toml:4: rules.LK005.since: unknown key, expected severity: "
            "LK005 has no options",
            "digestlint.toml:6: rules.SC009.charcters: unknown key, the nearest is characters",
            "digestlint.toml:7: rules.overlong-paper: SC009 has a table already, rules.SC009",
        ],
    ),
}


@pytest.mark.parametrize("kind", WRONG)
def test_every_mistake_is_told_with_its_line(kind: str) -> None:
    text, expected = WRONG[kind]
    assert wrong(text) == expected


def test_a_settings_file_in_pyproject_and_what_cannot_be_read() -> None:
    text = '[tool.x]\ny = 1\n[tool.digestlint.papers]\nlevel = "1"\n'
    assert wrong(text, "pyproject.toml") == [
        'pyproject.toml:4: tool.digestlint.papers.level: found "1", expected a whole number'
    ]
    assert wrong("[tool]\ndigestlint = 3\n", "pyproject.toml") == [
        "pyproject.toml:2: tool.digestlint: found 3, expected a table"
    ]
    Path("digestlint.toml").write_bytes(b'ignore = ["\xb0"]\n')
    with pytest.raises(SettingsError, match=r"digestlint\.toml: not UTF-8 at byte 11"):
        load(Path("digestlint.toml"), linter.codes())
    with pytest.raises(SettingsError, match=r"absent\.toml: cannot be read: No such file"):
        load(Path("absent.toml"), linter.codes())


def test_mistakes_end_the_run_before_anything_is_looked_at() -> None:
    put("digestlint.toml", "strict = 1\n")
    put("_posts/more/digestlint.toml", "strict = 2\n")
    put("_posts/more/2023-05-25-x.md", changed(TRAILING))
    done = digestlint("--fix", "_posts")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "digestlint: error: digestlint.toml:1: strict: found 1, expected true or false",
        "digestlint: error: _posts/more/digestlint.toml:1: strict: found 2, expected true or false",
    ]
    assert Path("_posts/more/2023-05-25-x.md").read_text(encoding="utf-8") == changed(TRAILING)


# Where values stand in a file

TOML = '''\
# a comment with a = 1
a = 1
b.c = "x" # and another
"q.d" . e = [ 1, # one
  "two, ]", 'th#ree',
  [1, 2], { x = 1, y.z = "}" },
]
m = """
 a = 3
 ""\\""" """"
n = \'\'\'
[x]
\'\'\'\'\'
d = 1979-05-27 07:32:00
[t."u v"]
k = {}
[[arr]]
k = 1
[arr.sub]
z = 1
[[arr.in]]
w = [
]
[[arr]]
k = 2
[[arr.in]]
[[arr.in]]
q = 1
'''


def paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, each in value.items():
            yield from paths(each, (*path, key))
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from paths(each, (*path, at))


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_value_of_a_file_has_its_line(line_end: str) -> None:
    text = TOML.replace("\n", line_end)
    lines = lines_of(text)
    assert set(lines) == set(paths(tomllib.loads(text)))
    expected = {
        ("a",): 2,
        ("b", "c"): 3,
        ("q.d", "e", 1): 5,
        ("q.d", "e", 3, 1): 6,
        ("q.d", "e", 4, "y", "z"): 6,
        ("m",): 8,
        ("n",): 11,
        ("d",): 14,
        ("t", "u v", "k"): 16,
        ("arr", 0, "sub", "z"): 20,
        ("arr", 0, "in", 0, "w"): 22,
        ("arr", 1): 24,
        ("arr", 1, "in", 1, "q"): 28,
    }
    assert {path: lines[path] for path in expected} == expected


# Which settings hold


def codes(*arguments: str | Path, given: str | None = None) -> list[str]:
    """The codes of what is said, of the current folder's posts if no path is given."""
    done = digestlint("--output-format", "json", *arguments, given=given)
    assert done.exit_code in (0, 1), done.stderr
    return [each["code"] for each in json.loads(done.stdout)]


def test_the_nearest_file_holds_for_each_post() -> None:
    put(POST, changed(TRAILING))
    put("_posts/en/2023-05-25-x.md", changed(TRAILING))
    put("_posts/en/deep/2023-05-26-x.md", changed(TRAILING))
    both = ("--select", "WS")
    assert codes(*both) == ["WS001"] * 3
    put("_posts/en/.digestlint.toml", '[rules.WS001]\nseverity = "off"\n')
    assert codes(*both) == ["WS001"]
    assert codes(*both, "_posts/en/deep/2023-05-26-x.md") == []
    put("digestlint.toml", '[rules.WS001]\nseverity = "off"\n')
    put("_posts/en/digestlint.toml", "strict = true\n")  # before .digestlint.toml
    assert codes(*both) == ["WS001"] * 2
    assert digestlint(*both).exit_code == 1
    assert digestlint(*both, POST).exit_code == 0
    assert codes(*both, "--isolated") == ["WS001"] * 3
    put("other/any.toml", 'exclude = ["_posts/en/**"]\n')
    assert codes(*both, "--config", "other/any.toml") == ["WS001"]


def test_a_file_above_the_root_of_the_repository_does_not_hold(blog: Path) -> None:
    put(POST, changed(TRAILING))
    put("digestlint.toml", "select = []\nignore = ['ALL']\n")
    put("inner/_posts/2023-05-25-x.md", changed(TRAILING))
    assert codes() == []
    (blog / "inner" / ".git").mkdir()
    assert codes("_posts", "inner/_posts", "--ignore", "XP,FM009") == ["WS001"]


def test_patterns_are_relative_to_their_file() -> None:
    put("a/_posts/2023-05-24-x.md", changed())
    put("a/_posts/2023-05-25-y.md", changed())
    put("a/digestlint.toml", 'exclude = ["/_posts/*-x.md"]\n')
    done = digestlint("--ignore", "ALL")
    assert "in 2 posts" in done.stderr
    assert "in 1 post" in digestlint("--ignore", "ALL", "a").stderr
    assert "in 1 post" in digestlint("--ignore", "ALL", "a/_posts/2023-05-24-x.md").stderr
    forced = ("--force-exclude", "--ignore", "ALL", "a/_posts/2023-05-24-x.md")
    assert "in 0 posts" in digestlint(*forced).stderr


def test_what_settings_do_not_include_is_skipped_where_it_is_named() -> None:
    put("notes/2023-05-25-x.md", changed(TRAILING))
    named = ("--output-format", "concise", "notes/2023-05-25-x.md")
    assert "WS001" in digestlint(*named).stdout
    put("digestlint.toml", 'include = ["/_posts/**"]\n')
    done = digestlint(*named)
    assert (done.exit_code, done.stdout) == (0, "")
    note = "digestlint: note: notes/2023-05-25-x.md is skipped, for `include` leaves it out\n"
    assert done.stderr.startswith(note)
    stdin = digestlint("--stdin-filename", named[-1], "-", given=changed(TRAILING))
    assert (stdin.exit_code, stdin.stdout) == (0, "")
    assert stdin.stderr.startswith(note)
    assert codes("notes") == ["FM009", "WS001"]  # a folder that is named counts whole


# Selection


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("", ["WS001", "LK005"]),
        ('extend-select = ["SC009"]', ["WS001", "LK005", "SC009"]),
        ('select = ["WS"]\nextend-select = ["SC009"]', ["WS001", "SC009"]),
        ('extend-ignore = ["WS"]', ["LK005"]),
        ('ignore = ["LK"]\nextend-ignore = ["WS"]', []),
        ('ignore = ["LK"]\nextend-select = ["LK005"]', ["WS001", "LK005"]),
        ('[per-file-ignores]\n"_posts/**" = ["LK"]', ["WS001"]),
        ('[per-file-ignores]\n"_posts/*-y.md" = ["LK"]', ["WS001", "LK005"]),
        ('select = ["LK005"]\n[per-file-ignores]\n"*.md" = ["LK"]', []),
        ('[[overrides]]\nfiles = ["*.md"]\nselect = ["LK"]', ["LK005"]),
        ('ignore = ["LK"]\n[[overrides]]\nfiles = ["*.md"]\nextend-select = ["LK"]',
         ["WS001", "LK005"]),
        ('extend-select = ["SC009"]\n[[overrides]]\nfiles = ["*.md"]\nselect = ["WS"]', ["WS001"]),
        ('[[overrides]]\nfiles = ["*.md"]\nextend-ignore = ["WS"]', ["LK005"]),
        ('[[overrides]]\nfiles = ["*.md"]\nrules.WS001.severity = "off"', ["LK005"]),
        ('[[overrides]]\nfiles = ["*.md"]\nrules.SC009.characters = 1000',
         ["WS001", "LK005", "SC009"]),
    ],
)  # fmt: skip
def test_selection(table: str, expected: list[str]) -> None:
    settings = effective(given(table), POST, Source(changed()))
    on = [code for code in ("WS001", "LK005", "SC009") if code in linter.active_rules(settings)]
    assert on == expected


def test_the_command_line_has_the_last_word() -> None:
    put(POST, changed(TRAILING, OTHER_ID))
    put("digestlint.toml", '[[overrides]]\nfiles = ["*.md"]\nselect = ["LK"]\nignore = ["LK005"]\n')
    assert codes() == []
    assert codes("--select", "WS") == ["WS001"]
    assert codes("--select", "LK005,WS") == ["LK005", "WS001"]
    assert codes("--select", "LK005,WS", "--ignore", "WS001") == ["LK005"]
    assert digestlint("--select", "WS").exit_code == 0
    assert digestlint("--select", "WS", "--strict").exit_code == 1
    done = digestlint("--select", "WS0O1", "--ignore", "KO")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        "digestlint: error: --select: no rule is called WS0O1, the nearest is WS001\n"
    )


@pytest.mark.parametrize(
    ("table", "is_fixed"),
    [
        ("", True),
        ('unfixable = ["WS"]', False),
        ('unfixable = ["WS"]\nfixable = ["WS001"]', True),
        ('fixable = ["LK"]', False),
        ('[[overrides]]\nsince = 2023-01-01\nunfixable = ["WS001"]', False),
    ],
)
def test_fixes_that_may_be_made(table: str, is_fixed: bool) -> None:
    source = Source(changed(TRAILING))
    result = linter.lint(source, given(table), POST)
    assert [(each.code, each.fix is not None) for each in result.diagnostics] == [
        ("WS001", is_fixed)
    ]
    fixed = linter.fix(source, given(table), POST, unsafe=True)
    assert fixed.source.text == changed(*() if is_fixed else (TRAILING,))


# Overrides

ERA = """\
[[overrides]]
until = 2023-05-23
rules.LK004.severity = "off"

[[overrides]]
files = ["*-Arxiv.md", "/other/**"]
front-matter.title = "Arxiv - {date}"
papers.companion = ""

[[overrides]]
files = ["*-notice.md"]
enabled = false
"""
BARE = ("\n> [Alphaxiv](https://www.alphaxiv.org/ko/overview/2305.14314)\n", "")
ARXIV = (BARE, ('"Daily Papers — 2023-05-24"', '"Arxiv - 2023-05-24"'))
EARLIER = tuple((f"{day}-05-24", f"{day}-05-22") for day in ("2023", "2023"))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("2023-05-24-x.md", changed(BARE), ["LK004"]),
        ("2023-05-22-x.md", changed(BARE, *EARLIER), []),
        ("2023-05-22-Arxiv.md", changed(*ARXIV), ["FM009"]),  # the date is what counts
        ("2023-05-24-Arxiv.md", changed(*ARXIV), []),
        ("2023-05-24-Arxiv-2.md", changed(*ARXIV), ["FM008", "LK004"]),
        ("2023-05-24-notice.md", "# 공지  \n", []),
        ("2023-05-24-noticed.md", "공지  \n", ["FM001", "HD001", "WS001"]),
    ],
)
def test_overrides_hold_for_files_and_for_standard_input(
    name: str, text: str, expected: list[str]
) -> None:
    Path(POST).unlink()
    put("digestlint.toml", ERA)
    path = put(f"_posts/{name}", text)
    assert codes(path) == expected
    hook = ("--force-exclude", "--allow-empty")
    assert codes(*hook, path) == expected
    assert codes("--stdin-filename", path, "-", given=text) == expected
    path.unlink()
    assert codes("--stdin-filename", path, "-", given=text) == expected
    assert [each.code for each in linter.lint(Source(text), given(ERA), str(path)).diagnostics] == (
        expected
    )


def test_the_day_of_a_post_is_that_of_its_header_or_else_of_its_name() -> None:
    table = given("[[overrides]]\nsince = 2023-05-22\nuntil = 2023-05-22\nstrict = true\n")
    header = Source("---\ndate: 2023-05-22 09:00:00 +0900\n---\n")
    assert effective(table, "_posts/2023-05-23-x.md", header).strict
    assert effective(table, "_posts/2023-05-22-x.md", Source("")).strict
    assert not effective(table, "_posts/2023-05-23-x.md", Source("")).strict
    assert not effective(table, "_posts/x.md", Source("")).strict
    assert not effective(
        table, "_posts/2023-05-22-x.md", Source("---\ndate: 2023-05-23\n---\n")
    ).strict


def test_of_two_overrides_the_later_holds_and_tables_are_joined() -> None:
    table = given(
        "[papers]\nnumbering = 'group'\ngroups = 6\n"
        "[[overrides]]\nfiles = ['a*']\n[overrides.papers]\nlevel = 3\nlabels = ['A', 'B']\n"
        "[overrides.rules.LK009]\nmonths = 5\n"
        "[[overrides]]\nfiles = ['*b']\n[overrides.papers]\nlevel = 4\nlabels = ['C']\n"
    )
    both = effective(table, "ab", Source(""))
    assert (both.papers.level, both.papers.labels, both.papers.groups) == (4, ("C",), 6)
    assert both.rules.LK009.months == 5
    assert both.configured == {"LK009"}
    one = effective(table, "ax", Source(""))
    assert (one.papers.level, one.papers.labels) == (3, ("A", "B"))
    assert effective(table, "x", Source("")).papers.level == 1
    assert effective(both, "ax", Source("")) is both


def test_posts_under_several_settings_are_compared_as_each_is_meant() -> None:
    put("digestlint.toml", '[[overrides]]\nfiles = ["2023-05-20*"]\npapers.level = 3\n')
    earlier = changed(
        ("# 1. [QLoRA", "### 1. [QLoRA"), ("2023-05-24", "2023-05-20"), ("2023-05-24", "2023-05-20")
    )
    put("_posts/2023-05-20-x.md", earlier)
    assert codes("--select", "XP001", POST) == ["XP001"] * 3
    put("digestlint.toml", '[[overrides]]\nfiles = ["2023-05-20*"]\nenabled = false\n')
    assert codes("--select", "XP001", POST) == []


def test_an_unreadable_file_heeds_the_settings() -> None:
    Path("_posts/2023-05-25-x.md").write_bytes(b"\xb0")
    assert codes("_posts/2023-05-25-x.md") == ["DL001"]
    put("digestlint.toml", '[[overrides]]\nfiles = ["*-x.md"]\nenabled = false\n')
    assert codes("_posts/2023-05-25-x.md") == []
    put("digestlint.toml", '[per-file-ignores]\n"*-x.md" = ["DL001"]\n')
    assert codes("_posts/2023-05-25-x.md") == []


# What is printed


def test_settings_of_a_post_say_where_they_come_from() -> None:
    put("digestlint.toml", f'ignore = ["KO007"]\n[rules.WS001]\nseverity = "error"\n\n{ERA}')
    lines = digestlint("settings", "_posts/2023-05-24-Arxiv.md").stdout.splitlines()
    assert lines[0] == "# The settings of _posts/2023-05-24-Arxiv.md, of 2023-05-24"
    assert 'ignore = ["KO007"]  # digestlint.toml:1' in lines
    assert 'title = "Arxiv - {date}"  # digestlint.toml:11' in lines
    assert 'companion = ""  # digestlint.toml:12' in lines
    assert "level = 1  # default" in lines
    assert 'severity = "error"  # digestlint.toml:3' in lines
    plain = digestlint("settings", POST).stdout
    assert 'title = "Daily Papers — {date}"  # default' in plain
    whole = digestlint("settings").stdout
    assert "# without what overrides say of posts: name one to see its own" in whole
    assert "# without" not in digestlint("settings", "--isolated").stdout


@pytest.mark.parametrize("shape", ["en", "ja", "ko"])
def test_what_is_printed_is_a_settings_file_that_says_the_same(
    shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = ROOT / "tests" / "shapes" / shape
    monkeypatch.chdir(folder)
    printed = digestlint("settings", "_posts/2023-05-31-x.md").stdout
    settings, again = load(folder / "digestlint.toml", linter.codes()), given(printed)
    for field in fields(PostSettings):
        assert getattr(again, field.name) == getattr(settings, field.name)
    assert (again.include, again.exclude) == (settings.include, settings.exclude)
    active = linter.active_rules(settings)
    assert linter.active_rules(again).keys() == active.keys()


SCHEMA = ROOT / "digestlint.schema.json"


def test_the_schema_is_that_of_the_settings() -> None:
    """Where it is not: ``digestlint schema --settings > digestlint.schema.json``."""
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == settings_schema()
    printed = digestlint("schema", "--settings").stdout
    assert printed == SCHEMA.read_text(encoding="utf-8")


def tables(table: type[object]) -> Iterator[type[object]]:
    yield table
    for field in fields(table):  # type: ignore[arg-type]
        value = getattr(table(), field.name)
        if is_table(value):
            yield from tables(type(value))


@pytest.mark.parametrize(
    "table", [*tables(FileSettings), OverrideSettings], ids=lambda it: it.__name__
)
def test_every_key_has_a_description(table: type[object]) -> None:
    keys = {field.name for field in fields(table)}  # type: ignore[arg-type]
    if table.__name__ != "RuleOptions":
        assert keys <= descriptions(table).keys()


def test_the_schema_knows_each_rule_by_code_and_name() -> None:
    known = settings_schema()["$defs"]["RuleOptions"]["properties"]
    assert known.keys() == linter.codes().keys()


def test_dates_are_told_as_they_are_written() -> None:
    table = given("[[overrides]]\nsince = 2025-09-22\nfiles = ['*']\n")
    (override,) = table.overrides
    assert (override.since, override.until) == (date(2025, 9, 22), None)
