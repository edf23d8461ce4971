import { deepStrictEqual as equal, match, throws } from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openFileSource } from "../../../src/platform/files/file_source.ts";

function withFile(bytes: Uint8Array, use: (path: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "assay-"));
  const path = join(folder, "file");
  try {
    writeFileSync(path, bytes);
    use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

Deno.test("any part of a file can be read, in any order and of any size", () => {
  const bytes = Uint8Array.from({ length: 3_000_000 }, (_, i) => i * 31 >> 3);
  withFile(bytes, (path) => {
    const source = openFileSource(path);
    equal(source.byteLength, bytes.length);
    const parts = [[2_999_990, 10], [0, 3_000_000], [7, 0], [5, 100_000]] as const;
    for (const [offset, length] of parts) {
      equal(source.read(offset, length), bytes.subarray(offset, offset + length));
    }
    const beyond = [[-1, 2], [0, 3_000_001], [3_000_000, 1], [0, -1], [NaN, 1]] as const;
    for (const [offset, length] of beyond) {
      throws(() => source.read(offset, length), RangeError);
    }
    source.close();
    throws(() => source.read(0, 1), { code: "FILE_NOT_READ" });
  });
});

Deno.test("an empty file is a source of no bytes", () => {
  withFile(new Uint8Array(0), (path) => {
    const source = openFileSource(path);
    equal([source.byteLength, source.read(0, 0).length], [0, 0]);
    source.close();
  });
});

Deno.test("a file that is missing, a folder and a device are refused", () => {
  withFile(new Uint8Array(1), (path) => {
    for (const bad of [`${path}.not`, join(path, ".."), "/dev/null"]) {
      throws(() => openFileSource(bad), { code: "FILE_NOT_READ", exitCode: 3 });
    }
  });
});

Deno.test("a file truncated while it is read is an error", () => {
  withFile(new Uint8Array(100), (path) => {
    const source = openFileSource(path);
    truncateSync(path, 50);
    throws(() => source.read(40, 20), (error) => {
      match((error as Error).message, /was truncated/);
      return true;
    });
    source.close();
  });
});
