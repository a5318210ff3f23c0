"""Writes ../fixtures/pytorch/networks.json: what PyTorch makes of networks from given weights.

Every case holds a network and a training in our words, weights, rows, and PyTorch's answers in double precision:
outputs in evaluation mode, the first batch's loss and gradients, and weights and state after 20 steps without
shuffling. Run with any Python that has torch: python3 test/reference/network.py
"""

import json
import os

import torch
from torch import nn
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
STEPS = 20
ROWS = 20
BATCH = 8

ACTIVATIONS = {
    "linear": lambda x: x,
    "relu": F.relu,
    "leakyRelu": lambda x: F.leaky_relu(x, 0.01),
    "elu": F.elu,
    "selu": F.selu,
    "gelu": F.gelu,
    "silu": F.silu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softplus": F.softplus,
    "softmax": lambda x: F.softmax(x, -1),
}


def float32(tensor):
    return tensor.to(torch.float32).to(torch.float64)


POOLS = {
    "maxPool1d": F.max_pool1d,
    "maxPool2d": F.max_pool2d,
    "avgPool1d": F.avg_pool1d,
    "avgPool2d": F.avg_pool2d,
}


def pool(layer, x):
    return POOLS[layer["type"]](x, layer.get("size", 2), layer.get("stride"), layer.get("padding", 0))


def convolution(layer, shape):
    kind = nn.Conv1d if layer["type"] == "conv1d" else nn.Conv2d
    options = {name: layer[name] for name in ("stride", "padding", "dilation", "groups", "bias") if name in layer}
    return kind(shape[0], layer["filters"], layer["kernel"], **options)


def recurrent(layer, shape):
    kind = {"lstm": nn.LSTM, "gru": nn.GRU}[layer["type"]]
    return kind(shape[-1], layer["units"], bias=layer.get("bias", True), batch_first=True)


def attend(layer, module, x):
    """Self-attention; where it is causal no position sees those behind it."""
    mask = torch.triu(torch.ones(x.shape[1], x.shape[1], dtype=torch.bool), 1) if layer.get("causal") else None
    return module(x, x, x, attn_mask=mask, need_weights=False)[0]


def after(module, shape):
    """The shape that a module makes of a sample's."""
    with torch.no_grad():
        return list(module(torch.zeros(1, *shape)).shape[1:])


