#!/usr/bin/env python3
"""Writes digits.gz beside this script: scikit-learn's digits.csv.gz as bytes.

Content, gzip-compressed: 1,797 x 64 pixels (0..16, rows of 8 from the top), then 1,797 labels (0..9), in scikit-learn's order.
Needs scikit-learn (Debian: python3-sklearn) for its copy of the data only. The output is the same on every run.
"""
import gzip
import importlib.util
import io
from pathlib import Path

SAMPLES, PIXELS = 1797, 64


def main() -> None:
    package = Path(importlib.util.find_spec("sklearn").origin).parent
    source = package / "datasets" / "data" / "digits.csv.gz"
    with gzip.open(source, "rt", encoding="ascii") as text:
        rows = [[int(float(cell)) for cell in line.split(",")] for line in text if line.strip()]

    assert len(rows) == SAMPLES and all(len(row) == PIXELS + 1 for row in rows)
    pixels = bytes(value for row in rows for value in row[:PIXELS])
    labels = bytes(row[PIXELS] for row in rows)
    assert max(pixels) == 16 and max(labels) == 9

    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9, mtime=0) as stream:
        stream.write(pixels + labels)

    (Path(__file__).parent / "digits.gz").write_bytes(packed.getvalue())


if __name__ == "__main__":
    main()
