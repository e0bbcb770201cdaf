"""The processes that are measured: each reads "WORK SECONDS" lines and answers with microseconds a call, then waits for its turn."""

import os
import subprocess
import sys

import machine

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
CACHE = os.path.join(HERE, ".peers")
OPENMP_BLAS = "/usr/lib/x86_64-linux-gnu/openblas-openmp"
TORCH_2 = os.path.join(CACHE, "torch-2")
TORCH_2_LIBRARIES = os.path.join(TORCH_2, "usr/lib/x86_64-linux-gnu")

COMMANDS = {
    "spannet": ["dotnet", os.path.join(ROOT, "benchmarks/SpanNet.Benchmarks/bin/Release/net10.0/SpanNet.Benchmarks.dll"), "worker"],
    "torch": ["/usr/bin/python3", os.path.join(HERE, "torch_worker.py")],
    # Not by chroot: without /proc it finds no vectors in the processor.
    "torch2": [
        "env",
        f"PYTHONHOME={TORCH_2}/usr",
        f"PYTHONPATH={TORCH_2}/usr/lib/python3/dist-packages",
        f"{TORCH_2}/lib64/ld-linux-x86-64.so.2",
        "--library-path",
        f"{TORCH_2_LIBRARIES}/openblas-pthread:{TORCH_2_LIBRARIES}",
        f"{TORCH_2}/usr/bin/python3",
        os.path.join(HERE, "torch_worker.py"),
    ],
    "sklearn": ["/usr/bin/python3", os.path.join(HERE, "sklearn_worker.py")],
    "fann": [os.path.join(CACHE, "fann_worker")],
    "onnxruntime": [
        os.path.join(CACHE, "onnxruntime_worker"),
        os.path.join(CACHE, "node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1"),
        CACHE,
    ],
    "openblas": [os.path.join(CACHE, "gemm_worker"), "openblas", "libopenblas.so.0"],
    "blis": [os.path.join(CACHE, "gemm_worker"), "blis", "libblis.so.4"],
    "onednn": [os.path.join(CACHE, "gemm_worker"), "onednn", "libdnnl.so.2"],
}


def is_installed(name):
    """Whether a peer is here. Only PyTorch 2 may be missing; of any other the process says so itself."""
    return name != "torch2" or os.path.isdir(TORCH_2)


def environment(threads):
    """Libraries older than the processor fall back to their kernels for AVX2 or to plain C: they are told of AVX-512, so as to be at their
    best; OpenBLAS of Debian 13 still takes Zen 5 for a Haswell. What the caller's environment says of it does not count."""
    variables = dict(os.environ)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
        variables[name] = str(threads)
    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "BLIS_ARCH_TYPE"):
        variables.pop(name, None)
    # A heap that is handed back and faulted in again in every call can cost PyTorch several times what its arithmetic does.
    variables.update(MALLOC_TRIM_THRESHOLD_=str(1 << 30), MALLOC_MMAP_THRESHOLD_=str(32 << 20))
    if machine.has_avx512():
        variables.update(OPENBLAS_CORETYPE="SkylakeX", BLIS_ARCH_TYPE="0")
    if threads > 1:
        # OpenMP's pool and a pthread pool of OpenBLAS would fight for the cores.
        variables["LD_LIBRARY_PATH"] = OPENMP_BLAS
    return variables


class Side:
    """One process, pinned."""

    def __init__(self, name, cpus, threads=1):
        self.process = subprocess.Popen(
            ["taskset", "-c", ",".join(map(str, cpus)), *COMMANDS[name]],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            env=environment(threads),
        )
        self.name = name
        self.version = self.read()

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.name} ended: see its message above; is setup.sh done?")
        return line.strip()

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return [float(x) for x in self.read().split()]

    def block(self, work, seconds):
        """Best, p50, p99 and p99.9 of one turn in microseconds; SpanNet adds the floating-point operations of a call."""
        return self.ask(f"{work} {seconds}")

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Sides:
    """The processes of a comparison, started when first asked for."""

    def __init__(self, cpus):
        self.cpus = cpus
        self.started = {}
        self.peak = 0

    def get(self, name, threads=1):
        key = (name, threads)
        if key not in self.started:
            self.started[key] = Side(name, self.cpus[-threads:], threads)
        return self.started[key]

    def measure_peak(self):
        """GFLOP/s of one core: the most of this session."""
        self.peak = max(self.peak, self.get("spannet").ask("peak")[0])
        return self.peak

    def versions(self):
        return "; ".join(dict.fromkeys(side.version for side in self.started.values()))

    def close(self):
        for side in self.started.values():
            side.close()
