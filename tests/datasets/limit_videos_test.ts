import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import fc from "fast-check";
import { compareCodePoints } from "../../src/base/text/compare_code_points.ts";
import { limitSentence } from "../../src/datasets/limit_sentence.ts";
import { limitText, limitVideos } from "../../src/datasets/limit_videos.ts";
import { fileClip } from "../../src/records/clip_source.ts";
import type { DatasetVideo, Label, Tags, VideoId } from "../../src/records/video.ts";

interface Facts {
  readonly id: string;
  readonly label: Label | null;
  readonly group: string;
  readonly split?: string | null;
  readonly tags?: Tags;
}

function video({ id, label, group, split = null, tags = {} }: Facts): DatasetVideo {
  return { id: id as VideoId, source: fileClip(`/d/${id}`), label, group, split, tags };
}

function sorted(videos: readonly DatasetVideo[]): readonly DatasetVideo[] {
  return videos.toSorted((a, b) => compareCodePoints(a.id, b.id));
}

const METHODS = ["Deepfakes", "Face2Face", "FaceSwap", "NeuralTextures"];

/** Pairs of videos with FaceForensics++'s names, each with two fakes of every method. */
function ffpp(pairs: number): readonly DatasetVideo[] {
  return sorted(
    Array.from({ length: pairs }, (_, pair) => {
      const [a, b] = [2 * pair, 2 * pair + 1].map((n) => String(n).padStart(3, "0"));
      const facts = { group: `${a}_${b}`, split: pair % 5 === 0 ? "test" : "train" };
      const reals = [a, b].map((name) =>
        video({ id: `original_sequences/${name}.mp4`, label: "REAL", ...facts })
      );
      const fakes = METHODS.flatMap((method) =>
        [`${a}_${b}`, `${b}_${a}`].map((name) => {
          const id = `manipulated_sequences/${method}/${name}.mp4`;
          return video({ id, label: "FAKE", ...facts, tags: { method } });
        })
      );
      return [...reals, ...fakes];
    }).flat(),
  );
}

const ids = (videos: readonly DatasetVideo[]) => videos.map(({ id }) => id);

const anyVideos = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 4 }),
    label: fc.constantFrom<Label | null>("REAL", "FAKE", "FAKE", null),
    group: fc.constantFrom("a", "b", "c", "d", "e"),
    split: fc.constantFrom("train", "test", null),
    tags: fc.constantFrom<Tags>({}, { method: "x" }, { method: "y" }, { dataset: "z" }),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 40 },
).map((facts) => sorted(facts.map(video)));

Deno.test("a sample is the same whatever the order of the videos, and part of every larger one", () => {
  fc.assert(
    fc.property(
      anyVideos.chain((videos) =>
        fc.tuple(
          fc.constant(videos),
          fc.shuffledSubarray([...videos], { minLength: videos.length }),
          fc.integer({ min: 1, max: videos.length }),
        )
      ),
      ([videos, shuffled, count]) => {
        const sample = ids(limitVideos(videos, { kind: "sample", count }));
        equal(new Set(sample).size, count);
        same(sample, sample.toSorted(compareCodePoints));
        if (count === videos.length) return;
        same(ids(limitVideos(shuffled, { kind: "sample", count })), sample);
        const larger = ids(limitVideos(videos, { kind: "sample", count: count + 1 }));
        ok(sample.every((id) => larger.includes(id)));
      },
    ),
  );
});

Deno.test("a sample of two or more has both labels where the dataset has both", () => {
  fc.assert(
    fc.property(anyVideos, fc.integer({ min: 2, max: 40 }), (videos, count) => {
      const labels = new Set(
        limitVideos(videos, { kind: "sample", count }).map(({ label }) => label),
      );
      for (const label of ["REAL", "FAKE"] as const) {
        equal(labels.has(label), videos.some((one) => one.label === label), label);
      }
    }),
  );
});

Deno.test("labels, splits and methods keep their shares", () => {
  const videos = ffpp(50);
  for (const count of [5, 20, 37, 100, 250]) {
    const sample = limitVideos(videos, { kind: "sample", count });
    const share = (of: readonly DatasetVideo[], test: (video: DatasetVideo) => boolean) =>
      of.filter(test).length / of.length;
    const kinds: readonly ((video: DatasetVideo) => boolean)[] = [
      ({ label }) => label === "REAL",
      ({ split }) => split === "test",
      ({ label, split }) => label === "REAL" && split === "test",
      ...METHODS.map((method) => ({ tags }: DatasetVideo) => tags.method === method),
    ];
    for (const [i, kind] of kinds.entries()) {
      const off = count * Math.abs(share(sample, kind) - share(videos, kind));
      ok(off <= 1.5, `kind ${i} of ${count}: ${off}`);
    }
  }
});

Deno.test("no group is used twice while another is unused", () => {
  const videos = ffpp(30);
  for (const count of [2, 10, 25, 30]) {
    const sample = limitVideos(videos, { kind: "sample", count });
    equal(new Set(sample.map(({ group }) => group)).size, count);
  }
});

Deno.test("a rare class is there from the second video on", () => {
  const fakes = Array.from(
    { length: 99 },
    (_, i) => video({ id: `a${i}`, label: "FAKE", group: `${i}` }),
  );
  const videos = sorted([...fakes, video({ id: "z", label: "REAL", group: "z" })]);
  same(limitVideos(videos, { kind: "sample", count: 2 }).map(({ label }) => label), [
    "FAKE",
    "REAL",
  ]);
  same(ids(limitVideos(videos, { kind: "first", count: 2 })), ["a0", "a1"]);
});

Deno.test("a tag with another value for each video does not rule the sample, nor make it slow", () => {
  const videos = sorted(Array.from({ length: 20_000 }, (_, i) =>
    video({
      id: `${i}.mp4`,
      label: i % 4 === 0 ? "REAL" : "FAKE",
      group: `${i % 5000}`,
      tags: { method: `method ${i}` },
    })));
  const sample = limitVideos(videos, { kind: "sample", count: 4000 });
  equal(sample.filter(({ label }) => label === "REAL").length, 1000);
  equal(new Set(sample.map(({ group }) => group)).size, 4000);
});

Deno.test("the same videos are taken on every machine", () => {
  same(ids(limitVideos(ffpp(6), { kind: "sample", count: 5 })), [
    "manipulated_sequences/Deepfakes/006_007.mp4",
    "manipulated_sequences/Face2Face/003_002.mp4",
    "manipulated_sequences/FaceSwap/009_008.mp4",
    "manipulated_sequences/NeuralTextures/010_011.mp4",
    "original_sequences/001.mp4",
  ]);
});

Deno.test("what was taken is said", () => {
  const sample = limitVideos(ffpp(10), { kind: "sample", count: 20 });
  equal(
    limitSentence(sample, { kind: "sample", of: 100 }),
    "took a sample of 20 of 100 videos: 4 REAL, 16 FAKE, of 10 groups; methods Deepfakes 4, " +
      "Face2Face 4, FaceSwap 4, NeuralTextures 4; splits train 16, test 4",
  );
  const [unlabelled] = [video({ id: "a", label: null, group: "a" })];
  equal(
    limitSentence([unlabelled!], { kind: "first", of: 2 }),
    "took the first 1 of 2 videos: none with a label, of 1 group",
  );
  match(limitText({ kind: "first", count: 3 }), /^first:3$/);
});
