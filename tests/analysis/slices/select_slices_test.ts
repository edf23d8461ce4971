import assert from "node:assert/strict";
import fc from "fast-check";
import { selectSlices } from "../../../src/analysis/slices/select_slices.ts";
import { tagColumn } from "../../../src/records/tag_column.ts";

/** A video in the plainest form: R, F or ?, and its tags. */
type Video = readonly [
  label: "R" | "F" | "?",
  tags: Readonly<Record<string, string>>,
  group?: string,
];

function columnsOf(videos: readonly Video[], derived: readonly string[] = []) {
  const names = new Set(videos.flatMap(([, tags]) => Object.keys(tags)));
  return {
    tags: new Map([...names].map((name) => [
      name,
      tagColumn(videos.map(([, tags]) => tags[name] ?? null), { stated: !derived.includes(name) }),
    ])),
    labels: Int8Array.from(videos, ([label]) => label === "?" ? -1 : label === "F" ? 1 : 0),
    groups: videos.map(([, , group], k) => group ?? `${k}`),
  };
}

/** Selected slices as `tag=value` and places, with a star where they are judged against all reals. */
function selected(
  videos: readonly Video[],
  { wanted = null, derived = [] }: {
    wanted?: readonly string[] | null;
    derived?: readonly string[];
  } = {},
): Record<string, number[]> {
  const slices = selectSlices(columnsOf(videos, derived), { wanted });
  return Object.fromEntries(slices.map(({ tag, value, againstAllReals, places }) => [
    `${tag}=${value}${againstAllReals ? "*" : ""}`,
    [...places],
  ]));
}

Deno.test("a tag of both classes is sliced by its values", () => {
  const videos: Video[] = [
    ["R", { lamp: "b" }],
    ["F", { lamp: "a" }],
    ["R", { lamp: "a" }],
    ["F", { lamp: "b" }],
    ["?", { lamp: "a" }],
    ["F", {}],
  ];
  assert.deepEqual(selected(videos), { "lamp=a": [1, 2], "lamp=b": [0, 3] });
});

Deno.test("a tag that only fakes have is judged against all reals", () => {
  const videos: Video[] = [
    ["F", { method: "x" }],
    ["F", { method: "y" }],
    ["R", {}],
    ["R", {}],
    ["?", {}],
  ];
  assert.deepEqual(selected(videos), { "method=x*": [0, 2, 3], "method=y*": [1, 2, 3] });
});

Deno.test("reals may name no method in words of their own", () => {
  const videos: Video[] = [
    ["F", { method: "x" }],
    ["F", { method: "y" }],
    ["R", { method: "original" }],
    ["R", {}],
  ];
  assert.deepEqual(selected(videos), {
    "method=original": [2],
    "method=x*": [0, 2, 3],
    "method=y*": [1, 2, 3],
  });
});

Deno.test("only reals that share the other tags count, in every other tag of both classes", () => {
  const videos: Video[] = [
    ["F", { method: "x", compression: "c23" }],
    ["F", { method: "y", compression: "c40" }],
    ["F", { method: "y", compression: "c23" }],
    ["R", { compression: "c23" }],
    ["R", { compression: "c40" }],
    ["R", { compression: "raw" }],
    ["R", {}],
  ];
  const slices = selected(videos, { wanted: ["method"] });
  assert.deepEqual(slices, { "method=x*": [0, 3], "method=y*": [1, 2, 3, 4] });
});

Deno.test("a real without a tag counts where fakes of the slice lack it too", () => {
  const videos: Video[] = [
    ["F", { method: "x", compression: "c23" }],
    ["F", { method: "y" }],
    ["R", { compression: "c23" }],
    ["R", {}],
  ];
  const slices = selected(videos, { wanted: ["method"] });
  assert.deepEqual(slices, { "method=x*": [0, 2], "method=y*": [1, 3] });
});

Deno.test("fakes of a dataset without reals are judged against the datasets that share their groups", () => {
  const videos: Video[] = [
    ["F", { dataset: "deeper", method: "x" }, "ff++/000_003"],
    ["F", { dataset: "deeper", method: "x" }, "ff++/953_974"],
    ["R", { dataset: "ff++", compression: "c23" }, "ff++/000_003"],
    ["R", { dataset: "ff++", compression: "c23" }, "ff++/071_054"],
    ["F", { dataset: "ff++", compression: "c23", method: "y" }, "ff++/000_003"],
    ["R", { dataset: "celeb" }, "celeb/id0"],
    ["F", { dataset: "celeb", method: "z" }, "celeb/id0"],
  ];
  assert.deepEqual(selected(videos, { wanted: ["method"] }), {
    "method=x*": [0, 1, 2, 3],
    "method=y*": [2, 3, 4],
    "method=z*": [5, 6],
  });
});

