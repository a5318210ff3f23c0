"""Writes ../fixtures/pytorch/trainings.json: whole trainings of specs, as PyTorch does them.

Every case is a spec that starts from given weights (`pretrained`) and takes the rows of a table in file order, with
PyTorch's answers in double precision: each epoch's rate, loss, validation loss and metric, and the weights at the end.
The rows are scaled here too, so that nothing between the table and the checkpoint goes unseen. Run with any Python
that has torch (1.13 made the file that is committed): python3 test/reference/trainings.py
"""

import json
import math
import pathlib
import warnings

import torch
from torch import nn
from torch.optim import lr_scheduler

from network import Network, dense, layer, loss_of, state_of, tensors

ROWS, VALIDATION, BATCH = 35, 16, 8
STEPS_PER_EPOCH = math.ceil(ROWS / BATCH)
CLASSES = ["north", "south", "west"]
KINDS = ["p", "q"]


class Lion(torch.optim.Optimizer):
    """Algorithm 2 of Chen et al. 2023."""

    def __init__(self, parameters, lr, betas=(0.9, 0.99), weight_decay=0):
        super().__init__(parameters, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for parameter in group["params"]:
                momentum = self.state[parameter].setdefault("momentum", torch.zeros_like(parameter))
                update = torch.sign(beta1 * momentum + (1 - beta1) * parameter.grad)
                parameter -= group["lr"] * (update + group["weight_decay"] * parameter)
                momentum.mul_(beta2).add_(parameter.grad, alpha=1 - beta2)


class NAdam(torch.optim.Optimizer):
    """PyTorch's documentation; torch 1.13 itself multiplies mu_t into the product twice."""

    def __init__(self, parameters, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, momentum_decay=0.004):
        defaults = dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, momentum_decay=momentum_decay)
        super().__init__(parameters, defaults)

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]

            def mu(t):
                return beta1 * (1 - 0.96 ** (t * group["momentum_decay"]) / 2)

            for parameter in group["params"]:
                state = self.state[parameter]
                if not state:
                    state.update(t=0, product=1, first=torch.zeros_like(parameter), second=torch.zeros_like(parameter))
                state["t"] += 1
                t = state["t"]
                gradient = parameter.grad + group["weight_decay"] * parameter
                state["product"] *= mu(t)
                state["first"].mul_(beta1).add_(gradient, alpha=1 - beta1)
                state["second"].mul_(beta2).addcmul_(gradient, gradient, value=1 - beta2)
                ahead = mu(t + 1) * state["first"] / (1 - state["product"] * mu(t + 1))
                now = (1 - mu(t)) * gradient / (1 - state["product"])
                parameter -= group["lr"] * (ahead + now) / ((state["second"] / (1 - beta2**t)).sqrt() + group["eps"])


OPTIMIZERS = {
    "sgd": torch.optim.SGD,
    "rmsprop": torch.optim.RMSprop,
    "adagrad": torch.optim.Adagrad,
    "adam": torch.optim.Adam,
    "adamW": torch.optim.AdamW,
    "nadam": NAdam,
    "lion": Lion,
}
# AdamW alone has a decay by default in PyTorch; our contract takes its defaults.
NAMES = {
    "learningRate": "lr", "weightDecay": "weight_decay", "momentum": "momentum", "nesterov": "nesterov",
    "alpha": "alpha", "epsilon": "eps", "centered": "centered", "amsgrad": "amsgrad",
    "momentumDecay": "momentum_decay",
}  # fmt: skip


def optimizer_of(options, parameters):
    kind = OPTIMIZERS[options["type"]]
    arguments = {NAMES[name]: value for name, value in options.items() if name in NAMES}
    if "beta1" in options or "beta2" in options:
        defaults = {"lion": (0.9, 0.99)}.get(options["type"], (0.9, 0.999))
        arguments["betas"] = (options.get("beta1", defaults[0]), options.get("beta2", defaults[1]))
    return kind(parameters, **arguments)


