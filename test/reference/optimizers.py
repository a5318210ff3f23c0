"""Writes test/fixtures/pytorch/optimizers.json: 20 steps of every optimizer from given gradients, in double precision.

Run with a Python that has torch (1.13 made the file that is committed):
    python3 test/reference/optimizers.py
Two rules are written here in numpy: Lion, which PyTorch does not know, from algorithm 2 of Chen et al. 2023; and
NAdam from PyTorch's documentation, since torch 1.13 itself multiplies the product of the momenta by mu_t once too
often (mu_product_next = mu_product * mu * mu_next), which 2.0 put right.
"""
import json
import pathlib

import numpy
import torch

torch.set_default_dtype(torch.float64)

STEPS = 20
KEPT = [1, 2, 3, 10, 20]
random = numpy.random.default_rng(20230213)
PARAMETERS = random.normal(size=12).round(6)
# Each element has gradients of its own size, from 1e-4 to 1e3; one has none at all, one only every third step.
GRADIENTS = (random.normal(size=(STEPS, 12)) * 10.0 ** numpy.linspace(-4, 3, 12)).round(9)
GRADIENTS[:, 5] = 0
GRADIENTS[[step for step in range(STEPS) if step % 3], 6] = 0

CASES = [
    ("sgd", torch.optim.SGD, {"learningRate": 0.001}),
    ("sgd", torch.optim.SGD, {"learningRate": 0.01, "weightDecay": 0.1}),
    ("sgd", torch.optim.SGD, {"learningRate": 0.001, "momentum": 0.9}),
    ("sgd", torch.optim.SGD, {"learningRate": 0.001, "momentum": 0.9, "weightDecay": 0.01}),
    ("sgd", torch.optim.SGD, {"learningRate": 0.001, "momentum": 0.9, "nesterov": True, "weightDecay": 0.01}),
    ("rmsprop", torch.optim.RMSprop, {"learningRate": 0.01}),
    ("rmsprop", torch.optim.RMSprop, {"learningRate": 0.01, "alpha": 0.9, "epsilon": 1e-3, "weightDecay": 0.1}),
    ("rmsprop", torch.optim.RMSprop, {"learningRate": 0.01, "momentum": 0.8}),
    ("rmsprop", torch.optim.RMSprop, {"learningRate": 0.01, "centered": True}),
    ("rmsprop", torch.optim.RMSprop, {"learningRate": 0.01, "centered": True, "momentum": 0.8, "weightDecay": 0.1}),
    ("adagrad", torch.optim.Adagrad, {"learningRate": 0.01}),
    ("adagrad", torch.optim.Adagrad, {"learningRate": 0.1, "epsilon": 1e-3, "weightDecay": 0.1}),
    ("adam", torch.optim.Adam, {"learningRate": 0.001}),
    ("adam", torch.optim.Adam, {"learningRate": 0.01, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3}),
    ("adam", torch.optim.Adam, {"learningRate": 0.01, "weightDecay": 0.1}),
    ("adam", torch.optim.Adam, {"learningRate": 0.01, "beta2": 0.9, "amsgrad": True, "weightDecay": 0.1}),
    ("adamW", torch.optim.AdamW, {"learningRate": 0.001}),
    ("adamW", torch.optim.AdamW, {"learningRate": 0.01, "weightDecay": 0.5}),
    ("adamW", torch.optim.AdamW, {"learningRate": 0.01, "beta2": 0.9, "amsgrad": True}),
    ("nadam", None, {"learningRate": 0.002}),
    ("nadam", None, {"learningRate": 0.01, "momentumDecay": 0.3, "beta1": 0.8, "weightDecay": 0.1}),
    ("lion", None, {"learningRate": 0.0001}),
    ("lion", None, {"learningRate": 0.01, "beta1": 0.8, "beta2": 0.95, "weightDecay": 0.1}),
]


def rate_at(step, rate):
    """The rate is halved in the middle, as a schedule would."""
    return rate if step <= STEPS // 2 else rate / 2


def torch_arguments(options):
    arguments = {"lr": options["learningRate"]}
    if "weightDecay" in options:
        arguments["weight_decay"] = options["weightDecay"]
    if "beta1" in options or "beta2" in options:
        arguments["betas"] = (options.get("beta1", 0.9), options.get("beta2", 0.999))
    for ours, theirs in [("momentum", "momentum"), ("nesterov", "nesterov"), ("alpha", "alpha"), ("epsilon", "eps"),
                         ("centered", "centered"), ("amsgrad", "amsgrad"), ("momentumDecay", "momentum_decay")]:
        if ours in options:
            arguments[theirs] = options[ours]
    return arguments


def run_torch(optimizer_class, options):
    parameter = torch.nn.Parameter(torch.tensor(PARAMETERS))
    optimizer = optimizer_class([parameter], **torch_arguments(options))
    for step in range(1, STEPS + 1):
        optimizer.param_groups[0]["lr"] = rate_at(step, options["learningRate"])
        parameter.grad = torch.tensor(GRADIENTS[step - 1])
        optimizer.step()
        yield step, parameter.detach().numpy().copy()


def run_lion(options):
    beta1, beta2 = options.get("beta1", 0.9), options.get("beta2", 0.99)
    decay = options.get("weightDecay", 0.0)
    parameter, momentum = PARAMETERS.copy(), numpy.zeros(12)
    for step in range(1, STEPS + 1):
        rate, gradient = rate_at(step, options["learningRate"]), GRADIENTS[step - 1]
        update = numpy.sign(beta1 * momentum + (1 - beta1) * gradient)
        parameter = parameter - rate * (update + decay * parameter)
        momentum = beta2 * momentum + (1 - beta2) * gradient
        yield step, parameter.copy()


def run_nadam(options):
    beta1, beta2 = options.get("beta1", 0.9), options.get("beta2", 0.999)
    psi, decay = options.get("momentumDecay", 0.004), options.get("weightDecay", 0.0)
    mu = [beta1 * (1 - 0.96 ** (t * psi) / 2) for t in range(STEPS + 2)]
    parameter, first, second = PARAMETERS.copy(), numpy.zeros(12), numpy.zeros(12)
    for step in range(1, STEPS + 1):
        gradient = GRADIENTS[step - 1] + decay * parameter
        first = beta1 * first + (1 - beta1) * gradient
        second = beta2 * second + (1 - beta2) * gradient**2
        ahead = mu[step + 1] * first / (1 - numpy.prod(mu[1 : step + 2]))
        now = (1 - mu[step]) * gradient / (1 - numpy.prod(mu[1 : step + 1]))
        rate = rate_at(step, options["learningRate"])
        parameter = parameter - rate * (ahead + now) / (numpy.sqrt(second / (1 - beta2**step)) + 1e-8)
        yield step, parameter.copy()


RULES = {"lion": run_lion, "nadam": run_nadam}


def main():
    cases = []
    for name, optimizer_class, options in CASES:
        run = run_torch(optimizer_class, options) if optimizer_class else RULES[name](options)
        steps = {step: values.tolist() for step, values in run if step in KEPT}
        cases.append({"optimizer": name, "options": options, "parametersAfter": steps})
    fixture = {
        "madeBy": f"test/reference/optimizers.py with torch {torch.__version__}",
        "halveRateAfter": STEPS // 2,
        "parameters": PARAMETERS.tolist(),
        "gradients": GRADIENTS.tolist(),
        "cases": cases,
    }
    folder = pathlib.Path(__file__).parent.parent / "fixtures" / "pytorch"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "optimizers.json").write_text(json.dumps(fixture) + "\n")


main()
