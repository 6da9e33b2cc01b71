"""The language server, driven over its pipes by a client that is not ours."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from digestlint import linter, pages
from digestlint.diagnostics import PlacedNote
from digestlint.server.messages import Client, hover, shown
from digestlint.settings import Settings
from digestlint.source import Source
from editor import CAPABLE, applied, editor, plain, run
from program import digestlint

GOOD = Path(__file__).parents[1] / "examples" / "_posts" / "2023-05-24-daily-papers-20230524.md"
TEXT = GOOD.read_text(encoding="utf-8")
LINK = "> [Alphaxiv](https://www.alphaxiv.org/ko/overview/2305.14314)"
OTHER_LINK = "> 🤗 한글 [Alphaxiv](https://www.alphaxiv.org/ko/overview/2305.14315)"
OTHER_ID = (LINK, OTHER_LINK)
TRAILING = ("## Method\n", "## Method  \n")
NO_TAG = ("tags: [papers, huggingface]", "tags: [papers, hugginface]")


def changed(*changes: tuple[str, str]) -> str:
    """The good post with each text replaced where it first stands."""
    text = TEXT
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return text


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """A blog with a good post."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_posts" / GOOD.name).write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def post(blog: Path) -> Path:
    """The good post of the blog."""
    return blog / "_posts" / GOOD.name


def codes(messages: list[Any]) -> list[str]:
    return [each["code"] for each in messages]


def place(line: int, start: int, end: int) -> dict[str, Any]:
    """A range in one line."""
    return {
        "start": {"line": line, "character": start},
        "end": {"line": line, "character": end},
    }


# Diagnostics


def test_what_is_told_of_a_post_with_hangul_and_an_emoji(blog: Path, post: Path) -> None:
    async def story() -> None:
        async with editor(blog) as client:
            messages = await client.open(post, changed(OTHER_ID, TRAILING))
            for each in messages:
                each.pop("codeDescription", None)  # only if the package knows where it is at home
            assert messages == [
                {
                    "range": place(10, 8, 67),  # 🤗 is two units of UTF-16, 한글 too
                    "severity": 1,
                    "code": "LK005",
                    "source": "digestlint",
                    "message": "alphaXiv id 2305.14315 differs from the arXiv id 2305.14314",
                    "relatedInformation": [
                        {
                            "location": {"uri": post.as_uri(), "range": place(8, 0, 0)},
                            "message": "the heading has 2305.14314",
                        }
                    ],
                },
                {
                    "range": place(18, 9, 11),
                    "severity": 2,
                    "code": "WS001",
                    "source": "digestlint",
                    "message": "white space at the end of the line, expected none",
                    "relatedInformation": [],
                },
            ]

    run(story())


@pytest.mark.parametrize("addresses", [True, False])
def test_a_diagnostic_leads_to_the_page_of_its_rule(
    monkeypatch: pytest.MonkeyPatch, addresses: bool
) -> None:
    monkeypatch.setattr(pages, "url", "https://example.org/rules/{}.md".format)
    source = Source(changed(TRAILING))
    client = Client("utf-16", related=True, addresses=addresses, numbers=True, markdown=True)
    result = linter.lint(source, Settings())
    post = shown("file:///x.md", 1, source, result, client, fail, str)
    description = types.CodeDescription("https://example.org/rules/WS001.md")
    assert [it.code_description for it in post.messages] == [description if addresses else None]
    page = hover(post, types.Position(18, 9), client)
    assert page is not None
    assert "](https://example.org/rules/WS002.md)" in plain(page)["contents"]["value"]


def fail(note: PlacedNote) -> types.Location:
    raise AssertionError(note)


@pytest.mark.parametrize(
    ("encodings", "start", "end"),
    [(["utf-8", "utf-16"], 14, 73), (["utf-32"], 7, 66), (["utf-16"], 8, 67), (None, 8, 67)],
)
def test_columns_count_what_the_editor_asks_for(
    blog: Path, post: Path, encodings: list[str] | None, start: int, end: int
) -> None:
    async def story() -> None:
        capable = {**CAPABLE, "general": {"positionEncodings": encodings}}
        async with editor(blog, capable=capable) as client:
            (message,) = await client.open(post, changed(OTHER_ID))
            assert message["range"] == place(10, start, end)

    run(story())


