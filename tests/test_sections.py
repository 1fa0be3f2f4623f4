import pytest

from corpus.sections import HeadingPath, follows, heading_level, heading_text, is_bracketed


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ("# 第1 目指す社会の姿", "## 1. 重点計画"),
        ("Ⅱ. 各分野における改革", "1. 重点分野"),
        ("#### 3. Ⅱ～Ⅳに記載する対象行政手続について", "3. 1 行政手続のオンライン化の原則"),
        ("## ※Ⅱ～Ⅳについて", "4 各項目の記載内容について"),
        ("4 各項目の記載内容について", "(5) 手続 ID"),
        ("【医療・介護DX】", "● 医療DX"),
        ("● 医療DX", "<必要な取組>"),
        ("＜必要な取組＞", "（２）労務手続"),
        ("(1) 我が国の強み", "① デジタルインフラの整備"),
        ("③ 行政手続のデジタル完結", "ア 個人向け"),
        ("#### ア．登記事項証明書", "(ア) 制度の推進"),
        ("（イ）普及", "A オンライン市役所サービス"),
        ("## A オンライン市役所サービス", "(a) 国家資格"),
        ("(f) 死亡・相続手続", "（今後の取組）"),
    ],
)
def test_the_numbering_tells_which_heading_stands_inside(outer: str, inner: str) -> None:
    outside, inside = heading_level(outer), heading_level(inner)
    assert outside is not None and inside is not None
    assert outside < inside


@pytest.mark.parametrize(
    "line",
    [
        "整備を進める。",
        "２．地域を支える公共サービス。",
        "※ 本工程表は、第2に記載する施策の取組スケジュールを示す",
        "2026 年度決定分",
        "具体的には、",
        "本文" * 40,
        "①" + "長い項目" * 20,
    ],
)
def test_text_is_no_heading(line: str) -> None:
    assert heading_level(line) is None


def test_a_heading_is_shown_without_markup_ruby_and_marks() -> None:
    assert heading_text("#### **(ア) 電子カルテ情報の標準化等**") == "(ア) 電子カルテ情報の標準化等"
    assert (
        heading_text("#### （オ）通信・放送・電力インフラの強<sup>きょうじん</sup>靱化")
        == "（オ）通信・放送・電力インフラの強靱化"
    )
    assert heading_text("● 労務手続 DX の推進³⁶") == "● 労務手続 DX の推進"


def test_the_path_leads_through_the_headings_above() -> None:
    path = HeadingPath()
    for line in ("# 第1 部", "## 1. 章", "### (1) 節", "#### ① 項", "## 2. 次の章"):
        level = heading_level(line)
        assert level is not None
        path.enter(line, level)
    assert path.path == ("第1 部", "2. 次の章")
    path.leave()
    assert path.path == ("第1 部",)


@pytest.mark.parametrize(
    ("line", "heading", "expected"),
    [
        ("エ. 代理申請の容易化", "ウ．本人確認手法の見直し", True),
        ("④ 次", "③ 前", True),
        ("(11) 次", "（10）前", True),
        ("オ. 飛ばした項目", "ウ．前", False),
        ("④ 別の番号", "ウ．前", False),
        ("本文", "ウ．前", False),
    ],
)
def test_what_carries_the_next_number(line: str, heading: str, expected: bool) -> None:
    assert follows(line, heading) is expected


def test_a_line_in_brackets() -> None:
    assert is_bracketed("（データガバナンスの強化）") and is_bracketed("(現状)")
    assert not is_bracketed("（１）医療分野") and not is_bracketed("本文（注）である。")
