import { deepStrictEqual as equal, match, throws } from "node:assert/strict";
import { memorySource } from "../../../src/base/bytes.ts";
import { openZip } from "../../../src/models/checkpoints/zip_archive.ts";
import { bytesOf, littleEndian, textOf } from "./byte_text.ts";
import { type ZipFile, type ZipOptions, zipText } from "./zip_text.ts";

const FILES: readonly ZipFile[] = [
  { name: "a/one", content: "first" },
  { name: "a/two", content: "second ".repeat(100), deflated: true },
  { name: "a/empty", content: "", extra: "FB\x02\x00ZZ", flags: 0x808 },
  { name: "a/é".replace("é", "\xc3\xa9"), content: "third" },
];

/** The files of an archive, all read. */
function unpacked(archive: string): [string, string][] {
  const zip = openZip(memorySource(bytesOf(archive)));
  return zip.names.map((name) => {
    const file = zip.open(name);
    return [name, textOf(file.read(0, file.byteLength))];
  });
}

function refused(archive: string, says: RegExp): void {
  throws(() => unpacked(archive), (error) => {
    match((error as Error).message, says);
    return error instanceof RangeError;
  });
}

const EXPECTED = [
  ["a/one", "first"],
  ["a/two", "second ".repeat(100)],
  ["a/empty", ""],
  ["a/é", "third"],
];

const KINDS: Readonly<Record<string, ZipOptions>> = {
  "plain": {},
  "64-bit": { zip64: true },
  "with a comment that looks like an end": { comment: `PK\x05\x06${"\0".repeat(18)}x` },
};

for (const [what, options] of Object.entries(KINDS)) {
  Deno.test(`an archive is read: ${what}`, () => {
    equal(unpacked(zipText(FILES, options)), EXPECTED);
  });
}

Deno.test("any part of a stored and of a deflated file can be read, in turns", () => {
  const zip = openZip(memorySource(bytesOf(zipText(FILES))));
  const one = zip.open("a/one"), two = zip.open("a/two");
  for (let turn = 0; turn < 2; turn++) {
    equal(textOf(one.read(1, 3)), "irs");
    equal(textOf(two.read(7, 6)), "second");
  }
  for (const file of [one, two]) {
    throws(() => file.read(file.byteLength, 1), RangeError);
    throws(() => file.read(-1, 1), RangeError);
  }
  throws(() => zip.open("a/three"), /a\/three is missing/);
});

function withOne(changes: Partial<ZipFile>): string {
  return zipText([{ name: "a/one", content: "first", ...changes }, FILES[2]!]);
}

const TWICE = zipText([FILES[0]!, { ...FILES[0]!, name: "a/two", header: 0, localName: "a/two" }]);

const BROKEN: Readonly<Record<string, readonly [archive: string, says: RegExp]>> = {
  "no end": ["PK\x03\x04".padEnd(100), /end of its zip archive is missing/],
  "nothing": ["", /end of its zip archive is missing/],
  "a wrong CRC-32 of a stored file": [withOne({ crc: 1 }), /CRC-32 of a\/one/],
  "a wrong CRC-32 of a deflated file": [
    withOne({ crc: 1, deflated: true }),
    /a\/one cannot be decompressed/,
  ],
  "a deflated file larger than declared": [
    withOne({ size: 4, deflated: true }),
    /a\/one cannot be decompressed/,
  ],
  "a deflated file smaller than declared": [
    withOne({ size: 6, deflated: true }),
    /a\/one cannot be decompressed/,
  ],
  "a stored file of another size": [withOne({ size: 9 }), /different sizes/],
  "garbage called deflated": [withOne({ method: 8 }), /a\/one cannot be decompressed/],
  "another method": [withOne({ method: 12 }), /method 12/],
  "an encrypted file": [withOne({ flags: 1 }), /encrypted/],
  "a local header of another name": [
    withOne({ localName: "a/two" }),
    /does not match its zip directory entry/,
  ],
  "a header behind the end": [withOne({ header: 1 << 20 }), /outside/],
  "two files in one place": [TWICE, /does not match its zip directory entry|overlaps what follows/],
  "two files of one name": [zipText([FILES[0]!, FILES[0]!]), /same name/],
  "a name that is not UTF-8": [zipText([{ name: "a/\xff", content: "" }]), /UTF-8/],
  "more files than it has": [zipText(FILES, { entries: 5 }), /claims to have 5 files/],
  "more files than fit": [zipText(FILES, { entries: 60000 }), /claims to have 60000 files/],
  "a file that claims to unpack to gigabytes": [
    withOne({ deflated: true, size: 0xf0000000 }),
    /claims to expand to 4026531840 bytes/,
  ],
};

for (const [what, [archive, says]] of Object.entries(BROKEN)) {
  Deno.test(`an archive with ${what} is refused`, () => refused(archive, says));
}

Deno.test("an archive whose files share bytes is refused", () => {
  // the first file's bytes hold a whole second file, which the directory lists too
  const inner = { name: "b", content: "twice" };
  const hidden = zipText([inner]).slice(0, 30 + 1 + 5);
  const outer = { name: "a", content: hidden };
  const start = 30 + 1;
  const archive = zipText([outer, { ...inner, header: start, content: "twice" }]);
  refused(archive, /a overlaps what follows/);
});

Deno.test("the 64-bit record and the short one must agree", () => {
  const archive = zipText(FILES, { zip64: true });
  const end = archive.lastIndexOf("PK\x05\x06");
  const contradicting = `${archive.slice(0, end + 8)}${littleEndian(9, 2)}${littleEndian(9, 2)}${
    archive.slice(end + 12)
  }`;
  refused(contradicting, /two directories/);
  const lost = archive.replace("PK\x06\x06", "PK\x06\x09");
  refused(lost, /64-bit end/);
});

Deno.test("a 64-bit size that no file can have is refused", () => {
  const archive = zipText([FILES[0]!], { zip64: true });
  const at = archive.indexOf("\x01\x00\x18\x00") + 4;
  refused(
    `${archive.slice(0, at)}${littleEndian(-1, 8)}${archive.slice(at + 8)}`,
    /different sizes/,
  );
  refused(
    `${archive.slice(0, at)}${littleEndian(2n ** 62n, 8)}${littleEndian(2n ** 62n, 8)}${
      archive.slice(at + 16)
    }`,
    /overlaps what follows/,
  );
});

Deno.test("an archive truncated anywhere is refused", () => {
  const archive = zipText(FILES, { zip64: true });
  for (let length = 0; length < archive.length; length++) {
    throws(() => unpacked(archive.slice(0, length)), RangeError);
  }
});
