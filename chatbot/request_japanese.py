"""A Japanese question that asks to count or to list records, read piece by piece."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from chatbot.request import Column, Kind, Names, ProcedureWords, Request, RequestText, Role
from corpus.normalize import search_form
from corpus.years import YEAR, year_in
from index.vocabulary import official_terms

_RECORD = "\x01"  # stands where the kind of record is named
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("group", re.compile(r"(?:行政)?手続き?の?グループ|グループ(?!\d)")),
    ("policy", re.compile(r"重点(?:政策|施策)|施策|政策")),
    ("procedure", re.compile(r"(?:行政)?手続き?")),
)
_COUNT = re.compile(
    r"いくつ|どれだけ|どのくらい|何(?:件|個|本|種類?|グループ|手続き?|施策|つ)|(?:総|件)数|数は|(?<=の)数(?=を|$|[?。])|how many|number of"
)
_ALL = re.compile(
    r"(?:[二三四五六七八九十\d]+(?:つ|件|個|種類)?とも|全部|全て|すべて|一覧|列挙|挙げ|リスト(?:アップ)?|漏れなく|もれなく|残らず|全件)(?:を|で|に|して)?"
)
PROCEDURE_WORDS = ProcedureWords(
    re.compile(r"手続|届出|届け出|申請"),
    re.compile(r"割合|何[%％割年月]|いつ|目標|kpi|取組|システム|id|番号|条", re.IGNORECASE),
    _COUNT,
    _ALL,
)
_WHICH = re.compile(r"どれ(?:と(?:どれ|何))*|何(?:と何)+|どの(?=\x01)|どんな|何が|何の|何(?=[でか?。]|$)")
_LIST_NAMES = re.compile(
    r"重点政策一覧|(?<=の)政策一覧|(?:デジタル社会の実現に向けた)?重点計画(?:2025)?|オンライン化を実施する(?:行政手続(?:き)?(?:等)?の一覧等?)|(?:オンライン化の)?(?:対象)?(?:行政)?手続の一覧"
)
_GOES_ONLINE = re.compile(
    r"オンライン化(?:を|の|が)?(?:実施|対象|予定)?(?:(?:と|に)?(?:され|なっ|し)(?:る|た|ている))?"
)
_DUE = "(?:期限|目標|完了|実現|達成)(?:年度?|年次|時期)?(?:の(?:期限|年度?|時期))?"
_SET = "(?:ある|定められた|目指す|(?:と|に)?(?:[しさ置](?:れ|い)?て(?:い)?る|する|置く|なって(?:い)?る|設定(?:し|され)て(?:い)?る))"
_YEAR = re.compile(rf"{YEAR}(?P<fiscal>度)?の?(?:末|中)?(?:までに?|中に?|[がを](?={_DUE}))")
_DUE_YEAR = re.compile(rf"{_DUE}[がはを]{YEAR}(?P<fiscal>度)?の?(?:末|中)?{_SET}?")
_DEADLINE_WORDS = re.compile(rf"(?:の|が|を)?{_DUE}(?:が|の|に|と|を)?{_SET}?")
_QUOTED = re.compile(r"[「『\"“](?P<topic>[^」』\"”]{1,60})[」』\"”](?:の(?:章|節|分野|見出し))?")
_QUOTED_FIELD = re.compile(r"[「『](?:具体的な目標|主担当府省庁|関係府省庁|手続名|施策名)[」』]")
_COLUMNS: tuple[tuple[Column, str], ...] = (
    ("receiver", "(?:手続の?)?受け手|(?:(?:申請|届出|届け出|手続)を)?受け(?:る|取る|付ける)(?:側|相手)"),
    ("subject", "(?:手続の?)?主体"),
)
_OTHER_VALUE = r"[^\s、。?のがはでにとを「」]{1,14}"
_IS = r"(?:である|で|だけの?|となる|となっている|になっている|と書かれ(?:た|ている)|に(?:なる|する)|とする)?"
_LAW_NAME = r"(?P<law>[^\s、。?\x01]{1,60}?(?:法律|法|規則|令|規程))"
_LAWS = (
    re.compile(
        rf"{_LAW_NAME}(?:に(?:基づ|もとづ)(?:く|いた|いている)|による|を根拠(?:と|に)(?:する|した)|が根拠法?令?(?:の|である|に(?:なる|なっている))?|上の)"
    ),
    re.compile(rf"根拠(?:法令|法|の法律)?[がは]{_LAW_NAME}(?:の|である|に|と)?"),
)
_GROUP_NUMBER = re.compile(
    r"グループ(?:の?番号)?(?:が|は|no\.?|No\.?)?(?P<a>\d{1,3})番?|第?(?P<b>\d{1,3})(?:番(?:目)?の)?(?:手続)?グループ"
)
_SECTION = re.compile(
    r"(?:施策)?(?:番号|No\.? ?)(?:の(?:頭|最初|先頭))?[がは]?(?P<a>\d)(?:-(?!\d))?(?:で|から)(?:始|はじ)まる|No\.? ?(?P<b>\d)-(?!\d)"
    r"|(?<!\d)(?P<c>\d)-?(?:で|から)(?:始|はじ)まる(?:番号の)?|(?:(?:施策)?番号が?)?(?<!\d)(?P<d>\d)番台(?:の番号)?|(?:[^、。?\s()「」]{2,30}\()?第(?P<e>\d)の柱(?:\([^()]*\)|\))?"
)
_SHARED = re.compile(
    r"\(?(?:他|ほか)の?(?:府省庁|省庁|府省|省)と(?:一緒|共同|共管|合同|連名)(?:の(?:もの|施策)?)?も?(?:含む|含めて|入れて)\)?"
)
_SHORT_MINISTRY = re.compile(r"(?:子ども|子供)家庭庁|[一-龥]{2}[省庁]")
_TOGETHER = re.compile(
    r"(?:の両方|の双方|のどちらも|、?とも(?:に)?|共に|共同|連名|そろって)(?:が|で|も|の)?(?=主担当|担当|関係)"
)
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("sole", re.compile(r"(?:だけ|のみ)[がで]?、?主担当(?:の?(?:府省庁|省庁))?|単独[でのが]?(?:主?担当)")),
    ("lead", re.compile(r"主担当(?:の?(?:府省庁|省庁|府省|官庁|省|庁))?")),
    ("related", re.compile(r"関係(?:府省庁|省庁|府省)")),
    ("any", re.compile(r"(?:に|が)?(?:関わ(?:る|って(?:い)?る)|関係する|関与する|加わ(?:る|って(?:い)?る))")),
    ("lead", re.compile(r"(?:所管|担当|主導)(?:府省庁|省庁|府省)?|受け持(?:つ|って(?:い)?る)|中心(?:と|に)なる")),
)
_PRIORITY = re.compile(r"優先(?:的)?(?:に|して)?")
_LIFE_EVENTS = re.compile(r"ライフイベント(?:に際し(?:て)?(?:必要な)?)?")
_PRIORITY_WORDS = re.compile(
    r"地方公共団体(?:等)?|(?:地方)?自治体|市区?町村|都道府県|オンライン化|デジタル化|推進|早急に|進め(?:る)?|ワンストップで?|(?:する?)?べき(?:だ|とされ(?:る|た|ている))?"
)
_ABOUT = re.compile(
    r"(?P<topic>[^\s、。?\x01]{1,40}?)(?:に(?:関する|関係する|関わる|関連する|ついての)|関連の?|関係の?)(?:(?:申請|届出|請求)(?:など|等)?(?:の(?:うち)?|で)?)?(?=\x01|もの| )"
)
_TITLED = re.compile(
    r"(?:題名|名前|名称|名|タイトル|施策名|手続名)に(?P<topic>[^\s、。?\x01]{1,30}?)"
    r"(?:が(?:入っ|含まれ|付い|つい)|を含(?:ん|む)|と(?:付|つ)(?:く|い)|の(?:付|つ)(?:く|い))(?:ている|でいる|た|る)?(?=\x01|もの)"
)
_IN_LIST = re.compile(r"(?P<topic>[^\s、。?「」]{2,30}?)の(?:一覧|グループ|リスト)(?:の中|の?うち)?(?:では?、?|、)")
_WITHIN = re.compile(
    r"(?P<topic>[^\s、。?\x01]{2,40}?)(?:の(?:中|項目|欄))?に(?:は)?(?:含まれ(?:る|ている)|入っている|属する|載っている|挙がっている)(?=\x01|もの)"
)
_BEFORE_RECORD = re.compile(r"(?P<topic>[^\s、。?\x01]{1,40}?)の?\x01")
_FILLERS = (
    r"の|は|が|を|に|で|と|も|な|や|から|って|として|うち|中|ある|あり|ます|まし|です|でしょう|ござい|か|ください|下さい|教え|おしえ|見せ|示し|出し|書き出し|数え|知り|たい|ほしい|欲しい"
    r"|いる|い|し|する|して|さ|れ|た|て|こと|もの|それ|ぞれ|全体|合計|現在|今|計画|国|政府|載っ|掲載|記載|含まれ|含む|挙が|挙げられ|書かれ|書い|出て|対象|なっ|なる|属する|属し|入っ|られ|よ|ね|だ|ん"
    r"|[二三四五六七八九十\d]+つ|並(?:ぶ|んで)|付(?:く|いて)|務め|という|言葉|単語|語|文字|はず|出て|施策|政策|ところ|やつ|うちで"
    r"|題名|タイトル|名前|名称|分野|章|番号|お|まとめ|何|どんな|ものが|全|く|お願い(?:し|いたし)|だけ|には|では|とは|期限|目標|まで|ちなみに|すみません|ついて"
)
_NEGATION = re.compile(r"ない|なく|せず|ほか|他|以外|除")
_FILLER = re.compile(rf"(?:{_FILLERS})+")
_LEADING = re.compile(r"^(?:(?:重点計画|計画|一覧|政府|国|うち)[のでに]|[はがをのにでとも](?![ぁ-ん]))(?=.{2})")
_ENDING = re.compile(r"(?:の?オンライン(?:・デジタル)?化|等|など|関係|分野|関連|を実施する|を行う|の?グループ|の)$")


def read_japanese(reader: RequestText, names: Names) -> Request | None:
    """The request of a Japanese question; None where it makes none, or says more than is understood."""
    request = Request("policy", "which")
    reader.take(_QUOTED_FIELD)
    _take_deadline(reader, request)
    _take_column(reader, request, names)
    if quoted := _QUOTED.search(reader.rest):
        is_topic = not _LIST_NAMES.fullmatch(quoted["topic"]) and quoted["topic"] not in names.ministries
        reader.take(_QUOTED, " " if is_topic else quoted["topic"])
        request.topic = quoted["topic"] if is_topic else ""
    _take_law(reader, request, names)
    if number := reader.take(_GROUP_NUMBER):
        request.group = number["a"] or number["b"]
    if section := reader.take(_SECTION):
        request.section = next(filter(None, section.groups()))
    reader.take(_SHARED)  # a policy that several lead is each one's
    request.names_list = bool(reader.take(_LIST_NAMES, " 一覧 " if "一覧を" in reader.rest else " "))
    if not request.topic and (within := reader.take(_IN_LIST)):
        request.topic = _trimmed(within["topic"])
    if not _take_ministry(reader, request, names):
        return None
    if not _take_kind(reader, request) or not _take_asking(reader, request):
        return None
    _take_priority(reader, request)
    request.names_list |= bool(reader.take(_GOES_ONLINE))
    for pattern in (_TITLED, _WITHIN, _ABOUT):
        if not request.topic and (about := reader.take(pattern)):
            request.topic = _trimmed(about["topic"])
    return request if _is_understood(reader, request, names) else None


def _take_deadline(reader: RequestText, request: Request) -> None:
    if year := reader.take(_DUE_YEAR) or reader.take(_YEAR):
        request.year, request.year_unit = year_in(year), f"年{year['fiscal'] or ''}"
        while reader.take(_DEADLINE_WORDS):
            pass


def _take_column(reader: RequestText, request: Request, names: Names) -> None:
    for column, label in _COLUMNS:
        value = f"「?(?P<value>{_any_of(names.values[column])}|{_OTHER_VALUE})」?"
        after = re.compile(rf"(?:{label})の?(?:欄)?[がは]{value}{_IS}")
        before = re.compile(rf"{value}[がを](?:手続の?)?(?:{label}){_IS}")
        if found := reader.take(after) or reader.take(before):
            request.column = (column, found["value"])
            return
    if found := reader.take(re.compile(_any_of(names.values["type"]))):
        is_plain = found.group() == "申請等"
        if is_plain and not re.search("類型", reader.rest):
            reader.rest = reader.rest.replace(" ", found.group(), 1)
            return
        reader.take(re.compile(r"(?:手続の?)?類型(?:が|は)?"))
        request.column = ("type", found.group())


def _any_of(values: Collection[str]) -> str:
    return "|".join(sorted(map(re.escape, values), key=len, reverse=True))


def _take_law(reader: RequestText, request: Request, names: Names) -> None:
    for pattern in _LAWS:
        if found := reader.take(pattern):
            known = [law for law in names.laws if found["law"].endswith(search_form(law))]
            request.law = max(known, key=len, default=re.split(r"[の、]|うち", found["law"])[-1])
            return


def _take_ministry(reader: RequestText, request: Request, names: Names) -> bool:
    """Whether at most one ministry is named, and one where a role is: of two it is not said whether both are meant."""
    short = {match.group() for match in _SHORT_MINISTRY.finditer(reader.rest)} - set(names.ministries)
    called = {name: name for name in names.ministries} | {name: _full_name(name, names) for name in short}
    found = []
    for name in sorted(called, key=len, reverse=True):
        if called[name] and reader.take(re.compile(re.escape(name))):
            found.append(called[name])
    if len(found) == 2 and reader.take(_TOGETHER):
        request.partner = found.pop()
    if len(found) != 1:
        return not found and not re.search("主担当", reader.rest)
    request.ministry = found[0]
    reader.take_role(request, _ROLES)
    return not request.partner or request.role in ("lead", "sole")


def _full_name(short: str, names: Names) -> str:
    return next((term for term in official_terms(short) if term in names.ministries), "")


def _take_kind(reader: RequestText, request: Request) -> bool:
    """Whether a kind of record is named that has what else is asked; named last is what is counted."""
    found = [(match.end(), -match.start(), kind) for kind, pattern in _KINDS for match in pattern.finditer(reader.rest)]
    if found:
        end, start, request.kind = max(found)
        request.names_list |= request.kind == "policy" and reader.rest[-start:end].startswith("重点")
        reader.rest = reader.rest[:-start] + _RECORD + reader.rest[end:]
    elif request.column and request.column[0] == "type":
        request.kind, reader.rest = "procedure", _RECORD + reader.rest
    else:
        return False
    if request.section and request.kind != "policy":
        return False
    return request.kind == "procedure" or not (request.group or request.column or request.law)


def _take_asking(reader: RequestText, request: Request) -> bool:
    """Whether the question asks for a number, for all, or which they are: by itself or with nothing behind its subject."""
    if reader.take_wants(request, _COUNT, _ALL):
        reader.take(_WHICH)
        return True
    return bool(reader.take(_WHICH)) or bool(re.search(r"\x01(?:に?は|を教えて.*)[?。]?$", reader.rest))


def _take_priority(reader: RequestText, request: Request) -> None:
    life, first = reader.take(_LIFE_EVENTS), reader.take(_PRIORITY)
    if request.kind == "procedure" and (life or first):
        request.is_priority = True
        request.topic = request.topic or ("ライフイベント" if life else "")
        while reader.take(_PRIORITY_WORDS):
            pass


def _is_understood(reader: RequestText, request: Request, names: Names) -> bool:
    """Whether nothing is left but fillers and, where there is no topic yet, one right before the kind of record."""
    if _NEGATION.search(reader.rest):
        return False
    if not request.topic and (found := _BEFORE_RECORD.search(reader.rest)):
        topic = _trimmed(found["topic"])
        if topic and not _FILLER.fullmatch(topic):
            request.topic = topic
            reader.take(_BEFORE_RECORD, _RECORD)
    if request.kind == "procedure" and request.topic in map(search_form, names.laws):
        request.law, request.topic = request.topic, ""
    rest = [chunk for chunk in _chunks(reader.rest) if not _FILLER.fullmatch(chunk)]
    if request.is_priority and not request.topic and len(rest) == 1:
        request.topic = _trimmed(re.sub("[はがをのにでとも]$", "", rest.pop()))
    return not rest


def _chunks(rest: str) -> Iterator[str]:
    yield from (chunk for chunk in re.split(r"[\s\x01、。?!・,.:]+", rest) if chunk)


def _trimmed(topic: str) -> str:
    while (shorter := _ENDING.sub("", _LEADING.sub("", topic))) != topic:
        topic = shorter
    return topic
