"""Writes losses.json: values and gradients of PyTorch's losses (python3-torch 1.13), for LossGoldenTests.

Run: /usr/bin/python3 tests/golden/losses.py
"""

import json
import pathlib

import torch
from torch import nn

ROWS = 5
OUTPUTS = 7


def rounded(tensor):
    return [float(f"{x:.9g}") for x in tensor.flatten().tolist()]


def main():
    torch.manual_seed(2)
    x = 3 * torch.randn(ROWS, OUTPUTS)
    numbers = torch.randn(ROWS, OUTPUTS)
    classes = torch.randint(OUTPUTS, (ROWS,))
    probabilities = torch.softmax(torch.randn(ROWS, OUTPUTS), 1)
    shares = torch.rand(ROWS, OUTPUTS)
    signs = torch.sign(torch.randn(ROWS, OUTPUTS))
    weights = 0.1 + torch.rand(OUTPUTS)

    def cross_entropy(options, target, smoothing=0.0, weight=None):
        described = {"type": "cross-entropy", **options}
        if smoothing:
            described["label-smoothing"] = smoothing
        if weight is not None:
            described["class-weights"] = rounded(weight)
        return described, nn.CrossEntropyLoss(weight=weight, label_smoothing=smoothing), target

    def positive(p):
        return {"type": "binary-cross-entropy", "positive-weight": p}, nn.BCEWithLogitsLoss(pos_weight=torch.tensor(p)), shares

    soft = {"targets": "probabilities"}
    losses = [
        cross_entropy({}, classes),
        cross_entropy({}, classes, smoothing=0.1),
        cross_entropy({}, classes, weight=weights),
        cross_entropy({}, classes, smoothing=0.3, weight=weights),
        cross_entropy(soft, probabilities),
        cross_entropy(soft, probabilities, smoothing=0.2, weight=weights),
        ({"type": "binary-cross-entropy"}, nn.BCEWithLogitsLoss(), shares),
        positive(2.5),
        ({"type": "mse"}, nn.MSELoss(), numbers),
        ({"type": "mae"}, nn.L1Loss(), numbers),
        ({"type": "huber"}, nn.HuberLoss(), numbers),
        ({"type": "huber", "delta": 0.25}, nn.HuberLoss(delta=0.25), numbers),
        ({"type": "hinge"}, lambda a, b: torch.clamp(1 - a * b, min=0).mean(), signs),
    ]

    cases = []
    for described, loss, target in losses:
        inputs = x.clone().requires_grad_()
        value = loss(inputs, target)
        value.backward()
        case = {"loss": described, "target": rounded(target.float()), "value": float(value), "gradient": rounded(inputs.grad)}
        cases.append(case)
    golden = {"rows": ROWS, "x": rounded(x), "cases": cases}
    text = json.dumps(golden, separators=(",", ":"))
    pathlib.Path(__file__).with_suffix(".json").write_text(text.replace('{"loss"', '\n{"loss"') + "\n")


main()
