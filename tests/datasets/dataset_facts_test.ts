import { deepEqual as same, equal } from "node:assert/strict";
import { datasetFacts } from "../../src/datasets/dataset_facts.ts";
import type { PossibleCopies } from "../../src/datasets/possible_copies.ts";
import { fileClip } from "../../src/records/clip_source.ts";
import type { Dataset, DatasetVideo, Label, Tags, VideoId } from "../../src/records/video.ts";

const NO_COPIES: PossibleCopies = {
  ...{ sets: 0, videos: 0, bothLabels: 0, examples: [] },
  ...{ empty: { count: 0, names: [] }, notCompared: 0 },
};

function video(
  id: string,
  label: Label | null,
  facts: { readonly group?: string; readonly split?: string | null; readonly tags?: Tags } = {},
): DatasetVideo {
  const { group = id, split = null, tags = {} } = facts;
  return { id: id as VideoId, source: fileClip(`/d/${id}`), label, group, split, tags };
}

function factsOf(videos: readonly DatasetVideo[], more: Partial<Dataset> = {}) {
  const dataset: Dataset = {
    ...{ name: "d", folder: "/d", layout: "dfdc", recognisedBy: "`metadata.json`", videos },
    ...{ missing: [], defaultSplit: null, notes: [], leftOut: [] },
    ...{ place: "/d", followLinks: false, groupSpace: null, parts: [] },
    groups: { kind: "stated", scope: "other videos" },
    ...more,
  };
  return datasetFacts(dataset, {
    copies: NO_COPIES,
    hints: { found: [], flags: [] },
    warnings: [],
  });
}

Deno.test("videos are counted by label, split, group and tag", () => {
  const facts = factsOf([
    video("a", "REAL", { group: "a", split: "train", tags: { race: "x" } }),
    video("b", "FAKE", { group: "a", split: "train", tags: { method: "swap", race: "x" } }),
    video("c", "FAKE", { group: "a", split: "test", tags: { method: "swap", race: "y" } }),
    video("d", "FAKE", { group: "d", split: "test", tags: { method: "morph" } }),
    video("e", null),
  ]);
  same([facts.videos, facts.real, facts.fake, facts.unlabelled], [5, 1, 3, 1]);
  same(facts.splits, [
    { split: "test", videos: 2, real: 0, fake: 2, unlabelled: 0 },
    { split: "train", videos: 2, real: 1, fake: 1, unlabelled: 0 },
    { split: null, videos: 1, real: 0, fake: 0, unlabelled: 1 },
  ]);
  const { count, smallest, median, largest, single } = facts.groups;
  same([count, smallest, median, largest, single], [3, 1, 1, 3, 2]);
  same(facts.tags.map(({ tag, videos, distinct }) => [tag, videos, distinct]), [
    ["method", 3, 2],
    ["race", 3, 2],
  ]);
  same(facts.tags[0]!.values, [
    { value: "swap", videos: 2, real: 0, fake: 2, unlabelled: 0 },
    { value: "morph", videos: 1, real: 0, fake: 1, unlabelled: 0 },
  ]);
  same(facts.sources, { file: 5 });
});

Deno.test("of a tag with many values, and of many names, the first are listed and all are counted", () => {
  const videos = Array.from(
    { length: 30 },
    (_, i) => video(`${i}`, "REAL", { tags: { n: `${i}` } }),
  );
  const names = videos.map(({ id }) => id);
  const facts = factsOf(videos, {
    missing: names,
    leftOut: names.map((name) => ({ name, reason: "link" })),
  });
  same([facts.tags[0]!.distinct, facts.tags[0]!.values.length], [30, 20]);
  same([facts.missing.count, facts.missing.names.length], [30, 20]);
  same(facts.leftOut.map(({ reason, count }) => [reason, count]), [["link", 30]]);
  equal(facts.title, "DFDC");
});

/** Six people of a group each in the split test, and two in train. */
function people(): readonly DatasetVideo[] {
  return Array.from({ length: 16 }, (_, i) => {
    const person = `p${i >> 1}`;
    const [label, split] = [i % 2 ? "FAKE" as const : "REAL" as const, i < 12 ? "test" : "train"];
    return video(`${i}`, label, { group: person, split, tags: { identity: person } });
  });
}

Deno.test("the level is that of the split that is evaluated, or the reason why nothing is", () => {
  const { independence } = factsOf(people(), { defaultSplit: "test" });
  same([independence.level, "members" in independence && independence.members], ["identity", 6]);
  const all = factsOf(people()).independence;
  same([all.level, "members" in all && all.members], ["identity", 8]);
  const groups = { kind: "stated", scope: "other videos", independent: "site" } as const;
  const refused = factsOf(people(), { groups }).independence;
  equal(refused.level, null);
  equal(/card\.json names "site".*neither group nor video/.test(refused.reason), true);
  const unlabelled = people().map((one) => ({ ...one, label: null }));
  same(factsOf(unlabelled).independence, { level: null, reason: "No video has a label." });
});
