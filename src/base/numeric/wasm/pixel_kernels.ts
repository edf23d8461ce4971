import { PIXEL_KERNELS } from "./pixel_kernels_module.ts";

/**
 * Kernels in WebAssembly with 128-bit vectors, built from the AssemblyScript files in `wasm/`, which document
 * them. Numbers called pointers are byte offsets into `memory`.
 */
export interface PixelKernels {
  readonly memory: WebAssembly.Memory;
  areaMeans(
    sums: number,
    imageWidth: number,
    top: number,
    left: number,
    height: number,
    width: number,
    bins: number,
    target: number,
    outHeight: number,
    outWidth: number,
    centre: number,
    factor: number,
  ): void;
  integrateRow(pixels: number, sums: number, y: number, width: number): void;
  areaLine(
    row: number,
    line: number,
    outputs: number,
    first: number,
    begin: number,
    weights: number,
  ): void;
  addLine(sums: number, line: number, values: number, weight: number, begins: number): void;
  roundRow(target: number, sums: number, values: number): void;
  reachingCells(
    map: number,
    height: number,
    width: number,
    least: number,
    stride: number,
    window: number,
    scale: number,
    target: number,
  ): number;
  squareRows(rows: number, count: number, edge: number, target: number): void;
  rankRows(rows: number, stride: number, count: number, order: number, keys: number): void;
  suppressRows(
    rows: number,
    stride: number,
    count: number,
    order: number,
    threshold: number,
    edge: number,
    ofSmaller: boolean,
    columns: number,
  ): number;
  cubicLine(line: number, inputs: number, weights: number, outputs: number): void;
  cubicRow(
    target: number,
    values: number,
    a: number,
    b: number,
    c: number,
    d: number,
    u: number,
    v: number,
    w: number,
    z: number,
  ): void;
  normalise(
    source: number,
    pixels: number,
    target: number,
    vectors: number,
    scale: number,
    divides: boolean,
    apart: number,
    step: number,
  ): void;
  jpegCoefficients(
    pixels: number,
    width: number,
    height: number,
    target: number,
    scratch: number,
    tables: number,
  ): void;
  jpegScan(
    coefficients: number,
    squares: number,
    steps: number,
    codes: number,
    levels: number,
    target: number,
    most: number,
  ): number;
  halveRow(source: number, target: number, even: number, odd: number, width: number): void;
  halveRows(target: number, length: number, ring: number, stride: number, first: number): void;
  weighRow(
    source: number,
    target: number,
    begin: number,
    end: number,
    first: number,
    count: number,
    weights: number,
    most: number,
  ): void;
  weighRows(
    target: number,
    length: number,
    ring: number,
    stride: number,
    first: number,
    count: number,
    weights: number,
  ): void;
}

const MODULE = new WebAssembly.Module(
  Uint8Array.from(atob(PIXEL_KERNELS), (character) => character.charCodeAt(0)),
);

/** Creates the kernels with their own memory. */
export function pixelKernels(): PixelKernels {
  return new WebAssembly.Instance(MODULE).exports as unknown as PixelKernels;
}

/** Bytes of one page of a WebAssembly memory. */
const PAGE = 65536;

/** Bytes after each buffer that vectors may read or write beyond its end. */
const SPARE = 64;

/**
 * Allocates buffers of the given sizes, in bytes, one after another from the start of the memory, aligned to
 * 16. If the memory has to grow, earlier views of it are detached.
 * @throws RangeError "memory allocation failed" when the system has no memory left
 */
export function placesIn<Name extends string>(
  memory: WebAssembly.Memory,
  bytes: Readonly<Record<Name, number>>,
): Readonly<Record<Name, number>> {
  const places = {} as Record<Name, number>;
  let end = 16; // the start is reserved for the kernels' own data
  for (const name in bytes) {
    places[name] = end;
    end = (end + bytes[name] + SPARE + 15) & ~15;
  }
  const missing = end - memory.buffer.byteLength;
  if (missing > 0) growMemory(memory, Math.ceil(missing / PAGE));
  return places;
}

/** Grows a memory. @throws RangeError with the message of a failed array allocation in JavaScript */
function growMemory(memory: WebAssembly.Memory, pages: number): void {
  try {
    memory.grow(pages);
  } catch (cause) {
    throw new RangeError("memory allocation failed: the pixel kernels got no more", { cause });
  }
}
