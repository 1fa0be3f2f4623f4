"""What an answer and a source are, in words: verbatim, a draft, superseded."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.answer import Answer, Citation
from chatbot.web.escape import escape
from chatbot.web.text import Texts
from corpus.normalize import display_text

DRAFT = "案"


def answer_badges(answer: Answer, sources: Sequence[Citation], texts: Texts) -> str:
    """The badges of an answer that says what stands in `sources`; empty where there is nothing to say."""
    badges = [verbatim(answer, texts)]
    if any(source.status == DRAFT for source in sources):
        badges.append(f'<li class="status status-draft">{escape(texts.badges.holds_draft)}</li>')
    newer = (_newer_badge(source, texts) for source in sources)
    badges.extend(f'<li class="status status-newer">{escape(badge)}</li>' for badge in dict.fromkeys(newer) if badge)
    shown = "".join(badges)
    return f'<ul class="badges">{shown}</ul>' if shown else ""


def verbatim(answer: Answer, texts: Texts) -> str:
    """How many of the quotations were found in the published text as they are; empty where none was checked."""
    if answer.proof is None or not answer.proof.quotes:
        return ""
    shown = texts.badges.verbatim.format(verbatim=answer.proof.verbatim, quotes=answer.proof.quotes)
    return f'<li class="status status-verbatim">{escape(shown)}</li>'


def withheld(answer: Answer, texts: Texts) -> str:
    """What was not shown because it did not stand in the published text; empty where all did."""
    count = answer.proof.quotes - answer.proof.verbatim if answer.proof else 0
    return texts.badges.withheld.format(count=count) if count else ""


def superseded(citation: Citation, texts: Texts) -> str:
    """The newer edition of a source's document; empty where there is none."""
    if citation.newer is None:
        return ""
    title = f'<span lang="ja">{escape(display_text(citation.newer.title))}</span>'
    named = escape(texts.badges.newer_title).format(badge=_newer_badge(citation, texts), title=title)
    return f'<span class="status status-newer">{named}</span>'


def _newer_badge(citation: Citation, texts: Texts) -> str:
    if citation.newer is None:
        return ""
    return texts.badges.newer_draft if citation.newer.is_draft else texts.badges.newer
