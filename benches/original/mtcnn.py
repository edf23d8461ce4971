"""MTCNN's face detection as facenet-pytorch runs it: one image at a time, margin 0, largest face first.

Zhang et al., "Joint face detection and alignment using multitask cascaded convolutional networks" (2016).
"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torchvision.ops.boxes import batched_nms

MIN_FACE = 20
FACTOR = 0.709
THRESHOLDS = (0.7, 0.8, 0.8)
WINDOW = 12
STRIDE = 2


def convolutions(sizes, pools):
    """Convolutions `(inputs, outputs, kernel)` with PReLU, each pooled as far as there are pools."""
    layers = nn.Sequential()
    for number, (inputs, outputs, kernel) in enumerate(sizes, 1):
        layers.add_module(f"conv{number}", nn.Conv2d(inputs, outputs, kernel))
        layers.add_module(f"prelu{number}", nn.PReLU(outputs))
        if number <= len(pools):
            pool = nn.MaxPool2d(pools[number - 1], 2, ceil_mode=True)
            layers.add_module(f"pool{number}", pool)
    return layers


class Proposals(nn.Module):
    """P-Net: an image to P(face) `[n, h, w]` and box shifts `[n, 4, h, w]`."""

    def __init__(self):
        super().__init__()
        self.features = convolutions([(3, 10, 3), (10, 16, 3), (16, 32, 3)], [2])
        self.heads = nn.ModuleList([nn.Conv2d(32, 2, 1), nn.Conv2d(32, 4, 1)])

    def forward(self, x):
        x = self.features(x)
        return self.heads[0](x).softmax(1)[:, 1], self.heads[1](x)


class Judge(nn.Module):
    """R-Net and O-Net: squares to P(face) `[n]` and what the other heads say `[n, …]`."""

    def __init__(self, sizes, pools, flat, hidden, heads):
        super().__init__()
        self.features = convolutions(sizes, pools)
        self.dense = nn.Linear(flat, hidden)
        self.prelu = nn.PReLU(hidden)
        self.heads = nn.ModuleList([nn.Linear(hidden, outputs) for outputs in heads])

    def forward(self, x):
        x = self.features(x).permute(0, 3, 2, 1).contiguous()  # [n, w, h, c], as Caffe flattened
        x = self.prelu(self.dense(x.flatten(1)))
        return (self.heads[0](x).softmax(1)[:, 1], *(head(x) for head in self.heads[1:]))


class Mtcnn:
    def __init__(self, tensors, device):
        """`tensors`: `NETWORK.LAYER.weight` and `.bias`, PReLU's slopes as `.weight`."""
        self.device = device
        self.pnet = Proposals()
        self.rnet = Judge([(3, 28, 3), (28, 48, 3), (48, 64, 2)], [3, 3], 576, 128, [2, 4])
        self.onet = Judge(
            [(3, 32, 3), (32, 64, 3), (64, 64, 3), (64, 128, 2)], [3, 3, 2], 1152, 256, [2, 4, 10]
        )
        for name in ("pnet", "rnet", "onet"):
            network = getattr(self, name)
            prefix = f"{name}."
            own = {key[len(prefix):]: t for key, t in tensors.items() if key.startswith(prefix)}
            network.load_state_dict(own)
            network.eval().to(device)

    @torch.no_grad()
    def detect(self, image):
        """Boxes `[n, 4]` x1, y1, x2, y2 and P(face) `[n]` of a Pillow image; `(None, None)`: no face."""
        pixels = np.stack([np.uint8(image)])
        pixels = torch.as_tensor(pixels, device=self.device).permute(0, 3, 1, 2).float()  # [1, 3, h, w]
        boxes = self.propose(pixels)
        if len(boxes) > 0:
            boxes = self.refine(pixels, boxes)
        if len(boxes) > 0:
            boxes = self.conclude(pixels, boxes)
        if len(boxes) == 0:
            return None, None
        area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
        boxes = boxes[np.argsort(area)[::-1]]
        return boxes[:, :4], boxes[:, 4]

    def propose(self, pixels):
        """Squares `[n, 4]` that may hold a face, from every level of the pyramid."""
        found = []
        for scale in scales(pixels.shape[2:]):
            size = [int(side * scale + 1) for side in pixels.shape[2:]]
            probabilities, shifts = self.pnet(network_input(pixels, size))
            boxes, scores, shifts = candidates(probabilities, shifts, scale)
            kept = suppress(boxes, scores, 0.5)
            found.append((boxes[kept], scores[kept], shifts[kept]))
        boxes, scores, shifts = (torch.cat(parts) for parts in zip(*found))
        kept = suppress(boxes, scores, 0.7)
        return squares(shifted(boxes[kept], shifts[kept], 0))

    def refine(self, pixels, boxes):
        """R-Net: the squares that it takes for faces."""
        scores, shifts = self.rnet(crops(pixels, boxes, 24))
        passed = scores > THRESHOLDS[1]
        boxes, scores, shifts = boxes[passed], scores[passed], shifts[passed]
        kept = suppress(boxes, scores, 0.7)
        return squares(shifted(boxes[kept], shifts[kept], 1))

    def conclude(self, pixels, boxes):
        """O-Net: faces `[n, 5]` with their P(face), a NumPy array. Landmarks are computed and not used."""
        scores, shifts, _ = self.onet(crops(pixels, boxes, 48))
        passed = scores > THRESHOLDS[2]
        boxes = shifted(boxes[passed], shifts[passed], 1)
        faces = torch.cat([boxes, scores[passed, None]], 1).cpu().numpy()
        return faces[suppress_by_smaller(faces, 0.7)]


