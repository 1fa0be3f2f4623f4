"""What a question asks for that only certain words can answer: an amount, a name, a count of a unit, a claim it makes.

Each attribute has a pattern that asks for it and one that an answer to it must hold. Both read the search form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Attribute = Literal["no_person", "no_amount", "no_contact", "no_company", "no_count", "no_claim", "no_term"]

_AMOUNT = r"[\d〇一二三四五六七八九十百千][\d,.]*(?:兆|億|万|千)?[\d,.]*(?:兆|億|万|千)?(?:余り?)?(?:円|ドル)"


@dataclass(frozen=True, slots=True)
class _Rule:
    attribute: Attribute
    asks: re.Pattern[str]
    answers: re.Pattern[str] | None  # None: the plans never answer it


def _rule(attribute: Attribute, asks: str, answers: str | None) -> _Rule:
    return _Rule(attribute, re.compile(asks, re.IGNORECASE), re.compile(answers, re.IGNORECASE) if answers else None)


_RULES = (
    _rule(
        "no_contact",
        r"電話番号|電話をかけ|電話したい|番号に電話|連絡先|メールアドレス|メアド|住所は|所在地は|郵便番号|最寄り駅|営業時間|受付時間|開庁時間|何時から何時"
        r"|\bphone number|\be-?mail address|\bcontact (?:details|information)|\b(?:opening|office|business) hours\b",
        r"\d{2,4}-\d{2,4}-\d{3,4}|[\w.]+@[\w.]+|\d+丁目|\d+番地|午前\d|午後\d|\d+時\d*分?(?:から|~)",
    ),
    _rule(
        "no_person",
        r"誰(?:です|でしょう|だろう|か(?:教え|知り)|が(?:務|就|なっ|なり|なる|担当|責任|率い)|$|\?)|どなた|氏名は|お名前|(?:議長|座長|委員長|会長|社長|課長|局長|部長|大臣|長官|担当者|責任者|代表者?)の?(?:名前|氏名)"
        r"|(?:議長|座長|委員長|会長|社長)は|name of the (?:person|minister)|\bwho (?:is|are|was|were|serves|leads|chairs|heads)\b(?! (?:in charge|responsible))",
        None,
    ),
    _rule(
        "no_company",
        r"(?:どの|どこの|何という)(?:会社|企業|メーカー|ベンダー|業者)|(?:会社|企業|業者|メーカー|ベンダー|事業者)(?:名|の名前|は(?:どこ|どちら))"
        r"|請け負|受注し|受注した|落札|委託先|運営会社|開発元|製造元|販売元|製品名|商品名|\bwhich (?:company|vendor|contractor|firm)\b",
        r"株式会社|\(株\)|合同会社|有限会社|\binc\b|\bcorp",
    ),
    _rule(
        "no_amount",
        r"(?<!率[はがを])(?<!割合[はがを])(?<!数[はがを])いくら(?!か(?!か))|何円|何億|何兆|何万円|年収|月収|月給|月額|時給|日当|報酬額|補助額|助成額|支給額|受験料|代金|総額|落札額|予算(?:額|は|規模)|開発費"
        r"|(?:金額|料金|値段|価格|手当|費用|手数料|罰金)(?:は|を|が)?(?:どのくらい|どれくらい|教え|知り|\?|$)|how much (?:money|does|is|will|did)|\bprice of\b|\bbudget\b",
        _AMOUNT,
    ),
)
# Units of a count that is asked for, and what may stand for them in an answer.
_UNITS = (
    ("[%％]|パーセント|割", r"\d(?:\.\d+)?\s*%|\dパーセント|\d割|\d分の\d|\d/\d|倍|半減|半数|全て|すべて|全\w+"),
    ("人", r"\d[\d,.]*(?:万|億)?\s*(?:人|名)"),
    ("回", r"\d[\d,.]*(?:万|億)?\s*回"),
    ("歳", r"\d\s*歳"),
    ("台", r"\d[\d,.]*(?:万|億)?\s*台"),
    ("枚", r"\d[\d,.]*(?:万|億)?\s*枚"),
    ("校", r"\d[\d,.]*(?:万|億)?\s*校"),
    ("局", r"\d[\d,.]*(?:万|億)?\s*(?:局|基)"),
    ("km|キロ", r"\d[\d,.]*(?:万|億)?\s*(?:km|キロ)"),
)
_COUNTS = tuple((re.compile(rf"何(?:{unit})"), re.compile(answers)) for unit, answers in _UNITS)
# What only its own word can answer: where no passage has the word, the plans are silent on it.
_TERM = re.compile(
    r"合格率|合格者数|倍率|試験日|試験問題|過去問|定員|株価|支持率|視聴率|生年月日|誕生日|出身地|出身校|学歴|経歴|口コミ|評判|面積|重さ|身長|体重"
    r"|色は|何色|補助率|利率|金利|罰則|刑罰|保険料|年会費|入会金|クーポン|割引率|送料|在庫|発売日|機種名|型番|競合|株主|売上高|利益率|時価総額"
)
# What a question takes for granted that is too strong to be meant by other words, and what says it.
_CLAIMS = tuple(
    (re.compile(asked), re.compile(said))
    for asked, said in (
        (r"義務(?:化|[にはがでか?]|$)|義務[付づ]けられ", r"義務|必須|しなければならない"),
        (r"禁止|禁じ", r"禁止|禁じ|認めない|不可"),
        (r"廃止(?!届)|廃し", r"廃止|終了|廃する|やめる|なくす|撤廃"),
        (r"無料|無償|ただで", r"無料|無償|免除|不要"),
        (r"罰金|罰則|処罰|逮捕", r"罰"),
        (r"移転|引っ越す|へ移る|に移る|移される", r"移転|移設|移る|移す"),
        (r"民営化|売却", r"民営|売却|譲渡"),
        (r"値上げ|増税", r"値上げ|増税|引上げ|引き上げ"),
        (r"値下げ|減税", r"値下げ|減税|引下げ|引き下げ|割引|低減"),
        (r"解散|倒産", r"解散|倒産|解消"),
        (r"再開|復活", r"再開|復活|再び"),
        (r"中止|取りやめ|凍結|撤回", r"中止|停止|取りやめ|凍結|撤回|見送"),
        (r"延期|先送り", r"延期|延長|後ろ倒し|先送り|延ばす"),
    )
)


def unanswered(question: str, quoted: Iterable[str], found: Iterable[str]) -> Attribute | None:
    """The first attribute that `question` asks for and nothing answers, None where all is answered.

    `quoted` are the sentences that the answer would quote, `found` the passages around them; all in the search form.
    """
    quote = "\n".join(quoted)
    for rule in _RULES:
        if rule.asks.search(question) and not (rule.answers and rule.answers.search(quote)):
            return rule.attribute
    passages = "\n".join(found)
    if any(asked.search(question) and not answers.search(passages) for asked, answers in _COUNTS):
        return "no_count"
    if any(term not in passages for term in _TERM.findall(question)):
        return "no_term"
    claimed = any(asked.search(question) and not said.search(passages) for asked, said in _CLAIMS)
    return "no_claim" if claimed else None
