"""Writes test/fixtures/model/results.json: what scikit-learn says of drawn predictions, for src/model/judgeRows.ts.

Run with Debian's python3-sklearn: /usr/bin/python3 test/reference/results.py
"""
import json
import os

import numpy as np
import sklearn
from sklearn import metrics

rng = np.random.default_rng(11)


def listed(values):
    return [float(v) for v in np.asarray(values).ravel()]


def classes(count, size):
    truth = rng.integers(0, size - 1, count)  # the last class never occurs
    logits = (rng.normal(size=(count, size)) + 1.5 * np.eye(size)[truth]).astype(np.float32)
    shares = np.exp(logits.astype(np.float64) - logits.max(1, keepdims=True))
    shares /= shares.sum(1, keepdims=True)
    guess = shares.argmax(1)
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        truth, guess, labels=range(size), zero_division=0
    )
    losses = -np.log(shares[np.arange(count), truth])
    return {
        "task": "classification",
        "target": {"kind": "class", "column": "y", "classes": [f"c{i}" for i in range(size)]},
        "raw": listed(logits),
        "truth": listed(truth),
        "accuracy": float(metrics.accuracy_score(truth, guess)),
        "loss": float(metrics.log_loss(truth, shares, labels=range(size))),
        "confusion": [int(v) for v in metrics.confusion_matrix(truth, guess, labels=range(size)).ravel()],
        "precision": listed(precision),
        "recall": listed(recall),
        "f1": listed(f1),
        "support": [int(v) for v in support],
        "worst": [int(v) for v in np.argsort(-losses, kind="stable")[:20]],
    }


def binary(count):
    truth = rng.integers(0, 2, count)
    logits = (rng.normal(size=count) * 2 + 2 * truth - 1).astype(np.float32)
    share = 1 / (1 + np.exp(-logits.astype(np.float64)))
    guess = (share >= 0.5).astype(int)
    precision, recall, f1, support = metrics.precision_recall_fscore_support(truth, guess, labels=[0, 1])
    losses = -np.log(np.where(truth == 1, share, 1 - share))
    return {
        "task": "binary",
        "target": {"kind": "class", "column": "y", "classes": ["no", "yes"]},
        "raw": listed(logits),
        "truth": listed(truth),
        "accuracy": float(metrics.accuracy_score(truth, guess)),
        "loss": float(metrics.log_loss(truth, share)),
        "confusion": [int(v) for v in metrics.confusion_matrix(truth, guess).ravel()],
        "precision": listed(precision),
        "recall": listed(recall),
        "f1": listed(f1),
        "support": [int(v) for v in support],
        "worst": [int(v) for v in np.argsort(-losses, kind="stable")[:20]],
    }


def values(count):
    offset, scale = np.array([100.0, -3.0]), np.array([0.02, 1.0])
    encoded = rng.normal(size=(count, 2)).astype(np.float32)
    raw = (0.8 * encoded + 0.3 * rng.normal(size=(count, 2))).astype(np.float32)
    actual = encoded.astype(np.float64) / scale + offset
    predicted = raw.astype(np.float64) / scale + offset
    return {
        "task": "regression",
        "target": {"kind": "values", "columns": ["a", "b"], "offset": listed(offset), "scale": listed(scale)},
        "raw": listed(raw),
        "truth": listed(encoded),
        "r2": listed(metrics.r2_score(actual, predicted, multioutput="raw_values")),
        "meanAbsoluteError": listed(metrics.mean_absolute_error(actual, predicted, multioutput="raw_values")),
        "rootMeanSquareError": listed(
            np.sqrt(metrics.mean_squared_error(actual, predicted, multioutput="raw_values"))
        ),
    }


out = os.path.join(os.path.dirname(__file__), "../fixtures/model")
os.makedirs(out, exist_ok=True)
with open(os.path.join(out, "results.json"), "w") as file:
    json.dump({"sklearn": sklearn.__version__, "classes": [classes(90, 4), binary(70)], "values": values(60)}, file)
