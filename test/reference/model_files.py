"""Makes test/fixtures/models/torch/quantised.pt and its truth: quantised tensors as PyTorch saves them."""

import hashlib
import json
import pathlib

import numpy
import torch

folder = pathlib.Path(__file__).parent.parent / "fixtures/models/torch"


def describe(name, tensor, **more):
    values = tensor.detach().to(torch.float64).numpy()
    flat = values.reshape(-1)
    counts, edges = numpy.histogram(flat, 32)
    return {
        "name": name,
        "dtype": str(tensor.dtype).replace("torch.", ""),
        "shape": list(tensor.shape),
        "nan": 0,
        "pos_inf": 0,
        "neg_inf": 0,
        "zeros": int((flat == 0).sum()),
        "min": float(flat.min()),
        "max": float(flat.max()),
        "mean": float(flat.mean()),
        "std": float(flat.std()),
        "l1": float(numpy.abs(flat).sum()),
        "l2": float(numpy.sqrt((flat**2).sum())),
        "hist32": {"lo": float(edges[0]), "hi": float(edges[-1]), "counts": [int(n) for n in counts]},
        "first8": [float(x) for x in flat[:8]],
        **more,
    }


torch.manual_seed(3)
weight = torch.randn(6, 5, 3)
scales = torch.linspace(0.01, 0.06, 6, dtype=torch.float64)
zeros = torch.tensor([0, 3, -2, 5, 0, 1])
tensors = {
    "whole": torch.quantize_per_tensor(weight, 0.03, 128, torch.quint8),
    "channels": torch.quantize_per_channel(weight, scales, zeros, 0, torch.qint8),
    "inner_channels": torch.quantize_per_channel(weight.transpose(0, 1).contiguous(), scales, zeros, 1, torch.qint8),
    "wide": torch.quantize_per_tensor(weight, 1e-6, 0, torch.qint32),
}
tensors["transposed"] = tensors["whole"].transpose(0, 2)
torch.save(tensors, folder / "quantised.pt")
data = (folder / "quantised.pt").read_bytes()
truth = {
    "format": "torch",
    "sha256": hashlib.sha256(data).hexdigest(),
    "tensors": [
        {**describe(name, tensor.dequantize()), "dtype": str(tensor.dtype).replace("torch.", "")}
        for name, tensor in tensors.items()
    ],
}
(folder / "quantised.pt.truth.json").write_text(json.dumps(truth))
