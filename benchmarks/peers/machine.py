"""What the figures were measured on."""

import datetime
import os
import re
import subprocess

# Vendor, family, first and last model of processors whose generation has a name that people use.
GENERATIONS = {
    ("AuthenticAMD", 23, 0x00, 0x2F): "zen1",
    ("AuthenticAMD", 23, 0x30, 0xFF): "zen2",
    ("AuthenticAMD", 25, 0x00, 0x0F): "zen3",
    ("AuthenticAMD", 25, 0x10, 0x1F): "zen4",
    ("AuthenticAMD", 25, 0x20, 0x5F): "zen3",
    ("AuthenticAMD", 25, 0x60, 0xFF): "zen4",
    ("AuthenticAMD", 26, 0x00, 0xFF): "zen5",
    ("GenuineIntel", 6, 0x6A, 0x6C): "ice-lake",
    ("GenuineIntel", 6, 0x8F, 0x8F): "sapphire-rapids",
    ("GenuineIntel", 6, 0xCF, 0xCF): "emerald-rapids",
}

# One model, told apart by its stepping: the first that has the name.
STEPPINGS_OF_0x55 = [(10, "cooper-lake"), (5, "cascade-lake"), (0, "skylake")]


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
    family, model = int(text["cpu family"]), int(text["model"])
    names = (g for (vendor, f, first, last), g in GENERATIONS.items() if (vendor, f) == (text["vendor_id"], family) and first <= model <= last)
    generation = next(names, None)
    if (text["vendor_id"], family, model) == ("GenuineIntel", 6, 0x55):
        generation = next(g for least, g in STEPPINGS_OF_0x55 if int(text["stepping"]) >= least)
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
