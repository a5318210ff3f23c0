"""Writes test/fixtures/inspect/statistics.json: what NumPy says of a few tensors, for src/inspect.

Run with Debian's python3-numpy: /usr/bin/python3 test/reference/tensorStatistics.py
"""
import json
import os

import numpy as np

SHARES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]


def describe(name, values):
    values = values.astype(np.float32)
    wide = values.astype(np.float64)
    finite = wide[np.isfinite(wide)]
    mean, std = finite.mean(), finite.std()
    z = (finite - mean) / std if std > 0 else None
    return {
        "name": name,
        "shape": list(values.shape),
        "values": [None if not np.isfinite(v) else float(v) for v in values.ravel()],
        "quantiles": [float(q) for q in np.quantile(finite, SHARES)],
        "magnitudeQuantiles": [float(q) for q in np.quantile(np.abs(finite), SHARES)],
        "skew": None if z is None else float((z**3).mean()),
        "kurtosis": None if z is None else float((z**4).mean()),
        "rowNorms": [float(v) for v in np.sqrt(np.nansum(np.where(np.isfinite(wide), wide, 0) ** 2, axis=1))],
        "colNorms": [float(v) for v in np.sqrt(np.nansum(np.where(np.isfinite(wide), wide, 0) ** 2, axis=0))],
        "singularValues": [float(v) for v in np.linalg.svd(np.where(np.isfinite(wide), wide, 0), compute_uv=False)],
    }


rng = np.random.default_rng(5)
holed = rng.normal(0, 2, (6, 9))
holed[2, 3], holed[4, 0] = np.nan, np.inf
low_rank = rng.normal(size=(24, 3)) @ rng.normal(size=(3, 17))
tensors = [
    describe("normal", rng.normal(0.1, 0.5, (20, 31))),
    describe("tall", rng.standard_t(3, (40, 7))),
    describe("not finite", holed),
    describe("low rank", low_rank),
    describe("constant", np.full((4, 4), -0.75)),
    describe("one row", rng.normal(size=(1, 12))),
]
out = os.path.join(os.path.dirname(__file__), "../fixtures/inspect")
os.makedirs(out, exist_ok=True)
with open(os.path.join(out, "statistics.json"), "w") as file:
    json.dump({"numpy": np.__version__, "shares": SHARES, "tensors": tensors}, file)
