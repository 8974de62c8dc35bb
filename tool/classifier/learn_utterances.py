"""Learns the utterance classifier's weights from what `hebb_extraction_bench --signals` wrote.

    learn_utterances.py SIGNALS_DIR WEIGHTS_FILE

Every utterance is learnt from twice, with marks and without, together at weight one. Each class's probabilities are then
calibrated on five folds of meetings that the fold's model has not seen.
"""
import sys
from pathlib import Path

import numpy as np
import scipy.sparse

from softmax import FOLDS, VECTOR, VECTOR_SCALE, Softmax, calibrated, platt, sparse, unseen

CLASSES = ("noise", "question", "action", "idea", "statement")
BUCKETS = 16384
L2 = 30.0  # chosen on stretches of train
MARKS_WEIGHT = 0.2  # of an utterance with its marks, the rest without: a known '?' would explain the words away


def read_signals(folder):
    classes = np.fromfile(folder / "classes.u8", np.uint8)
    names = (folder / "signals.txt").read_text().splitlines()
    vectors = np.fromfile(folder / "vectors.f32", np.float32).reshape(len(classes), VECTOR) * np.float32(VECTOR_SCALE)
    dense, ngrams = [], []
    for kind in ("marks", "bare"):
        signals = np.fromfile(folder / f"{kind}.dense.f32", np.float32).reshape(len(classes), len(names))
        dense.append(np.hstack([vectors, signals]))
        ngrams.append(sparse(folder, f"{kind}.", BUCKETS))
    return classes, names, np.vstack(dense), scipy.sparse.vstack(ngrams).tocsr()


def best_f1(scores, truth):
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(truth[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + truth.sum())
    return scores[order[f1.argmax()]], f1.max()


def main(folder, target):
    classes, names, dense, ngrams = read_signals(Path(folder))
    n = len(classes)
    both = np.concatenate([classes, classes])
    weights = np.repeat([MARKS_WEIGHT, 1 - MARKS_WEIGHT], n)
    # The corpus is in the order of its meetings, so stretches keep a meeting's talk together, but for the meetings at the
    # borders.
    fold = np.tile(np.arange(n) * FOLDS // n, 2)
    model = lambda: Softmax(len(CLASSES), L2, L2)
    probabilities = unseen(model, dense, ngrams, both, weights, fold)
    calibration = []
    for k, name in enumerate(CLASSES):
        truth = (both == k).astype(np.float64)
        calibration.append(platt(probabilities[:, k], truth, np.ones(2 * n)))
        said = calibrated(probabilities[:, k], calibration[-1])
        bare = slice(n, None)
        threshold, f1 = best_f1(said[bare], truth[bare])
        slope, offset = calibration[-1]
        print(f"{name:10} slope {slope:.3f} offset {offset:+.3f}; unseen and without marks: F1 {f1:.3f} at {threshold:.3f}")
    model().fit(dense, ngrams, both, weights).write(target, b"HEBBUTT1", names, calibration)


if __name__ == "__main__":
    main(*sys.argv[1:])