def scheduler_of(options, optimizer, epochs):
    """PyTorch's scheduler of that name, and whether it is stepped after each step instead of each epoch."""
    kind = options["type"]
    if kind == "oneCycle":
        steps = epochs * STEPS_PER_EPOCH
        return lr_scheduler.OneCycleLR(optimizer, options["maximum"], steps, cycle_momentum=False), True
    if kind == "reduceOnPlateau":
        return lr_scheduler.ReduceLROnPlateau(
            optimizer,
            factor=options.get("factor", 0.1),
            patience=options.get("patience", 10),
            threshold=options.get("minDelta", 1e-4),
        ), False
    if kind == "cosine" and "restartEvery" in options:
        return lr_scheduler.CosineAnnealingWarmRestarts(
            optimizer, options["restartEvery"], eta_min=options.get("minimum", 0)
        ), False
    make = {
        "constant": lambda: lr_scheduler.ConstantLR(optimizer, factor=1),
        "step": lambda: lr_scheduler.StepLR(optimizer, options["every"], options["factor"]),
        "multiStep": lambda: lr_scheduler.MultiStepLR(optimizer, options["milestones"], options["factor"]),
        "exponential": lambda: lr_scheduler.ExponentialLR(optimizer, options["factor"]),
        "inverseTime": lambda: lr_scheduler.LambdaLR(optimizer, lambda e: 1 / (1 + options["factor"] * e)),
        "polynomial": lambda: lr_scheduler.PolynomialLR(optimizer, epochs, options["power"]),
        "cosine": lambda: lr_scheduler.CosineAnnealingLR(optimizer, epochs, options.get("minimum", 0)),
    }
    return make[kind](), False


def draw_table(rows, seed):
    """Columns a, b, c, kind; a class, a yes or no, and a value that follow from them but for noise."""
    generator = torch.Generator().manual_seed(seed)
    numbers = torch.randn(rows, 3, generator=generator) * torch.tensor([1.0, 20.0, 0.3]) + torch.tensor([0, 50.0, 2])
    noise = torch.randn(rows, 2, generator=generator)
    table = []
    for row in range(rows):
        a, b, c = (round(value, 3) for value in numbers[row].tolist())
        kind = KINDS[(row * 7 + seed) % 3 % 2]
        score = a + (b - 50) / 20 + 0.4 * noise[row, 0].item() + (0.8 if kind == "q" else 0)
        table.append({
            "a": a, "b": b, "c": c, "kind": kind,
            "class": CLASSES[0 if score < -1 else 1 if score < 1.4 else 2],
            "sold": "yes" if score > 0.7 else "no",
            "price": round(300 + 80 * score + 10 * noise[row, 1].item(), 2),
        })  # fmt: skip
    return table


TRAIN, TEST = draw_table(ROWS, 1), draw_table(VALIDATION, 2)


def write_csv(table):
    return "\n".join([",".join(table[0]), *(",".join(map(str, row.values())) for row in table)]) + "\n"


def column(table, name):
    return torch.tensor([row[name] for row in table], dtype=torch.float64)


def features_of(table):
    """Standard-scaled by the training rows, the category one-hot in the place of its column."""
    columns = []
    for name in ["a", "b", "c"]:
        fitted = column(TRAIN, name)
        columns.append((column(table, name) - fitted.mean()) / fitted.std(unbiased=False))
    columns += [torch.tensor([float(row["kind"] == kind) for row in table]) for kind in KINDS]
    return torch.stack(columns, 1)


def targets_of(table, target, classes):
    if target == "price":
        fitted = column(TRAIN, target)
        return ((column(table, target) - fitted.mean()) / fitted.std(unbiased=False))[:, None]
    return torch.tensor([float(classes.index(row[target])) for row in table])[:, None]


def score_of(target, outputs, y, t):
    """Sums over rows of what our metrics are made from."""
    if target == "price":
        return ((y - t) ** 2).sum().item()
    predicted = y.argmax(1) if outputs > 1 else (y[:, 0] >= 0).long()
    return (predicted == t[:, 0].long()).sum().item()


def metric_of(target, total, t):
    if target == "price":
        return 1 - total / ((t - t.mean()) ** 2).sum().item()
    return total / len(t)


