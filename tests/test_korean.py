"""The KO rules on Korean as digests have it: honest lines are let alone, seeded faults are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from digestlint import hangul
from digestlint.linter import lint
from digestlint.post import name_of
from digestlint.post import parse as parse_post
from digestlint.rule_options import RuleOptions, SpeechStyle, WrongSpeechLevel
from digestlint.settings import Language, Settings
from digestlint.source import Source

KO = Settings(select=("KO",))
POST = """\
---
layout: post
title: "Daily Papers — 2025-11-07"
date: 2025-11-07 08:15:00
tags: [papers, huggingface]
categories: []
---

# 1. [A Paper](https://arxiv.org/abs/2511.04570)

> [Alphaxiv](https://www.alphaxiv.org/ko/overview/2511.04570)

## Introduction
- Goal: 본 연구는 긴 영상에서 사건의 순서를 찾아내는 가벼운 모형을 제안하는 데 목적이 있다.
- Motivation: 기존 방법은 프레임을 모두 읽어야 하므로 긴 영상에 쓰기 어려웠다.
- Contribution: 읽을 프레임을 스스로 고르는 학습법과 평가 자료를 함께 공개하였다.

## Method
{}

## Conclusion
적게 읽고도 사건의 순서를 바르게 찾을 수 있음을 보였다.
"""
HONEST = """\
모형은 두 단계로 학습하였다.
정확도는 50.92 vs. 51.00으로 거의 같았다.
예컨대 e.g. 수학 문제와 i.e. 정답이 하나인 문제를 골랐다.
Kim et al. 방법을 그대로 따랐고 Fig. 3에 흐름을 그렸다.
속도가 2.75배 빨라졌고 v1.5는 v1.0보다 가볍다.
저자들은 1) 자료를 모으고, 2) 잡음을 걷어 내고, 3) 모형을 학습하였다.
과정은 (1) 수집, (2) 정제, (3) 학습의 세 단계로 이루어진다.
1) 먼저 자료를 모은다. 2) 그다음 잡음을 걷어 낸다.
세 단계(1) 수집, 2) 정제, 3) 학습)를 차례로 거친다.
“왜 어떤 모형은 실패하는가?”라는 물음에서 출발하였다.
저자들은 “아직 한계가 있다.”고 적었다.
(자세한 설정은 부록에 있다.) 나머지는 앞선 연구를 따랐다.
정확도를 4점 높였다(표 3).
정확도를 4점 높였다. (표 3)
‘Thinking with Video’라는 새로운 틀을 처음으로 내놓았다.
'Thinking with Video'라는 새로운 틀을 처음으로 내놓았다.
"Thinking with Video"라는 새로운 틀을 처음으로 내놓았다.
모형의 이름은 “작다”이고 실제로도 작다.
Meta’s Llama와 users’ data를 한데 모아 학습에 함께 썼다.
‘24년 이후 자료만 썼다.
영(零)비용 모드의 붕괴를 막았다.
정보(情報) 이론의 틀로 풀어냈다.
격자 간격 δ와 학습률 α를 함께 줄였다.
실수 집합 ℝ와 변수 𝑥, 곱 256×256, 차 Δ를 그대로 두었다.
Müller와 Poincaré의 정리, naïve Bayes를 증명에 차례로 썼다.
Sora-2는 GPT-4o의 점수를 넘어섰다.
12B급 모형과 3D-Resampler를 썼다.
값은 [0, 1) 구간과 (0, 1] 구간에 놓인다.
합성·정제·평가를 한 번에 묶었다.
텍스트-투-비디오(text-to-video, T2V) 과제에 맞추었다.
정보 부족
정보 부족.
정보 부족으로 한계는 적히지 않았다.
Goal: 정보 부족
**정보 부족**
(정보 부족)
한계는 없다.
비용은 다음과 같다:
절차는 다음과 같다: 수집, 정제, 학습이다.
코드는 https://github.com/example/a-very-long-name-of-a-repository/tree/main/docs 에 있다.
코드: <https://github.com/example/a-very-long-name-of-a-repository>
손실은 $$L = -\\sum_i p_i \\log q_i$$
`train.py`와 `eval.py`와 `a_very_long_name_of_a_script.py`를 공개하였다.
함수 `f(x`를 예로 들었다.
가중치는 $(0, 1]$ 안에 있다.
[모형의 코드와 자료](https://example.org/code)
**핵심 생각**
과연 무엇이 성능을 높이는가? 저자들은 자료의 질을 꼽았다.
성능이 높다 (Kim et al., 2024).
성능이 높다 [12].
점수는 0.9649에서 0.987로 올랐다.
2025. 11. 7. 공개한 자료를 썼다.
가. 자료를 모은다. 나. 모형을 만든다.
한 층 한 층 쌓으며 학습하였다.
행렬 A A의 곱과 0 0 1의 배열을 다루었다.
모형, 모형의 크기, 모형의 깊이를 바꾸었다.
자음 ‘ㄱ’과 모음(ㅏ, ㅑ)을 따로 세었다.
음성ㆍ영상ㆍ글을 함께 읽는다.
5!가지 순서를 모두 따져 보았다.
Jeopardy! 자료와 Yahoo! 자료를 평가에 함께 썼다.
학습이 끝나면 모형은 오류를 스스로 고친다… 그러나 늘 그렇지는 않다.
우리나라 뉴스와 나라별 뉴스를 모았다.
저자들은 우리는 누구인가를 묻는 자료를 만들었다.
“우리는 할 수 있다”라는 글귀를 분류하는 과제이다.
재귀 호출의 람다와 바다 위 판다 그림을 학습에 썼다.
기존보다 느리지만 단계마다 오차가 준다.
첫 문장이다.둘째 문장이다.
기준은 A. Turing과 J. von Neumann의 글에서 왔다.
비율은 약 70% 이상(최대 33~50%)이다.
수식 p(y|x)와 C*-대수, D*-대수를 다룬다.
성능이 크게 좋아졌다. ✓
""".splitlines()
HONEST_BLOCKS = [
    "- 자료 수집\n- 잡음 제거\n- 모형 학습",
    "- 자료 수집.\n- 잡음 제거.\n- 모형 학습.",
    "- 자료: 10만 쌍\n- 모형: `base`\n- 한계: 정보 부족",
    "- **자료**: 영상 10만 개\n- **모형**: Sora-2\n- **평가**: 정확도 92%",
    "1. 자료 수집\n2. 잡음 제거(선택)\n3. 모형의 학습과 평가",
    "- 자료 수집\n\n  공개된 영상만 모았다.\n\n- 잡음 제거\n\n  짧은 영상은 버렸다.",
    "- 자료 수집\n  - 공개된 영상만 모았다.\n- 잡음 제거\n  - 짧은 영상은 버렸다.",
    "| 모형 | GSM8K |\n|---|---|\n| Sora-2 | 92% |",
    "| Model | GSM8K | MATH500 | HumanEval |\n| --- | --- | --- | --- |\n| 기준 | 1 | 2 | 3 |",
    "학습은 두 단계로\n이루어지며, 앞 단계의 결과를\n뒤 단계가 이어받는다.",
    "모형은 (자료가\n많을수록) 정확하다.",
    "첫째 줄도 문장이다.\\\n둘째 줄도 문장이다.  \n셋째 줄도 문장이다.",
    "```python\nprint('The quick brown fox jumps over the lazy dog')\n```\n\n코드는 위와 같다.",
    "다음 세 가지를 밝혔다:\n\n- 자료가 중요하다.\n- 크기는 덜 중요하다.\n- 순서는 중요하지 않다.",
    "[그림 생략]\n\n(이하 생략)",
    "### Stage one of the training procedure\n\n자료를 모은다.",
    "> 모형은 오류를 스스로 고친다.",
]


def post(text: str) -> Source:
    return Source(POST.replace("{}", text))


def told(source: Source, settings: Settings = KO) -> Iterator[tuple[str, str]]:
    """What is told: the code, and the text that it is told of."""
    for it in lint(source, settings).diagnostics:
        first, last = source.line_starts[it.start.line - 1], source.line_starts[it.end.line - 1]
        start, end = first + it.start.column - 1, last + it.end.column - 1
        yield it.code, source.text[start:end]


@pytest.mark.parametrize("line", [*HONEST, *HONEST_BLOCKS])
def test_honest_lines_are_let_alone(line: str) -> None:
    assert list(told(post(line))) == []


@pytest.mark.parametrize("line", HONEST[::3])
def test_decomposed_text_is_read_as_what_it_is(line: str) -> None:
    assert list(told(post(normalize("NFD", line)))) == []


# The part in ⟦⟧ is what is told.
SEEDED = [
    ("KO001", "⟦The model is trained in two stages and then evaluated.⟧"),
    ("KO001", "⟦Модель обучается в два этапа и затем оценивается.⟧"),
    ("KO001", "⟦モデルは二段階で学習され、その後に評価されることを示した。⟧"),
    ("KO001", "⟦We call the 모형 Heptapod, and train it on 자료 alone.⟧"),
    ("KO001", "모형은 작다.  \n⟦The model is trained in two stages.⟧"),
    ("KO001", "모형은 작다.\\\n⟦The model is trained in two stages.⟧  \n그러나 빠르다."),
    ("KO001", "- 모형은 작다.\n- ⟦The model is trained in two stages⟧"),
    ("KO001", "⟦The model is trained\nin two stages.⟧"),
    ("KO002", "모형을 두 단계로 ⟦학습합니다⟧."),
    ("KO002", "모형을 두 단계로 ⟦학습하였습니다⟧. 그 뒤 평가하였다."),
    ("KO002", "모형은 꽤 ⟦작아요⟧."),
    ("KO002", "모형은 꽤 ⟦작아요⟧"),
    ("KO002", "모형은 두 단계로 ⟦학습함⟧."),
    ("KO002", "성능이 높아졌다. 비용은 ⟦줄었음⟧. 오차도 줄었다."),
    ("KO002", "모형을 ⟦학습하라⟧."),
    ("KO002", "왜 그렇게 ⟦됩니까⟧? 자료가 적기 때문이다."),
    ("KO002", "- 자료를 ⟦모음⟧.\n- 잡음을 걷어 낸다.\n- 모형을 만든다."),
    ("KO002", "Goal: 순서를 ⟦찾습니다⟧."),
    ("KO002", "성능을 ⟦높였습니다⟧(표 3)."),
    ("KO002", "성능을 크게 높이는 새 ⟦방법⟧."),
    ("KO003", "모형을 두 단계로 ⟦학습하였다⟧"),
    ("KO003", "모형을 두 단계로 ⟦학습하였다⟧  \n그 뒤 평가하였다."),
    ("KO003", "- 모형은 작다.\n- 모형은 ⟦빠르다⟧\n- 모형은 싸다."),
    ("KO003", "정확도를 4점 ⟦높였다⟧(표 3)"),
    ("KO003", "**정확도를 4점 ⟦높였다⟧**"),
    ("KO003", "첫 문장이다. 둘째 ⟦문장이다⟧"),
    ("KO003", "이 모형이 곧 ⟦SOTA다⟧"),
    ("KO004", "모형을 두 단계로 학습하여 ⟦성능을⟧"),
    ("KO004", "모형은 두 단계로 학습되며 ⟦오차는⟧"),
    ("KO004", "모형은 자료, 크기, ⟦순서,⟧"),
    ("KO004", "모형은 세 자료(MATH, ⟦GSM8K⟧"),
    ("KO004", "모형은 세 자료에서 (예: ⟦수학⟧"),
    ("KO004", "모형은 작다. 이는 앞선 ⟦방식(예:⟧"),
    ("KO004", "모형은 두 단계로 ⟦학습하였으⟧"),
    ("KO004", "모형은 기존 ⟦모형보다⟧"),
    ("KO004", "모형은 오차를 ⟦단계마다⟧"),
    ("KO004", "모형은 자료와 크기 ⟦및⟧"),
    ("KO004", "모형은 두 단계로 ⟦학습하여⟧"),
    ("KO004", "모형은 성능을 ⟦향상시키...⟧"),
    ("KO004", "모형은 성능을 ⟦향상시키…⟧"),
    ("KO004", "모형은 GSM8K에서 정확도 ⟦92%⟧"),
    ("KO004", "모형은 꽤 작다. 그러나 ⟦학습은⟧"),
    ("KO004", "모형은 새로운 ⟦패러다임⟧"),
    ("KO004", "- 모형은 작다.\n- 모형은 ⟦빠⟧\n- 모형은 싸다."),
    ("KO004", "- 자료 수집\n- 잡음을 ⟦제거하여⟧\n- 모형 학습"),
    ("KO004", "- 자료 수집\n- 잡음 ⟦제거를⟧\n- 모형 학습"),
    ("KO004", "- 모형의 두 단계 ⟦학습⟧"),
    ("KO004", "모형은 두 단계로 ⟦학습하-⟧"),
    ("KO004", "모형은 작다.  \n모형은 두 단계로 ⟦학습되는⟧"),
    ("KO004", "모형은 두 단계로 학습한다는 ⟦정보⟧"),
    ("KO005", "모형의 ⟦масштаб화를⟧ 다루었다."),
    ("KO005", "다음 ⟦선택肢⟧ 가운데 하나를 골랐다."),
    ("KO005", "⟦美⟧ 자료를 썼다."),
    ("KO005", "모형이 ⟦とても⟧ 크다."),
    ("KO005", "모형이 ⟦データ를⟧ 읽는다."),
    ("KO005", "모형이 ⟦การเรียนรู้를⟧ 한다."),
    ("KO005", "모형이 ⟦التعلم을⟧ 한다."),
    ("KO005", "모형이 (⟦модель⟧) 자료를 읽는다."),
    ("KO005", "자료의 ⟦质量과⟧ 크기를 높였다."),
    ("KO002", "모형을 \u200b두 단계로\u200b ⟦학습합니다\u200b⟧."),
    ("KO006", "모형은 ⟦ㄴ⟧ 오차를 줄였다."),
    ("KO006", "모형⟦ㄴ⟧은 오차를 줄였다."),
    ("KO006", "모형은 꽤 ⟦ㅋㅋ⟧ 작다."),
    ("KO006", "모형은 오차를 ⟦ﾡ⟧ 줄였다."),
    ("KO007", "⟦우리는⟧ 모형을 두 단계로 학습하였다."),
    ("KO007", "모형은 작다. ⟦우리의⟧ 자료는 크다."),
    ("KO007", "⟦저희는⟧ 모형을 두 단계로 학습하였다."),
    ("KO007", "⟦저는⟧ 모형을 두 단계로 학습하였다."),
    ("KO007", "⟦나는⟧ 모형을 두 단계로 학습하였다."),
    ("KO007", "Contribution: ⟦우리는⟧ 모형을 공개하였다."),
    ("KO007", "- **Contribution**: ⟦우리는⟧ 모형을 공개하였다."),
    ("KO007", "1) ⟦우리는⟧ 모형을 공개하였다."),
    ("KO008", "모형은 매우 작다⟦!⟧"),
    ("KO008", "모형은 매우 작다⟦!⟧ 그리고 빠르다."),
    ("KO008", "“모형은 매우 작다⟦!⟧” 그리고 빠르다."),
    ("KO008", "모형은 ⟦🚀⟧ 빠르다."),
    ("KO008", "모형은 빠르다. ⟦🎉🎉⟧"),
    ("KO008", "모형은 ⟦👩‍🔬⟧ 빠르다."),
    ("KO008", "⟦✅⟧ 모형은 빠르다."),
    ("KO009", "모형은 ⟦모형은⟧ 두 단계로 학습하였다."),
    ("KO009", "모형은 두 단계로 학습하였다 ⟦학습하였다⟧."),
    ("KO009", "저자들은 Heptapod ⟦Heptapod⟧ 모형을 내놓았다."),
    ("KO009", "모형은 두\n⟦두⟧ 단계로 학습하였다."),
    ("KO010", "모형은 자료⟦(⟧수학, 과학을 읽는다."),
    ("KO010", "모형은 자료 수학, 과학⟦)⟧을 읽는다."),
    ("KO010", "모형은 ⟦‘⟧Thinking with Video의 흐름을 따른다."),
    ("KO010", "모형은 Thinking with Video⟦”⟧의 흐름을 따른다."),
    ("KO010", "모형은 ⟦[⟧수학, 과학을 읽는다."),
    ("KO010", "모형은 (수학⟦]⟧, 과학)을 읽는다."),
    ("KO010", "모형은 「수학」과 과학⟦」⟧을 읽는다."),
]


@pytest.mark.parametrize(
    "line",
    [
        "모형은 작다.\u200b",
        "모형은 두 단계로 학습하였\u200b다.",
        "모형은 두 단계로 학습하였다\u202e.",
        "모형은 \x01작다.",
        "모형은\xa0작다.\u3000",
        "모형은 작다.\\n",
        "모형은 작다.\\n\\n오차도 작다.",
    ],
)
def test_what_other_rules_tell_is_read_as_what_was_meant(line: str) -> None:
    assert list(told(post(line))) == []


@pytest.mark.parametrize(("code", "marked"), SEEDED)
def test_seeded_faults_are_told_once_and_at_their_place(code: str, marked: str) -> None:
    before, _, rest = marked.partition("⟦")
    part, _, after = rest.partition("⟧")
    assert list(told(post(before + part + after))) == [(code, part)]


@pytest.mark.parametrize(("code", "marked"), [it for it in SEEDED if it[0] != "KO001"][::4])
def test_in_decomposed_text_the_place_is_the_same(code: str, marked: str) -> None:
    before, _, rest = marked.partition("⟦")
    part, _, after = rest.partition("⟧")
    text = normalize("NFD", before + part + after)
    assert list(told(post(text))) == [(code, normalize("NFD", part))]


@examples(max_examples=300)
@given(st.text("가다요함은 \n.,?!…()[]“”‘’'*_`$|:-#>1aéЖ漢ㄴ🚀\u200b\u1100\u1161\\", max_size=80))
def test_any_text_is_read(text: str) -> None:
    result = lint(post(text), KO)
    assert result.crashed == ()


def test_a_bracket_may_reach_over_a_hard_break() -> None:
    source = post("모형은 (자료가  \n많을수록) 정확하다.")
    assert list(told(source, replace(KO, select=("KO010",)))) == []


def test_a_paper_with_hardly_any_korean_is_told_at_its_heading() -> None:
    text = POST.partition("## Introduction")[0] + "## Method\n\n한계는 없다.\n"
    heading = "# 1. [A Paper](https://arxiv.org/abs/2511.04570)"
    assert list(told(Source(text))) == [("KO001", heading)]
    assert list(told(Source(text.replace("한계는 없다.", "정보 부족")))) == []


@pytest.mark.parametrize("language", ["en", "ja", "zh", "none"])
def test_only_korean_posts_are_held_to_be_korean(language: Language) -> None:
    settings = replace(KO, language=language)
    lines = "\n\n".join(marked.replace("⟦", "").replace("⟧", "") for _, marked in SEEDED)
    assert list(told(post(lines), settings)) == []


def styled(style: SpeechStyle) -> Settings:
    options = RuleOptions(KO002=WrongSpeechLevel(style=style))
    return replace(KO, select=("KO002",), rules=options)


def test_a_polite_blog_is_held_to_be_polite() -> None:
    text = "모형을 학습하였습니다. 꽤 작아요. 왜 그럴까요? 비용은 적다."
    assert list(told(post(text), styled("polite")))[3:-1] == [("KO002", "적다")]


def test_a_consistent_post_may_have_any_style() -> None:
    plain = post("모형을 학습하였다. 오차는 작습니다. 비용은 줄었음. 좋은 방법.")
    assert list(told(plain, styled("consistent"))) == [("KO002", "작습니다"), ("KO002", "줄었음")]
    polite = "모형은 작습니다. " * 9 + "오차도 작다."
    assert ("KO002", "작다") in list(told(post(polite), styled("consistent")))


@given(st.text(alphabet="가나다.(）)“” \n1a’", max_size=12).map(lambda text: f"{text}한다. "))
def test_plain_passage_is_one_sentence_also_for_the_splitter(text: str) -> None:
    body = f"# 1. [T](https://arxiv.org/abs/2511.04570)\n\n## Method\n\n{text}\n"
    parsed = parse_post(Source(body), Settings(), name_of("x.md"))
    for passage in (one for _, passages in parsed.passages for one in passages):
        if passage.is_plain:
            assert passage.sentences == tuple(hangul.sentences(passage.text))
