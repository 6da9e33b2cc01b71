"""The command line: options in, exit status out.

Each command imports what it needs, so that ``--version`` costs no more than Python and click.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from gettext import gettext as _
from typing import Any

import click

from digestlint.console import Fault
from digestlint.lang import LANGUAGES, say_in
from digestlint.message import Message
from digestlint.program import Program
from digestlint.reporters import FORMATS
from digestlint.version import VERSION


def _split(
    _context: click.Context, option: click.Parameter, given: Sequence[str]
) -> tuple[str, ...]:
    """The parts of an option that is given more than once, or with commas."""
    parts = tuple(part.strip() for one in given for part in one.split(","))
    if not all(parts):
        raise click.BadParameter(_("expected codes or names of rules"), param=option)
    return parts


def _formats(
    _context: click.Context, option: click.Parameter, given: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """The format and the path of each report that is to be written to a file."""
    pairs = tuple((each.partition(":")[0], each.partition(":")[2]) for each in given)
    for format, path in pairs:
        if format not in FORMATS or not path:
            expected = _("expected FORMAT:PATH with one of {formats}")
            raise click.BadParameter(expected.format(formats=", ".join(FORMATS)), param=option)
    if len({path for _, path in pairs}) < len(pairs):
        raise click.BadParameter(_("one path for two reports"), param=option)
    return pairs


_HELP = {"help_option_names": ["-h", "--help"]}
_config = click.option("--config", metavar="FILE", help="Read the settings from FILE.")
_isolated = click.option("--isolated", is_flag=True, help="Read no settings file.")
_lang_option = partial(
    click.option,
    "--lang",
    type=click.Choice(LANGUAGES),
    help="The language of messages; auto is that of the environment.",
)
_lang = _lang_option()
_lang_of_help = _lang_option(expose_value=False)  # and of errors, which Program sees to
_exclude = click.option(
    "--exclude", multiple=True, metavar="GLOB", help="Leave out what GLOB matches."
)
_force_exclude = click.option(
    "--force-exclude", is_flag=True, help="Leave out what is excluded, even if named."
)
_allow_empty = click.option(
    "--allow-empty", is_flag=True, help="Do not fail if there is nothing to read."
)


@click.command(
    "digestlint",
    cls=Program,
    context_settings=_HELP,
    epilog="""\b
    Other commands:
      digestlint rule RULE  what a rule is about, with examples
      digestlint rules      a table of all rules
      digestlint schema     the JSON Schema of a post, or of the settings
      digestlint settings   the settings of a post, and where each comes from
      digestlint init       a settings file that describes the posts that are there
      digestlint export     the contents of posts, for other programs
      digestlint server     the language server, for editors
    A folder of such a name is reached as ./rule.

    \b
    Exit status:
      0  no error is left (with --strict, no warning either)
      1  some are left, or --diff has something to show
      2  bad usage or settings, a file that cannot be read or written,
         an internal error, or nothing to lint
    """,
)
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--fix", is_flag=True, help="Mend what can be mended without changing the page.")
@click.option("--unsafe-fixes", is_flag=True, help="Mend also what changes what a reader sees.")
@click.option("--diff", is_flag=True, help="Show as a patch what would be mended; write nothing.")
@click.option(
    "--select", multiple=True, callback=_split, metavar="RULES", help="Apply only these rules."
)
@click.option(
    "--ignore", multiple=True, callback=_split, metavar="RULES", help="Do not apply these rules."
)
@click.option("--strict", is_flag=True, help="Let warnings fail as errors do.")
@click.option(
    "--output-format",
    type=click.Choice(FORMATS),
    default="text",
    help="How to write diagnostics.",
)
@click.option(
    "--output-file",
    multiple=True,
    callback=_formats,
    metavar="FORMAT:PATH",
    help="Write them to a file besides, such as sarif:digestlint.sarif.",
)
@click.option("--statistics", is_flag=True, help="Show how many there are of each rule instead.")
@_config
@_isolated
@click.option("--baseline", metavar="FILE", help="Do not report what FILE lists.")
@click.option("--write-baseline", metavar="FILE", help="List in FILE what there is to report now.")
@_exclude
@_force_exclude
@_allow_empty
@click.option("--stdin-filename", metavar="PATH", help="The path of the post that comes as -.")
@click.option("--show-all", is_flag=True, help="Fold no diagnostics, however many are alike.")
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Spread many posts over N processes; all cores if not given.",
)
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
@_lang
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Color the text; auto does so on a terminal, unless NO_COLOR is set.",
)
@click.version_option(VERSION, message="%(prog)s %(version)s")
def main(**options: Any) -> int:
    """Find the mistakes in digest posts that Jekyll publishes without a word.

    PATHS are files and folders of posts; - is standard input. Without any, whatever looks like a
    post in the current folder is linted.

    RULES are codes (LK005), names (mismatched-alphaxiv-id), prefixes (LK) or ALL, with commas
    between them.
    """
    from digestlint.command import lint
    from digestlint.options import Options

    try:
        return lint(Options(**options))
    except Fault:
        if options["output_format"] == "json":  # whatever happens, it can be parsed
            sys.stdout.write("[]\n")
        raise


@click.command(context_settings=_HELP)
@click.argument("rule", metavar="RULE")
@_lang_of_help
def rule(rule: str) -> int:
    """Print the page of a rule, which is named by its code or its name."""
    from digestlint.rule_page import print_page

    return print_page(rule)


@click.command(context_settings=_HELP)
@_lang
def rules(lang: str | None) -> None:
    """Print a table of all rules."""
    from digestlint import linter
    from digestlint.reporters.table import table

    titles = (Message("code"), Message("name"), Message("severity"), Message("fix"))
    rows = [tuple(map(say_in(lang or "en"), titles))] + [
        (
            rule.code,
            rule.name,
            rule.severity if rule.default else f"{rule.severity} (off)",
            rule.fix or "none",
        )
        for rule in linter.rules()
    ]
    sys.stdout.writelines(table(rows))


@click.command(context_settings=_HELP)
@click.option("--settings", "of_settings", is_flag=True, help="That of a settings file instead.")
@_config
@_isolated
@_lang_of_help
def schema(config: str | None, isolated: bool, of_settings: bool) -> None:
    """Print the JSON Schema of a post, as the settings would have it."""
    from digestlint.reporters.json import dumped

    if of_settings:
        from digestlint.settings_schema import settings_schema

        printed = settings_schema()
    else:
        from digestlint.options import read_scopes
        from digestlint.schema import json_schema

        printed = json_schema(read_scopes(config, isolated).of("-").settings)
    sys.stdout.write(dumped(printed, indent=2) + "\n")


@click.command(context_settings=_HELP)
@click.argument("file", required=False, metavar="[FILE]")
@_config
@_isolated
@_lang
def settings(file: str | None, config: str | None, isolated: bool, lang: str | None) -> None:
    """Print the settings, of a post if one is named, and where each comes from."""
    from digestlint.options import STDIN, lang_of, read_scopes
    from digestlint.settings_text import settings_of_file

    scopes = read_scopes(config, isolated)
    say = say_in(lang or lang_of(scopes, file or STDIN))
    sys.stdout.writelines(settings_of_file(scopes, file, say))


@click.command(context_settings=_HELP)
@click.argument("folder", default=".", metavar="[FOLDER]")
@click.option("--diff", is_flag=True, help="Show what would be written as a patch; write nothing.")
@_lang
def init(folder: str, diff: bool, lang: str | None) -> int:
    """Write a digestlint.toml that describes the posts in a folder.

    It says of each line how many posts or papers speak for it. A settings file that is there
    already is never written over.
    """
    from digestlint.init import init

    return init(folder, diff=diff, lang=lang)


@click.command(context_settings=_HELP)
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@_config
@_isolated
@_exclude
@_force_exclude
@_allow_empty
@_lang
def export(paths: tuple[str, ...], **options: Any) -> int:
    """Write the contents of posts as JSON, a post a line, for other programs.

    A line has the path of a post, and what `digestlint schema` describes. A post that this does not
    describe is left out and told; the exit status is 1 then.
    """
    from digestlint.export import export

    return export(paths, **options)


@click.command(context_settings=_HELP)
@_config
@_isolated
@_lang
def server(config: str | None, isolated: bool, lang: str | None) -> int:
    """Serve an editor: the language server, on standard input and output."""
    from digestlint.options import read_scopes

    read_scopes(config, isolated)
    try:
        from digestlint.server.serve import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        message = Message("the server needs pygls 2: pip install 'digestlint[lsp]'")
        raise Fault([message]) from None
    return serve(config, isolated=isolated, lang=lang)


main.beside = {
    "rule": rule,
    "rules": rules,
    "schema": schema,
    "settings": settings,
    "init": init,
    "export": export,
    "server": server,
}
