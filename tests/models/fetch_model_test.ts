import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readCatalogue } from "../../src/stages/classifiers/catalogue.ts";
import { parseModelCard } from "../../src/stages/classifiers/parse_card.ts";
import type { ModelCard } from "../../src/stages/classifiers/model_card.ts";
import { fetchModel, type FetchOptions } from "../../src/models/fetch_model.ts";
import { MESONETS } from "../../src/models/networks/mesonet.ts";
import { sha256Hex } from "../../src/platform/files/hash.ts";
import { projectRoot } from "../../src/platform/files/project.ts";
import {
  type Behaviour,
  type LoopbackFile,
  serveFile,
} from "../platform/packages/loopback_files.ts";
import { sharedPath, sharedTest } from "../shared_data.ts";
import { madeCard, madeClassifier } from "../stages/classifiers/made_classifier.ts";
import { errorOf, inModelFolder, type ModelFolder } from "./model_folder.ts";

const BYTES = madeClassifier();
const OTHER = madeClassifier({ weight: 0.2 });
const DOWNLOAD = { patience: 400, pause: 1 };

interface Try extends ModelFolder {
  readonly file: LoopbackFile;
  readonly options: FetchOptions;
  /** A card with the file's address. */
  readonly wanted: ModelCard;
  trust(): unknown;
}

async function trying(
  behaviours: readonly Behaviour[],
  run: (attempt: Try) => Promise<void>,
): Promise<void> {
  await using file = serveFile(BYTES, { behaviours });
  await inModelFolder(async (folder) => {
    const path = join(folder.home, "trust.json");
    await run({
      ...folder,
      file,
      options: { ...folder.options, replace: true, from: null, download: DOWNLOAD },
      wanted: cardFor(file.url, null),
      trust: () => existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).files : null,
    });
  });
}

function cardFor(url: string, sha256: string | null): ModelCard {
  const files = { fp32: { path: "made.onnx", sha256: null } };
  const weights = { file: "weights.onnx", url, sha256 };
  return parseModelCard({ schemaVersion: 1, ...madeCard(), weights, files }, "a test's card");
}

Deno.test("a model is built from a download despite a broken connection, and its hash is recorded", async () => {
  await trying(["cut", "whole"], async ({ file, options, wanted, trust, contents, home }) => {
    const { weights, files } = await fetchModel(wanted, options);
    const sha256 = sha256Hex(BYTES);
    assert.deepEqual(weights, { file: "weights.onnx", url: file.url, sha256 });
    assert.equal(files.fp32?.sha256, sha256);
    assert.deepEqual(trust(), { [file.url]: sha256 });
    assert.deepEqual(contents(), ["made", "made/card.json", "made/made.onnx"]);
    assert.equal(file.ranges.length, 2);
    const left = [...Deno.readDirSync(join(home, "downloads"))].flatMap(({ name }) => [
      ...Deno.readDirSync(join(home, "downloads", name)),
    ]);
    assert.deepEqual(left, []);
  });
});

Deno.test("a file that changed since the first use of its URL is refused, and the model stays", async () => {
  await trying(["whole"], async ({ file, options, wanted, trust, card }) => {
    await fetchModel(wanted, options);
    const before = await card("made");
    file.change(OTHER);
    for (let i = 0; i < 2; i++) {
      const error = await errorOf(fetchModel(wanted, options));
      assert.deepEqual([error.code, error.exitCode], ["FETCHED_FILE_CHANGED", 3]);
    }
    assert.equal(file.ranges.length, 3, "the refused file is not kept");
    assert.deepEqual(await card("made"), before);
    assert.deepEqual(trust(), { [file.url]: sha256Hex(BYTES) });
  });
});

