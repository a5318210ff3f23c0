"""Writes ../fixtures/onnx: small networks as PyTorch exports them, and what PyTorch says of a few rows.

NAME.onnx beside NAME.json {"shape", "rows", "outputs"}: the input without the batch, rows of it laid flat, and what the
network puts out (before a softmax or sigmoid that ends it, since those are taken away).
Run with any Python that has torch and onnx: python3 test/reference/onnxModels.py
"""

import json
import os

import torch
from torch import nn

ROWS = 4
FOLDER = os.path.join(os.path.dirname(__file__), "../fixtures/onnx")


class Flat(nn.Module):
    """As older code flattens: the sizes are worked out in the graph."""

    def forward(self, x):
        return x.view(x.size(0), -1)


class Branches(nn.Module):
    """A product without Gemm, a residual, a concat."""

    def __init__(self):
        super().__init__()
        self.first = nn.Parameter(torch.randn(5, 6) / 2)
        self.shift = nn.Parameter(torch.randn(6))
        self.second = nn.Linear(6, 6)
        self.last = nn.Linear(11, 2)

    def forward(self, x):
        h = torch.tanh(x @ self.first + self.shift)
        h = h + torch.relu(self.second(h))
        return torch.sigmoid(self.last(torch.cat([h, x], 1)))


class Scaled(nn.Module):
    """The scaling of the data inside the graph."""

    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.tensor([10.0, -3.0, 0.5]))
        self.register_buffer("scale", torch.tensor([4.0, 0.5, 2.0]))
        self.body = nn.Sequential(nn.Linear(3, 8), nn.ELU(), nn.Dropout(0.5), nn.Linear(8, 1))

    def forward(self, x):
        return 3 * self.body((x - self.mean) / self.scale) + 100


def models():
    yield "dense", [4], nn.Sequential(nn.Linear(4, 9), nn.ReLU(), nn.Linear(9, 5), nn.ReLU(), nn.Linear(5, 3), nn.Softmax(1))
    yield "image", [2, 9, 8], nn.Sequential(
        nn.Conv2d(2, 4, 3, padding=1, stride=2, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2, stride=1),
        nn.Conv2d(4, 4, (3, 1), padding=(1, 0), groups=4), nn.LeakyReLU(), nn.AvgPool2d(2, stride=1),
        nn.Conv2d(4, 6, (2, 1), dilation=2, groups=2), Flat(), nn.Linear(12, 3),
    )
    yield "series", [3, 10], nn.Sequential(
        nn.Conv1d(3, 5, 3, padding=1), nn.Softplus(), nn.MaxPool1d(2), nn.AdaptiveAvgPool1d(1), nn.Flatten(), nn.Linear(5, 2)
    )
    yield "branches", [5], Branches()
    yield "scaled", [3], Scaled()


def main():
    os.makedirs(FOLDER, exist_ok=True)
    for seed, (name, shape, model) in enumerate(models()):
        torch.manual_seed(seed)
        for parameter in model.parameters():
            nn.init.normal_(parameter, std=0.4)
        for module in model.modules():
            if isinstance(module, nn.BatchNorm2d):
                nn.init.normal_(module.running_mean)
                nn.init.uniform_(module.running_var, 0.5, 2)
        model.eval()
        rows = torch.randn(ROWS, *shape) * (4 if name == "scaled" else 1)
        with torch.no_grad():
            outputs = model(rows)
            if name == "dense":
                outputs = model[:-1](rows)
            if name == "branches":
                outputs = torch.logit(outputs.double())
        torch.onnx.export(
            model, rows[:1], os.path.join(FOLDER, f"{name}.onnx"), input_names=["x"], output_names=["y"],
            dynamic_axes={"x": {0: "batch"}, "y": {0: "batch"}}, do_constant_folding=name != "image", opset_version=13, training=torch.onnx.TrainingMode.PRESERVE,
        )
        with open(os.path.join(FOLDER, f"{name}.json"), "w") as file:
            json.dump({"shape": shape, "rows": rows.flatten(1).tolist(), "outputs": outputs.flatten(1).tolist()}, file)
            file.write("\n")


main()
