"""Deadlines of policies as a calendar file (iCalendar, RFC 5545): one all-day event on each last day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from chatbot.fields import shown
from chatbot.policy_table import Entry
from corpus.deadlines import Deadline
from corpus.document import Document
from corpus.years import published_date

_PRODUCT = "-//keikaku//deadlines of policies//JA"


def calendar(entries: Iterable[Entry], plan: Document) -> bytes:
    """The deadlines that have a last day, as a file; the same deadlines give the same bytes."""
    file = Calendar()
    file.add("prodid", _PRODUCT)
    file.add("version", "2.0")
    file.add("x-wr-calname", f"施策の期限（{plan.title}）")
    for entry in entries:
        for deadline in entry.deadlines:
            if deadline.last_day:
                file.add_component(_event(entry, deadline, deadline.last_day, plan))
    return bytes(file.to_ical())


def _event(entry: Entry, deadline: Deadline, day: date, plan: Document) -> Event:
    """`uid` is the place of the deadline in the published text, so that a calendar knows it again."""
    number, title = entry.policy.number, shown(entry.policy.title.text)
    event = Event()
    event.add("uid", f"{plan.doc_id}-{number}-{deadline.spans[0][0]}@keikaku")
    event.add("dtstamp", _published(plan))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))  # the day after the last: an end is not included
    event.add("summary", f"{shown(deadline.text)} No. {number} {title}")
    event.add(
        "description", f"{deadline.sentence.text}\n\n{plan.title}（{plan.published}）第2 重点政策一覧 No. {number}"
    )
    event.add("transp", "TRANSPARENT")
    return event


def _published(plan: Document) -> datetime:
    day = published_date(plan.published) or date.min
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