Deno.test("a file that does not match its card is refused, and an unusable one is not recorded", async () => {
  await trying(["whole"], async ({ file, options, wanted, trust, contents }) => {
    const pinned = cardFor(file.url, sha256Hex("something else"));
    const error = await errorOf(fetchModel(pinned, options));
    assert.deepEqual([error.code, error.exitCode], ["FETCHED_FILE_WRONG", 3]);
    file.change(new TextEncoder().encode("<html>Please sign in</html>"));
    assert.equal((await errorOf(fetchModel(wanted, options))).code, "ONNX_BROKEN");
    assert.equal(trust(), null);
    assert.deepEqual(contents(), []);
    file.change(BYTES);
    await fetchModel(cardFor(file.url, sha256Hex(BYTES)), options);
    assert.deepEqual(contents(), ["made", "made/card.json", "made/made.onnx"]);
  });
});

Deno.test("a missing file is an error and leaves nothing behind", async () => {
  await trying([404], async ({ options, wanted, contents }) => {
    assert.equal((await errorOf(fetchModel(wanted, options))).code, "DOWNLOAD_NOT_FOUND");
    assert.deepEqual(contents(), []);
    const { weights: _, ...unpublished } = wanted;
    const error = await errorOf(fetchModel(unpublished, options));
    assert.deepEqual([error.code, error.exitCode], ["MODEL_HAS_NO_ADDRESS", 2]);
  });
});

Deno.test("a local file is used without the network, checked against the same hashes, and kept", async () => {
  await trying([404], async ({ file, options, wanted, put, home, trust }) => {
    const path = await put("weights.onnx", BYTES);
    await fetchModel(wanted, { ...options, from: home });
    assert.deepEqual(trust(), { [file.url]: sha256Hex(BYTES) });
    await put("weights.onnx", OTHER);
    const error = await errorOf(fetchModel(wanted, { ...options, from: home }));
    assert.equal(error.code, "FETCHED_FILE_CHANGED");
    assert.ok(existsSync(path));
    await Deno.remove(path);
    const absent = await errorOf(fetchModel(wanted, { ...options, from: home }));
    assert.equal(absent.code, "FILE_NOT_READ");
    assert.match(absent.message, /weights\.onnx.*127\.0\.0\.1/);
    assert.equal(file.ranges.length, 0);
  });
});

Deno.test("the cards that come with Assay name the winner's seven files and MesoNet's four", async () => {
  const cards = (await readCatalogue(join(projectRoot(), "models"))).map(({ card }) => card);
  const release = "https://github.com/selimsef/dfdc_deepfake_challenge/releases/download/0.0.1/";
  const winners = cards.filter(({ name }) => name.startsWith("selim-b7-"));
  assert.deepEqual(
    winners.map(({ name, weights }) => [name, weights?.file]),
    [
      ["111", "111", 36],
      ["555", "555", 19],
      ["777-29", "777", 29],
      ["777-31", "777", 31],
      ["888-37", "888", 37],
      ["888-40", "888", 40],
      ["999", "999", 23],
    ].map(([name, seed, epoch]) => [
      `selim-b7-${name}`,
      `final_${seed}_DeepFakeClassifier_tf_efficientnet_b7_ns_0_${epoch}`,
    ]),
  );
  for (const { architecture, input, weights } of winners) {
    assert.equal(architecture, "tf-efficientnet-b7");
    assert.equal(input.size, 380);
    assert.equal(weights?.url, release + weights?.file);
  }
  for (const [name, { architecture, file, sha256 }] of Object.entries(MESONETS)) {
    const card = cards.find((one) => one.name === name);
    assert.equal(card?.architecture, architecture);
    assert.deepEqual([card.weights?.file, card.weights?.sha256], [file, sha256]);
    assert.equal(card.output.polarity, "real");
  }
});

sharedTest(
  "MesoNet's files make the models that the cards state, and leave the cards as they are",
  async () => {
    const cards = join(projectRoot(), "models");
    await inModelFolder(async ({ options }) => {
      for (const name of Object.keys(MESONETS)) {
        const text = await Deno.readTextFile(join(cards, name, "card.json"));
        await fetchModel(parseModelCard(JSON.parse(text), name), {
          ...options,
          precisions: ["fp32", "fp16"],
          from: sharedPath("media", "mesonet"),
        });
        const made = await Deno.readTextFile(join(options.modelsFolder, name, "card.json"));
        assert.equal(made, text);
      }
    });
  },
);
