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
