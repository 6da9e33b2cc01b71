"""GN and RN on single lines of a good post: honest ones are left alone, defects are found."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from digestlint import linter
from digestlint.diagnostics import Diagnostic, Severity
from digestlint.settings import Settings
from digestlint.source import Source

POST = """\
---
layout: post
title: "Daily Papers — 2025-11-07"
date: 2025-11-07 08:15:00
tags: [papers]
categories: []
---

# 1. [Long Reasoning in Small Models](https://arxiv.org/abs/2511.04570)

> [Alphaxiv](https://www.alphaxiv.org/ko/overview/2511.04570)

## Introduction

- Goal: 작은 모델이 긴 추론을 배우게 하는 것이 목표이다.
- Motivation: 긴 추론은 비용이 커서 작은 모델에 옮기기 어렵다.
- Contribution: 추론을 짧은 단계로 나누어 차례로 가르치는 방법을 제안한다.

## Method

제안한 방법은 추론의 각 단계를 요약하고 그 요약을 다음 단계의 입력으로 쓴다.

{line}

## Results

세 가지 과제에서 정확도가 평균 3.1점 올랐다.

## Limitations

공개된 자료만으로 실험하였다는 한계가 있다.

## Conclusion

작은 모델도 단계를 나누면 긴 추론을 배울 수 있음을 보였다.
"""
LINE = POST.split("{line}")[0].count("\n") + 1
FAMILIES = ("GN", "RN")


def said(line: str, **options: object) -> list[Diagnostic]:
    """What the two families say of the post with this line, those rules that are on by default."""
    settings = replace(Settings(), **options)  # type: ignore[arg-type]
    result = linter.lint(Source(POST.replace("{line}", line)), settings, "_posts/2025-11-07-x.md")
    assert not result.crashed
    return [it for it in result.diagnostics if it.code.startswith(FAMILIES)]


HONEST = """
정확도가 90%를 넘고 p<0.05에서 유의하다.
점수가 <90% 구간에서는 차이가 없고, 80%<x<90% 구간에서 크다.
조건 a < b와 b > c를 함께 만족하는 표본만 쓴다.
길이가 N<M이면 채우고 아니면 자른다.
오차는 ≤0.1이고 배수는 ≥3이며 비율은 ≈1이다.
학습률은 1e-4~3e-4 범위에서 고른다.
성능이 10~25점 오르고 비용이 33~50% 줄었다.
실시간 계수는 약 0.03~0.04이다.
A* 탐색과 D* 탐색을 같은 조건에서 비교한다.
최적 정책 π*를 추정한다.
효과는 0.73*이고 대조군은 0.41이다.
크기는 2**10이고 창은 4096이다.
곱셈 3 * 4와 5 * 6을 계산하는 문제를 쓴다.
**핵심**은 두 단계 학습이다.
**강화 학습(RL)**과 *모방 학습*을 함께 쓴다.
***둘 다*** 강조한 문장이다.
변수 max_len과 min_len을 정하고 user_id로 묶는다.
메서드 __init__과 __call__은 그대로 둔다.
파일 이름은 train_data_v2.json이다.
코드는 `p(y|x)`와 `a | b`를 그대로 쓴다.
먼저 p(y|x)를 구하고\\
다음으로 사전 분포를 고정한다.
정규식 [^a-z]와 [^0-9]로 거른다.
인용 [1]과 [12], [3, 4]를 참고한다.
선택지 [A], [B], [C] 가운데 하나를 고른다.
[CLS] 토큰과 [MASK] 토큰을 입력에 더한다.
토큰 `<think>`와 `</think>`로 추론을 감싼다.
\\<think> 태그와 </think> 태그 사이에 추론을 적는다.
입력은 <스타일 참조, 주제 참조, 결과> 형태의 세 쌍이다.
물 H<sub>2</sub>O와 x<sup>2</sup>를 예로 든다.
첫째 줄이다.<br>둘째 줄이다.
특수 토큰 \\<Silence>와 \\<EOS>를 더한다.
자세한 내용은 <https://example.org/appendix>에 있다.
코드는 [저장소](https://example.org/code_base_v1)에 공개하였다.
![구조](https://example.org/a_b_c.png)
복잡도는 $$O(n^2)$$에서 $$O(n \\log n)$$으로 준다.
기울기 $$\\nabla_\\theta J$$를 추정한다.
비용은 문항마다 $5에서 $10 사이이다.
예산은 US$3와 A$4, $100/$200 두 수준이다.
비율은 3:2:1이고 시각은 12:30:45이다.
이름 공간 std::vector와 torch::nn을 쓴다.
슬라이스 x[1:n:2]와 y[:k:]를 고른다.
Goal: 목표를 먼저 정한다.
TODO 리스트를 계획으로 삼는 에이전트를 다룬다.
N/A로 표시한 칸은 평균에서 뺀다.
AI 언어 모델의 안전성을 다룬다.
AI 언어 모델로서 GPT-4는 완벽한 추론자가 아니다.
실패 사례를 모아 원인을 나눈다.
오류가 발생한 단계에서 되돌아간다.
분석 생성 실패 비율이 2%로 준다.
사용자의 요청을 거절하는 응답 "죄송합니다"를 세었다.
시스템 프롬프트를 최적화하는 방법이다.
당신이라는 호칭을 쓰는 대화를 뺀다.
다음은 이 연구의 주요 결과이다.
다음과 같은 세 단계로 요약한다.
요청에 따라 모델을 바꾸는 경로를 배운다.
물론 비용은 조금 늘어난다.
네 가지 과제에서 실험한다.
예, 아니요로 답하는 문항만 남긴다.
추가 자료가 필요한 것은 아니다.
도움이 되는 정도를 사람이 평가한다.
주어진 조건에서 최선을 다하라는 지시문을 쓴다.
정보 부족
Ü-Tsang 방언과 naïve 방식, São Paulo 자료를 쓴다.
온도는 25±3°C이고 크기는 512×512이다.
영(零)비용 조건과 단위(單位)를 정한다.
“따옴표”와 ‘작은따옴표’를 구별한다.
무엇이 옳은가?라는 물음에 답한다.
개행 문자("\\n")와 탭을 지운다.
변화는 −3.2점이고 범위는 10−5이며 n−1로 나눈다.
합 ∑와 곱 ∏, 집합 ∈와 ⊂를 쓴다.
화살표 A→B와 B↔C로 관계를 나타낸다.
집합 {x, y}와 함수 f(x) = {0, 1}을 정한다.
2024년에 공개된 모델이며 3.5배 빠르다.
제1. 원칙과 제2. 원칙을 나눈다.
역할: 계획자와 실행자로 나눈다.
낱말 ― 뜻의 쌍을 모은다.
범위는 [0, 1)이고 구간은 (0, 1]이다.
~~잘못된~~ 표현을 고친다.
표 3 | 그림 4처럼 적는 대신\\
쉼표를 쓴다.
&lt;Silence&gt;와 AT&T를 글자로 쓴다.
확률 p(y\\|x)와 조건 a\\|b를 쓴다.
<!-- 편집자의 말: <Silence>를 확인함 -->
시간은 Δt이고 각도는 θ이며 μ와 σ로 정규화한다.
"""
# A line that ends in a backslash goes on with the next.
HONEST_LINES = [
    line.replace("\\\n", "\n").replace("\\\\", "\\")
    for line in re.split(r"(?<!\\)\n", HONEST.strip("\n"))
]


@pytest.mark.parametrize("line", HONEST_LINES)
def test_honest_line_is_left_alone(line: str) -> None:
    assert [(it.code, it.line) for it in said(line)] == []


def test_there_are_enough_honest_lines() -> None:
    assert len(set(HONEST_LINES)) >= 60


# Each defect: the code that names it, and the line with ⟦…⟧ round the span that is reported.
DEFECTS = """
GN001 ⟦물론입니다! 아래는 요약입니다.⟧
GN001 ⟦죄송합니다. 이 요청은 처리할 수 없습니다.⟧
GN001 ⟦죄송하지만 논문을 읽을 수 없었다.⟧
GN001 ⟦저는 AI 모델이므로 의견이 없다.⟧
GN001 ⟦제공된 논문에 실험 내용이 포함되어 있지 않습니다.⟧
GN001 ⟦요청하신 논문의 요약이다.⟧
GN001 ⟦보내 주신 초록을 정리하였다.⟧
GN001 ⟦네, 알겠습니다. 요약을 시작한다.⟧
GN001 ⟦안녕하세요! 오늘의 논문이다.⟧
GN001 ⟦**다음은 논문 요약입니다:**⟧
GN001 ⟦당신은 논문 요약 전문가이다.⟧
GN001 ⟦다음 논문을 세 문장으로 요약하시오.⟧
GN001 ⟦도움이 더 필요하시면 말씀해 주세요.⟧
GN001 ⟦Certainly! The summary follows.⟧
GN001 ⟦I'm sorry, but I cannot read this file.⟧
GN001 ⟦Here is the summary of the paper.⟧
GN001 ⟦As an AI language model, I cannot browse.⟧
GN002 ⟦<think>⟧논문의 방법을 먼저 정리하고 결과를 확인해야 하겠다.</think>
GN002 ⟦<think>⟧
GN002 ⟦[THINK]⟧
GN003 ⟦```markdown⟧\\n제안한 방법은 빠르다.\\n```
GN003 ⟦~~~⟧\\n제안한 방법은 빠르다.\\n~~~
GN004 ⟦TODO⟧
GN004 ⟦TODO: 결과를 채운다⟧
GN004 ⟦N/A⟧
GN004 ⟦TBD.⟧
GN004 ⟦[내용]⟧
GN004 ⟦_분석 생성 실패_⟧
GN004 ⟦**요약 생성 실패**⟧
GN004 ⟦해당 없음⟧
GN004 ⟦추후 작성 예정⟧
GN004 ⟦Lorem ipsum dolor sit amet.⟧
GN004 ⟦(여기에 결과를 입력)⟧
GN004 ⟦{summary}⟧
GN005 정확도가 올⟦\ufffd⟧다.
GN005 모델⟦â€™⟧s 결과이다.
GN005 ⟦ë°©ë²•⟧을 바꾸었다.
GN005 ⟦諛⑸쾿을⟧ 바꾸었다.
GN005 첫 문장이다.⟦\\\\n⟧ 둘째 문장이다.
GN005 첫 문장이다.⟦\\\\n\\\\n⟧- 항목이다.
GN007 평균 행렬 ⟦¯P⟧를 쓴다.
GN007 e⟦\ufb03⟧cient한 방법이다.
GN007 값⟦\uf0b7⟧을 더한다.
GN007 GPT⟦\u2212⟧4를 쓴다.
GN007 Poincar⟦´e⟧ 공간에 옮긴다.
RN001 자리표시자 ⟦{{ question }}⟧을 채운다.
RN001 `⟦{% if x %}⟧` 구문을 쓴다.
RN001 수식 $$\\\\frac⟦{{⟧a}_1}{b}$$를 쓴다.
RN001 집합 ⟦{%⟧ x를 쓴다.
RN002 확률 p(y⟦|⟧x)를 최대화한다.
RN002 - 확률 p(y⟦|⟧x)를 최대화한다.
RN002 > 확률 p(y⟦|⟧x)를 최대화한다.
RN002 먼저 p(z⟦|⟧x)를 구하고\\n다음에 p(y|z)를 구한다.
RN003 침묵은 ⟦<Silence>⟧ 토큰으로 나타낸다.
RN003 출력은 ⟦<정답>⟧ 뒤에 온다.
RN003 조건은 x ⟦<y and z>⟧ w이다.
RN003 끝은 ⟦<end_of_turn>⟧ 토큰이다.
RN003 ⟦<Answer>⟧
RN003 조건 a⟦<b와 b>⟧c를 함께 만족한다.
RN003 ⟦<think>⟧ 태그와 </think> 태그 사이에 추론을 적는다.
RN004 이 논문의 ⟦__핵심__⟧은 효율이다.
RN004 이 논문의 ⟦** 핵심 **⟧은 효율이다.
RN004 ⟦**⟧핵심은 효율이다.
RN004 C⟦*-대수와 D*⟧-대수를 비교한다.
RN004 크기는 3⟦*4*⟧5이다.
RN004 최적 정책 π⟦*와 가치 함수 Q*⟧를 추정한다.
RN006 정확도가 올랐다.\\n⟦---⟧
RN006 정확도가 올랐다.\\n⟦===⟧
RN006 - 정확도가 올랐다.\\n⟦---⟧
RN006 ⟦2024.⟧ 11월에 공개된 모델이다.
RN006 공개된 해는\\n⟦2024.⟧ 그 뒤로 널리 쓰였다.
RN006 보상 모형\\n⟦:⟧ 출력을 점수로 바꾼다.
RN006 정확도가 올랐다.\\n⟦{: 표 3}⟧
RN006 ⟦*[RL]: 강화 학습⟧
RN006 ⟦[참고]: 저자가 보고한 값이다.⟧
RN006     ⟦정확도가 크게 올랐다.⟧
RN007 정확도가 올랐다⟦[^1]⟧.
RN007 코드는 ⟦https://example.org/code⟧ 에 있다.
RN007 복잡도는 ⟦$O(n^2)$⟧이다.
RN007 성능이 올랐다 ⟦:rocket:⟧
RN008 결과는 다음과 같다.\\n⟦| 방법 | 점수 |⟧\\n|---|---|\\n| 기준 | 61.2 |
"""
SEEDS = [tuple(line.split(" ", 1)) for line in DEFECTS.strip("\n").split("\n")]


def decoded(text: str) -> str:
    return text.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\")


@pytest.mark.parametrize(("code", "marked"), SEEDS)
def test_defect_is_found_at_its_span_by_its_rule_alone(code: str, marked: str) -> None:
    marked = decoded(marked)
    before, _, rest = marked.partition("⟦")
    inside, _, after = rest.partition("⟧")
    found = said(before + inside + after)
    start = LINE + before.count("\n"), len(before.rpartition("\n")[2]) + 1
    end = start[0], start[1] + len(inside)
    assert [(it.code, it.start, it.end) for it in found] == [(code, start, end)]


def test_there_are_enough_defects() -> None:
    assert len(set(SEEDS)) >= 60


TWO_PAPERS = (
    POST.replace("{line}\n\n", "")
    + """
# 2. [Sparse Memory](https://arxiv.org/abs/2511.04571)

> [Alphaxiv](https://www.alphaxiv.org/ko/overview/2511.04571)

## Introduction

- Goal: 희소한 기억을 배우는 것이 목표이다.
- Motivation: 기억이 커지면 찾는 데 오래 걸린다.
- Contribution: 필요한 기억만 읽는 구조를 제안한다.

## Method

기억을 여러 칸으로 나누고 물음마다 필요한 칸만 읽는다.

## Results

{line}

## Limitations

정보 부족

## Conclusion

기억을 나누면 읽는 비용이 준다는 것을 보였다.
"""
)


@pytest.mark.parametrize(
    "line",
    [
        "⟦세 가지 과제에서 정확도가 평균 3.1점 올랐다.⟧",
        "⟦세 가지  과제에서 정확도가 평균 12점 올랐다.⟧",
        "속도도 빠르다. ⟦세 가지 과제에서 정확도가, 평균 3점 올랐다.⟧",
    ],
)
def test_sentence_of_another_paper_is_found(line: str) -> None:
    before, _, rest = line.partition("⟦")
    sentence, _, after = rest.partition("⟧")
    text = TWO_PAPERS.replace("{line}", before + sentence + after)
    (found,) = (
        it for it in linter.lint(Source(text), Settings()).diagnostics if it.code == "GN006"
    )
    assert found.line == before + sentence + after
    assert found.line[found.start.column - 1 : found.end.column - 1] == sentence
    (note,) = found.notes
    assert text.split("\n")[note.start.line - 1].startswith("세 가지 과제에서")


@pytest.mark.parametrize(
    "line", ["정보 부족", "세 가지 과제에서 속도가 평균 3.1배 올랐다.", "한계가 있다."]
)
def test_other_sentence_is_left_alone(line: str) -> None:
    result = linter.lint(Source(TWO_PAPERS.replace("{line}", line)), Settings())
    assert not [it for it in result.diagnostics if it.code == "GN006"]


@pytest.mark.parametrize(("code", "marked"), SEEDS)
def test_no_error_of_another_family_beside(code: str, marked: str) -> None:
    line = decoded(marked).replace("⟦", "").replace("⟧", "")
    result = linter.lint(Source(POST.replace("{line}", line)), Settings(), "_posts/2025-11-07-x.md")
    errors = {it.code for it in result.diagnostics if it.severity is Severity.ERROR}
    assert errors <= {code}
