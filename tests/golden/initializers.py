#!/usr/bin/env python3
"""Writes initializers.json: first weights by an implementation of its own (SciPy's Φ⁻¹, NumPy's QR). python3-numpy 1.24, python3-scipy 1.10."""

import json
import math
import pathlib

import numpy as np
from scipy.special import ndtr, ndtri

SEED, STREAM = 2026, 0x1234567890ABCDEF
ROWS, COLUMNS = 7, 5  # weights [outputs, inputs]


def philox(counter, key):
    x, k = list(counter), list(key)
    for _ in range(10):
        left, right = 0xD2511F53 * x[0], 0xCD9E8D57 * x[2]
        x = [(right >> 32) ^ x[1] ^ k[0], right & 0xFFFFFFFF, (left >> 32) ^ x[3] ^ k[1], left & 0xFFFFFFFF]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return x


def words(n):
    blocks = [philox((b, 0, STREAM & 0xFFFFFFFF, STREAM >> 32), (SEED, 0)) for b in range((n + 3) // 4)]
    return np.array(sum(blocks, [])[:n], dtype=np.float64)


w = words(ROWS * COLUMNS)
u = np.floor(w / 256) / 2**24
p = (w + 0.5) / 2**32
z = ndtri(p)
cut = ndtri(ndtr(-2) + (ndtr(2) - ndtr(-2)) * p)


def orthogonal(z, gain):
    z = z.astype(np.float32).astype(np.float64).reshape(ROWS, COLUMNS)
    q, r = np.linalg.qr(z)  # more rows than columns
    return (gain * q * np.sign(np.diag(r))).ravel()


def symmetric(bound):
    return -bound + 2 * bound * u


cases = [
    ({"type": "zeros"}, 0 * u),
    ({"type": "ones"}, 0 * u + 1),
    ({"type": "constant", "value": -1.5}, 0 * u - 1.5),
    ({"type": "uniform", "low": -0.25, "high": 0.75}, -0.25 + u),
    ({"type": "normal", "mean": 1.5, "std": 0.25}, 1.5 + 0.25 * z),
    ({"type": "truncated-normal", "mean": -0.5, "std": 0.25}, -0.5 + 0.25 * cut),
    ({"type": "xavier-uniform", "gain": 1.25}, symmetric(1.25 * math.sqrt(6 / (ROWS + COLUMNS)))),
    ({"type": "xavier-normal", "gain": 1.25}, 1.25 * math.sqrt(2 / (ROWS + COLUMNS)) * z),
    ({"type": "he-uniform"}, symmetric(math.sqrt(6 / COLUMNS))),
    ({"type": "he-uniform", "negative-slope": 0.5}, symmetric(math.sqrt(2 / 1.25) * math.sqrt(3 / COLUMNS))),
    ({"type": "he-normal"}, math.sqrt(2 / COLUMNS) * z),
    ({"type": "lecun-uniform"}, symmetric(math.sqrt(3 / COLUMNS))),
    ({"type": "lecun-normal"}, math.sqrt(1 / COLUMNS) * z),
    ({"type": "orthogonal", "gain": 2.0}, orthogonal(z, 2.0)),
]

lines = [json.dumps({"initializer": options, "weights": [float(f"{x:.9g}") for x in weights]}) for options, weights in cases]
head = f'{{"seed": {SEED}, "stream": {STREAM}, "outputs": {ROWS}, "inputs": {COLUMNS}, "cases": [\n'
pathlib.Path(__file__).with_suffix(".json").write_text(head + ",\n".join(lines) + "\n]}\n")
