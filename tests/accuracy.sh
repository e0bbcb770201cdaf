#!/usr/bin/env bash
# How well the networks learn, where that takes too long for the tests: trains each with seeds 1 to 3, prints a table and fails when a
# figure misses its bound. Needs what Debian calls dataset-fashion-mnist and python3. With names (digits, lenet, resnet-8, language) only
# those; all of them take about an hour on two cores. The bits, and so the figures, are the same on every machine.
# usage: tests/accuracy.sh [NAME…]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
text=/usr/share/common-licenses/GPL-3
names=("$@")
[ ${#names[@]} -gt 0 ] || names=(digits lenet resnet-8 language)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build -c Release --nologo -v quiet "$root/src/SpanNet.Cli" >&2
failed=0

# measure NAME SEED FIGURE least|below BOUND, then the options of train
measure() {
  local name=$1 seed=$2 figure=$3 kind=$4 bound=$5
  shift 5
  local end value seconds verdict=ok
  end=$(dotnet "$root/src/SpanNet.Cli/bin/Release/net10.0/SpanNet.Cli.dll" train "$@" --seed "$seed" --json --out "$work/model" | tail -n 1)
  value=$(grep -oE "\"$figure\":[0-9.eE+-]+" <<<"$end" | cut -d: -f2)
  seconds=$(grep -oE '"seconds":[0-9.eE+-]+' <<<"$end" | cut -d: -f2)
  awk -v x="$value" -v bound="$bound" -v kind="$kind" 'BEGIN { exit !(kind == "least" ? x >= bound : x < bound) }' || verdict=MISSED
  [ "$verdict" = ok ] || failed=$((failed + 1))
  printf '%-9s %4d  %-13s %8.4f  %-5s %7.4f  %7.0f s  %s\n' "$name" "$seed" "$figure" "$value" "$kind" "$bound" "$seconds" "$verdict"
}

printf '%-9s %4s  %-13s %8s  %-5s %7s  %9s\n' network seed figure value bound '' time
for name in "${names[@]}"; do
  for seed in 1 2 3; do
    case $name in
      # The 500 digits at the end were written by other people than those that are learned.
      digits) measure digits "$seed" test_accuracy least 0.95 --model cnn-m --epochs 20 ;;
      lenet) measure lenet "$seed" test_accuracy least 0.895 --data fashion-mnist --model lenet --epochs 5 ;;
      resnet-8) measure resnet-8 "$seed" test_accuracy least 0.92 --data fashion-mnist --model resnet-8 --epochs 15 ;;
      # Below what counts of three characters, smoothed as well as can be on the test part itself, come to.
      language)
        trigrams=$(python3 "$root/benchmarks/peers/trigram.py" "$text")
        measure char-lm "$seed" test_loss below "$trigrams" --data "text:$text"
        ;;
      *)
        echo "unknown name '$name'; expected digits, lenet, resnet-8 or language" >&2
        exit 2
        ;;
    esac
  done
done

[ "$failed" -eq 0 ] || echo "$failed missed" >&2
exit $((failed > 0))
