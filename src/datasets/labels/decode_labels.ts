/** The text of a file of labels. */
export interface LabelText {
  readonly text: string;
  /** What was assumed about its encoding, a sentence; `null`: nothing that a reader needs to know. */
  readonly note: string | null;
}

/** Bytes at the start of a file that show its encoding. */
const MARKS = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: "utf-8" },
  { bytes: [0xff, 0xfe], encoding: "utf-16le" },
  { bytes: [0xfe, 0xff], encoding: "utf-16be" },
] as const;

/** How many bytes are looked at for zeros. */
const SAMPLE = 1000;

/**
 * Decodes a file of labels: UTF-8 or UTF-16, with or without a byte order mark; what is neither is read as Latin-1,
 * which spreadsheets write. A byte order mark is not part of the text.
 * @param name as the note calls the file
 */
export function decodeLabels(bytes: Uint8Array, name: string): LabelText {
  const encoding = MARKS.find((mark) => mark.bytes.every((byte, i) => bytes[i] === byte))
    ?.encoding ?? wideEncoding(bytes) ?? "utf-8";
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), note: null };
  } catch {
    const text = new TextDecoder("windows-1252").decode(bytes);
    return { text, note: `${name} is not UTF-8 and was read as Latin-1.` };
  }
}

/** UTF-16 without a mark: the text begins with ASCII, so that most of every second byte is zero. */
function wideEncoding(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const sample = bytes.subarray(0, SAMPLE);
  const zeros = [0, 0]; // at even and at odd places
  sample.forEach((byte, i) => byte === 0 ? zeros[i % 2]! += 1 : 0);
  const [even, odd] = zeros as [number, number];
  if (Math.max(even, odd) * 4 <= sample.length) return null;
  return odd > even ? "utf-16le" : "utf-16be";
}
