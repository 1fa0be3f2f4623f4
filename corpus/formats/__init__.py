"""A file of an office → its text: PDF, Word, HTML, Markdown and plain text.

`extract` is the way in. The text that it gives is what quotations of the document are proven against, so it is stored
and never made anew.
"""

from corpus.formats.extracted import Extracted, UnreadableFile
from corpus.formats.reading import SUFFIXES, extract, extract_bytes, read_bytes

__all__ = ["SUFFIXES", "Extracted", "UnreadableFile", "extract", "extract_bytes", "read_bytes"]
