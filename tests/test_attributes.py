"""What a question asks for, and what must stand in an answer to it."""

import pytest

from chatbot.attributes import lacks_amount, unanswered
from corpus.normalize import search_form
from index.vocabulary import official_terms


@pytest.mark.parametrize(
    ("question", "quoted", "attribute"),
    [
        ("窓口の電話番号を教えて", "相談窓口を設ける。", "no_contact"),
        ("窓口の電話番号を教えて", "電話番号は03-1234-5678である。", None),
        ("困ったときは何番に電話すればいいですか", "窓口を設ける。", "no_contact"),
        ("電話番号の使用計画の認定はオンラインですか", "使用計画の認定の申請", None),
        ("選ばれた地域の名前をすべて教えて", "13箇所を選定した。各市町村と都道府県が支援する。", "no_place"),
        ("選ばれた地域の名前をすべて教えて", "長野県塩尻市などを選定した。", None),
        ("どこの町ですか", "LoCoPi×ノッカル（朝日町）を広げる。", None),
        ("どの市町村でも出せますか", "全国で出せる。", None),
        ("などの市販薬の販売はどうなりますか", "販売を認める。", None),
        ("1位に選ばれたのはどこの国ですか", "日本は67か国中31位。", "no_place"),
        ("どの国と協力しますか", "シンガポールと覚書を結んだ。", None),
        ("どの国家資格が対象ですか", "美容師などである。", None),
        ("登録の申請に付ける書類を教えてください", "保育士の登録申請 児童福祉法施行令", "no_papers"),
        ("申請に必要な書類は何ですか", "登記事項証明書を添付する。", None),
        ("「源内」という名前を付けたのはどうしてですか", "生成AI利用環境「源内」を展開する。", "no_term"),
        ("新しいカードは何年間有効ですか", "2026年度に導入する。", "no_period"),
        ("証の有効期限はいつですか", "2025年12月2日に有効期限を迎える。", None),
        ("検討会の座長はどなたですか", "検討会を設置した。", "no_person"),
        ("事務局を務めるのは誰ですか", "銀行協会が事務局を務める。", None),
        ("資料を出した大臣は誰ですか", "改革担当大臣 計画太郎", None),
        ("By how much will the population shrink?", "人口は約16%減少する。", None),
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
        ("オンライン化の割合をいくらまで引き上げる目標ですか", "2027年度末までに80％を目指す。", None),
        ("目標は、いくらの費用で達成しますか", "2027年度末までに80％を目指す。", "no_amount"),
        ("効率化にいくらかかりますか", "業務の効率化を進める。", "no_amount"),
        ("手数料はいくらですか", "手数料を当面無料とする。", None),
        ("年金がいくらになるか、自分で試算できますか", "年金の試算サイトを開いた。", None),
        ("偽情報対策の予算", "偽情報への対策を進める。", "no_amount"),
        ("予算のつけ方はどう変わりますか", "予算を一括して要求する。", None),
        ("How much does the card cost?", "カードを交付する。", "no_amount"),
        ("補助は1台につき上限いくらか。", "端末の更新を補助する。", "no_amount"),
        ("保有率がいちばん高い県はどこですか", "保有率は79%である。", "no_rank"),
        ("移行率の低い順に知りたい", "約7割の移行が完了した。", "no_rank"),
        ("件数が最も多いのはどの市ですか", "最も多いのは塩尻市の20件である。", None),
        ("発行まで何日くらいかかりますか", "2025年6月13日に交付を始めた。", "no_period"),
        ("発行まで何日くらいかかりますか", "原則1週間で交付する。", None),
        ("免許は何年ごとに更新しますか", "昭和二十七年法律第百七十六号による。", "no_period"),
        ("何年ごろから始まりますか", "2026年度に始める。", None),
        ("いつ施行されますか。何か月以内ですか", "公布後2年以内に施行する。", "no_period"),
        ("申請は昨年何件ありましたか", "24手続が対象となっている。", "no_count"),
        ("申請は昨年何件ありましたか", "申請は120件である。", None),
        ("第1期区間はどこからどこまでの区間ですか", "第1期区間での運用を始める。", "no_place"),
        ("どこの県警でも使えますか", "全国で使う。", None),
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
        ("何回も書かされるのは困る", "一度で済む。", None),
        ("紙の手帳がもらえなくなるのはいつですか", "電子版を原則とする。", "no_claim"),
        ("What fine does a shop face?", "定着を図る。", "no_claim"),
        ("守れなかった学校にはどのような処分がありますか", "目標を定めた。", "no_claim"),
        ("会議の事務局はどこに移るのですか", "事務局の機能を移管する。", None),
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
        ("会議は何月何日に開かれましたか", "秋に開かれた。", "no_day"),
        ("会議は何月何日に開かれましたか", "6月13日に開かれた。", None),
        ("誤りがあったら国は損害賠償をしますか", "登記情報を提供する。", "no_term"),
        ("登録先の町に住民税を納めますか", "登録を始める。", "no_claim"),
        ("市が住民税のことで調べますか", "市町村民税に関する質問検査権", None),
    ],
)
def test_a_count_or_a_claim_needs_its_words_among_what_was_found(
    question: str, passage: str, attribute: str | None
) -> None:
    assert unanswered(question, [], [passage]) == attribute


