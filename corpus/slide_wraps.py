"""Which line of a slide goes on in the next one: hard wraps, often with a blank line between.

Lines that may not belong together stay apart. A line is rejoined where the words say so (a particle at its end, a bracket
left open, an ending at the beginning of the next) or where it fills the width of its box.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.layout import Line

BULLET = re.compile(r"\s*[\uf000-\uf8ff•・]")
MARKER = re.compile(
    r"\s*(?:[\uf000-\uf8ff•・○〇●×※◆→⇒＋【＜≪<]|例）|[（(][0-9a-z０-９１-９]+[)）]|[0-9０-９]+[．.](?![0-9])|[Ⅰ-Ⅻ][．.]|[ⅰ-ⅻ]）|[①-⑳❶-❿]|ＥＢＰＭ$)"
)
NOTE = re.compile(r"\s*[（(]")

_ENDED = re.compile(r"[。！？]$")
_CLOSED = re.compile(r"[。！？）)」】］＞>]$|等$|etc$")
_PARTICLE = re.compile(
    r"(?:[のをはがとでもやし、・（(「]|ため|から|など|及び|かつ|て|として|する|した|による|における|(?<![能要利速え）])に)$"
)
_ENDING = re.compile(r"[のをにはがとでへやむめるれりしすたてきくかっゃゅょー、。）)」々]|ため|こと|もの|よう|など|等|及び|により|による")
_HIRAGANA = re.compile(r"[ぁ-ん]$")
_DATE = re.compile(r"（?(?:19|20)[0-9]{2}年[^、。]{0,7}$")
_FIGURE = re.compile(r"[約％%0-9０-９.,．，]+\s*\S{0,3}$")
_LABEL = re.compile(r"[^（：:]{1,12}\s*[：:]")
_PARALLEL = 2  # characters: lines with the same ending are entries of a list
_WIDE = 30.0  # em: a line at least so wide is running text
_SENTENCE = 15.0  # em: a shorter line may be a heading
_BOX = 12.0  # em: narrower boxes wrap after any word
_NEAR = 1.5  # em: a word that would not fit
_LOOKAHEAD = 4  # lines


@dataclass(frozen=True, slots=True)
class Break:
    """What lies between two lines of a slide.

    `before` are the lines of the item so far, `after` those that follow (blank lines left out), `box` the width of the
    widest line of the box in em, `in_box` whether no blank line and no new box part the two.
    """

    before: Sequence[Line]
    after: Sequence[Line]
    in_box: bool
    box: float

    @property
    def left(self) -> str:
        """The line that may go on."""
        return self.before[-1].text.strip()

    @property
    def right(self) -> str:
        """The line that may be its rest."""
        return self.after[0].text.strip()

    @property
    def is_bullet(self) -> bool:
        """Whether the item so far is an item of a list."""
        return bool(MARKER.match(self.before[0].text)) and not NOTE.match(self.before[0].text)


def width(text: str) -> float:
    """The printed width of a line in em."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text.strip())


def has_gap(text: str) -> bool:
    """Whether a short line holds pieces of several columns."""
    pieces = MARKER.sub("", text).split()
    if width(text) >= _WIDE or len(pieces) < 2:
        return False
    pairs = zip(pieces, pieces[1:], strict=False)
    return any(not a[-1].isascii() and len(a) > 1 and len(b) > 1 and not a.endswith("、") for a, b in pairs)


def goes_on(place: Break, unbroken: str) -> bool:
    """Whether the two lines of a break are one; `unbroken` is the text in which the words at the seam may stand whole."""
    if _are_separate(place):
        return False
    if _closes_bracket(place) or _stands_whole(place, unbroken):
        return True
    if place.is_bullet:
        return _bullet_goes_on(place)
    return _box_goes_on(place) if place.in_box else _text_goes_on(place)


def _are_separate(place: Break) -> bool:
    left, right = place.left, place.right
    if place.is_bullet and place.in_box and BULLET.match(place.before[0].text) and right.startswith("・"):
        return left.startswith("・")
    if MARKER.match(right) or _ENDED.search(left):
        return True
    if any(_DATE.match(text) or _FIGURE.match(text) for text in (left, right)):
        return not place.is_bullet
    if has_gap(left) or has_gap(right):
        return not (place.is_bullet or _open_brackets(left) > 0)
    return bool(_LABEL.match(left) and _LABEL.match(right)) and not place.is_bullet


def _closes_bracket(place: Break) -> bool:
    """Whether a bracket that the item leaves open is closed in the lines that follow."""
    depth = _open_brackets("".join(line.text for line in place.before))
    for line in place.after[:_LOOKAHEAD] if depth > 0 else ():
        if MARKER.match(line.text):
            return False
        for character in line.text:
            depth += (character in "（(「") - (character in "）)」")
            if character in "（(「" and depth == 1 or depth == 0:
                return depth == 0
    return False


def _open_brackets(text: str) -> int:
    return sum((c in "（(「") - (c in "）)」") for c in text)


def _stands_whole(place: Break, unbroken: str) -> bool:
    """Whether the words on both sides of the seam stand side by side in one line elsewhere."""
    left, right = "".join(place.left.split()), "".join(place.right.split())
    seam = left[-3:] + right[:2]
    return len(left) >= 3 and len(right) >= 2 and seam in unbroken


def _bullet_goes_on(place: Break) -> bool:
    left, right = place.left, place.right
    if place.in_box:
        short = width(left) < 0.7 * place.box and not _PARTICLE.search(left)
        return not short or bool(_ENDING.match(right)) or bool(NOTE.match(right))
    if NOTE.match(right):
        return _is_note(place)
    if place.after[0].text.startswith(" ") and not place.before[-1].text.startswith(" "):
        return True
    if _PARTICLE.search(left) or (_ENDING.match(right) and not _HIRAGANA.search(left)) or re.match("ため|こと", right):
        return True
    katakana = r"[ァ-ヶー]"
    if re.search(katakana + "$", left) and re.match(katakana, right):
        return True
    return width(left) >= max(_SENTENCE, 0.9 * _widest(place)) and not _CLOSED.search(left)


def _is_note(place: Break) -> bool:
    """Whether a line in brackets after an item of a list belongs to it; else it is the heading of the items below."""
    leads = len(place.after) > 1 and bool(BULLET.match(place.after[1].text))
    return place.right.endswith(("）", ")")) and (not leads or bool(re.search("[0-9]年", place.right)))


def _box_goes_on(place: Break) -> bool:
    left, right = place.left, place.right
    if NOTE.match(right):
        return True
    if _ENDING.match(right) and not _CLOSED.search(left):
        return True
    ratio = width(left) / max(place.box, 1.0)
    if _PARTICLE.search(left) or (_HIRAGANA.search(left) and not left.endswith("へ")):
        return ratio >= 0.5 or place.box <= _BOX
    full = width(left) >= max(place.box - _NEAR, _SENTENCE)
    return full and not _CLOSED.search(left) and left[-_PARALLEL:] != right[-_PARALLEL:]


def _text_goes_on(place: Break) -> bool:
    left, right = place.left, place.right
    if _PARTICLE.search(left) and not _CLOSED.search(left):
        return True
    if _ENDING.match(right) and not _HIRAGANA.search(left) and not left.isascii():
        return True
    if _CLOSED.search(left) or not any(line.text.rstrip().endswith("。") for line in place.after[:_LOOKAHEAD]):
        return False
    enough = _SENTENCE if _HIRAGANA.search(left) else _WIDE
    return width(left) >= max(enough, 0.6 * width(right))


def _widest(place: Break) -> float:
    return max(width(line.text) for line in (*place.before, place.after[0]))
