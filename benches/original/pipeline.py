"""The published inference of the DFDC winner for one video and one classifier: a video to P(fake)."""

import sys

import cv2
import numpy as np
import torch
from PIL import Image
from torchvision.transforms import Normalize

FRAMES = 32
SIDE = 380
"""Of the classifier's input, pixels."""

normalise = Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])


def predict(video, detector, classifier):
    """P(fake), the number of faces it comes from, and whether anything failed: 0.5 then, as the original does."""
    faces = []
    try:
        faces = read_faces(video, detector)
        probability = score(faces, classifier) if faces else 0.5
        return probability, min(len(faces), 4 * FRAMES - 1), False
    except Exception as error:
        print(f"{video}: {type(error).__name__}: {error}", file=sys.stderr)
        return 0.5, len(faces), True


def read_faces(video, detector):
    """The faces of all frames, frame by frame, largest first. All frames are in memory together."""
    frames = read_frames(video)
    if frames is None:
        raise ValueError("no frames could be read")
    return [face for frame in frames for face in faces_of(frame, detector)]


def read_frames(video):
    """`[n, height, width, 3]` RGB. The stream is read from its beginning, whatever the first index is."""
    capture = cv2.VideoCapture(video)
    try:
        count = int(capture.get(cv2.CAP_PROP_FRAME_COUNT))
        if count <= 0:
            return None
        wanted = np.linspace(0, count - 1, FRAMES, endpoint=True, dtype=int)
        frames = []
        for index in range(wanted[0], wanted[-1] + 1):
            if not capture.grab():
                break
            if index == wanted[len(frames)]:
                read, frame = capture.retrieve()
                if not read or frame is None:
                    break
                frames.append(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB))
        return np.stack(frames) if frames else None
    finally:
        capture.release()


def faces_of(frame, detector):
    """The faces of a frame, each with a third of its box more on every side."""
    image = Image.fromarray(frame)
    half = image.resize(size=[side // 2 for side in image.size])
    boxes, _ = detector.detect(half)
    if boxes is None:
        return []
    faces = []
    for box in boxes:
        x1, y1, x2, y2 = (int(edge * 2) for edge in box)
        more_x, more_y = (x2 - x1) // 3, (y2 - y1) // 3
        rows = slice(max(y1 - more_y, 0), y2 + more_y)
        columns = slice(max(x1 - more_x, 0), x2 + more_x)
        faces.append(frame[rows, columns])
    return faces


def score(faces, classifier):
    """P(fake) of a video's faces, all in one batch. With one face the original fails, and so does this."""
    size = 4 * FRAMES
    batch = np.zeros((size, SIDE, SIDE, 3), dtype=np.uint8)
    n = 0
    for face in faces:
        prepared = centred(resized(face))
        if n + 1 < size:
            batch[n] = prepared
            n += 1
    own = next(classifier.parameters())  # says where and in what precision it runs
    x = torch.tensor(batch, device=own.device).float().permute(0, 3, 1, 2)
    for i in range(len(x)):
        x[i] = normalise(x[i] / 255.0)
    with torch.no_grad():
        probabilities = torch.sigmoid(classifier(x[:n].to(own.dtype)).squeeze())
        return float(confident(probabilities[:n].cpu().numpy()))


def resized(face):
    """The face with its longer side brought to the classifier's input."""
    height, width = face.shape[:2]
    if max(height, width) == SIDE:
        return face
    scale = SIDE / max(height, width)
    if width > height:
        width, height = SIDE, height * scale
    else:
        width, height = width * scale, SIDE
    way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    return cv2.resize(face, (int(width), int(height)), interpolation=way)


def centred(face):
    """The face in the middle of a black square."""
    height, width = face.shape[:2]
    square = np.zeros((SIDE, SIDE, 3), dtype=np.uint8)
    top, left = (SIDE - height) // 2, (SIDE - width) // 2
    square[top:top + height, left:left + width] = face
    return square


def confident(scores, threshold=0.8):
    """The mean of the scores above the threshold when there are many, of those near 0 when nearly all are, or of all."""
    fakes = scores > threshold
    if fakes.sum() > len(scores) // 2.5 and fakes.sum() > 11:
        return np.mean(scores[fakes])
    if (scores < 0.2).sum() > 0.9 * len(scores):
        return np.mean(scores[scores < 0.2])
    return np.mean(scores)
