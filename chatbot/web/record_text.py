"""What the pages of procedures and policies say, in Japanese and in English."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.web.form import ENGLISH_FORM, JAPANESE_FORM, FormTexts
from chatbot.web.site import ENGLISH_SITE, JAPANESE_SITE, SiteTexts


@dataclass(frozen=True, slots=True)
class RecordTexts:
    """The strings of one language. `{…}` are filled in with str.format."""

    site: SiteTexts
    form: FormTexts
    # both lists
    words: str
    search: str
    reset: str
    any: str
    results: str
    count: str
    page: str
    pages: str
    previous: str
    next: str
    csv: str
    print_note: str
    partly: str
    absent: str
    try_title: str
    try_words: str
    try_fewer: str
    try_asking: str
    refused: str
    missing: str
    back: str
    place: str
    where: str
    line: str
    read: str
    plan: str
    ministry: str
    others: str
    # procedures
    procedures: str
    procedures_lead: str
    procedures_placeholder: str
    procedure_count: str
    group: str
    type: str
    subject: str
    receiver: str
    name: str
    procedure_id: str
    law: str
    kpi: str
    measures: str
    tables: str
    lists: str
    bare_groups: str
    in_list: str
    group_procedures: str
    no_table: str
    # policies
    policies: str
    policies_lead: str
    policies_placeholder: str
    role: str
    any_role: str
    lead_role: str
    chapter: str
    first_year: str
    last_year: str
    year_hint: str
    calendar: str
    calendar_note: str
    number: str
    title: str
    lead: str
    related: str
    deadlines: str
    no_deadline: str
    no_day: str
    more_deadlines: str
    sort_by: str
    sort: str
    body: str
    target: str
    schedule: str
    measure: str
    deadline_kinds: dict[str, str]


JAPANESE_RECORDS = RecordTexts(
    site=JAPANESE_SITE,
    form=JAPANESE_FORM,
    words="言葉",
    search="探す",
    reset="条件をすべて外す",
    any="すべて",
    results="見つかったもの",
    count="全{total:,}件中{count:,}件",
    page="ページ",
    pages="{page} / {pages} ページ",
    previous="前のページ",
    next="次のページ",
    csv="この一覧を CSV で保存（{count:,}件）",
    print_note="CSV は Excel でそのまま開けます。式と取り違えられる「=」「+」「-」「@」で始まるセルには、先頭に「'」を付けます。",
    partly="「{query}」のすべてに当たるものは、この一覧にはありません。言葉の一部に当たるものを示します。",
    absent="この一覧にはありません",
    try_title="次のことをお試しください",
    try_words="短い言葉や、別の言い方で探す（例：「パスポートをなくしたとき」→「パスポート」、「旅券」）",
    try_fewer="言葉だけで探し直す（ほかの条件を外す）",
    try_asking="計画の本文に質問する",
    refused="このページは表示できません",
    missing="その番号のものは、この一覧にはありません。",
    back="一覧に戻る",
    place="計画での位置",
    where="ページと行",
    line="公表された本文の{line:,}行目",
    read="この文書を読む",
    plan="計画",
    ministry="府省庁",
    others="ほか{count}",
    procedures="手続",
    procedures_lead="重点計画の第4に載っている行政手続を、ふだんの言葉で探せます。ここにない手続も数多くあります。"
    "いま申請できるかどうかは、担当の府省庁や窓口でお確かめください。",
    procedures_placeholder="例：パスポート、落とし物、47296",
    procedure_count="内訳：オンライン化などを実施する手続（Ⅱ〜Ⅳ）{rows:,}件、"
    "地方公共団体が優先的にオンライン化を推進すべき手続（Ⅴ）{items:,}件",
    group="グループ",
    type="手続類型",
    subject="手続主体",
    receiver="手続の受け手",
    name="手続名",
    procedure_id="手続ID",
    law="根拠法令",
    kpi="KPI",
    measures="取組内容",
    tables="オンライン化などを実施する手続（Ⅱ〜Ⅳ）",
    lists="地方公共団体が優先的にオンライン化を推進すべき手続（Ⅴ）",
    bare_groups="手続の表がない取組（{count:,}件）",
    in_list="一覧",
    group_procedures="このグループの手続（{count:,}件）",
    no_table="計画には、この取組の手続の表がありません。",
    policies="施策",
    policies_lead="重点計画の第2に載っている施策を、言葉、府省庁、期限で探せます。"
    "期限は、概要と具体的な目標の文から自動で読み取ったものです。読み落としや読み違いがありえます。",
    policies_placeholder="例：子育て、ガバメントクラウド、1-26",
    role="役割",
    any_role="主担当か関係",
    lead_role="主担当だけ",
    chapter="章",
    first_year="期限の年度（から）",
    last_year="期限の年度（まで）",
    year_hint="年度は4月から翌年3月までです。",
    calendar="期限をカレンダー（.ics）で保存（{count:,}件）",
    calendar_note="カレンダーの予定は、期限の最後の日に終日の予定として入ります（2026年度末なら2027年3月31日）。"
    "「夏頃」など、日の決まらない期限は入りません。",
    number="番号",
    title="施策名",
    lead="主担当府省庁",
    related="関係府省庁",
    deadlines="期限",
    no_deadline="文からは読み取れませんでした",
    no_day="{year}年度（日は決まっていません）",
    more_deadlines="ほか{count}件の期限",
    sort_by="{column}の順に並べる",
    sort="並び順",
    body="概要",
    target="具体的な目標",
    schedule="工程表の取組",
    measure="取組内容の見出し",
    deadline_kinds={"まで": "この日まで", "中": "この期間のうちに", "目途": "めやす", "末": "この期間の末"},
)

ENGLISH_RECORDS = RecordTexts(
    site=ENGLISH_SITE,
    form=ENGLISH_FORM,
    words="Words",
    search="Search",
    reset="Clear all conditions",
    any="All",
    results="Found",
    count="{count:,} of {total:,}",
    page="Page",
    pages="Page {page} of {pages}",
    previous="Previous page",
    next="Next page",
    csv="Save this list as CSV ({count:,})",
    print_note="The CSV opens in Excel as it is. A cell that begins with =, +, - or @ gets an apostrophe before it, "
    "so that it is not taken for a formula.",
    partly="Nothing in this list fits all of “{query}”. What fits a part of it is shown.",
    absent="Not in this list",
    try_title="Please try",
    try_words="shorter or other words (“lost passport” → “passport”, “旅券”); the list itself is in Japanese",
    try_fewer="the words alone, without the other conditions",
    try_asking="asking the text of the plans",
    refused="This page cannot be shown",
    missing="There is nothing of that number in this list.",
    back="Back to the list",
    place="Place in the plan",
    where="Page and line",
    line="line {line:,} of the published text",
    read="Read this document",
    plan="Plan",
    ministry="Ministry",
    others="and {count} more",
    procedures="Procedures",
    procedures_lead="Find the procedures that chapter 4 of the Priority Plan lists, in everyday words. Many procedures are not "
    "in it. Whether you can apply online now is for the ministry or office in charge to say.",
    procedures_placeholder="e.g. passport, lost property, 47296",
    procedure_count="Of which {rows:,} are to go online (Ⅱ–Ⅳ), {items:,} are those that local governments should put online "
    "first (Ⅴ)",
    group="Group",
    type="Type",
    subject="Who acts",
    receiver="Who receives",
    name="Procedure",
    procedure_id="Procedure ID",
    law="Legal basis",
    kpi="KPI",
    measures="Measures",
    tables="Procedures that go online (Ⅱ–Ⅳ)",
    lists="Procedures that local governments should put online first (Ⅴ)",
    bare_groups="Measures without a table of procedures ({count:,})",
    in_list="List",
    group_procedures="Procedures of this group ({count:,})",
    no_table="The plan has no table of procedures for this measure.",
    policies="Policies",
    policies_lead="Find the policies of chapter 2 of the Priority Plan by words, ministry and deadline. Deadlines are read "
    "automatically from the summary and the target; some may be missed or misread.",
    policies_placeholder="e.g. childcare, drone, 1-26",
    role="Role",
    any_role="lead or related",
    lead_role="lead only",
    chapter="Chapter",
    first_year="Deadline from fiscal year",
    last_year="Deadline to fiscal year",
    year_hint="A fiscal year runs from April to March.",
    calendar="Save the deadlines as a calendar (.ics, {count:,})",
    calendar_note="Each deadline becomes an all-day event on its last day (31 March 2027 for the end of FY 2026). "
    "Deadlines without a day, such as “around summer”, are left out.",
    number="No.",
    title="Policy",
    lead="Lead ministry",
    related="Related ministries",
    deadlines="Deadlines",
    no_deadline="none could be read from the text",
    no_day="FY {year} (no day given)",
    more_deadlines="{count} more deadlines",
    sort_by="Sort by {column}",
    sort="Order",
    body="Summary",
    target="Target",
    schedule="Measures in the timeline",
    measure="Measure",
    deadline_kinds={"まで": "by this day", "中": "within this period", "目途": "aimed at", "末": "at the end"},
)
RECORDS = (ENGLISH_RECORDS, JAPANESE_RECORDS)
