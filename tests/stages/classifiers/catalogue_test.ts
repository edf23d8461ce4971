import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCatalogue } from "../../../src/stages/classifiers/catalogue.ts";
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
