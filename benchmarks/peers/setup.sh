#!/usr/bin/env bash
# Installs the peers that compare.py measures (Debian 12; needs root for apt-get) and builds both sides.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$here/.peers"

apt-get update
packages=(python3-torch gcc libc6-dev util-linux)
command -v npm >/dev/null || packages+=(npm)
DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"
npm install --ignore-scripts --prefix "$here/.peers" onnxruntime-node@1.30.0

gcc -O2 "$here/onnxruntime_worker.c" -o "$here/.peers/onnxruntime_worker" -ldl
/usr/bin/python3 "$here/torch_worker.py" export "$here/.peers"
dotnet build -c Release "$here/../SpanNet.Benchmarks"
