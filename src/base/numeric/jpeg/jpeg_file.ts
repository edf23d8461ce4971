import { HUFFMAN, ZIGZAG } from "./jpeg_tables.ts";
import { type HuffmanTable, huffmanTable } from "./jpeg_huffman.ts";

/** A component of a JPEG picture, such as Y. */
export interface JpegComponent {
  readonly id: number;
  /** Sampling factors, 1 to 4: samples per MCU are proportional to them. */
  readonly h: number;
  readonly v: number;
  /** Number of its quantisation table. */
  readonly table: number;
}

/** What the frame header of a JPEG picture says. */
export interface JpegFrame {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly progressive: boolean;
  readonly components: readonly JpegComponent[];
}

/** A scan: some coefficients of some components. */
export interface JpegScan {
  /** Places in the frame's list of components, with their Huffman tables. */
  readonly parts: readonly {
    readonly component: number;
    readonly dc: HuffmanTable | undefined;
    readonly ac: HuffmanTable | undefined;
  }[];
  /** First and last coefficient, in zigzag order. */
  readonly from: number;
  readonly to: number;
  /** Bits of precision before this scan, 0: none; and those that are left to later scans. */
  readonly high: number;
  readonly low: number;
  /** MCUs between restart markers; 0: there are none. */
  readonly restart: number;
  /** Where its entropy-coded data begin. */
  readonly start: number;
}

/** What was found in a JPEG file outside its entropy-coded data. */
export interface JpegFile {
  readonly frame: JpegFrame;
  readonly scans: readonly JpegScan[];
  /** Steps by table, in natural order, when the frame's first scan began. */
  readonly steps: readonly (Uint16Array | undefined)[];
  /** Whether the three components are red, green and blue, as libjpeg decides it. */
  readonly isRgb: boolean;
}

/** Tables that are in force at a place in the file. */
interface Tables {
  readonly steps: (Uint16Array | undefined)[];
  readonly dc: (HuffmanTable | undefined)[];
  readonly ac: (HuffmanTable | undefined)[];
}

type CodeTables = Pick<Tables, "dc" | "ac">;

/**
 * Codes of a sequential picture that states none, as frames of Motion JPEG do, by number: those of T.81's Annex K, as in
 * libjpeg-turbo's `std_huff_tables`.
 */
const USUAL_TABLES: CodeTables = {
  dc: [HUFFMAN.lumaDc, HUFFMAN.chromaDc].map(({ counts, symbols }) =>
    huffmanTable(counts, symbols)
  ),
  ac: [HUFFMAN.lumaAc, HUFFMAN.chromaAc].map(({ counts, symbols }) =>
    huffmanTable(counts, symbols)
  ),
};
const NO_TABLES: CodeTables = { dc: [], ac: [] };