def test_diagnostics_follow_what_is_typed(blog: Path, post: Path) -> None:
    async def story() -> None:
        async with editor(blog) as client:
            assert await client.open(post, TEXT) == []
            assert codes(await client.type(post, changed(OTHER_ID))) == ["LK005"]
            for text in ("", TEXT, changed(NO_TAG)):  # only the last of them is looked at
                client.keystroke(post, text)
            told = await client.told(post)
            assert (codes(told["diagnostics"]), told["version"]) == (["FM012"], 5)
            client.close(post)
            assert (await client.told(post))["diagnostics"] == []

    run(story())


def test_an_editor_that_knows_little_is_told_in_the_message(blog: Path, post: Path) -> None:
    async def story() -> None:
        async with editor(blog, capable={}) as client:
            (message,) = await client.open(post, changed(OTHER_ID))
            assert message["message"].split("\n")[1:] == [
                f"{post.as_posix()}:9: the heading has 2305.14314"
            ]
            assert not {"relatedInformation", "codeDescription"} & set(message)
            page = await client.hover(post, 10, 12)
            assert page["contents"]["kind"] == "plaintext"
            assert client.watched == []

    run(story())


def test_what_is_told_in_korean(blog: Path, post: Path) -> None:
    async def story() -> None:
        async with editor(blog, "--lang", "ko") as client:
            (message,) = await client.open(post, changed(TRAILING))
            assert re.search("[가-힣]", message["message"])
            first, last = await client.actions(post, 18, 10)
            assert re.search("[가-힣].*WS001", first["title"])
            assert re.search("[가-힣].*digestlint", last["title"])

    run(story())


@pytest.mark.parametrize("text", ["제목\n\x00", "제목\n\ud83e"])
def test_a_text_that_no_file_holds(blog: Path, post: Path, text: str) -> None:
    async def story() -> None:
        async with editor(blog) as client:
            (message,) = await client.open(post, text)
            assert (message["code"], message["range"]) == ("DL001", place(1, 0, 1))
            assert await client.actions(post, 1) == []

    run(story())


def test_lines_are_those_of_an_editor(blog: Path, post: Path) -> None:
    text = changed(TRAILING, ("양자화한", "양자\u2028화한\x0c"))

    async def story() -> None:
        async with editor(blog) as client:
            await client.open(post, TEXT)
            messages = await client.type(post, text)
            assert codes(messages) == ["WS009", "WS009", "WS001"]
            assert [it["range"]["start"]["line"] for it in messages] == [14, 14, 18]
            assert messages[-1]["range"] == place(18, 9, 11)
            (action,) = await client.actions(post, 18, 10, only=["quickfix"])
            edits = action["edit"]["documentChanges"][0]["edits"]
            assert applied(text, edits) == text.replace("Method  \n", "Method\n")

    run(story())


def test_text_of_a_post_does_not_act(blog: Path, post: Path) -> None:
    async def story() -> None:
        async with editor(blog) as client:
            messages = await client.open(post, changed(("layout: post", "layout: p\u202eost")))
            assert "FM006" in codes(messages)
            said = [each["message"] for each in messages]
            assert any("p\\u202eost" in each for each in said)
            assert not any("\u202e" in each for each in said)

    run(story())


# Which files, which settings


def test_what_is_no_post_or_excluded_is_left_alone(blog: Path, post: Path) -> None:
    (blog / "digestlint.toml").write_text('exclude = ["*-guest.md"]\n', encoding="utf-8")

    async def story() -> None:
        async with editor(blog) as client:
            assert await client.open(blog / "README.md", changed(OTHER_ID)) == []
            assert await client.open(post.with_name("2023-05-25-guest.md"), "# 글") == []
            assert codes(await client.open(post.with_name("글.txt"), "아무 글")) == ["FN001"]
            misnamed = post.with_name("2023-5-32-x.md")
            assert "FN001" in codes(await client.open(misnamed, changed(OTHER_ID)))

    run(story())


