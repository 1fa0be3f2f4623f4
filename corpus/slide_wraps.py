"""Which line of a slide goes on in the next one: hard wraps, often with a blank line between.

Lines that may not belong together stay apart. A line is rejoined where the words say so (a particle at its end, a bracket
left open, an ending at the beginning of the next) or where it fills the width of its box.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.layout import Line

BULLET = re.compile(r"\s*[\uf000-\uf8ff•・]")
MARKER = re.compile(
    r"\s*(?:[\uf000-\uf8ff•・○〇●×※◆→⇒＋【＜≪<]|例）|[（(](?:[0-9０-９]{1,2}|[a-z])[)）]|[0-9０-９]+[．.](?![0-9])|[Ⅰ-Ⅻ][．.]|[ⅰ-ⅻ]）|[①-⑳❶-❿])"
)
NOTE = re.compile(r"\s*[（(]")

_ENDED = re.compile(r"[。！？]$")
_CLOSED = re.compile(r"[。！？）)」】］＞>]$|等$|etc$")
_PARTICLE = re.compile(
    r"(?:[のをはがとでや、・（(「]|(?<!こど)も|ため|から|及び|かつ|て|する|した|による|により|における|(?<![能要利速単きえ）])に)$"
)
_ENDING = re.compile(
    r"[のをにはがとでやむじンッャュョめるれしすたてきくかっゃゅょー、。）)」々]|への|へと|も(?!しも)|な(?!り)|ため|こと|もの|よう|など|等|及び|により|による"
)
_STOP_INSIDE = re.compile(r"。[^」）)]")  # a sentence begins before the end of the line
_HIRAGANA = re.compile(r"[ぁ-ん]$")
_ATTRIBUTIVE = re.compile(r"(?:[るたいなむずくう]|(?<!直)し)$")
_DATE = re.compile(r"(?:（?(?:19|20)[0-9]{2}年[^、。]{0,7})+$")
_FIGURE = re.compile(r"[約％%0-9０-９.,．，]+\s*\S{0,3}$")
_LABEL = re.compile(r"[^（：:]{1,12}\s*[：:]")
_PARALLEL = 2  # characters: lines with the same ending are entries of a list
_WIDE = 30.0  # em: a line at least so wide is running text, also outside of a box
_SENTENCE = 15.0  # em: a shorter line may be a heading
_TEXT = 22.0  # em: a line of a box at least so wide is running text
_BOX = 12.0  # em: narrower boxes wrap after any word
_KINSOKU = 1.0  # em: lines of one width end so far apart, since some characters may not begin or end a line
_NEAR = 1.5  # em: a word that would not fit
_SEAMS = ((5, 1), (4, 2), (3, 3), (2, 4), (1, 5))  # characters before and after a seam
_LONG_SEAMS = ((5, 3), (4, 4), (3, 5))
_LOOKAHEAD = 4  # lines


@dataclass(frozen=True, slots=True)
class Break:
    """What lies between two lines of a slide.

    `before` are the lines of the item so far, `after` those that follow (blank lines left out), `box` those of the box in
    which the second one stands, `beside` the items nearby in the same list. `in_box` tells whether no blank line and no
    new box part the two, `is_indented` whether a blank line does and the second one is set in.
    """

    before: Sequence[Line]
    after: Sequence[Line]
    box: Sequence[Line]
    beside: Sequence[Line]
    in_box: bool
    is_indented: bool

    @property
    def left(self) -> str:
        """The line that may go on."""
        return self.before[-1].text.strip()

    @property
    def right(self) -> str:
        """The line that may be its rest."""
        return self.after[0].text.strip()

    @property
    def box_width(self) -> float:
        """The width of the widest line of the box in em."""
        return max(width(line.text) for line in self.box)

    @property
    def is_bullet(self) -> bool:
        """Whether the item so far is an item of a list."""
        return bool(MARKER.match(self.before[0].text)) and not NOTE.match(self.before[0].text)


def width(text: str) -> float:
    """The printed width of a line in em."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text.strip())


def has_gap(text: str) -> bool:
    """Whether a short line holds pieces of several columns."""
    pieces = MARKER.sub("", text, count=1).split() if MARKER.match(text) else text.split()
    if width(text) >= _WIDE or len(pieces) < 2:
        return False
    pairs = pairwise(pieces)
    return any(
        not a[-1].isascii()
        and len(a) > 1
        and len(b) > 1
        and not a.endswith(("、", "。"))
        and not b.endswith(("・", "、"))
        for a, b in pairs
    )


def goes_on(place: Break, unbroken: str) -> bool:
    """Whether the two lines of a break are one; `unbroken` is the text in which the words at the seam may stand whole."""
    left, right = place.left, place.right
    if (
        place.in_box
        and place.is_bullet
        and right.startswith("・")
        and not place.before[0].text.strip().startswith("・")
    ):
        return True
    if MARKER.match(right) or _ENDED.search(left) or _are_apart(place):
        return False
    if _closes_bracket(place) or stands_whole(left, right, unbroken):
        return True
    if not place.is_bullet and (has_gap(left) or has_gap(right)):
        return False
    if place.is_bullet:
        return _bullet_goes_on(place, unbroken)
    return _box_goes_on(place, unbroken) if place.in_box else _text_goes_on(place)


def _are_apart(place: Break) -> bool:
    """Numbers and dates alone, and lines that are labelled each, never go on (but in an item of a list)."""
    left, right = place.left, place.right
    alone = bool(_DATE.match(left) or _FIGURE.match(left))
    alone |= not NOTE.match(right) and bool(_DATE.match(right) or _FIGURE.match(right))
    return not place.is_bullet and (alone or bool(_LABEL.match(left) and _LABEL.match(right)))


