"""Batches: order, equal bytes in parallel, one lost file at most, resuming, and bounded looking ahead."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from checklist.inputs import sources, walk
from checklist.resume import ResumeError, already_done
from rules.model import Checklist
from scorer.batch import AHEAD, CHUNK, Settings, Source, audit_many
from scorer.model import Scorecard

REPORT = (
    "某县2023年法治政府建设情况报告\n\n一、主要举措\n\n全年办理行政复议案件{n}件，负责人出庭应诉{n}次。\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(30):
        place = tmp_path / f"县{number % 3}"
        place.mkdir(exist_ok=True)
        place.joinpath(f"报告{number:02}.txt").write_text(REPORT.format(n=number + 2), "utf-8")
    tmp_path.joinpath("空.txt").write_bytes(b"")
    tmp_path.joinpath("乱.txt").write_bytes(b"\x00\x01\x02" * 50)
    tmp_path.joinpath("说明.jpg.tmp").write_bytes(b"")
    return tmp_path


def summary(cards: list[Scorecard]) -> list[tuple[str, str, float, str]]:
    return [(card.file, card.status, card.got, card.sha256) for card in cards]


def test_results_come_in_the_order_of_paths(folder: Path) -> None:
    cards = list(audit_many(sources([folder], 2**20), Settings()))
    assert [card.file for card in cards] == sorted(str(path) for path in folder.rglob("*.txt"))


@pytest.mark.parametrize("kind", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_executor_gives_what_one_process_gives(folder: Path, kind: type) -> None:
    alone = list(audit_many(sources([folder], 2**20), Settings()))
    with kind(2) as executor:
        together = list(audit_many(sources([folder], 2**20), Settings(), executor, workers=2))
    assert together == alone


def test_only_a_bounded_number_of_inputs_is_taken_ahead() -> None:
    taken = []

    def endless():  # type: ignore[no-untyped-def]
        for number in range(10_000):
            taken.append(number)
            yield Source(f"{number}", error="没有这个文件")

    with ThreadPoolExecutor(2) as executor:
        results = audit_many(endless(), Settings(), executor, workers=2)
        for _ in range(5):
            next(results)
        assert len(taken) <= CHUNK * AHEAD * 2 + CHUNK


def kill_worker(source: Source, settings: Settings) -> Scorecard:
    if source.name == "3":
        os.kill(os.getpid(), signal.SIGKILL)
    return Scorecard(source.name, "", "unreadable", "x")


@pytest.mark.skipif(sys.platform == "win32", reason="kills a worker by a POSIX signal")
def test_a_worker_that_dies_costs_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    import multiprocessing

    import scorer.batch

    monkeypatch.setattr(scorer.batch, "audit_one", kill_worker)
    context = multiprocessing.get_context("fork")

    def renew() -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, mp_context=context)

    items = [Source(str(number)) for number in range(40)]
    cards = list(audit_many(items, Settings(), renew(), workers=1, renew=renew))
    assert [card.file for card in cards] == [source.name for source in items]
    lost = [card for card in cards if card.reason == scorer.batch.DIED]
    assert [card.file for card in lost] == ["3"]


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "checklist", *words], capture_output=True, cwd=cwd, check=False
    )


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_parallel_and_serial_runs_write_the_same_bytes(folder: Path, tmp_path: Path, form: str) -> None:
    out = folder.parent / f"{folder.name}-out"
    out.mkdir()
    assert run("score", ".", "-f", form, "-o", str(out / "one"), "--jobs", "1", cwd=folder).returncode == 3
    assert run("score", ".", "-f", form, "-o", str(out / "two"), "--jobs", "2", cwd=folder).returncode == 3
    assert out.joinpath("one").read_bytes() == out.joinpath("two").read_bytes()


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.97])
def test_a_cut_off_run_is_continued_to_the_same_bytes(folder: Path, form: str, share: float) -> None:
    out = folder.parent / f"{folder.name}-out"
    out.mkdir()
    whole, cut = out / "whole", out / "cut"
    run("score", ".", "-f", form, "-o", str(whole), cwd=folder)
    data = whole.read_bytes()
    cut.write_bytes(data[: int(len(data) * share)])
    done = run("score", ".", "-f", form, "-o", str(cut), "--resume", cwd=folder)
    assert cut.read_bytes() == data
    if share > 0.5:
        assert "上次已写出" in done.stderr.decode()


def test_resuming_with_other_rules_is_refused(folder: Path, national: Checklist, tmp_path: Path) -> None:
    target = folder.parent / f"{folder.name}.jsonl"
    target.write_text('{"tool":{},"checklist":{"sha256":"0"},"file":"a","sha256":"1"}\n', "utf-8")
    with pytest.raises(ResumeError, match="另一套规则"):
        already_done(target, "jsonl", "summary", national)
    target.write_text("不是 json\n", "utf-8")
    with pytest.raises(ResumeError, match="不是本工具写出"):
        already_done(target, "jsonl", "summary", national)
    with pytest.raises(ResumeError, match="只能与"):
        already_done(target, "terminal", "summary", national)


def test_hidden_files_and_links_to_folders_are_left_out(tmp_path: Path) -> None:
    tmp_path.joinpath("a.txt").write_text("x", "utf-8")
    tmp_path.joinpath(".hidden.txt").write_text("x", "utf-8")
    tmp_path.joinpath("~$a.docx").write_bytes(b"x")
    tmp_path.joinpath("loop").symlink_to(tmp_path, target_is_directory=True)
    assert list(walk(tmp_path)) == [tmp_path / "a.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_ctrl_c_keeps_what_is_done_and_says_so(tmp_path: Path) -> None:
    import time

    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(3000):
        folder.joinpath(f"{number:05}.txt").write_text(REPORT.format(n=number) * 20, "utf-8")
    target = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "checklist", "score", str(folder), "-f", "jsonl", "-o", str(target)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    for _ in range(3000):
        time.sleep(0.01)
        if target.exists() and target.stat().st_size > 10_000:
            break
    process.send_signal(signal.SIGINT)
    stopped = time.monotonic()
    _, error = process.communicate(timeout=30)
    assert time.monotonic() - stopped < 10
    assert process.returncode == 130
    assert "已中断" in error.decode()
    assert target.read_bytes().endswith(b"\n")
