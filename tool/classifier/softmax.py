"""Softmax regression over dense numbers and hashed n-grams, with the format in which src/extract/softmax.h reads it.

Learnt by L-BFGS with an L2 penalty. The same input gives the same file on the same machine and libraries; others may differ
in the last bits of a float.
"""
import hashlib
import struct

import numpy as np
import scipy.sparse
from scipy.optimize import minimize

VECTOR = 384
VECTOR_SCALE = 4.0  # the vector's numbers are small beside the signals': the same L2 should not bind them more
ITERATIONS = 100
FOLDS = 5


def sparse(folder, kind, buckets):
    """The n-grams of a dump: a row a statement, one where it has the bucket."""
    ends = np.fromfile(folder / f"{kind}ends.u32", np.uint32)
    held = np.fromfile(folder / f"{kind}ngrams.u16", np.uint16)
    return scipy.sparse.csr_matrix(
        (np.ones(len(held), np.float32), held.astype(np.int32), np.concatenate([[0], ends]).astype(np.int32)),
        shape=(len(ends), buckets))


class Softmax:
    def __init__(self, classes, l2_dense, l2_ngrams):
        self.classes, self.l2_dense, self.l2_ngrams = classes, l2_dense, l2_ngrams

    def fit(self, dense, ngrams, classes, weights):
        n, rows = dense.shape
        k, buckets = self.classes, ngrams.shape[1]
        target = np.zeros((n, k), np.float32)
        target[np.arange(n), classes] = 1
        transposed = ngrams.T.tocsr()
        weight = weights[:, None].astype(np.float32)

        def loss(flat):
            flat = flat.astype(np.float32)
            w = flat[:rows * k].reshape(rows, k)
            v = flat[rows * k:-k].reshape(buckets, k)
            logits = dense @ w + ngrams @ v + flat[-k:]
            logits -= logits.max(1, keepdims=True)
            exp = np.exp(logits)
            total = exp.sum(1, keepdims=True)
            error = (exp / total - target) * weight
            value = float(weights @ (np.log(total[:, 0]) - (logits * target).sum(1)).astype(np.float64))
            value += .5 * self.l2_dense * float((w ** 2).sum()) + .5 * self.l2_ngrams * float((v ** 2).sum())
            gradient = [dense.T @ error + self.l2_dense * w, transposed @ error + self.l2_ngrams * v, error.sum(0)]
            return value, np.concatenate([part.ravel() for part in gradient]).astype(np.float64)

        found = minimize(loss, np.zeros((rows + buckets + 1) * k), jac=True, method="L-BFGS-B",
                         options={"maxiter": ITERATIONS, "maxcor": 8})
        flat = found.x.astype(np.float32)
        self.dense = flat[:rows * k].reshape(rows, k)
        self.ngrams = flat[rows * k:-k].reshape(buckets, k)
        self.bias = flat[-k:]
        return self

    def probabilities(self, dense, ngrams):
        logits = dense @ self.dense + ngrams @ self.ngrams + self.bias
        exp = np.exp(logits - logits.max(1, keepdims=True))
        return exp / exp.sum(1, keepdims=True)

    def write(self, target, head, names, calibration, scales=(VECTOR_SCALE,)):
        """`calibration`: a slope and an offset a class; `scales`: of the vectors that stand before the signals."""
        for place, scale in enumerate(scales):
            self.dense[place * VECTOR:(place + 1) * VECTOR] *= scale
        dense_unit = (np.abs(self.dense).max(0) / 32767).astype("<f4")
        ngram_unit = (np.abs(self.ngrams).max(0) / 127).astype("<f4")
        digest = hashlib.sha256()
        for name in names:
            digest.update(struct.pack("<q", len(name.encode())) + name.encode())
        with open(target, "wb") as out:
            out.write(head + digest.digest())
            out.write(dense_unit.tobytes() + ngram_unit.tobytes() + self.bias.astype("<f4").tobytes())
            out.write(np.array(calibration).T.astype("<f4").tobytes())
            out.write(np.round(self.dense / dense_unit).astype("<i2").tobytes())
            out.write(np.round(self.ngrams / ngram_unit).astype("i1").tobytes())
            print(f"{target}: {out.tell()} bytes")


def logit(probabilities):
    p = np.clip(probabilities.astype(np.float64), 1e-6, 1 - 1e-6)
    return np.log(p / (1 - p))


def platt(probabilities, truth, weights):
    """Slope and offset that make logistic(slope * logit(p) + offset) likeliest (Platt 1999)."""
    x = logit(probabilities)

    def loss(parameters):
        z = parameters[0] * x + parameters[1]
        said = 1 / (1 + np.exp(-z))
        error = (said - truth) * weights
        return ((np.logaddexp(0, z) - truth * z) * weights).sum(), np.array([(error * x).sum(), error.sum()])

    return minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B").x


def calibrated(probabilities, slope_and_offset):
    slope, offset = slope_and_offset
    return 1 / (1 + np.exp(-(slope * logit(probabilities) + offset)))


def unseen(model, dense, ngrams, classes, weights, fold):
    """Probabilities of every row by a model that saw no row of its fold. `model` makes one that has learnt nothing."""
    probabilities = np.zeros((len(classes), model().classes), np.float32)
    for one in range(FOLDS):
        seen = fold != one
        learnt = model().fit(dense[seen], ngrams[seen], classes[seen], weights[seen])
        probabilities[~seen] = learnt.probabilities(dense[~seen], ngrams[~seen])
    return probabilities
