"""Turns of several processes, and what they say about each other. Absolute times drift with the machine; ratios within a run do not."""

import math
import statistics
import time

BEST, P50, P99, P999, FLOPS = range(5)


class Blocks:
    """Turns of the same work by several contestants: contestants maps a name to (side, work)."""

    def __init__(self, contestants, count, seconds, pause=0.0):
        self.turns = {name: [] for name in contestants}
        names = list(contestants)
        for block in range(count):
            for name in names[block % len(names) :] + names[: block % len(names)]:
                side, work = contestants[name]
                self.turns[name].append(side.block(work, seconds))
                time.sleep(pause)

    def best(self, name):
        return min(turn[BEST] for turn in self.turns[name])

    def quantile(self, name, which):
        """The median over the turns of a percentile."""
        return statistics.median(turn[which] for turn in self.turns[name])

    def flops(self, name="spannet"):
        return self.turns[name][0][FLOPS]

    def gflops(self, name):
        return self.flops() / self.best(name) * 1e-3

    def ratio(self, peer, ours="spannet"):
        return self.best(peer) / self.best(ours)

    def median_ratio(self, peer, ours="spannet"):
        return statistics.median(t[BEST] / m[BEST] for m, t in zip(self.turns[ours], self.turns[peer]))


def geometric_mean(values):
    values = list(values)
    return math.exp(sum(map(math.log, values)) / len(values))