def scales(size):
    scale = WINDOW / MIN_FACE
    short = min(size) * scale
    found = []
    while short >= WINDOW:
        found.append(scale)
        scale *= FACTOR
        short *= FACTOR
    return found


def network_input(pixels, size):
    """The mean of what each pixel covers, about -1 to 1."""
    return (F.interpolate(pixels, size=size, mode="area") - 127.5) * 0.0078125


def candidates(probabilities, shifts, scale):
    """P-Net's cells that reach the threshold, as boxes of the image."""
    passed = probabilities >= THRESHOLDS[0]  # [1, h, w]
    cells = passed.nonzero()[:, 1:].float().flip(1)  # [n, 2], x and y
    begin = ((STRIDE * cells + 1) / scale).floor()
    end = ((STRIDE * cells + WINDOW) / scale).floor()
    return torch.cat([begin, end], 1), probabilities[passed], shifts.permute(1, 0, 2, 3)[:, passed].T


def suppress(boxes, scores, threshold):
    """Indices of the boxes that no better one overlaps by more, best first."""
    return batched_nms(boxes, scores, torch.zeros(len(boxes), device=boxes.device), threshold)


def shifted(boxes, shifts, edge):
    """Boxes moved by shares of their sides; a side is x2 - x1 + `edge`."""
    sides = (boxes[:, 2:] - boxes[:, :2] + edge).repeat(1, 2)
    return boxes + shifts * sides


def squares(boxes):
    sides = boxes[:, 2:] - boxes[:, :2]
    longer = sides.max(1, keepdim=True).values
    begin = boxes[:, :2] + sides * 0.5 - longer * 0.5
    return torch.cat([begin, begin + longer], 1)


def crops(pixels, boxes, side):
    """What lies inside the boxes, which count pixels from 1, each resized alone: `[n, 3, side, side]`."""
    height, width = pixels.shape[2:]
    found = []
    for x1, y1, x2, y2 in boxes.trunc().int().tolist():
        inside = pixels[:, :, max(y1, 1) - 1:min(y2, height), max(x1, 1) - 1:min(x2, width)]
        found.append(network_input(inside, (side, side)))
    return torch.cat(found)


def suppress_by_smaller(faces, threshold):
    """Indices to keep: the intersection is compared with the smaller area, sides in whole pixels."""
    x1, y1, x2, y2, scores = faces.T
    areas = (x2 - x1 + 1) * (y2 - y1 + 1)
    order = np.argsort(scores)
    kept = []
    while len(order) > 0:
        best, order = order[-1], order[:-1]
        kept.append(best)
        width = np.minimum(x2[best], x2[order]) - np.maximum(x1[best], x1[order]) + 1
        height = np.minimum(y2[best], y2[order]) - np.maximum(y1[best], y1[order]) + 1
        common = np.maximum(width, 0) * np.maximum(height, 0)
        order = order[common / np.minimum(areas[best], areas[order]) <= np.float32(threshold)]
    return np.array(kept, dtype=int)
