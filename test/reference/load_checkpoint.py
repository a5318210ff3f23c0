"""Loads runs' last checkpoints into modules of PyTorch and predicts rows: load_checkpoint.py RUN DATA …

Shares nothing with our own reader: the module comes from the run's spec.nn.json, the weights from the safetensors
bytes with load_state_dict(strict=True), the rows of a table (.csv), of arrays (.npz) or of a text (.txt) from the
preprocessing that the checkpoint carries. Prints a line
{"rows": [{"row", "output"}]} for each pair: probabilities, or values in original units, in double precision. Needs
torch and numpy.
"""

import csv
import json
import math
import os
import re
import struct
import sys

import numpy
import torch
from network import Network


def read_safetensors(path):
    """The file's float32 tensors by name, and its metadata."""
    with open(path, "rb") as file:
        data = file.read()
    (size,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + size])
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, entry in header.items():
        assert entry["dtype"] == "F32", entry
        start, end = entry["data_offsets"]
        values = numpy.frombuffer(data[8 + size + start : 8 + size + end], "<f4")
        tensors[name] = torch.from_numpy(values.copy()).reshape(entry["shape"])
    return tensors, metadata


def read_spec(path):
    """JSON with comments and without trailing commas; layers without a name, which have no weights, get one."""
    with open(path, encoding="utf8") as file:
        spec = json.loads(re.sub(r"(^|\s)//.*$", "", file.read(), flags=re.M))
    for index, layer in enumerate(spec["layers"]):
        layer.setdefault("name", f"unnamed {index}")
    return spec


def encode(preprocessing, cells):
    """A row as training saw it; None where it is dropped."""
    values = []
    for feature in preprocessing["features"]:
        cell = cells[feature["column"]].strip()
        if cell in ("", "NA", *preprocessing["missingValues"]):
            if preprocessing["missing"] == "drop":
                return None
            cell = feature["fill"]
        if feature["kind"] == "number":
            values.append((float(cell) - feature["offset"]) * feature["scale"])
        else:
            values += [float(cell == category) for category in feature["categories"]]
    return values


def encode_table(preprocessing, path):
    with open(path, encoding="utf8", newline="") as file:
        encoded = [(row, encode(preprocessing, cells)) for row, cells in enumerate(csv.DictReader(file))]
    kept = [(row, values) for row, values in encoded if values is not None]
    return [row for row, _ in kept], torch.tensor([values for _, values in kept])


def encode_arrays(preprocessing, path):
    (feature,) = preprocessing["features"]
    arrays = numpy.load(path)
    # What was held back for the test is what there is to predict.
    name = feature["column"].replace("_train", "_test")
    values = torch.from_numpy(arrays[name if name in arrays else feature["column"]]).double()
    return range(len(values)), (values - feature["offset"]) * feature["scale"]


def encode_text(preprocessing, path):
    """Whole rows of tokens one behind the other, and one that ends where the text does."""
    with open(path, encoding="utf8") as file:
        tokens = [preprocessing["target"]["classes"].index(character) for character in file.read()]
    context = preprocessing["inputs"]
    rows = [tokens[start : start + context] for start in range(0, len(tokens) - context + 1, context)]
    if len(tokens) % context:
        rows.append(tokens[-context:])
    return range(len(rows)), torch.tensor(rows)


def output_of(preprocessing, raw):
    task, target = preprocessing["task"], preprocessing["target"]
    if task == "classification":
        return torch.softmax(raw, -1)
    if task == "language":
        return torch.softmax(raw[:, -1], -1)
    if task in ("binary", "multilabel"):
        return torch.sigmoid(raw)
    return raw / torch.tensor(target["scale"]) + torch.tensor(target["offset"])


def outputs_of(preprocessing):
    target = preprocessing["target"]
    if target["kind"] == "class":
        return 1 if preprocessing["task"] == "binary" else len(target["classes"])
    return len(target["columns"])


def predict(run, data):
    spec = read_spec(f"{run}/spec.nn.json")
    weights, metadata = read_safetensors(f"{run}/checkpoints/last.safetensors")
    preprocessing = json.loads(metadata["netweight.preprocessing"])
    model = Network(spec["layers"], preprocessing["inputShape"], outputs_of(preprocessing))
    model.load_state_dict(weights, strict=True)
    model.eval()
    encoders = {".csv": encode_table, ".npz": encode_arrays, ".txt": encode_text}
    numbers, encoded = encoders[os.path.splitext(data)[1]](preprocessing, data)
    inputs = encoded.to(torch.float32).to(torch.float64)
    with torch.no_grad():
        outputs = output_of(preprocessing, model(inputs.reshape(-1, *preprocessing["inputShape"]))).tolist()
    assert all(math.isfinite(value) for output in outputs for value in output)
    print(json.dumps({"rows": [{"row": row, "output": output} for row, output in zip(numbers, outputs)]}))


if __name__ == "__main__":
    for pair in zip(sys.argv[1::2], sys.argv[2::2]):
        predict(*pair)
