import { createHash } from "node:crypto";
import xxhash from "xxhash-wasm";
import type { Digest } from "../../records/run_result.ts";
import { requireRegularFile } from "./regular_file.ts";

/** Bytes of a file that are in memory at a time. */
const PIECE = 1 << 20;

/**
 * Computes the SHA-256 of a file, hex, read in pieces.
 * @throws AssayError NOT_A_FILE (exit 3) when it is not a regular file; the system's error when it is missing
 */
export async function sha256File(path: string): Promise<string> {
  await requireRegularFile(path);
  const hash = createHash("sha256");
  const file = await Deno.open(path);
  try {
    const piece = new Uint8Array(PIECE);
    for (let bytes; (bytes = await file.read(piece)) !== null;) {
      hash.update(piece.subarray(0, bytes));
    }
  } finally {
    file.close();
  }
  return hash.digest("hex");
}

/** Computes the SHA-256 of bytes or of a text's UTF-8, hex. */
export function sha256Hex(data: Uint8Array | string): string {
  return createHash("sha256").update(data).digest("hex");
}

/** An incremental XXH64. */
export interface GrowingDigest {
  update(data: Uint8Array | string): GrowingDigest;
  digest(): bigint;
}

/** Bytes copied into the hash's memory at a time: few enough to stay in the processor's cache. */
const PORTION = 1 << 16;

/** Computes XXH64 digests; `digester()` loads the module once. */
export interface Digester {
  /** Starts an incremental digest. */
  start(): GrowingDigest;
  /** Returns the value of an incremental digest: 16 hex digits. */
  hex(hash: GrowingDigest): Digest;
  /** Computes the digest of all of `data`. */
  of(data: Uint8Array | string): Digest;
}

export async function digester(): Promise<Digester> {
  const { create64 } = await xxhash();
  function start(): GrowingDigest {
    const hash = create64();
    const growing: GrowingDigest = {
      update(data) {
        if (typeof data === "string" || data.length <= PORTION) hash.update(data);
        else for (const portion of portions(data)) hash.update(portion);
        return growing;
      },
      digest: () => hash.digest(),
    };
    return growing;
  }
  const hex = (hash: GrowingDigest) => hash.digest().toString(16).padStart(16, "0") as Digest;
  return { start, hex, of: (data) => hex(start().update(data)) };
}

function* portions(data: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < data.length; from += PORTION) {
    yield data.subarray(from, from + PORTION);
  }
}
