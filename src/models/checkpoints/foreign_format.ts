/** A format that is taken for weights. */
interface ForeignFormat {
  /** What the file is. */
  readonly what: string;
  /** What to do with it. */
  readonly remedy: string;
  /** Tells the format by the file's first bytes, a letter each. */
  readonly isStart: (head: string) => boolean;
}

const FORMATS: readonly ForeignFormat[] = [
  {
    what: "a Git LFS pointer",
    remedy: "Run `git lfs pull` in its folder, or download the file from its web page",
    isStart: (head) => head.startsWith("version https://git-lfs"),
  },
  {
    what: "a web page",
    remedy: "Download the file itself: its address is that of the page's download link",
    isStart: (head) => /^\s*<(!doctype|html|\?xml)/i.test(head),
  },
  {
    what: "an HDF5 file, as Keras writes",
    remedy: "Give --family meso4 or --family mesoinception4; export other networks to ONNX",
    isStart: (head) => head.startsWith("\x89HDF\r\n"),
  },
  {
    what: "a TensorFlow Lite file",
    remedy: "Convert it with `python -m tf2onnx.convert --tflite FILE --output model.onnx`",
    isStart: (head) => head.startsWith("TFL3", 4),
  },
  {
    what: "an ORT file",
    remedy: "Import the .onnx file that it was made from",
    isStart: (head) => head.startsWith("ORTM", 4),
  },
  {
    what: "an ONNX file",
    remedy: "Give it a name that ends in .onnx",
    isStart: isOnnx,
  },
  {
    what: "a gzip archive",
    remedy: "Unpack it first, with gunzip",
    isStart: (head) => head.startsWith("\x1f\x8b"),
  },
  {
    what: "a GGUF file of a language model",
    remedy: "Give the weights of an image classifier",
    isStart: (head) => head.startsWith("GGUF"),
  },
];

/** Bytes that tell a format. `TextDecoder` knows no encoding with a letter for each byte. */
const HEAD_BYTES = 256;

/** Tells an ONNX file by its IR version, a field of one byte, and the tag of what follows: producer, domain or graph. */
function isOnnx(head: string): boolean {
  return head.startsWith("\b") && head.charCodeAt(1) < 32 && "\x12\x1a:B".includes(head[2] ?? " ");
}

/** Recognises the format of a file that is no checkpoint by its first bytes; `null`: not known. */
export function foreignFormat(head: Uint8Array): Omit<ForeignFormat, "isStart"> | null {
  const bytes = head.subarray(0, HEAD_BYTES);
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return FORMATS.find(({ isStart }) => isStart(text)) ?? null;
}
