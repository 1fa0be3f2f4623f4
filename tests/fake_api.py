"""An assistant of hand-made answers over a small corpus of hand-made records, for the tests of the API."""

from __future__ import annotations

from dataclasses import replace

from fake_assistant import BIRTH_PASSAGE, BIRTHS, CERTIFICATES, DRAFT, PLAN, FakeAssistant

from corpus.document import (
    Corpus,
    Field,
    Measure,
    Page,
    Passage,
    Policy,
    Procedure,
    ProcedureGroup,
    ProcedureList,
    Sentence,
)

TEXT = f"{BIRTHS}{CERTIFICATES}\n第2 重点政策一覧\n𠮷野家<sup>1</sup> の牛丼\n"
OTHER = Passage(
    id="juten-keikaku-2025:ba9876543210",
    doc_id=PLAN.doc_id,
    kind="text",
    heading_path=("第2 重点政策一覧",),
    sentences=(Sentence("𠮷野家", ((TEXT.index("𠮷"), TEXT.index("𠮷") + 3),)),),
)


def _procedure(name: str, law: str, number: str) -> Procedure:
    cells = (Field(name), Field(law), Field("申請等"), Field("国民等"), Field("国"), Field(number))
    return Procedure("2", "国家資格", *cells, span=(0, 1), line=7683)


GROUP = ProcedureGroup(
    number="2",
    title=Field("国家資格"),
    ministries=Field("厚生労働省"),
    heading_path=("第4",),
    heading_span=(0, 1),
    rows=(
        _procedure("美容師免許の申請", "美容師法施行規則 第1条", "47296"),
        _procedure("理容師免許の申請", "理容師法施行規則 第1条", "47295"),
    ),
    measures=(Sentence("順次オンライン化する。", ((0, 1),)),),
    kpi=(),
    line=7600,
)
POLICY = Policy(
    number="1-47",
    title=Field("出生届のオンライン化"),
    heading_path=("第2",),
    body=(Sentence("・ 検討を進める。", ((0, 1),)),),
    target=Field("提出の実現"),
    lead=Field("デジタル庁、法務省"),
    related=Field("こども家庭庁"),
    line=1673,
    measures=(Measure(Field("改修"), Field("法務省"), Field("－"), 5509),),
)
LIST = ProcedureList(Field("a) 処理件数が多い手続"), ("第4", "Ⅴ"), (Field("図書館の図書貸出予約等", ((0, 1),)),), 9490)
CORPUS = Corpus(
    documents=(replace(DRAFT, source="https://example.jp/plan.pdf"), replace(PLAN, text=TEXT, pages=(Page(13, 0),))),
    passages=(BIRTH_PASSAGE, OTHER),
    policies=(POLICY,),
    procedure_groups=(GROUP,),
    procedure_lists=(LIST,),
)


def fake_assistant() -> FakeAssistant:
    """A FakeAssistant over CORPUS."""
    assistant = FakeAssistant()
    assistant.corpus = CORPUS
    return assistant
