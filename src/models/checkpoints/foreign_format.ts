/** A format that is taken for weights. */
interface ForeignFormat {
  /** What the file is, and what to do with it. */
  readonly what: string;
  /** Tells the format by the file's first bytes, a letter each. */
  readonly isStart: (head: string) => boolean;
}

const FORMATS: readonly ForeignFormat[] = [
  {
    what: "a Git LFS pointer, in whose folder `git lfs pull` fetches the file",
    isStart: (head) => head.startsWith("version https://git-lfs"),
  },
  {
    what: "a web page, as a link to a file's page gives",
    isStart: (head) => /^\s*<(!doctype|html|\?xml)/i.test(head),
  },
  {
    what: "an HDF5 file, as Keras writes, which only --family meso4 and mesoinception4 take",
    isStart: (head) => head.startsWith("\x89HDF\r\n"),
  },
  {
    what: "a TensorFlow Lite file, whose source model can be exported to ONNX",
    isStart: (head) => head.startsWith("TFL3", 4),
  },
  {
    what: "an ORT file, whose ONNX file can be imported instead",
    isStart: (head) => head.startsWith("ORTM", 4),
  },
  {
    what: "an ONNX file, which is imported under a name that ends in .onnx",
    isStart: isOnnx,
  },
  {
    what: "a gzip archive, which is to be unpacked first",
    isStart: (head) => head.startsWith("\x1f\x8b"),
  },
  { what: "a GGUF file of a language model", isStart: (head) => head.startsWith("GGUF") },
];

/** Tells an ONNX file by its IR version, a field of one byte, and the tag of what follows: producer, domain or graph. */
function isOnnx(head: string): boolean {
  return head.startsWith("\b") && head.charCodeAt(1) < 32 && "\x12\x1a:B".includes(head[2] ?? " ");
}

/** Names the format of a file that is no checkpoint, by its first bytes; `null`: not known. */
export function foreignFormat(head: Uint8Array): string | null {
  const text = Array.from(head, (byte) => String.fromCharCode(byte)).join("");
  return FORMATS.find(({ isStart }) => isStart(text))?.what ?? null;
}