def stands_whole(left: str, right: str, unbroken: str) -> bool:
    """Whether the text on both sides of a seam stands in one line elsewhere; within one script a word may be cut."""
    if not left[-1:].isalpha() or not right[:1].isalpha():
        return False
    same = bool(_script(left[-1])) and _script(left[-1]) == _script(right[0])
    least = 3 if has_gap(left) else 1
    sizes = [(before, after) for before, after in (_SEAMS if same else _LONG_SEAMS) if before >= least]
    seams = [left[-before:] + right[:after] for before, after in sizes if len(left) >= before and len(right) >= after]
    return any(seam in unbroken for seam in seams) or (same and _is_word(left, right, unbroken))


def _is_word(left: str, right: str, unbroken: str) -> bool:
    """Whether a katakana word is cut and stands whole elsewhere."""
    head, tail = re.search("[ァ-ヶー]*$", left), re.match("[ァ-ヶー]*", right)
    return bool(head and tail and head[0] and tail[0] and head[0][-3:] + tail[0] in unbroken)


def _script(character: str) -> str:
    """The script that a character belongs to; empty for marks, digits and Latin letters."""
    if re.match("[ァ-ヶー]", character):
        return "katakana"
    return "kanji" if re.match("[一-鿿々⺀-⿟]", character) else ""


def _closes_bracket(place: Break) -> bool:
    """Whether a bracket that the item leaves open is closed in the lines that follow."""
    depth = _open_brackets("".join(line.text for line in place.before))
    for line in place.after[:_LOOKAHEAD] if depth > 0 else ():
        if MARKER.match(line.text):
            return False
        for character in line.text:
            depth += (character in "（(「") - (character in "）)」")
            if depth == 0:
                return True
    return False


def _open_brackets(text: str) -> int:
    return sum((c in "（(「") - (c in "）)」") for c in text)


def _bullet_goes_on(place: Break, unbroken: str) -> bool:
    left, right = place.left, place.right
    if place.in_box:
        ends = width(left) < 0.6 * place.box_width and not _PARTICLE.search(left)
        return not (ends or _CLOSED.search(left)) or bool(_ENDING.match(right)) or bool(NOTE.match(right))
    if NOTE.match(right):
        return bool(BULLET.match(place.before[0].text)) and _is_note(place)
    if place.is_indented:
        return True
    if _PARTICLE.search(left) or (_ENDING.match(right) and not _HIRAGANA.search(left)) or re.match("ため|こと", right):
        return True
    if not BULLET.match(place.before[0].text) or _CLOSED.search(left) or _is_whole(right, unbroken):
        return False
    return _is_full(place)


def _is_full(place: Break) -> bool:
    """Whether an item's line is as wide as its column: other lines of the list end near it, none far beyond.

    Where what follows is no running text, a label perhaps, the line must be the widest.
    """
    own = _text_width(place.before[-1])
    others = [_text_width(line) for line in (*place.before[:-1], place.after[0], *place.beside)]
    near = sum(abs(other - own) <= _KINSOKU for other in others)
    if "。" in place.right or width(place.right) >= 0.75 * own:
        return own >= _SENTENCE and near > 0 and max(others) <= 1.15 * own
    return own >= _SENTENCE and near > 1 and max(others) <= own


def _text_width(line: Line) -> float:
    return width(BULLET.sub("", line.text))


def _is_whole(line: str, unbroken: str) -> bool:
    """Whether a line stands by itself elsewhere, and so is no rest of another one."""
    return unbroken.count(f"\n{line}\n") > 1


def _is_note(place: Break) -> bool:
    """Whether a line in brackets after an item of a list belongs to it; else it is the heading of the items below."""
    leads = len(place.after) > 1 and bool(BULLET.match(place.after[1].text))
    return place.right.endswith(("）", ")")) and (not leads or bool(re.search("[0-9]年", place.right)))


def _box_goes_on(place: Break, unbroken: str) -> bool:
    left, right = place.left, place.right
    if NOTE.match(right) or _STOP_INSIDE.search(left) or (_is_wrapped(place) and not _CLOSED.search(left)):
        return True
    if _ENDING.match(right):
        return True
    ratio = width(left) / max(place.box_width, 1.0)
    if _PARTICLE.search(left) or _ATTRIBUTIVE.search(left):
        return ratio >= 0.5 or place.box_width <= _BOX
    if len(right) == 1 and right.isalpha() and place.in_box:
        return True
    full = width(left) >= max(place.box_width - _NEAR, _TEXT)
    return (
        full and not _CLOSED.search(left) and left[-_PARALLEL:] != right[-_PARALLEL:] and not _is_whole(right, unbroken)
    )


def _is_wrapped(place: Break) -> bool:
    """Whether a narrow box of several lines is filled by all of them but the last."""
    near = _NEAR if place.box_width > 5 else 0.5
    widths = [width(line.text) for line in place.box]
    return len(widths) > 2 and place.box_width <= _BOX and min(widths[:-1]) >= place.box_width - near


def _text_goes_on(place: Break) -> bool:
    left, right = place.left, place.right
    if _PARTICLE.search(left) and not left.endswith("て"):
        return True
    if _ENDING.match(right) and not _HIRAGANA.search(left) and not left.isascii():
        return True
    if _CLOSED.search(left) or not any(line.text.rstrip().endswith("。") for line in place.after[:_LOOKAHEAD]):
        return False
    enough = _SENTENCE if _HIRAGANA.search(left) else _WIDE
    return width(left) >= max(enough, 0.6 * width(right))
