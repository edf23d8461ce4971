import { deepEqual as same, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { memorySource } from "../../../src/base/bytes.ts";
import { readTar } from "../../../src/platform/archives/read_tar.ts";
import { listed, requireInsideBytes } from "./listed.ts";
import { bytesOf, madeTar, paxRecord, type TarFile } from "./made_archives.ts";

function read(bytes: Uint8Array) {
  return listed(readTar(memorySource(bytes)), bytes);
}

function refused(files: readonly TarFile[], message: RegExp): void {
  throws(
    () => read(madeTar(files)),
    (error) => error instanceof RangeError && message.test(error.message),
  );
}

const LONG = `${"folder/".repeat(20)}é.mp4`;

Deno.test("files are found in archives of all kinds, with long names as each writes them", () => {
  same(
    read(madeTar([
      { name: "./", type: "5" },
      { name: "./set/a.mp4", content: "aaa" },
      { name: LONG, content: "gnu", long: "gnu" },
      { name: `1/${LONG}`, content: "pax", long: "pax" },
      { name: `2/${LONG}`, content: "prefix", long: "prefix" },
      { name: "old/", type: "\0" },
      { name: "big.mp4", content: "binary", binary: true },
      { name: "pipe", type: "6" },
    ])),
    {
      "set/a.mp4": "aaa",
      [LONG]: "gnu",
      [`1/${LONG}`]: "pax",
      [`2/${LONG}`]: "prefix",
      "big.mp4": "binary",
    },
  );
  same(read(madeTar([{ name: "a.mp4", content: "a" }], { ends: false })), { "a.mp4": "a" });
});

Deno.test("a later file replaces an earlier one, a hard link is its file, and other links are not followed", () => {
  same(
    read(madeTar([
      { name: "a.mp4", content: "old" },
      { name: "a.mp4", content: "new" },
      { name: "b.mp4", type: "1", target: "a.mp4" },
      { name: "c.mp4", type: "2", target: "a.mp4" },
      { name: "d.mp4", type: "1", target: "nowhere.mp4" },
      { name: "e", type: "1", target: "." },
    ])),
    { "a.mp4": "new", "b.mp4": "new", "c.mp4": "(link)" },
  );
});

Deno.test("records of pax give size and name; a sparse file is not stored as it is", () => {
  const size = { name: "x", type: "x", content: paxRecord("size", "3") };
  const everywhere = { name: "x", type: "g", content: paxRecord("comment", "some") };
  const sparse = { name: "x", type: "x", content: paxRecord("GNU.sparse.major", "1") };
  same(
    read(madeTar([
      everywhere,
      ...[size, { name: "a.mp4", content: "abc", size: 0 }],
      ...[sparse, { name: "b.mp4", content: "b" }],
      { name: "c.mp4", content: "c" },
    ])),
    { "a.mp4": "abc", "b.mp4": "(other)", "c.mp4": "c" },
  );
});

Deno.test("an archive that ends early, is none, or leads out is refused", () => {
  refused([], /no files/);
  refused([{ name: "a.mp4", content: "a", size: 5000 }], /outside/);
  refused([{ name: "a.mp4", size: 2 ** 60, binary: true }], /too large|outside/);
  refused([{ name: "../a.mp4" }], /leads out/);
  refused([{ name: "/a.mp4" }], /leads out/);
  refused([{ name: "x", type: "x", content: "99 path=a\n" }, { name: "a" }], /damaged/);
  refused([{ name: "x", type: "x", content: paxRecord("size", "-1") }, { name: "a" }], /number/);
  refused([{ name: "a", content: "a" }, { name: "a/b" }], /also a folder/);
  throws(() => read(bytesOf("x".repeat(600))), RangeError);
  throws(() => read(madeTar([{ name: "a.mp4", content: "a" }]).fill(0x31, 0, 4)), RangeError);
});

Deno.test("what was packed is found again, whatever the names and contents", () => {
  const part = fc.stringMatching(/^[a-zé_]{1,40}$/);
  const file = fc.record({
    name: fc.array(part, { minLength: 1, maxLength: 8 }).map((parts) => `${parts.join("/")}.x`),
    content: fc.string({ maxLength: 1500 }),
    long: fc.constantFrom("gnu" as const, "pax" as const),
  });
  const files = fc.uniqueArray(file, { selector: ({ name }) => name, maxLength: 20 });
  fc.assert(fc.property(files.filter(({ length }) => length > 0), (packed) => {
    const wanted = packed.map(({ name, content }) =>
      [name, new TextDecoder().decode(bytesOf(content))] as const
    );
    same({ ...read(madeTar(packed)) }, Object.fromEntries(wanted));
  }));
});

Deno.test("a damaged archive is refused or has only files inside it, and nothing else happens", () => {
  const archive = madeTar([
    { name: "a.mp4", content: "aaa" },
    { name: LONG, content: "b", long: "pax" },
    { name: `1/${LONG}`, content: "c", long: "gnu" },
  ]);
  const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(changes, fc.nat(), (bytes, cut) => {
      const damaged = archive.slice(0, cut % 3 === 0 ? cut % archive.length : archive.length);
      for (const [place, value] of bytes) damaged[place % archive.length] = value;
      try {
        requireInsideBytes(readTar(memorySource(damaged)), damaged);
      } catch (error) {
        ok(error instanceof RangeError, String(error));
      }
    }),
    { numRuns: 2000 },
  );
});
