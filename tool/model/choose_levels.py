"""Chooses LOUD_AFTER_ATTENTION and LOUD_AFTER_LAYER of build_model.py on QMSum train. Prints them, and what they are worth
on train and, once, on val. Some ten minutes.

    choose_levels.py [--data FOLDER] [--sentences N]      (in a virtual environment with requirements-dev.txt)

Coordinate ascent: a channel's factor is the power of two that gives the best mean cosine of int8 vectors to fp32 ones,
the other factors held, until nothing changes. Candidates are the channels with the highest peaks.
"""
import argparse
import os
import pathlib

import numpy
from onnx import helper

import build_model
import golden
import measure

FACTORS = (1, 2, 4, 8, 16)
CANDIDATES = 6       # channels of each place
LEAST_GAIN = 2e-5    # of the mean cosine: less is chance
PLACES = {"LOUD_AFTER_ATTENTION": "attended", "LOUD_AFTER_LAYER": "output"}  # -> the part of a layer whose output it is


def loudest(weights, texts, part):
    """Channels by falling peak over all layers and texts, and how many times the median channel's each is."""
    model = build_model.build(weights, "fp32", "fp32")
    names = [f"encoder.layer.{number}.{part}" for number in range(build_model.LAYERS)]
    model.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in names)
    session = measure.session(model.SerializeToString())
    peaks = numpy.zeros(build_model.DIMENSION)
    for ids in texts:
        feed = {"input_ids": numpy.array([ids]), "attention_mask": numpy.ones((1, len(ids)), numpy.int64),
                "token_type_ids": numpy.zeros((1, len(ids)), numpy.int64)}
        for hidden in session.run(names, feed):
            peaks = numpy.maximum(peaks, numpy.abs(hidden).max(axis=(0, 1)))
    order = numpy.argsort(-peaks)[:CANDIDATES]
    return {int(channel): float(peaks[channel] / numpy.median(peaks)) for channel in order}


def vectors(weights, levels, texts):
    for place in PLACES:
        loud = {channel: factor for channel, factor in sorted(levels[place].items()) if factor > 1}
        setattr(build_model, place, loud)
    return measure.singly(measure.session(build_model.build(weights, "int8", "int8").SerializeToString()), texts)


def choose(weights, texts, reference, candidates):
    levels = {place: dict.fromkeys(channels, 1) for place, channels in candidates.items()}
    score = lambda: float((vectors(weights, levels, texts) * reference).sum(axis=1).mean())
    best, changed = score(), True
    while changed:
        changed = False
        for place, channels in levels.items():
            for channel in channels:
                kept = channels[channel]
                for factor in FACTORS:
                    if factor == kept:
                        continue
                    channels[channel], before = factor, channels[channel]
                    found = score()
                    if found > best + LEAST_GAIN:
                        best, changed = found, True
                    else:
                        channels[channel] = before
                print(f"  {place}[{channel}] = {channels[channel]}: mean {best:.5f}", flush=True)
    return {place: {c: f for c, f in sorted(channels.items()) if f > 1} for place, channels in levels.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("HEBB_DATA", golden.ROOT.parent / "shared")
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path(default))
    parser.add_argument("--sentences", type=int, default=400)
    arguments = parser.parse_args()
    source = golden.package_folder()
    build_model.check_source(source)
    weights = build_model.read_safetensors(source / "model.safetensors")
    tokenizer = golden.tokenizer_of(source)
    ids = lambda texts: [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    train, val = (measure.sentences_of(arguments.data, split)[0] for split in ("train", "val"))
    # Every other one chooses, the ones between judge.
    sample = measure.every(train, 2 * arguments.sentences)
    fp32 = measure.session(build_model.build(weights, "fp32", "fp32").SerializeToString())
    texts = {"chosen on": ids(sample[::2]), "other sentences of train": ids(sample[1::2]), "val": ids(measure.every(val, 1000))}
    reference = {name: measure.singly(fp32, of) for name, of in texts.items()}

    now = {place: dict(getattr(build_model, place)) for place in PLACES}
    candidates = {place: loudest(weights, texts["chosen on"], part) for place, part in PLACES.items()}
    for place, channels in candidates.items():
        print(f"{place}, peaks over the median channel's: " + ", ".join(f"{c} × {p:.1f}" for c, p in channels.items()))
    chosen = choose(weights, texts["chosen on"], reference["chosen on"], candidates)
    for name, levels in {"none": {place: {} for place in PLACES}, "as in build_model.py": now, "chosen": chosen}.items():
        print(f"{name}: {levels}")
        for split, of in texts.items():
            cosines = (vectors(weights, levels, of) * reference[split]).sum(axis=1)
            print(f"  {split}: {measure.summary(cosines)}")


if __name__ == "__main__":
    main()
