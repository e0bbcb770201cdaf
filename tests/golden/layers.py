"""Writes layers.json: layers in PyTorch (python3-torch 1.13), for LayerGoldenTests.

For each: inputs (channels last), parameters, output, and the gradients of sum(output * upstream) with a random upstream gradient.
Run: /usr/bin/python3 tests/golden/layers.py
"""

import json
import pathlib

import torch
import torch.nn.functional as F

BATCH = 3
generator = torch.Generator().manual_seed(31)
cases = []


def numbers(tensor):
    return [float(f"{x:.9g}") for x in tensor.detach().double().flatten().tolist()]


def random(*shape):
    return torch.randn(*shape, generator=generator)


def first(x):
    """Channels first, as PyTorch wants images."""
    return x.permute(0, 3, 1, 2)


def last(x):
    return x.permute(0, 2, 3, 1)


def case(name, layer, shapes, function, parameters=None, inputs=None, after=None):
    """function(inputs, parameters) is the layer on channels-last tensors; after(parameters) is what training leaves in them."""
    inputs = inputs or [random(BATCH, *shape) for shape in shapes]
    parameters = parameters or {}
    leaves = [x.clone().requires_grad_() for x in inputs]
    weights = {k: v.clone().requires_grad_(not k.startswith("running")) for k, v in parameters.items()}
    output = function(leaves, weights)
    upstream = random(*output.shape)
    (output * upstream).sum().backward()
    result = {
        "name": name,
        "layer": layer,
        "shapes": shapes,
        "inputs": [numbers(x) for x in inputs],
        "parameters": {k: numbers(v) for k, v in parameters.items()},
        "output": numbers(output),
        "upstream": numbers(upstream),
        "input-gradients": [numbers(x.grad if x.grad is not None else torch.zeros_like(x)) for x in leaves],
        "parameter-gradients": {k: numbers(v.grad) for k, v in weights.items() if v.grad is not None},
    }
    if after:
        result["after"] = {k: numbers(v) for k, v in weights.items() if k.startswith("running")}
        result["inference-output"] = numbers(after(leaves, weights))
    cases.append(result)


def batch_norm(training, activation=lambda x: x):
    return lambda x, p: activation(
        last(
            F.batch_norm(
                first(x[0]), p["running_mean"], p["running_var"], p["weight"], p["bias"], training, momentum=0.2, eps=1e-3
            )
        )
    )


def normalizations():
    def affine(channels):
        return {"weight": random(channels), "bias": random(channels)}

    running = {"running_mean": random(5), "running_var": random(5).abs() + 0.5}
    option = {"type": "batch-norm", "momentum": 0.2, "epsilon": 1e-3}
    case("batch-norm", option, [[4, 3, 5]], batch_norm(True), affine(5) | running, after=batch_norm(False))
    case(
        "batch-norm-relu",
        option | {"activation": "relu"},
        [[4, 3, 5]],
        batch_norm(True, F.relu),
        affine(5) | running,
        after=batch_norm(False, F.relu),
    )
    case(
        "layer-norm",
        {"type": "layer-norm"},
        [[4, 19]],
        lambda x, p: F.layer_norm(x[0], (19,), p["weight"], p["bias"]),
        affine(19),
    )
    case(
        "group-norm",
        {"type": "group-norm", "groups": 3},
        [[4, 3, 6]],
        lambda x, p: last(F.group_norm(first(x[0]), 3, p["weight"], p["bias"])),
        affine(6),
    )
    case(
        "instance-norm",
        {"type": "group-norm", "groups": 6},
        [[4, 3, 6]],
        lambda x, p: last(F.instance_norm(first(x[0]), weight=p["weight"], bias=p["bias"])),
        affine(6),
    )
    case(
        "rms-norm",
        {"type": "rms-norm"},
        [[4, 19]],
        lambda x, p: x[0] * torch.rsqrt(x[0].pow(2).mean(-1, keepdim=True) + 1e-5) * p["weight"],
        {"weight": random(19)},
    )


def embeddings():
    indices = torch.randint(0, 6, (BATCH, 5), generator=generator).float()
    case(
        "embedding",
        {"type": "embedding", "count": 6, "size": 4},
        [[5]],
        lambda x, p: F.embedding(x[0].detach().long(), p["weight"]),
        {"weight": random(6, 4)},
        [indices],
    )


