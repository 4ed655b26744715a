"""What the kernel counts about a process: processor time and memory."""

import os
import re
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def resident_mib(pid: int) -> float:
    """Return the resident memory of a process in MiB."""
    return _mib(pid, "VmRSS")


def peak_mib(pid: int) -> float:
    """Return the most resident memory that a process ever had, in MiB."""
    return _mib(pid, "VmHWM")


def _mib(pid: int, field: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    found = re.search(rf"{field}:\s+([0-9]+) kB", status)
    return int(found.group(1)) / 1024 if found else 0.0


def cpu_seconds(pid: int) -> float:
    """Return the processor time of a process, all threads, without its children."""
    user, system, _, _ = _times(pid)
    return (user + system) / _TICKS


def family_cpu_seconds(pid: int) -> float:
    """Return the processor time of a process with its children, the ended ones too."""
    total = sum(_times(pid))
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and folder.name != str(pid):
            try:
                if _parent(int(folder.name)) == pid:
                    total += sum(_times(int(folder.name))[:2])
            except (FileNotFoundError, ProcessLookupError):
                continue
    return total / _TICKS


def _times(pid: int) -> tuple[int, int, int, int]:
    fields = _stat(pid)
    return int(fields[11]), int(fields[12]), int(fields[13]), int(fields[14])


def _parent(pid: int) -> int:
    return int(_stat(pid)[1])


def _stat(pid: int) -> list[str]:
    # The name stands in brackets and may hold anything; what follows it does not.
    text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    return text.rpartition(")")[2].split()
