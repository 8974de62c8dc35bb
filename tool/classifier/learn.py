"""Learns the utterance classifier's weights from what `hebb_extraction_bench --signals` wrote.

    learn.py SIGNALS_DIR WEIGHTS_FILE

A softmax regression over dense numbers (the vector times 4, the signals) and hashed n-grams, L2 30, by L-BFGS.
Every utterance is learnt from twice, with marks and without, together at weight one. Each class's probabilities are then
calibrated (Platt 1999) on five folds of meetings that the fold's model has not seen. The same input gives the same
file on the same machine and libraries; others may differ in the last bits of a float.
"""
import hashlib
import struct
import sys
from pathlib import Path

import numpy as np
import scipy.sparse
from scipy.optimize import minimize

CLASSES = ("noise", "question", "action", "idea", "statement")
BUCKETS = 16384
VECTOR = 384
VECTOR_SCALE = 4.0  # the vector's numbers are small beside the signals': the same L2 should not bind them more
L2_DENSE, L2_NGRAMS = 30.0, 30.0  # chosen on stretches of train
MARKS_WEIGHT = 0.2  # of an utterance with its marks, the rest without: a known '?' would explain the words away
ITERATIONS = 100
FOLDS = 5


def read_signals(folder):
    classes = np.fromfile(folder / "classes.u8", np.uint8)
    names = (folder / "signals.txt").read_text().splitlines()
    vectors = np.fromfile(folder / "vectors.f32", np.float32).reshape(len(classes), VECTOR) * np.float32(VECTOR_SCALE)
    dense, ngrams = [], []
    for kind in ("marks", "bare"):
        signals = np.fromfile(folder / f"{kind}.dense.f32", np.float32).reshape(len(classes), len(names))
        dense.append(np.hstack([vectors, signals]))
        ends = np.fromfile(folder / f"{kind}.ends.u32", np.uint32)
        buckets = np.fromfile(folder / f"{kind}.ngrams.u16", np.uint16)
        ngrams.append(scipy.sparse.csr_matrix(
            (np.ones(len(buckets), np.float32), buckets.astype(np.int32), np.concatenate([[0], ends]).astype(np.int32)),
            shape=(len(classes), BUCKETS)))
    return classes, names, np.vstack(dense), scipy.sparse.vstack(ngrams).tocsr()


class Softmax:
    def fit(self, dense, ngrams, classes, weights):
        n, rows = dense.shape
        k = len(CLASSES)
        target = np.zeros((n, k), np.float32)
        target[np.arange(n), classes] = 1
        transposed = ngrams.T.tocsr()
        weight = weights[:, None].astype(np.float32)

        def loss(flat):
            flat = flat.astype(np.float32)
            w = flat[:rows * k].reshape(rows, k)
            v = flat[rows * k:-k].reshape(BUCKETS, k)
            logits = dense @ w + ngrams @ v + flat[-k:]
            logits -= logits.max(1, keepdims=True)
            exp = np.exp(logits)
            total = exp.sum(1, keepdims=True)
            error = (exp / total - target) * weight
            value = float(weights @ (np.log(total[:, 0]) - (logits * target).sum(1)).astype(np.float64))
            value += .5 * L2_DENSE * float((w ** 2).sum()) + .5 * L2_NGRAMS * float((v ** 2).sum())
            gradient = [dense.T @ error + L2_DENSE * w, transposed @ error + L2_NGRAMS * v, error.sum(0)]
            return value, np.concatenate([part.ravel() for part in gradient]).astype(np.float64)

        found = minimize(loss, np.zeros((rows + BUCKETS + 1) * k), jac=True, method="L-BFGS-B",
                         options={"maxiter": ITERATIONS, "maxcor": 8})
        flat = found.x.astype(np.float32)
        self.dense = flat[:rows * k].reshape(rows, k)
        self.ngrams = flat[rows * k:-k].reshape(BUCKETS, k)
        self.bias = flat[-k:]
        return self

    def probabilities(self, dense, ngrams):
        logits = dense @ self.dense + ngrams @ self.ngrams + self.bias
        exp = np.exp(logits - logits.max(1, keepdims=True))
        return exp / exp.sum(1, keepdims=True)


def platt(probabilities, truth):
    """Slope and offset that make logistic(slope * logit(p) + offset) likeliest."""
    p = np.clip(probabilities.astype(np.float64), 1e-6, 1 - 1e-6)
    logit = np.log(p / (1 - p))

    def loss(parameters):
        z = parameters[0] * logit + parameters[1]
        said = 1 / (1 + np.exp(-z))
        error = said - truth
        return (np.logaddexp(0, z) - truth * z).sum(), np.array([(error * logit).sum(), error.sum()])

    return minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B").x


def best_f1(scores, truth):
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(truth[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + truth.sum())
    return scores[order[f1.argmax()]], f1.max()


def weights_of(n):
    return np.repeat([MARKS_WEIGHT, 1 - MARKS_WEIGHT], n)


def unseen(classes, dense, ngrams):
    """Probabilities of every row by a model that saw no row of its stretch of the corpus. The corpus is in the order
    of its meetings, so stretches keep a meeting's talk together, but for the meetings at the borders."""
    n = len(classes)
    fold = np.tile(np.arange(n) * FOLDS // n, 2)
    both = np.concatenate([classes, classes])
    weights = weights_of(n)
    probabilities = np.zeros((2 * n, len(CLASSES)), np.float32)
    for one in range(FOLDS):
        seen = fold != one
        model = Softmax().fit(dense[seen], ngrams[seen], both[seen], weights[seen])
        probabilities[~seen] = model.probabilities(dense[~seen], ngrams[~seen])
    return probabilities


def main(folder, target):
    classes, names, dense, ngrams = read_signals(Path(folder))
    both = np.concatenate([classes, classes])
    probabilities = unseen(classes, dense, ngrams)
    calibration = []
    for k, name in enumerate(CLASSES):
        truth = (both == k).astype(np.float64)
        slope, offset = platt(probabilities[:, k], truth)
        calibration.append((slope, offset))
        p = np.clip(probabilities[:, k], 1e-6, 1 - 1e-6)
        said = 1 / (1 + np.exp(-(slope * np.log(p / (1 - p)) + offset)))
        bare = slice(len(classes), None)
        threshold, f1 = best_f1(said[bare], truth[bare])
        print(f"{name:10} slope {slope:.3f} offset {offset:+.3f}; unseen and without marks: F1 {f1:.3f} at {threshold:.3f}")
    model = Softmax().fit(dense, ngrams, both, weights_of(len(classes)))
    model.dense[:VECTOR] *= VECTOR_SCALE
    dense_unit = (np.abs(model.dense).max(0) / 32767).astype("<f4")
    ngram_unit = (np.abs(model.ngrams).max(0) / 127).astype("<f4")
    digest = hashlib.sha256()
    for name in names:
        digest.update(struct.pack("<q", len(name.encode())) + name.encode())
    with open(target, "wb") as out:
        out.write(b"HEBBUTT1" + digest.digest())
        out.write(dense_unit.tobytes() + ngram_unit.tobytes() + model.bias.astype("<f4").tobytes())
        out.write(np.array(calibration).T.astype("<f4").tobytes())
        out.write(np.round(model.dense / dense_unit).astype("<i2").tobytes())
        out.write(np.round(model.ngrams / ngram_unit).astype("i1").tobytes())
        print(f"{target}: {out.tell()} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
