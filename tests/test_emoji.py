"""Which characters are shown as pictures."""

from __future__ import annotations

import subprocess

import pytest

from digestlint.emoji import emoji
from renderers import need


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in emoji(text)]


@pytest.mark.parametrize("text", ["🚀", "🎉🎉", "👩‍🔬", "👍🏽", "🇰🇷", "❤️", "1️⃣", "✅", "⭐", "👁️‍🗨️"])
def test_an_emoji_is_one_whole(text: str) -> None:
    assert found(f"가 {text} 나") == [text]


@pytest.mark.parametrize(
    "text", ["✓ ★ → ← ©", "① ㈜ ℃ ∞ ≥ ×", "가나 abc 123 #*", "❤", "\u200d", " \ufe0f"]
)
def test_signs_of_text_are_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.slow
def test_agrees_with_the_unicode_data_of_ruby() -> None:
    need("ruby")
    script = (
        "puts (0..0x10ffff).reject { |at| (0xd800..0xdfff) === at }"
        r".select { |at| [at].pack('U') =~ /\p{Emoji_Presentation}/ }"
    )
    done = subprocess.run(["ruby", "-e", script], capture_output=True, text=True, check=True)
    theirs = set(map(int, done.stdout.split()))
    ours = {at for at in range(0x110000) if not 0xD800 <= at <= 0xDFFF and found(chr(at))}
    assert theirs <= ours
    younger = {*range(0x1F6DC, 0x1F6E0), 0x1F7F0, 0x1F979, 0x1F9CC, *range(0x1FA70, 0x1FB00)}
    assert ours - theirs <= younger
