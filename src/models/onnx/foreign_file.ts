import type { ByteSource } from "../../base/bytes.ts";

/** A file that is something else than an ONNX model. */
export interface ForeignFile {
  /** What it is, as in "FILE is …". */
  readonly what: string;
  readonly remedy: string;
  /** Whether it stands for the file that was meant, so that nobody can use it. */
  readonly isPlaceholder: boolean;
}

interface KnownFormat extends ForeignFile {
  /** Tests the first bytes, and the last ones, where archives list their contents; one letter a byte. */
  readonly begins: (
    head: string,
    rest: { readonly tail: string; readonly size: number },
  ) => boolean;
}

const HEAD_BYTES = 512;
const TAIL_BYTES = 1 << 16;

const EXPORT = "export the whole network with torch.onnx.export";

/** The first operation of a pickle, with each protocol that has it. */
const PICKLE_STARTS = ["\x80\x02", "\x80\x03", "\x80\x04", "\x80\x05"];

const FORMATS: readonly KnownFormat[] = [
  {
    begins: (head) => head.startsWith("version https://git-lfs"),
    what: "a Git-LFS pointer, not the file itself",
    remedy: "Run `git lfs pull` in its repository, or download the file from its web page",
    isPlaceholder: true,
  },
  {
    begins: (head) =>
      /^(\xef\xbb\xbf)?\s*(<!--[^>]*-->\s*)?<(!doctype|html|head|\?xml)/i.test(head),
    what: "a web page, not a model",
    remedy: "Download the file itself: its address is that of the page's download link",
    isPlaceholder: true,
  },
  {
    begins: (head, { tail }) => isZip(head) && /\/code\/|constants\.pkl/.test(tail),
    what: "a TorchScript model",
    remedy: "Load it with torch.jit.load and export that with torch.onnx.export",
    isPlaceholder: false,
  },
  {
    begins: (head, { tail }) => isZip(head) && /data\.pkl/.test(tail),
    what: "a checkpoint of PyTorch: weights without a network",
    remedy: `Give it the ending .pt and import it with --family, or ${EXPORT}`,
    isPlaceholder: false,
  },
  {
    begins: (head) => isZip(head),
    what: "a zip archive",
    remedy: "Unpack it and import the .onnx file in it",
    isPlaceholder: false,
  },
  {
    begins: (head) => head.slice(4, 8) === "TFL3",
    what: "a TFLite model",
    remedy: "Convert it with `python -m tf2onnx.convert --tflite FILE --output model.onnx`",
    isPlaceholder: false,
  },
  {
    begins: (head) => head.slice(4, 8) === "ORTM",
    what: "a model in ONNX Runtime's .ort format",
    remedy: "Import the .onnx file that it was made from",
    isPlaceholder: false,
  },
  {
    begins: (head) => PICKLE_STARTS.includes(head.slice(0, 2)),
    what: "a Python pickle",
    remedy: `Give it the ending .pth and import it with --family, or ${EXPORT}`,
    isPlaceholder: false,
  },
  {
    begins: (head, { size }) => isSafetensors(head, size),
    what: "a safetensors file: weights without a network",
    remedy: `Give it the ending .safetensors and import it with --family, or ${EXPORT}`,
    isPlaceholder: false,
  },
  {
    begins: (head) => head.startsWith("\x89HDF\r\n\x1a\n"),
    what: "an HDF5 file of Keras",
    remedy: "Convert it with tf2onnx, or give it the ending .h5 and import it with --family",
    isPlaceholder: false,
  },
  {
    begins: (head) => head.startsWith("\x1f\x8b"),
    what: "compressed with gzip",
    remedy: "Unpack it first, with gunzip",
    isPlaceholder: false,
  },
  {
    begins: (head) => /^(\xef\xbb\xbf)?\s*[{[]\s*["{[\]}]/.test(head),
    what: "a JSON file",
    remedy: "Give the ONNX file itself; a card is given with --card",
    isPlaceholder: false,
  },
];

function isZip(head: string): boolean {
  return head.startsWith("PK\x03\x04") || head.startsWith("PK\x05\x06");
}

/** Tests for the header's length, 8 bytes, and then JSON. */
function isSafetensors(head: string, size: number): boolean {
  if (head.length < 10 || !/^\{\s*["}]/.test(head.slice(8))) return false;
  const bytes = Uint8Array.from(head.slice(0, 8), (letter) => letter.charCodeAt(0));
  const length = new DataView(bytes.buffer).getBigUint64(0, true);
  return length >= 2n && length <= BigInt(size - 8);
}

/** Recognises files that people have under the name of an ONNX model. @returns `null`: it is none of them */
export function foreignFile(source: ByteSource): ForeignFile | null {
  const { byteLength: size } = source;
  const head = latin1(source.read(0, Math.min(HEAD_BYTES, size)));
  const tailBytes = Math.min(TAIL_BYTES, size);
  const tail = isZip(head) ? latin1(source.read(size - tailBytes, tailBytes)) : "";
  return FORMATS.find(({ begins }) => begins(head, { tail, size })) ?? null;
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
