"""EfficientNet with TensorFlow's padding and one linear output, as the winner's classifier is built.

Sizes: Tan and Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", ICML 2019.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

EPSILON = 1e-3
"""Of batch normalisation: TensorFlow's."""

SCALES = {  # width, depth
    "b0": (1.0, 1.0), "b1": (1.0, 1.1), "b2": (1.1, 1.2), "b3": (1.2, 1.4),
    "b4": (1.4, 1.8), "b5": (1.6, 2.2), "b6": (1.8, 2.6), "b7": (2.0, 3.1),
}

STAGES = [  # blocks, kernel, stride of the first block, expansion, channels
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
]


def channels(count, width):
    """`count * width` in whole eights, never more than a tenth too few."""
    wanted = count * width
    nearest = max(8, int(wanted + 4) // 8 * 8)
    return nearest + 8 if nearest < 0.9 * wanted else nearest


class SamePadding(nn.Conv2d):
    """Convolution with TensorFlow's "same" padding, which depends on the image's size where the stride is 2."""

    def __init__(self, inputs, outputs, kernel, stride=1, groups=1):
        fixed = (kernel - 1) // 2 if stride == 1 else 0
        super().__init__(inputs, outputs, kernel, stride, fixed, groups=groups, bias=False)

    def forward(self, x):
        if self.stride[0] == 1:
            return super().forward(x)
        rows, columns = (self.missing(side) for side in x.shape[-2:])
        x = F.pad(x, [columns // 2, columns - columns // 2, rows // 2, rows - rows // 2])
        return super().forward(x)

    def missing(self, side):
        kernel, stride = self.kernel_size[0], self.stride[0]
        return max((math.ceil(side / stride) - 1) * stride + kernel - side, 0)


class Normalised(nn.Module):
    """Convolution, batch normalisation, and SiLU unless `linear`."""

    def __init__(self, inputs, outputs, kernel=1, stride=1, groups=1, linear=False):
        super().__init__()
        self.convolution = SamePadding(inputs, outputs, kernel, stride, groups)
        self.normalisation = nn.BatchNorm2d(outputs, eps=EPSILON)
        self.activation = nn.Identity() if linear else nn.SiLU(inplace=True)

    def forward(self, x):
        return self.activation(self.normalisation(self.convolution(x)))


class SqueezeExcite(nn.Module):
    def __init__(self, inner, squeezed):
        super().__init__()
        self.conv_reduce = nn.Conv2d(inner, squeezed, 1)
        self.activation = nn.SiLU(inplace=True)
        self.conv_expand = nn.Conv2d(squeezed, inner, 1)

    def forward(self, x):
        means = x.mean((2, 3), keepdim=True)
        return x * self.conv_expand(self.activation(self.conv_reduce(means))).sigmoid()


class Block(nn.Module):
    def __init__(self, inputs, outputs, kernel, stride, expansion):
        super().__init__()
        inner = inputs * expansion
        self.skip = stride == 1 and inputs == outputs
        steps = {} if expansion == 1 else {"conv_pw": Normalised(inputs, inner)}
        steps["conv_dw"] = Normalised(inner, inner, kernel, stride, groups=inner)
        steps["se"] = SqueezeExcite(inner, inputs // 4)
        projection = "conv_pw" if expansion == 1 else "conv_pwl"
        steps[projection] = Normalised(inner, outputs, linear=True)
        for name, step in steps.items():
            self.add_module(name, step)

    def forward(self, x):
        out = x
        for step in self.children():
            out = step(out)
        return out + x if self.skip else out


class Classifier(nn.Module):
    """Faces `[n, 3, height, width]`, normalised, to logits `[n, 1]`."""

    def __init__(self, variant):
        super().__init__()
        width, depth = SCALES[variant]
        inputs = channels(32, width)
        self.conv_stem = Normalised(3, inputs, 3, 2)
        stages = []
        for blocks, kernel, stride, expansion, base in STAGES:
            outputs = channels(base, width)
            stage = []
            for place in range(math.ceil(blocks * depth)):
                stage.append(Block(inputs, outputs, kernel, stride if place == 0 else 1, expansion))
                inputs = outputs
            stages.append(nn.Sequential(*stage))
        self.blocks = nn.Sequential(*stages)
        features = channels(1280, width)
        self.conv_head = Normalised(inputs, features)
        self.pool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(features, 1)

    def forward(self, x):
        x = self.conv_head(self.blocks(self.conv_stem(x)))
        return self.fc(self.pool(x).flatten(1))


def load_classifier(tensors, graph):
    """The network of an ONNX file that Assay built.

    The file has each normalisation folded into the convolution before it. Here the two stay apart and the
    normalisation keeps its work: mean 0, variance 1 - epsilon, scale 1, and the folded shift.
    """
    variant = graph.split("-")[-1]
    if graph != f"efficientnet-{variant}" or variant not in SCALES:
        raise SystemExit(f"the classifier is {graph}; the original's is an EfficientNet")
    network = Classifier(variant).eval()
    folded = {name for name, module in network.named_modules() if isinstance(module, Normalised)}
    state = {}
    for name, value in tensors.items():
        path, _, part = name.rpartition(".")
        if path not in folded:
            if part in ("weight", "bias"):
                state[name] = value
        elif part == "weight":
            state[f"{path}.convolution.weight"] = value
        else:
            norm = f"{path}.normalisation"
            state[f"{norm}.bias"] = value
            state[f"{norm}.weight"] = torch.ones_like(value)
            state[f"{norm}.running_mean"] = torch.zeros_like(value)
            state[f"{norm}.running_var"] = torch.full_like(value, 1 - EPSILON)
            state[f"{norm}.num_batches_tracked"] = torch.tensor(0)
    network.load_state_dict(state)
    return network
