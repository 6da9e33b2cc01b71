"""The words that the posts of the benchmark are made of, written for this project.

A sentence is an opening and an ending. ``{name}`` is the paper's own made-up name, which keeps
every sentence of a blog unlike all others; what follows a colon is a particle.
"""

from __future__ import annotations

TOPICS = (
    "음성 인식",
    "문서 요약",
    "로봇 팔 제어",
    "동영상 생성",
    "코드 검색",
    "표 이해",
    "수학 추론",
    "의료 영상 판독",
    "장면 분할",
    "실내 지도 작성",
    "다국어 번역",
    "대화 응답 생성",
    "시계열 예측",
    "분자 구조 설계",
    "장문 질의응답",
    "화면 조작 자동화",
    "음악 편곡",
    "위성 사진 해석",
    "손글씨 인식",
    "추천 순위 학습",
)
PARTS = (
    "계층형 기억 장치",
    "희소 어텐션 층",
    "토큰 병합기",
    "보상 모형",
    "단계별 검증기",
    "잠재 공간 인코더",
    "저랭크 어댑터",
    "확산 디코더",
    "검색 기반 색인",
    "불확실성 추정기",
    "전문가 혼합 라우터",
    "시각 토크나이저",
    "자기 증류 손실",
    "경로 계획기",
    "대조 학습 머리",
    "양자화 상태 저장소",
    "질의 재작성기",
    "난이도 분류기",
)
DATA = (
    "공개 벤치마크 다섯 종",
    "새로 모은 현장 녹음",
    "사람이 손으로 고친 정답",
    "열두 언어의 평가 자료",
    "긴 문서로 이루어진 시험 집합",
    "실제 로봇의 주행 기록",
    "두 병원에서 모은 익명 자료",
    "합성 장면과 실제 장면",
    "대학 강의 녹취록",
    "오픈 소스 저장소의 변경 이력",
    "난이도가 다른 문제 묶음",
    "세 해에 걸친 관측 기록",
)
FAULTS = (
    "입력이 길어질수록 정확도가 급격히 떨어지는",
    "학습 비용이 모델 크기보다 빠르게 늘어나는",
    "드문 사례에서 그럴듯한 오답을 내놓는",
    "중간 판단의 근거를 되짚기 어려운",
    "장치의 메모리가 작으면 아예 실행되지 않는",
    "조명이나 잡음이 조금만 바뀌어도 결과가 흔들리는",
    "정답 표시가 적은 분야로 옮기기 어려운",
    "여러 단계를 거치며 작은 오차가 쌓이는",
    "응답이 늦어 실시간으로 쓰기 힘든",
    "평가 자료와 실제 사용 환경이 서로 다른",
)
MEASURES = (
    "정확도",
    "처리 속도",
    "사람 평가 점수",
    "정답 일치율",
    "성공률",
    "재현율",
    "메모리 효율",
    "구간 일관성 점수",
)

