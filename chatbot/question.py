"""What a question asks for, read from its words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chatbot.points_in_time import NO_POINTS, PointsInTime, read_points
from chatbot.quantities import NUMERALS
from corpus.document import Document
from corpus.normalize import search_form

_ASKS = {
    "date": r"いつ|何年|何月|何日|時期|期限|期日|何世紀|\bwhen\b|\bwhat year|\bby what|\bdeadline|\bdate\b",
    "money": r"いくら|何円|何億|何兆|金額|料金|手数料は|費用|値段|価格|\bhow much\b|\bprice\b|\bcost",
    "number": r"いくつ|何[%％割人名件個か箇カ自団社校台局組万億倍本種者回点つ]|割合|どのくらい|どれくらい|どれだけ|どこまで|"
    r"何パーセント|何番|人数|件数|個数|台数|いくつ|\bhow many\b|\bpercentage\b|\bshare\b|\bwhat (?:proportion|target|position)",
    "ministry": r"主担当|担当府省|担当省|担当(?:する|の|している|して|なの)?は?(?:省|府|庁|役所|官庁|機関|どこ|誰)|担当して(?:い)?る(?:の|ところ|役所)は|(?:誰|だれ|どこ)が[^。、?]{0,24}(?:担当|所管|受け持)|役所はどこ|所管|どの(?:省|府|庁|役所)|どこの(?:省|役所|官庁)|何省|何庁|"
    r"役所が中心|省が中心|省庁(?:は|が)|\bministr(?:y|ies)\b|\bagenc(?:y|ies)\b|\bin charge\b|\bresponsible for\b|\bwho (?:leads|runs|oversees|handles)\b",
    "person": r"誰|どなた|氏名|議長は|名前は|\bwho\b|\bwhose\b",
    "list": r"(?:[2-9二三四五六七八九十]|1\d)つの?|何つ|全部(?!で)|すべて|全て|挙げて|列挙|一覧を|それぞれ|何と何|どんなもの(?:が|を)|内訳|"
    r"どのような(?:もの|取組)|\blist\b|\bwhich (?:three|four|two|five)",
    "definition": r"とは|って何|どんなもの|どういう(?:もの|意味|状態|こと)|何のこと|どんな(?:データ|制度|組織|システム|仕組み)|意味|"
    r"\bwhat is\b|\bwhat does\b|\bmean\b",
    "cell": r"手続(?:id|番号)|(?:申請|届出?|手続|報告|試験)[^。?]{0,14}(?:(?<!電話)番号|id)(?!カード|確認)|何条(?!項)|条[文項]と(?:手続)?(?:id|番号)|(?:番号|id)と(?:根拠の)?条|オンライン(?:化)?の?対象|一覧に(?:載|あり|ある|入|含)|受け手|根拠(?:条文|法令|の法律)|対象手続(?!は?(?:全部で|何件)|の?数)|手続類型|手続主体|procedure id",
    "result": r"(?:まし|っ|い|き|れ|し|ん)[ただ](?:か|の|ん|っけ)[。?]?|実際|結局|実績|\bdid\b|\bwere\b|\bwas\b|\bhave\b|\bhas\b",
    "matter": r"概要|内容|背景|目的|取り?組み?|何を(?:し|す|行|や)|なぜ|どうして|と、?[^と、。?]{0,24}(?:担当|所管|省庁|役所)|"
    r"\bwhat (?:will|does|do|are)\b|\bwhy\b|\bhow\b|\band (?:which|who|what)\b",
    "measure": r"\bkpi\b|目標|割合|取組内容|いつ(?:から|まで|に|ごろ|頃)|何[%％]|\btarget|\bshare\b|\bwhen\b",
}
# How long something takes or lasts: no day of the calendar.
PERIOD = (
    r"何(?:日|週間|[箇かカヵヶケ]月|時間|分|年)(?:間(?!隔)|(?:くらい|ぐらい|ほど|程度)(?!から|に|まで|の)|ごと|おき|以内|かかり|かかる|経)"
    r"|何(?:[箇かカヵヶケ]月|週間)になるまで|(?:どの|どれ)(?:くらい|ぐらい)(?:経|の期間|(?:の時間|の日数)[がは]?かか|で[^。?、]{0,8}(?:もらえ|届|できま|でき[るあ]|終わ|受け取))"
    r"|\bhow (?:many (?:days|weeks|months)|long (?:does|will) it take)\b"
)
_PERIOD = re.compile(PERIOD, re.IGNORECASE)
_PATTERNS = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _ASKS.items()}
_POLICY_NUMBER = re.compile(
    r"(?:no\.?\s*|policy\s*|施策(?:番号)?\s*|施策管理番号\s*|\[)\s*(?P<a>[1-9])\s*[-‐－ー–]\s*(?P<b>\d{1,3})"
    # A bare number is a policy's where what follows asks of one.
    r"|(?<![\w.)\-‐－ー–])(?P<c>[1-9])[-‐－–](?P<d>\d{1,3})番?"
    r"(?=の?(?:施策|政策)|の(?:主?担当|関係府|具体的|目標|kpi|題|タイトル|内容|概要)|(?:は|って)(?:何|どんな|どういう|誰|どこ|いつ|、|$|[?。])|とは|について|を(?:教|説明|見))",
    re.IGNORECASE,
)
_AND_NUMBER = re.compile(
    r"\]?(?:と|や|及び|、|, ?| and )(?:no\.?\s*|\[)?(?P<a>[1-9])[-‐－ー–](?P<b>\d{1,3})", re.IGNORECASE
)
_PROCEDURE_ID = re.compile(
    r"(?<![0-9a-z])(?:(?P<a>dp\d{6,}|p\d{3,})|(?:\bid|手続(?:id|番号|の番号))\s*[「(:はがので番号が]{0,3}\s*(?P<b>\d{4,6})(?![\d年,.%]))"
    r"|(?<![\w.,])(?P<c>\d{4,6})番?(?=の手続|という手続)",
    re.IGNORECASE,
)
_NUMBERS = NUMERALS | {
    word: number for number, word in enumerate("two three four five six seven eight nine ten".split(), 2)
}
_ITEMS = re.compile(
    r"(?<![\d.,一二三四五六七八九十第])(?P<number>[2-9]|1\d|[二三四五六七八九十])(?:つ|点(?!目)|本の?柱|項目|種類|段階|原則|[のつ]?(?:基準|視点|観点|要素|条件|類型|分野))"
    r"|\b(?P<word>two|three|four|five|six|seven|eight|nine|ten)\b"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The kinds of answer a question asks for, the records and the points in time that it names.

    `items` is how many things the question says that there are, 0 where it does not.
    """

    kinds: frozenset[str]
    policy_numbers: tuple[str, ...]
    procedure_id: str | None
    points: PointsInTime = NO_POINTS
    items: int = 0

    def __contains__(self, kind: str) -> bool:
        return kind in self.kinds


