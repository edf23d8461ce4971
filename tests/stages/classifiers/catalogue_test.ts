import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AssayError } from "../../../src/records/errors.ts";
import { recordBuilt, writeBuilt } from "../../../src/platform/files/built_record.ts";
import { readCatalogue, verifiedHash } from "../../../src/stages/classifiers/catalogue.ts";
import { inFolder } from "../../commands/in_folder.ts";
import { madeCard } from "./made_classifier.ts";

function card(name: string): string {
  const files = { fp32: { path: "made.onnx", sha256: null } };
  return JSON.stringify({ schemaVersion: 1, files, ...madeCard({ name }) });
}

const CARDS: Readonly<Record<string, string>> = {
  "a": card("a"),
  "b": "{",
  "c": card("another"),
  "d": `\ufeff${card("d")}`, // with a byte order mark
  ".making": "{",
};

Deno.test("a broken card does not hide other models; without a handler the first one throws", () =>
  inFolder(async (folder) => {
    for (const [name, text] of Object.entries(CARDS)) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, "card.json"), text);
    }
    const broken: string[] = [];
    const entries = await readCatalogue(folder, (name, error) => {
      broken.push(name);
      assert.equal(error.code, "MODEL_CARD_BROKEN");
    });
    assert.deepEqual(entries.map((entry) => entry.card.name), ["a", "d"]);
    assert.deepEqual(broken, ["b", "c"]);
    await assert.rejects(() => readCatalogue(folder), /models\/b\/card\.json: is not JSON/);
  }));

Deno.test("a file that was built here is held against the record of its build", () =>
  inFolder(async (folder) => {
    const own = join(folder, "a");
    mkdirSync(own);
    writeFileSync(join(own, "card.json"), card("a"));
    writeFileSync(join(own, "made.onnx"), "as it was built");
    const built = await recordBuilt(own, { recipe: "r", names: ["made.onnx"] });
    const [entry] = await readCatalogue(folder);
    const hash = () => verifiedHash(entry!, "fp32");
    assert.equal(await hash(), built.files["made.onnx"], "without a record it is taken as it is");
    writeBuilt(own, built);
    assert.equal(await hash(), built.files["made.onnx"]);
    writeFileSync(join(own, "made.onnx"), "as it was bui1t");
    await assert.rejects(hash, (error: AssayError) => {
      assert.equal(error.code, "MODEL_CHANGED");
      assert.match(error.message, /^made\.onnx of model "a" .* `deno task models build a`\.$/);
      return true;
    });
  }));
