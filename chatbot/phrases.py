"""The parts of a question: what it is about, what it asks of that, and for which time or plan."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.normalize import search_form
from index.level import is_japanese
from index.tokenizer import words

TIME = (
    r"(?:(?:20\d\d|令和\s?\d+|平成\s?\d+)\s?年(?:度|版)?(?:\s?\d+\s?月)?(?:\s?\d+\s?日)?|今年度?|来年度?|昨年度?|去年|現在|最新)"
    r"(?:末|夏|春|秋|冬|度|時点|頃|ごろ)*"
)
PLAN = r"(?:取りまとめ(?:\s?20\d\d)?(?:案|の概要)?|取組方針|方針|重点計画|活動報告|計画案?)"
_SCOPE = re.compile(
    rf"((?:{TIME}(?:の|に(?:出た|示された|決まった))?)?[^、。はがを]{{0,16}}?{PLAN})(?:では|によると|によれば|において|で(?=、))、?"
)
_TIME_FIRST = re.compile(rf"{TIME}(?:まで|以降|から|の時点)?(?:に|で|の)?(?:は|も)?、?")

# What may be asked of any subject: a question of nothing but these leaves its subject out.
_ATTRIBUTE_NOUN = (
    r"KPI|(?:具体的な|数値)?目標(?:値|年度)?|期限|期日|(?:開始|実施|実現|導入)?時期|スケジュール|工程|(?:主|関係)?(?:担当|所管|関係)(?:府省庁|省庁|府省|官庁|省|庁|課|者|部署|窓口)?"
    r"|府省庁|省庁|根拠(?:法令|条文|規定|法)?|法令|条文|(?:手続)?ID|(?:手続)?類型|(?:手続)?主体|(?:手続の)?受け手|(?:提出|届出|申請)先|対象(?:者|手続|機関|施設|年度|範囲)?|(?:取組)?内容"
    r"|概要|詳細|背景|理由|目的|課題|現状|実績|効果|メリット|利点|費用|料金|手数料|金額|予算(?:額)?|割合|(?:利用|普及|導入|実施|取得)?率|件数|人数|個数|台数|数|(?:正式)?名称|正式名|名前|略称|意味|定義"
    r"|英語(?:名|表記)?|日本語|読み方|出典|方法|やり方|条件|要件|必要書類|書類|添付書類|連絡先|電話番号|期間|場所|進捗(?:状況)?|状況|今後(?:の予定)?|予定|見通し|ページ"
)
_ATTRIBUTE = rf"(?:{_ATTRIBUTE_NOUN})(?:(?:の|と|や|、|及び|および|・)(?:{_ATTRIBUTE_NOUN}|{TIME}))*"
_ENDS_IN_ATTRIBUTE = re.compile(rf".+の[^の]{{0,8}}?{_ATTRIBUTE}", re.IGNORECASE)
_IS_ATTRIBUTE = re.compile(rf"(?:{TIME}の)?{_ATTRIBUTE}", re.IGNORECASE)
_WITH_ATTRIBUTE = re.compile(rf"(?P<subject>.+?)の(?P<attribute>(?:{TIME}の)?{_ATTRIBUTE})", re.IGNORECASE)
_ENGLISH_ATTRIBUTE = (
    r"(?:kpis?|targets?|goals?|deadlines?|dates?|(?:lead |responsible )?ministry(?: in charge)?|agency|legal basis|laws?|(?:procedure )?id|receiver|recipient|"
    r"details?|background|reasons?|purpose|status|costs?|fee|number|share|name|meaning|definition)"
)
_GENERIC = re.compile(
    rf"{TIME}|{_SCOPE.pattern}|{PLAN}|(?<![一-龥ァ-ヶa-z])(?:{_ATTRIBUTE_NOUN})(?![一-龥ァ-ヶーa-z])|(?:何|幾)(?:[かカヵヶ箇]所|[人件年月日時個回番か%％割つ]*度?)|誰|どなた|いつ(?:から|まで|頃|ごろ)?"
    r"|どこ(?:が|の|に)?|どの|どれ|どんな|どう(?:いう|して|やって|なって)?|いくつ|いくら|なぜ|なんで|どのように|どのくらい|どれくらい",
    re.IGNORECASE,
)
_GENERIC_WORDS = set(
    "これ それ あれ ここ そこ どこ 教える 知る 言う 言い換える 成る 詳しい 説明 もっと もう 少し 簡単 簡潔 手短 具体 的 例えば 例 更に 他 外 下さる 願う お 御 為る 居る 有る 出来る 分かる 決まる 書く 示す 挙げる 見る 見せる 聞く "
    "始まる 始める 終わる 提出 出す 届け出る オン ライン 次 前 後 今 本当 よう 方 の ん です 良い 年 月 日 度 末 時点 予定 全部 全体 訳 中 場合 頂く 貰う 仕方 行う 全国 決める 掛かる 手続 手続き 必要 進む 変わる 何処 どちら 何方 此れ 其れ 彼れ 同じ 実際 選ぶ 選定 結局 達成 含む 挙がる 増える 減る"
    " a an the and or of for in on at to by with about from as is are was were be been being do does did will would can could should has have had what when where which who whom whose "
    "why how much many long far please tell me us you give show explain more also then so ok okay well it its this that these those they their there one same charge responsible start "
    "starts started begin begins end mean means called say english japanese just only up until get".split()
)
_RECORD_NAME = re.compile(r"\bno\.? ?\d-\d+|id ?(?:が|は)? ?(?:dp|p)?\d{3,}", re.IGNORECASE)
_STAND_IN = "これ"  # a particle without a noun before it would be read as another word
_ENGLISH_GENERIC = re.compile(rf"\b{_ENGLISH_ATTRIBUTE}\b|\b20\d\d\b|\bfiscal year\b", re.IGNORECASE)
_TOPIC_MARK = re.compile(r"(?<!こ)とは|って(?=[、何いどな?？])|(?:に|で)?は(?!がき|んこ|じめ|し[をの])|について")
_CASE_MARK = re.compile(r"[がを]")
# An act of which only the sentence before may tell the object: 「証が破れました。再交付の…」.
_ACT = re.compile(r"(?:(?:再?交付|再?発行|更新|変更|申請|届出?|登録|請求|返納|受験|手続き?|申し?込み?)の?)+")
# What a question says that it does not mean: 「（売却時ではない方）」「紙ではなく」「（X と取り違えないように）」.
_EXCLUDED = re.compile(
    r"[（(][^（）()]{1,30}?(?:では|じゃ|で)(?:ない[^（）()]{0,8}|なくて?)[）)]"
    r"|[（(][^（）()]{1,30}?[とに](?:取り違え|間違え|混同し)ない[^（）()]{0,10}[）)]"
    r"|[一-龥々ァ-ヴーA-Za-z・]{1,12}(?:の(?:方|ほう|もの|申請|届出))?(?:では|じゃ)なく(?:て(?!いい|よい|も)|(?!て|な|い))、?"
    r"|\(not [^()]{1,40}\)",
    re.IGNORECASE,
)
_END = " 　。？?！!．."
_SENTENCE = re.compile(r"[^。？?！!]+[。？?！!]*")
_ENGLISH_PREDICATE = r"(?:be|become|go|goes|start|begin|end|come|get|take|use|work|mean|apply|available|possible|expected|planned|in charge|responsible|online|have|need|\w{3,}ed)\b"
_ENGLISH_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<before>(?:what|who|when|where) (?:is|are) )(?P<subject>.+?)(?P<after>[’']s .+)",
        rf"(?P<before>.*?\b{_ENGLISH_ATTRIBUTE} (?:of|for) )(?P<subject>.+?)(?P<after>[?.!]*)",
        r"(?P<before>.*?\b(?:in charge of|responsible for|about) )(?P<subject>.+?)(?P<after>[?.!]*)",
        rf"(?P<before>(?:.*?\b(?:when|where|why|how|what|who|year|date)\b.*? )?(?:will|is|are|does|do|can|was|were|did|should|has|have) )(?P<subject>.+?)(?P<after> {_ENGLISH_PREDICATE}.*)",
        r"(?P<before>(?:list|name|explain|describe|show(?: me)?|tell me about) )(?P<subject>.+?)(?P<after>[?.!]*)",
        r"(?P<before>(?:what|who|where) (?:is|are|was|were) )(?P<subject>.+?)(?P<after>[?.!]*)",
    )
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A question in three parts, `before + subject + after`; `attribute` is what `after` begins with, if it names one.

    `scope` is the plan that the question is limited to (「2024年11月の方針では、」), empty for none.
    """

    before: str
    subject: str
    after: str
    attribute: str = ""
    scope: str = ""

    def of(self, subject: str) -> str:
        """The same question of another subject."""
        return f"{self.before}{subject}{self.after}"