/** Markers of frames that are decoded: baseline, extended and progressive, all with Huffman codes. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2]);
/** Markers of other frames: lossless, hierarchical, arithmetic codes. */
const OTHER_FRAMES = new Set([0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);
const MOST_SCANS = 500;

/**
 * Reads what the frame header of a JPEG file says; `null`: it has none of a kind that is decoded.
 * @throws RangeError when it is not a JPEG file, or is damaged
 */
export function readJpegFrame(bytes: Uint8Array): JpegFrame | null {
  for (const { marker, start, end } of jpegSegments(bytes)) {
    if (FRAMES.has(marker)) return readFrame(bytes.subarray(start, end), marker === 0xc2);
  }
  return null;
}

/**
 * Reads the headers of a JPEG file (ITU T.81). Of a file that ends early it gives what is there.
 * @throws RangeError when it is not one, has no scan, or is of a kind that is not decoded
 */
export function readJpegFile(bytes: Uint8Array): JpegFile {
  const tables: Tables = { steps: [], dc: [], ac: [] };
  const scans: JpegScan[] = [];
  let frame: JpegFrame | null = null, steps: JpegFile["steps"] = [];
  let restart = 0, jfif = false, adobe: number | null = null;
  for (const { marker, start, end } of jpegSegments(bytes)) {
    const segment = bytes.subarray(start, end);
    if (OTHER_FRAMES.has(marker)) throw new RangeError("this kind of JPEG is not decoded");
    if (FRAMES.has(marker)) {
      if (frame !== null) throw new RangeError("two frames in a JPEG file");
      frame = readFrame(segment, marker === 0xc2);
    } else if (marker === 0xda) {
      if (frame === null || scans.length >= MOST_SCANS) throw damaged();
      if (scans.length === 0) steps = [...tables.steps];
      scans.push({ ...readScan(segment, { frame, tables }), restart, start: end });
    } else if (marker === 0xdb) readSteps(segment, tables);
    else if (marker === 0xc4) readCodes(segment, tables);
    else if (marker === 0xdd && segment.length >= 2) restart = word(segment, 0);
    else if (marker === 0xe0 && startsWith(segment, "JFIF\0")) jfif = true;
    else if (marker === 0xee && startsWith(segment, "Adobe")) adobe = segment[11] ?? null;
  }
  if (frame === null || scans.length === 0) throw new RangeError("a JPEG file without a picture");
  return { frame, scans, steps, isRgb: isRgb(frame, { jfif, adobe }) };
}

/** As `default_decompress_parms` in libjpeg's jdapimin.c. */
function isRgb(
  { components }: JpegFrame,
  { jfif, adobe }: { readonly jfif: boolean; readonly adobe: number | null },
): boolean {
  if (jfif) return false;
  if (adobe !== null) return adobe === 0;
  return components.map(({ id }) => String.fromCharCode(id)).join("") === "RGB";
}

/** A segment of a JPEG file: its marker's second byte, and where its content is. */
export interface JpegSegment {
  readonly marker: number;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/**
 * Yields the segments; entropy-coded data between them are passed over. @throws RangeError when it is not a JPEG file
 */
export function* jpegSegments(bytes: Uint8Array): Generator<JpegSegment> {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw new RangeError("not a JPEG file");
  for (let at = 2; at < bytes.length - 1;) {
    const marker = bytes[at + 1]!;
    const isMarker = bytes[at] === 0xff && marker !== 0 && marker !== 0xff;
    if (!isMarker) at++;
    else if (marker === 0xd9) return;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else {
      if (at + 4 > bytes.length) return;
      const end = at + 2 + word(bytes, at + 2);
      if (end < at + 4 || end > bytes.length) return;
      yield { marker, start: at + 4, end };
      at = end;
    }
  }
}

function readFrame(segment: Uint8Array, progressive: boolean): JpegFrame {
  const count = segment[5] ?? 0;
  if (segment.length < 6 + 3 * count) throw damaged();
  if (segment[0] !== 8) throw new RangeError("a JPEG file whose samples are not of 8 bits");
  if (count !== 1 && count !== 3) throw new RangeError(`a JPEG file of ${count} components`);
  const components = Array.from({ length: count }, (_, i) => {
    const [id = 0, sampling = 0, table = 0] = segment.subarray(6 + 3 * i);
    return { id, h: sampling >> 4, v: sampling & 15, table };
  });
  const fine = ({ h, v, table }: JpegComponent) =>
    h >= 1 && h <= 4 && v >= 1 && v <= 4 && table < 4;
  const height = word(segment, 1), width = word(segment, 3);
  if (!components.every(fine) || width === 0 || height === 0) throw damaged();
  return { width, height, progressive, components };
}

function readScan(
  segment: Uint8Array,
  { frame, tables }: { readonly frame: JpegFrame; readonly tables: Tables },
): Omit<JpegScan, "restart" | "start"> {
  const count = segment[0] ?? 0;
  if (count < 1 || count > 4 || segment.length < 4 + 2 * count) throw damaged();
  const parts = Array.from({ length: count }, (_, i) => {
    const [id, codes = 0] = segment.subarray(1 + 2 * i);
    const component = frame.components.findIndex((other) => other.id === id);
    if (component === -1) throw damaged();
    const usual = frame.progressive ? NO_TABLES : USUAL_TABLES;
    const [dc, ac] = [codes >> 4, codes & 15];
    return { component, dc: tables.dc[dc] ?? usual.dc[dc], ac: tables.ac[ac] ?? usual.ac[ac] };
  });
  const [from = 0, to = 0, precision = 0] = segment.subarray(1 + 2 * count);
  if (!frame.progressive) return { parts, from: 0, to: 63, high: 0, low: 0 };
  const fine = from <= to && to < 64 && (from > 0 ? count === 1 : to === 0) &&
    (precision & 15) < 14;
  if (!fine) throw damaged();
  return { parts, from, to, high: precision >> 4, low: precision & 15 };
}

function readSteps(segment: Uint8Array, { steps }: Tables): void {
  for (let at = 0; at < segment.length;) {
    const wide = segment[at]! >> 4 !== 0, number = segment[at]! & 15;
    const length = wide ? 128 : 64;
    if (number > 3 || at + 1 + length > segment.length) throw damaged();
    const table = new Uint16Array(64);
    for (let k = 0; k < 64; k++) {
      table[ZIGZAG[k]!] = wide ? word(segment, at + 1 + 2 * k) : segment[at + 1 + k]!;
    }
    steps[number] = table;
    at += 1 + length;
  }
}

function readCodes(segment: Uint8Array, { dc, ac }: Tables): void {
  for (let at = 0; at + 17 <= segment.length;) {
    const kind = segment[at]! >> 4, number = segment[at]! & 15;
    const counts = segment.subarray(at + 1, at + 17);
    const end = at + 17 + counts.reduce((sum, count) => sum + count, 0);
    if (kind > 1 || number > 3 || end > segment.length) throw damaged();
    (kind === 0 ? dc : ac)[number] = huffmanTable(counts, segment.slice(at + 17, end));
    at = end;
  }
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return [...text].every((letter, i) => bytes[i] === letter.charCodeAt(0));
}

function word(bytes: Uint8Array, at: number): number {
  return bytes[at]! << 8 | bytes[at + 1]!;
}

function damaged(): RangeError {
  return new RangeError("a damaged JPEG file");
}
