"""PyTorch's side of the comparison: reads "train|infer NETWORK BATCH SECONDS" lines, answers with microseconds per call. A line
"conv fwd|dW|dX 3x3 CHANNELS-OUTPUTS SIZExSIZE BATCH SECONDS" asks for a product of a convolution.

Each variant that people use is timed and the one with the lowest minimum is reported.
usage: torch_worker.py | torch_worker.py export FOLDER   (writes the networks as .onnx files)
"""

import itertools
import os
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import torch
from torch import nn

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))



def normalized(inputs, outputs, kernel, stride=1, groups=1, bias=False):
    return [nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=bias), nn.BatchNorm2d(outputs)]


class Block(nn.Module):
    """Two convolutions with a residual around them, of a residual network."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.inner = nn.Sequential(*normalized(inputs, outputs, 3, stride), nn.ReLU(), *normalized(outputs, outputs, 3))
        self.shortcut = nn.Sequential(*normalized(inputs, outputs, 1, stride)) if inputs != outputs else nn.Identity()

    def forward(self, x):
        return torch.relu(self.inner(x) + self.shortcut(x))


class Image(nn.Module):
    """Rows as images."""

    def __init__(self, *shape):
        super().__init__()
        self.shape = shape

    def forward(self, x):
        return x.view(-1, *self.shape)


def residual(blocks):
    layers = [*normalized(3, 16, 3), nn.ReLU()]
    for inputs, outputs in ((16, 16), (16, 32), (32, 64)):
        layers += [Block(inputs if i == 0 else outputs, outputs, 2 if i == 0 and inputs != outputs else 1) for i in range(blocks)]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


def mobilenet():
    layers = [*normalized(3, 16, 3), nn.ReLU()]
    inputs = 16
    for outputs, stride in ((32, 1), (64, 2), (64, 1), (128, 2), (128, 1)):
        layers += [*normalized(inputs, inputs, 3, stride, inputs), nn.ReLU(), *normalized(inputs, outputs, 1), nn.ReLU()]
        inputs = outputs
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(128, 10))


class Recurrent(nn.Module):
    """The last state of a recurrent net, then one number."""

    def __init__(self, net):
        super().__init__()
        self.net = net(16, 64, batch_first=True)
        self.head = nn.Linear(64, 1)

    def forward(self, x):
        return self.head(self.net(x)[0][:, -1, :])


class Step(nn.Module):
    """One step of a recurrent net: from the input and what it remembers to what it remembers then."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x, *state):
        return self.net(x, state if len(state) > 1 else state[0])[1]


class Encoder(nn.Module):
    """The zoo's transformer: a projection, learned positions, two layers normalized before each part, the mean over time."""

    def __init__(self):
        super().__init__()
        self.project = nn.Linear(32, 128)
        self.positions = nn.Parameter(0.02 * torch.randn(64, 128))
        layer = nn.TransformerEncoderLayer(128, 4, 512, dropout=0.0, batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2, nn.LayerNorm(128))
        self.head = nn.Linear(128, 10)

    def forward(self, x):
        return self.head(self.encoder(self.project(x) + self.positions).mean(1))


NETWORKS = {
    "mlp-s": ((784,), lambda: nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))),
    "mlp-l": ((784,), lambda: nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10))),
    "tiny": ((16,), lambda: nn.Sequential(nn.Linear(16, 32), nn.Tanh(), nn.Linear(32, 32), nn.Tanh(), nn.Linear(32, 4))),
    "lenet": (
        (1, 28, 28),
        lambda: nn.Sequential(
            nn.Conv2d(1, 8, 5, padding=2),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(8, 16, 5, padding=2),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(784, 10),
        ),
    ),
    "cnn-m": (
        (3, 32, 32),
        lambda: nn.Sequential(
            *normalized(3, 32, 3, bias=True),
            nn.ReLU(),
            nn.MaxPool2d(2),
            *normalized(32, 64, 3, bias=True),
            nn.ReLU(),
            nn.MaxPool2d(2),
            *normalized(64, 128, 3, bias=True),
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(8192, 10),
        ),
    ),
    "resnet-8": ((3, 32, 32), lambda: residual(1)),
    "resnet-20": ((3, 32, 32), lambda: residual(3)),
    "mobilenet": ((3, 32, 32), mobilenet),
    "transformer": ((64, 32), Encoder),
    "autoencoder": (
        (1, 28, 28),
        lambda: nn.Sequential(
            nn.Conv2d(1, 16, 3, 2, 1),
            nn.ReLU(),
            nn.Conv2d(16, 32, 3, 2, 1),
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(1568, 32),
            nn.Linear(32, 1568),
            nn.ReLU(),
            Image(32, 7, 7),
            nn.ConvTranspose2d(32, 16, 4, 2, 1),
            nn.ReLU(),
            nn.ConvTranspose2d(16, 1, 4, 2, 1),
        ),
    ),
    "gru": ((50, 16), lambda: Recurrent(nn.GRU)),
    "lstm": ((50, 16), lambda: Recurrent(nn.LSTM)),
}

# As BenchDefaults has them; all others learn classes with Adam.
MOMENTUM, SGD, MSE = ("mlp-s",), ("tiny", "lenet"), ("tiny", "autoencoder", "gru", "lstm")


