"""Learns the outcome classifier's weights from what `hebb_extraction_bench --statements` wrote of the meetings of `labels`.

    learn_outcomes.py transcripts LABELS_DIR QMSUM_TRAIN OUT_DIR      writes the meetings that --statements is to read
    learn_outcomes.py learn LABELS_DIR QMSUM_TRAIN STATEMENTS_DIR WEIGHTS_FILE

LABELS_DIR holds invented meetings with a label a turn (talk_*.json) and what readers said of statements of QMSum train
(qmsum_train.tsv: meeting, first turn, place among its statements, label, or - where nobody read what an earlier model told).
The other statements of those meetings count as none of the classes, at a small weight: a few of them are. A statement has the
label of the first labelled turn that it covers. Probabilities are calibrated on five folds of meetings.
"""
import json
import sys
from pathlib import Path

import numpy as np

from softmax import FOLDS, VECTOR, VECTOR_SCALE, Softmax, calibrated, platt, sparse, unseen

CLASSES = ("none", "decision", "action", "issue", "risk", "idea", "question")
BUCKETS = 4096
L2_DENSE, L2_NGRAMS = 10.0, 40.0
READ, UNREAD = 2.0, 0.3  # weights of statements of QMSum
WANTED = 0.75  # precision at the thresholds that are printed


def invented(labels):
    for file in sorted(labels.glob("talk_*.json")):
        yield from json.loads(file.read_text())


def verdicts(labels):
    """Of each QMSum meeting its verdicts: (first turn, place among its statements) -> label."""
    read = {}
    for line in (labels / "qmsum_train.tsv").read_text().splitlines():
        meeting, turn, offset, label = line.split("\t")
        read.setdefault(meeting, {})[int(turn), int(offset)] = label
    return read


def write_transcripts(labels, qmsum, out):
    out.mkdir(parents=True)
    for number, meeting in enumerate(invented(labels)):
        turns = [{"speaker": turn["speaker"], "text": turn["text"]} for turn in meeting["turns"]]
        (out / f"{number:04}.json").write_text(json.dumps(
            {"title": meeting["title"], "started_at": meeting["started_at"], "transcript": turns}))
    for name in sorted(verdicts(labels)):
        (out / f"qmsum_{name}.json").write_bytes((qmsum / f"{name}.json").read_bytes())


def label_of(turns, first, last):
    for turn in turns[first:last + 1]:
        label = turn["label"]
        if label:
            return label["type"] if isinstance(label, dict) else label
    return "none"


def read_labels(labels, places):
    """Class, weight and number of every statement's meeting, in the order of `write_transcripts`."""
    meetings = [meeting["turns"] for meeting in invented(labels)]
    read = verdicts(labels)
    of_qmsum = [read[name] for name in sorted(read)]
    classes, weights = [], []
    for meeting, first, last, offset in places.tolist():
        if meeting < len(meetings):
            label, weight = label_of(meetings[meeting], first, last), 1.0
        else:
            label = of_qmsum[meeting - len(meetings)].get((first, offset))
            weight = UNREAD if label is None else 0.0 if label == "-" else READ
            label = "none" if label in (None, "-") else label
        classes.append(CLASSES.index(label))
        weights.append(weight)
    return np.array(classes), np.array(weights), np.array(places[:, 0]), places[:, 0] < len(meetings)


def tell_threshold(name, said, truth):
    """The lowest score from which on `WANTED` of the statements of meetings unseen are of the class."""
    order = np.argsort(-said, kind="stable")
    precision = np.cumsum(truth[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(precision >= WANTED)
    last = enough[-1] if len(enough) else 0
    print(f"{name:10} {int(truth.sum()):4} statements of invented meetings; unseen, at a precision of {WANTED}: "
          f"recall {truth[order][:last + 1].sum() / max(truth.sum(), 1):.2f} from a score of {said[order][last]:.2f}")


def learn(labels, folder, target):
    places = np.fromfile(folder / "places.u32", np.uint32).reshape(-1, 4)
    names = (folder / "signals.txt").read_text().splitlines()
    vectors = np.fromfile(folder / "vectors.f32", np.float32).reshape(len(places), VECTOR) * np.float32(VECTOR_SCALE)
    dense = np.hstack([vectors, np.fromfile(folder / "dense.f32", np.float32).reshape(len(places), len(names))])
    ngrams = sparse(folder, "", BUCKETS)
    classes, weights, meeting, is_invented = read_labels(labels, places)
    model = lambda: Softmax(len(CLASSES), L2_DENSE, L2_NGRAMS)
    probabilities = unseen(model, dense, ngrams, classes, weights, meeting % FOLDS)
    calibration = []
    for k, name in enumerate(CLASSES):
        truth = (classes == k).astype(np.float64)
        calibration.append(platt(probabilities[:, k], truth, weights))
        said = calibrated(probabilities[:, k], calibration[-1])
        if k:
            tell_threshold(name, said[is_invented], truth[is_invented])
    model().fit(dense, ngrams, classes, weights).write(target, b"HEBBOUT1", names, calibration)


if __name__ == "__main__":
    what, labels_dir, qmsum_train, *paths = sys.argv[1:]
    if what == "transcripts":
        write_transcripts(Path(labels_dir), Path(qmsum_train), Path(paths[0]))
    else:
        learn(Path(labels_dir), Path(paths[0]), paths[1])
