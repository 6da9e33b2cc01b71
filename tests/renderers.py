"""The real renderers, for the slow tests: kramdown as Jekyll runs it, Liquid, Jekyll, cmark-gfm.

Where one is not installed, the tests that want it are skipped with a reason; with the environment
variable DIGESTLINT_REQUIRE_ALL=1 they fail instead, so that continuous integration misses nothing.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

# The converter is Jekyll's own with Jekyll's default options (input GFM, hard_wrap false, rouge,
# …), and a site is there for the tags that ask for one, such as {% highlight %}.
SERVER = r"""
require "json"
require "tmpdir"
require "jekyll"
$stdout.sync = true
Jekyll.logger.log_level = :error
folder = Dir.mktmpdir
at_exit { FileUtils.remove_entry(folder) }
config = Jekyll::Configuration.from(
  "source" => folder, "destination" => File.join(folder, "_site"),
  "quiet" => true, "disable_disk_cache" => true
)
site = Jekyll::Site.new(config)
converter = Jekyll::Converters::Markdown::KramdownParser.new(config)
$stdin.set_encoding("UTF-8")
while (line = $stdin.gets)
  request = JSON.parse(line)
  begin
    text = request["text"]
    if request["liquid"]
      template = Liquid::Template.parse(text, :error_mode => :warn, :line_numbers => true)
      text = template.render!(
        request["variables"],
        :registers => { :site => site, :page => {} },
        :strict_filters => false, :strict_variables => false
      )
    end
    text = converter.convert(text) if request["kramdown"]
    puts JSON.generate("text" => text)
  rescue StandardError, SyntaxError => e # the tags of Jekyll raise the second
    puts JSON.generate("error" => "#{e.class}: #{e.message}")
  end
end
"""

LAYOUT = "<!DOCTYPE html>\n<title>{{ page.title }}</title>\n{{ page.date }}\n{{ content }}\n"
CONFIG = 'timezone: "Asia/Seoul"\nfuture: true\n'


class RenderError(Exception):
    """A renderer gave up: Liquid's syntax error, kramdown's exception, Jekyll's failed build."""


class Renderer:
    """One Ruby process that renders many texts; a text and its HTML are a line of JSON each."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            ["ruby", "-EUTF-8:UTF-8", "-e", SERVER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "TZ": "Asia/Seoul"},
        )

    def close(self) -> None:
        """Ends the process."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=30)

    def kramdown(self, text: str, *, liquid: bool = False) -> str:
        """The HTML that Jekyll makes of a post's Markdown, after Liquid where asked.

        Raises RenderError.
        """
        return self._ask(text=text, liquid=liquid, kramdown=True)

    def liquid(self, text: str, variables: Mapping[str, object] | None = None) -> str:
        """What Liquid leaves of a text, with Jekyll's tags and filters. Raises RenderError."""
        return self._ask(text=text, liquid=True, kramdown=False, variables=dict(variables or {}))

    def _ask(self, **request: object) -> str:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"variables": {}, **request}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RenderError("the Ruby process ended")
        answer = json.loads(line)
        if "error" in answer:
            raise RenderError(answer["error"])
        text: str = answer["text"]
        return text


def build_site(posts: Mapping[str, bytes], folder: Path, config: str = CONFIG) -> dict[str, bytes]:
    """The site that real Jekyll builds of the posts: each file's path in the site, and its bytes.

    ``posts`` are bytes by file name; the site's sources and pages are written under ``folder``.
    The layouts ``post`` and ``default`` print title, date and content. Raises RenderError.
    """
    files = {f"_posts/{name}": data for name, data in posts.items()}
    files |= {f"_layouts/{name}.html": LAYOUT.encode() for name in ("post", "default")}
    files["_config.yml"] = config.encode()
    for name, data in files.items():
        path = folder / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    site = folder / "site"
    command = ["jekyll", "build", "--disable-disk-cache", "-s", f"{folder}/source", "-d", f"{site}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RenderError(done.stderr)
    pages = sorted(path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in pages}


_JEKYLLS_HEADER = re.compile(r"\A\ufeff?---\s*\n.*?\n?^(?:---|\.\.\.)\s*$\n?", re.S | re.M)


def jekylls_body(text: str) -> str:
    """A post without what Jekyll takes for its header."""
    return _JEKYLLS_HEADER.sub("", text, count=1)


def cmark_gfm(text: str) -> str:
    """The HTML that GitHub's renderer makes of a text, with its extensions, raw HTML kept."""
    command = ["cmark-gfm", "--unsafe"]
    for extension in ("table", "strikethrough", "autolink", "tasklist"):
        command += "--extension", extension
    done = subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, check=True)
    return done.stdout.decode()


def need(*programs: str) -> None:
    """Skips the test where a program is missing, or fails it under DIGESTLINT_REQUIRE_ALL=1."""
    for program in programs:
        if not shutil.which(program):
            give_up(f"{program} is not installed")


def give_up(reason: str) -> None:
    """Skips the test, or fails it under DIGESTLINT_REQUIRE_ALL=1."""
    if os.environ.get("DIGESTLINT_REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def renderer() -> Iterator[Renderer]:
    """The process with Jekyll's kramdown and Liquid."""
    need("ruby", "jekyll")
    renderer = Renderer()
    yield renderer
    renderer.close()


@pytest.fixture
def jekyll() -> None:
    """Real Jekyll for ``build_site``."""
    need("jekyll")


@pytest.fixture
def github() -> None:
    """GitHub's renderer for ``cmark_gfm``."""
    need("cmark-gfm")