@pytest.mark.parametrize(
    ("question", "found", "attribute"),
    [
        ("高校で毎日使う学校は何％ですか", "小学校93.3%、中学校90.8%", "no_group"),
        ("高校で使う学校は何％ですか", "小・中・高校の90%", None),
        ("図書館のWi-Fiの割合は何％を目指しますか", "公民館は2026年度末50%以上", "no_group"),
        ("活用する割合は韓国と比べて高いですか", "6割程度である。", "no_group"),
        ("アメリカのESTAのような制度はいつ始まりますか", "電子渡航認証制度を2028年度に導入する。", None),
        ("いま実際に何％の患者が知っていますか", "2030年度までに50%以上の患者の認知を目指す。", "no_current"),
        ("いま何％の患者が知っていますか", "2026年3月時点で30%である。2030年度までに50%を目指す。", None),
        ("今の20%から何％まで上げる目標ですか", "2030年度までに50%を目指す。", None),
        ("利用率40%の目標は結局達成できたのですか", "具体的な目標：利用率（2025年度）：40%", "no_current"),
        ("回答率は結局何％になりましたか", "回答率は55%に達した。", None),
        ("Does it start like the US ESTA in 2028?", "電子渡航認証制度を2028年度に導入する。", None),
    ],
)
def test_a_group_or_a_present_value_needs_its_words_among_what_was_found(
    question: str, found: str, attribute: str | None
) -> None:
    assert unanswered(search_form(question), [search_form(found)], [search_form(found)]) == attribute


@pytest.mark.parametrize(
    ("question", "leading", "attribute"),
    [
        ("2027年度に何％まで上げる目標ですか", "割合（2025年度：50％、2026年度：70％）", "no_year"),
        ("2026年度に何％まで上げる目標ですか", "割合（2025年度：50％、2026年度：70％）", None),
        ("令和8年度の目標は何％ですか", "割合（2026年度：70％）", None),
        ("2025年度の導入率は何％が目標ですか", "【25年度中に導入率100％】", None),
        ("What is the target for fiscal 2030?", "割合（2026年度：70％）", "no_year"),
        ("2027年度には何が始まりますか", "割合（2026年度：70％）", None),
        ("2025年度版の計画では目標は何％ですか", "割合（2026年度：70％）", None),
        ("2026年度の目標は何％ですか", "割合は本年度に70％とする。", None),
    ],
)
def test_a_figure_of_a_year_needs_that_year_where_it_is_quoted(
    question: str, leading: str, attribute: str | None
) -> None:
    text = search_form(leading)
    assert unanswered(search_form(question), [text], [text], [text]) == attribute


def test_of_two_figures_another_quote_may_tell_the_year() -> None:
    question = "3人以下の団体の割合と、2026年度までに育てるのは何人か教えてください"
    quotes = ["3人以下の自治体が49％", "2026年度までに230万人育成する。"]
    assert unanswered(question, quotes, quotes, quotes[:1]) is None
    assert unanswered("2026年度までに育てるのは何人か教えてください", quotes, quotes, quotes[:1]) == "no_year"


@pytest.mark.parametrize(
    ("question", "quote", "passage", "lacks"),
    [
        (
            "特急発行の手数料はいくらですか",
            "標準手数料は2,000円である。",
            "旅券の申請 標準手数料は2,000円である。",
            True,
        ),
        (
            "パスポートの手数料はいくらですか",
            "標準手数料は2,000円である。",
            "旅券の申請 標準手数料は2,000円である。",
            False,
        ),
        ("特急発行の手数料はいくらですか", "手数料を納める。", "特急発行の手数料を納める。", True),
        ("特急発行はいつ始まりますか", "2,000円である。", "旅券の申請", False),  # no amount is asked for
        ("手数料はいくらですか", "2,000円である。", "旅券の申請", False),  # of whatever
    ],
)
def test_an_amount_of_another_matter_is_none(question: str, quote: str, passage: str, lacks: bool) -> None:
    assert lacks_amount(question, [(quote, passage)], official_terms) is lacks