class Network(nn.Module):
    """Our list of layers as a module whose state_dict has our names."""

    def __init__(self, layers, shape, outputs):
        super().__init__()
        vocabulary = outputs
        self.layers = layers
        shapes = {"input": shape}
        for layer in layers:
            kind, name = layer["type"], layer["name"]
            sources = layer.get("from")
            shape = shapes[sources if isinstance(sources, str) else sources[0]] if sources else shape
            bias = layer.get("bias", True)
            if kind in ("conv1d", "conv2d"):
                self.add_module(name, convolution(layer, shape))
                shape = after(getattr(self, name), shape)
            elif kind in POOLS:
                shape = after(lambda x, layer=layer: pool(layer, x), shape)
            elif kind == "globalAvgPool":
                shape = shape[:1]
            elif kind == "reshape":
                shape = list(layer["shape"])
            elif kind == "concat":
                axis = layer.get("axis", 1) - 1
                shape = list(shape)
                shape[axis] = sum(shapes[source][axis] for source in sources)
            elif kind == "dense":
                units = layer.get("units", outputs)
                self.add_module(name, nn.Linear(shape[-1], units, bias=bias))
                shape = [*shape[:-1], units]
            elif kind == "batchNorm":
                norm = nn.BatchNorm2d if len(shape) == 3 else nn.BatchNorm1d
                self.add_module(
                    name, norm(shape[0], eps=layer.get("epsilon", 1e-5), momentum=layer.get("momentum", 0.1))
                )
            elif kind == "embedding":
                self.add_module(name, nn.Embedding(layer.get("vocabulary", vocabulary), layer["dimension"]))
                shape = [*shape, layer["dimension"]]
            elif kind == "positionalEmbedding":
                self.add_module(name, nn.Embedding(layer.get("length", shape[0]), shape[1]))
            elif kind == "attention":
                self.add_module(
                    name,
                    nn.MultiheadAttention(
                        shape[-1], layer["heads"], dropout=layer.get("dropout", 0), bias=bias, batch_first=True
                    ),
                )
            elif kind in ("lstm", "gru"):
                self.add_module(name, recurrent(layer, shape))
                shape = [*(shape[:1] if layer.get("returnSequences") else []), layer["units"]]
            elif kind == "layerNorm":
                self.add_module(name, nn.LayerNorm(shape[-1], eps=layer.get("epsilon", 1e-5)))
            elif kind == "flatten":
                size = 1
                for dimension in shape:
                    size *= dimension
                shape = [size]
            shapes[name] = shape

    def forward(self, x):
        values = {"input": x}
        for layer in self.layers:
            kind, sources = layer["type"], layer.get("from")
            if isinstance(sources, str):
                x = values[sources]
            if kind == "add":
                x = sum(values[name] for name in sources)
            elif kind == "concat":
                x = torch.cat([values[name] for name in sources], layer.get("axis", 1))
            elif kind == "reshape":
                x = x.reshape(len(x), *layer["shape"])
            elif kind == "globalAvgPool":
                x = x.flatten(2).mean(2)
            elif kind in POOLS:
                x = pool(layer, x)
            elif kind == "activation":
                x = ACTIVATIONS[layer["function"]](x)
            elif kind == "flatten":
                x = x.flatten(1)
            elif kind == "dropout":
                x = F.dropout(x, layer["rate"], self.training)
            else:
                x = ACTIVATIONS[layer.get("activation", "linear")](self.apply_module(layer, x))
            values[layer["name"]] = x
        return x

    def apply_module(self, layer, x):
        kind, module = layer["type"], getattr(self, layer["name"])
        if kind == "embedding":
            return module(x.long())
        if kind == "positionalEmbedding":
            return x + module.weight[: x.shape[1]]
        if kind == "attention":
            return attend(layer, module, x)
        if kind in ("lstm", "gru"):
            outputs = module(x)[0]
            return outputs if layer.get("returnSequences") else outputs[:, -1]
        return module(x)

    def train(self, mode=True):
        super().train(mode)
        for layer in self.layers:
            if layer["type"] == "batchNorm" and not layer.get("trainable", True):
                getattr(self, layer["name"]).eval()
        return self

    def penalty(self):
        total = 0
        for layer in self.layers:
            if layer.get("l1") or layer.get("l2"):
                for name, weight in getattr(self, layer["name"]).named_parameters():
                    if "bias" not in name:
                        total = total + layer.get("l1", 0) * weight.abs().sum() + layer.get("l2", 0) * (weight**2).sum()
        return total


def loss_of(training, outputs):
    name = training["loss"]["type"]
    weights = training.get("classWeights")
    weight = None if weights is None else torch.tensor(weights)
    if training.get("task") == "language":
        return lambda y, t: F.cross_entropy(y.transpose(1, 2), t.long())
    if name == "crossEntropy":
        return lambda y, t: F.cross_entropy(y, t[:, 0].long(), weight=weight)
    if name == "binaryCrossEntropy":

        def binary(y, t):
            each = None if weight is None else (weight[t.long()] if outputs == 1 else weight.expand_as(t))
            return F.binary_cross_entropy_with_logits(y, t, weight=each)

        return binary
    if name == "hinge":
        if outputs == 1:
            return lambda y, t: F.relu(1 - (2 * t - 1) * y).mean()
        return lambda y, t: F.multi_margin_loss(y, t[:, 0].long())
    if name == "huber":
        return lambda y, t: F.huber_loss(y, t, delta=training["loss"].get("delta", 1.0))
    return {"mse": F.mse_loss, "mae": F.l1_loss}[name]


def optimizer_of(training, parameters):
    options = training["optimizer"]
    kinds = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}
    extra = {"momentum": options["momentum"]} if "momentum" in options else {}
    return kinds[options["type"]](
        parameters, lr=options["learningRate"], weight_decay=options.get("weightDecay", 0), **extra
    )


def target_of(name, outputs):
    if name == "crossEntropy" or (name == "hinge" and outputs > 1):
        return torch.randint(0, outputs, (ROWS, 1)).double()
    if name in ("binaryCrossEntropy", "hinge"):
        return torch.randint(0, 2, (ROWS, outputs)).double()
    return float32(torch.randn(ROWS, outputs))


def numbers(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]


def tensors(named):
    return {name: {"shape": list(value.shape), "values": numbers(value)} for name, value in named}


def state_of(model):
    return [(name, value) for name, value in model.state_dict().items() if not name.endswith("num_batches_tracked")]