def run(label, layers, target="class", epochs=4, balanced=False, validates=True, **more):
    torch.manual_seed(sum(map(ord, label)))
    classes = {"class": CLASSES, "sold": ["no", "yes"], "price": None}[target]
    outputs = 3 if target == "class" else 1
    loss = {"class": "crossEntropy", "sold": "binaryCrossEntropy", "price": "mse"}[target]
    training = {k: more[k] for k in ("clipNorm", "clipValue") if k in more}
    schedule = more.get("schedule", {"type": "constant"})
    optimizer_options = more.get("optimizer", {"type": "sgd", "learningRate": 0.1})
    data = {"train": "train.csv", "validation": "validation.csv" if validates else 0, "target": target}
    data["features"] = ["a", "b", "c", "kind"]
    if balanced:
        data["classWeights"] = "balanced"
    if target == "price":
        data["scaleTarget"] = "standard"
    spec = {
        "data": data,
        "layers": layers,
        "loss": more.get("loss", {"type": loss}),
        "optimizer": optimizer_options,
        "schedule": schedule,
        "training": {"epochs": epochs, "batchSize": BATCH, "shuffle": False, "deterministic": True, **training},
        "pretrained": {"weights": "start.safetensors"},
    }

    model = Network(layers, [5], outputs)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_((parameter + 0.1 * torch.randn_like(parameter)).float().double())
    start = tensors(state_of(model))
    x, t = features_of(TRAIN), targets_of(TRAIN, target, classes)
    x_validation, t_validation = features_of(TEST), targets_of(TEST, target, classes)
    config = {"loss": spec["loss"]}
    if balanced:
        counts = torch.bincount(t[:, 0].long(), minlength=len(classes))
        config["classWeights"] = (ROWS / (len(classes) * counts)).tolist()
    criterion = loss_of(config, outputs)

    optimizer = optimizer_of(optimizer_options, model.parameters())
    scheduler, by_step = scheduler_of(schedule, optimizer, epochs)
    warmup = schedule.get("warmupEpochs", 0)
    seen = []
    for epoch in range(epochs):
        model.train()
        total, score = 0, 0
        for begin in range(0, ROWS, BATCH):
            batch = slice(begin, min(begin + BATCH, ROWS))
            planned = optimizer.param_groups[0]["lr"]
            rate = planned * min(1, (epoch + 1) / warmup) if warmup else planned
            optimizer.zero_grad()
            y = model(x[batch])
            value = criterion(y, t[batch]) + model.penalty()
            value.backward()
            total += value.item() * len(y)
            score += score_of(target, outputs, y, t[batch])
            if "clipNorm" in training:
                nn.utils.clip_grad_norm_(model.parameters(), training["clipNorm"])
            if "clipValue" in training:
                nn.utils.clip_grad_value_(model.parameters(), training["clipValue"])
            optimizer.param_groups[0]["lr"] = rate
            optimizer.step()
            optimizer.param_groups[0]["lr"] = planned
            if by_step and (epoch, batch.stop) != (epochs - 1, ROWS):
                scheduler.step()
        entry = {"learningRate": rate, "loss": total / ROWS, "metric": metric_of(target, score, t)}
        monitored = entry["loss"]
        if validates:
            model.eval()
            y = model(x_validation).detach()
            monitored = entry["validationLoss"] = criterion(y, t_validation).item()
            entry["validationMetric"] = metric_of(target, score_of(target, outputs, y, t_validation), t_validation)
        if isinstance(scheduler, lr_scheduler.ReduceLROnPlateau):
            scheduler.step(monitored)
        elif not by_step:
            scheduler.step()
        seen.append(entry)
    return {"label": label, "spec": spec, "start": start, "epochs": seen, "weights": tensors(state_of(model))}


