"""Prints what docs/model.md states: size, loss, time and the effect of batching, fp32 beside int8. Some minutes.

    measure.py [--data FOLDER] [--sentences N]      (in a virtual environment with requirements-dev.txt)

Both precisions are timed in turns in one run, in processor time of one thread: trust the ratios, not the milliseconds.
"""
import argparse
import json
import os
import pathlib
import re
import statistics
import time

import numpy
import onnxruntime

import build_model
import golden

ROUNDS = 15


def sentences_of(data, split="val"):
    """The sentences of a split of QMSum of three words or more, marks removed, in a fixed order; and its questions."""
    sentences, questions = [], []
    for path in sorted((data / "qmsum" / split).glob("*.json")):
        meeting = json.loads(path.read_text())
        questions += [query["query"] for query in meeting["specific_query_list"]]
        for turn in meeting["meeting_transcripts"]:
            text = re.sub(r"\s+([.,?!'])", r"\1", re.sub(r"\{[^}]*\}", " ", turn["content"]))
            sentences += [s for s in re.split(r"(?<=[.?!])\s+", " ".join(text.split())) if len(s.split()) >= 3]
    return sentences, questions


def every(items, count):
    return [items[i * len(items) // count] for i in range(min(count, len(items)))]


def session(model):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def encode(model, batch):
    """Vectors of token id lists of any length, padded to the longest."""
    shape = (len(batch), max(map(len, batch)))
    ids, mask = numpy.zeros(shape, numpy.int64), numpy.zeros(shape, numpy.int64)
    for row, tokens in enumerate(batch):
        ids[row, : len(tokens)] = tokens
        mask[row, : len(tokens)] = 1
    feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": numpy.zeros(shape, numpy.int64)}
    return model.run(None, feed)[0]


def singly(model, texts):
    return numpy.vstack([encode(model, [ids]) for ids in texts])


def in_batches(model, texts, size):
    return numpy.vstack([encode(model, texts[i : i + size]) for i in range(0, len(texts), size)])


def summary(cosines):
    low = numpy.percentile(cosines, 1)
    return f"mean {cosines.mean():.4f}, 1st percentile {low:.4f}, least {cosines.min():.4f}"


def loss(split, models, variants, texts, questions):
    reference = singly(models["fp32"], texts)
    asked = singly(models["fp32"], questions)
    found = numpy.argsort(-(asked @ reference.T), axis=1)[:, :10]
    print(f"\nLoss against fp32, QMSum {split}: {len(texts)} sentences, {len(questions)} questions over them")
    for name, model in {"int8": models["int8"], **variants}.items():
        vectors = singly(model, texts)
        theirs = numpy.argsort(-(singly(model, questions) @ vectors.T), axis=1)[:, :10]
        same = statistics.mean(len(set(a) & set(b)) / 10 for a, b in zip(found, theirs))
        print(f"  {name}: cosine {summary((vectors * reference).sum(axis=1))}; same among the nearest ten {same:.3f}")


def timed(jobs, rounds=ROUNDS):
    """Best and median processor seconds of each job, taken in turns."""
    spent = {name: [] for name in jobs}
    for job in jobs.values():
        job()
    for _ in range(rounds):
        for name, job in jobs.items():
            began = time.thread_time()
            job()
            spent[name].append(time.thread_time() - began)
    return {name: (min(times), statistics.median(times)) for name, times in spent.items()}


def single_times(models):
    print(f"\nOne text, one thread: ms best / median of {ROUNDS}, and fp32 ÷ int8 of the best")
    for length in (8, 16, 32, 128):
        ids = [[101, *range(2000, 1998 + length), 102]]
        times = timed({name: (lambda m=model: encode(m, ids)) for name, model in models.items()})
        ratio = times["fp32"][0] / times["int8"][0]
        shown = ", ".join(f"{n} {1e3 * best:.2f} / {1e3 * mid:.2f}" for n, (best, mid) in times.items())
        print(f"  {length} tokens: × {ratio:.2f} ({shown}; int8 {1e6 * times['int8'][0] / length:.0f} µs a token)")


def batch_times(models, texts):
    """Batches of texts of one length, so that nothing is padded: what batching alone gains."""
    lengths = {}
    for ids in texts:
        lengths.setdefault(len(ids), []).append(ids)
    texts = [ids for _, group in sorted(lengths.items()) if len(group) >= 32 for ids in group[:32]]
    tokens = sum(map(len, texts))
    print(f"\nThroughput of {len(texts)} sentences of {len(texts) // 32} lengths ({tokens} tokens), batch 1 = 1")
    for name, model in models.items():
        times = timed({size: (lambda s=size: in_batches(model, texts, s)) for size in (1, 16, 32)}, rounds=4)
        one = times[1][0]
        shown = ", ".join(f"batch {size} × {one / best:.2f}" for size, (best, _) in times.items())
        print(f"  {name}: {shown} ({tokens / one:.0f} tokens a second at batch 1)")


def batch_effect(models, texts):
    texts = sorted(every(texts, 320), key=len)
    print("\nThe same text alone and in a batch of 16 (cosine)")
    for name, model in models.items():
        alone = singly(model, texts)
        by_length = (in_batches(model, texts, 16) * alone).sum(axis=1)
        order = sorted(range(len(texts)), key=lambda i: i * 2654435761 % 2**32)  # a fixed shuffle
        mixed = (in_batches(model, [texts[i] for i in order], 16) * alone[order]).sum(axis=1)
        print(f"  {name}: neighbours of like length {summary(by_length)}; of any length {summary(mixed)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("HEBB_DATA", golden.ROOT.parent / "shared")
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path(default))
    parser.add_argument("--sentences", type=int, default=1000)
    arguments = parser.parse_args()
    source = golden.package_folder()
    build_model.check_source(source)
    weights = build_model.read_safetensors(source / "model.safetensors")
    kinds = {"fp32": ("fp32", "fp32"), "int8": ("int8", "int8"), "int8, fp16 words": ("int8", "fp16"),
             "int8, fp32 words": ("int8", "fp32"), "fp32, int8 words": ("fp32", "int8")}
    files = {name: build_model.build(weights, *kind).SerializeToString() for name, kind in kinds.items()}
    print(f"ONNX Runtime {onnxruntime.__version__}\nSize in bytes, and fp32 ÷ it")
    for name, file in files.items():
        print(f"  {name}: {len(file):,} (× {len(files['fp32']) / len(file):.2f})")
    sessions = {name: session(file) for name, file in files.items()}
    models = {name: sessions.pop(name) for name in ("fp32", "int8")}
    tokenizer = golden.tokenizer_of(source)
    ids = lambda texts: [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    samples = {}
    for split in ("train", "val"):  # the graph was chosen on train: choose_levels.py
        sentences, questions = sentences_of(arguments.data, split)
        print(f"QMSum {split}: {len(sentences)} sentences, {len(questions)} questions")
        samples[split] = ids(every(sentences, arguments.sentences)), ids(every(questions, 100))
    single_times(models)
    batch_times(models, samples["val"][0])
    batch_effect(models, samples["val"][0])
    for split, (texts, questions) in samples.items():
        loss(split, models, sessions, texts, questions)


if __name__ == "__main__":
    main()
