#!/usr/bin/env python3
"""Writes metrics.json: small data sets and what scikit-learn 1.2.1 says of them (python3-sklearn, python3-numpy 1.24)."""

import json
import pathlib

import numpy as np
from sklearn.metrics import (
    accuracy_score,
    confusion_matrix,
    mean_absolute_error,
    mean_squared_error,
    precision_recall_fscore_support,
    r2_score,
    top_k_accuracy_score,
)

random = np.random.RandomState(7)


def numbers(array):
    return [float(f"{x:.9g}") for x in np.asarray(array, np.float32).ravel()]


def classification(rows, classes, k, binary=False, true_classes=None):
    truth = random.choice(true_classes or range(classes), rows)
    if binary:
        output = (random.randn(rows) + (2 * truth - 1)).astype(np.float32)
        predicted, top = (output > 0).astype(int), 1.0
    else:
        output = random.randn(rows, classes).astype(np.float32)
        output[np.arange(rows), truth] += 1
        output[:, 1] -= 9  # never predicted
        predicted, top = output.argmax(1), top_k_accuracy_score(truth, output, k=k, labels=range(classes))
    labels = list(range(classes))
    p, r, f, support = precision_recall_fscore_support(truth, predicted, labels=labels, zero_division=0)
    macro = precision_recall_fscore_support(truth, predicted, labels=labels, average="macro", zero_division=0)
    return {
        "rows": rows,
        "classes": classes,
        "k": k,
        "output": numbers(output),
        "target": [int(t) for t in truth],
        "accuracy": accuracy_score(truth, predicted),
        "top_k": top,
        "confusion": confusion_matrix(truth, predicted, labels=labels).tolist(),
        "precision": p.tolist(),
        "recall": r.tolist(),
        "f1": f.tolist(),
        "support": support.tolist(),
        "macro": list(macro[:3]),
    }


def regression(rows, outputs, offset):
    target = (offset + random.randn(rows, outputs) * (1 + np.arange(outputs))).astype(np.float32)
    output = (target + 0.5 * random.randn(rows, outputs)).astype(np.float32)
    t, y = target.astype(np.float64), output.astype(np.float64)
    return {
        "rows": rows,
        "outputs": outputs,
        "output": numbers(output),
        "target": numbers(target),
        "mse": mean_squared_error(t, y),
        "rmse": mean_squared_error(t, y, squared=False) if outputs == 1 else mean_squared_error(t, y) ** 0.5,
        "mae": mean_absolute_error(t, y),
        "r2": r2_score(t, y, multioutput="variance_weighted"),
    }


golden = {
    "classification": [
        classification(60, 5, 2, true_classes=[0, 1, 2, 3]),
        classification(33, 3, 2),
        classification(50, 2, 2, binary=True),
    ],
    "regression": [regression(40, 1, 0), regression(25, 3, 1000)],
}
cases = {name: ",\n".join(json.dumps(case) for case in cases) for name, cases in golden.items()}
text = "{\n" + ",\n".join(f'"{name}": [\n{lines}\n]' for name, lines in cases.items()) + "\n}\n"
pathlib.Path(__file__).with_suffix(".json").write_text(text)
