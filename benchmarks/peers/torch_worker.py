"""PyTorch's side of the comparison: reads "train|infer NETWORK BATCH SECONDS" lines, answers with microseconds per call.

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



class Recurrent(nn.Module):
    """The last state of a recurrent net, then one number."""

    def __init__(self, net):
        super().__init__()
        self.net = net(16, 64, batch_first=True)
        self.head = nn.Linear(64, 1)

    def forward(self, x):
        return self.head(self.net(x)[0][:, -1, :])


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
    "gru": ((50, 16), lambda: Recurrent(nn.GRU)),
    "lstm": ((50, 16), lambda: Recurrent(nn.LSTM)),
}


def training_steps(network, batch):
    """
    The training step in the variants eager and foreach, for images with channels last too: momentum for mlp-s, Adam for mlp-l, gru and
    lstm, SGD for tiny and lenet, MSE for tiny, gru and lstm.
    """
    shape, build = NETWORKS[network]
    formats = [torch.contiguous_format] + ([torch.channels_last] if len(shape) == 3 else [])
    for foreach, memory_format in itertools.product((False, True), formats):
        x = torch.rand(batch, *shape).to(memory_format=memory_format)
        model = build().to(memory_format=memory_format)
        parameters = list(model.parameters())
        if network == "tiny":
            y, loss_of = torch.rand(batch, 4), nn.MSELoss()
            optimizer = torch.optim.SGD(parameters, lr=1e-3, foreach=foreach)
        elif network in ("gru", "lstm"):
            y, loss_of = torch.rand(batch, 1), nn.MSELoss()
            optimizer = torch.optim.Adam(parameters, lr=1e-4, foreach=foreach)
        else:
            y, loss_of = torch.randint(0, 10, (batch,)), nn.CrossEntropyLoss()
            optimizer = (
                torch.optim.Adam(parameters, lr=1e-4, foreach=foreach)
                if network == "mlp-l"
                else torch.optim.SGD(parameters, lr=1e-3, momentum=0.9 if network == "mlp-s" else 0, foreach=foreach)
            )

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
    traced = torch.jit.trace(model, x)
    for variant in (model, torch.jit.freeze(traced), torch.jit.optimize_for_inference(traced)):

        def predict(variant=variant):
            with torch.inference_mode():
                variant(x)

        yield predict


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
        kind, network, batch, seconds = line.split()
        key = (kind, network, batch)
        if key not in cases:
            torch.manual_seed(1)
            cases[key] = list((training_steps if kind == "train" else predictions)(network, int(batch)))
        runs = [measure(call, float(seconds) / len(cases[key])) for call in cases[key]]
        times = min(runs, key=lambda run: run[0])
        print(*(f"{times[int(len(times) * q)]:.3f}" for q in (0, 0.5, 0.99, 0.999)), flush=True)


def export(folder):
    os.makedirs(folder, exist_ok=True)
    for name, (shape, build) in NETWORKS.items():
        torch.manual_seed(1)
        torch.onnx.export(
            build().eval(),
            torch.rand(1, *shape),
            os.path.join(folder, name + ".onnx"),
            input_names=["x"],
            output_names=["y"],
            dynamic_axes={"x": {0: "n"}, "y": {0: "n"}},
            opset_version=13,
        )


if __name__ == "__main__":
    export(sys.argv[2]) if len(sys.argv) > 2 and sys.argv[1] == "export" else main()
