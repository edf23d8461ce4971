import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import xxhash from "xxhash-wasm";
import { digester, sha256File, sha256Hex } from "../../../src/platform/files/hash.ts";
import { inTemporaryFolder } from "../ffmpeg/made_video.ts";

/** Lengths around those at which data are cut. */
const lengths = fc.oneof(
  fc.integer({ min: 0, max: 300 }),
  fc.integer({ min: -2, max: 2 }).chain((more) =>
    fc.integer({ min: 1, max: 4 }).map((times) => times * 65536 + more)
  ),
);

function bytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 7) ^ (i >> 8));
}

Deno.test("a digest is XXH64, of text and of bytes", async () => {
  const digests = await digester();
  assert.equal(digests.of(""), "ef46db3751d8e999");
  assert.equal(digests.of("abc"), "44bc2cf5ad770999");
  assert.equal(digests.of(new TextEncoder().encode("abc")), "44bc2cf5ad770999");
});

Deno.test("a digest does not depend on how the data are split", async () => {
  const digests = await digester();
  const { h64Raw } = await xxhash();
  const property = fc.property(fc.array(lengths, { maxLength: 3 }), (cuts) => {
    const growing = digests.start();
    for (const length of cuts) growing.update(bytes(length));
    const whole = new Uint8Array(cuts.flatMap((length) => [...bytes(length)]));
    const expected = h64Raw(whole).toString(16).padStart(16, "0");
    assert.deepEqual([digests.hex(growing), digests.of(whole)], [expected, expected]);
  });
  fc.assert(property, { numRuns: 30 });
});

Deno.test("a file's hash equals that of its bytes, whatever its size", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "file");
    for (const length of [0, 1, 65537, (1 << 20) - 1, 1 << 20, (1 << 20) + 1]) {
      const data = bytes(length);
      writeFileSync(path, data);
      assert.equal(await sha256File(path), sha256Hex(data));
    }
    await assert.rejects(sha256File(join(folder, "none")));
  }));
