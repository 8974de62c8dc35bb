"""Learns the outcome classifier's weights from what `hebb_extraction_bench --statements` wrote of the meetings of `labels`.

    learn_outcomes.py transcripts LABELS_DIR QMSUM_TRAIN OUT_DIR      writes the meetings that --statements is to read
    learn_outcomes.py learn LABELS_DIR STATEMENTS_DIR WEIGHTS_FILE

LABELS_DIR holds invented meetings with a label a turn (talk_*.txt, a writer a file) and what readers said of statements of
QMSum train (qmsum_train.tsv: meeting, first turn, place among its statements, label). What an earlier model told and nobody
read is marked - there and left out; all other statements of those meetings count as none of the classes, at a small weight: a
few of them are some. A statement has the label of the first labelled turn that it covers; of a turn that was split, the label
is one of its pieces', so that each has a part of the weight. Probabilities are calibrated on folds that share no writer.
"""
import collections
import json
import sys
from pathlib import Path

import numpy as np

from softmax import FOLDS, VECTOR, VECTOR_SCALE, Softmax, calibrated, platt, sparse, unseen

CLASSES = ("none", "decision", "action", "issue", "risk", "idea", "question")
BUCKETS = 4096
L2_DENSE, L2_NGRAMS = 12.0, 60.0
BESIDE = 0.4 * VECTOR_SCALE  # of the vectors of the statements before and after
READ, UNREAD = 2.0, 0.3  # weights of statements of QMSum
WANTED = 0.75  # precision at the thresholds that are printed


def invented(labels):
    """Meetings with the numbers of their writers. Of a file's meetings, parted by an empty line, the first two lines have
    the title and the day, the others a turn each: who, label (- where it has none), what."""
    for writer, file in enumerate(sorted(labels.glob("talk_*.txt"))):
        for meeting in file.read_text().split("\n\n"):
            title, day, *turns = meeting.strip("\n").split("\n")
            turns = [turn.split(" | ") for turn in turns]
            yield writer, {"title": title.removeprefix("title: "), "started_at": day.removeprefix("date: "),
                           "turns": [{"speaker": who, "label": label, "text": text} for who, label, text in turns]}


def verdicts(labels):
    """Of each QMSum meeting its verdicts: (first turn, place among its statements) -> label."""
    read = {}
    for line in (labels / "qmsum_train.tsv").read_text().splitlines():
        meeting, turn, offset, label = line.split("\t")
        read.setdefault(meeting, {})[int(turn), int(offset)] = label
    return read


def write_transcripts(labels, qmsum, out):
    out.mkdir(parents=True)
    for number, (_, meeting) in enumerate(invented(labels)):
        turns = [{"speaker": turn["speaker"], "text": turn["text"]} for turn in meeting["turns"]]
        (out / f"{number:04}.json").write_text(json.dumps(
            {"title": meeting["title"], "started_at": meeting["started_at"], "transcript": turns}))
    for name in sorted(verdicts(labels)):
        (out / f"qmsum_{name}.json").write_bytes((qmsum / f"{name}.json").read_bytes())


def labelled(turns, first, last):
    """The first labelled turn from `first` to `last`, and its label."""
    for number, turn in enumerate(turns[first:last + 1], first):
        if turn["label"] != "-":
            return number, turn["label"]
    return None, "none"


def read_labels(labels, places):
    """Of every statement, in the order of `write_transcripts`: class, weight, fold, and whether its meeting is invented."""
    meetings = list(invented(labels))
    read = verdicts(labels)
    of_qmsum = [read[name] for name in sorted(read)]
    if places[:, 0].max() + 1 != len(meetings) + len(of_qmsum):
        sys.exit("the statements are of other meetings than the labels")
    found, pieces, told = [], collections.Counter(), 0
    for meeting, first, last, offset in places.tolist():
        if meeting < len(meetings):
            turn, label = labelled(meetings[meeting][1]["turns"], first, last)
            found.append((label, (meeting, turn)))
            pieces[meeting, turn] += 1
        else:
            label = of_qmsum[meeting - len(meetings)].get((first, offset))
            told += label is not None
            found.append((label, None))
    if told != sum(map(len, of_qmsum)):
        sys.exit("statements of QMSum are parted otherwise than when they were read: read them again")
    classes, weights = [], []
    for label, turn in found:
        if turn is None:
            weights.append(UNREAD if label is None else 0.0 if label == "-" else READ)
            label = "none" if label in (None, "-") else label
        else:
            weights.append(1.0 if label == "none" else 1.0 / pieces[turn])
        classes.append(CLASSES.index(label))
    folds = np.array([writer for writer, _ in meetings] + list(range(len(of_qmsum)))) % FOLDS
    return np.array(classes), np.array(weights), folds[places[:, 0]], places[:, 0] < len(meetings)


def beside(vectors, meetings):
    """Of every statement the vectors of the one before and of the one after in its meeting; zeros where there is none."""
    before, after = np.zeros_like(vectors), np.zeros_like(vectors)
    follows = meetings[1:] == meetings[:-1]
    before[1:][follows] = vectors[:-1][follows]
    after[:-1][follows] = vectors[1:][follows]
    return before, after


def tell_threshold(name, said, truth):
    """The lowest score from which on `WANTED` of the statements of meetings unseen are of the class."""
    order = np.argsort(-said, kind="stable")
    precision = np.cumsum(truth[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(precision >= WANTED)
    if not len(enough):
        print(f"{name:10} {int(truth.sum()):4} statements of invented meetings; unseen, a precision of {WANTED} is not reached")
        return
    last = enough[-1]
    print(f"{name:10} {int(truth.sum()):4} statements of invented meetings; unseen, at a precision of {WANTED}: "
          f"recall {truth[order][:last + 1].sum() / max(truth.sum(), 1):.2f} from a score of {said[order][last]:.2f}")


def learn(labels, folder, target):
    places = np.fromfile(folder / "places.u32", np.uint32).reshape(-1, 4)
    names = (folder / "signals.txt").read_text().splitlines()
    vectors = np.fromfile(folder / "vectors.f32", np.float32).reshape(len(places), VECTOR)
    before, after = (np.float32(BESIDE) * rows for rows in beside(vectors, places[:, 0]))
    dense = np.hstack([np.float32(VECTOR_SCALE) * vectors, before, after,
                       np.fromfile(folder / "dense.f32", np.float32).reshape(len(places), len(names))])
    ngrams = sparse(folder, "", BUCKETS)
    classes, weights, fold, is_invented = read_labels(labels, places)
    model = lambda: Softmax(len(CLASSES), L2_DENSE, L2_NGRAMS)
    probabilities = unseen(model, dense, ngrams, classes, weights, fold)
    calibration = []
    for k, name in enumerate(CLASSES):
        truth = (classes == k).astype(np.float64)
        calibration.append(platt(probabilities[:, k], truth, weights))
        said = calibrated(probabilities[:, k], calibration[-1])
        if k:
            tell_threshold(name, said[is_invented], truth[is_invented])
    model().fit(dense, ngrams, classes, weights).write(
        target, b"HEBBOUT2", names, calibration, (VECTOR_SCALE, BESIDE, BESIDE))


if __name__ == "__main__":
    what, *paths = sys.argv[1:]
    if what == "transcripts":
        write_transcripts(*map(Path, paths))
    else:
        learn(*map(Path, paths))
