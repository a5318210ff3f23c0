"""Writes ../fixtures/pytorch/attribution.json: gradients by the inputs and DeepLIFT multipliers as PyTorch finds them.

Every case holds a network in our words, its weights, rows, references, and for each output the gradient at the rows and
the multipliers of the rescale rule between each row and the reference beside it (Shrikumar et al. 2017, section 3.5.1),
worked out by an autograd function of our own: differences in place of slopes. Where a unit's input is the same for row
and reference, its slope stands in. Multipliers are null where the rule does not cover a layer (max pools).
Run with any Python that has torch: python3 test/reference/attribution.py
"""

import json
import os

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
ROWS = 5
SAME = 1e-6

ACTIVATIONS = {"relu": F.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "linear": lambda x: x}
POOLS = {"avgPool2d": F.avg_pool2d, "maxPool2d": F.max_pool2d}


class Rescaled(torch.autograd.Function):
    """An activation over rows and, in the second half of the batch, their references."""

    @staticmethod
    def forward(context, x, name):
        y = ACTIVATIONS[name](x)
        with torch.enable_grad():
            leaf = x.detach().requires_grad_()
            (slope,) = torch.autograd.grad(ACTIVATIONS[name](leaf).sum(), leaf)
        half = len(x) // 2
        across = x[:half] - x[half:]
        is_same = across.abs() <= SAME
        ratio = (y[:half] - y[half:]) / torch.where(is_same, torch.ones_like(across), across)
        context.save_for_backward(torch.where(is_same, slope[:half], ratio))
        return y

    @staticmethod
    def backward(context, gradient):
        (multiplier,) = context.saved_tensors
        return gradient * torch.cat([multiplier, multiplier]), None


def run(network, weights, x, activate):
    for layer in network["layers"]:
        kind, name = layer["type"], layer["name"]
        if kind == "dense":
            x = F.linear(x, weights[f"{name}.weight"], weights[f"{name}.bias"])
        elif kind == "conv2d":
            padding = layer.get("padding", 0)
            x = F.conv2d(x, weights[f"{name}.weight"], weights[f"{name}.bias"], padding=padding)
        elif kind == "flatten":
            x = x.flatten(1)
        elif kind == "globalAvgPool":
            x = x.mean((2, 3))
        else:
            x = POOLS[kind](x, layer.get("size", 2), layer.get("stride"))
        if "activation" in layer:
            x = activate(x, layer["activation"])
    return x


def draw_weights(network):
    weights, shape = {}, list(network["inputShape"])
    for layer in network["layers"]:
        kind, name = layer["type"], layer["name"]
        if kind == "dense":
            units = layer.get("units", network["outputs"])
            size = [units, shape[-1]]
            shape = [units]
        elif kind == "conv2d":
            size = [layer["filters"], shape[0], layer["kernel"], layer["kernel"]]
            shrunk = layer["kernel"] - 1 - 2 * layer.get("padding", 0)
            shape = [layer["filters"], shape[1] - shrunk, shape[2] - shrunk]
        else:
            with torch.no_grad():
                shape = list(run({"layers": [layer]}, {}, torch.zeros(1, *shape), None).shape[1:])
            continue
        fan_in = 1
        for extent in size[1:]:
            fan_in *= extent
        weights[f"{name}.weight"] = (torch.randn(size) / fan_in**0.5).float().double()
        weights[f"{name}.bias"] = (0.3 * torch.randn(size[0])).float().double()
    return weights


def listed(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]


def make_case(label, input_shape, outputs, layers):
    named = [{**layer, "name": f"layer{at}", "index": at} for at, layer in enumerate(layers)]
    network = {"inputShape": input_shape, "outputs": outputs, "freeze": [], "layers": named}
    weights = draw_weights(network)
    rows = torch.randn(ROWS, *input_shape).float().double()
    references = torch.randn(ROWS, *input_shape).float().double()
    # A reference that is the row itself, and one that differs in one value alone.
    references[0] = rows[0]
    references[1] = rows[1]
    references[1].view(-1)[2] += 1
    plain = lambda x, name: ACTIVATIONS[name](x)
    leaf = rows.clone().requires_grad_()
    out = run(network, weights, leaf, plain)
    gradients = [torch.autograd.grad(out[:, o].sum(), leaf, retain_graph=True)[0] for o in range(outputs)]
    multipliers = None
    if not any(layer["type"] == "maxPool2d" for layer in layers):
        both = torch.cat([rows, references]).requires_grad_()
        out = run(network, weights, both, Rescaled.apply)
        multipliers = [
            torch.autograd.grad(out[:ROWS, o].sum(), both, retain_graph=True)[0][:ROWS] for o in range(outputs)
        ]
        for o in range(outputs):
            told = (multipliers[o] * (rows - references)).flatten(1).sum(1)
            assert torch.allclose(told, out[:ROWS, o] - out[ROWS:, o], atol=1e-4), label
    return {
        "label": label,
        "network": network,
        "weights": {
            name: {"shape": list(tensor.shape), "values": listed(tensor)} for name, tensor in weights.items()
        },
        "rows": listed(rows),
        "references": listed(references),
        "gradients": [listed(gradient) for gradient in gradients],
        "multipliers": multipliers and [listed(multiplier) for multiplier in multipliers],
    }


def main():
    torch.manual_seed(7)
    dense = lambda activation: [
        {"type": "dense", "units": 9, "activation": activation},
        {"type": "dense", "units": 7, "activation": activation},
        {"type": "dense", "units": 3},
    ]
    conv = {"type": "conv2d", "filters": 4, "kernel": 3, "padding": 1, "activation": "relu"}
    cases = [
        make_case("relu", [6], 3, dense("relu")),
        make_case("sigmoid", [6], 3, dense("sigmoid")),
        make_case("tanh", [6], 3, dense("tanh")),
        make_case(
            "convolution, average pool, relu",
            [2, 6, 6],
            3,
            [conv, {"type": "avgPool2d", "size": 2}, {"type": "flatten"}, {"type": "dense", "units": 3}],
        ),
        make_case(
            "convolutions, average pools, sigmoid",
            [1, 8, 8],
            2,
            [
                {**conv, "activation": "sigmoid"},
                {"type": "avgPool2d", "size": 2},
                {"type": "conv2d", "filters": 5, "kernel": 3, "activation": "sigmoid"},
                {"type": "globalAvgPool"},
                {"type": "dense", "units": 2},
            ],
        ),
        make_case(
            "convolution, max pool, relu",
            [2, 6, 6],
            3,
            [conv, {"type": "maxPool2d", "size": 2}, {"type": "flatten"}, {"type": "dense", "units": 3}],
        ),
    ]
    path = os.path.join(os.path.dirname(__file__), "../fixtures/pytorch/attribution.json")
    with open(path, "w") as file:
        json.dump(cases, file, separators=(",", ":"))
        file.write("\n")


main()