GOAL = (
    (
        "본 논문은 {topic} 과제에서 {fault} 문제를 풀기 위해 {part:과} {other:을} 하나로 묶은",
        "이 연구는 {data:을} 바탕으로 {topic} 성능을 높이면서도 추가 계산을 거의 요구하지 않는",
        "본 연구는 {part:을} 중심에 두고 {topic} 전 과정을 한 번에 학습하는",
        "이 논문은 {fault} 기존 방법을 대신하여 {topic} 분야에 바로 쓸 수 있는",
    ),
    (
        "{name} 구조를 제안하고 그 효과를 여러 조건에서 확인하는 것을 목표로 한다.",
        "{name} 학습 방법을 설계하여 실제 환경에서 쓸 수 있음을 보이고자 한다.",
        "{name} 프레임워크를 세우고 구성 요소마다 기여를 따로 밝히는 데 목적이 있다.",
    ),
)
MOTIVATION = (
    (
        "기존의 {topic} 방법은 {part:에} 크게 기대기 때문에",
        "{data:을} 쓰는 지금까지의 접근은 학습과 추론의 조건이 서로 달라",
        "{other:을} 덧붙이는 최근의 시도는 계산량을 늘리는 데 그쳐",
        "{topic} 연구가 빠르게 늘고 있으나 대부분 작은 모델에서만 검증되어",
    ),
    (
        "{fault} 한계가 남아 있었고, {name:이} 다루려는 조건에서는 더욱 두드러진다.",
        "{fault} 경우가 잦으며, 이는 {name} 연구가 출발한 까닭이다.",
        "{fault} 상황을 피하지 못하였으므로 {name} 같은 새로운 틀이 필요하다.",
    ),
)
CONTRIBUTION = (
    (
        "{part:과} {other:을} 번갈아 학습하는 절차를 정의하고",
        "{data:을} 정리하여 공개하고 평가 기준을 새로 마련하였으며",
        "추가 정답 없이도 {topic} 품질을 끌어올리는 손실 함수를 유도하고",
        "{measure:을} 크게 해치지 않으면서 {part:을} 절반 크기로 줄이는 방법을 찾아",
    ),
    (
        "이를 {name} 모델로 구현하여 코드와 가중치를 함께 공개하였다.",
        "그 결과를 {name:으로} 묶어 같은 비용에서 더 나은 성능을 얻을 수 있음을 보였다.",
        "{name} 방법이 서로 다른 규모의 모델에서 고르게 작동함을 입증하였다.",
    ),
)
METHOD = (
    (
        "먼저 입력을 일정한 길이로 나눈 뒤 {part:으로} 각 조각의 중요도를 계산하고",
        "{other:은} 앞 단계의 출력을 받아 확신이 낮은 부분만 다시 처리하며",
        "학습은 두 단계로 이루어지는데, 첫 단계에서는 {data:을} 써서 기본 표현을 익히고",
        "추론할 때에는 {part:을} 한 번만 호출하고 그 결과를 이후의 모든 단계에서 나누어 쓰며",
        "{topic} 과제에 맞추어 {other:의} 손실을 가중합으로 더하고",
        "각 층의 출력에 {part:을} 연결하여 오차가 뒤로 쌓이지 않게 하고",
    ),
    (
        "남은 계산은 {name} 안의 작은 모듈이 이어받아 마무리한다.",
        "{name:은} 이 신호를 모아 다음 단계의 예산을 스스로 정한다.",
        "{name} 전체를 끝에서 끝까지 한 번 더 미세조정하여 균형을 맞춘다.",
        "이때 생기는 차이는 {name:의} 정규화 항이 흡수하도록 설계하였다.",
    ),
)
RESULTS = (
    (
        "{data:으로} 실험한 결과 {measure:이} 기준 모델보다 {percent}% 높아졌으며",
        "{topic} 평가에서 {measure:은} {percent}% 개선되었고 추론 시간은 {times}배 빨라졌으며",
        "매개변수를 {small}% 줄인 조건에서도 {measure:은} 거의 그대로 유지되었고",
        "{part:을} 뺀 비교 실험에서는 {measure:이} {small}% 낮아져 그 역할이 분명하였으며",
    ),
    (
        "{name:은} 비교한 방법 가운데 가장 안정된 성능을 기록하였다.",
        "{name:이} 더 큰 모델과 대등한 수준에 이르렀음을 확인하였다.",
        "같은 조건에서 {name:의} 우위가 난이도에 따라 커짐을 확인하였다.",
    ),
)
LIMITATIONS = (
    (
        "{data:에} 없는 분야로 옮기면 {measure:이} 떨어질 수 있고",
        "{part:의} 크기를 사람이 정해 주어야 하며",
        "실험이 {topic} 과제에 치우쳐 있어 일반화 여부를 더 살펴야 하고",
        "{other:을} 학습하는 데 드는 비용이 작지 않으며",
    ),
    (
        "{name:을} 더 긴 입력에 적용하는 일은 앞으로의 과제로 남는다.",
        "매우 작은 장치에서 {name:이} 얻는 이득은 아직 확인되지 않았다.",
        "{name:의} 판단 근거를 사람이 읽을 수 있게 드러내는 방법은 다루지 못하였다.",
    ),
)
CONCLUSION = (
    (
        "{part:과} {other:을} 함께 쓰는 단순한 설계만으로도",
        "{fault} 문제는 구조를 크게 바꾸지 않고도 줄일 수 있으며",
        "{topic} 분야에서 학습 자료의 양보다 구성 방식이 더 중요함을 보였고",
        "계산을 필요한 곳에만 쓰는 원칙을 끝까지 밀고 나간 결과",
    ),
    (
        "{name:이} 실용적인 기준선이 될 수 있음을 입증하였다.",
        "{name:은} 비용과 성능을 함께 고려하는 후속 연구의 출발점이 된다.",
        "{name} 방식이 규모가 다른 여러 모델에서 유효함을 확인하였다.",
    ),
)

TITLE_KINDS = ("Efficient", "Scalable", "Faithful", "Self-Correcting", "Streaming", "Calibrated")
TITLE_THINGS = (
    "Memory",
    "Token Routing",
    "Latent Planning",
    "Reward Modeling",
    "Sparse Attention",
    "Retrieval",
    "Diffusion Decoding",
    "Preference Learning",
)
TITLE_ENDS = (
    "for Long-Horizon Reasoning",
    "in Low-Resource Speech Recognition",
    "for Document Understanding at Scale",
    "with Verifiable Intermediate Steps",
    "for Real-Time Robot Control",
    "in Multilingual Question Answering",
    "under Tight Memory Budgets",
    "without Additional Supervision",
)
SYLLABLES = tuple(first + vowel for first in "bdfghjklmnprstvz" for vowel in "aeiou")

# How a sentence goes on after "-다고", so that few of a post end alike, as in real ones.
ADVERBS = (
    "거듭",
    "끝으로",
    "다시",
    "덧붙여",
    "따로",
    "또렷이",
    "먼저",
    "분명히",
    "새로",
    "스스로",
    "이어서",
    "일찍이",
    "자세히",
    "짧게",
    "차례로",
    "처음으로",
    "함께",
    "힘주어",
    "간추려",
    "낱낱이",
)
SAID = (
    "강조한다",
    "결론짓는다",
    "기술한다",
    "논한다",
    "말한다",
    "밝힌다",
    "보고한다",
    "서술한다",
    "설명한다",
    "소개한다",
    "언급한다",
    "예고한다",
    "요약한다",
    "적는다",
    "전한다",
    "정리한다",
    "주장한다",
    "진단한다",
    "판단한다",
    "평가한다",
)
