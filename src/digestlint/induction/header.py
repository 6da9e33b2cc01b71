"""What the front matter of posts has in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from digestlint import fields
from digestlint.induction import forms
from digestlint.induction.counts import Era, Vote, is_rule, tolerance
from digestlint.induction.facts import Fact, Kind, Trait
from digestlint.induction.samples import Sample
from digestlint.nearest import nearest
from digestlint.settings import FrontMatterShape
from digestlint.templates import Template, TemplateError
from digestlint.yaml_values import Scalar

MOST_TAGS = 40
"""How many tags are listed at most."""

LONGEST_BEGIN = 60
"""How many characters titles may begin with alike, before what is any."""


def _presence(_: Era[Any], votes: Sequence[Vote[Any]]) -> str:
    """How many votes for a header make it what."""
    present = sum(vote.value for vote in votes)
    if is_rule(present, len(votes)):
        return "required"
    return "absent" if is_rule(len(votes) - present, len(votes)) else "optional"


def _is_present(vote: bool, value: str) -> bool:
    return value == "optional" or vote == (value == "required")


def _title(sample: Sample) -> str | None:
    title = sample.text("title")
    return forms.title_form(title, sample.day) if title else None


def _settled_title(era: Era[Any], votes: Sequence[Vote[Any]]) -> str:
    """The form that most titles have, or what they begin with before what is any."""
    is_any = era.number == 1 and not Template(era.value).fields  # a title that is that post's alone
    if not is_any and (era.is_rule or era.count * 2 > era.number):
        return str(era.value)
    several = votes if len(votes) > 1 else ()
    begins = Counter(begin for vote in several for begin in _begins(vote.value))
    usual = [it for it, count in begins.items() if is_rule(count, len(votes))]
    return max(usual, key=len, default="") + "{title}"


def _begins(form: str) -> Iterator[str]:
    """What a form begins with, up to each place after which a title might begin."""
    for at in range(2, min(len(form), LONGEST_BEGIN)):
        if not form[at - 1].isalnum() and not form[at].isspace():
            with suppress(TemplateError):
                Template(form[:at] + "{title}")
                yield form[:at]


def _fits_title(vote: str, value: str) -> bool:
    return vote == value or (value.endswith("{title}") and vote.startswith(value[:-7]))


def _layout(sample: Sample) -> str | None:
    return (sample.text("layout") or "") if sample.header.readable else None


def _settled_layout(era: Era[Any], _: Sequence[Vote[Any]]) -> str:
    return str(era.value) if era.is_rule else ""


TRAITS = (
    Trait(
        ("front-matter", "presence"),
        "post",
        lambda kind: kind.of_posts(lambda sample: sample.header.present),
        _presence,
        _is_present,
    ),
    Trait(
        ("front-matter", "title"),
        "post",
        lambda kind: kind.of_posts(_title),
        _settled_title,
        _fits_title,
    ),
    Trait(
        ("front-matter", "layout"),
        "post",
        lambda kind: kind.of_posts(_layout),
        _settled_layout,
        lambda vote, value: not value or vote == value,
    ),
)


# -- the keys --------------------------------------------------------------------------------------


def _keys(sample: Sample) -> list[str]:
    return list(fields.given(sample.header))


def required(kind: Kind) -> Fact | None:
    """The keys that all headers have."""
    read = [_keys(it) for it in kind.samples if it.header.readable]
    counts = Counter(key for keys in read for key in keys)
    ids = {era.value.ids for era in kind.structures}
    known = FrontMatterShape().required
    keys = [key for key in known if is_rule(counts[key], len(read))]
    keys += (key for key, n in counts.items() if key not in keys and is_rule(n, len(read)))
    keys = [key for key in keys if key not in ids]
    if not read:
        return None
    count = sum(set(keys) <= set(each) for each in read)
    return Fact(("front-matter", "required"), tuple(keys), count, len(read), "post")


def allowed(kind: Kind, needed: Sequence[str]) -> Fact | None:
    """The keys that some headers have, of which Jekyll knows nothing."""
    read = [_keys(it) for it in kind.samples if it.header.readable]
    counts = Counter(key for keys in read for key in keys)
    known = {*needed, *fields.KNOWN, *(era.value.ids for era in kind.structures)}
    keys = [
        key
        for key, count in counts.most_common()
        if key not in known and count > tolerance(len(read)) and not nearest(key, known)
    ]
    if not keys:
        return None
    count = sum(not set(keys).isdisjoint(each) for each in read)
    return Fact(("front-matter", "allowed"), tuple(keys), count, len(read), "post")


def tags(samples: Sequence[Sample]) -> Fact | None:
    """The tags that not only outliers have."""
    read = [list(_tags(it)) for it in samples if "tags" in fields.given(it.header)]
    counts = Counter(tag for each in read for tag in dict.fromkeys(each))
    usual: list[str] = []
    for tag, count in counts.most_common(MOST_TAGS):
        is_misspelt = count == 1 and any(counts[it] > 1 and nearest(tag, [it]) for it in usual)
        if count > tolerance(len(read)) and not is_misspelt:
            usual.append(tag)
    if not usual:
        return None
    count = sum(set(each) <= set(usual) for each in read)
    known = FrontMatterShape().tags
    close = {tag: near for tag in usual if tag not in known and (near := nearest(tag, known))}
    remark = ", ".join(f"{tag} is close to {near}" for tag, near in close.items())
    keys = ("front-matter", "tags")
    return Fact(keys, tuple(usual), count, len(read), "post", remark=remark)


def _tags(sample: Sample) -> Iterator[str]:
    with suppress(fields.FieldError):
        for item in fields.read_items(fields.given(sample.header)["tags"].value):
            if isinstance(item, Scalar):
                yield item.text
