"""Compares SpanNet with its peers: the same work, on the same pinned cores, in alternating blocks of one run.

usage: compare.py [GROUP ...] [--blocks N] [--seconds S] [--cpu C] [--only TEXT,TEXT] [--no-files]
       compare.py readme

Writes benchmarks/results/CPU/GROUP.md, one file a group, all groups unless some are named; `readme` brings the table in README.md up to
those files. Every side is one process that waits for its turn; a block is one turn of S seconds (a quarter of it for matrix products and
vectors) for each. Absolute times drift with the machine, so what counts is the ratio of the minima, beside the median of the ratios block
by block. setup.sh installs the peers.
"""

import argparse
import os
import re
import sys

import machine
from groups import GROUPS
from sides import ROOT, Sides

RESULTS = os.path.join(ROOT, "benchmarks/results")
README = os.path.join(ROOT, "README.md")
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
NETWORKS = {
    "train mlp-s": "784-128-10, training step (momentum)",
    "train mlp-l": "784-512-512-10, training step (Adam)",
    "train tiny": "16-32-32-4 tanh, training step (SGD)",
    "train lenet": "LeNet, 28x28, training step (SGD)",
    "train gru": "GRU 64, 50 steps of 16, training step (Adam)",
    "train lstm": "LSTM 64, 50 steps of 16, training step (Adam)",
    "infer mlp-s": "784-128-10, prediction",
    "infer mlp-l": "784-512-512-10, prediction",
    "infer tiny": "16-32-32-4 tanh, prediction",
    "infer lenet": "LeNet, 28x28, prediction",
    "train cnn-m": "three blocks of convolution, normalization, ReLU, 32x32x3, training step (Adam)",
    "infer cnn-m": "three blocks of convolution, normalization, ReLU, 32x32x3, prediction",
    "train resnet-8": "ResNet-8, 32x32x3, training step (Adam)",
    "infer resnet-8": "ResNet-8, 32x32x3, prediction",
    "train mobilenet": "small depthwise network, 32x32x3, training step (Adam)",
    "infer mobilenet": "small depthwise network, 32x32x3, prediction",
    "train autoencoder": "autoencoder, 28x28, training step (Adam)",
    "infer gru": "GRU 64, 50 steps of 16, prediction",
    "infer lstm": "LSTM 64, 50 steps of 16, prediction",
    "step gru": "GRU 64, one streaming step of 16",
    "step lstm": "LSTM 64, one streaming step of 16",
    "train transformer": "transformer encoder, width 128, 2 layers, 64 tokens, training step (Adam)",
    "infer transformer": "transformer encoder, width 128, 2 layers, 64 tokens, prediction",
}
# What README.md shows of them, the row where SpanNet is behind included; the whole table is in the results.
SHOWN = """train mlp-s 1 torch, train mlp-s 32 torch, train mlp-s 512 torch, train mlp-l 32 torch, train tiny 1 torch, train lenet 32 torch,
train cnn-m 64 torch, train transformer 16 torch, train lstm 32 torch2, infer mlp-s 1 onnxruntime, infer mlp-s 64 onnxruntime,
infer mlp-l 1 onnxruntime, infer tiny 1 onnxruntime, infer lenet 1 onnxruntime, infer cnn-m 1 onnxruntime, infer cnn-m 64 onnxruntime,
infer mobilenet 1 onnxruntime, infer transformer 1 onnxruntime, infer lstm 1 onnxruntime, step lstm 1 onnxruntime""".replace("\n", " ").split(", ")
PEERS = {"torch": "PyTorch", "torch2": "PyTorch 2", "onnxruntime": "ONNX Runtime"}


class Run:
    """What the command line says about a run."""

    def __init__(self, arguments):
        self.blocks = arguments.blocks
        self.seconds = arguments.seconds
        self.only = [text for text in arguments.only.split(",") if text]

    def wants(self, text):
        return not self.only or any(part in text for part in self.only)


