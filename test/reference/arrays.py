"""Writes test/fixtures/data/arrays.npz and what is in it: every dtype, both orders of bytes and axes, strings.

Run: /usr/bin/python3 test/reference/arrays.py
"""
import json
import os

import numpy as np

folder = os.path.join(os.path.dirname(__file__), "..", "fixtures", "data")
rng = np.random.RandomState(7)
arrays = {}
for dtype in ["u1", "i1", "<u2", ">i2", "<u4", ">i4", "<i8", ">u8", "<f2", ">f4", "<f4", "<f8", "?"]:
    values = rng.randint(0, 2, 6) if dtype == "?" else rng.uniform(0, 100, 6)
    name = dtype.replace("<", "little_").replace(">", "big_").replace("?", "bool")
    arrays[name] = values.astype(dtype)
arrays["matrix"] = rng.uniform(-1, 1, (6, 2))
arrays["fortran"] = np.asfortranarray(rng.randint(0, 255, (6, 2, 3)).astype("<i4"))
arrays["last_channels"] = rng.randint(0, 256, (6, 5, 6, 3)).astype("u1")
arrays["words"] = np.array(["rot", "grün", "blau", "", "rot", "NA"])
arrays["bytes"] = np.array([b"a", b"bc", b"a", b"a", b"bc", b"a"])
arrays["one_column"] = rng.randint(0, 3, (6, 1)).astype("i4")
np.savez_compressed(os.path.join(folder, "arrays.npz"), **arrays)

truth = {name: array.tolist() for name, array in arrays.items() if array.dtype.kind not in "S"}
truth["bytes"] = [word.decode() for word in arrays["bytes"]]
truth["last_channels"] = np.moveaxis(arrays["last_channels"], 3, 1).tolist()
with open(os.path.join(folder, "arrays.truth.json"), "w") as file:
    json.dump(truth, file)