def read_question(question: str, documents: Sequence[Document] = (), today: datetime.date | None = None) -> Asked:
    """What `question` asks for of `documents` on the day `today` (without it, today's date)."""
    text = search_form(question)
    but_periods = _PERIOD.sub("", text)
    kinds = frozenset(kind for kind, pattern in _PATTERNS.items() if pattern.search(but_periods))
    kinds |= {"period"} if but_periods != text else set()
    procedure = _PROCEDURE_ID.search(text)
    return Asked(
        kinds,
        tuple(dict.fromkeys(_policy_numbers(text))),
        (procedure["a"] or procedure["b"] or procedure["c"]).upper() if procedure else None,
        read_points(question, documents, today or datetime.date.today()),
        _items(text),
    )


def _policy_numbers(text: str) -> Iterator[str]:
    """The numbers of policies in a text: No. 4-33, and what is named in one breath with it (と4-32)."""
    for match in _POLICY_NUMBER.finditer(text):
        yield f"{match['a'] or match['c']}-{int(match['b'] or match['d'])}"
        end = match.end()
        while more := _AND_NUMBER.match(text, end):
            yield f"{more['a']}-{int(more['b'])}"
            end = more.end()


def _items(text: str) -> int:
    found = _ITEMS.search(text.lower())
    if not found:
        return 0
    number = found["number"] or found["word"]
    return int(number) if number.isdigit() else _NUMBERS[number]
