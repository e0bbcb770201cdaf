#!/usr/bin/env bash
# Installs the peers that compare.py measures (Debian 12; needs root for apt-get) and builds both sides. With --torch-2 it installs only
# PyTorch 2.6 with Debian 13 around it, in a folder of 1.3 GB beside them that changes nothing of this system.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$here/.peers"

if [[ ${1:-} == --torch-2 ]]; then
  apt-get update
  apt-get install -y debootstrap
  root="$here/.peers/torch-2"
  debootstrap --variant=minbase trixie "$root"
  chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3-torch libopenblas0-pthread
  # Python needs no more; the links in /dev would lead a tool that walks through the repository out of it.
  find "$root" -mindepth 1 -maxdepth 1 ! -name usr ! -name lib64 -exec rm -rf --one-file-system {} +
  exit
fi

apt-get update
packages=(gcc libc6-dev util-linux python3-torch python3-sklearn libopenblas-dev libopenblas0-openmp libblis-dev libdnnl-dev libfann-dev)
command -v npm >/dev/null || packages+=(npm)
DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"
npm install --ignore-scripts --prefix "$here/.peers" onnxruntime-node@1.30.0

gcc -O2 "$here/onnxruntime_worker.c" -o "$here/.peers/onnxruntime_worker" -ldl
gcc -O2 "$here/gemm_worker.c" -o "$here/.peers/gemm_worker" -ldl
gcc -O3 "$here/fann_worker.c" -o "$here/.peers/fann_worker" -lfloatfann -lm
/usr/bin/python3 "$here/torch_worker.py" export "$here/.peers"
dotnet build -c Release "$here/../SpanNet.Benchmarks"
