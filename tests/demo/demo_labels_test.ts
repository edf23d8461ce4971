import { deepEqual, equal } from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openDataset } from "../../src/datasets/open_dataset.ts";
import { demoClassifierRecipe } from "../../src/demo/demo_classifier_recipe.ts";
import { readDemoDatasetCard } from "../../src/demo/demo_dataset_card.ts";
import { demoDatasetIsBuilt } from "../../src/demo/demo_dataset_state.ts";
import { demoLabels } from "../../src/demo/demo_labels.ts";
import { relabelDemoDataset } from "../../src/demo/relabel_demo_dataset.ts";
import { readBuilt, recordBuilt, writeBuilt } from "../../src/platform/files/built_record.ts";
import { withFolder } from "../runs/with_folder.ts";
import { DEMO_DATASET } from "./small_demo.ts";

const { recipe } = await readDemoDatasetCard(DEMO_DATASET);

interface Entry {
  readonly label: string;
  readonly original: string | null;
  readonly identity: string;
  readonly recording: string;
}

Deno.test("the demo's labels name person and recording of each clip, the same for a fake and its original", () => {
  const entries = Object.entries(JSON.parse(demoLabels(recipe)) as Record<string, Entry>);
  equal(entries.length, 72);
  deepEqual([...new Set(entries.map(([, { identity }]) => identity))].sort(), ["a", "b"]);
  const byName = new Map(entries);
  for (const [name, { recording, identity, original }] of entries) {
    equal(name.startsWith(`${recording}-`), true);
    if (original !== null) equal(byName.get(original)!.identity, identity);
  }
});

/** A demo dataset as an older version built it: labels without tags. */
async function writeOlderBuild(folder: string): Promise<void> {
  await writeFile(join(folder, "card.json"), JSON.stringify({ name: "demo", scope: "x", recipe }));
  await writeFile(join(folder, "metadata.json"), demoLabels(recipe, { tagged: false }));
  const names = Object.keys(JSON.parse(demoLabels(recipe)));
  for (const name of names) await writeFile(join(folder, name), `clip ${name}`);
  writeBuilt(folder, await recordBuilt(folder, { recipe, names: [...names, "metadata.json"] }));
}

Deno.test("a demo dataset with the labels of an older version gets new labels, and keeps clips and classifier", () =>
  withFolder(async (folder) => {
    await writeOlderBuild(folder);
    const before = (await readBuilt(folder))!;
    equal(await demoDatasetIsBuilt(folder), false);
    equal(await relabelDemoDataset(folder), true);
    equal(await demoDatasetIsBuilt(folder), true);
    equal(await readFile(join(folder, "metadata.json"), "utf8"), demoLabels(recipe));
    const after = (await readBuilt(folder))!;
    const { "metadata.json": _, ...clips } = after.files;
    deepEqual({ ...before.files, ...clips }, before.files);
    deepEqual(demoClassifierRecipe(after, recipe), demoClassifierRecipe(before, recipe));
    equal(await relabelDemoDataset(folder), false);
    const { videos } = await openDataset(folder, { datasetsFolder: "" });
    equal(videos.every(({ tags }) => Object.keys(tags).join() === "identity,recording"), true);
  }));

Deno.test("labels of the demo that the user changed stay as they are", () =>
  withFolder(async (folder) => {
    await writeOlderBuild(folder);
    await writeFile(join(folder, "metadata.json"), '{"franck-001.mp4": {"label": "REAL"}}');
    await relabelDemoDataset(folder);
    equal(await demoDatasetIsBuilt(folder), true);
    const kept = await readFile(join(folder, "metadata.json"), "utf8");
    equal(kept, '{"franck-001.mp4": {"label": "REAL"}}');
  }));

Deno.test("a demo dataset of another recipe is not only labelled anew", () =>
  withFolder(async (folder) => {
    await writeOlderBuild(folder);
    const other = { ...recipe, seed: 2 };
    await writeFile(join(folder, "card.json"), JSON.stringify({ name: "demo", recipe: other }));
    equal(await relabelDemoDataset(folder), false);
    equal(await demoDatasetIsBuilt(folder), false);
  }));
