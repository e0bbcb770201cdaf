"""Compares SpanNet with PyTorch and ONNX Runtime: the same workloads, on the same pinned core, in alternating blocks of one run.

usage: compare.py [--blocks N] [--seconds S] [--cpu C] [--only NAME,NAME] [--out FILE.md]

Every side is one process that waits for its turn; a block is one turn of S seconds for each. Absolute times drift with the machine, so the
figure that counts is the ratio of the minima, beside the median of the ratios block by block. setup.sh installs the peers.
"""

import argparse
import os
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
CACHE = os.path.join(HERE, ".peers")
LIBRARY = os.path.join(CACHE, "node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1")

# workload, peer, least ratio asked for
WORKLOADS = [
    ("train mlp-s 1", "torch", 13.0),
    ("train mlp-s 32", "torch", 3.1),
    ("train mlp-s 128", "torch", 1.7),
    ("train mlp-s 512", "torch", 1.3),
    ("train mlp-l 32", "torch", 2.6),
    ("train mlp-l 128", "torch", 1.5),
    ("train tiny 1", "torch", 400.0),
    ("train tiny 32", "torch", 40.0),
    ("train lenet 32", "torch", 1.9),
    ("train lenet 128", "torch", 1.8),
    ("infer mlp-s 1", "onnxruntime", 2.0),
    ("infer mlp-s 64", "onnxruntime", 1.0),
    ("infer mlp-l 1", "onnxruntime", 1.38),
    ("infer mlp-l 64", "onnxruntime", 1.0),
    ("infer tiny 1", "onnxruntime", 20.0),
    ("infer tiny 64", "onnxruntime", 1.5),
    ("infer mlp-s 1", "torch", 7.0),
]


class Side:
    """One process that is measured."""

    def __init__(self, name, command, cpu):
        environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
        self.name = name
        self.process = subprocess.Popen(
            ["taskset", "-c", str(cpu), *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, env=environment
        )
        self.version = self.read()

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.name} ended: see its message above; is setup.sh done?")
        return line.strip()

    def block(self, workload, seconds):
        """Minimum, median, p99 and p99.9 of one turn, in microseconds."""
        self.process.stdin.write(f"{workload} {seconds}\n")
        self.process.stdin.flush()
        return [float(x) for x in self.read().split()]


def processor():
    with open("/proc/cpuinfo") as file:
        lines = dict(line.strip().split(":", 1) for line in file if ":" in line)
    text = {key.strip(): value.strip() for key, value in lines.items()}
    return f"{text['model name']} (family {text['cpu family']}, model {text['model']})"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--blocks", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=0.2)
    parser.add_argument("--cpu", type=int, default=os.cpu_count() - 1)
    parser.add_argument("--only", default="")
    parser.add_argument("--out")
    arguments = parser.parse_args()

    ours = os.path.join(ROOT, "benchmarks/SpanNet.Benchmarks/bin/Release/net10.0/SpanNet.Benchmarks.dll")
    sides = {
        "spannet": Side("spannet", ["dotnet", ours, "worker"], arguments.cpu),
        "torch": Side("torch", ["/usr/bin/python3", os.path.join(HERE, "torch_worker.py")], arguments.cpu),
        "onnxruntime": Side("onnxruntime", [os.path.join(CACHE, "onnxruntime_worker"), LIBRARY, CACHE], arguments.cpu),
    }
    lines = [
        f"{processor()}, one thread on one pinned core, {arguments.blocks} alternating blocks of {arguments.seconds} s; "
        + ", ".join(side.version for side in sides.values()),
        "",
        "| workload, batch | peer | SpanNet min µs | peer min µs | ratio of minima | median ratio | goal | p99 µs (peer) | p99.9 µs (peer) |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    print("\n".join(lines), flush=True)
    for workload, peer, goal in WORKLOADS:
        if arguments.only and not any(name in f"{workload} {peer}" for name in arguments.only.split(",")):
            continue
        mine, theirs = [], []
        for _ in range(arguments.blocks):
            mine.append(sides["spannet"].block(workload, arguments.seconds))
            theirs.append(sides[peer].block(workload, arguments.seconds))
        low, their_low = min(b[0] for b in mine), min(b[0] for b in theirs)
        ratio = their_low / low
        middle = statistics.median(t[0] / m[0] for m, t in zip(mine, theirs))
        tails = [statistics.median(b[i] for b in side) for i in (2, 3) for side in (mine, theirs)]
        line = (
            f"| {workload} | {peer} | {low:.2f} | {their_low:.2f} | **{ratio:.2f}** | {middle:.2f} | {goal:g} "
            f"| {tails[0]:.1f} ({tails[1]:.1f}) | {tails[2]:.1f} ({tails[3]:.1f}) |"
        )
        lines.append(line)
        print(line, flush=True)

    if arguments.out:
        with open(arguments.out, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
