"""Writes test/fixtures/pytorch/schedules.json: the rates of PyTorch's schedulers, epoch by epoch or step by step.

Run with a Python that has torch (1.13 made the file that is committed):
    python3 test/reference/schedules.py
"""
import json
import math
import pathlib
import warnings

import torch
from torch.optim import lr_scheduler

EPOCHS = 30
STEPS_PER_EPOCH = 7
BASE_RATE = 0.05
# Falls, stalls, falls by too little to count, and is once not a number.
LOSSES = [2.0, 1.5, 1.2, 1.19995, 1.1999, 1.1998, 1.3, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.05, float("nan"),
          1.2, 1.2, 1.04999, 1.06, 1.06, 1.06, 1.06, 1.06, 1.0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]


def optimizer():
    return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=BASE_RATE)


def rates(make, count, step=lambda scheduler, index: scheduler.step()):
    """The rate in each of `count` steps, the scheduler being stepped after each."""
    used = optimizer()
    scheduler = make(used)
    seen = []
    for index in range(count):
        seen.append(used.param_groups[0]["lr"])
        used.step()
        step(scheduler, index)
    return seen


def main():
    warnings.simplefilter("ignore")
    by_epoch = [
        ({"type": "constant"}, lambda o: lr_scheduler.ConstantLR(o, factor=1)),
        ({"type": "step", "every": 4, "factor": 0.3}, lambda o: lr_scheduler.StepLR(o, 4, 0.3)),
        ({"type": "multiStep", "milestones": [3, 17, 20], "factor": 0.2},
         lambda o: lr_scheduler.MultiStepLR(o, [3, 17, 20], 0.2)),
        ({"type": "exponential", "factor": 0.9}, lambda o: lr_scheduler.ExponentialLR(o, 0.9)),
        ({"type": "inverseTime", "factor": 0.25}, lambda o: lr_scheduler.LambdaLR(o, lambda e: 1 / (1 + 0.25 * e))),
        ({"type": "polynomial"}, lambda o: lr_scheduler.PolynomialLR(o, EPOCHS)),
        ({"type": "polynomial", "power": 0.9}, lambda o: lr_scheduler.PolynomialLR(o, EPOCHS, 0.9)),
        ({"type": "cosine"}, lambda o: lr_scheduler.CosineAnnealingLR(o, EPOCHS)),
        ({"type": "cosine", "minimum": 0.002}, lambda o: lr_scheduler.CosineAnnealingLR(o, EPOCHS, 0.002)),
        ({"type": "cosine", "minimum": 0.002, "restartEvery": 8},
         lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 8, eta_min=0.002)),
        ({"type": "step", "every": 4, "factor": 0.3, "warmupEpochs": 5},
         lambda o: lr_scheduler.LambdaLR(o, lambda e: 0.3 ** (e // 4) * min(1, (e + 1) / 5))),
    ]
    by_loss = [
        {"type": "reduceOnPlateau"},
        {"type": "reduceOnPlateau", "factor": 0.5, "patience": 2},
        {"type": "reduceOnPlateau", "factor": 0.001, "patience": 0, "minDelta": 0.01},
    ]

    cases = [{"schedule": schedule, "rates": rates(make, EPOCHS)} for schedule, make in by_epoch]
    cases += [
        {
            "schedule": schedule,
            "losses": [None if math.isnan(loss) else loss for loss in LOSSES],
            "rates": rates(
                lambda o: lr_scheduler.ReduceLROnPlateau(
                    o, factor=schedule.get("factor", 0.1), patience=schedule.get("patience", 10),
                    threshold=schedule.get("minDelta", 1e-4)),
                EPOCHS, lambda scheduler, index: scheduler.step(LOSSES[index])),
        }
        for schedule in by_loss
    ]
    cases += [
        {
            "schedule": {"type": "oneCycle", "maximum": maximum},
            "perStep": True,
            "rates": rates(
                lambda o: lr_scheduler.OneCycleLR(o, maximum, EPOCHS * STEPS_PER_EPOCH, cycle_momentum=False),
                EPOCHS * STEPS_PER_EPOCH,
                # PyTorch refuses a step beyond the last.
                lambda scheduler, index: index + 1 < EPOCHS * STEPS_PER_EPOCH and scheduler.step()),
        }
        for maximum in [0.3]
    ]
    fixture = {
        "madeBy": f"test/reference/schedules.py with torch {torch.__version__}",
        "baseRate": BASE_RATE,
        "epochs": EPOCHS,
        "stepsPerEpoch": STEPS_PER_EPOCH,
        "cases": cases,
    }
    folder = pathlib.Path(__file__).parent.parent / "fixtures" / "pytorch"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "schedules.json").write_text(json.dumps(fixture) + "\n")


main()
