"""Messages in Korean: the catalogue is whole and sound, and the program speaks by it."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest

import catalogues
from catalogues import Forms
from digestlint import cli, linter
from digestlint.lang import say_in, spoken
from digestlint.message import Message
from digestlint.pages import Example
from digestlint.source import Source
from digestlint.translation import Translation
from program import digestlint
from test_pages import EXAMPLES, settings_of

ROOT = Path(__file__).parents[1]
EXAMPLES_BLOG = ROOT / "examples"
BROKEN = "_posts/2023-06-01-daily-papers-20230601.md"
HANGUL = re.compile("[가-힣]")
PARTICLES = {"은/는", "이/가", "을/를", "과/와", "으로/로", "이어야/여야", "이라는/라는"}
KOREAN = Translation("ko")
FOREIGN = {"program.py"}
"""Where messages are made of texts that stand elsewhere: the help of commands, what click says."""


@pytest.fixture(scope="module", params=catalogues.CATALOGUES, ids=lambda path: path.parts[-3])
def catalogue(request: pytest.FixtureRequest) -> dict[Forms, Forms]:
    path: Path = request.param
    return catalogues.entries(catalogues.read(path))


def fields(text: str) -> set[tuple[str, str | None]]:
    """The names in a template, with their conversions."""
    return {(name, conversion) for _, name, _, conversion in Formatter().parse(text) if name}


# -- the catalogue ---------------------------------------------------------------------------------


def test_there_is_a_catalogue() -> None:
    assert [path.parts[-3] for path in catalogues.CATALOGUES] == ["ko"]


def test_catalogue_is_whole_and_has_no_more(catalogue: dict[Forms, Forms]) -> None:
    wanted = catalogues.entries(catalogues.wanted())
    assert sorted(map(str, wanted.keys() - catalogue.keys())) == [], "python tests/catalogues.py"
    assert sorted(map(str, catalogue.keys() - wanted.keys())) == [], "python tests/catalogues.py"


def test_everything_is_translated(catalogue: dict[Forms, Forms]) -> None:
    assert [english for english, korean in catalogue.items() if not all(korean)] == []
    same = {
        english for (english, *_), (korean, *_) in catalogue.items() if not HANGUL.search(korean)
    }
    assert same == {"arXiv id", "alphaXiv id", "{errors} and {warnings}"}


def test_names_are_the_same(catalogue: dict[Forms, Forms]) -> None:
    for (english, *_), (korean, *_) in catalogue.items():
        assert fields(korean) == fields(english)


def test_particles_are_such(catalogue: dict[Forms, Forms]) -> None:
    of_click = [each if isinstance(each, tuple) else (each,) for each in catalogues.CLICK]
    for english, (korean, *_) in catalogue.items():
        specs = {spec.replace("’", "") for _, _, spec, _ in Formatter().parse(korean) if spec}
        assert specs <= (set() if english in of_click else PARTICLES), korean


def test_sentences_stop_where_the_english_ones_do(catalogue: dict[Forms, Forms]) -> None:
    for (english, *_), (korean, *_) in catalogue.items():
        assert english.endswith(".") or not korean.endswith("."), korean


@pytest.mark.parametrize("path", catalogues.CATALOGUES, ids=lambda path: path.parts[-3])
def test_compiled_catalogue_is_up_to_date(path: Path) -> None:
    compiled = catalogues.read(path.with_suffix(".mo"))
    assert catalogues.entries(compiled) == catalogues.entries(catalogues.read(path)), (
        "python tests/catalogues.py"
    )


def test_every_template_is_a_literal() -> None:
    """Else none finds it who looks for what is to be translated."""
    for path in sorted(catalogues.HOUSE.rglob("*.py")):
        if path.name in FOREIGN:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Message":
                assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}"


# -- what is said ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        *(
            (word, "은 이 을 과 으로 이어야")
            for word in ("논문", "‘정보 부족’", "2305.20050", "9. [3]")
        ),
        *(
            (word, "은 이 을 과 로 이어야")
            for word in ("서울", "2025-11-07", "title", "model", "URL")
        ),
        *(
            (word, "는 가 를 와 로 여야")
            for word in ("예시", "헤딩 2", "v4", "Results", "CRLF", "##", "")
        ),
        *(
            (word, "은 이 을 과 으로 이어야")
            for word in ("Introduction", "name", "map", "block", "PDM")
        ),
    ],
)
def test_particles_go_by_the_last_sound(word: str, expected: str) -> None:
    template = "{x:은/는} {x:이/가} {x:을/를} {x:과/와} {x:으로/로} {x:이어야/여야}"
    said = KOREAN(Message(template, {"x": f"{word}|"}))
    assert said == " ".join(f"{word}|{particle}" for particle in expected.split())


def test_messages_in_a_message_are_said_too() -> None:
    reason = Message("found {found}, expected text", {"found": Message("a number")})
    message = Message("{key}: {fault}", {"key": "title", "fault": reason})
    assert str(message) == "title: found a number, expected text"
    assert KOREAN(message) == "title: 숫자 대신 텍스트가 있어야 한다"


def test_what_nobody_translated_is_said_in_english() -> None:
    assert KOREAN(Message("never written {where}", {"where": "here"})) == "never written here"


@pytest.mark.parametrize(
    ("code", "example"),
    [it for it in EXAMPLES if "DL004" not in str(it)],  # whose rule is made for its own test
)
def test_every_message_of_the_pages_can_be_said(code: str, example: Example) -> None:
    settings = settings_of(example, code)
    read = [(linter.decode(file.data, file.path), file.path) for file in example.files]
    posts = [(source, path) for source, path in read if isinstance(source, Source)]
    results = [source for source, _ in read if isinstance(source, linter.Result)]
    results += linter.lint_all(posts, settings)
    found = [diagnostic for result in results for diagnostic in result.diagnostics]
    assert found or not example.is_bad
    for diagnostic in found:
        said = [diagnostic.message, *(note.message for note in diagnostic.notes)]
        for message in [*said, diagnostic.fix.title] if diagnostic.fix else said:
            assert HANGUL.search(KOREAN(message)), message


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko"}, "ko"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ko_KR.eucKR"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "", "LC_MESSAGES": "en_US"}, "en"),
        ({"LANG": "kok_IN"}, "en"),
        ({"LANG": "auto"}, "en"),
    ],
)
def test_language_of_the_environment(environment: dict[str, str], expected: str) -> None:
    assert spoken("auto", environment) == expected
    assert spoken("en", environment) == "en"
    assert (say_in("auto", environment) is str) == (expected == "en")


# -- the program -----------------------------------------------------------------------------------


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLES_BLOG / "_posts", tmp_path / "_posts")
    return tmp_path


SUMMARY = (
    "글 3편 가운데 1편에서 error 7건, warning 3건; --fix로 1건, --unsafe-fixes로 7건 더 수정 가능\n"
)
KOREAN_LINE = (
    f"{BROKEN}:37:3: error LK005 mismatched-alphaxiv-id: "
    "alphaXiv ID 2305.18290이 arXiv ID 2305.20050과 다르다"
)
NEUTRAL = {"LC_ALL": "C.UTF-8"}


def test_the_blog_in_korean(blog: Path) -> None:
    english = digestlint(cwd=blog, environment=NEUTRAL)
    korean = digestlint("--lang", "ko", cwd=blog, environment=NEUTRAL)
    assert korean.returncode == english.returncode == 1
    lines, others = korean.stdout.split("\n"), english.stdout.split("\n")
    assert KOREAN_LINE in lines
    assert f"  {BROKEN}:35:1: note: 헤딩에는 2305.20050이 있다" in lines
    assert korean.stderr == SUMMARY
    head = re.compile(r"[^ ]+:\d+:\d+: \w+(?: [A-Z]{2}\d{3} [\w-]+)?: ")
    for line, other in zip(lines, others, strict=True):
        if found := head.match(other.strip()):
            said = line.strip().removeprefix(found[0])
            assert HANGUL.search(said)
            assert said != other.strip().removeprefix(found[0])
        else:
            assert line == other


@pytest.mark.parametrize("locale", ["ko_KR.UTF-8", "ko"])
def test_auto_goes_by_the_environment(locale: str, blog: Path) -> None:
    for variable in ("LANG", "LC_MESSAGES", "LC_ALL"):
        environment = {"LANG": "", "LC_MESSAGES": "", "LC_ALL": "", variable: locale}
        done = digestlint("--lang", "auto", cwd=blog, environment=environment)
        assert KOREAN_LINE in done.stdout
    done = digestlint("--lang=auto", cwd=blog, environment=NEUTRAL)
    assert done.stderr.startswith("7 errors and 3 warnings in 1 of 3 posts; ")


def test_english_is_the_default_whatever_the_environment(blog: Path) -> None:
    expected = digestlint("--lang", "en", cwd=blog, environment=NEUTRAL)
    done = digestlint(cwd=blog, environment={"LC_ALL": "ko_KR.UTF-8", "LANGUAGE": "ko"})
    assert (done.stdout, done.stderr) == (expected.stdout, expected.stderr)


def test_settings_say_the_language_and_an_option_has_the_last_word(blog: Path) -> None:
    (blog / "digestlint.toml").write_text('lang = "ko"\n', encoding="utf-8")
    assert KOREAN_LINE in digestlint(cwd=blog).stdout
    assert KOREAN_LINE in digestlint(blog / "_posts", cwd=blog.parent).stdout.replace(
        f"{blog.as_posix()}/", ""
    )
    english = digestlint("--lang", "en", cwd=blog)
    assert not HANGUL.search(english.stderr)
    assert "differs from" in english.stdout
    assert 'lang = "ko"  # digestlint.toml:1\n' in digestlint("settings", cwd=blog).stdout


def test_mistakes_in_settings_are_told_in_their_language(blog: Path) -> None:
    settings = 'lang = "ko"\nstrickt = true\n[sections]\nlevel = 9\n'
    (blog / "digestlint.toml").write_text(settings, encoding="utf-8")
    done = digestlint(cwd=blog)
    assert (done.returncode, done.stderr) == (
        2,
        "digestlint: error: digestlint.toml:2: strickt: "
        "알 수 없는 항목이다. 가장 비슷한 것은 strict이다\n"
        "digestlint: error: digestlint.toml:4: sections.level: "
        "9가 적혀 있으나 6 이하여야 한다\n",
    )
    done = digestlint("--lang", "en", cwd=blog)
    assert "strickt: unknown key, the nearest is strict\n" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--lang", "ko", "--nonsense"], "'--nonsense' 옵션은 없다."),
        (["--lang=ko", "--color", "blue"], "'--color'의 값이 잘못되었다: 'blue' 대신"),
        (["--select", "", "--lang", "ko"], "'--select'의 값이 잘못되었다: 규칙의 코드나 이름"),
        (["--lang", "ko", "--select", "LK05"], "--select: LK05라는 규칙은 없다. 가장 비슷한"),
        (["--lang", "ko", "absent.md"], "그런 파일이나 폴더가 없다: absent.md"),
        (["rule", "--lang", "ko"], "빠진 인수: 'RULE'."),
        (["rule", "LK05", "--lang", "ko"], "LK05라는 규칙은 없다. 가장 비슷한 것은 LK005이다"),
        (["rules", "more", "--lang", "ko"], "남는 인수가 있다: more"),
        (["--lang", "tlh"], "Invalid value for '--lang': 'tlh' is not one of 'en', 'ko', 'auto'."),
    ],
    ids=" ".join,
)
def test_usage_errors(arguments: list[str], expected: str, blog: Path) -> None:
    done = digestlint(*arguments, cwd=blog, environment=NEUTRAL)
    assert done.returncode == 2
    assert done.stderr.startswith(f"digestlint: error: {expected}")


@pytest.mark.parametrize("command", [None, *cli.main.beside])
def test_help(command: str | None) -> None:
    arguments = [command] if command else []
    english = digestlint(*arguments, "--help").stdout
    for given in (["--lang", "ko", "--help"], ["--help", "--lang=ko"]):
        korean = digestlint(*arguments, *given).stdout
        assert korean.startswith("사용법: digestlint")
        options = re.findall(r"^  (?:-\w, )?(--[\w-]+)", english, re.MULTILINE)
        assert re.findall(r"^  (?:-\w, )?(--[\w-]+)", korean, re.MULTILINE) == options
        for paragraph in korean.split("\n\n"):
            assert HANGUL.search(paragraph)


def test_json_has_the_codes_and_names_that_it_had(blog: Path) -> None:
    english, korean = (
        json.loads(digestlint("--lang", lang, "--output-format", "json", cwd=blog).stdout)
        for lang in ("en", "ko")
    )
    for each, other in zip(korean, english, strict=True):
        assert HANGUL.search(each.pop("message"))
        assert other.pop("message")
        for note, other_note in zip(each["notes"], other["notes"], strict=True):
            assert HANGUL.search(note.pop("message"))
            assert other_note.pop("message")
        if each["fix"]:
            assert HANGUL.search(each["fix"].pop("title"))
            assert other["fix"].pop("title")
        assert each == other


@pytest.mark.parametrize("form", ["concise", "github", "gitlab", "sarif", "junit", "rdjson"])
def test_every_format_has_the_message(form: str, blog: Path) -> None:
    done = digestlint("--lang", "ko", "--output-format", form, cwd=blog)
    assert "alphaXiv ID 2305.18290이 arXiv ID 2305.20050과 다르다" in done.stdout
    assert "differs from the arXiv id 2305.20050" not in done.stdout


def test_statistics_line_up(blog: Path) -> None:
    done = digestlint("--lang", "ko", "--statistics", cwd=blog)
    head, first, *_ = done.stdout.split("\n")
    assert head == "건수  코드   이름                    심각도   --fix  --unsafe-fixes"
    assert first == "   1  FM008  malformed-title         error        0               1"


def test_what_a_text_says_is_no_template(blog: Path) -> None:
    post = blog / BROKEN
    text = post.read_text(encoding="utf-8").replace("## Limitation", "## {name} {0}")
    post.write_text(text, encoding="utf-8")
    assert "알 수 없는 섹션 ‘{name} {0}’." in digestlint("--lang", "ko", cwd=blog).stdout


def test_english_loads_no_catalogue(blog: Path) -> None:
    told = "import sys, digestlint.cli as c\ntry: c.main(sys.argv[1:])\n"
    told += "except SystemExit: print('digestlint.translation' in sys.modules)"
    for lang, expected in (("en", "False"), ("auto", "False"), ("ko", "True")):
        run = [sys.executable, "-c", told, "--lang", lang]
        done = subprocess.run(run, cwd=blog, capture_output=True, encoding="utf-8", check=True)
        assert done.stdout.split("\n")[-2] == expected
