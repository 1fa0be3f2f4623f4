"""The reading pages: every document as parsed, its quoted sentences marked."""
