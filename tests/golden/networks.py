"""Writes networks.json: small dense networks in PyTorch (python3-torch 1.13), for NetworkGoldenTests.

Logits, loss and all gradients at given weights, then the losses of ten steps under SGD with momentum and under Adam.
Run: /usr/bin/python3 tests/golden/networks.py
"""

import json
import pathlib

import torch

SIZES = [12, 9, 7, 4]
BATCH = 6
STEPS = 10
ACTIVATIONS = {
    "relu": torch.relu,
    "gelu": torch.nn.functional.gelu,
    "tanh": torch.tanh,
}
OPTIMIZERS = {
    "momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9),
    "adam": lambda p: torch.optim.Adam(p, lr=0.01),
}


def numbers(tensor):
    return [float(f"{x:.9g}") for x in tensor.detach().double().flatten().tolist()]


def forward(parameters, x, activation):
    for i in range(0, len(parameters), 2):
        x = torch.nn.functional.linear(x, parameters[i], parameters[i + 1])
        if i + 2 < len(parameters):
            x = activation(x)
    return x


def network(name, activation, generator):
    shapes = [s for n_in, n_out in zip(SIZES, SIZES[1:]) for s in ((n_out, n_in), (n_out,))]
    start = [torch.randn(s, generator=generator) * (0.5 if len(s) == 2 else 0.2) for s in shapes]
    x = torch.randn(BATCH, SIZES[0], generator=generator)
    target = torch.randint(0, SIZES[-1], (BATCH,), generator=generator)

    parameters = [p.clone().requires_grad_() for p in start]
    logits = forward(parameters, x, activation)
    loss = torch.nn.functional.cross_entropy(logits, target)
    loss.backward()

    losses = {}
    for kind, make in OPTIMIZERS.items():
        trained = [p.clone().requires_grad_() for p in start]
        optimizer = make(trained)
        losses[kind] = []
        for _ in range(STEPS):
            optimizer.zero_grad()
            step_loss = torch.nn.functional.cross_entropy(forward(trained, x, activation), target)
            step_loss.backward()
            optimizer.step()
            losses[kind].append(float(f"{step_loss.item():.9g}"))

    return {
        "activation": name,
        "parameters": [numbers(p) for p in start],
        "inputs": numbers(x),
        "targets": target.tolist(),
        "logits": numbers(logits),
        "loss": float(f"{loss.item():.9g}"),
        "gradients": [numbers(p.grad) for p in parameters],
        "losses": losses,
    }


def main():
    generator = torch.Generator().manual_seed(20)
    cases = [network(name, f, generator) for name, f in ACTIVATIONS.items()]
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps({"sizes": SIZES, "batch": BATCH, "cases": cases}) + "\n")


if __name__ == "__main__":
    main()
