"""The doors for programs: questions, search, records and documents over HTTP, and the app API of 源内."""
