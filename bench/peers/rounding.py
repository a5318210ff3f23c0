"""What rounding alone does to a training: PyTorch in float32 beside PyTorch in float64, from the same weights and rows.

python3 rounding.py 1 JOB STEPS DRAWS prints, for each draw of weights and rows, what parts the two in each step, as JSON:
how far their losses are apart, as a share; the weights of dense layers whose update differs by more than half the learning
rate, and the largest of their gradients in float64; the median of all such gradients; how many relus are on the other side,
of all; and how far the first layer's gradients are apart, as a share.
"""
import copy, json, sys

import torch
from pytorch import build, draw_rows, jobs, optimizer_of, step

learning_rate = 1e-3


class Side:
    """A training in one precision, and what its relus saw."""

    def __init__(self, job, model):
        self.model, self.optimizer, self.seen = model, optimizer_of(job, model), []
        for module in model.modules():
            if isinstance(module, torch.nn.ReLU):
                module.register_forward_hook(lambda _module, inputs, _output: self.seen.append(inputs[0].detach() > 0))

    def advance(self, inputs, targets):
        """The loss, and of each dense weight its gradient and update."""
        weights = [p for name, p in self.model.named_parameters() if name.startswith("dense") and p.dim() == 2]
        before = [weight.detach().clone() for weight in weights]
        self.seen.clear()
        loss = step(self.model, self.optimizer, inputs, targets).item()
        self.gradients = [weight.grad.double() for weight in weights]
        self.updates = torch.cat([(w.detach() - old).flatten().double() for w, old in zip(weights, before)])
        return loss


def compare(job, steps, seed):
    torch.manual_seed(seed)
    model = build(job)
    for module in model.modules():
        if isinstance(module, torch.nn.Linear):
            torch.nn.init.kaiming_normal_(module.weight)
            torch.nn.init.zeros_(module.bias)
    single, double = Side(job, model), Side(job, copy.deepcopy(model).double())
    batch = job["batchSize"]
    inputs, targets = draw_rows({**job, "rows": steps * batch})
    for start in range(0, steps * batch, batch):
        rows = slice(start, start + batch)
        losses = [single.advance(inputs[rows], targets[rows]), double.advance(inputs[rows].double(), targets[rows])]
        magnitudes = torch.cat([gradient.flatten() for gradient in double.gradients]).abs()
        turned = (single.updates - double.updates).abs() > learning_rate / 2
        yield {
            "lossApart": abs(losses[0] - losses[1]) / losses[1],
            "turnedWeights": int(turned.sum()),
            "weights": turned.numel(),
            "largestOfTheirs": float(magnitudes[turned].max()) if turned.any() else 0,
            "medianGradient": float(magnitudes.median()),
            "turnedRelus": sum(int((a != b).sum()) for a, b in zip(single.seen, double.seen)),
            "relus": sum(seen.numel() for seen in double.seen),
            "gradientApart": float((single.gradients[0] - double.gradients[0]).norm() / double.gradients[0].norm()),
        }


name, steps, draws = sys.argv[2:]
print(json.dumps([list(compare(jobs[name], int(steps), seed)) for seed in range(1, int(draws) + 1)]))
