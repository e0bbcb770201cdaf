"""The comparisons. Each is a function from the sides and a run's settings to the lines of a Markdown file."""

from blocks import P50, P99, P999, Blocks, geometric_mean
from sides import is_installed

# work, peer, least ratio asked for
NETWORKS = [
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
    ("train cnn-m 64", "torch", 2.2),
    ("train transformer 16", "torch", 1.0),
    ("train resnet-8 64", "torch", None),
    ("train mobilenet 64", "torch", None),
    ("train autoencoder 64", "torch", None),
    ("train gru 32", "torch", 3.8),
    ("train gru 32", "torch2", None),
    ("train lstm 32", "torch", 3.3),
    ("train lstm 32", "torch2", 1.5),
    ("infer mlp-s 1", "onnxruntime", 2.0),
    ("infer mlp-s 64", "onnxruntime", 1.0),
    ("infer mlp-l 1", "onnxruntime", 1.38),
    ("infer mlp-l 64", "onnxruntime", 1.0),
    ("infer tiny 1", "onnxruntime", 20.0),
    ("infer tiny 64", "onnxruntime", 1.5),
    ("infer lenet 1", "onnxruntime", 1.5),
    ("infer lenet 64", "onnxruntime", 1.4),
    ("infer cnn-m 1", "onnxruntime", 1.05),
    ("infer cnn-m 64", "onnxruntime", 1.05),
    ("infer transformer 1", "onnxruntime", 1.0),
    ("infer transformer 1", "torch", 1.0),
    ("infer resnet-8 1", "onnxruntime", None),
    ("infer mobilenet 1", "onnxruntime", None),
    ("infer gru 1", "onnxruntime", 2.0),
    ("infer gru 64", "onnxruntime", 1.65),
    ("infer lstm 1", "onnxruntime", 1.5),
    ("infer lstm 64", "onnxruntime", 1.1),
    ("step gru 1", "onnxruntime", 6.0),
    ("step lstm 1", "onnxruntime", 5.5),
    ("infer mlp-s 1", "torch", 7.0),
]

CLASSIC = [
    ("train mlp-s 1", "fann", 4.0),
    ("train tiny 1", "fann", 9.0),
    ("train tiny 32", "fann", 9.0),
    ("train mlp-s 32", "sklearn", None),
    ("train mlp-s 128", "sklearn", None),
    ("train mlp-s 512", "sklearn", None),
]

# Two threads against the best of PyTorch with one and with two.
THREADS = [
    ("train mlp-s 32", 5.4),
    ("train mlp-s 128", 2.6),
    ("train mlp-s 512", 1.7),
    ("train mlp-l 32", 3.6),
    ("train mlp-l 128", 2.0),
    ("train cnn-m 64", 2.2),
]

# convolution, network it is of, least % of peak asked for of forward, dW and dX; nobody asks for the gradient of the pictures.
CONVOLUTIONS = [
    ("5x5 1-8 28x28", "lenet", {"fwd": None, "dW": None}),
    ("5x5 8-16 14x14", "lenet", {"fwd": None, "dW": None, "dX": None}),
    ("3x3 3-32 32x32", "cnn-m", {"fwd": None, "dW": None}),
    ("3x3 32-64 16x16", "cnn-m", {"fwd": 92, "dW": 80, "dX": 85}),
    ("3x3 64-128 8x8", "cnn-m", {"fwd": 92, "dW": 80, "dX": 85}),
]

VECTOR_GOALS = {"exp": 2.0, "tanh": 3.5, "sigmoid": 2.0, "softmax": 1.8}
LIBRARIES = ["openblas", "blis", "onednn"]
LAYERS = [(784, 128), (784, 512), (512, 512), (512, 10), (128, 10)]
BATCHES = [1, 8, 32, 128, 512]


def gemm_shapes():
    """The 81 of GemmCases.Peers, as (group, form, m, n, k)."""
    for n in (64, 128, 256, 512, 1024, 2048):
        yield "square", "fwd", n, n, n
    for form in ("fwd", "dW", "dX"):
        for inputs, outputs in LAYERS:
            for batch in BATCHES:
                yield form, form, *{"fwd": (batch, outputs, inputs), "dW": (inputs, outputs, batch), "dX": (batch, inputs, outputs)}[form]


NO_TORCH_2 = "Rows of PyTorch 2 are missing: `setup.sh --torch-2` installs it."


def goal_text(goal):
    return "" if goal is None else f"{goal:g}"


