"""What a question asks for, and what must stand in an answer to it."""

import pytest

from chatbot.attributes import unanswered


@pytest.mark.parametrize(
    ("question", "quoted", "attribute"),
    [
        ("窓口の電話番号を教えて", "相談窓口を設ける。", "no_contact"),
        ("窓口の電話番号を教えて", "電話番号は03-1234-5678である。", None),
        ("検討会の座長はどなたですか", "検討会を設置した。", "no_person"),
        ("担当課長のお名前は？", "国土交通省が担当する。", "no_person"),
        ("この届出は誰に出すのですか", "都道府県知事に届け出る。", None),
        ("誰でも使えますか", "国民が使える。", None),
        ("誰が認めてくれるの？", "厚生労働大臣が認定する。", None),
        ("開発を請け負った事業者はどこですか", "システムを開発する。", "no_company"),
        ("どの会社の製品ですか", "株式会社計画の製品を使う。", None),
        ("総額でいくらですか", "2026年度に開発する。", "no_amount"),
        ("費用は、全部でいくらかかりますか", "整備を進める。", "no_amount"),
        ("赤字はいくらですか", "6兆6,507億円となっている。", None),
        ("いくらか進んだ取組は何ですか", "整備を進めた。", None),
        ("料金の支払い方はどう変わりましたか", "前払いが可能となった。", None),
        ("オンライン申請の割合はいくらを目指しますか", "2027年度末までに80％を目指す。", None),
        ("登録件数はいくらですか", "登録件数は100件である。", None),
        ("How much does the card cost?", "カードを交付する。", "no_amount"),
    ],
)
def test_an_attribute_needs_its_answer_in_what_is_quoted(question: str, quoted: str, attribute: str | None) -> None:
    assert unanswered(question, [quoted], [quoted]) == attribute


@pytest.mark.parametrize(
    ("question", "passage", "attribute"),
    [
        ("何回まで使えますか", "2026年度に100件使う。", "no_count"),
        ("何回まで使えますか", "最大3回使える。", None),
        ("何％を目指しますか", "全ての自治体で導入する。", None),
        ("何％を目指しますか", "2026年度に導入する。", "no_count"),
        ("何人が対象ですか", "約1,000万人が使う。", None),
        ("義務になるのは何年からですか", "2028年度に導入する。", "no_claim"),
        ("義務になるのは何年からですか", "2025年1月から電子申請を義務付ける。", None),
        ("古いやり方を義務付ける規制の見直しは何件終わりましたか", "規制を100件見直した。", None),
        ("紙の証の発行が再開されるのはいつですか", "紙の証は発行されない。", "no_claim"),
        ("計画が中止になったのはいつですか", "計画を進める。", "no_claim"),
        ("全国で禁止されるのはいつですか", "全国に展開する。", "no_claim"),
        ("廃止届はいつから出せますか", "届出を電子化する。", None),
        ("庁舎が大阪へ移るのはいつですか", "業務の移行を進める。", "no_claim"),
        ("試験の合格率は何％ですか", "受験の申請の50%を電子化する。", "no_term"),
        ("公共施設の面積を知りたい", "面積の合計は2ヘクタールである。", None),
        ("いつ整備されますか", "2026年度に整備する。", None),
    ],
)
def test_a_count_or_a_claim_needs_its_words_among_what_was_found(
    question: str, passage: str, attribute: str | None
) -> None:
    assert unanswered(question, [], [passage]) == attribute