Deno.test("fakes of a method in datasets with and without reals have the reals of both", () => {
  const videos: Video[] = [
    ["F", { dataset: "alone", compression: "c40", method: "x" }, "ff++/1"],
    ["F", { dataset: "ff++", compression: "c23", method: "x" }, "ff++/1"],
    ["R", { dataset: "ff++", compression: "c23" }, "ff++/1"],
    ["R", { dataset: "ff++", compression: "c40" }, "ff++/2"],
    ["R", { dataset: "ff++", compression: "raw" }, "ff++/2"],
    ["F", { dataset: "ff++", compression: "raw", method: "y" }, "ff++/2"],
  ];
  assert.deepEqual(selected(videos, { wanted: ["method"] }), {
    "method=x*": [0, 1, 2, 3],
    "method=y*": [4, 5],
  });
});

Deno.test("what Assay found out, what only fakes have, people and what has many values leave all reals", () => {
  const people = Array.from({ length: 21 }, (_, k): Video => ["R", { lamp: `lamp${k}` }]);
  const videos: Video[] = [
    ["F", { method: "x", codec: "h264", mask: "soft", identity: "A", lamp: "lamp0" }],
    ["F", { method: "y", codec: "vp9", mask: "hard", identity: "A", lamp: "lamp1" }],
    ["R", { codec: "h264", identity: "A", lamp: "lamp2" }],
    ["R", { codec: "vp9", identity: "B", lamp: "lamp3" }],
    ...people,
  ];
  const slices = selected(videos, { wanted: ["method"], derived: ["codec"] });
  const reals = Array.from({ length: 23 }, (_, k) => k + 2);
  assert.deepEqual(slices, { "method=x*": [0, ...reals], "method=y*": [1, ...reals] });
});

Deno.test("a tag that Assay found out is never judged against all reals", () => {
  const videos: Video[] = [["F", { codec: "h264" }], ["R", { codec: "vp9" }]];
  assert.deepEqual(selected(videos, { derived: ["codec"] }), {
    "codec=h264": [0],
    "codec=vp9": [1],
  });
});

Deno.test("tags with one value, or more than 20, are sliced only when they are named", () => {
  const videos = Array.from(
    { length: 42 },
    (_, k): Video => [k % 2 ? "F" : "R", { same: "s", name: `n${k >> 1}` }],
  );
  assert.deepEqual(selected(videos), {});
  assert.equal(Object.keys(selected(videos, { wanted: ["name", "absent"] })).length, 21);
  assert.deepEqual(Object.keys(selected(videos, { wanted: ["same"] })), ["same=s"]);
  assert.deepEqual(selected(videos, { wanted: [] }), {});
});

Deno.test("of a tag with more than 100 values those with the most videos are taken", () => {
  const videos = Array.from(
    { length: 150 },
    (_, k): Video[] => Array.from({ length: k >= 50 ? 2 : 1 }, () => ["R", { name: `n${k}` }]),
  ).flat();
  const slices = selectSlices(columnsOf(videos), { wanted: ["name"] });
  assert.deepEqual(
    slices.map(({ value }) => value),
    Array.from({ length: 100 }, (_, k) => `n${k + 50}`),
  );
});

Deno.test("values are in order of size", () => {
  const values = [">=1080", "c40", "c9", "<480", "720-1079", "480-719"];
  const videos = values.map((value): Video => ["R", { size: value }]);
  assert.deepEqual(
    Object.keys(selected(videos)),
    ["<480", "480-719", "720-1079", "c9", "c40", ">=1080"].map((value) => `size=${value}`),
  );
});

/** The rule in the plainest way, for every video and value. */
function naively(videos: readonly Video[], tag: string, value: string): number[] {
  const names = [...new Set(videos.flatMap(([, tags]) => Object.keys(tags)))];
  const valuesOf = (name: string, label: "R" | "F") =>
    new Set(videos.filter((video) => video[0] === label).flatMap(([, tags]) => tags[name] ?? []));
  const shared = (name: string) =>
    [...valuesOf(name, "R")].some((one) => valuesOf(name, "F").has(one));
  const fakes = videos.filter(([label, tags]) => label === "F" && tags[tag] === value);
  const all = !shared(tag) && fakes.length > 0;
  const sharesOthers = (tags: Video[1]) =>
    names.filter((name) => name !== tag && shared(name))
      .every((name) => fakes.some((fake) => fake[1][name] === tags[name]));
  return videos.flatMap(([label, tags], place) =>
    label !== "?" && (tags[tag] === value || (all && label === "R" && sharesOthers(tags)))
      ? [place]
      : []
  );
}

Deno.test("slices are those of the rule in the plainest way", () => {
  const value = fc.option(fc.constantFrom("p", "q", "r"), { nil: undefined });
  const video = fc.tuple(
    fc.constantFrom("R", "F", "?"),
    fc.record({ a: value, b: value, c: value }).map((tags) =>
      Object.fromEntries(Object.entries(tags).filter(([, one]) => one !== undefined))
    ),
  ) as fc.Arbitrary<Video>;
  fc.assert(fc.property(fc.array(video, { maxLength: 12 }), (videos) => {
    const slices = selectSlices(columnsOf(videos), { wanted: ["a", "b", "c"] });
    for (const { tag, value, places } of slices) {
      assert.deepEqual([...places], naively(videos, tag, value));
    }
  }));
});