def against(sides, run, rows):
    yield "| work, batch | peer | SpanNet µs | peer µs | ratio of minima | median ratio | goal | % of peak | p50 (peer) | p99 (peer) | p99.9 (peer) |"
    yield "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    for work, peer, goal in rows:
        if not run.wants(f"{work} {peer}") or not is_installed(peer):
            continue
        blocks = Blocks({"spannet": (sides.get("spannet"), work), peer: (sides.get(peer), work)}, run.blocks, run.seconds)
        share = 100 * blocks.gflops("spannet") / sides.measure_peak()
        tails = " | ".join(f"{blocks.quantile('spannet', q):.2f} ({blocks.quantile(peer, q):.2f})" for q in (P50, P99, P999))
        yield (
            f"| {work} | {peer} | {blocks.best('spannet'):.2f} | {blocks.best(peer):.2f} | **{blocks.ratio(peer):.2f}** "
            f"| {blocks.median_ratio(peer):.2f} | {goal_text(goal)} | {share:.0f} | {tails} |"
        )


def networks(sides, run):
    """Training steps beside PyTorch (torch2: Debian 13's, whose LSTM is one fused kernel), predictions and streaming steps beside ONNX
    Runtime's C API; one thread."""
    yield from against(sides, run, NETWORKS)
    if not is_installed("torch2"):
        yield from ("", NO_TORCH_2)


def classic(sides, run):
    """Training steps beside FANN, sample by sample, and scikit-learn's partial_fit; one thread."""
    yield from against(sides, run, CLASSIC)


def tails(sides, run):
    """How late a single prediction can be: percentiles of single calls, the median over the blocks."""
    yield "| work | quantile | SpanNet µs | ONNX Runtime µs | ratio |"
    yield "|---|---|--:|--:|--:|"
    for work in ("infer mlp-s 1", "infer mlp-l 1", "infer tiny 1"):
        if not run.wants(work):
            continue
        blocks = Blocks({"spannet": (sides.get("spannet"), work), "peer": (sides.get("onnxruntime"), work)}, run.blocks, 4 * run.seconds)
        for text, which in (("p50", P50), ("p99", P99), ("p99.9", P999)):
            mine, theirs = blocks.quantile("spannet", which), blocks.quantile("peer", which)
            yield f"| {work} | {text} | {mine:.2f} | {theirs:.2f} | **{theirs / mine:.2f}** |"


def products(sides, run, threads):
    prefix = "" if threads == 1 else f"{threads}t "
    header = " | ".join(sides.get(library, threads).version.split(",")[0] for library in LIBRARIES)
    yield f"| form | m × n × k | SpanNet GFLOP/s | % of peak | packing counted | {header} | / OpenBLAS | / best | / best, median |"
    yield "|---|---|" + "--:|" * 9
    ratios = []
    for group, form, m, n, k in gemm_shapes():
        if not run.wants(f"{group} {m}x{n}x{k}") or (threads > 1 and 2 * m * n * k < 4e6):
            continue
        work = f"gemm {form} {m}x{n}x{k}"
        contestants = {"spannet": (sides.get("spannet", threads), prefix + work)}
        if form == "fwd":
            contestants["packing"] = (sides.get("spannet", threads), f"{prefix}gemm-packing {form} {m}x{n}x{k}")
        contestants |= {library: (sides.get(library, threads), work) for library in LIBRARIES}
        blocks = Blocks(contestants, run.blocks, run.seconds / 4, pause=0.0 if threads == 1 else 0.005)
        share = 100 * blocks.gflops("spannet") / (threads * sides.measure_peak())
        best = min(LIBRARIES, key=blocks.best)
        ratios.append((group, blocks.ratio("openblas"), blocks.ratio(best)))
        packing = f"{blocks.gflops('packing'):.0f}" if form == "fwd" else ""
        rates = " | ".join(f"{blocks.gflops(library):.0f}" for library in LIBRARIES)
        yield (
            f"| {group} | {m} × {n} × {k} | {blocks.gflops('spannet'):.0f} | {share:.0f} | {packing} | {rates} "
            f"| {blocks.ratio('openblas'):.2f} | **{blocks.ratio(best):.2f}** | {blocks.median_ratio(best):.2f} |"
        )
    if ratios:
        yield ""
        yield "| geometric mean | / OpenBLAS | / best of three | least |"
        yield "|---|--:|--:|--:|"
        for name in ["all", *dict.fromkeys(group for group, _, _ in ratios)]:
            some = [(o, b) for group, o, b in ratios if name in ("all", group)]
            yield f"| {name} ({len(some)}) | {geometric_mean(o for o, _ in some):.2f} | **{geometric_mean(b for _, b in some):.2f}** | {min(b for _, b in some):.2f} |"


