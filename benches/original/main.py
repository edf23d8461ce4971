"""python3 benches/original/main.py --weights DIR VIDEO...

Prints a line of JSON for each video as it ends, then one with the peak of resident memory. DIR has mtcnn.safetensors and
classifier.onnx; `deno run -A benches/original.ts` writes it.
"""

import argparse
import json
import os
import resource
import time
from concurrent.futures import ThreadPoolExecutor

PACKAGES = "python3-torch python3-torchvision python3-opencv python3-pil python3-numpy python3-onnx"


def main():
    parser = argparse.ArgumentParser(description="The original pipeline, on a GPU or not")
    parser.add_argument("--weights", required=True, metavar="DIR")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="of PyTorch on the CPU")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--half", action="store_true", help="the classifier in float16")
    parser.add_argument(
        "--workers", type=int, default=1, metavar="N", help="videos at a time, in threads; published: 6"
    )
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
    tensors = read_safetensors(os.path.join(options.weights, "mtcnn.safetensors"))
    detector = Mtcnn(tensors, options.device)
    classifier = load_classifier(*read_onnx(os.path.join(options.weights, "classifier.onnx")))
    classifier = classifier.to(options.device)
    if options.half:
        classifier = classifier.half()
    begin = time.monotonic()

    def measured(video):
        start = time.monotonic()
        probability, faces, failed = predict(video, detector, classifier)
        end = time.monotonic()
        line = {
            "filename": video,
            "score": probability,
            "faces": faces,
            "failed": failed,
            "seconds": round(end - start, 3),
            "ended": round(end - begin, 3),
        }
        print(json.dumps(line) + "\n", end="", flush=True)  # in one piece, whatever other threads print

    if options.workers == 1:
        for video in options.videos:
            measured(video)
    else:
        with ThreadPoolExecutor(max_workers=options.workers) as pool:
            list(pool.map(measured, options.videos))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"peakBytes": peak, "torch": torch.__version__}), flush=True)


main()
