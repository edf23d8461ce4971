import { deepEqual as same, ok, throws } from "node:assert/strict";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { memorySource } from "../../../src/base/bytes.ts";
import { readZip } from "../../../src/platform/archives/read_zip.ts";
import { listed, requireInsideBytes } from "./listed.ts";
import { bytesOf, joinParts, madeZip, type PackedFile } from "./made_archives.ts";

function read(bytes: Uint8Array) {
  return listed(readZip(memorySource(bytes)), bytes);
}

function refused(files: readonly PackedFile[], message: RegExp): void {
  throws(
    () => read(madeZip(files)),
    (error) => error instanceof RangeError && message.test(error.message),
  );
}

const FILES: readonly PackedFile[] = [
  { name: "set/" },
  { name: "set/metadata.json", content: "{}", deflated: true },
  { name: "set/a.mp4", content: "aaa" },
  { name: "set/deep/b.mp4", content: "bb", descriptor: true },
  { name: "c.mp4", content: "c".repeat(100), method: 93 },
];
const FOUND = {
  "set/metadata.json": "(inflate)",
  "set/a.mp4": "aaa",
  "set/deep/b.mp4": "bb",
  "c.mp4": "(other)",
};

Deno.test("files are found at the bytes where they are stored, in folders that need no entries", () => {
  same(read(madeZip(FILES)), FOUND);
  same(read(madeZip(FILES, { zip64: true })), FOUND);
  same(read(madeZip(FILES, { comment: "a PK\x05\x06 comment" })), FOUND);
  same(read(madeZip([])), {});
});

Deno.test("names that begin with a dot, and macOS's copies, are no files; links are not followed", () => {
  const files = [
    { name: "__MACOSX/a.mp4", content: "x" },
    { name: ".hidden/a.mp4", content: "x" },
    { name: "set/._a.mp4", content: "x" },
    { name: "./set/a.mp4", content: "a" },
    { name: "set/l.mp4", content: "/etc/passwd", mode: 0o120777 },
  ];
  same(read(madeZip(files)), { "set/a.mp4": "a", "set/l.mp4": "(link)" });
});

Deno.test("names are read as UTF-8, by Info-ZIP's field, and in the code page of DOS", () => {
  const raw = Uint8Array.of(0x81, 0x5c, 0x61); // ü\a
  const field = bytesOf("ž.mp4");
  const extra = joinParts(
    ...[[0x7075, 2], [5 + field.length, 2], [1, 1], [crc32(bytesOf("#.mp4")), 4], field] as const,
  );
  const files = [
    { name: "é.mp4", content: "1" },
    { name: raw, content: "2", system: 0 },
    { name: "#.mp4", content: "3", extra },
  ];
  same(read(madeZip(files)), { "é.mp4": "1", "ü/a": "2", "ž.mp4": "3" });
});

Deno.test("an archive that is encrypted, lies about places or leads out is refused", () => {
  const a = { name: "a.mp4", content: "aaaa" }, b = { name: "b.mp4", content: "bbbb" };
  refused([{ ...a, flags: 1 }], /encrypted/);
  refused([a, { ...b, header: 0 }], /does not match|overlaps/);
  refused([{ ...a, packedSize: 3 }], /two sizes/);
  refused([{ ...a, method: 8, packedSize: 500 }, b], /overlaps/);
  refused([a, a], /same name/);
  refused([a, { ...b, name: "a.mp4/b.mp4" }], /also a folder/);
  refused([{ ...a, name: "../a.mp4" }], /leads out/);
  refused([{ ...a, name: "set/../../a.mp4" }], /leads out/);
  refused([{ ...a, name: "/etc/a.mp4" }], /leads out/);
  refused([{ ...a, name: "..\\a.mp4", system: 0 }], /leads out/);
  refused([{ ...a, name: "a\0.mp4" }], /leads out/);
  refused([{ ...a, name: "d/".repeat(200) + "a.mp4" }], /folders in each other/);
  refused([{ ...a, header: 1e9 }], /outside|does not match/);
  refused([{ ...a, name: Uint8Array.of(0xff), flags: 1 << 11 }], /UTF-8/);
});

Deno.test("what was packed is found again, whatever the names and contents", () => {
  const part = fc.stringMatching(/^[a-zé_]{1,3}$/);
  const file = fc.record({
    path: fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => `${parts.join("/")}.x`),
    content: fc.string(),
    descriptor: fc.boolean(),
  });
  const files = fc.uniqueArray(file, { selector: ({ path }) => path, maxLength: 20 });
  fc.assert(fc.property(files, fc.boolean(), (packed, zip64) => {
    const archive = madeZip(packed.map(({ path, ...rest }) => ({ name: path, ...rest })), {
      zip64,
    });
    const wanted = Object.fromEntries(
      packed.map(({ path, content }) => [path, new TextDecoder().decode(bytesOf(content))]),
    );
    same({ ...read(archive) }, wanted);
  }));
});

Deno.test("a damaged archive is refused or has only files inside it, and nothing else happens", () => {
  const archives = [madeZip(FILES), madeZip(FILES, { zip64: true })];
  const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.constantFrom(...archives), changes, fc.nat(), (archive, bytes, cut) => {
      const damaged = archive.slice(0, cut % 3 === 0 ? cut % archive.length : archive.length);
      for (const [place, value] of bytes) damaged[place % archive.length] = value;
      try {
        requireInsideBytes(readZip(memorySource(damaged)), damaged);
      } catch (error) {
        ok(error instanceof RangeError, String(error));
      }
    }),
    { numRuns: 2000 },
  );
});

/** Makes an archive of empty files with names of five digits, whose count has 16 bits. */
function manyFilesZip(count: number): Uint8Array {
  const [local, central] = [35, 51]; // bytes of a header with such a name
  const bytes = new Uint8Array(count * (local + central) + 22), view = new DataView(bytes.buffer);
  for (let k = 0; k < count; k++) {
    const name = bytesOf(String(k).padStart(5, "0"));
    const [at, listed] = [k * local, count * local + k * central];
    view.setUint32(at, 0x04034b50, true);
    view.setUint16(at + 26, name.length, true);
    bytes.set(name, at + 30);
    view.setUint32(listed, 0x02014b50, true);
    view.setUint16(listed + 28, name.length, true);
    view.setUint32(listed + 42, at, true);
    bytes.set(name, listed + 46);
  }
  const end = bytes.length - 22;
  view.setUint32(end, 0x06054b50, true);
  view.setUint16(end + 10, count % 65_536, true);
  view.setUint32(end + 12, count * central, true);
  view.setUint32(end + 16, count * local, true);
  return bytes;
}

Deno.test("of more files than 16 bits count, all are read", () => {
  for (const count of [65_535, 65_536, 65_540]) {
    same(readZip(memorySource(manyFilesZip(count))).children.size, count);
  }
});

Deno.test("a directory that lists another number of files than it says is refused", () => {
  const archive = madeZip([{ name: "a" }, { name: "b" }, { name: "c" }]);
  const count = archive.length - 22 + 10;
  archive[count] = 2;
  throws(() => readZip(memorySource(archive)), /claims to have 2 files and lists 3/);
});