def gemm(sides, run):
    """The 81 matrix products beside three libraries; one thread. Weights lie in panels as the engine keeps them; "packing counted" brings
    B into panels in every call, as a library must. dW and dX count all that they copy."""
    yield from products(sides, run, 1)


def gemm_threads(sides, run):
    """The larger of the matrix products with two threads on two cores."""
    yield from products(sides, run, 2)


def convolution(sides, run):
    """The products of convolutions at batch 64 beside PyTorch's, which oneDNN computes; the better of its layouts of images, one thread.
    GFLOP/s are those of the direct sum, whichever way it is computed: one that multiplies less can show more than the peak."""
    peers = [peer for peer in ("torch", "torch2") if is_installed(peer)]
    header = "".join(f" {sides.get(peer).version} GFLOP/s | ratio | median ratio |" for peer in peers)
    yield f"| convolution | of | product | SpanNet µs | GFLOP/s | % of peak | goal |{header}"
    yield "|---|---|---|" + "--:|" * (4 + 3 * len(peers))
    for layer, network, goals in CONVOLUTIONS:
        for form, goal in goals.items():
            work = f"conv {form} {layer} 64"
            if not run.wants(work):
                continue
            blocks = Blocks({name: (sides.get(name), work) for name in ("spannet", *peers)}, run.blocks, run.seconds)
            rate, peak = blocks.gflops("spannet"), sides.measure_peak()
            rivals = "".join(f" {blocks.gflops(peer):.0f} | **{blocks.ratio(peer):.2f}** | {blocks.median_ratio(peer):.2f} |" for peer in peers)
            yield (
                f"| {layer} | {network} | {form} | {blocks.best('spannet'):.1f} | {rate:.0f} | **{100 * rate / peak:.0f}** "
                f"| {goal_text(goal)} |{rivals}"
            )
    if len(peers) == 1:
        yield from ("", NO_TORCH_2)


def threads(sides, run):
    """Training steps with two threads beside the best of PyTorch with one and with two."""
    yield "| work, batch | SpanNet 1 thread µs | 2 threads µs | gain | PyTorch 1 thread µs | 2 threads µs | ratio | median ratio | goal |"
    yield "|---|" + "--:|" * 8
    for work, goal in THREADS:
        if not run.wants(work):
            continue
        contestants = {
            "one": (sides.get("spannet"), work),
            "two": (sides.get("spannet", 2), f"2t {work}"),
            "torch one": (sides.get("torch"), work),
            "torch two": (sides.get("torch", 2), work),
        }
        blocks = Blocks(contestants, run.blocks, run.seconds, pause=0.005)
        best = min(("torch one", "torch two"), key=blocks.best)
        columns = [blocks.best("one"), blocks.best("two"), blocks.ratio("one", "two"), blocks.best("torch one"), blocks.best("torch two")]
        yield (
            f"| {work} | "
            + " | ".join(f"{value:.2f}" for value in columns)
            + f" | **{blocks.ratio(best, 'two'):.2f}** | {blocks.median_ratio(best, 'two'):.2f} | {goal_text(goal)} |"
        )


def vector(sides, run):
    """Functions over vectors beside System.Numerics.Tensors, in one process."""
    yield "| function | n | SpanNet Gelements/s | TensorPrimitives | ratio | median ratio | goal |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    side = sides.get("spannet")
    for name in ("exp", "tanh", "sigmoid", "softmax", "log", "relu", "multiply", "sum", "dot", "max"):
        for n in (128, 1024, 16384, 262144, 1048576):
            if not run.wants(f"{name} {n}"):
                continue
            blocks = Blocks({"spannet": (side, f"vector {n} {name}"), "tensor": (side, f"tensor {n} {name}")}, run.blocks, run.seconds / 4)
            yield (
                f"| {name} | {n:,} | {n / blocks.best('spannet') * 1e-3:.2f} | {n / blocks.best('tensor') * 1e-3:.2f} "
                f"| **{blocks.ratio('tensor'):.2f}** | {blocks.median_ratio('tensor'):.2f} | {goal_text(VECTOR_GOALS.get(name))} |"
            )


GROUPS = {
    "networks": networks,
    "tails": tails,
    "classic": classic,
    "gemm": gemm,
    "convolution": convolution,
    "vector": vector,
    "threads": threads,
    "gemm-threads": gemm_threads,
}
