"""The catalogues of messages: what has to be in them, and how they are kept.

``python tests/catalogues.py`` brings each ``.po`` in line with the sources, where what is new is
left empty and what is gone goes, and compiles the ``.mo`` beside it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Formatter

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from digestlint import cli
from digestlint.program import paragraphs
from digestlint.translation import DOMAIN, LOCALES

ROOT = Path(__file__).parents[1]
HOUSE = ROOT / "src" / "digestlint"
CATALOGUES = sorted(LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))

HEAD = """\
# What digestlint says in {language}. {{name:A/B}} is a name with the one of two particles it wants.
msgid ""
msgstr ""
"Project-Id-Version: digestlint\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""

CLICK: tuple[str | tuple[str, str], ...] = (
    "Usage:",
    "Options",
    "Show this message and exit.",
    "No such option {name!r}.",
    "No such option: {name}",  # up to click 8.3
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    "Option {name!r} does not take a value.",
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    (
        "Got unexpected extra argument ({args})",
        "Got unexpected extra arguments ({args})",
    ),
    "Missing argument",
    "Invalid value for {param_hint}: {message}",
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
)
"""What click says itself, as far as a user of digestlint can hear it."""


def has_words(text: str) -> bool:
    """Whether a text has words beside its gaps; without, there is nothing to translate."""
    return any(re.search("[A-Za-z]", literal) for literal, *_ in Formatter().parse(text))


def wanted() -> Catalog:
    """All that has to be in a catalogue, each with the files that it is from."""
    catalogue = Catalog()
    found = extract_from_dir(HOUSE, [("**.py", "python")], keywords={"Message": None, "_": None})
    for path, _, text, *_ in sorted(found):
        if has_words(str(text)):
            catalogue.add(text, locations=[(f"src/digestlint/{path}", 0)])
    for command in (cli.main, *cli.main.beside.values()):
        for text in texts(command):
            catalogue.add(text, locations=[("src/digestlint/cli.py", 0)])
    for each in CLICK:
        catalogue.add(each, locations=[("click", 0)])
    return catalogue


def texts(command: click.Command) -> Iterator[str]:
    """What the help of a command says."""
    for text in (command.help, command.epilog):
        yield from paragraphs(text or "")
    for option in command.params:
        if isinstance(option, click.Option) and option.help:
            yield option.help


def read(path: Path) -> Catalog:
    """A catalogue, ``.po`` or ``.mo``."""
    with path.open("rb") as file:
        return read_mo(file) if path.suffix == ".mo" else read_po(file)


Forms = tuple[str, ...]
"""A message; of one that counts, its form for one and that for more where a language has one."""


def entries(catalogue: Catalog) -> dict[Forms, Forms]:
    """The messages in English, and what they are in the language of a catalogue."""
    return {_forms(each.id): _forms(each.string) for each in catalogue if each.id}


def _forms(text: str | Sequence[str] | None) -> Forms:
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


def main() -> None:
    """Brings the catalogues in line with the sources."""
    for path in CATALOGUES:
        catalogue = read(path)
        catalogue.update(wanted(), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        for each in catalogue:
            each.flags.clear()
        with path.open("wb") as file:
            head = HEAD.format(language=catalogue.locale, plurals=catalogue.plural_forms)
            file.write(head.encode())
            write_po(file, catalogue, omit_header=True, sort_by_file=True, include_lineno=False)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
        missing = sum(not all(each) for each in entries(catalogue).values())
        sys.stdout.write(f"{path.relative_to(ROOT)}: {len(catalogue)} messages, {missing} to do\n")


if __name__ == "__main__":
    main()
