"""The 出典票 of an answer: question, answer, quotes and their places as Markdown, Word or CSV, read back and proven."""

from chatbot.source_sheet.files import FORMATS, Format, read_sheet, write_sheet
from chatbot.source_sheet.record import ReadSheet, SheetCitation, SourceSheet, UnreadableSheet, sheet_of
from chatbot.source_sheet.verification import Report, verify

__all__ = [
    "FORMATS",
    "Format",
    "ReadSheet",
    "Report",
    "SheetCitation",
    "SourceSheet",
    "UnreadableSheet",
    "read_sheet",
    "sheet_of",
    "verify",
    "write_sheet",
]
