"""Writes graphs.json: a network of two inputs, a shared layer and two outputs in PyTorch (python3-torch 1.13), for GraphGoldenTests.

Both inputs pass one dense layer (tanh); a head of classes reads both, a head of numbers the difference. The loss is 0.3 · cross-entropy +
2 · mean squared error. Outputs, losses and all gradients at given weights, then the losses of ten steps under SGD with momentum and Adam.
Run: /usr/bin/python3 tests/golden/graphs.py
"""

import json
import pathlib

import torch

BATCH = 6
STEPS = 10
SHAPES = [(4, 5), (4,), (3, 8), (3,), (2, 4), (2,)]
OPTIMIZERS = {
    "momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9),
    "adam": lambda p: torch.optim.Adam(p, lr=0.01),
}


def numbers(tensor):
    return [float(f"{x:.9g}") for x in tensor.detach().double().flatten().tolist()]


def forward(p, left, right):
    a = torch.tanh(torch.nn.functional.linear(left, p[0], p[1]))
    b = torch.tanh(torch.nn.functional.linear(right, p[0], p[1]))
    return torch.nn.functional.linear(torch.cat([a, b], 1), p[2], p[3]), torch.nn.functional.linear(a - b, p[4], p[5])


def losses_of(p, left, right, classes, values):
    logits, y = forward(p, left, right)
    return torch.nn.functional.cross_entropy(logits, classes), torch.nn.functional.mse_loss(y, values)


def main():
    generator = torch.Generator().manual_seed(31)
    start = [torch.randn(s, generator=generator) * 0.5 for s in SHAPES]
    left = torch.randn(BATCH, 5, generator=generator)
    right = torch.randn(BATCH, 5, generator=generator)
    classes = torch.randint(0, 3, (BATCH,), generator=generator)
    values = torch.randn(BATCH, 2, generator=generator)

    parameters = [p.clone().requires_grad_() for p in start]
    logits, y = forward(parameters, left, right)
    first, second = losses_of(parameters, left, right, classes, values)
    (0.3 * first + 2 * second).backward()

    runs = {}
    for kind, make in OPTIMIZERS.items():
        trained = [p.clone().requires_grad_() for p in start]
        optimizer = make(trained)
        runs[kind] = []
        for _ in range(STEPS):
            optimizer.zero_grad()
            a, b = losses_of(trained, left, right, classes, values)
            loss = 0.3 * a + 2 * b
            loss.backward()
            optimizer.step()
            runs[kind].append(float(f"{loss.item():.9g}"))

    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(
        json.dumps(
            {
                "batch": BATCH,
                "parameters": [numbers(p) for p in start],
                "left": numbers(left),
                "right": numbers(right),
                "classes": classes.tolist(),
                "values": numbers(values),
                "logits": numbers(logits),
                "y": numbers(y),
                "losses": [float(f"{first.item():.9g}"), float(f"{second.item():.9g}")],
                "gradients": [numbers(p.grad) for p in parameters],
                "runs": runs,
            }
        )
        + "\n"
    )


if __name__ == "__main__":
    main()
