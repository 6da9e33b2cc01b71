"""The grammar of arXiv ids, and the addresses that hold one."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digestlint.arxiv import ARCHIVES, Address, Flaw, Month, Site, parse_address, parse_id

PLACES = (
    "https://arxiv.org/abs/{id}",
    "http://arxiv.org/abs/{id}",
    "https://www.arxiv.org/pdf/{id}",
    "https://export.arxiv.org/pdf/{id}.pdf",
    "https://arxiv.org/html/{id}?context=cs#section",
    "https://arxiv.org/abs/arXiv:{id}",
    "arxiv.org/abs/{id}",
    "//arxiv.org/abs/{id}/",
    "https://www.alphaxiv.org/ko/overview/{id}",
    "https://alphaxiv.org/overview/{id}",
    "https://www.alphaxiv.org/abs/{id}",
    "https://www.alphaxiv.org/zh-CN/abs/{id}#comments",
    "https://huggingface.co/papers/{id}",
    "https://doi.org/10.48550/arXiv.{id}",
)


@st.composite
def new_ids(draw: st.DrawFn) -> tuple[str, Month]:
    """A valid id of the new style without version, and its month."""
    number = draw(st.integers(2007 * 12 + 3, 2099 * 12 + 11))
    month = Month(number // 12, number % 12 + 1)
    digits = 4 if month < (2015, 1) else 5
    sequence = draw(st.integers(1, 10**digits - 1))
    return f"{month.year % 100:02}{month.month:02}.{sequence:0{digits}}", month


@st.composite
def old_ids(draw: st.DrawFn) -> tuple[str, Month]:
    """A valid id of the old style without version, and its month."""
    number = draw(st.integers(1991 * 12, 2007 * 12 + 2))
    month = Month(number // 12, number % 12 + 1)
    archive = draw(st.sampled_from(sorted(ARCHIVES)))
    subject = draw(st.sampled_from(["", ".GT", ".mtrl-sci"]))
    sequence = draw(st.integers(1, 999))
    return f"{archive}{subject}/{month.year % 100:02}{month.month:02}{sequence:03}", month


ids = st.one_of(new_ids(), old_ids())
versions = st.none() | st.integers(1, 99)


def suffix(version: int | None) -> str:
    return f"v{version}" if version else ""


@given(ids, versions)
def test_what_the_grammar_makes_is_valid(made: tuple[str, Month], version: int | None) -> None:
    bare, month = made
    found = parse_id(bare + suffix(version))
    assert found.flaw is None
    assert (found.text, found.bare) == (bare + suffix(version), bare)
    assert (found.month, found.version) == (month, version)


@given(ids, versions, st.sampled_from(PLACES))
def test_an_address_gives_the_id_that_it_was_made_from(
    made: tuple[str, Month], version: int | None, place: str
) -> None:
    text = made[0] + suffix(version)
    address = parse_address(place.format(id=text))
    assert address.id == parse_id(text)
    again = parse_address(parse_id(text).address())
    assert again.id is not None
    assert again.id.text == made[0]


@given(st.text())
@example("https://[::1]/abs/2511.00001")
@example("https://arxiv.org/abs/%FF%zz")
@example("v" * 5000 + ":" + "9" * 5000)
def test_any_text_is_an_address_of_some_kind(text: str) -> None:
    address = parse_address(text)
    assert address.url == text
    assert parse_id(text).text == text


@given(st.text(st.sampled_from("0123456789.v/hepth-"), max_size=14))
def test_a_valid_id_is_written_again_as_it_was_read(text: str) -> None:
    found = parse_id(text)
    if found.valid:
        assert found.text == found.bare + suffix(found.version)
        assert found.month is not None
        assert parse_id(found.paper).valid


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("0704.0001", None),
        ("1412.9999", None),
        ("1501.00001", None),
        ("2511.04570", None),
        ("2511.04570v12", None),
        ("hep-th/9901001", None),
        ("hep-th/0703999v2", None),
        ("math.GT/0309136", None),
        ("2513.04570", Flaw.MONTH),
        ("2500.04570", Flaw.MONTH),
        ("0713.0001", Flaw.MONTH),
        ("0703.0001", Flaw.TOO_EARLY),
        ("0612.0001", Flaw.TOO_EARLY),
        ("1412.00001", Flaw.FOUR_DIGITS),
        ("1412.001", Flaw.FOUR_DIGITS),
        ("1501.0001", Flaw.FIVE_DIGITS),
        ("2511.045700", Flaw.FIVE_DIGITS),
        ("2511.00000", Flaw.SEQUENCE),
        ("0704.0000", Flaw.SEQUENCE),
        ("hep-th/9901000", Flaw.SEQUENCE),
        ("2511.04570v0", Flaw.VERSION),
        ("2511.04570v01", Flaw.VERSION),
        ("hep-th/9901001v0", Flaw.VERSION),
        ("hep-th/9913001", Flaw.MONTH),
        ("hep-th/0704001", Flaw.TOO_LATE),
        ("hep-xx/9901001", Flaw.ARCHIVE),
        ("stat/0703001", Flaw.ARCHIVE),
        ("", Flaw.SHAPE),
        ("2511", Flaw.SHAPE),
        ("2511.O4570", Flaw.SHAPE),
        ("2511.04570 ", Flaw.SHAPE),
        ("2511.04570v", Flaw.SHAPE),
        ("2511.04570V1", Flaw.SHAPE),
        ("25110.4570", Flaw.SHAPE),
        ("hep-th/99010011", Flaw.SHAPE),
        ("２５１１.04570", Flaw.SHAPE),  # digits, but not ASCII's
        ("٢٥١١.٠٤٥٧٠", Flaw.SHAPE),
    ],
)
def test_the_flaw_of_an_id(text: str, flaw: Flaw | None) -> None:
    assert parse_id(text).flaw is flaw


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2511.04570", "2511.04570v2"),
        ("math.GT/0309136", "math/0309136v1"),
        ("HEP-TH/9901001", "hep-th/9901001"),
    ],
)
def test_two_ids_of_one_paper(first: str, second: str) -> None:
    assert parse_id(first).paper == parse_id(second).paper


def test_an_earlier_month() -> None:
    assert Month(2025, 11).before(0) == Month(2025, 11)
    assert Month(2025, 1).before(1) == Month(2024, 12)
    assert Month(2025, 11).before(23) == Month(2023, 12)
    assert str(Month(2025, 1)) == "2025-01"


@pytest.mark.parametrize(
    ("url", "site", "locale", "kind", "text"),
    [
        ("https://arxiv.org/abs/2511.04570", Site.ARXIV, "", "abs", "2511.04570"),
        ("https://ARXIV.org:443/abs//2511.04570", Site.ARXIV, "", "abs", "2511.04570"),
        ("https://arxiv.org/pdf/2511.04570v1.pdf", Site.ARXIV, "", "pdf", "2511.04570v1"),
        ("https://arxiv.org/html/2511.04570v1/x1.png", Site.ARXIV, "", "html", "2511.04570v1"),
        ("https://arxiv.org/abs/hep-th%2F9901001", Site.ARXIV, "", "abs", "hep-th/9901001"),
        ("https://arxiv.org/abs/2513.04570", Site.ARXIV, "", "abs", "2513.04570"),
        ("https://arxiv.org/abs/", Site.ARXIV, "", "abs", ""),
        ("https://arxiv.org/abs/x", Site.ARXIV, "", "abs", "x"),
        ("https://arxiv.org/2511.04570", Site.ARXIV, "", "", "2511.04570"),
        ("https://arxiv.org/list/cs.CL/recent", Site.ARXIV, "", "list", None),
        ("https://arxiv.org", Site.ARXIV, "", "", None),
        ("https://alphaxiv.org/ko/abs/2511.04570v1", Site.ALPHAXIV, "ko", "abs", "2511.04570v1"),
        ("https://alphaxiv.org/ko/x/y", Site.ALPHAXIV, "ko", "x", None),
        ("https://www.alphaxiv.org/ko", Site.ALPHAXIV, "ko", "", None),
        ("https://www.alphaxiv.org/ko/overview/", Site.ALPHAXIV, "ko", "overview", ""),
        ("https://www.alphaxiv.org/overview/2511.4570", Site.ALPHAXIV, "", "overview", "2511.4570"),
        ("https://huggingface.co/papers/2511.04570", Site.HUGGING_FACE, "", "papers", "2511.04570"),
        (
            "https://huggingface.co/papers/week/2025-W45",
            Site.HUGGING_FACE,
            "",
            "papers",
            "week/2025-W45",
        ),
        ("https://huggingface.co/datasets/x", Site.HUGGING_FACE, "", "datasets", None),
        ("https://example.org/2513.04570", Site.OTHER, "", "", None),
        ("https://example.org/a/b/2511.04570/c", Site.OTHER, "", "b", "2511.04570"),
        ("https://arxiv.org.example.org/abs/2511.04570", Site.OTHER, "", "abs", "2511.04570"),
        ("https://arxiv.org@example.org/abs/2511.04570", Site.OTHER, "", "abs", "2511.04570"),
        ("https://example.org\\@arxiv.org/abs/2511.04570", Site.OTHER, "", "abs", "2511.04570"),
        ("https://notarxiv.org/abs/x", Site.OTHER, "", "", None),
        ("mailto:help@arxiv.org", Site.OTHER, "", "", None),
        ("/abs/2511.04570", Site.OTHER, "", "abs", "2511.04570"),
        ("#x", Site.OTHER, "", "", None),
        ("", Site.OTHER, "", "", None),
    ],
)
def test_an_address(url: str, site: Site, locale: str, kind: str, text: str | None) -> None:
    found = parse_address(url)
    assert (found.site, found.locale, found.kind) == (site, locale, kind)
    assert (found.id.text if found.id else None) == text


@pytest.mark.parametrize(
    ("url", "works"),
    [
        ("https://arxiv.org/abs/2511.04570", True),
        ("HTTP://arxiv.org/abs/2511.04570", True),
        ("//arxiv.org/abs/2511.04570", True),
        ("arxiv.org/abs/2511.04570", False),
        ("arxiv.org:443/abs/2511.04570", False),
        ("htps://arxiv.org/abs/2511.04570", False),
    ],
)
def test_whether_a_browser_reaches_the_host(url: str, works: bool) -> None:
    found = parse_address(url)
    assert found.host == "arxiv.org"
    assert found.works is works


@pytest.mark.parametrize(
    ("url", "place", "under"),
    [
        ("https://huggingface.co/papers/2511.04570", "huggingface.co/papers", True),
        ("https://www.huggingface.co/papers/2511.04570", "huggingface.co", True),
        ("https://huggingface.co/papers/2511.04570", "https://www.huggingface.co/papers/", True),
        ("https://huggingface.co/datasets/x", "huggingface.co/papers", False),
        ("https://huggingface.co/papersx/1", "huggingface.co/papers", False),
        ("https://evil-huggingface.co/papers/1", "huggingface.co/papers", False),
        ("/papers/2511.04570", "huggingface.co/papers", False),
    ],
)
def test_whether_an_address_is_under_a_place(url: str, place: str, under: bool) -> None:
    assert parse_address(url).is_under(place) is under


def test_an_address_is_taken_apart_in_linear_time() -> None:
    found = parse_address("https://example.org/" + "a/" * 200_000)
    assert isinstance(found, Address)
    assert found.id is None