def has_subject(text: str) -> bool:
    """Whether a text names a matter of its own, beyond what may be asked of anything, times and plans."""
    text = search_form(text)
    if _RECORD_NAME.search(text):
        return True
    bare = _GENERIC.sub(_STAND_IN, text) if is_japanese(text) else _ENGLISH_GENERIC.sub(" ", text)
    return any(word not in _GENERIC_WORDS and not word.isdigit() for word in words(bare))


def is_attribute(text: str) -> bool:
    """Whether a text is nothing but a name of what may be asked of a subject (KPI, 根拠法令と手続ID)."""
    text = text.strip()
    return bool(
        _IS_ATTRIBUTE.fullmatch(text)
        or re.fullmatch(rf"(?:the |its |their )?{_ENGLISH_ATTRIBUTE}", text, re.IGNORECASE)
    )


def names_attribute(text: str) -> bool:
    """Whether a text names a subject and what is asked of it (電子処方箋の普及目標)."""
    return bool(_ENDS_IN_ATTRIBUTE.fullmatch(text.strip()))


def scope_of(question: str) -> str:
    """The plan that the question is limited to, with its particle (「2024年の方針では、」); empty for none."""
    found = _SCOPE.search(question)
    return found.group() if found else ""


def read_phrase(question: str) -> Phrase | None:
    """The parts of a question; None where no subject can be told."""
    question = question.strip()
    if not is_japanese(search_form(question)):
        return _read_english(question)
    sentences = [sentence.strip() for sentence in _SENTENCE.findall(question)]
    for index in reversed(range(len(sentences))):
        if phrase := _read_sentence(sentences[index]):
            before = _read_sentence(sentences[index - 1]) if index and _ACT.fullmatch(phrase.subject) else None
            return replace(phrase, subject=f"{before.subject}の{phrase.subject}") if before else phrase
    return None