def cases():
    plain = [dense("hidden", 6, activation="tanh"), dense("output")]
    penalised = [dense("hidden", 6, activation="tanh", l1=0.002, l2=0.01), dense("output", l2=0.003)]
    rules = [
        {"type": "sgd", "learningRate": 0.1, "momentum": 0.9, "nesterov": True, "weightDecay": 0.01},
        {"type": "sgd", "learningRate": 0.1, "momentum": 0.9, "weightDecay": 0.01},
        {"type": "rmsprop", "learningRate": 0.01, "alpha": 0.9, "weightDecay": 0.01},
        {"type": "rmsprop", "learningRate": 0.003, "momentum": 0.8, "centered": True, "epsilon": 1e-4},
        {"type": "adagrad", "learningRate": 0.05, "weightDecay": 0.01, "epsilon": 1e-4},
        {"type": "adam", "learningRate": 0.01, "weightDecay": 0.01},
        {"type": "adam", "learningRate": 0.01, "beta1": 0.8, "beta2": 0.9, "amsgrad": True, "epsilon": 1e-6},
        {"type": "adamW", "learningRate": 0.01},
        {"type": "adamW", "learningRate": 0.01, "amsgrad": True, "weightDecay": 0.2, "beta1": 0.8, "beta2": 0.9, "epsilon": 1e-6},
        {"type": "nadam", "learningRate": 0.01, "weightDecay": 0.01, "momentumDecay": 0.02},
        {"type": "nadam", "learningRate": 0.01, "beta1": 0.8, "beta2": 0.9, "epsilon": 1e-5},
        {"type": "lion", "learningRate": 0.003, "weightDecay": 0.1},
        {"type": "lion", "learningRate": 0.003, "beta1": 0.8, "beta2": 0.95},
    ]
    for rule in rules:
        options = ", ".join(f"{k} {v}" for k, v in rule.items() if k not in ("type", "learningRate"))
        name = f"{rule['type']} with {options or 'defaults'}"
        yield run(name, plain, optimizer=rule)
        yield run(f"{name}, clipNorm and penalties", penalised, optimizer=rule, clipNorm=0.3)
        yield run(f"{name}, clipValue, of values", penalised, "price", optimizer=rule, clipValue=0.05)

    schedules = [
        {"type": "constant"},
        {"type": "step", "every": 3, "factor": 0.3},
        {"type": "multiStep", "milestones": [2, 5], "factor": 0.2},
        {"type": "exponential", "factor": 0.8},
        {"type": "inverseTime", "factor": 0.25},
        {"type": "polynomial", "power": 0.9},
        {"type": "cosine", "minimum": 0.002},
        {"type": "cosine", "minimum": 0.002, "restartEvery": 3},
        {"type": "oneCycle", "maximum": 0.3},
        {"type": "reduceOnPlateau", "factor": 0.5, "patience": 0, "minDelta": 0.15},
    ]
    for schedule in schedules:
        yield run(f"schedule {json.dumps(schedule)}", plain, epochs=8, schedule=schedule)
        warm = {**schedule, "warmupEpochs": 3}
        yield run(f"schedule {json.dumps(warm)} by training loss", penalised, epochs=8, schedule=warm, validates=False)

    norm = [
        dense("hidden", 6, bias=False),
        layer("batchNorm", "norm", activation="silu"),
        dense("second", 5, activation="gelu"),
        layer("layerNorm", "layerNorm"),
        dense("output"),
    ]
    adam = {"type": "adam", "learningRate": 0.01}
    for target in ("class", "sold", "price"):
        yield run(f"norms of {target}", norm, target, epochs=6, optimizer=adam)
    for target in ("class", "sold"):
        yield run(f"balanced classes of {target}", plain, target, balanced=True, epochs=6)
        yield run(f"balanced classes of {target}, norms, penalties", [{**norm[0], "l2": 0.01}, *norm[1:]], target,
                  balanced=True, epochs=6, optimizer=adam, clipNorm=0.5)  # fmt: skip
    for loss in ({"type": "mae"}, {"type": "huber", "delta": 0.5}):
        yield run(f"loss {loss['type']}", plain, "price", loss=loss)


def main():
    warnings.simplefilter("ignore")
    path = pathlib.Path(__file__).parent.parent / "fixtures" / "pytorch" / "trainings.json"
    files = {"train.csv": write_csv(TRAIN), "validation.csv": write_csv(TEST)}
    lines = ",\n".join(json.dumps(case) for case in cases())
    path.write_text(f'{{"files": {json.dumps(files)}, "cases": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
