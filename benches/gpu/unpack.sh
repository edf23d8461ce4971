#!/usr/bin/env bash
# Puts in place what benches/gpu/pack.ts packed, in this checkout, without network; tells the loader where the CUDA
# libraries of Python's nvidia packages and of the driver are (as root). usage: bash benches/gpu/unpack.sh PARTS
# Afterwards, and in every new shell: source .assay/tools/env.sh
set -euo pipefail
parts=$(realpath "$1")
cd "$(dirname "$0")/../.."
(cd "$parts" && sha256sum --check --quiet SHA256SUMS)
unxz() { if command -v xz >/dev/null; then xz -d -T0; else python3 -c 'import lzma, shutil, sys
shutil.copyfileobj(lzma.open(sys.stdin.buffer), sys.stdout.buffer, 1 << 20)'; fi; }
cat "$parts"/part-* | unxz | tar x --no-same-owner

folders() {
  python3 - 2>/dev/null <<'PYTHON' || true
import os, nvidia
for root in nvidia.__path__:
    for folder, _, files in os.walk(root):
        if any(".so" in name for name in files):
            print(folder)
PYTHON
  tr : '\n' <<<"${LD_LIBRARY_PATH:-}"
  ls -d /usr/local/nvidia/lib64 /usr/local/nvidia/lib 2>/dev/null || true
}
if [ "$(id -u)" = 0 ]; then
  folders >/etc/ld.so.conf.d/assay-cuda.conf
  ldconfig 2>/dev/null || true
  # Tasks may run nvidia-smi at this path only.
  smi=$(command -v nvidia-smi || ls /usr/local/nvidia/bin/nvidia-smi 2>/dev/null || true)
  if [ -n "$smi" ] && [ ! -e /usr/bin/nvidia-smi ]; then ln -s "$smi" /usr/bin/nvidia-smi; fi
else
  echo "not root: export LD_LIBRARY_PATH=$(folders | paste -sd:)"
fi
cat >.assay/tools/env.sh <<ENV
export PATH="$PWD/.assay/tools/bin:\$PATH" DENO_NO_UPDATE_CHECK=1
export NPM_CONFIG_REGISTRY=http://127.0.0.1:9 # refuses at once, where a name that nobody resolves may hang
ENV
if [ "$(id -u)" = 0 ]; then echo "unset LD_LIBRARY_PATH # with it Deno starts no programs" >>.assay/tools/env.sh; fi
source .assay/tools/env.sh
deno task setup