def measure(name, sides, run):
    """The lines of a group's file, printed as they come."""
    table = []
    for line in GROUPS[name](sides, run):
        table.append(line)
        print(line, flush=True)
    peak = sides.measure_peak()
    head = [
        f"# {name}",
        "",
        " ".join(GROUPS[name].__doc__.split()),
        "",
        f"{machine.name()}, {len(machine.cores())} cores, peak of one core {peak:.0f} GFLOP/s in the same session; {machine.today()}, "
        f"commit {machine.commit(ROOT)}; {run.blocks} alternating blocks of {run.seconds} s; {sides.versions()}.",
        "",
    ]
    return head + table


def networks(folder):
    """What a run on one processor says of itself, and of each work its microseconds, the peer's and the ratio."""
    with open(os.path.join(RESULTS, folder, "networks.md"), encoding="utf-8") as file:
        text = file.read()
    facts = next(line for line in text.splitlines() if "alternating blocks" in line)
    rows = re.findall(r"^\| ((?:train|infer|step) \S+) (\d+) \| (\w+) \| (\S+) \| (\S+) \| (\S+) \|", text, re.MULTILINE)
    return facts, {(work, batch, peer): times for work, batch, peer, *times in rows}


def cell(row):
    """What README.md says of one work on one processor; nothing where it was not measured."""
    return "" if row is None else f"{row[0]} µs, {row[2]}×"


def readme():
    """Puts the networks of all processors' results into README.md, side by side."""
    folders = sorted(folder for folder in os.listdir(RESULTS) if os.path.exists(os.path.join(RESULTS, folder, "networks.md")))
    measured = [networks(folder) for folder in folders]
    works = dict.fromkeys(key for _, rows in measured for key in rows if " ".join(key) in SHOWN)
    lines = [
        BEGIN,
        "One thread, pinned. Minima: microseconds of SpanNet and, in bold, how many times as fast as the peer that is.",
        "",
        "| workload | batch |" + "".join(f" {folder} |" for folder in folders),
        "|---|--:|" + "--:|" * len(folders),
        *(f"| {NETWORKS[key[0]]}, {PEERS[key[2]]} | {key[1]} |" + "".join(f" {cell(rows.get(key))} |" for _, rows in measured) for key in works),
        "",
        *(f"- {folder}: {facts}" for folder, (facts, _) in zip(folders, measured)),
        END,
    ]
    with open(README, encoding="utf-8") as file:
        old = file.read()
    if BEGIN not in old or END not in old:
        sys.exit(f"README.md has no lines '{BEGIN}' and '{END}' to put the table between")
    with open(README, "w", encoding="utf-8") as file:
        file.write(old[: old.index(BEGIN)] + "\n".join(lines) + old[old.index(END) + len(END) :])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--blocks", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=0.2)
    parser.add_argument("--cpu", type=int, default=machine.cores()[-1], help="the core of one-thread groups; two threads take all")
    parser.add_argument("--only", default="", help="rows that contain one of these texts; writes no file")
    parser.add_argument("--no-files", action="store_true", help="print only")
    arguments = parser.parse_args()
    if arguments.groups == ["readme"]:
        return readme()
    unknown = set(arguments.groups) - set(GROUPS)
    if unknown:
        sys.exit(f"unknown group {', '.join(sorted(unknown))}; expected {', '.join(GROUPS)} or readme")

    run = Run(arguments)
    cpus = [core for core in machine.cores() if core != arguments.cpu] + [arguments.cpu]
    folder = os.path.join(RESULTS, machine.folder())
    os.makedirs(folder, exist_ok=True)
    for name in arguments.groups or GROUPS:
        sides = Sides(cpus)
        lines = measure(name, sides, run)
        sides.close()
        if not run.only and not arguments.no_files:
            with open(os.path.join(folder, f"{name}.md"), "w", encoding="utf-8") as file:
                file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
