"""Loss of a trigram count model on the test part of a text, cut as `spannet train --data text:FILE` cuts it.

Counts of one, two and three characters and the uniform distribution, interpolated (Jelinek and Mercer 1980), with the weights that are
best on the test part itself: no smoothing of this kind does better. usage: trigram.py FILE
"""

import math
import sys
from collections import Counter


def best_loss(train, test, size):
    one, two, three = Counter(train), Counter(zip(train, train[1:])), Counter(zip(train, train[1:], train[2:]))
    before_one, before_two = Counter(train[:-1]), Counter(zip(train, train[1:-1]))
    parts = [
        (
            1 / size,
            one[c] / len(train),
            two[b, c] / before_one[b] if before_one[b] else 0,
            three[a, b, c] / before_two[a, b] if before_two[a, b] else 0,
        )
        for a, b, c in zip(test, test[1:], test[2:])
    ]
    weights = [0.25] * 4
    for _ in range(100):
        sums = [0.0] * 4
        for part in parts:
            p = sum(w * x for w, x in zip(weights, part))
            for j in range(4):
                sums[j] += weights[j] * part[j] / p / len(parts)
        weights = sums
    return -sum(math.log(sum(w * x for w, x in zip(weights, part))) for part in parts) / len(parts)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        text = file.read()
    test = round(len(text) * 0.1)
    validation = round((len(text) - test) * 0.1)
    print(f"{best_loss(text[: len(text) - test - validation], text[len(text) - test :], len(set(text))):.4f}")


if __name__ == "__main__":
    main()
