"""python3 benches/original/main.py --weights DIR VIDEO...

Prints a line of JSON for each video, then one with the peak of resident memory. DIR has mtcnn.safetensors and
classifier.onnx; `deno run -A benches/original.ts` writes it.
"""

import argparse
import json
import os
import resource
import time

PACKAGES = "python3-torch python3-torchvision python3-opencv python3-pil python3-numpy python3-onnx"


def main():
    parser = argparse.ArgumentParser(description="The original pipeline, one video after the other")
    parser.add_argument("--weights", required=True, metavar="DIR")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("videos", nargs="+", metavar="VIDEO")
    options = parser.parse_args()
    try:
        import torch

        from efficientnet import load_classifier
        from mtcnn import Mtcnn
        from pipeline import predict
        from weights import read_onnx, read_safetensors
    except ModuleNotFoundError as error:
        raise SystemExit(
            f"{error}. On Debian: apt-get install --no-install-recommends {PACKAGES}; "
            "then run with /usr/bin/python3"
        )

    torch.set_num_threads(options.threads)
    detector = Mtcnn(read_safetensors(os.path.join(options.weights, "mtcnn.safetensors")))
    classifier = load_classifier(*read_onnx(os.path.join(options.weights, "classifier.onnx")))
    for video in options.videos:
        start = time.monotonic()
        probability, faces = predict(video, detector, classifier)
        line = {
            "filename": video,
            "score": probability,
            "faces": faces,
            "seconds": round(time.monotonic() - start, 3),
        }
        print(json.dumps(line), flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"peakBytes": peak, "torch": torch.__version__}), flush=True)


main()
