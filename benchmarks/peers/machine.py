"""What the figures were measured on."""

import datetime
import os
import re
import subprocess

# Vendor, family, first and last model, least stepping of processors whose generation has a name that people use; the first that fits.
GENERATIONS = [
    ("AuthenticAMD", 23, 0x00, 0x2F, 0, "zen1"),
    ("AuthenticAMD", 23, 0x30, 0xFF, 0, "zen2"),
    ("AuthenticAMD", 25, 0x00, 0x0F, 0, "zen3"),
    ("AuthenticAMD", 25, 0x10, 0x1F, 0, "zen4"),
    ("AuthenticAMD", 25, 0x20, 0x5F, 0, "zen3"),
    ("AuthenticAMD", 25, 0x60, 0xFF, 0, "zen4"),
    ("AuthenticAMD", 26, 0x00, 0xFF, 0, "zen5"),
    ("GenuineIntel", 6, 0x55, 0x55, 10, "cooper-lake"),
    ("GenuineIntel", 6, 0x55, 0x55, 5, "cascade-lake"),
    ("GenuineIntel", 6, 0x55, 0x55, 0, "skylake"),
    ("GenuineIntel", 6, 0x6A, 0x6C, 0, "ice-lake"),
    ("GenuineIntel", 6, 0x8F, 0x8F, 0, "sapphire-rapids"),
    ("GenuineIntel", 6, 0xCF, 0xCF, 0, "emerald-rapids"),
]


def facts():
    """The last processor's lines of /proc/cpuinfo."""
    with open("/proc/cpuinfo") as file:
        return {key.strip(): value.strip() for key, value in (line.split(":", 1) for line in file if ":" in line)}


def name():
    text = facts()
    return f"{text['model name']} (family {text['cpu family']}, model {text['model']})"


def folder():
    """The name of this processor's folder below benchmarks/results."""
    text = facts()
    vendor, family, model, stepping = text["vendor_id"], int(text["cpu family"]), int(text["model"]), int(text["stepping"])
    names = (g for (v, f, first, last, least, g) in GENERATIONS if (v, f) == (vendor, family) and first <= model <= last and stepping >= least)
    generation = next(names, None)
    words = re.sub(r"\((r|tm)\)|processor|@.*", " ", text["model name"].lower())
    slug = re.sub(r"[^a-z0-9]+", "-", words).strip("-")
    return f"{slug}-{generation or f'{family}-{model}'}"


def has_avx512():
    return "avx512f" in facts()["flags"].split()


def cores():
    return sorted(os.sched_getaffinity(0))


def commit(root):
    run = subprocess.run(["git", "-C", root, "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    return run.stdout.strip() or "unknown commit"


def today():
    return datetime.date.today().isoformat()
