#!/usr/bin/env python3
"""Labels QMSum's questions with the turns of other meetings that a bridge should lead to.

  bench/bridges/label.py --out LABELS.json         (numpy, onnxruntime, tokenizers: tool/model/requirements-dev.txt)
  bench/bridges/label.py --pool val --threshold .7 --out -

Two questions of different meetings match when the cosine of the sentence vectors (fp32) of their answers is at least the
threshold (.6). A question's labels are the turns in the gold spans of the questions that it matches, by meeting; questions
without a match are left out. The pool is one project: every meeting of the named splits (train and val: 197), so that an
answer in train may label a question of val and the other way round.

The file holds QMSum's questions: keep it out of the repository. Counts go to standard error.
"""
import argparse
import collections
import json
import os
import pathlib
import sys

import numpy

from encoder import Encoder, model_path

HERE = pathlib.Path(__file__).resolve().parent


def read(folder, split):
    """The questions of a split that have gold turns within their meeting."""
    for path in sorted((folder / split).glob("*.json")):
        meeting = json.loads(path.read_text())
        turns = len(meeting["meeting_transcripts"])
        for question in meeting["specific_query_list"]:
            spans = [range(int(first), int(last) + 1) for first, last in question["relevant_text_span"]]
            gold = sorted({turn for span in spans for turn in span if turn < turns})
            query, answer = question["query"].strip()[:1000], " ".join(question["answer"].split())
            if gold and query and answer:
                yield {"split": split, "meeting": path.stem, "query": query, "answer": answer, "gold": gold}


def ranges(turns):
    """Ascending numbers as [first, last] pairs."""
    out = []
    for turn in turns:
        if out and turn == out[-1][1] + 1:
            out[-1][1] = turn
        else:
            out.append([turn, turn])
    return out


def label(questions, vectors, threshold):
    """The questions with a match, each with `labels`: meeting -> ranges of turns."""
    meeting = numpy.array([q["meeting"] for q in questions])
    for at, question in enumerate(questions):
        alike = (vectors @ vectors[at] >= threshold) & (meeting != question["meeting"])
        turns = collections.defaultdict(set)
        for other in numpy.flatnonzero(alike):
            turns[questions[other]["meeting"]].update(questions[other]["gold"])
        if turns:
            yield {"split": question["split"], "meeting": question["meeting"], "query": question["query"],
                   "labels": {name: ranges(sorted(turns[name])) for name in sorted(turns)}}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shared = os.environ.get("HEBB_DATA", HERE.parents[2] / "shared")
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path(shared) / "qmsum")
    parser.add_argument("--pool", default="train,val", help="the splits that make up the project")
    parser.add_argument("--threshold", type=float, default=0.6)
    parser.add_argument("--model", default=model_path())
    parser.add_argument("--out", required=True, help="a file outside the repository, or - for standard output")
    args = parser.parse_args()

    pool = args.pool.split(",")
    questions = [question for split in pool for question in read(args.data, split)]
    if not questions:
        sys.exit(f"no questions in {args.data}: set HEBB_DATA or give --data")
    vectors = Encoder(args.model, "fp32")([question["answer"] for question in questions])
    found = list(label(questions, vectors, args.threshold))
    counts = {"questions": len(questions), "labelled": len(found), "meetings": len({q["meeting"] for q in found})}
    counts |= {split: sum(q["split"] == split for q in found) for split in pool}
    text = json.dumps({"pool": pool, "threshold": args.threshold, "counts": counts, "questions": found})
    if args.out == "-":
        print(text)
    else:
        pathlib.Path(args.out).write_text(text)
    print(", ".join(f"{name} {count}" for name, count in counts.items()), file=sys.stderr)


if __name__ == "__main__":
    main()