def test_settings_are_read_again_when_they_change(blog: Path, post: Path) -> None:
    settings = blog / "digestlint.toml"

    async def story() -> None:
        async with editor(blog) as client:
            assert codes(await client.open(post, changed(OTHER_ID, NO_TAG))) == ["FM012", "LK005"]
            assert f"**/{settings.name}" in client.watched
            settings.write_text('ignore = ["LK005"]\n', encoding="utf-8")
            client.notice(settings)
            assert codes((await client.told(post))["diagnostics"]) == ["FM012"]
            settings.write_text('ignore = ["LK0005"]\n', encoding="utf-8")
            client.notice(settings)
            again = await client.type(post, changed(OTHER_ID))
            assert again == []  # what held before holds on
            message = await client.message()
            assert "digestlint.toml:1: ignore" in message
            assert "no rule is called LK0005, the nearest is LK005" in message
            settings.unlink()
            client.notice(settings)
            assert codes((await client.told(post))["diagnostics"]) == ["LK005"]
            assert client.messages.empty()  # it was told once

    run(story())


def test_settings_may_be_named(blog: Path, post: Path) -> None:
    (blog / "digestlint.toml").write_text('ignore = ["LK005"]\n', encoding="utf-8")
    (blog / "other.toml").write_text('ignore = ["FM012"]\n', encoding="utf-8")
    text = changed(OTHER_ID, NO_TAG)

    async def story() -> None:
        async with editor(blog, "--config", "other.toml") as client:
            assert codes(await client.open(post, text)) == ["LK005"]
        async with editor(blog, "--isolated") as client:
            assert codes(await client.open(post, text)) == ["FM012", "LK005"]

    run(story())


def test_what_a_baseline_lists_is_not_told(blog: Path, post: Path) -> None:
    post.write_text(changed(OTHER_ID), encoding="utf-8")
    assert digestlint("--write-baseline", "known.toml", "_posts", cwd=blog).returncode == 0
    (blog / "digestlint.toml").write_text('baseline = "known.toml"\n', encoding="utf-8")

    async def story() -> None:
        async with editor(blog) as client:
            assert codes(await client.open(post, changed(OTHER_ID, NO_TAG))) == ["FM012"]
            (blog / "known.toml").write_text("x = 1\n", encoding="utf-8")
            assert await client.type(post, changed(OTHER_ID)) == []
            assert "known.toml:1" in await client.message()

    run(story())


# Other posts


def test_open_posts_count_in_place_of_their_copies_on_disk(blog: Path, post: Path) -> None:
    later = post.with_name("2023-05-25-daily-papers-20230525.md")
    head, first, second, *_ = re.split(r"(?m)^(?=# \d)", TEXT)
    again = head.replace("2023-05-24", "2023-05-25") + first.rstrip("\n") + "\n"
    elsewhere = head + second.replace("# 2.", "# 1.").rstrip("\n") + "\n"

    async def story() -> None:
        async with editor(blog) as client:
            messages = await client.open(later, again)
            assert codes(messages) == ["XP001"]
            assert messages[0]["relatedInformation"] == [
                {
                    "location": {"uri": post.as_uri(), "range": place(8, 0, 0)},
                    "message": "featured here first",
                }
            ]
            await client.open(post, elsewhere)
            assert (await client.told(later))["diagnostics"] == []
            client.close(post)
            assert codes((await client.told(later))["diagnostics"]) == ["XP001"]
            post.write_text(elsewhere, encoding="utf-8")
            client.notice(post)
            assert (await client.told(later))["diagnostics"] == []

    run(story())


# Quick fixes


