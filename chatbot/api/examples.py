"""The examples of the OpenAPI document, taken from the plans as published."""

from __future__ import annotations

from typing import Any

QUESTION = "美容師免許の申請の根拠法令は？"
ASKED: dict[str, Any] = {"question": QUESTION}
ASKED_WHY: dict[str, Any] = {**ASKED, "why": True}

_PLAN: dict[str, Any] = {
    "doc_id": "juten-keikaku-2025",
    "title": "デジタル社会の実現に向けた重点計画",
    "published": "2025-06-13",
    "publisher": "デジタル庁",
    "status": "決定",
}
_PLACE: dict[str, Any] = {
    "page": 13,
    "heading_path": [
        "第4 オンライン化を実施する行政手続の一覧等",
        "Ⅱ オンライン化を実施する行政手続等",
        "1. 国民等、民間事業者等と国等との間の手続",
        "2. 国家資格オンライン・デジタル化",
    ],
    "text": "美容師免許の申請　美容師法施行規則(平成十年厚生省令第7号) 第1条　申請等　国民等　国　47296",
}
_SPANS: dict[str, Any] = {"start": 336123, "end": 336173, "spans": [[336123, 336173]]}

CITATION: dict[str, Any] = {
    "number": 1,
    **_PLAN,
    **_PLACE,
    "quote": _PLACE["text"],
    **_SPANS,
    "score": 16.9141,
    "footnotes": [],
}
ANSWER: dict[str, Any] = {
    "id": None,
    "question": QUESTION,
    "outcome": "answered",
    "answer": "美容師免許の申請（手続ID：47296、根拠法令：美容師法施行規則(平成十年厚生省令第7号) 第1条、"
    "手続類型：申請等、手続主体：国民等、手続の受け手：国） [1]",
    "citations": [CITATION],
    "latency_ms": 312.4,
    "confidence": 0.9954,
    "understood_as": "",
    "searched_for": [],
}
WHY: dict[str, Any] = {
    "understood_as": "",
    "bridges": [],
    "citations": [
        {
            "number": 1,
            "found": {
                "terms": ["美容師免許", "申請"],
                "ranks": {"dense": 1, "bm25": 1, "fused": 1},
                "rank": 1,
                "relevance": 6.1901,
            },
        }
    ],
}
ANSWER_WHY: dict[str, Any] = {**ANSWER, "why": WHY}
HIT: dict[str, Any] = {
    "rank": 1,
    "score": 15.903,
    "cosine": 0.9004,
    "relevance": 4.9645,
    "passage_id": "juten-keikaku-2025:481f830c3c33",
    "kind": "procedure",
    "record": "procedure:2:52",
    **_PLAN,
    **_PLACE,
    **_SPANS,
}
PROCEDURE: dict[str, Any] = {
    "group_no": "2",
    "group_title": "国家資格オンライン・デジタル化",
    "手続名": "美容師免許の申請",
    "根拠法令": "美容師法施行規則(平成十年厚生省令第7号) 第1条",
    "手続類型": "申請等",
    "手続主体": "国民等",
    "手続の受け手": "国",
    "手続ID": "47296",
    "source_line": 7683,
    "ministries": "デジタル庁、内閣府、総務省、法務省、財務省、厚生労働省、国土交通省、経済産業省、文部科学省、こども家庭庁",
    "取組内容": "（１）に記載した 119 手続については、…",
    "KPI": "・国家資格等情報連携・活用システムの利用資格数…",
}
LISTED: dict[str, Any] = {
    "list_title": "a) 処理件数が多く、オンライン化の推進による住民等の利便性の向上や業務の効率化効果が高いと考えられる手続",
    "手続名": "図書館の図書貸出予約等",
    "source_line": 9491,
}
POLICY: dict[str, Any] = {
    "number": "1-47",
    "title": "出生届のオンライン化",
    "具体的な目標": "戸籍情報連携システム、PMH等を介した出生届、出生証明書のオンライン提出の実現",
    "主担当府省庁": "デジタル庁、法務省",
    "関係府省庁": "内閣官房、こども家庭庁、厚生労働省",
    "doc_id": "juten-keikaku-2025",
    "source_line": 1673,
    "body": [
        "・ 全ての自治体において出生届のオンライン化を可能とするため、マイナポータルから戸籍情報連携システムを介した"
        "オンライン届出を行うことができる環境を2026年度を目標に整備することを目指すとともに、出生証明書については"
        "母子保健情報等の情報連携基盤（PMH）等を介して医療機関から自治体に電子的に提出することを可能とすべく、検討を進める。"
    ],
    "measures": [
        {
            "取組内容の見出し": "戸籍情報連携システムを介した出生届のオンライン届出の実現に向けた対応及びPMH等を介した"
            "出生証明書の提出に向けた検討・システム改修",
            "主担当府省庁": "デジタル庁、法務省",
            "関係府省庁": "内閣官房、こども家庭庁、厚生労働省",
            "source_line": 5509,
        }
    ],
}
DOCUMENT: dict[str, Any] = {
    **_PLAN,
    "pages": 122,
    "passages": 2035,
    "sha256": "c4aaaabf8dd4c106899fa3788213dd6ff2290f45e338de1119b59adb51fa4dca",
}
TEXT: dict[str, Any] = {"start": 336123, "end": 336131, "text": "美容師免許の申請"}
