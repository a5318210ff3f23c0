"""Loads runs' last checkpoints into modules of PyTorch and predicts rows: load_checkpoint.py RUN TABLE.csv …

Shares nothing with our own reader: the module comes from the run's spec.nn.json, the weights from the safetensors
bytes with load_state_dict(strict=True), the rows from the preprocessing that the checkpoint carries. Prints a line
{"rows": [{"row", "output"}]} for each pair: probabilities, or values in original units, in double precision. Needs
torch and numpy.
"""

import csv
import json
import math
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
    """JSON with comments on lines of their own and without trailing commas, which is what the tests write."""
    with open(path, encoding="utf8") as file:
        return json.loads(re.sub(r"^\s*//.*$", "", file.read(), flags=re.M))


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


def output_of(preprocessing, raw):
    task, target = preprocessing["task"], preprocessing["target"]
    if task == "classification":
        return torch.softmax(raw, -1)
    if task in ("binary", "multilabel"):
        return torch.sigmoid(raw)
    return raw / torch.tensor(target["scale"]) + torch.tensor(target["offset"])


def outputs_of(preprocessing):
    target = preprocessing["target"]
    if target["kind"] == "class":
        return 1 if preprocessing["task"] == "binary" else len(target["classes"])
    return len(target["columns"])


def predict(run, table):
    spec = read_spec(f"{run}/spec.nn.json")
    weights, metadata = read_safetensors(f"{run}/checkpoints/last.safetensors")
    preprocessing = json.loads(metadata["netweight.preprocessing"])
    model = Network(spec["layers"], preprocessing["inputShape"], outputs_of(preprocessing))
    model.load_state_dict(weights, strict=True)
    model.eval()
    with open(table, encoding="utf8", newline="") as file:
        encoded = [(row, encode(preprocessing, cells)) for row, cells in enumerate(csv.DictReader(file))]
    kept = [(row, values) for row, values in encoded if values is not None]
    inputs = torch.tensor([values for _, values in kept]).to(torch.float32).to(torch.float64)
    outputs = output_of(preprocessing, model(inputs.reshape(-1, *preprocessing["inputShape"]))).tolist()
    assert all(math.isfinite(value) for output in outputs for value in output)
    print(json.dumps({"rows": [{"row": row, "output": output} for (row, _), output in zip(kept, outputs)]}))


if __name__ == "__main__":
    for pair in zip(sys.argv[1::2], sys.argv[2::2]):
        predict(*pair)
