"""scikit-learn's side of the comparison: reads "train mlp-s BATCH SECONDS" lines, answers with microseconds of a partial_fit of one batch."""

import sys
import time
import warnings

import numpy
import sklearn
from sklearn.neural_network import MLPClassifier

warnings.filterwarnings("ignore")
BATCHES = 8


def learner(batch):
    """A step of 784-128-10 with momentum, a new batch each time."""
    random = numpy.random.default_rng(1)
    inputs = [random.random((batch, 784), dtype=numpy.float32) for _ in range(BATCHES)]
    targets = [random.integers(0, 10, batch) for _ in range(BATCHES)]
    model = MLPClassifier(
        (128,), solver="sgd", momentum=0.9, nesterovs_momentum=False, batch_size=batch, learning_rate_init=1e-3, alpha=0.0, shuffle=False
    )
    model.partial_fit(inputs[0], targets[0], classes=numpy.arange(10))
    turn = 0

    def step():
        nonlocal turn
        turn = (turn + 1) % BATCHES
        model.partial_fit(inputs[turn], targets[turn])

    return step


def main():
    steps = {}
    print("scikit-learn", sklearn.__version__, flush=True)
    for line in sys.stdin:
        _, _, batch, seconds = line.split()
        step = steps.get(batch) or steps.setdefault(batch, learner(int(batch)))
        times = []
        end = time.perf_counter() + float(seconds)
        while time.perf_counter() < end or len(times) < 5:
            start = time.perf_counter_ns()
            step()
            times.append((time.perf_counter_ns() - start) / 1e3)
        times.sort()
        print(*(f"{times[int(len(times) * q)]:.3f}" for q in (0, 0.5, 0.99, 0.999)), flush=True)


if __name__ == "__main__":
    main()
