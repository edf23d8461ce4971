"""Writes logits.json: what PyTorch computes with networks whose weights are hashes of integers.

Run with Debian's PyTorch 1.13 and torchvision 0.14: python3 make_logits.py. timm's EfficientNet, efficientnet_pytorch's,
DeepfakeBench's and icpr2020dfdc's, and Xception are written out here after their public definitions; torchvision's is
its own.
"""

import hashlib
import json
import math
import sys

import numpy as np
import torch
import torchvision
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)

SEED = 7
SCALES = {"b0": (1.0, 1.0, 224), "b4": (1.4, 1.8, 380), "b5": (1.6, 2.2, 456)}
# repeats, kernel, stride, expansion, channels
STAGES = [
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
]


# ---- weights

def uniform(count, start, centre, spread):
    """Number i is a hash of i and start, within centre ± spread / 2."""
    x = (np.arange(count, dtype=np.uint64) * 2654435761 + start) & 0xFFFFFFFF
    x = x ^ (x >> 16)
    x = (x * 0x45D9F3B) & 0xFFFFFFFF
    x = ((x ^ (x >> 16)) * 0x45D9F3B) & 0xFFFFFFFF
    x = x ^ (x >> 16)
    return (centre + (x.astype(np.float64) / 2**32 - 0.5) * spread).astype(np.float32)


def numbers(shape, place, centre, spread):
    count = int(np.prod(shape, dtype=np.int64))
    values = uniform(count, place * 40503 + SEED, centre, spread)
    return torch.from_numpy(values.reshape(shape))


def distribution(name, shape, gain):
    """Centre and spread by a parameter's last name; norms have one axis."""
    part = name.rsplit(".", 1)[1]
    if part in ("running_var",) or (part == "weight" and len(shape) == 1):
        return 1, 1
    if part == "running_mean":
        return 0, 0.2
    if part == "bias":
        return 0, None
    return 0, 2 * math.sqrt(3 / np.prod(shape[1:])) * gain


def fill(model, places):
    """places: place, gain and spread of a bias for each entry of the state dict, in its order."""
    state = model.state_dict()
    filled = {}
    for (name, tensor), (place, gain, bias) in zip(state.items(), places, strict=True):
        if name.endswith("num_batches_tracked"):
            filled[name] = tensor
            continue
        centre, spread = distribution(name, tuple(tensor.shape), gain)
        filled[name] = numbers(tuple(tensor.shape), place, centre, bias if spread is None else spread)
    model.load_state_dict(filled)
    return model.eval()


def efficientnet_places(variant, head_gain, attention=False):
    """Places in the order of timm's state dict, whose unused ImageNet layer takes two before the head."""
    places = []

    def conv(gain):
        places.append((len(places), gain, 0.1))

    def norm():
        for _ in range(5):
            places.append((len(places), 1, 0.2))

    def biased(gain):
        conv(gain)
        conv(gain)

    conv(2)
    norm()
    for first, inputs, outputs, kernel, stride, expansion in blocks_of(variant):
        if expansion != 1:
            conv(1)
            norm()
        conv(1.4)
        norm()
        biased(0.5)
        biased(0.5)
        conv(2.6 if first else 0.4)
        norm()
    conv(1)
    norm()
    end = len(places)
    attended = [(end + 4, 3, 0.1), (end + 5, 3, 0.1)] if attention else []
    return places + attended + [(end + 2, head_gain, 0.1), (end + 3, head_gain, 0.1)]


# ---- EfficientNet

