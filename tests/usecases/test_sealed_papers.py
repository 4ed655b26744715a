"""A paper that is handed in lies sealed, opens to the city's keys only, and is kept once."""

from pathlib import Path

import pytest

from models.sealed import Keyring
from tests.cast import KEYS
from usecases import file_store, sealed_papers

PAPER = "签名：李志愿，13800000000".encode() * 20


def test_a_paper_lies_sealed_and_opens_as_it_was(tmp_path: Path) -> None:
    """K14, K16."""
    hashed = sealed_papers.keep(tmp_path, PAPER, KEYS)
    assert PAPER[:12] not in file_store.read(tmp_path, hashed)
    assert sealed_papers.read(tmp_path, hashed, KEYS) == PAPER
    assert sealed_papers.keep(tmp_path, PAPER, KEYS) == hashed
    assert sealed_papers.keep(tmp_path, PAPER + b".", KEYS) != hashed


def test_a_paper_of_before_a_rotation_opens_and_the_newest_key_seals(tmp_path: Path) -> None:
    old = sealed_papers.keep(tmp_path, PAPER, KEYS)
    rotated = Keyring({**KEYS.masters, max(KEYS.masters) + 1: bytes(range(32))})
    assert sealed_papers.read(tmp_path, old, rotated) == PAPER
    # The same paper is the same file, so that a proof used twice is told after a rotation too.
    assert sealed_papers.keep(tmp_path, PAPER, rotated) == old
    new = sealed_papers.keep(tmp_path, PAPER + b".", rotated)
    with pytest.raises(FileNotFoundError):
        sealed_papers.read(tmp_path, new, KEYS)


def test_what_was_kept_before_papers_were_sealed_is_still_shown(tmp_path: Path) -> None:
    plain = file_store.keep(tmp_path, PAPER)
    assert sealed_papers.read(tmp_path, plain, KEYS) == PAPER


def test_a_paper_that_was_altered_or_is_gone_is_said_to_be_gone(tmp_path: Path) -> None:
    hashed = sealed_papers.keep(tmp_path, PAPER, KEYS)
    place = file_store.path_of(tmp_path, hashed)
    whole = place.read_bytes()
    for broken in (whole[:-1] + b"?", whole[:30], whole[:-20]):
        place.write_bytes(broken)
        with pytest.raises(FileNotFoundError):
            sealed_papers.read(tmp_path, hashed, KEYS)
    place.unlink()
    with pytest.raises(FileNotFoundError):
        sealed_papers.read(tmp_path, hashed, KEYS)
