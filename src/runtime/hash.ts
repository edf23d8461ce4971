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

/** Makes fast digests (XXH64); load it once with `digester()`. */
export interface Digester {
  /** A digest that grows with `update`; 16 hex digits at the end. */
  start(): XXHash<bigint>;
  /** Digest of all of `data`. */
  of(data: Uint8Array | string): Digest;
}

export async function digester(): Promise<Digester> {
  const { create64 } = await xxhash();
  return {
    start: () => create64(),
    of: (data) => hex(create64().update(data)),
  };
}

/** The 16 hex digits of a growing digest. */
export function hex(hash: XXHash<bigint>): Digest {
  return hash.digest().toString(16).padStart(16, "0") as Digest;
}