def run(label, layers, loss, shape=(5,), outputs=3, freeze=(), tokens=None, **more):
    torch.manual_seed(len(label) * 1000 + sum(map(ord, label)))
    training = {"loss": loss if isinstance(loss, dict) else {"type": loss}}
    training["optimizer"] = {"type": "sgd", "learningRate": 0.1}
    training.update(more)
    model = Network(layers, list(shape), outputs)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(float32(parameter + 0.1 * torch.randn_like(parameter)))
    for name, parameter in model.named_parameters():
        layer = next(each for each in layers if each["name"] == name.split(".")[0])
        if name in freeze or not layer.get("trainable", True):
            parameter.requires_grad_(False)
    is_language = training.get("task") == "language"
    inputs = float32(torch.randn(ROWS, *shape)) if tokens is None else torch.randint(0, tokens, (ROWS, *shape)).double()
    targets = target_of(training["loss"]["type"], outputs)
    if is_language:
        targets = torch.randint(0, outputs, (ROWS, *shape)).double()
    criterion = loss_of(training, outputs)
    initial = tensors(state_of(model))

    model.eval()
    evaluated = model(inputs)
    result = {
        "label": label,
        "network": {
            "inputShape": list(shape),
            "outputs": outputs,
            **({"positions": shape[0]} if is_language else {}),
            "freeze": list(freeze),
            "layers": [{**layer, "index": index} for index, layer in enumerate(layers)],
        },
        "training": training,
        "batchSize": BATCH,
        "weights": initial,
        "inputs": numbers(inputs),
        "targets": numbers(targets),
        "outputs": numbers(evaluated),
        "evaluationLoss": criterion(evaluated, targets).item(),
    }

    model.train()
    learning = [(name, parameter) for name, parameter in model.named_parameters() if parameter.requires_grad]
    optimizer = optimizer_of(training, [parameter for _, parameter in learning])
    losses = []
    for step in range(STEPS):
        start = (step * BATCH) % (-(-ROWS // BATCH) * BATCH)
        optimizer.zero_grad()
        batch = slice(start, min(start + BATCH, ROWS))
        value = criterion(model(inputs[batch]), targets[batch]) + model.penalty()
        value.backward()
        losses.append(value.item())
        if step == 0:
            result["gradients"] = tensors((name, parameter.grad) for name, parameter in learning)
        if "clipNorm" in training:
            nn.utils.clip_grad_norm_([parameter for _, parameter in learning], training["clipNorm"])
        if "clipValue" in training:
            nn.utils.clip_grad_value_([parameter for _, parameter in learning], training["clipValue"])
        optimizer.step()
    result["losses"] = losses
    result["weightsAfter"] = tensors(state_of(model))
    return result


def dense(name, units=None, **options):
    return {"type": "dense", "name": name, **({} if units is None else {"units": units}), **options}


def layer(kind, name, **options):
    return {"type": kind, "name": name, **options}


def image_cases():
    adam = {"type": "adam", "learningRate": 0.01}
    yield run(
        "a small convolutional network",
        [
            layer("conv2d", "first", filters=4, kernel=3, activation="relu"),
            layer("maxPool2d", "pool"),
            layer("conv2d", "second", filters=6, kernel=2, padding=1, activation="relu"),
            layer("maxPool2d", "smaller", size=3, stride=2, padding=1),
            layer("flatten", "flat"),
            dense("hidden", 5, activation="relu"),
            dense("output"),
        ],
        "crossEntropy",
        shape=(1, 8, 9),
        optimizer=adam,
    )
    yield run(
        "conv2d with every option",
        [
            layer("conv2d", "grouped", filters=6, kernel=[3, 2], groups=2, padding=2, stride=2, activation="relu"),
            layer("conv2d", "dilated", filters=9, kernel=2, groups=3, dilation=2, padding="same", activation="tanh"),
            layer("avgPool2d", "mean", size=2, stride=1, padding=1),
            layer("conv2d", "wide", filters=16, kernel=[1, 2], bias=False, l2=0.01, activation="gelu"),
            layer("conv2d", "depthwise", filters=16, kernel=3, groups=16, padding="valid", stride=1, activation="relu"),
            layer("globalAvgPool", "global"),
            dense("output"),
        ],
        "mse",
        shape=(4, 7, 6),
    )
    yield run(
        "conv1d, pools of a series and reshape",
        [
            layer("reshape", "series", shape=[2, 12]),
            layer("conv1d", "first", filters=3, kernel=3, padding="same", dilation=2, activation="relu"),
            layer("maxPool1d", "largest", size=3, stride=2, padding=1),
            layer("conv1d", "second", filters=10, kernel=2, stride=2, activation="silu"),
            layer("avgPool1d", "mean", size=3, stride=1, padding=1),
            layer("reshape", "flat", shape=[30]),
            dense("output"),
        ],
        "crossEntropy",
        shape=(24,),
        optimizer=adam,
    )
    yield run(
        "batchNorm over channels, a residual and channels joined",
        [
            layer("conv2d", "first", filters=5, kernel=3, padding="same", bias=False),
            layer("batchNorm", "norm", activation="relu"),
            layer("conv2d", "second", filters=5, kernel=3, padding=1),
            layer("batchNorm", "frozen", trainable=False),
            layer("add", "residual", **{"from": ["norm", "frozen"]}),
            layer("concat", "joined", **{"from": ["input", "residual"]}),
            layer("activation", "bent", function="relu"),
            layer("concat", "taller", axis=2, **{"from": ["bent", "joined"]}),
            layer("dropout", "drop", rate=0),
            layer("layerNorm", "rows"),
            layer("globalAvgPool", "global"),
            dense("output"),
        ],
        "crossEntropy",
        shape=(2, 5, 4),
        optimizer=adam,
    )


def sequence_cases():
    adam = {"type": "adam", "learningRate": 0.01}
    yield run(
        "a language: tokens and positions, dense and layerNorm at each",
        [
            layer("embedding", "tokens", dimension=6),
            layer("positionalEmbedding", "places", length=7),
            layer("layerNorm", "norm"),
            dense("hidden", 10, activation="gelu"),
            dense("output"),
        ],
        "crossEntropy",
        task="language",
        shape=(5,),
        outputs=9,
        tokens=9,
        optimizer=adam,
    )
    yield run(
        "embedding of few tokens with a penalty, positions of numbers",
        [
            layer("embedding", "tokens", vocabulary=4, dimension=3, l2=0.01, activation="tanh"),
            layer("flatten", "flat"),
            layer("reshape", "series", shape=[4, 3]),
            layer("positionalEmbedding", "places", l1=0.01, activation="silu"),
            layer("flatten", "all"),
            dense("output"),
        ],
        "mse",
        shape=(2, 2),
        tokens=4,
    )
    block = [
        layer("layerNorm", "before"),
        layer("attention", "attention", heads=2, causal=True),
        layer("add", "seen", **{"from": ["places", "attention"]}),
        layer("layerNorm", "between"),
        dense("wide", 12, activation="gelu"),
        dense("narrow", 8),
        layer("add", "thought", **{"from": ["seen", "narrow"]}),
    ]
    yield run(
        "a transformer that foretells the next token",
        [
            layer("embedding", "tokens", dimension=8),
            layer("positionalEmbedding", "places"),
            *block,
            dense("output"),
        ],
        "crossEntropy",
        task="language",
        shape=(8,),
        outputs=7,
        tokens=7,
        optimizer={"type": "adam", "learningRate": 0.01, "weightDecay": 0.01},
    )
    yield run(
        "attention of heads that fill no vector, a penalty, without biases, frozen",
        [
            dense("start", 6, activation="relu"),
            layer("attention", "first", heads=2, l2=0.01, l1=0.002),
            layer("attention", "second", heads=1, bias=False, activation="tanh"),
            layer("attention", "third", heads=3, causal=True, trainable=False),
            layer("flatten", "flat"),
            dense("output"),
        ],
        "mse",
        shape=(5, 4),
    )
    for kind in ("lstm", "gru"):
        yield run(
            f"{kind} of the last step",
            [layer(kind, "memory", units=5, l2=0.01), dense("output")],
            "mse",
            shape=(6, 3),
        )
        yield run(
            f"{kind} of all steps, twice, without biases",
            [
                layer("reshape", "series", shape=[7, 2]),
                layer(kind, "first", units=9, returnSequences=True, bias=False, activation="relu"),
                layer(kind, "second", units=8, returnSequences=True, activation="tanh"),
                layer("flatten", "flat"),
                dense("output"),
            ],
            "crossEntropy",
            shape=(14,),
            optimizer=adam,
        )


def cases():
    for activation in ACTIVATIONS:
        yield run(f"activation {activation}", [dense("hidden", 6, activation=activation), dense("output")], "crossEntropy")

    plain = [dense("hidden", 6, activation="tanh"), dense("output")]
    for name, outputs in [("mse", 1), ("mse", 3), ("mae", 3), ("binaryCrossEntropy", 1), ("binaryCrossEntropy", 3)]:
        yield run(f"{name} of {outputs}", plain, name, outputs=outputs)
    yield run("huber", plain, {"type": "huber", "delta": 0.7}, outputs=2)
    yield run("hinge of 1", plain, "hinge", outputs=1)
    yield run("hinge of 4", plain, "hinge", outputs=4)
    yield run("crossEntropy with class weights", plain, "crossEntropy", classWeights=[0.5, 2.0, 1.25])
    yield run("binaryCrossEntropy of 1 with class weights", plain, "binaryCrossEntropy", outputs=1, classWeights=[0.5, 2.0])
    yield run(
        "binaryCrossEntropy of 3 with class weights", plain, "binaryCrossEntropy", classWeights=[0.5, 2.0, 1.25]
    )

    norm = layer("batchNorm", "norm", activation="relu")
    yield run("batchNorm", [dense("hidden", 6, bias=False), norm, dense("output")], "crossEntropy")
    yield run(
        "batchNorm with options",
        [layer("batchNorm", "first", epsilon=0.01, momentum=0.3), dense("hidden", 9, activation="elu"), dense("output")],
        "mse",
        optimizer={"type": "adam", "learningRate": 0.01},
    )
    yield run("frozen batchNorm", [dense("hidden", 6), {**norm, "trainable": False}, dense("output")], "crossEntropy")
    yield run("layerNorm", [dense("hidden", 6), layer("layerNorm", "norm", activation="gelu"), dense("output")], "mse")
    yield run(
        "activation and dropout of nothing",
        [dense("hidden", 6), layer("activation", "bent", function="silu"), layer("dropout", "drop", rate=0), dense("output")],
        "crossEntropy",
    )
    yield run("flatten", [layer("flatten", "flat"), dense("hidden", 7, activation="relu"), dense("output")], "mse", shape=(2, 3, 4))
    yield run(
        "dense and layerNorm on the last axis",
        [
            dense("hidden", 6, activation="tanh"),
            layer("layerNorm", "norm"),
            dense("wide", 9, activation="softmax"),
            layer("flatten", "flat"),
            dense("output"),
        ],
        "mse",
        shape=(3, 4),
    )

    yield run(
        "add",
        [
            dense("first", 5, activation="relu"),
            layer("add", "residual", **{"from": ["input", "first"]}),
            dense("left", 7, activation="tanh"),
            dense("right", 7, activation="relu", **{"from": "residual"}),
            layer("add", "joined", **{"from": ["left", "right", "right"]}),
            dense("output"),
        ],
        "crossEntropy",
    )

    yield from image_cases()
    yield from sequence_cases()

    relu = [dense("first", 10, activation="relu"), dense("second", 7, activation="relu"), dense("output")]
    adam = {"type": "adam", "learningRate": 0.01}
    yield run("deep with adam", relu, "crossEntropy", optimizer=adam)
    yield run("momentum and weight decay", relu, "crossEntropy", optimizer={"type": "sgd", "learningRate": 0.05, "momentum": 0.9, "weightDecay": 0.01})
    yield run("clipNorm", relu, "crossEntropy", clipNorm=0.2, optimizer={"type": "sgd", "learningRate": 0.3, "weightDecay": 0.01})
    yield run("clipValue", relu, "crossEntropy", clipValue=0.02, optimizer={"type": "sgd", "learningRate": 0.3})
    penalised = [
        dense("first", 10, activation="relu", l1=0.01),
        dense("second", 7, activation="relu", l2=0.02),
        dense("output", l1=0.003, l2=0.005),
    ]
    yield run("penalties", penalised, "crossEntropy")
    yield run("penalties and clipNorm", penalised, "crossEntropy", clipNorm=0.2)
    normed = [
        dense("hidden", 6, l2=0.01),
        layer("batchNorm", "norm", activation="relu", l1=0.01, l2=0.02),
        dense("second", 5),
        layer("layerNorm", "layerNorm", activation="gelu", l1=0.02),
        dense("output"),
    ]
    yield run("penalties of norms", normed, "crossEntropy", clipNorm=0.3)
    yield run("penalties of a frozen layer", [{**penalised[0], "trainable": False}, *penalised[1:]], "mse", clipNorm=0.2)
    yield run("clipValue before weight decay, with adam", penalised, "mse", clipValue=0.02, optimizer={**adam, "weightDecay": 0.1})
    yield run("frozen first layer", [{**relu[0], "trainable": False}, *relu[1:]], "crossEntropy", optimizer=adam)
    yield run("frozen middle and bias", relu, "crossEntropy", freeze=["second.weight", "second.bias", "output.bias"], optimizer=adam)


if __name__ == "__main__":
    path = os.path.join(os.path.dirname(__file__), "..", "fixtures", "pytorch", "networks.json")
    with open(path, "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(case) for case in cases()) + "\n]\n")
