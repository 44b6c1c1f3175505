"""The loop that fits a net: batches of like length, checkpoints, and from the same seed, on the same kind of processor,
the same weights again.
"""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

import torch
from torch import Tensor, nn

from training.encoder.model import Encoder

SEED = 20261125
WARM_UP = 0.06
BATCH_WORDS = 1800
CHECKPOINT_STEPS = 100
_SHORT_PRODUCTS = ("avx512_bf16", "amx_bf16")  # what processors that multiply such numbers can do


@dataclass(frozen=True, slots=True)
class Plan:
    """How long, how fast and in which order; `new_rate` is for what no base encoder brings."""

    epochs: int
    rate: float
    new_rate: float
    seed: int = SEED


def train(
    net: Encoder,
    sizes: Sequence[int],
    losses_of: Callable[[Sequence[int], float], dict[str, Tensor]],
    plan: Plan,
    work: Path,
) -> None:
    """Trains `net` until `work`/reader.pt is there, and loads that; `work`/checkpoint.pt is where to go on.

    Args:
        net: what is trained.
        sizes: words of each example, start mark included; examples of like size are put in one batch.
        losses_of: the losses of a batch (indices of examples), given a number in [0, 1) drawn for it.
        plan: epochs and rates.
        work: folder of this net.
    """
    work.mkdir(parents=True, exist_ok=True)
    if (work / "reader.pt").exists():
        net.load_state_dict(torch.load(work / "reader.pt"))
        return
    steps = sum(1 for _ in batches(sizes, random.Random(SEED))) * plan.epochs
    optimiser = _optimiser(net, plan)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, steps))
    done = _resume(work / "checkpoint.pt", net, optimiser, schedule)
    step, began = 0, process_time()
    for epoch in range(plan.epochs):
        order = random.Random(plan.seed + epoch)
        net.train()
        for batch in batches(sizes, order):
            step += 1
            chance = order.random()
            if step <= done:
                continue
            torch.manual_seed(plan.seed + step)
            losses = losses_of(batch, chance)
            loss = torch.stack(list(losses.values())).sum()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            if step % 20 == 0:
                shown = {name: round(value.item(), 3) for name, value in losses.items()}
                print(f"epoch {epoch} step {step}/{steps} {process_time() - began:.0f} CPU-s {shown}", flush=True)
            if step % CHECKPOINT_STEPS == 0:
                _checkpoint(work / "checkpoint.pt", step, net, optimiser, schedule)
        print(json.dumps({"epoch": epoch, "step": step}), flush=True)
    net.eval()
    torch.save(net.state_dict(), work / "reader.pt")


def in_sixteen_bits() -> torch.autocast:
    """Products of matrices in bfloat16, where the processor has them.

    A step of the large judge then takes 3.9 CPU-seconds instead of 7.1.
    """
    can = torch.cpu.get_capabilities()
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=any(map(can.get, _SHORT_PRODUCTS)))


def _optimiser(net: Encoder, plan: Plan) -> torch.optim.Optimizer:
    new = net.new_parameters()
    known = {id(parameter) for parameter in new}
    encoder = [parameter for parameter in net.parameters() if id(parameter) not in known]
    groups = [{"params": encoder, "lr": plan.rate}, {"params": new, "lr": plan.new_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def batches(sizes: Sequence[int], order: random.Random) -> Iterator[list[int]]:
    """Indices of examples of like length together, at most BATCH_WORDS words with padding, in random order."""
    shuffled = sorted(range(len(sizes)), key=lambda index: sizes[index] + order.random() * 6)
    found: list[list[int]] = []
    some: list[int] = []
    longest = 0
    for index in shuffled:
        longest_now = max(longest, sizes[index])
        if some and longest_now * (len(some) + 1) > BATCH_WORDS:
            found.append(some)
            some, longest_now = [], sizes[index]
        some.append(index)
        longest = longest_now
    found.append(some)
    order.shuffle(found)
    yield from found


def _rate(step: int, steps: int) -> float:
    warm = WARM_UP * steps
    return min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))


def _checkpoint(path: Path, step: int, net: Encoder, optimiser: Any, schedule: Any) -> None:  # noqa: ANN401
    unfinished = path.with_suffix(".tmp")
    states = {"net": net.state_dict(), "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict()}
    torch.save({"step": step, **states}, unfinished)
    unfinished.replace(path)


def _resume(path: Path, net: Encoder, optimiser: Any, schedule: Any) -> int:  # noqa: ANN401
    if not path.exists():
        return 0
    stored = torch.load(path)
    net.load_state_dict(stored["net"])
    optimiser.load_state_dict(stored["optimiser"])
    schedule.load_state_dict(stored["schedule"])
    return int(stored["step"])
