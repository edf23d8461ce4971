import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { default as xxhash, type XXHash } from "xxhash-wasm";
import type { Digest } from "../domain/run_result.ts";

/** SHA-256 of a file, hex, read in pieces. */
export async function sha256File(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest("hex");
}

/** SHA-256 of bytes or of a text's UTF-8, hex. */
export function sha256Hex(data: Uint8Array | string): string {
  return createHash("sha256").update(data).digest("hex");
}

/** A digest that grows. */
export type GrowingDigest = XXHash<bigint>;

/** Makes fast digests (XXH64); `digester()` loads it once. */
export interface Digester {
  /** Grows with `update`. */
  start(): GrowingDigest;
  /** What a growing digest has come to: 16 hex digits. */
  hex(hash: GrowingDigest): Digest;
  /** Digest of all of `data`. */
  of(data: Uint8Array | string): Digest;
}

export async function digester(): Promise<Digester> {
  const { create64 } = await xxhash();
  const hex = (hash: GrowingDigest) => hash.digest().toString(16).padStart(16, "0") as Digest;
  return { start: () => create64(), hex, of: (data) => hex(create64().update(data)) };
}