def rounded(channels, width):
    wanted = channels * width
    nearest = max(8, int(wanted + 4) // 8 * 8)
    return nearest + 8 if nearest < 0.9 * wanted else nearest


def blocks_of(variant):
    width, depth, _ = SCALES[variant]
    inputs = rounded(32, width)
    for repeats, kernel, stride, expansion, channels in STAGES:
        outputs = rounded(channels, width)
        for i in range(math.ceil(repeats * depth)):
            yield i == 0, inputs, outputs, kernel, stride if i == 0 else 1, expansion
            inputs = outputs


class SqueezeExcite(nn.Module):
    def __init__(self, channels, squeezed):
        super().__init__()
        self.conv_reduce = nn.Conv2d(channels, squeezed, 1)
        self.conv_expand = nn.Conv2d(squeezed, channels, 1)

    def forward(self, x):
        mean = x.mean((2, 3), keepdim=True)
        return x * torch.sigmoid(self.conv_expand(F.silu(self.conv_reduce(mean))))


class SamePadded(nn.Conv2d):
    """TensorFlow's padding, by the size of the input."""

    def forward(self, x):
        pads = []
        for side in (x.shape[3], x.shape[2]):
            stride, kernel = self.stride[0], self.kernel_size[0]
            total = max((math.ceil(side / stride) - 1) * stride + kernel - side, 0)
            pads += [total // 2, total - total // 2]
        return self._conv_forward(F.pad(x, pads), self.weight, self.bias)


class TimmBlock(nn.Module):
    def __init__(self, inputs, outputs, kernel, stride, expansion, form):
        super().__init__()
        inner = inputs * expansion
        norm = lambda channels: nn.BatchNorm2d(channels, eps=form["eps"])
        self.expands, self.skip = expansion != 1, stride == 1 and inputs == outputs
        conv_dw = form["conv"](inner, kernel, stride)
        if self.expands:
            self.conv_pw = nn.Conv2d(inputs, inner, 1, bias=False)
            self.bn1 = norm(inner)
            self.conv_dw, self.bn2 = conv_dw, norm(inner)
            self.se = SqueezeExcite(inner, inputs // 4)
            self.conv_pwl, self.bn3 = nn.Conv2d(inner, outputs, 1, bias=False), norm(outputs)
        else:
            self.conv_dw, self.bn1 = conv_dw, norm(inner)
            self.se = SqueezeExcite(inner, inputs // 4)
            self.conv_pw, self.bn2 = nn.Conv2d(inner, outputs, 1, bias=False), norm(outputs)

    def forward(self, x):
        if self.expands:
            y = F.silu(self.bn1(self.conv_pw(x)))
            y = F.silu(self.bn2(self.conv_dw(y)))
            y = self.bn3(self.conv_pwl(self.se(y)))
        else:
            y = F.silu(self.bn1(self.conv_dw(x)))
            y = self.bn2(self.conv_pw(self.se(y)))
        return x + y if self.skip else y


class TimmEfficientNet(nn.Module):
    """timm's efficientnet_b*, or tf_efficientnet_b*."""

    def __init__(self, variant, classes, tf):
        super().__init__()
        width = SCALES[variant][0]
        features, stem = rounded(1280, width), rounded(32, width)

        def depthwise(channels, kernel, stride):
            if tf:
                return SamePadded(channels, channels, kernel, stride, groups=channels, bias=False)
            pad = (kernel - 1) // 2
            return nn.Conv2d(channels, channels, kernel, stride, pad, groups=channels, bias=False)

        form = {"eps": 1e-3 if tf else 1e-5, "conv": depthwise}
        if tf:
            self.conv_stem = SamePadded(3, stem, 3, 2, bias=False)
        else:
            self.conv_stem = nn.Conv2d(3, stem, 3, 2, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(stem, eps=form["eps"])
        stages, last = [], stem
        for first, inputs, outputs, kernel, stride, expansion in blocks_of(variant):
            if first:
                stages.append([])
            stages[-1].append(TimmBlock(inputs, outputs, kernel, stride, expansion, form))
            last = outputs
        self.blocks = nn.Sequential(*(nn.Sequential(*stage) for stage in stages))
        self.conv_head = nn.Conv2d(last, features, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(features, eps=form["eps"])
        self.classifier = nn.Linear(features, classes)

    def forward(self, x):
        x = self.blocks(F.silu(self.bn1(self.conv_stem(x))))
        x = F.silu(self.bn2(self.conv_head(x)))
        return self.classifier(x.mean((2, 3)))


class FixedPadded(nn.Conv2d):
    """TensorFlow's padding for images of one size, whatever the input's, as efficientnet_pytorch 0.7 has it."""

    def __init__(self, inputs, outputs, kernel, side, stride=1, **more):
        super().__init__(inputs, outputs, kernel, stride, **more)
        total = max((math.ceil(side / stride) - 1) * stride + kernel - side, 0)
        self.pads = [total // 2, total - total // 2] * 2

    def forward(self, x):
        return super().forward(F.pad(x, self.pads))


class LukemelasBlock(nn.Module):
    def __init__(self, inputs, outputs, kernel, stride, expansion, side):
        super().__init__()
        inner = inputs * expansion
        norm = lambda channels: nn.BatchNorm2d(channels, eps=1e-3)
        self.expands, self.skip = expansion != 1, stride == 1 and inputs == outputs
        if self.expands:
            self._expand_conv, self._bn0 = nn.Conv2d(inputs, inner, 1, bias=False), norm(inner)
        self._depthwise_conv = FixedPadded(inner, inner, kernel, side, stride, groups=inner, bias=False)
        self._bn1 = norm(inner)
        self._se_reduce = nn.Conv2d(inner, inputs // 4, 1)
        self._se_expand = nn.Conv2d(inputs // 4, inner, 1)
        self._project_conv, self._bn2 = nn.Conv2d(inner, outputs, 1, bias=False), norm(outputs)

    def forward(self, x):
        y = F.silu(self._bn0(self._expand_conv(x))) if self.expands else x
        y = F.silu(self._bn1(self._depthwise_conv(y)))
        mean = F.adaptive_avg_pool2d(y, 1)
        y = y * torch.sigmoid(self._se_expand(F.silu(self._se_reduce(mean))))
        y = self._bn2(self._project_conv(y))
        return x + y if self.skip else y


class LukemelasEfficientNet(nn.Module):
    """efficientnet_pytorch's, from its stem to its average."""

    def __init__(self, variant, padded_stem=True, attention=False):
        super().__init__()
        width, _, side = SCALES[variant]
        stem, self.features = rounded(32, width), rounded(1280, width)
        if padded_stem:
            self._conv_stem = FixedPadded(3, stem, 3, side, 2, bias=False)
        else:
            self._conv_stem = nn.Conv2d(3, stem, 3, 2, bias=False)
        self._bn0 = nn.BatchNorm2d(stem, eps=1e-3)
        side, blocks = math.ceil(side / 2), []
        for _, inputs, outputs, kernel, stride, expansion in blocks_of(variant):
            blocks.append(LukemelasBlock(inputs, outputs, kernel, stride, expansion, side))
            side = math.ceil(side / stride)
        self._blocks = nn.ModuleList(blocks)
        self._conv_head = nn.Conv2d(outputs, self.features, 1, bias=False)
        self._bn1 = nn.BatchNorm2d(self.features, eps=1e-3)
        if attention:
            self.attconv = nn.Conv2d(56, 1, 1)

    def forward(self, x):
        x = F.silu(self._bn0(self._conv_stem(x)))
        for i, block in enumerate(self._blocks):
            x = block(x)
            if i == 9 and hasattr(self, "attconv"):
                x = x * torch.sigmoid(self.attconv(x))
        x = F.silu(self._bn1(self._conv_head(x)))
        return F.adaptive_avg_pool2d(x, 1).flatten(1)


class WithHead(nn.Module):
    """An encoder under one name and a linear layer under another."""

    def __init__(self, encoder, encoder_name, head_name, classes):
        super().__init__()
        self.names = (encoder_name, head_name)
        self.add_module(encoder_name, encoder)
        self.add_module(head_name, nn.Linear(encoder.features, classes))

    def forward(self, x):
        encoder, head = (getattr(self, name) for name in self.names)
        return head(encoder(x))


# ---- Xception

class Separable(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, inputs, 3, 1, 1, groups=inputs, bias=False)
        self.pointwise = nn.Conv2d(inputs, outputs, 1, bias=False)

    def forward(self, x):
        return self.pointwise(self.conv1(x))


class XceptionBlock(nn.Module):
    def __init__(self, inputs, outputs, reps, stride, starts_with_relu=True, grows_first=True):
        super().__init__()
        self.skips = outputs != inputs or stride != 1
        if self.skips:
            self.skip = nn.Conv2d(inputs, outputs, 1, stride, bias=False)
            self.skipbn = nn.BatchNorm2d(outputs)
        layers = []
        for i in range(reps):
            if grows_first:
                one, other = (inputs if i == 0 else outputs), outputs
            else:
                one, other = inputs, (outputs if i == reps - 1 else inputs)
            layers += [nn.ReLU(), Separable(one, other), nn.BatchNorm2d(other)]
        if not starts_with_relu:
            layers = layers[1:]
        if stride != 1:
            layers.append(nn.MaxPool2d(3, stride, 1))
        self.rep = nn.Sequential(*layers)

    def forward(self, x):
        return self.rep(x) + (self.skipbn(self.skip(x)) if self.skips else x)


class Xception(nn.Module):
    def __init__(self, head_name, classes):
        super().__init__()
        self.head_name = head_name
        self.conv1, self.bn1 = nn.Conv2d(3, 32, 3, 2, bias=False), nn.BatchNorm2d(32)
        self.conv2, self.bn2 = nn.Conv2d(32, 64, 3, bias=False), nn.BatchNorm2d(64)
        self.block1 = XceptionBlock(64, 128, 2, 2, starts_with_relu=False)
        self.block2 = XceptionBlock(128, 256, 2, 2)
        self.block3 = XceptionBlock(256, 728, 2, 2)
        for i in range(4, 12):
            self.add_module(f"block{i}", XceptionBlock(728, 728, 3, 1))
        self.block12 = XceptionBlock(728, 1024, 2, 2, grows_first=False)
        self.conv3, self.bn3 = Separable(1024, 1536), nn.BatchNorm2d(1536)
        self.conv4, self.bn4 = Separable(1536, 2048), nn.BatchNorm2d(2048)
        self.add_module(head_name, nn.Linear(2048, classes))

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = F.relu(self.bn2(self.conv2(x)))
        for i in range(1, 13):
            x = getattr(self, f"block{i}")(x)
        x = F.relu(self.bn3(self.conv3(x)))
        x = F.relu(self.bn4(self.conv4(x)))
        return getattr(self, self.head_name)(x.mean((2, 3)))


def xception_places(model, head_gain):
    """Places count what is not a counter, in the order of the state dict."""
    places, place = [], 0
    for name in model.state_dict():
        gain = 1.2
        if name.startswith(model.head_name):
            gain = head_gain
        elif any(name.startswith(f"block{i}.rep") for i in range(4, 12)):
            gain = 0.8
        places.append((place, gain, 0.1 if name.startswith(model.head_name) else 0.2))
        if not name.endswith("num_batches_tracked"):
            place += 1
    return places


# ---- logits

def sines(side):
    """The k-th image is sin(0.001 (k + 1) i)."""
    i = np.arange(3 * side * side, dtype=np.float64)
    images = [np.sin(i * (0.001 * (k + 1))).astype(np.float32) for k in range(3)]
    return torch.from_numpy(np.stack(images).reshape(3, 3, side, side))


def case(name, model, places, *, side, **facts):
    fill(model, places)
    with torch.no_grad():
        logits = model(sines(side)).numpy()
    names = "\n".join(f"{key} {list(tensor.shape)}" for key, tensor in model.state_dict().items())
    spread = float(np.ptp(logits, axis=0).min())
    print(name, logits.tolist(), "spread", spread, file=sys.stderr)
    assert spread > 0.05 and np.abs(logits).max() < 14, name
    return {
        "name": name,
        **facts,
        "side": side,
        "classes": logits.shape[1],
        "namesSha256": hashlib.sha256(names.encode()).hexdigest(),
        "logits": [[float(str(np.float32(value))) for value in row] for row in logits],
    }


def torchvision_net(variant, classes):
    return getattr(torchvision.models, f"efficientnet_{variant}")(num_classes=classes)


def main():
    gain = 3
    cases = []
    timm = [("b0", 1, 97, False), ("b0", 2, 128, False), ("b0", 2, 97, True)]
    for variant, classes, side, tf in timm:
        kind = "tf-efficientnet" if tf else "efficientnet"
        cases.append(case(
            f"timm {kind} {variant}, {classes}", TimmEfficientNet(variant, classes, tf),
            efficientnet_places(variant, gain),
            side=side, family=f"{kind}-{variant}", library="timm", variant=variant, prefix="",
            head="classifier",
        ))
    for variant, classes, side in [("b0", 1, 97), ("b5", 2, 67)]:
        cases.append(case(
            f"torchvision {variant}", torchvision_net(variant, classes),
            efficientnet_places(variant, gain),
            side=side, family=f"efficientnet-{variant}", library="torchvision", variant=variant, prefix="",
            head="classifier.1",
        ))
    lukemelas = [
        ("Self-Blended Images", {}, "net", "net._fc", 2, 130),
        ("DeepfakeBench", {"padded_stem": False}, "backbone.efficientnet", "backbone.last_layer", 2, 128),
        ("icpr2020dfdc", {}, "efficientnet", "classifier", 1, 112),
        ("icpr2020dfdc AutoAtt", {"attention": True}, "efficientnet", "classifier", 1, 112),
    ]
    for name, options, prefix, head, classes, side in lukemelas:
        encoder = LukemelasEfficientNet("b4", **options)
        if head.startswith(f"{prefix}."):
            encoder._fc = nn.Linear(encoder.features, classes)
            model = nn.Sequential()
            model.add_module(prefix, encoder)
            model.forward = lambda x, one=encoder: one._fc(one(x))
        else:
            model = WithHead(encoder, prefix.split(".")[-1], head.split(".")[-1], classes)
            if "." in prefix:
                outer = nn.Sequential()
                outer.add_module(prefix.split(".")[0], model)
                model = outer
        cases.append(case(
            name, model, efficientnet_places("b4", gain, options.get("attention", False)),
            side=side, family="efficientnet-pytorch-b4", library="efficientnet_pytorch",
            variant="b4", prefix=f"{prefix}.", head=head,
        ))
    xceptions = [
        ("timm xception", "fc", 1, 99, ""),
        ("DeepfakeBench xception", "last_linear", 2, 128, "backbone."),
    ]
    for name, head, classes, side, prefix in xceptions:
        model = Xception(head, classes)
        cases.append(case(
            name, model, xception_places(model, 2), side=side, family="xception",
            library="xception", variant="", prefix=prefix, head=head,
        ))
    json.dump({"seed": SEED, "headGain": gain, "cases": cases}, sys.stdout, indent=1)
    print()


main()