def joins():
    case("multiply", {"type": "multiply"}, [[2, 5], [2, 5]], lambda x, p: x[0] * x[1])
    case("multiply-row", {"type": "multiply"}, [[3, 2, 5], [1, 1, 5]], lambda x, p: x[0] * x[1])
    case("subtract-row", {"type": "subtract"}, [[3, 2, 5], [1, 1, 5]], lambda x, p: x[0] - x[1])


def shapes():
    case("slice", {"type": "slice", "start": 1, "length": 3, "axis": 1}, [[2, 5, 3]], lambda x, p: x[0][:, :, 1:4])
    case("transpose", {"type": "transpose", "order": [2, 0, 1]}, [[2, 5, 3]], lambda x, p: x[0].permute(0, 3, 1, 2))
    case(
        "gather",
        {"type": "gather", "indices": [4, 0, 4], "axis": 1},
        [[2, 5, 3]],
        lambda x, p: torch.index_select(x[0], 2, torch.tensor([4, 0, 4])),
    )
    case("mean", {"type": "mean", "axes": [0, 1]}, [[2, 5, 3]], lambda x, p: x[0].mean((1, 2)))
    case("mean-last", {"type": "mean", "axes": [-1]}, [[2, 5, 3]], lambda x, p: x[0].mean(-1))
    case("max", {"type": "max", "axes": [0, 1]}, [[2, 5, 3]], lambda x, p: x[0].amax((1, 2)))
    case(
        "pad",
        {"type": "pad", "before": [1, 0, 0], "after": [2, 3, 0]},
        [[2, 5, 3]],
        lambda x, p: F.pad(x[0], (0, 0, 0, 3, 1, 2)),
    )
    for factor in (2, 3):
        case(
            f"upsample-{factor}",
            {"type": "upsample", "factor": factor},
            [[2, 4, 3]],
            lambda x, p: last(F.interpolate(first(x[0]), scale_factor=factor, mode="nearest")),
        )
        case(
            f"bilinear-{factor}",
            {"type": "upsample", "factor": factor, "bilinear": True},
            [[2, 4, 3]],
            lambda x, p: last(F.interpolate(first(x[0]), scale_factor=factor, mode="bilinear", align_corners=False)),
        )


def recurrent(kind, activation, hidden, depth, directions, gives_last, has_lengths):
    """The net by PyTorch's own function: inputs x, then first states, then first cell states, then lengths; parameters in its order."""
    run = {"rnn": torch._VF.rnn_relu if activation == "relu" else torch._VF.rnn_tanh, "gru": torch._VF.gru, "lstm": torch._VF.lstm}[kind]

    def function(inputs, parameters):
        states = inputs[1:-1] if has_lengths else inputs[1:]
        firsts = [state.transpose(0, 1).contiguous() for state in states] or [torch.zeros(depth * directions, BATCH, hidden)] * 2
        options = (list(parameters.values()), True, depth, 0.0, True, directions == 2)
        if has_lengths:
            lengths = inputs[-1].detach().flatten().long()
            packed = torch.nn.utils.rnn.pack_padded_sequence(inputs[0], lengths, batch_first=True, enforce_sorted=False)
            firsts = [first.index_select(1, packed.sorted_indices) for first in firsts]
            first = tuple(firsts[:2]) if kind == "lstm" else firsts[0]
            result = run(packed.data, packed.batch_sizes, first, *options)
            y, _ = torch.nn.utils.rnn.pad_packed_sequence(
                torch.nn.utils.rnn.PackedSequence(result[0], *packed[1:]), batch_first=True, total_length=inputs[0].shape[1]
            )
            last = result[1].index_select(1, packed.unsorted_indices)
        else:
            y, last = run(inputs[0], tuple(firsts[:2]) if kind == "lstm" else firsts[0], *options, True)[:2]
        return last[-directions:].transpose(0, 1).flatten(1) if gives_last else y

    return function


