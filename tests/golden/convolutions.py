"""Writes convolutions.json: convolutions and poolings in PyTorch (python3-torch 1.13), for ConvolutionGoldenTests.

Forward and all gradients. Images are written as [batch, height, width, channels], weights as PyTorch has them.
Run: /usr/bin/python3 tests/golden/convolutions.py
"""

import json
import pathlib

import torch
from torch.nn import functional as F

BATCH = 2

# Layer as an architecture file has it, image [height, width, channels], what PyTorch calls it.
CASES = [
    ({"type": "conv2d", "outputs": 4, "kernel": 3}, [5, 6, 3], lambda x, w, b: F.conv2d(x, w, b)),
    ({"type": "conv2d", "outputs": 8, "kernel": 5, "padding": "same"}, [6, 7, 1], lambda x, w, b: F.conv2d(x, w, b, padding=2)),
    (
        {"type": "conv2d", "outputs": 3, "kernel": [4, 2], "padding": "same"},
        [5, 6, 2],
        lambda x, w, b: F.conv2d(x, w, b, padding="same"),
    ),
    (
        {"type": "conv2d", "outputs": 4, "kernel": [2, 3], "stride": [2, 1], "padding": [1, 2], "dilation": [1, 2], "groups": 2},
        [6, 7, 4],
        lambda x, w, b: F.conv2d(x, w, b, stride=(2, 1), padding=(1, 2), dilation=(1, 2), groups=2),
    ),
    (
        {"type": "conv2d", "outputs": 5, "kernel": 3, "stride": 2, "padding": 1, "groups": 5},
        [7, 6, 5],
        lambda x, w, b: F.conv2d(x, w, b, stride=2, padding=1, groups=5),
    ),
    (
        {"type": "conv1d", "outputs": 4, "kernel": 3, "stride": 2, "padding": 2, "dilation": 2, "groups": 2},
        [11, 2],
        lambda x, w, b: F.conv1d(x, w, b, stride=2, padding=2, dilation=2, groups=2),
    ),
    (
        {"type": "conv-transpose2d", "outputs": 3, "kernel": 3, "stride": 2, "padding": 1, "output-padding": 1},
        [3, 4, 2],
        lambda x, w, b: F.conv_transpose2d(x, w, b, stride=2, padding=1, output_padding=1),
    ),
    (
        {"type": "conv-transpose2d", "outputs": 4, "kernel": [2, 3], "stride": [1, 3], "dilation": [2, 1], "groups": 2},
        [3, 4, 6],
        lambda x, w, b: F.conv_transpose2d(x, w, b, stride=(1, 3), dilation=(2, 1), groups=2),
    ),
    ({"type": "max-pool2d", "window": 2}, [5, 6, 3], lambda x: F.max_pool2d(x, 2)),
    ({"type": "max-pool2d", "window": 3, "stride": 2, "padding": 1}, [6, 5, 3], lambda x: F.max_pool2d(x, 3, 2, 1)),
    ({"type": "avg-pool2d", "window": 3, "stride": 2, "padding": 1}, [6, 5, 3], lambda x: F.avg_pool2d(x, 3, 2, 1)),
    (
        {"type": "avg-pool2d", "window": [2, 3], "stride": 1, "padding": [1, 1], "counts-padding": False},
        [4, 5, 3],
        lambda x: F.avg_pool2d(x, (2, 3), 1, (1, 1), count_include_pad=False),
    ),
    ({"type": "adaptive-avg-pool2d", "output": [3, 2]}, [7, 5, 3], lambda x: F.adaptive_avg_pool2d(x, (3, 2))),
    ({"type": "global-avg-pool"}, [4, 5, 3], lambda x: x.mean((2, 3))),
    ({"type": "global-max-pool"}, [4, 5, 3], lambda x: x.amax((2, 3))),
    # Last, so that the cases above keep their numbers. Large enough for minimal filtering.
    ({"type": "conv2d", "outputs": 16, "kernel": 3, "padding": "same"}, [9, 10, 16], lambda x, w, b: F.conv2d(x, w, b, padding=1)),
]


def numbers(tensor):
    return [float(f"{x:.9g}") for x in tensor.detach().double().flatten().tolist()]


def channels_last(tensor):
    return tensor.movedim(1, -1).contiguous()


def weight_shape(layer, channels):
    kernel = layer["kernel"]
    taps = [kernel] if layer["type"] == "conv1d" else kernel if isinstance(kernel, list) else [kernel, kernel]
    groups = layer.get("groups", 1)
    first, second = (channels, layer["outputs"]) if layer["type"] == "conv-transpose2d" else (layer["outputs"], channels)
    return [first, second // groups, *taps]


def case(layer, image, run, generator):
    x = torch.randn(BATCH, image[-1], *image[:-1], generator=generator)
    if layer["type"] == "max-pool2d":
        x = (2 * x).round() / 2  # ties: who gets the gradient shows
    x.requires_grad_()
    parameters = []
    if "outputs" in layer:
        parameters = [
            (0.5 * torch.randn(weight_shape(layer, image[-1]), generator=generator)).requires_grad_(),
            torch.randn(layer["outputs"], generator=generator).requires_grad_(),
        ]
    y = run(x, *parameters)
    dy = torch.randn(y.shape, generator=generator)
    y.backward(dy)
    return {
        "layer": layer,
        "image": image,
        "x": numbers(channels_last(x)),
        "parameters": [numbers(p) for p in parameters],
        "y": numbers(channels_last(y)),
        "dy": numbers(channels_last(dy)),
        "dx": numbers(channels_last(x.grad)),
        "gradients": [numbers(p.grad) for p in parameters],
    }


def main():
    generator = torch.Generator().manual_seed(7)
    result = {
        "source": f"PyTorch {torch.__version__}, tests/golden/convolutions.py",
        "batch": BATCH,
        "cases": [case(*c, generator) for c in CASES],
    }
    path = pathlib.Path(__file__).with_name("convolutions.json")
    path.write_text(json.dumps(result, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
