"""What a question asks for that only certain words can answer: an amount, a name, a count of a unit, a claim it makes.

Each attribute has a pattern that asks for it and one that an answer to it must hold. Both read the search form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from chatbot.quantities import SPAN_OF_TIME
from chatbot.question import PERIOD
from corpus.years import RELATIVE, YEAR, year_in

Attribute = Literal[
    "no_person",
    "no_amount",
    "no_contact",
    "no_company",
    "no_place",
    "no_papers",
    "no_current",
    "no_group",
    "no_rank",
    "no_period",
    "no_day",
    "no_count",
    "no_year",
    "no_claim",
    "no_term",
]

_OFFICE = "(?:議長|座長|委員長|委員|会長|社長|理事長|課長|局長|部長|大臣|長官|監|知事|市長|首相|総理|担当者|責任者|代表者?|メンバー|有識者)"
_ENGLISH_OFFICE = r"(?:chair\w*|minister|director|president|head|chief|commissioner|secretary(?: general)?|members?|ceo|mayor|governor)\b"
_AMOUNT = r"[\d〇一二三四五六七八九十百千][\d,.]*(?:兆|億|万|千)?[\d,.]*(?:兆|億|万|千)?(?:余り?)?(?:円|ドル)|無料|無償|免除|かからない"
_NUMBER = "(?<!効)率|割合|件数|人数|台数|数(?=[はがを])|目標|KPI|シェア"  # of which いくら does not ask for money
# A prefecture by its name, or a town by what has the form of one: neither 都市 nor 各市 nor 市町村.
_PREFECTURES = (
    "北海道|青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|東京都|神奈川|新潟|富山|石川|福井|山梨|長野|岐阜|静岡|愛知|三重|滋賀|京都府"
    "|大阪|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分県|宮崎|鹿児島|沖縄"
)
_TOWN = r"(?<![一-龥])(?!各|全|当該|同|本|指定|政令|未来|労働|小規模|管内)[一-龥]{1,4}(?:(?<!都)市|町|村)(?![一-龥])"
_PLACE = f"{_PREFECTURES}|{_TOWN}"
_COUNTRY = (
    "韓国|中国(?!地方)|米国|英国|アメリカ|イギリス|ドイツ|フランス|インド|エストニア|シンガポール|台湾|オーストラリア|カナダ|カタール|ベトナム"
    "|フィリピン|スウェーデン|デンマーク|フィンランド|スイス|オランダ|イタリア|スペイン|ブラジル|ロシア|ウクライナ|ノルウェー|EU|欧州|ASEAN|国産"
)


@dataclass(frozen=True, slots=True)
class _Rule:
    attribute: Attribute
    asks: re.Pattern[str]
    answers: re.Pattern[str] | None  # None: the plans never answer it


def _rule(attribute: Attribute, asks: str, answers: str | None) -> _Rule:
    return _Rule(attribute, re.compile(asks, re.IGNORECASE), re.compile(answers, re.IGNORECASE) if answers else None)


_AMOUNTS = _rule(
    "no_amount",
    rf"(?:^|[。?、])(?:(?!{_NUMBER})[^。?、])*いくら(?!か(?![か。?]|$))(?![^。?]{{0,12}}か、?[^。?]{{0,12}}(?:計算|試算|調べ|確認))|何円|何億円?(?![件人回枚])|何兆|何万円|(?:平均)?年収(?:は|を教|いくら)|月収|月給|月額|(?<!失権)時給|日当|報酬額|補助額|助成額|支給額|受験料[はがを]?(?:いくら|教|知り|\?|$)|代金|総額|落札額|予算(?:額|は|規模|[がを]?(?:教え|知り|\?|$))|開発費"
    r"|(?:金額|料金|値段|価格|手当|(?<!になる)(?<!となる)費用|手数料|罰金)(?:は|を|が)?(?:どのくらい|どれくらい|教え|知り|\?|$)|how much (?:money|(?:does|will|did|do|would) [^.?]{1,60}\b(?:costs?|spend|spent|pay|paid|charged?|receive)|is (?:the|spent|paid|charged))|\bprice of\b|\bbudget\b",
    _AMOUNT,
)
_RULES = (
    _rule(
        "no_contact",
        r"電話番号(?!を使|の使|使|計画)|電話で.{0,12}何番|何番に(?:かけ|電話|連絡)|電話をかけ|電話したい|番号に電話|連絡先|メールアドレス|メアド|住所は|所在地は|郵便番号|最寄り駅|営業時間|受付時間|開庁時間|何時から何時"
        r"|\bphone number|\be-?mail address|\bcontact (?:details|information)|\b(?:opening|office|business) hours\b",
        r"\d{2,4}-\d{2,4}-\d{3,4}|[\w.]+@[\w.]+|\d+丁目|\d+番地|午前\d|午後\d|\d+時\d*分?(?:から|~)",
    ),
    _rule(
        "no_person",
        rf"{_OFFICE}[^。?]{{0,20}}(?:誰|どなた)|(?:誰|どなた)が[^。?]{{0,20}}{_OFFICE}|氏名は|お名前|{_OFFICE}の?(?:名前|氏名)"
        rf"|(?:議長|座長|委員長|会長|社長)は|name of the (?:person|minister)|\bwho (?:chairs|heads)\b|\bwho\b[^.?]{{0,40}}\b{_ENGLISH_OFFICE}",
        r"(?m:大臣\s?[一-龥]{2,5}$)",
    ),
    _rule(
        "no_company",
        r"(?:どの|どこの|何という)(?:会社|企業|メーカー|ベンダー|業者)|(?:会社|企業|業者|メーカー|ベンダー|事業者)(?:名(?!簿)|の名前|は(?:どこ|どちら))"
        r"|請け負|受注し|受注した|落札(?!方式)|委託先|運営会社|開発元|製造元|販売元|製品名|商品名|\bwhich (?:company|vendor|contractor|firm)\b",
        r"株式会社|\(株\)|合同会社|有限会社|\binc\b|\bcorp|(?m-i:^[A-Z][a-z]+(?: [A-Z][a-z]+)+$)",  # or a name as a line
    ),
    _rule(
        "no_place",
        r"(?:地域|自治体|市町村|都市|都道府県|県|市|町|村|郵便局|病院|学校|大学|企業|団体|施設|銀行)の?(?:名前|名称|名)(?:[をはが?、。]|$)"
        r"|どこの(?:市|町|村|県|都道府県|自治体)(?!場|販|民|役所|職員|警|[^。?]{0,2}でも)|どこからどこまでの?(?:区間|ですか|です|になり|を走|がつな)|(?<![なほ])どの(?:市町村|市|町|村|県|都道府県)(?![がのか場販民町]|でも|手続|役所)",
        _PLACE,
    ),
    _rule(
        "no_place",
        r"(?:どこの|どの|何という)国(?![のがでは]?(?:資格|機関|計画|制度|事業|手続|調査|補助|家|会|民|内|立|際|税|債|道|勢|公))|\b(?:which|what) countr(?:y|ies)\b",
        _COUNTRY,
    ),
    _rule(
        "no_papers",
        r"(?:必要な|持って(?:い|行)く|持参する|付ける|添える|提出する|そろえる|揃える)(?:添付)?書類(?:は|を|って|が)[^。]{0,4}(?:何|どんな|どれ|教え|知り)"
        r"|(?:必要|添付|提出)書類(?:は|を)[^。]{0,4}(?:何|どんな|どれ|教え|知り)|何を持って(?:い|行)け"
        r"|\bwhat (?:documents|papers)\b|\b(?:documents|papers) (?:do i need|are (?:needed|required))",
        r"書類|証明書|謄本|写し|診断書|添付",
    ),
    _rule(
        "no_term",
        r"(?:名前|名称|愛称)(?:を付け|をつけ|にし|に決め)た(?:のは)?(?:なぜ|どうして|理由)|(?:名前|名称|愛称)の?由来|(?:named|name) .{0,20}\bwhy\b|\bnamed after\b",
        r"由来|ちなん|名付け|なぞらえ",
    ),
    _rule(
        "no_rank",
        r"(?:いちばん|一番|最も|もっとも|最多|最下位)[^。?]{1,24}(?:のは|[はが])?(?:どこ|どの(?:県|都道府県|市|町|自治体|国|省)|誰|何県)"
        r"|(?:いちばん|一番|最も|もっとも)[^。?、]{1,14}(?:都道府県|県|市|町|村|自治体|市町村|区|省庁|会社)(?:[はをがと]|$)|[いた]順に"
        r"|\bwhich (?:prefecture|city|town|municipality|ministry)\b[^.?]{1,50}\b(?:most|highest|lowest|fewest|best|worst)\b",
        r"最も|もっとも|最多|最大の|最高|最低|第?1位|一位|首位|一番|いちばん|上位",
    ),
    _rule("no_period", r"何年間?有効|有効期[間限]|いつまで有効|\bvalid for\b|\bexpir", r"有効(?![活性にな])"),
    _rule("no_period", PERIOD, SPAN_OF_TIME),
    _rule(
        "no_term",
        r"(?:という|どんな|どういう)結果に(?:なり|なった|出)|結果はどう(?:なり|でした|だった)",
        r"結果|判明|確認され|明らか",
    ),
    _rule(
        "no_company",
        r"何という(?:名前の)?(?:アプリ|ソフト|製品|商品)",
        r"「[^」]+」|『|[A-Z][A-Za-z-]{2,}",
    ),
    _rule("no_count", r"何件(?:でした|ありました|あった|だった|受け)", r"\d[\d,.]*(?:万|億)?\s*件"),
    _AMOUNTS,
)
# Units of a count that is asked for, and what may stand for them in an answer.
_UNITS = (
    (
        "[%％]|パーセント|割",
        r"\d(?:\.\d+)?\s*%|\dパーセント|\d割|\d分の\d|\d/\d|倍|半減|半数|未設定|設定しない|全て|すべて|全\w+",
    ),
    ("人", r"\d[\d,.]*(?:万|億)?\s*(?:人|名)"),
    ("回", r"\d[\d,.]*(?:万|億)?\s*回"),
    ("歳", r"\d\s*歳|\d代"),
    ("台", r"\d[\d,.]*(?:万|億)?\s*台"),
    ("枚", r"\d[\d,.]*(?:万|億)?\s*枚"),
    ("校", r"\d[\d,.]*(?:万|億)?\s*校"),
    ("局", r"\d[\d,.]*(?:万|億)?\s*(?:局|基)"),
    ("km|キロ", r"\d[\d,.]*(?:万|億)?\s*(?:km|キロ)"),
)
_COUNTS = tuple((re.compile(rf"何(?:{unit})(?![もか])"), re.compile(answers)) for unit, answers in _UNITS)
_DAY = re.compile(r"何月何日|何日に(?:開|行|あ)|\b(?:exact date|which day|what day)\b", re.IGNORECASE)
_TELLS_DAY = re.compile(r"\d月\d+日")
# What only its own word can answer: where no passage has the word, the plans are silent on it.
_TERM = re.compile(
    r"合格率|合格者数|倍率|試験日|試験問題|過去問|定員|株価|支持率|視聴率|生年月日|誕生日|出身地|出身校|学歴|経歴|口コミ|面積|重さ"
    r"|色は|何色|補助率|利率|金利|罰則|刑罰|保険料|年会費|入会金|クーポン|割引率|送料|在庫|発売日|機種名|型番|競合|株主|売上高|利益率|時価総額"
    r"|損害賠償|賠償責任|法的な?責任|ペナルティ|違約金|暗証番号|所得税|相続税|固定資産税|消費税|地方交付税"
)
# Groups that a question names, each of which what is quoted must name too, by any of its names.
_GROUPS = tuple(
    (re.compile(rf"(?:{asked})(?![^、。]{{0,8}}(?:のような|みたいな))", re.IGNORECASE), re.compile(said))
    for asked, said in (
        (r"高校(?!卒|程度)|高等学校(?!卒)", r"高校|高等学校|小・?中・?高|学校段階|全ての学校|高等教育"),
        (r"博物館|美術館", r"博物館|美術館"),
        *((name, name) for name in "図書館 韓国 ドイツ フランス エストニア シンガポール 台湾".split()),
        (r"幼稚園", r"幼稚園|保育|幼児|就学前|園"),
        (r"中国(?!地方)", r"中国"),
        (r"米国|アメリカ|(?<!like the )\busa?\b", r"米国|アメリカ|US|米"),
        (r"英国|イギリス", r"英国|イギリス|UK"),
        (r"インド(?!ネシア|ア)", r"インド"),
    )
)
# The present value of a share, and what tells of a target only.
_CURRENT = re.compile(r"(?:いま|今|現在|現時点|実際に|実績)[^。?]{0,24}何(?:[%％割]|パーセント)")
_RESULT = re.compile(
    r"結局[^。?]{0,24}何(?:[%％割]|パーセント)|結局[^。?]{0,12}達成|(?:目標|KPI)[^。?]{0,12}達成(?:でき|され|した|しま)"
)
_SHARE = re.compile(r"\d\s*[%％]|\d割")
_TARGET = re.compile(r"目指|目標|まで(?:に|$)|目途|以上と(?:する|し)|KPI|年度?末?\)?:|[%％]\)?以上")
_REACHED = re.compile(r"達成(?:した|し、|済|率は)|に達し|超え|上回")
_SENTENCE = re.compile(r"[^。\n]+")
# What a question takes for granted that is too strong to be meant by other words, and what says it.
_CLAIMS = tuple(
    (re.compile(asked), re.compile(said))
    for asked, said in (
        (r"義務(?:化|[にはがでか?]|$)|義務[付づ]けられ", r"義務|必須|しなければならない"),
        (r"禁止|禁じ", r"禁止|禁じ|認めない|不可"),
        (r"廃止(?!届)|廃し", r"廃止|終了|廃する|やめる|なくす|撤廃"),
        (
            r"(?:もらえ|使え|出せ|受け付け(?:られ)?)なくな|受け?付けをやめ|\babolish|\bdiscontinued\b|\bno longer\b|phased out|scrapped",
            r"廃止|終了|廃する|やめ|なくす|撤廃|停止|失効|移行|有効期限|使えな",
        ),
        (r"住民税", r"住民税|民税"),
        (r"無料|無償|ただで", r"無料|無償|免除|不要"),
        (r"罰金|罰則|処罰|逮捕|\bfines?\b|\bpenalt|\bpunish", r"罰|過料|課徴金"),
        (r"(?:どのような|どんな|何か)処分", r"処分|罰|過料|課徴金"),
        (
            r"(?<!越境)移転|(?:庁舎|本庁|本省|本社|役所|事務所|オフィス)[^。?]{0,12}(?:へ|に)移[るっさ]",
            r"移転|移設|移る|移す|移管",
        ),
        (r"民営化|売却", r"民営|売却|譲渡"),
        (r"値上げ|増税", r"値上げ|増税|引上げ|引き上げ"),
        (r"値下げ|減税", r"値下げ|減税|引下げ|引き下げ|割引|低減"),
        (r"解散[しすさ]|倒産[しす]", r"解散|倒産|解消"),
        (r"再開|復活", r"再開|復活|再び"),
        (r"中止|取りやめ|凍結|撤回", r"中止|停止|取りやめ|凍結|撤回|見送"),
        (r"延期|先送り", r"延期|延長|後ろ倒し|先送り|延ばす"),
    )
)


# A figure that is asked for, and the fiscal years for which it may be.
_FIGURE = re.compile(
    r"何(?:[%％割人件局台校回万]|パーセント|[箇かカヵケ]所|団体|自治体|機関)|いくつ|目標(?:値|の?割合|の?件数|の?数)?[はを]|(?:割合|件数|人数)は"
    r"|どの(?:くらい|程度)|どれ(?:くらい|ほど)|how many|what (?:percent|share|proportion|is the target)",
    re.IGNORECASE,
)
_TWO_FIGURES = re.compile(r"(?:割合|率|額|数)と、")
_FISCAL_YEAR = re.compile(rf"{YEAR}度(?!の?計画|版)")
_ENGLISH_FISCAL_YEAR = re.compile(r"\b(?:fy|fiscal(?: year)?) ?(20\d\d)\b", re.IGNORECASE)
_ANY_YEAR = re.compile(YEAR)
_SHORT_YEAR = re.compile(r"(?<!\d)(\d\d)年度")
_TELLS_AMOUNT = re.compile(_AMOUNT)
_NAME = re.compile(r"[ァ-ヶー一-龥々]{2,}|[a-z][a-z0-9-]{2,}", re.IGNORECASE)
_OF_AN_AMOUNT = re.compile(
    "(?:申請|利用|登録|更新|発行|交付)?(?:手数料|料金|費用|金額|価格|値段|代金)|予算額?|総額|上限|年度|年間|申請|手続|国|自治体|オンライン|ネット|更新|発行|交付|利用|登録|制度|必要"
)
_UNDATED = re.compile(RELATIVE)  # years that only the date of the document tells


def unanswered(
    question: str, quoted: Iterable[str], found: Iterable[str], leading: Sequence[str] = ()
) -> Attribute | None:
    """The first attribute that `question` asks for and nothing answers, None where all is answered.

    `quoted` are the sentences that the answer would quote, `found` the passages around them, `leading` those of the first
    quotes; all in the search form.
    """
    quote = "\n".join(quoted)
    for rule in _RULES:
        if rule.asks.search(question) and not (rule.answers and rule.answers.search(quote)):
            return rule.attribute
    passages = "\n".join(found)
    if any(asked.search(question) and not answers.search(passages) for asked, answers in _COUNTS):
        return "no_count"
    if _DAY.search(question) and not _TELLS_DAY.search(passages):
        return "no_day"
    if any(asked.search(question) and not said.search(passages) for asked, said in _GROUPS):
        return "no_group"
    is_of_now = _CURRENT.search(question) and not _TARGET.search(question)
    if (is_of_now or _RESULT.search(question)) and _tells_targets_only(passages):
        return "no_current"
    told = (*leading, quote) if _TWO_FIGURES.search(question) else leading  # of which another quote may tell one
    if leading and _lacks_year(question, "\n".join(told)):
        return "no_year"
    if any(term not in passages for term in _TERM.findall(question)):
        return "no_term"
    claimed = any(asked.search(question) and not said.search(passages) for asked, said in _CLAIMS)
    return "no_claim" if claimed else None


def lacks_amount(question: str, quotes: Iterable[tuple[str, str]], others: Callable[[str], Iterable[str]]) -> bool:
    """Whether `question` asks for an amount, and none of what is quoted tells one of its subject.

    Each of `quotes` is a quote and all of its passage, in the search form; `others` gives other words for a name.
    """
    if not _AMOUNTS.asks.search(question):
        return False
    names = [name for name in _NAME.findall(question) if not _OF_AN_AMOUNT.fullmatch(name)]
    names += [other for name in names for other in others(name)]
    amounts = [passage for quote, passage in quotes if _TELLS_AMOUNT.search(quote)]
    return bool(names) and not any(name in passage for passage in amounts for name in names)


def _tells_targets_only(passages: str) -> bool:
    """Whether each sentence with a share tells of a target, and there is one."""
    shares = [sentence for sentence in _SENTENCE.findall(passages) if _SHARE.search(sentence)]
    return bool(shares) and all(_TARGET.search(sentence) and not _REACHED.search(sentence) for sentence in shares)


def _lacks_year(question: str, passage: str) -> bool:
    """Whether a figure of a fiscal year is asked for of which `passage` does not speak."""
    asked = {year_in(match) for match in _FISCAL_YEAR.finditer(question)}
    asked |= {int(year) for year in _ENGLISH_FISCAL_YEAR.findall(question)}
    if not asked or not _FIGURE.search(question) or _UNDATED.search(passage):
        return False
    told = {year_in(match) for match in _ANY_YEAR.finditer(passage)}
    told |= {2000 + int(year) for year in _SHORT_YEAR.findall(passage)}
    return not asked & told