def recurrences():
    time, features, gates = 5, 3, {"rnn": 1, "gru": 3, "lstm": 4}
    for kind, activation, hidden, depth, directions, gives_last, states, has_lengths in [
        ("rnn", None, 4, 1, 1, False, 0, False),
        ("rnn", "relu", 5, 2, 2, True, 1, False),
        ("gru", None, 4, 1, 1, True, 0, False),
        ("gru", None, 17, 1, 1, False, 1, False),
        ("gru", None, 3, 2, 2, False, 1, True),
        ("lstm", None, 4, 1, 1, True, 0, False),
        ("lstm", None, 17, 1, 1, False, 2, False),
        ("lstm", None, 3, 2, 2, True, 2, True),
    ]:
        option = {"type": kind, "hidden": hidden, "layers": depth, "bidirectional": directions == 2, "lengths": has_lengths}
        option |= {"output": "last"} if gives_last else {}
        option |= {"activation": activation} if activation else {}
        size = 0.4 if activation else 0.7  # larger ones let a net without bounds grow, and its rounding errors with it
        parameters = {}
        for layer in range(depth):
            for suffix in ("", "_reverse")[:directions]:
                wide = gates[kind] * hidden
                below = directions * hidden if layer else features
                for name, shape in (("weight_ih", (wide, below)), ("weight_hh", (wide, hidden)), ("bias_ih", (wide,)), ("bias_hh", (wide,))):
                    parameters[f"{name}_l{layer}{suffix}"] = size * random(*shape)
        shapes = [[time, features]] + [[depth * directions, hidden]] * states + [[1]] * has_lengths
        inputs = [random(BATCH, *shape) for shape in shapes]
        if has_lengths:
            inputs[-1] = torch.tensor([[2.0], [5.0], [1.0]])
        name = "-".join([kind, activation or "", str(hidden), str(depth), str(directions), *["last"] * gives_last, *["lengths"] * has_lengths])
        function = recurrent(kind, activation, hidden, depth, directions, gives_last, has_lengths)
        case(name.replace("--", "-"), option, shapes, function, parameters, inputs)


def attend(heads, causal=False, masked=False):
    """PyTorch's packed multi-head attention; the last input is the mask of keys, 1 where a key counts."""

    def function(x, p):
        sequences = [s.transpose(0, 1) for s in (x[:-1] if masked else x)]
        query, key, value = sequences[0], sequences[min(1, len(sequences) - 1)], sequences[-1]
        time = query.shape[0]
        y, _ = F.multi_head_attention_forward(
            query,
            key,
            value,
            query.shape[-1],
            heads,
            p["in_proj_weight"],
            p.get("in_proj_bias"),
            None,
            None,
            False,
            0.0,
            p["out_proj.weight"],
            p.get("out_proj.bias"),
            key_padding_mask=x[-1].detach() < 0.5 if masked else None,
            need_weights=False,
            attn_mask=torch.triu(torch.ones(time, time, dtype=torch.bool), 1) if causal else None,
        )
        return y.transpose(0, 1)

    return function


def attentions():
    def projections(width, bias=True):
        weights = {"in_proj_weight": 0.2 * random(3 * width, width), "out_proj.weight": 0.2 * random(width, width)}
        return weights | ({"in_proj_bias": random(3 * width), "out_proj.bias": random(width)} if bias else {})

    option = {"type": "multi-head-attention", "heads": 4}
    case("attention", option, [[7, 12]], attend(4), projections(12))
    case("attention-without-bias", option | {"bias": False}, [[7, 12]], attend(4), projections(12, bias=False))
    case("attention-causal", option | {"causal": True}, [[9, 16]], attend(4, causal=True), projections(16))
    case("attention-cross", option, [[3, 8], [6, 8]], attend(4), projections(8))
    case("attention-three", option, [[3, 8], [6, 8], [6, 8]], attend(4), projections(8))
    mask = torch.tensor([[1, 1, 1, 1, 0.0], [1, 0, 1, 0, 1], [0, 0, 1, 0, 0]])
    case(
        "attention-masked",
        option | {"key-mask": True},
        [[3, 8], [5, 8], [5]],
        attend(4, masked=True),
        projections(8),
        [random(BATCH, 3, 8), random(BATCH, 5, 8), mask],
    )


def main():
    normalizations()
    embeddings()
    joins()
    shapes()
    recurrences()
    attentions()
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps({"batch": BATCH, "cases": cases}) + "\n")


if __name__ == "__main__":
    main()