def _read_sentence(sentence: str) -> Phrase | None:
    start, scope = _leading(sentence)
    for particle in (*_TOPIC_MARK.finditer(sentence, start), *_CASE_MARK.finditer(sentence, start)):
        subject = sentence[start : particle.start()].rstrip(" 　、")
        if not has_subject(subject):
            continue
        after = sentence[particle.start() :]
        inner = _SCOPE.search(after)
        scope = scope or (inner.group() if inner else "")
        if parted := _WITH_ATTRIBUTE.fullmatch(subject):
            if has_subject(parted["subject"]):
                after = f"の{parted['attribute']}{after}"
                return Phrase(sentence[:start], parted["subject"].rstrip(), after, parted["attribute"], scope)
        return Phrase(sentence[:start], subject, after, "", scope)
    return None


def _leading(sentence: str) -> tuple[int, str]:
    """Where the plan and the time that a sentence begins with end, and the plan."""
    found = _SCOPE.match(sentence)
    start = found.end() if found else 0
    if time := _TIME_FIRST.match(sentence, start):
        start = time.end()
    return start, found.group() if found else ""


def _read_english(question: str) -> Phrase | None:
    for form in _ENGLISH_FORMS:
        found = form.fullmatch(question)
        if found and has_subject(found["subject"]):
            return Phrase(found["before"], found["subject"], found["after"])
    return None


def excluded_left_out(question: str) -> str:
    """A question without what it says that it does not mean: to a search, that would be one more thing looked for."""
    return _EXCLUDED.sub("", question)


def ending_stripped(text: str) -> str:
    """A question without the marks at its end."""
    return text.rstrip(_END)
