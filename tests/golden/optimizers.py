"""Writes optimizers.json: parameters after 20 steps of PyTorch's optimizers (python3-torch 1.13), for OptimizerGoldenTests.

Run: /usr/bin/python3 tests/golden/optimizers.py
"""

import json
import pathlib

import torch

PARAMETERS = 19
DECAYED = 12
STEPS = 20

SGD = torch.optim.SGD

# Kind, constructor with its options, learning rate, and where weight_decay goes: into the gradient (l2) or beside it.
OPTIMIZERS = [
    ("sgd", SGD, {}, 0.05, "l2"),
    ("momentum", SGD, {"momentum": 0.9}, 0.05, "l2"),
    ("nesterov", SGD, {"momentum": 0.9, "nesterov": True}, 0.05, "l2"),
    ("rmsprop", torch.optim.RMSprop, {}, 0.01, "l2"),
    ("adagrad", torch.optim.Adagrad, {}, 0.05, "l2"),
    ("adam", torch.optim.Adam, {}, 0.01, "l2"),
    ("adamw", torch.optim.AdamW, {"weight_decay": 0.0}, 0.01, "weight-decay"),
]

# Decay, clip by value, clip by norm.
VARIANTS = [(0.0, None, None), (0.1, None, None), (0.0, 0.5, None), (0.1, 0.8, 1.5)]


def run(make, arguments, rate, decay, clip_value, clip_norm, start, gradients):
    weights = start[:DECAYED].clone().requires_grad_()
    biases = start[DECAYED:].clone().requires_grad_()
    groups = [{"params": [weights], "weight_decay": decay}, {"params": [biases], "weight_decay": 0.0}]
    optimizer = make(groups, lr=rate, **arguments)
    for g in gradients:
        weights.grad = g[:DECAYED].clone()
        biases.grad = g[DECAYED:].clone()
        if clip_value is not None:
            torch.nn.utils.clip_grad_value_([weights, biases], clip_value)
        if clip_norm is not None:
            torch.nn.utils.clip_grad_norm_([weights, biases], clip_norm)
        optimizer.step()
    return torch.cat([weights, biases]).detach()


def rounded(tensor):
    return [float(f"{x:.9g}") for x in tensor.flatten().tolist()]


def main():
    torch.manual_seed(1)
    start = torch.randn(PARAMETERS)
    gradients = torch.randn(STEPS, PARAMETERS)
    cases = []
    for kind, make, arguments, rate, decay_name in OPTIMIZERS:
        for decay, clip_value, clip_norm in VARIANTS:
            options = {"type": kind, "learning-rate": rate, "weight-decay": 0.0, decay_name: decay}
            if clip_value is not None:
                options["clip-value"] = clip_value
            if clip_norm is not None:
                options["clip-norm"] = clip_norm
            end = run(make, arguments, rate, decay, clip_value, clip_norm, start, gradients)
            cases.append({"optimizer": options, "end": rounded(end)})
    golden = {"decayed": DECAYED, "start": rounded(start), "gradients": [rounded(g) for g in gradients], "cases": cases}
    text = json.dumps(golden, separators=(",", ":"))
    pathlib.Path(__file__).with_suffix(".json").write_text(text.replace('{"optimizer"', '\n{"optimizer"') + "\n")


main()
