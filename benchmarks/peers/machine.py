"""What the figures were measured on."""

import datetime
import os
import re
import subprocess

# Family, and models below the given one, of processors whose generation has a name that people use.
GENERATIONS = {
    ("AuthenticAMD", 23, 0x30): "zen1",
    ("AuthenticAMD", 23, 0x100): "zen2",
    ("AuthenticAMD", 25, 0x10): "zen3",
    ("AuthenticAMD", 25, 0x20): "zen4",
    ("AuthenticAMD", 25, 0x60): "zen3",
    ("AuthenticAMD", 25, 0x100): "zen4",
    ("AuthenticAMD", 26, 0x100): "zen5",
}


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
    generation = next((g for (vendor, f, below), g in GENERATIONS.items() if (vendor, f) == (text["vendor_id"], family) and model < below), None)
    slug = re.sub(r"[^a-z0-9]+", "-", text["model name"].lower().split("@")[0]).strip("-")
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
