"""PyTorch as a peer: python3 pytorch.py THREADS answers `JOB SECONDS` lines as serve.mjs does.

python3 pytorch.py 1 JOB FILE STEPS PRECISION trains a job from the weights and rows in FILE, in the order of the rows, in
float32 or float64, and prints the loss of each step: FILE is a line of JSON, [{"name", "shape"}, ...], and the numbers of
all of them, float32.
"""
import json, os, subprocess, sys, time
from collections import OrderedDict

threads = sys.argv[1] if len(sys.argv) > 1 else "1"
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = threads
import numpy, torch, torch.nn as nn, torch.nn.functional as F

torch.set_num_threads(int(threads))
torch.set_flush_denormal(True)
torch.manual_seed(1)
here = os.path.dirname(os.path.abspath(__file__))
script = f"import('{here}/../jobs.mjs').then(m => console.log(JSON.stringify(m.jobs)))"
jobs = json.loads(subprocess.check_output(["node", "-e", script]))


class Transformer(nn.Module):
    """Modules have the names of our layers, here and below, so that weights can be exchanged."""

    def __init__(self, width, heads, blocks, positions, vocabulary):
        super().__init__()
        self.blocks = blocks
        self.tokens = nn.Embedding(vocabulary, width)
        self.embedded = nn.Embedding(positions, width)
        for i in range(blocks):
            self.add_module(f"norm{i}a", nn.LayerNorm(width))
            self.add_module(f"attention{i}", nn.MultiheadAttention(width, heads, batch_first=True))
            self.add_module(f"norm{i}b", nn.LayerNorm(width))
            self.add_module(f"wide{i}", nn.Linear(width, 4 * width))
            self.add_module(f"narrow{i}", nn.Linear(4 * width, width))
        self.norm = nn.LayerNorm(width)
        self.output = nn.Linear(width, vocabulary)
        self.mask = torch.triu(torch.full((positions, positions), float("-inf")), 1)

    def forward(self, tokens):
        of = self._modules
        x = self.tokens(tokens) + self.embedded.weight
        for i in range(self.blocks):
            n = of[f"norm{i}a"](x)
            x = x + of[f"attention{i}"](n, n, n, attn_mask=self.mask, need_weights=False)[0]
            x = x + of[f"narrow{i}"](F.gelu(of[f"wide{i}"](of[f"norm{i}b"](x))))
        return self.output(self.norm(x)).flatten(0, 1)


class Recurrent(nn.Module):
    def __init__(self, steps, units, inputs, classes):
        super().__init__()
        self.steps = steps
        self.memory = nn.LSTM(inputs // steps, units, batch_first=True)
        self.dense1 = nn.Linear(units, classes)

    def forward(self, rows):
        return self.dense1(self.memory(rows.unflatten(1, (self.steps, -1)))[0][:, -1])


def build(job):
    sizes = job["sizes"]
    if "transformer" in job:
        return Transformer(**job["transformer"], positions=sizes[0], vocabulary=sizes[-1])
    if "lstm" in job:
        return Recurrent(**job["lstm"], inputs=sizes[0], classes=sizes[-1])
    layers, image = OrderedDict(), job.get("image")
    if image:
        channels = image[0]
        for i, filters in enumerate(job["filters"], 1):
            layers[f"conv{i}"] = nn.Conv2d(channels, filters, 3)
            layers[f"act{i}"], layers[f"pool{i}"] = nn.ReLU(), nn.MaxPool2d(2)
            channels = filters
        layers["flatten"] = nn.Flatten()
        sizes = [nn.Sequential(layers)(torch.zeros(1, *image)).shape[1], *sizes[1:]]
    for i, (fan_in, width) in enumerate(zip(sizes, sizes[1:]), 1):
        layers[f"dense{i}"] = nn.Linear(fan_in, width)
        if i < len(sizes) - 1:
            if job.get("norm"):
                layers[f"norm{i}"] = nn.BatchNorm1d(width)
            layers[f"relu{i}"] = nn.ReLU()
    return nn.Sequential(layers)


def optimizer_of(job, model):
    kind = job["optimizer"]["type"]
    if kind == "sgd":
        return torch.optim.SGD(model.parameters(), 1e-3, momentum=job["optimizer"]["momentum"], foreach=True)
    rule = {"adam": torch.optim.Adam, "adamW": torch.optim.AdamW}[kind]
    return rule(model.parameters(), 1e-3, foreach=True)


def draw_rows(job):
    sizes, rows = job["sizes"], job["rows"]
    if "transformer" in job:
        return [torch.randint(0, sizes[-1], (rows, sizes[0])) for _ in range(2)]
    return torch.rand(rows, *job.get("image", sizes[:1])), torch.randint(0, sizes[-1], (rows,))


def step(model, optimizer, inputs, targets):
    optimizer.zero_grad(set_to_none=True)
    loss = F.cross_entropy(model(inputs), targets.flatten())
    loss.backward()
    optimizer.step()
    return loss


def train(job):
    model, rows, batch = build(job), job["rows"], job["batchSize"]
    inputs, targets = draw_rows(job)
    optimizer = optimizer_of(job, model)
    while True:
        order = torch.randperm(rows)
        for start in range(0, rows - batch + 1, batch):
            chosen = order[start : start + batch]
            step(model, optimizer, inputs[chosen], targets[chosen])
            yield batch


def losses(job, path, steps, precision):
    with open(path, "rb") as file:
        entries = json.loads(file.readline())
        tensors = {
            entry["name"]: torch.from_numpy(numpy.fromfile(file, "<f4", int(numpy.prod(entry["shape"]))))
            .reshape(entry["shape"])
            for entry in entries
        }
    inputs, targets = tensors.pop("inputs"), tensors.pop("targets").long()
    inputs = inputs.long() if "transformer" in job else inputs.reshape(-1, *job.get("image", job["sizes"][:1])).to(precision)
    model, batch = build(job).to(precision), job["batchSize"]
    missing = model.load_state_dict(tensors, strict=False)
    assert not missing.unexpected_keys and all(k.endswith("num_batches_tracked") for k in missing.missing_keys), missing
    optimizer = optimizer_of(job, model)
    starts = range(0, steps * batch, batch)
    return [step(model, optimizer, inputs[at : at + batch], targets[at : at + batch]).item() for at in starts]


def serve():
    running = {}
    for line in sys.stdin:
        name, seconds = line.split()
        if name not in running:
            running[name] = train(jobs[name])
            for _ in range(5):
                next(running[name])
        started, samples = time.perf_counter(), 0
        while True:
            samples += next(running[name])
            elapsed = time.perf_counter() - started
            if elapsed >= float(seconds):
                break
        print(json.dumps({"job": name, "samplesPerSecond": samples / elapsed}), flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        job, path, steps, precision = sys.argv[2:]
        print(json.dumps(losses(jobs[job], path, int(steps), getattr(torch, precision))))
    else:
        serve()