def test_quick_fixes_tell_safe_from_unsafe(blog: Path, post: Path) -> None:
    text = changed(OTHER_ID, TRAILING, NO_TAG)

    async def story() -> None:
        async with editor(blog) as client:
            messages = {it["code"]: it for it in await client.open(post, text)}
            (safe,) = await client.actions(post, 18, 10, only=["quickfix"])
            assert safe == {
                "title": "Remove the white space (WS001)",
                "kind": "quickfix",
                "diagnostics": [messages["WS001"]],
                "isPreferred": True,
                "edit": {
                    "documentChanges": [
                        {
                            "textDocument": {"uri": post.as_uri(), "version": 1},
                            "edits": [{"range": place(18, 9, 11), "newText": ""}],
                        }
                    ]
                },
            }
            (unsafe,) = await client.actions(post, 4, 20, only=["quickfix"])
            assert unsafe["title"].endswith("(FM012, unsafe: changes what a reader sees)")
            assert unsafe["isPreferred"] is False
            (change,) = unsafe["edit"]["documentChanges"]
            assert applied(text, change["edits"]) == changed(OTHER_ID, TRAILING)
            assert await client.actions(post, 10, 12, only=["quickfix"]) == []  # LK005 has no fix

    run(story())


def test_one_action_makes_all_safe_fixes(blog: Path, post: Path) -> None:
    text = changed(OTHER_ID, TRAILING, NO_TAG).replace(".\n\n", ".\t\n\n") + "\n\n"

    async def story() -> None:
        async with editor(blog, capable={}) as client:
            await client.open(post, text)
            for only in (["source.fixAll"], ["source.fixAll.digestlint"], ["source"]):
                (action,) = await client.actions(post, 0, only=only)
                assert action["kind"] == "source.fixAll.digestlint"
            edits = action["edit"]["changes"][post.as_uri()]
            assert applied(text, edits) == changed(OTHER_ID, NO_TAG)
            assert await client.actions(post, 0, only=["source.organizeImports"]) == []
            await client.type(post, changed(OTHER_ID, NO_TAG))
            assert await client.actions(post, 0, only=["source.fixAll"]) == []

    run(story())


def test_actions_are_for_the_text_as_it_is_now(blog: Path, post: Path) -> None:
    async def story() -> None:
        async with editor(blog) as client:
            await client.open(post, changed(TRAILING))
            client.keystroke(post, f"{changed(TRAILING)}\n")
            (action,) = await client.actions(post, 85, only=["quickfix"])
            assert action["diagnostics"][0]["code"] == "WS006"
            assert action["edit"]["documentChanges"][0]["textDocument"]["version"] == 2

    run(story())


# Hovers


def test_the_page_of_a_rule_is_shown_over_its_diagnostics(blog: Path, post: Path) -> None:
    async def story() -> None:
        async with editor(blog) as client:
            await client.open(post, changed(OTHER_ID, TRAILING))
            shown = await client.hover(post, 10, 8)
            assert shown["range"] == place(10, 8, 67)
            assert shown["contents"]["kind"] == "markdown"
            page = pages.page_text("LK005").partition("## See also")[0]
            assert shown["contents"]["value"].partition("## See also")[0] == page
            assert await client.hover(post, 10, 3) is None
            assert await client.hover(blog / "closed.md", 0, 0) is None

    run(story())


# The process


def test_an_editor_that_leaves_without_a_word() -> None:
    command = [sys.executable, "-m", "digestlint", "server"]
    done = subprocess.run(command, input=b"", capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")


@pytest.mark.parametrize("module", ["pygls", "lsprotocol", "pygls.lsp.server"])
def test_without_the_extra_one_line_says_what_is_missing(module: str) -> None:
    code = f"import sys; sys.modules[{module!r}] = None; from digestlint.cli import main; main()"
    command = [sys.executable, "-c", code, "server"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "digestlint: error: the server needs pygls 2: pip install 'digestlint[lsp]'\n"
    )


def test_bad_usage_is_told_before_an_editor_is_served(tmp_path: Path) -> None:
    done = digestlint("server", "--config", "absent.toml", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_the_command_line_does_without_the_server(tmp_path: Path) -> None:
    (tmp_path / "2023-05-24-x.md").write_text(TEXT, encoding="utf-8")
    code = (
        "import sys\n"
        "from digestlint.cli import main\n"
        "try:\n"
        "    main(['.'])\n"
        "finally:\n"
        "    assert not {'pygls', 'lsprotocol', 'asyncio', 'attrs'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, timeout=60)
