"""What a language model or a program leaves behind in place of a text, told by its words.

Only whole lines, and phrases at a paragraph's begin: in a sentence all of these are honest words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from digestlint.patterns import pattern

_MARKS = "*_~` \t"


def bare(line: str) -> str:
    """A line without white space and marks of emphasis round it."""
    return line.strip(_MARKS)


# --- Chatter ----------------------------------------------------------------------------------

# What a summary is called, and what is done to make one.
_WORK = r"(?:요약|정리|번역|분석|설명|작성|답변|소개|안내|제공|초안)"
_PAPER = r"(?:논문|초록|원문|본문|내용|텍스트|기사|글|자료|문서|정보|링크|URL|PDF|파일|페이지|요청)"
_POLITE = "(?:습|입|합|됩|립|줍|봅|십|닙|랍)니다"
_COMMAND = r"(?:(?:하라|하시오|하세요|해라|마세요|해\s?줘)(?=[\s.!]|$)|(?:할|말)\s?것[.!]?$)"

# At a paragraph's begin, whoever writes: what such a line begins with, in its first two characters,
# and what it looks like.
_BEGINS = (
    # apologies and refusals
    ("죄송미안", r"죄송(?:합니다(?!라)|하지만|스럽)|미안(?:합니다(?!라)|하지만)"),
    ("저는", r"저는\s[^.]{0,40}?(?:AI|인공지능|언어\s?모델|챗봇|어시스턴트)"),
    (
        "AI인공",
        r"(?:AI|인공지능)\s?(?:언어\s?)?모델(?:로서|이기\s?때문에|이므로|이라서),?\s[^.]{0,80}?"
        + _POLITE,
    ),
    # answers to the asker
    (
        "네,네!네.네~예,예!예.예~넵,넵!넵.넵~",
        r"(?:네|예|넵)(?:!|[,.~]\s*(?:알겠|물론|요청|다음|아래|여기|말씀|이해|좋|그럼|바로|논문|해당))",
    ),
    ("물론", r"물론(?:입니다|이죠|이지요|이에요)[.!?~…]*(?=\s|$)"),
    ("알겠이해확인", r"(?:알겠습니다|알겠어요|이해했습니다|확인했습니다)[.!,~]"),
    ("좋은", r"좋은\s?질문(?:입니다|이네요|이에요)"),
    (
        "요청제공첨부업로공유입력전달제시질문문의말씀언급",
        r"(?:요청|제공|첨부|업로드|공유|입력|전달|제시|질문|문의|말씀|언급)(?:해\s?|하여\s?)?"
        r"(?:주신|하신|주셨|하셨)",
    ),
    ("보내올려알려붙여", r"(?:보내|올려|알려|붙여넣어)\s?주신"),
    # preambles
    (
        "다음아래",
        rf"(?:다음|아래)(?:은|는)\s[^.]{{0,40}}?{_PAPER}[^.]{{0,30}}?(?:요약|번역|정리)"
        r"(?:본|문|한\s(?:것|내용))?(?:이다)?\s*[:：]$",
    ),
    # the prompt
    (
        "당신너는",
        r"(?:당신은|너는)\s[^.]{0,60}?(?:전문가|어시스턴트|비서|AI|연구자|요약가|번역가|모델)",
    ),
    (
        "다음아래위 위의주어제공",
        rf"(?:다음|아래|위|주어진|제공된)의?\s{_PAPER}[^.]{{0,60}}?{_COMMAND}",
    ),
    ("반드항상절대", rf"(?:반드시|항상|절대로?)\s[^.]{{0,60}}?{_COMMAND}"),
    (
        "한국한글마크JS",
        rf"(?:한국어|한글|마크다운|JSON)(?:로만?|으로만?|\s형식으로만?)\s[^.]{{0,30}}?{_COMMAND}",
    ),
    ("시스사용[시[사", r"\[?(?:시스템|사용자)\s(?:프롬프트|메시지|지시)\]?\s*[:：]"),
    (
        "출력응답답변[출[응[답",
        r"\[?(?:출력|응답|답변)\s(?:형식|예시|규칙)(?:\]\s*[:：]?|\s*[:：])$",
    ),
    (
        "I'I’I ",
        r"(?:I(?:['’]m| am) (?:so |very |really )?(?:sorry|unable|not able|an AI|afraid|happy"
        r"|glad|here)\b)",
    ),
    (
        "I ",
        r"I (?:apologi[sz]e|cannot|can['’]t|can not|could not|couldn['’]t|don['’]t|do not"
        r"|won['’]t|will|would|need|have|must|hope|understand)\b",
    ),
    ("I'I’", r"I['’](?:ll|ve|d)\b"),
    (
        "SoSuCeAbOfOkOKAlGoUnGrHa",
        r"(?:Sorry|Sure|Certainly|Absolutely|Of course|Okay|OK|Alright|Got it|Understood"
        r"|Great(?: question)?|Good question|Happy to help)[,.!]",
    ),
    (
        "As",
        r"As an? (?:AI|artificial intelligence|(?:large )?language model)\b[^.]{0,40}?\bI\b",
    ),
    ("Un", r"Unfortunately,? I\b"),
    (
        "HeBeTh",
        r"(?:Here(?:['’]s| is| are)|Below (?:is|are)|The following (?:is|are)) (?:a|an|the|your"
        r"|my|some)\b[^.]{0,80}?\b(?:summar(?:y|ies)|translation|analysis|overview|breakdown"
        r"|answer|response|version|draft|output|post|papers?)\b",
    ),
    ("Th", r"(?:Thank you|Thanks) for\b"),
    (
        "Le",
        r"Let me (?:know|summari[sz]e|provide|help|explain|think|analy[sz]e|start|break|read)\b",
    ),
    ("Ho", r"Hope this helps\b"),
    ("If", r"If you(?:['’]d| have| need| would| want| provide| share| could)\b"),
    ("Fe", r"Feel free to\b"),
    (
        "Pl",
        r"Please (?:provide|share|let me|upload|paste|feel free|summari[sz]e|translate|respond"
        r"|answer)\b",
    ),
    ("WoDo", r"(?:Would|Do) you (?:like|want)\b"),
    ("Is", r"Is there anything\b"),
    (
        "Yo",
        r"You are (?:a|an|the) (?:\w+ ){0,3}(?:assistant|expert|AI|researcher|summari[sz]er"
        r"|translator|model|editor)\b",
    ),
    ("SuTrRe", r"(?:Summari[sz]e|Translate|Rewrite) (?:the following|this|each|it)\b"),
    ("AnReWr", r"(?:Answer|Respond|Write|Reply) (?:only )?in Korean\b"),
    ("[I[/", r"\[/?INST\]"),
    ("<<", r"<<SYS>>"),
    (
        "<|",
        r"<\|(?:im_start|im_end|start_header_id|end_header_id|eot_id)\|>\s*(?:system|user|assistant|$)",
    ),
)
# The same, with words before it: there is a polite ending.
_KOREAN_REFUSALS = (
    rf"[^.]{{0,60}}?(?:도와|도움을|답변(?:을|해)?|{_WORK}(?:을|를|해)?)\s?드릴\s?수\s?(?:가\s)?없",
    rf"[^.]{{0,40}}?{_PAPER}[^.]{{0,40}}?(?:접근|열람|확인|조회|{_WORK})(?:을|를)?\s?"
    r"(?:할|해\s?줄)?\s?수\s?(?:가\s)?없(?:습니다|어요)",
    rf"[^.]{{0,40}}?{_PAPER}[^.]{{0,30}}?(?:제공|입력|첨부|포함)되(?:어\s?있)?지\s?않"
    r"(?:았습니다|습니다)",
)
# The same, where a blog does not itself speak so to its readers.
_KOREAN_COURTESIES = (
    rf"(?:다음|아래|이하)(?:은|는|와\s같이|에)\s[^.]{{0,60}}?{_WORK}"
    r"(?:본|문|한\s(?:것|내용|결과)|된\s내용|\s결과)?(?:입니다|이에요|예요)",
    rf"[^.]{{0,60}}?{_WORK}(?:을|를)?\s?(?:해|하여)?\s?"
    r"(?:드리겠습니다|드릴게요|보겠습니다|드립니다|드렸습니다|하겠습니다)",
    r"(?:좋습니다|좋아요|안녕하세요|안녕하십니까|반갑습니다|감사합니다)[.!,~]",
)
_KOREAN_LINES = (
    r".*(?:드리겠습니다|드릴게요|드릴까요|드렸습니다)",
    r".*(?:해|알려|보내)\s?(?:주세요|주십시오|주시기\s?바랍니다|주시겠어요)",
    r".*(?:원하시나요|필요하신가요|있으신가요|하시겠습니까)",
    rf"(?:추가|더)[^.]{{0,30}}?(?:궁금|질문|도움|문의|필요)[^.]{{0,40}}(?:{_POLITE}|세요|시오)",
    rf"(?:이상|여기까지)(?:으로|가|은|이)?\s[^.]{{0,40}}(?:마치|마무리|요약|정리)[^.]{{0,20}}{_POLITE}",
    r"(?:이\s|위\s|이상의\s)?[^.]{0,20}도움이\s?되[^.]{0,12}(?:바랍니다|좋겠습니다|네요|세요)",
)


def _any(patterns: Sequence[str], end: str = "") -> re.Pattern[str]:
    return pattern(f"(?:{'|'.join(patterns)}){end}")


_KOREAN_REFUSAL = _any(_KOREAN_REFUSALS)
_KOREAN_COURTESY = _any(_KOREAN_COURTESIES)
_KOREAN_LINE = _any(_KOREAN_LINES, r"[.!?~…]*")
# A polite ending: without one in the whole text, only the begin of a line can tell.
# Each begins with what is looked for first, which is faster than ``in``.
_ENDINGS = (
    pattern("니다(?<=[습입합됩립줍봅십닙랍]니다)"),
    pattern("습니까"),
    pattern("드릴"),
)
# The same, where no syllable follows.
_LAST_ENDINGS = (pattern("요(?<=[세게나가어네예에]요)"), pattern("시오"))


def _by_head() -> Mapping[str, Sequence[re.Pattern[str]]]:
    """The patterns of lines that begin with two characters."""
    found: dict[str, list[re.Pattern[str]]] = {}
    for heads, begin in _BEGINS:
        compiled = pattern(begin)
        for at in range(0, len(heads), 2):
            found.setdefault(heads[at : at + 2], []).append(compiled)
    return found


_BY_HEAD = _by_head()
HEADS = frozenset(_BY_HEAD)
"""The first two characters of a line that may be chatter, whatever its ending."""

OPENING_SIGNS = "*_~` \t"
"""What may stand before them."""


def may_chat(text: str) -> bool:
    """Whether a text has an ending that only chatter has (fast)."""
    return any(ending.search(text) for ending in _ENDINGS) or any(
        not "가" <= text[found.end() : found.end() + 1] <= "힣"
        for ending in _LAST_ENDINGS
        for found in ending.finditer(text)
    )


def chatter(line: str, *, first: bool, polite: bool = False) -> bool:
    """Whether a line is an assistant's word to the one who asked, or the prompt itself.

    ``first`` tells that a paragraph begins with it, ``polite`` that the blog itself speaks politely
    to its readers.
    """
    line = bare(line)
    if not line:
        return False
    if first and any(begin.match(line) for begin in _BY_HEAD.get(line[:2], ())):
        return True
    if not may_chat(line):
        return False
    if first and _KOREAN_REFUSAL.match(line):
        return True
    if polite:
        return False
    return bool((first and _KOREAN_COURTESY.match(line)) or _KOREAN_LINE.fullmatch(line))


# --- Placeholders -----------------------------------------------------------------------------

_NOUN = (
    "(?:내용|요약|본문|제목|이름|설명|결과|방법|한계|결론|목표|동기|기여|서론|링크|날짜|저자"
    "|그림|표)"
)
_FILL_IN = (
    r"(?:여기에?|이곳에|내용을|텍스트를|요약을|설명을)\s"
    r"[^.]{0,30}?(?:입력|작성|추가|삽입|기입|채우|넣)[^.]{0,12}"
)
_NOTHING = (
    r"TODO|TO-?DO|TB[DAU]|FIXME|XXX+|WIP|N/A|n/a|N\.A\.|None|none|NONE|null|NULL|nil|NaN"
    r"|nan|undefined",
    r"(?:해당\s?(?:사항\s?)?|내용\s?|정보\s?|요약\s?|결과\s?)?없음",
    r"미정|준비\s?중|작성\s?(?:중|예정|필요|요망)|(?:내용|요약)\s?(?:추가|작성|입력)\s?(?:예정|필요)",
    r"추후\s?(?:작성|추가|보완|업데이트|기재)(?:\s?예정)?(?:입니다|이다)?|업데이트\s?예정",
    r"(?:분석|요약|번역|내용|설명|본문|결과)\s?생성\s?(?:실패|오류|불가)",
    r"(?:분석|요약|번역)\s?(?:실패|불가)",
    r"(?:분석|요약|번역|내용)(?:을|를)?\s?생성"
    r"(?:(?:하지\s?못|하는\s데\s실패)했(?:다|습니다)|할\s?수\s?없(?:음|다|습니다))",
    r"(?:알\s수\s없는\s)?오류가\s?발생했(?:다|습니다)",
    r"[Ll]orem ipsum\b.*",
    r"(?i:(?:summary|analysis|translation|content|abstract)\s(?:is\s)?(?:not available"
    r"|unavailable|generation failed|failed|goes here|pending))",
    r"(?i:not (?:available|applicable|provided|specified)|coming soon|to be (?:added"
    r"|determined|announced|written)|insert .{1,30} here|your .{1,20} here)",
    r"(?:샘플|예시|더미|임시)\s?(?:텍스트|문구|내용)",
    _FILL_IN,
    r"ㅇㅇㅇ+|[O○◯]{3,}|△{3,}|□{2,}",
)
_IN_BRACKETS = (
    *_NOTHING,
    rf"(?:논문\s|섹션\s|한\s?줄\s)?{_NOUN}",
    r"[^\]\)}]{0,30}?(?:입력|작성|삽입|기입|채우|채워)[^\]\)}]{0,12}",
    r"(?i:(?:insert|your|add|enter|describe|fill in|write)\b[^\]\)}]{0,40}|title|name|date"
    r"|summary|content|text|link|url|author|placeholder)",
)
_PLACEHOLDER = pattern(
    rf"(?:{'|'.join(_NOTHING)}|[\[(（{{【]\s*+(?:{'|'.join(_IN_BRACKETS)})\s*+[\])）}}】]"
    r"|\{[A-Za-z_가-힣]{1,30}\}|\.{3,}|…+)[.!]*"
)
_OPEN_TASK = pattern(r"(?:TODO|FIXME|TBD|XXX)\s?(?:\([^)]{0,20}\))?\s?[:：].*")
LONGEST = 40
"""How long a placeholder may be, in code points, but for filler text and open tasks."""

FILLER_SIGNS = frozenset("LlTFX" + _MARKS)
"""What those begin with."""


def placeholder(line: str, labels: Sequence[str] = ()) -> bool:
    """Whether a line stands for a text that was to come, after one of the labels or alone."""
    line = bare(line)
    if len(line) > LONGEST and line[0] not in FILLER_SIGNS:
        return False
    label, colon, rest = line.partition(":")
    if colon and bare(label) in labels:
        line = bare(rest)
    return bool(_PLACEHOLDER.fullmatch(line) or _OPEN_TASK.fullmatch(line))
