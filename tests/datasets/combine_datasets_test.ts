import assert from "node:assert/strict";
import { chosenParts, combineDatasets } from "../../src/datasets/combine_datasets.ts";
import { selectSplit } from "../../src/datasets/select_split.ts";
import type { Dataset, VideoId } from "../../src/records/video.ts";
import { assertRefused } from "./dataset_folder.ts";
import { datasetOf } from "./dataset_of.ts";

const FF = { groupSpace: "ff++" };

function facts({ videos }: Dataset) {
  return Object.fromEntries(videos.map(({ id, group, tags }) => [id, [group, tags]]));
}

Deno.test("videos and groups of several datasets carry the dataset's name, and so does a tag", () => {
  const combined = combineDatasets([
    datasetOf("b", { "a.mp4": { group: "g", tags: { method: "x" } } }),
    datasetOf("a", { "a.mp4": { group: "g" }, "c/d.mp4": {} }),
  ]);
  assert.deepEqual(combined.videos.map(({ id }) => id), ["a/a.mp4", "a/c/d.mp4", "b/a.mp4"]);
  assert.deepEqual(facts(combined), {
    "a/a.mp4": ["a/g", { dataset: "a" }],
    "a/c/d.mp4": ["a/c/d.mp4", { dataset: "a" }],
    "b/a.mp4": ["b/g", { method: "x", dataset: "b" }],
  });
  assert.deepEqual([combined.name, combined.folder, combined.layout], ["b + a", "/data", "dfdc"]);
});

Deno.test("groups of the same people are one, and a lone name joins the pair that has it", () => {
  const combined = combineDatasets([
    datasetOf("ff", { "000.mp4": { group: "000_003" }, "9.mp4": { group: "009" } }, FF),
    datasetOf("deeper", { "000_x.mp4": { group: "000" }, "12.mp4": { group: "012" } }, FF),
    datasetOf("celeb", { "000.mp4": { group: "000" } }),
  ]);
  assert.deepEqual(combined.videos.map(({ id, group }) => [id, group]), [
    ["celeb/000.mp4", "celeb/000"],
    ["deeper/000_x.mp4", "ff++/000_003"],
    ["deeper/12.mp4", "ff++/012"],
    ["ff/000.mp4", "ff++/000_003"],
    ["ff/9.mp4", "ff++/009"],
  ]);
});

Deno.test("what is said of each dataset is said of all, with its name", () => {
  const { missing, leftOut, setAside, notes, groups } = combineDatasets([
    datasetOf("a", {}, {
      missing: ["x.mp4" as VideoId],
      notes: ["1 is FAKE."],
      groups: { kind: "own", scope: "other videos" },
    }),
    datasetOf("b", {}, {
      leftOut: [{ name: "l", reason: "link" }],
      setAside: ["c40"],
      groups: { kind: "linked", scope: "other persons" },
    }),
  ]);
  assert.deepEqual(missing, ["a/x.mp4"]);
  assert.deepEqual(leftOut, [{ name: "b/l", reason: "link" }]);
  assert.deepEqual(setAside, ["b/c40"]);
  assert.deepEqual(notes, ["a: 1 is FAKE."]);
  assert.deepEqual(groups, {
    ...{ kind: "linked", scope: "other videos and other persons", own: ["a"] },
  });
});

Deno.test("the level that cards call independent counts where all datasets' cards do", () => {
  const named = (name: string, independent: string) => ({
    ...datasetOf(name, {}),
    groups: { kind: "stated", scope: "other videos", independent, isOwnScope: true } as const,
  });
  const of = (...parts: readonly Dataset[]) => combineDatasets(parts).groups;
  assert.equal(of(named("a", "identity"), named("b", "identity")).independent, "identity");
  assert.equal(of(named("a", "identity"), named("b", "group")).independent, undefined);
  const half = of(named("a", "identity"), datasetOf("b", {}));
  assert.deepEqual([half.independent, half.isOwnScope], [undefined, true]);
});

Deno.test("groups are each video's own only where they are in all datasets", () => {
  const own = { groups: { kind: "own", scope: "other videos" } } as const;
  const kindOf = (...parts: readonly Dataset[]) => combineDatasets(parts).groups.kind;
  assert.equal(kindOf(datasetOf("a", {}, own), datasetOf("b", {}, own)), "own");
  assert.equal(kindOf(datasetOf("a", {}, own), datasetOf("b", {})), "stated");
});

Deno.test("datasets of the same name are numbered, and that is said", () => {
  const combined = combineDatasets([
    datasetOf("a", { "x.mp4": {} }),
    datasetOf("a", { "x.mp4": {} }, { place: "/other/a" }),
  ]);
  assert.deepEqual(combined.videos.map(({ id }) => id), ["a-2/x.mp4", "a/x.mp4"]);
  assert.match(
    combined.notes.join(),
    /the one in \/other\/a is called a-2\. `"name"` in the config/,
  );
});

Deno.test("the default split is kept where all datasets have the same, else that is said", () => {
  const test = { defaultSplit: "test" };
  const splitOf = (...parts: readonly Dataset[]) => combineDatasets(parts).defaultSplit;
  assert.equal(splitOf(datasetOf("a", {}, test), datasetOf("b", {}, test)), "test");
  const combined = combineDatasets([datasetOf("a", {}, test), datasetOf("b", {})]);
  assert.equal(combined.defaultSplit, null);
  assert.match(combined.notes.join(), /The default split, test of a, is not that of all/);
});

Deno.test("a split that one of several datasets lacks is refused by that dataset's name", async () => {
  const parts = [
    datasetOf("a", { "x.mp4": { split: "test" }, "y.mp4": { split: "train" } }),
    datasetOf("b", { "x.mp4": { split: "train" } }),
  ];
  const combined = combineDatasets(parts);
  const { dataset } = selectSplit(combined, "train");
  assert.deepEqual(dataset.videos.map(({ id }) => id), ["a/y.mp4", "b/x.mp4"]);
  await assertRefused(() => Promise.resolve().then(() => selectSplit(combined, "test")), {
    code: "SPLIT_UNKNOWN",
    text: 'no videos in a split "test" in b (train). Pass --split all',
  });
});

Deno.test("the parts of a choice have their own names again", () => {
  const combined = combineDatasets([
    datasetOf("a", { "x.mp4": {}, "y.mp4": {} }),
    datasetOf("b", { "x.mp4": {} }),
  ]);
  const chosen = { ...combined, videos: combined.videos.slice(1) };
  assert.deepEqual(
    chosenParts(chosen).map(({ name, videos }) => [name, videos.map(({ id }) => id)]),
    [["a", ["y.mp4"]], ["b", ["x.mp4"]]],
  );
  const alone = datasetOf("a", { "x.mp4": {} });
  assert.deepEqual(chosenParts(alone), [alone]);
});
