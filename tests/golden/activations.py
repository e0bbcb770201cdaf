"""Writes activations.json: inputs, outputs and gradients of PyTorch for every activation, softmax and log-softmax.

Run with PyTorch 1.13: python3 activations.py. The upstream gradients are random, so that index errors show.
"""

import json
import pathlib

import torch
import torch.nn.functional as F

torch.manual_seed(1)


def numbers(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]


def record(function, x, parameters=None, columns=None):
    x = x.clone().requires_grad_()
    y = function(x)
    dy = torch.randn_like(y)
    y.backward(dy)
    item = {"parameters": parameters or {}, "x": numbers(x), "y": numbers(y), "dy": numbers(dy), "dx": numbers(x.grad)}
    return item | ({"columns": columns} if columns else {})


def main():
    x = torch.cat([torch.randn(24) * 3, torch.tensor([0.0, 0.001, -0.001, 12.0, -12.0, 25.0, -25.0, 3.0])])
    rows = torch.randn(4, 10) * 3
    cases = {
        "identity": record(lambda x: x * 1, x),
        "relu": record(F.relu, x),
        "leaky-relu": record(lambda x: F.leaky_relu(x, 0.2), x, {"slope": 0.2}),
        "elu": record(lambda x: F.elu(x, 0.7), x, {"alpha": 0.7}),
        "selu": record(F.selu, x),
        "gelu": record(F.gelu, x),
        "gelu-tanh": record(lambda x: F.gelu(x, approximate="tanh"), x),
        "silu": record(F.silu, x),
        "softplus": record(F.softplus, x),
        "hard-sigmoid": record(F.hardsigmoid, x),
        "hard-swish": record(F.hardswish, x),
        "mish": record(F.mish, x),
        "sigmoid": record(torch.sigmoid, x),
        "tanh": record(torch.tanh, x),
        "softmax": record(lambda x: F.softmax(x, dim=1), rows, columns=10),
        "log-softmax": record(lambda x: F.log_softmax(x, dim=1), rows, columns=10),
    }
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(item)}" for name, item in cases.items())
    pathlib.Path(__file__).with_suffix(".json").write_text("{\n" + lines + "\n}\n")


if __name__ == "__main__":
    main()
