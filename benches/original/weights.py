"""Reads the networks' weights: safetensors for MTCNN, the classifier's ONNX file for the EfficientNet."""

import json
import struct

import numpy as np
import torch


def read_safetensors(path):
    """The float32 tensors of a safetensors file, by name."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = np.frombuffer(data[begin:end], dtype="<f4").reshape(entry["shape"])
        tensors[name] = torch.from_numpy(values.copy())
    return tensors


def read_onnx(path):
    """An ONNX file's constants by name, and the graph's name."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(path).graph
    tensors = {c.name: torch.from_numpy(numpy_helper.to_array(c).copy()) for c in graph.initializer}
    return tensors, graph.name
