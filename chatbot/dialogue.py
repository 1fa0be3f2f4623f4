"""A follow-up, and what was asked and answered before it → a question that stands by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chatbot.phrases import (
    TIME,
    Phrase,
    ending_stripped,
    has_subject,
    is_attribute,
    names_attribute,
    read_phrase,
    scope_of,
)
from chatbot.quantities import NUMERALS
from corpus.normalize import search_form
from index.level import is_japanese

_CONNECTIVE = re.compile(
    r"(?:(?:そ?れ)?(?:じゃあ?|では|でしたら|なら)|あと|ちなみに|また(?!は)|さらに|そして|それから|なお"
    r"|(?:and|so|then|ok(?:ay)?|well|also|but)\b)[、,，\s]*",
    re.IGNORECASE,
)
_CELL = re.compile(r"の(?:手続\s?ID|根拠法令|根拠条文|受け手|手続類型|手続主体)", re.IGNORECASE)
_NEW_TOPIC = re.compile(
    r"ところで|話は?変わり|話を変え|(?:別|違う|次)の(?:質問|話)|by the way|on another (?:note|matter)|new question",
    re.IGNORECASE,
)
_ANAPHOR = re.compile(
    r"そのとき|その(?:時|際)(?:に(?:は)?)?|(?:それ|これ|あれ)(?!ぞれ|ら?まで|から|とも)(?:ら)?"
    r"|(?:その|この|あの|同じ(?=手続|施策|政策|制度|申請|届出|事業|取組|計画|こと)|当該|上記の|前述の)(?!ため|まま|ほか|他|もの|うえ|ような|ように|よう)|(?:そこ|そちら|あちら)(?=[はのがにでをも])"
    r"|\b(?:its|their)\b|\bthe same (?:one|procedure|policy|measure|plan|system)\b|\b(?:it|they|this|that|them)\b(?! (?:the|a)\b)",
    re.IGNORECASE,
)
_CARRIED_NOUN = re.compile(
    r"(?:手続き?|施策|政策|制度|申請|届出|システム|事業|取組|サービス|会議|計画|仕組み|基盤|プロジェクト|項目|条文|法令|procedure|policy|measure|plan)(?=[のはがをにでも、]|に)"
)
_ORDINAL = NUMERALS | {name: number for number, name in enumerate("first second third fourth fifth".split(), 1)}
_ITEM = re.compile(
    r"(?:その|この|上の|the )?(?:中の|うちの)?(?:(?P<number>\d{1,2}|[一二三四五六七八九十])(?:番目|つ目|個目|つめ|件目|番)|(?P<last>最後|last)"
    r"|(?P<first>最初|先頭)|(?P<word>first|second|third|fourth|fifth))"
    r"(?: one| item)?(?:の?(?:もの|やつ|項目|施策|手続|取組|制度|施設|やり方|型))?(?P<rest>(?:[のはをがに]|について|[?？。]|\s|$).*)",
    re.IGNORECASE,
)
_SPAN_ONLY = re.compile(
    rf"(?:(?:what|how) about |and )?(?:for |in |as of )?(?P<span>{TIME}|20\d\d)(?:の?(?:場合|時点))?(?:では|には|は|だと|なら)?(?:どう(?:です|でしょう|なります)?か?)?",
    re.IGNORECASE,
)
_YEAR = re.compile(TIME + r"|\b20\d\d\b")
_ANOTHER = re.compile(
    r"(?P<noun>[^、。？?]{1,30}?)(?:の(?:場合|ほう|方)(?:は|だと|なら)?|については|に関しては|だと|なら|ですと|は|も)(?:どう(?:です|でしょう|なります|なりますでしょう)?か?)?"
)
_ANOTHER_ENGLISH = re.compile(
    r"(?:what|how) about (?:the case of )?(?P<noun>.{1,60})|(?:for |in the case of )(?P<other>.{1,60})", re.IGNORECASE
)
_MORE = re.compile(r"もっと|もう少し|くわし|詳し|教え|説明|具体的|ほか|他に|英語|日本語")
_BULLET = re.compile(r"(?:[・○●•①-⑳]|-\s|[(（]?\d{1,2}[)）.．]\s?)\s*(.+)")
_QUOTED = re.compile(r"(?:「[^「」]+」(?:[(（][^()（）]*[)）])?\s*(?:、|,|及び|および|と|・)\s*){1,}「[^「」]+」")
_LONGEST_LABEL = 60  # characters
_WORDS_OF_A_NAME = 4  # of an English question that is no more than another subject
_QUESTION_WORD = re.compile(r"何|誰|いつ|どこ|どの|どれ|どう|いく[つら]|なぜ")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The turn before: its self-contained question, and what the items of its answer are called, in order."""

    question: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up as a question that stands by itself.

    `item` is the index of the earlier answer's item that it is about; `same_subject` tells that it is about the subject
    of the earlier question.
    """

    question: str
    same_subject: bool = False
    item: int | None = None


def resolve(question: str, earlier: Earlier) -> FollowUp | None:
    """`question` with what it leaves out or points at put in; None where its words take nothing from before."""
    question = question.strip()
    if _NEW_TOPIC.match(question):
        return None
    connective = _CONNECTIVE.match(question)
    rest = question[connective.end() :] if connective else question
    if found := _item(rest, earlier):
        return found
    phrase = read_phrase(earlier.question)
    if found := _span(rest, earlier, phrase):
        return found
    subject = phrase.subject if phrase else ending_stripped(earlier.question)
    anaphor = _ANAPHOR.search(rest)
    unlisted = _ITEM.match(rest)
    if not anaphor and unlisted and not has_subject(unlisted["rest"]):
        return FollowUp(_scoped(_about(subject, rest), phrase), same_subject=True)
    if anaphor and not has_subject(rest[: anaphor.start()]):
        return FollowUp(_scoped(_put_in(rest, anaphor, subject, earlier.question), phrase), same_subject=True)
    if not has_subject(rest):
        return FollowUp(_scoped(_about(subject, rest), phrase), same_subject=True) if ending_stripped(rest) else None
    return _another(rest, phrase, bool(connective)) if phrase else None


def join(question: str, earlier: Earlier) -> FollowUp | None:
    """`question` as one about the subject of the turn before, where only what was found tells that it is.

    None where it names that subject itself.
    """
    question = question.strip()
    connective = _CONNECTIVE.match(question)
    rest = question[connective.end() :] if connective else question
    phrase = read_phrase(earlier.question)
    subject = phrase.subject if phrase else ending_stripped(earlier.question)
    if subject in rest:
        return None
    return FollowUp(_scoped(_concerning(subject, rest), phrase), same_subject=True)


def takes_nothing(question: str) -> bool:
    """Whether the question says that it begins a new topic, or asks for a cell of the record that it names itself."""
    phrase = read_phrase(question.strip())
    return bool(_NEW_TOPIC.match(question.strip()) or (phrase and _CELL.match(phrase.after)))


def _scoped(question: str, phrase: Phrase | None) -> str:
    """The question, limited to the plan to which the turn before was, if it names none itself."""
    if phrase is None or not phrase.scope or scope_of(question):
        return question
    return f"{phrase.scope.rstrip('、')}、{question}"


def _item(rest: str, earlier: Earlier) -> FollowUp | None:
    found = _ITEM.match(rest)
    if not found or len(earlier.items) < 2:
        return None
    index = _index(found, len(earlier.items))
    if index is None:
        return None
    after = found["rest"].lstrip()
    if has_subject(after):
        return None
    after = re.sub(r"^の(?=[をはがに])", "", after)
    label = earlier.items[index]
    if re.match(r"[をが]?(?:もっと|もう少し|くわし|詳し|教え|説明)", after):
        return FollowUp(f"{label}について、{after.lstrip('をが')}", item=index)
    if not ending_stripped(after) or ending_stripped(after) in ("は", "を"):
        return FollowUp(f"{label}について", item=index)
    return FollowUp(f"{label}{after if is_japanese(after) else ' ' + after}", item=index)


def _index(found: re.Match[str], count: int) -> int | None:
    if found["last"]:
        return count - 1
    if found["first"]:
        return 0
    name = (found["number"] or found["word"]).lower()
    number = _ORDINAL[name] if name in _ORDINAL else int(name)
    return number - 1 if 1 <= number <= count else None


def _span(rest: str, earlier: Earlier, phrase: Phrase | None) -> FollowUp | None:
    """The question before for another year or plan: nothing else is said."""
    if (scope := scope_of(rest)) and not ending_stripped(rest[len(scope) :].replace("どうですか", "")):
        scope = scope.rstrip("、")
        old = phrase.scope if phrase else ""
        asked = earlier.question.replace(old, "") if old else earlier.question
        return FollowUp(f"{scope}、{asked}")
    found = _SPAN_ONLY.fullmatch(ending_stripped(rest))
    if not found:
        return None
    span = found["span"]
    if not is_japanese(search_form(earlier.question)):
        asked = _YEAR.sub(span, earlier.question, count=1)
        return FollowUp(asked if asked != earlier.question else f"{ending_stripped(asked)} in {span}?")
    span = f"{span}年" if span.isascii() and span.isdigit() else span
    if year := _YEAR.search(earlier.question):
        if year.group().endswith("年度") and span.endswith("年"):
            span += "度"
        return FollowUp(earlier.question[: year.start()] + span + earlier.question[year.end() :])
    return FollowUp(f"{span}では、{earlier.question}")


def _put_in(rest: str, anaphor: re.Match[str], subject: str, asked_before: str) -> str:
    """The question with the subject where it points at it."""
    before, word, after = rest[: anaphor.start()], anaphor.group(), rest[anaphor.end() :]
    if word.lower() in ("its", "their"):
        return f"{before}{subject}’s{after}"
    if not is_japanese(word):
        return f"{before}{subject}{after}"
    if word.startswith(("そのとき", "その時", "その際")):
        year = _YEAR.search(asked_before)
        time = f"{year.group()}に、" if year else ""
        return _concerning(subject, f"{before}{time}{after.lstrip('、にはの')}")
    if word.endswith(("れ", "れら", "こ", "ちら")):
        return f"{before}{subject}{after}"
    noun = _CARRIED_NOUN.match(after)
    if noun:
        return f"{before}{subject}{after[noun.end() :]}"
    return f"{before}{subject}の{after}"


def _about(subject: str, rest: str) -> str:
    """A question that names no subject, of `subject`."""
    if not is_japanese(search_form(rest)):
        attribute = ending_stripped(re.sub(r"^(?:what|how) about ", "", rest, flags=re.IGNORECASE))
        return f"{attribute} of {subject}?" if is_attribute(attribute) else f"{ending_stripped(rest)} ({subject})?"
    if _MORE.match(rest):
        return f"{subject}について、{rest}"
    if _QUESTION_WORD.match(rest):
        return f"{subject}は{rest}"
    return f"{subject}の{rest}"


def _concerning(subject: str, rest: str) -> str:
    return f"{subject}について、{rest}" if is_japanese(search_form(rest)) else f"{ending_stripped(rest)} ({subject})?"


def _another(rest: str, phrase: Phrase, connected: bool) -> FollowUp | None:
    """The question before, of another subject: only that is named."""
    text = ending_stripped(rest)
    found = _ANOTHER_ENGLISH.fullmatch(text) or _ANOTHER.fullmatch(text)
    if not found:
        if connected and not is_japanese(search_form(text)) and len(text.split()) <= _WORDS_OF_A_NAME:
            return FollowUp(phrase.of(text))
        return None
    noun = next(group for group in found.groups() if group)
    if _QUESTION_WORD.search(noun) or names_attribute(noun):
        return None
    return FollowUp(phrase.of(noun))


def numbered(text: str) -> list[str]:
    """The items of a list in an answer's text, in order, without bullets and citation marks; fewer than 2 are none."""
    lines = [re.sub(r"\s*\[\d+\]$", "", line).strip() for line in text.splitlines()]
    lines = [part for line in lines for part in re.split(r"(?=[①-⑳])", line) if part]
    items = [match.group(1) for line in lines if (match := _BULLET.match(line))]
    if len(items) < 2 and (found := _QUOTED.search(text)):
        items = re.findall(r"「([^「」]+)」", found.group())
    return [item for item in map(_short, items) if item]


def _short(item: str) -> str:
    return re.split(r"[。：:]", item, maxsplit=1)[0].strip(" 　、,").rstrip()[:_LONGEST_LABEL]
