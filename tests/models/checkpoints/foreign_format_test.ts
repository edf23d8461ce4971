import { match } from "node:assert/strict";
import { failure } from "./failure.ts";
import { torchZipFiles } from "./torch_text.ts";
import { zipText } from "./zip_text.ts";

/** Files that are taken for weights, and what is said. */
const FILES: Readonly<Record<string, readonly [file: string, says: RegExp]>> = {
  "a Git LFS pointer": [
    "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
    /a Git LFS pointer\. Run `git lfs pull`/,
  ],
  "a web page": ["\n<!DOCTYPE html><html>", /a web page/],
  "an HDF5 file": ["\x89HDF\r\n\x1a\n", /an HDF5 file, as Keras writes/],
  "a TensorFlow Lite file": ["\x1c\0\0\0TFL3", /TensorFlow Lite file\. Convert it/],
  "an ORT file": ["\x1c\0\0\0ORTM", /an ORT file\. Import the \.onnx file/],
  "an ONNX file": ["\x08\x08\x12\x07pytorch", /an ONNX file/],
  "a gzip archive": ["\x1f\x8b\x08", /gzip/],
};

for (const [what, [file, says]] of Object.entries(FILES)) {
  Deno.test(`${what} is named as such`, () => {
    match(failure(file).message, says);
    match(failure(file).message, /neither a PyTorch nor a safetensors file but/);
  });
}

Deno.test("TorchScript is named as such, with how its weights are saved", () => {
  const files = [...torchZipFiles(), { name: "archive/constants.pkl", content: "\x80\x02)." }];
  const { code, message } = failure(zipText(files));
  match(`${code} ${message}`, /^CHECKPOINT_TORCHSCRIPT file\.pth is TorchScript/);
  match(
    message,
    /torch\.save\(torch\.jit\.load\("file\.pth", map_location="cpu"\)\.state_dict\(\)/,
  );
});
