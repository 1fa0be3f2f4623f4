"""A document that an office added → passages. Such a document follows no known layout, so the rules are general ones."""

from corpus.office.passages import read_office_document

__all__ = ["read_office_document"]
