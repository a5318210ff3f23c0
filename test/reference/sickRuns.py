"""Trains small networks on scikit-learn's digits, each ill in one way or healthy, and writes what a run folder would hold.

usage: python3 sickRuns.py OUT_DIR      (needs torch, sklearn)

One JSON file a run: {layers, steps, loss, gradientNorm: {parameter: [...]}, stepsPerEpoch, epochs: [{epoch, loss}]};
numbers have four digits, what is not finite is "NaN", "Infinity" or "-Infinity".
"""
import json, math, sys
from pathlib import Path
import torch
import torch.nn as nn
from sklearn.datasets import load_digits

torch.set_num_threads(1)
X, Y = load_digits(return_X_y=True)
X, Y = torch.tensor(X / 16, dtype=torch.float32)[:1437], torch.tensor(Y)[:1437]


def number(x):
    x = float(x)
    if math.isfinite(x):
        return float(f"{x:.4g}")
    return "NaN" if math.isnan(x) else "Infinity" if x > 0 else "-Infinity"


def network(activation, depth, init):
    torch.manual_seed(42)
    layers, width = [], 64
    for _ in range(depth):
        layers.append(nn.Linear(width, 32))
        width = 32
    layers.append(nn.Linear(width, 10))
    for layer in layers:
        init(layer.weight)
        nn.init.zeros_(layer.bias)
    return layers, activation


def train(name, out, activation, depth, init, optimizer, epochs=12, stride=5, clip=None):
    layers, f = network(activation, depth, init)
    names = [f"hidden{i + 1}.weight" for i in range(depth)] + ["output.weight"]
    optimizer = optimizer([p for layer in layers for p in layer.parameters()])
    run = {"layers": names, "stepsPerEpoch": 45, "steps": [], "loss": [], "gradientNorm": {n: [] for n in names}, "epochs": []}
    step = 0
    for epoch in range(epochs):
        order = torch.randperm(len(X))
        total = 0.0
        for at in range(0, len(X), 32):
            rows = order[at : at + 32]
            y = X[rows]
            for layer in layers[:-1]:
                y = f(layer(y))
            loss = nn.functional.cross_entropy(layers[-1](y), Y[rows])
            optimizer.zero_grad()
            loss.backward()
            step += 1
            total += float(loss) * len(rows)
            if step % stride == 0 or step in (1, 2, 4):
                run["steps"].append(step)
                run["loss"].append(number(loss))
                for n, layer in zip(names, layers):
                    run["gradientNorm"][n].append(number(layer.weight.grad.norm()))
            optimizer.step()
        run["epochs"].append({"epoch": epoch + 1, "loss": number(total / len(X))})
    (Path(out) / f"{name}.json").write_text(json.dumps(run, separators=(",", ":")) + "\n")
    print(name, run["epochs"][0], run["epochs"][-1])


def he(w):
    nn.init.kaiming_normal_(w)


def glorot(w):
    nn.init.xavier_uniform_(w)


def wide(std):
    return lambda w: nn.init.normal_(w, std=std)


if __name__ == "__main__":
    out = sys.argv[1]
    adam, sgd = (lambda lr: lambda p: torch.optim.Adam(p, lr=lr)), (lambda lr, m=0: lambda p: torch.optim.SGD(p, lr=lr, momentum=m))
    train("vanishing", out, torch.sigmoid, 12, glorot, adam(1e-3))
    train("exploding", out, torch.tanh, 8, wide(1.0), sgd(1e-3))
    train("exploding-relu", out, torch.relu, 8, wide(1.0), adam(1e-3))
    train("not-finite", out, torch.relu, 4, wide(2.0), sgd(1.0), epochs=2)
    train("diverging", out, torch.tanh, 3, glorot, sgd(1, 0.95))
    train("diverging-adam", out, torch.tanh, 1, glorot, adam(1.0))
    train("healthy-adam", out, torch.relu, 2, he, adam(1e-3), epochs=40, stride=10)
    train("healthy-sgd", out, torch.tanh, 3, glorot, sgd(0.1, 0.9), epochs=20)
    train("healthy-deep", out, torch.relu, 8, he, adam(1e-3), epochs=20)
    train("healthy-noisy", out, torch.relu, 2, he, adam(1e-2), epochs=20)