def training_steps(network, batch):
    """
    The training step in the variants eager and foreach, for images with channels last too.
    """
    shape, build = NETWORKS[network]
    formats = [torch.contiguous_format] + ([torch.channels_last] if len(shape) == 3 else [])
    for foreach, memory_format in itertools.product((False, True), formats):
        x = torch.rand(batch, *shape).to(memory_format=memory_format)
        model = build().to(memory_format=memory_format)
        parameters = list(model.parameters())
        with torch.no_grad():
            outputs = model(x).shape
        y = torch.rand(outputs) if network in MSE else torch.randint(0, 10, (batch,))
        loss_of = nn.MSELoss() if network in MSE else nn.CrossEntropyLoss()
        if network in SGD + MOMENTUM:
            optimizer = torch.optim.SGD(parameters, lr=1e-3, momentum=0.9 if network in MOMENTUM else 0, foreach=foreach)
        else:
            optimizer = torch.optim.Adam(parameters, lr=1e-4, foreach=foreach)

        def step(model=model, x=x, y=y, loss_of=loss_of, optimizer=optimizer):
            optimizer.zero_grad(set_to_none=True)
            loss_of(model(x), y).backward()
            optimizer.step()

        yield step


def predictions(network, batch):
    """A forward pass in the variants eager, traced and frozen, and optimized for inference."""
    shape, build = NETWORKS[network]
    x = torch.rand(batch, *shape)
    model = build().eval()
    traced = torch.jit.trace(model, x, check_trace=False)  # a transformer takes another path the second time
    for variant in (model, torch.jit.freeze(traced), torch.jit.optimize_for_inference(traced)):

        def predict(variant=variant):
            with torch.inference_mode():
                variant(x)

        yield predict


def convolutions(form, kernel, channels, size, batch):
    """One of the three products of a convolution that keeps the size of its images, for both layouts of images."""
    k, n = int(kernel.split("x")[0]), int(size.split("x")[0])
    inputs, outputs = map(int, channels.split("-"))
    for memory_format in (torch.contiguous_format, torch.channels_last):
        x = torch.rand(int(batch), inputs, n, n).to(memory_format=memory_format)
        w = torch.rand(outputs, inputs, k, k).to(memory_format=memory_format)
        b = torch.rand(outputs)
        dy = torch.rand(int(batch), outputs, n, n).to(memory_format=memory_format)
        wanted = (form == "dX", form == "dW", False)

        def product(x=x, w=w, b=b, dy=dy):
            with torch.inference_mode():
                if form == "fwd":
                    nn.functional.conv2d(x, w, b, padding=k // 2)
                else:  # as autograd calls it
                    torch.ops.aten.convolution_backward(dy, x, w, None, [1, 1], [k // 2, k // 2], [1, 1], False, [0, 0], 1, wanted)

        yield product


CASES = {
    "train": lambda network, batch: training_steps(network, int(batch)),
    "infer": lambda network, batch: predictions(network, int(batch)),
    "conv": convolutions,
}


def measure(call, seconds):
    for _ in range(5):
        call()
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 5:
        start = time.perf_counter_ns()
        call()
        times.append((time.perf_counter_ns() - start) / 1e3)
    return sorted(times)


def main():
    cases = {}
    print("torch", torch.__version__, flush=True)
    for line in sys.stdin:
        kind, *work, seconds = line.split()
        key = (kind, *work)
        if key not in cases:
            torch.manual_seed(1)
            cases[key] = list(CASES[kind](*work))
        runs = [measure(call, float(seconds) / len(cases[key])) for call in cases[key]]
        times = min(runs, key=lambda run: run[0])
        print(*(f"{times[int(len(times) * q)]:.3f}" for q in (0, 0.5, 0.99, 0.999)), flush=True)


def export(folder):
    os.makedirs(folder, exist_ok=True)
    for name, (shape, build) in NETWORKS.items():
        torch.manual_seed(1)
        write(os.path.join(folder, f"{name}.onnx"), build(), {"x": torch.rand(1, *shape)}, {"y": 0})
    for name, memories in (("gru", "h"), ("lstm", "hc")):
        torch.manual_seed(1)
        state = {memory: torch.zeros(1, 1, 64) for memory in memories}
        step = Step(NETWORKS[name][1]().net)
        write(os.path.join(folder, f"{name}-step.onnx"), step, {"x": torch.rand(1, 1, 16)} | state, {f"{memory}2": 1 for memory in memories})


def write(path, model, inputs, outputs):
    """The model as an .onnx file for any batch: its axis is 0, of what a step remembers 1; outputs maps names to it."""
    axes = {name: 0 if name == "x" else 1 for name in inputs} | outputs
    torch.onnx.export(
        model.eval(),
        tuple(inputs.values()),
        path,
        input_names=list(inputs),
        output_names=list(outputs),
        dynamic_axes={name: {axis: "n"} for name, axis in axes.items()},
        opset_version=13,
    )


if __name__ == "__main__":
    export(sys.argv[2]) if len(sys.argv) > 2 and sys.argv[1] == "export" else main()
