import { deepEqual as same, match } from "node:assert/strict";
import { splitLeaks } from "../../src/datasets/split_leaks.ts";
import { fileClip } from "../../src/records/clip_source.ts";
import type { DatasetVideo, Tags, VideoId } from "../../src/records/video.ts";

function video(id: string, group: string, split: string | null, tags: Tags = {}): DatasetVideo {
  return { id: id as VideoId, source: fileClip(`/d/${id}`), label: "REAL", group, split, tags };
}

function leaksOf(...videos: readonly DatasetVideo[]) {
  const warnings = splitLeaks(videos).filter((warning) => warning !== null);
  return warnings.map(({ kind, examples, sentence }) => ({ kind, examples, sentence }));
}

Deno.test("a person in two splits is reported, even when no group is", () => {
  const [leak, ...others] = leaksOf(
    video("a1", "a1", "train", { identity: "a" }),
    video("a2", "a2", "test", { identity: "a" }),
    video("b1", "b1", "train", { identity: "b" }),
    video("b2", "b2", "train", { identity: "b" }),
    video("b3", "b3", null, { identity: "b" }),
  );
  same(others, []);
  same([leak!.kind, leak!.examples], ["identities_across_splits", ["a"]]);
  match(leak!.sentence, /^1 person has videos in several splits .*"a": test, train/);
});

Deno.test("a person who is a group is reported once, as a group", () => {
  const kinds = leaksOf(
    video("id0_0", "id0", "train", { identity: "id0" }),
    video("id0_1", "id0", "test", { identity: "id0" }),
  ).map(({ kind }) => kind);
  same(kinds, ["groups_across_splits"]);
});

Deno.test("people of the same name in two datasets are two people", () => {
  same(
    leaksOf(
      video("x/1", "x/1", "train", { identity: "id0", dataset: "x" }),
      video("y/1", "y/1", "test", { identity: "id0", dataset: "y" }),
    ),
    [],
  );
  const leaks = leaksOf(
    video("x/1", "x/1", "train", { identity: "id0", dataset: "x" }),
    video("x/2", "x/2", "test", { identity: "id0", dataset: "x" }),
  );
  same(leaks.map(({ examples }) => examples), [["x/id0"]]);
});
