import { deepEqual, equal, notDeepEqual, ok } from "node:assert/strict";
import { join } from "node:path";
import { projectRoot } from "../../src/platform/files/project.ts";
import { clipPools, type DemoClip, demoClips, fakeName } from "../../src/demo/demo_clips.ts";
import { readDemoDatasetCard } from "../../src/demo/demo_dataset_card.ts";

const { recipe } = await readDemoDatasetCard(join(projectRoot(), "datasets", "demo"));
const clips = demoClips(recipe);

const ofSplit = (split: string) => clips.filter((clip) => clip.split === split);

Deno.test("there are at least 18 pairs of clips of 4 seconds, half of them to train on", () => {
  ok(clips.length >= 18 && recipe.clipSeconds >= 4);
  equal(ofSplit("train").length, ofSplit("test").length);
});

Deno.test("no two clips share a second of a recording", () => {
  for (const own of Map.groupBy(clips, (clip) => clip.source.name).values()) {
    const starts = own.map(({ start }) => start).sort((a, b) => a - b);
    ok(starts.slice(1).every((start, i) => start - starts[i]! > recipe.clipSeconds));
  }
});

Deno.test("both persons are in both splits, with hard and easy fakes alike", () => {
  const pools = clipPools(clips);
  equal(pools.length, 4);
  for (const pool of pools) {
    const mean = pool.reduce((sum, { hardness }) => sum + hardness, 0) / pool.length;
    ok(Math.abs(mean - 0.5) < 1e-12);
    equal(new Set(pool.map(({ split, source }) => split + source.person)).size, 1);
  }
});

Deno.test("names are unique, sorted and plain", () => {
  const names = clips.map(fakeName);
  deepEqual(names, [...new Set(names)].sort());
  ok(names.every((name) => /^[a-z0-9-]+\.mp4$/.test(name)));
});

Deno.test("the seed alone decides the splits", () => {
  const splits = (list: readonly DemoClip[]) => list.map(({ split }) => split);
  deepEqual(demoClips(recipe), clips);
  notDeepEqual(splits(demoClips({ ...recipe, seed: recipe.seed + 1 })), splits(clips));
});
