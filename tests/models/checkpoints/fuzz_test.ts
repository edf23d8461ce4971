import { ok } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { memorySource } from "../../../src/base/bytes.ts";
import { AssayError } from "../../../src/records/errors.ts";
import { openZip } from "../../../src/models/checkpoints/zip_archive.ts";
import { readCheckpoint } from "../../../src/models/checkpoints/read_checkpoint.ts";
import { projectRoot } from "../../../src/platform/files/project.ts";
import { bytesOf, textOf } from "./byte_text.ts";
import { readAll } from "./failure.ts";
import { dictionary, global, orderedDict, storage, tensor, text, tuple } from "./pickle_text.ts";
import { torchLegacyText, torchZipText } from "./torch_text.ts";
import { zipText } from "./zip_text.ts";

const folder = join(projectRoot(), "tests", "golden", "checkpoints");
const files = readdirSync(folder).filter((name) => /\.(pth|safetensors)$/.test(name));

/** Damage: some bytes changed, some cut out or put in, the end cut off. */
const damages = fc.record({
  changed: fc.array(fc.record({ at: fc.nat(), byte: fc.nat(255) }), { maxLength: 6 }),
  cut: fc.option(fc.record({ at: fc.nat(), length: fc.nat(40) }), { freq: 3 }),
  put: fc.option(fc.record({ at: fc.nat(), bytes: fc.uint8Array({ maxLength: 12 }) }), { freq: 3 }),
  end: fc.option(fc.nat(), { freq: 5 }),
});
type Damage = typeof damages extends fc.Arbitrary<infer T> ? T : never;

function damaged(whole: Uint8Array, { changed, cut, put, end }: Damage): Uint8Array {
  const bytes = [...whole];
  for (const { at, byte } of changed) bytes[at % bytes.length] = byte;
  if (cut) bytes.splice(cut.at % bytes.length, cut.length);
  if (put) bytes.splice(put.at % bytes.length, 0, ...put.bytes);
  return Uint8Array.from(end === null ? bytes : bytes.slice(0, end % bytes.length));
}

/** Reads all that can be read; only a refusal that a user can act on may stop it. */
function survives(bytes: Uint8Array): void {
  try {
    const checkpoint = readCheckpoint(memorySource(bytes), "file.pth");
    for (const numbers of readAll(checkpoint)) ok(numbers.length <= 1 << 20);
  } catch (error) {
    const codes = ["CHECKPOINT_BROKEN", "CHECKPOINT_UNSAFE"];
    if (!(error instanceof AssayError && codes.includes(error.code))) throw error;
  }
}

for (const name of files) {
  const whole = new Uint8Array(readFileSync(join(folder, name)));
  Deno.test(`${name}, damaged at random, is refused cleanly or read`, () => {
    fc.assert(fc.property(damages, (damage) => survives(damaged(whole, damage))), { numRuns: 500 });
  });
}

Deno.test("a damaged pickle with a correct CRC-32 is refused cleanly or read", () => {
  const archive = openZip(memorySource(new Uint8Array(readFileSync(join(folder, "zip.pth")))));
  const contents = archive.names.map((name) => {
    const file = archive.open(name);
    return { name, content: textOf(file.read(0, file.byteLength)) };
  });
  const isPickle = (name: string) => name.endsWith("/data.pkl");
  fc.assert(
    fc.property(damages, (damage) => {
      const changed = contents.map(({ name, content }) => ({
        name,
        content: isPickle(name) ? textOf(damaged(bytesOf(content), damage)) : content,
      }));
      survives(bytesOf(zipText(changed)));
    }),
    { numRuns: 500 },
  );
});

/** Whole instructions and some values, so that chance makes pickles that get further than damage does. */
const fragments = [
  ..."()]}NR0123tudelasboQ.\x81\x85\x86\x87\x88\x89\x8f\x90\x91\x92\x93\x94",
  ...["K\x02", "h\x00", "h\x01", "q\x00", "q\x01", "\x82\x01", text("0"), text("a"), "C\x01a"],
  ...[storage({}), tensor(), orderedDict, dictionary({ state_dict: "}" }), tuple("K\x01")],
  ...[global("argparse", "Namespace"), global("torch", "Size"), global("numpy", "dtype")],
  ...[global("torch", "FloatStorage"), global("torch._utils", "_rebuild_tensor_v2")],
  ...[global("torch._utils", "_rebuild_parameter"), global("_codecs", "encode")],
  ...[global("numpy", "dtype"), global("numpy.core.multiarray", "scalar"), text("latin1")],
];

Deno.test("any instructions in any order are refused cleanly or read", () => {
  const bodies = fc.array(fc.constantFrom(...fragments), { maxLength: 30 });
  fc.assert(
    fc.property(bodies, fc.constantFrom(torchZipText, torchLegacyText), (parts, write) => {
      survives(bytesOf(write({ body: parts.join("") })));
      survives(bytesOf(write({ body: dictionary({ weight: tensor(), extra: parts.join("") }) })));
    }),
    { numRuns: 500 },
  );
});
