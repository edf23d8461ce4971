import { equal, match } from "node:assert/strict";
import fc from "fast-check";
import { memorySource } from "../../../src/base/bytes.ts";
import { AssayError } from "../../../src/records/errors.ts";
import { foreignFile } from "../../../src/models/onnx/foreign_file.ts";
import { readOnnxModel } from "../../../src/models/onnx/onnx_file.ts";
import { bytesOf } from "../checkpoints/byte_text.ts";
import { zipText } from "../checkpoints/zip_text.ts";
import { madeExport } from "./made_export.ts";

const zip = (...names: string[]) => zipText(names.map((name) => ({ name, content: "x" })));
const length = (text: string) => String.fromCharCode(text.length, 0, 0, 0, 0, 0, 0, 0);
const HEADER = '{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';

const FILES: readonly [what: string, text: string, says: RegExp][] = [
  [
    "a Git-LFS pointer",
    "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
    /Git-LFS pointer.*git lfs pull/,
  ],
  ["a web page", "<!DOCTYPE html>\n<html>", /web page.*download link/],
  ["a web page in small letters", "\n  <html lang=en>", /web page/],
  ["an error of a store", '<?xml version="1.0"?><Error/>', /web page/],
  [
    "TorchScript",
    zip("m/data.pkl", "m/code/__torch__.py", "m/constants.pkl"),
    /TorchScript.*torch\.jit\.load/,
  ],
  ["a checkpoint", zip("archive/data.pkl", "archive/data/0"), /checkpoint of PyTorch.*--family/],
  ["another archive", zip("model.onnx"), /zip archive.*Unpack/],
  ["TFLite", "\x1c\0\0\0TFL3\0\0\0\0", /TFLite.*tf2onnx/],
  [
    "ONNX Runtime's own format",
    "\x1c\0\0\0ORTM\0\0\0\0",
    /\.ort.*\.onnx file that it was made from/,
  ],
  ["a pickle", "\x80\x02}q\0.", /Python pickle.*\.pth/],
  ["safetensors", `${length(HEADER)}${HEADER}\0\0\0\0`, /safetensors.*--family/],
  ["HDF5", "\x89HDF\r\n\x1a\n\0\0", /Keras/],
  ["gzip", "\x1f\x8b\x08\0\0", /gzip/],
  ["JSON", '\n{ "name": "x" }', /JSON/],
];

for (const [what, text, says] of FILES) {
  Deno.test(`a file that is no ONNX model is told by name, with what to do: ${what}`, () => {
    const source = memorySource(bytesOf(text));
    let error: unknown = null;
    try {
      readOnnxModel(source, "mine.onnx");
    } catch (thrown) {
      error = thrown;
    }
    equal(error instanceof AssayError && error.code, "ONNX_BROKEN");
    match((error as AssayError).message, says);
    match((error as AssayError).message, /^mine\.onnx is /);
  });
}

Deno.test("an ONNX model is never taken for something else", () => {
  equal(foreignFile(memorySource(madeExport())), null);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (rest) => {
    // the first field of a model is the version of the format, or another number, or a text
    for (const start of [[8, 7], [0x12, 4, 116, 111, 114, 99], [0x42, 2], [0x3a, 100]]) {
      const bytes = Uint8Array.from([...start, ...rest]);
      if (String.fromCharCode(...bytes.subarray(4, 8)) === "TFL3") continue;
      equal(foreignFile(memorySource(bytes)), null);
    }
  }));
});

Deno.test("files of any bytes are read without a crash", () =>
  fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
    foreignFile(memorySource(bytes));
  })));
