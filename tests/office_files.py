"""Small files of every format that an office may add, made where a test needs them."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO

import docx
import pypdfium2
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

_FONT = "HeiseiMin-W3"
_FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_FOOTNOTES_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"

PLAIN = """みどり市デジタル計画
令和7年4月1日

第１章　総則
１　目的
　この計画は、行政手続の負担を減らすことを目的とする。
２　目標
　次の目標を掲げる。
・オンライン申請を年間１００件とする
・窓口の待ち時間を１０分以内とする
"""

MARKDOWN = """---
title: みどり市デジタル計画
date: 2025-04-01
---
# 総則
この計画は、**行政手続**の負担を減らすことを[目的](https://example.com/a)とする。

## 目標
- オンライン申請を年間100件とする
- 窓口の待ち時間を10分以内とする

| 取組 | 担当 | 期限 |
| --- | --- | --- |
| 書かない窓口 | 市民課 | 令和7年度 |
| キャッシュレス | 会計課 | 令和8年度 |
"""

HTML = """<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>デジタル計画｜みどり市</title>
<meta name="dcterms.date" content="2025-04-01"><script>alert("スクリプト")</script></head><body>
<header><a href="/">みどり市役所</a></header><nav><ul><li><a href="/a">くらし</a></li></ul></nav>
<div id="contents"><h1>みどり市デジタル計画</h1>
<h2>総則</h2><p>この計画は、<ruby>行政<rp>（</rp><rt>ぎょうせい</rt><rp>）</rp></ruby>手続の負担を
減らすことを目的とする。申請は100件<sup>1</sup>である。</p><p style="display: none">隠し文</p>
<h2>目標</h2><ul><li>オンライン申請を年間100件とする</li><li>窓口の待ち時間を10分以内とする</li></ul>
<ol start="3"><li>窓口を見直す</li></ol>
<table><tr><th>取組</th><th>担当</th><th>期限</th></tr>
<tr><td rowspan="2">書かない窓口</td><td>市民課</td><td>令和7年度</td></tr><tr><td>税務課</td><td>令和8年度</td></tr></table>
<dl><dt>対象</dt><dd>市民</dd></dl></div>
<footer><p>Copyright みどり市</p></footer></body></html>
"""


def pdf(pages: Sequence[Sequence[str]], password: str = "", title: str = "") -> bytes:
    """A PDF of text lines, each page's first line near its top edge and its last at its foot."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    stream = BytesIO()
    canvas = Canvas(stream, encrypt=StandardEncryption(password) if password else None)
    canvas.setTitle(title)
    for lines in pages:
        canvas.setFont(_FONT, 10.5)
        for number, line in enumerate(lines):
            canvas.drawString(60, 800 - 18 * number, line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def blank_pdf(pages: int) -> bytes:
    """A PDF whose pages hold no text, as a scan's do."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    stream = BytesIO()
    document.save(stream)
    document.close()
    return stream.getvalue()


def superscript_pdf() -> bytes:
    """A PDF with a footnote mark and a square, both set as small raised digits, and a lowered digit."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    stream = BytesIO()
    canvas = Canvas(stream)
    text = canvas.beginText(60, 780)
    for piece, size, rise in (
        ("申請は100件", 10.5, 0),
        ("12", 6, 4),
        ("、面積は50m", 10.5, 0),
        ("2", 6, 4),
        ("、CO", 10.5, 0),
        ("2", 6, -2),
        ("は10tとする。", 10.5, 0),
    ):
        text.setFont(_FONT, size)
        text.setRise(rise)
        text.textOut(piece)
    canvas.drawText(text)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def word() -> bytes:
    """A Word document with all that python-docx alone would lose, and with tables and lists."""
    document = docx.Document()
    document.core_properties.title = "みどり市デジタル計画"
    document.add_heading("総則", 1)
    document.add_paragraph("この計画は、行政手続の負担を減らすことを目的とする。")
    document.add_heading("目標", 2)
    document.add_paragraph("オンライン申請を年間100件とする", style="List Bullet")
    document.add_paragraph("窓口を見直す", style="List Number")
    document.add_paragraph("職員を育てる", style="List Number")
    _table(document)
    for xml in _LOST_BY_PYTHON_DOCX:
        document.element.body.insert(len(document.element.body) - 1, parse_xml(xml))
    _footnotes(document)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _table(document: docx.document.Document) -> None:
    table = document.add_table(3, 3)
    rows = (("取組", "担当", "期限"), ("書かない窓口", "市民課", "令和7年度"), ("", "税務課", "令和8年度"))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))


def _paragraph(content: str) -> str:
    return f"<w:p {nsdecls('w')}>{content}</w:p>"


_LOST_BY_PYTHON_DOCX = (
    _paragraph(
        "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>ぎょうせい</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>行政</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>を改める。</w:t></w:r>"
    ),
    _paragraph(
        "<w:r><w:t>申請は</w:t></w:r><w:del><w:r><w:delText>10件</w:delText></w:r></w:del>"
        '<w:ins><w:r><w:t>20件</w:t></w:r></w:ins><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>とする。</w:t></w:r>'
    ),
    _paragraph("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隠し文</w:t></w:r><w:r><w:t>見える文。</w:t></w:r>"),
    f"<w:sdt {nsdecls('w')}><w:sdtContent>{_paragraph('<w:r><w:t>枠の中の文。</w:t></w:r>')}</w:sdtContent></w:sdt>",
)


def _footnotes(document: docx.document.Document) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    note = _paragraph("<w:r><w:t>令和6年度の実績。</w:t></w:r>")
    xml = f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2">{note}</w:footnote></w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES_TYPE, xml.encode(), document.part.package)
    document.part.relate_to(part, _FOOTNOTES_RELATION)


def numbered_word() -> bytes:
    """A Word document whose headings are numbered by Word, 「第1章」 and 「1-1」, and which has a text box in two forms."""
    document = docx.Document()
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, text in enumerate(("第%1章", "%1-%2"))
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for text, level in (("総則", 0), ("目的", 1), ("期間", 1), ("施策", 0), ("窓口", 1)):
        heading = document.add_heading(text, level + 1)
        settings = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
        heading._p.get_or_add_pPr().append(parse_xml(settings))
    box = f"<w:txbxContent>{_paragraph('<w:r><w:t>囲みの文。</w:t></w:r>')}</w:txbxContent>"
    names = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    twice = f"<mc:AlternateContent {names}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    text = _paragraph(f"<w:r><w:t>本文である。</w:t>{twice}</w:r>")
    document.element.body.insert(len(document.element.body) - 1, parse_xml(text))
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def zip_bomb() -> bytes:
    """A .docx of a few hundred kilobytes whose text would unpack to more than anybody wrote."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"<w:t>" + b" " * (70 << 20))
    return stream.getvalue()
