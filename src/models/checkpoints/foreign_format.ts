/** Formats that are taken for weights, by how they begin, and what to do with them. */
const FORMATS: readonly (readonly [start: RegExp, what: string])[] = [
  [
    /^version https:\/\/git-lfs/,
    "a Git LFS pointer, in whose folder `git lfs pull` fetches the file",
  ],
  [/^\s*<(!doctype|html|\?xml)/i, "a web page, as a link to a file's page gives"],
  [
    /^\x89HDF\r\n/,
    "an HDF5 file, as Keras writes, which only --family meso4 and mesoinception4 take",
  ],
  [/^....(TFL3|TFLM)/s, "a TensorFlow Lite file, whose source model can be exported to ONNX"],
  [/^....ORTM/s, "an ORT file, whose ONNX file can be imported instead"],
  [
    /^\x08[\x01-\x20][\x12\x1a\x3a\x42]/,
    "an ONNX file, which is imported under a name that ends in .onnx",
  ],
  [/^\x1f\x8b/, "a gzip archive, which is to be unpacked first"],
  [/^7z\xbc\xaf|^Rar!/, "an archive, which is to be unpacked first"],
  [/^GGUF/, "a GGUF file of a language model"],
];

/** Names the format of a file that is no checkpoint, by its first bytes; `null`: not known. */
export function foreignFormat(head: Uint8Array): string | null {
  const text = String.fromCharCode(...head);
  return FORMATS.find(([start]) => start.test(text))?.[1] ?? null;
}
