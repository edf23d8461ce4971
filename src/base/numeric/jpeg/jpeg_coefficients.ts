import type { JpegFile, JpegFrame, JpegScan } from "./jpeg_file.ts";
import { type HuffmanTable, JpegBits } from "./jpeg_huffman.ts";
import { ZIGZAG } from "./jpeg_tables.ts";
import { largest } from "../extremes.ts";

/** The coefficients of a component. */
export interface JpegPlane {
  /** Blocks in a row, and rows of them, padded to whole MCUs. */
  readonly blocksAcross: number;
  readonly blocksDown: number;
  /** Size in samples, without padding. */
  readonly width: number;
  readonly height: number;
  /** 64 of each block, in natural order, blocks row by row. */
  readonly coefficients: Int16Array;
}

type BlockReader = (coefficients: Int16Array, at: number, part: ScanPart) => void;

interface ScanPart {
  readonly dc: HuffmanTable;
  readonly ac: HuffmanTable;
  /** DC of the block before. */
  previous: number;
}

const NO_CODES: HuffmanTable = {
  short: new Uint16Array(256),
  largest: new Int32Array(18).fill(-1),
  offset: new Int32Array(18),
  symbols: new Uint8Array(),
};

/** Decodes the entropy-coded data of all scans, as T.81 annexes F and G. Missing data leave zeros. */
export function readCoefficients(bytes: Uint8Array, { frame, scans }: JpegFile): JpegPlane[] {
  const planes = makePlanes(frame);
  for (const scan of scans) {
    const bits = new JpegBits(bytes, scan.start);
    readScan(scan, { bits, frame, planes });
  }
  return planes;
}

function makePlanes({ width, height, components }: JpegFrame): JpegPlane[] {
  const mostH = largest(components.map(({ h }) => h));
  const mostV = largest(components.map(({ v }) => v));
  const across = Math.ceil(width / (8 * mostH)), down = Math.ceil(height / (8 * mostV));
  return components.map(({ h, v }) => ({
    blocksAcross: across * h,
    blocksDown: down * v,
    width: Math.ceil(width * h / mostH),
    height: Math.ceil(height * v / mostV),
    coefficients: new Int16Array(across * h * down * v * 64),
  }));
}

interface ScanTarget {
  readonly bits: JpegBits;
  readonly frame: JpegFrame;
  readonly planes: readonly JpegPlane[];
}

function readScan(scan: JpegScan, { bits, frame, planes }: ScanTarget): void {
  const reader = blockReader(scan, { bits, progressive: frame.progressive });
  const parts = scan.parts.map(({ component, dc = NO_CODES, ac = NO_CODES }) => ({
    ...{ dc, ac, previous: 0, plane: planes[component]! },
    ...frame.components[component]!,
  }));
  const [only] = parts;
  const isAlone = parts.length === 1;
  const across = isAlone ? Math.ceil(only!.plane.width / 8) : only!.plane.blocksAcross / only!.h;
  const down = isAlone ? Math.ceil(only!.plane.height / 8) : only!.plane.blocksDown / only!.v;
  for (let mcu = 0; mcu < across * down; mcu++) {
    if (scan.restart > 0 && mcu > 0 && mcu % scan.restart === 0) {
      bits.restart();
      reader.restart();
      for (const part of parts) part.previous = 0;
    }
    if (bits.isSpent) {
      if (scan.restart === 0) return;
      continue;
    }
    const column = mcu % across, row = (mcu - column) / across;
    for (const part of parts) {
      const { plane } = part;
      const h = isAlone ? 1 : part.h, v = isAlone ? 1 : part.v;
      for (let y = 0; y < v; y++) {
        for (let x = 0; x < h; x++) {
          const block = (row * v + y) * plane.blocksAcross + column * h + x;
          reader.read(plane.coefficients, block * 64, part);
        }
      }
    }
  }
}

function blockReader(
  scan: JpegScan,
  { bits, progressive }: { readonly bits: JpegBits; readonly progressive: boolean },
): { readonly read: BlockReader; restart(): void } {
  const noRestart = () => {};
  if (!progressive) return { read: baselineReader(bits), restart: noRestart };
  if (scan.from > 0) return scan.high === 0 ? firstAc(bits, scan) : laterAc(bits, scan);
  const { low } = scan;
  if (scan.high > 0) {
    return { read: (to, at) => void (to[at]! |= bits.read(1) << low), restart: noRestart };
  }
  const read: BlockReader = (to, at, part) => {
    part.previous += bits.readSigned(bits.readSymbol(part.dc) & 15);
    to[at] = part.previous << low;
  };
  return { read, restart: noRestart };
}

function baselineReader(bits: JpegBits): BlockReader {
  return (to, at, part) => {
    part.previous += bits.readSigned(bits.readSymbol(part.dc) & 15);
    to[at] = part.previous;
    for (let k = 1; k < 64; k++) {
      const symbol = bits.readSymbol(part.ac), category = symbol & 15;
      if (category === 0) {
        if (symbol !== 0xf0) return;
        k += 15;
        continue;
      }
      k += symbol >> 4;
      const value = bits.readSigned(category);
      if (k < 64) to[at + ZIGZAG[k]!] = value;
    }
  };
}

/** First scan of a band of AC coefficients. */
function firstAc(bits: JpegBits, { from, to: last, low }: JpegScan) {
  let empty = 0;
  const read: BlockReader = (to, at, part) => {
    if (empty > 0) {
      empty--;
      return;
    }
    for (let k = from; k <= last; k++) {
      const symbol = bits.readSymbol(part.ac), run = symbol >> 4, category = symbol & 15;
      if (category === 0 && run < 15) {
        empty = (1 << run) - 1 + bits.read(run);
        return;
      }
      k += run;
      if (category === 0) continue;
      const value = bits.readSigned(category);
      if (k < 64) to[at + ZIGZAG[k]!] = value << low;
    }
  };
  return { read, restart: () => void (empty = 0) };
}

/** Later scan of a band of AC coefficients: one more bit of those that are not zero, and new ones. */
function laterAc(bits: JpegBits, { from, to: last, low }: JpegScan) {
  const one = 1 << low;
  let empty = 0;
  const refine = (to: Int16Array, place: number) => {
    const known = to[place]!;
    if (bits.read(1) === 1 && (Math.abs(known) & one) === 0) {
      to[place] = known + (known >= 0 ? one : -one);
    }
  };
  const read: BlockReader = (to, at, part) => {
    let k = from;
    for (; empty === 0 && k <= last; k++) {
      const symbol = bits.readSymbol(part.ac), category = symbol & 15;
      let zeros = symbol >> 4, value = 0;
      if (category !== 0) value = bits.read(1) === 1 ? one : -one;
      else if (zeros < 15) {
        empty = (1 << zeros) + bits.read(zeros);
        break;
      }
      for (; k <= last; k++) {
        const place = at + ZIGZAG[k]!;
        if (to[place] !== 0) refine(to, place);
        else if (--zeros < 0) break;
      }
      if (value !== 0 && k <= last) to[at + ZIGZAG[k]!] = value;
    }
    if (empty === 0) return;
    for (; k <= last; k++) {
      const place = at + ZIGZAG[k]!;
      if (to[place] !== 0) refine(to, place);
    }
    empty--;
  };
  return { read, restart: () => void (empty = 0) };
}
