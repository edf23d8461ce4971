import { deepEqual, equal, match, throws } from "node:assert/strict";
import fc from "fast-check";
import { chooseLevel } from "../../../src/datasets/independence/choose_level.ts";
import { AssayError } from "../../../src/records/errors.ts";
import type { NamedLevel } from "../../../src/records/independence.ts";
import type { GroupFacts } from "../../../src/records/video.ts";
import { columnsOf, type NestedVideo, nestedVideos, type Nesting } from "./nested_videos.ts";

const STATED: GroupFacts = { kind: "stated", scope: "other source videos of this kind" };

function chosen(
  videos: readonly NestedVideo[],
  { asked = null, facts = STATED }: { asked?: string | null; facts?: GroupFacts } = {},
) {
  const named: NamedLevel | null = asked === null ? null : { level: asked, by: "config" };
  return chooseLevel(columnsOf(videos), { asked: named, facts });
}

function levelOf(nesting: Nesting): readonly [string, number] {
  const { level, members } = chosen(nestedVideos(nesting)).independence;
  return [level, members];
}

function errorOf(videos: readonly NestedVideo[], asked: string): AssayError {
  try {
    chosen(videos, { asked });
  } catch (error) {
    if (error instanceof AssayError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

Deno.test("the outermost level with at least six members is chosen", () => {
  deepEqual(levelOf([6, 2, 2]), ["identity", 6]);
  deepEqual(levelOf([5, 2, 2]), ["recording", 10]);
  deepEqual(levelOf([2, 2, 2]), ["group", 8]);
  deepEqual(levelOf([1, 2, 2]), ["group", 4]); // none has six: as without any tag
});

Deno.test("the reason says which levels are passed over, and why", () => {
  const reason = (nesting: Nesting) => chosen(nestedVideos(nesting)).independence.reason;
  match(reason([6, 2, 2]), /^the outermost level, with at least six members/);
  match(
    reason([5, 2, 2]),
    /identity is passed over, since there are only 5 identities, and six are/,
  );
  match(reason([1, 2, 2]), /there is only 1 identity, .*; recording .* only 2 recordings/);
  match(
    chosen([{ group: "a" }, { group: "b" }]).independence.reason,
    /^the labels name no level outside it/,
  );
});

Deno.test("a tag that some labelled videos lack, or that divides a group, is passed over", () => {
  const nested = nestedVideos([6, 2, 2]);
  const lacking = nested.map((video, k) => k === 3 ? { ...video, tags: {} } : video);
  const { independence } = chosen(lacking);
  equal(independence.level, "group"); // the video lacks its recording, too
  match(independence.reason, /1 of 48 labelled videos has no identity/);
  const unlabelled = lacking.map((video, k) => k === 3 ? { ...video, label: null } : video);
  equal(chosen(unlabelled).independence.level, "identity");
  const divided = nested.map((video, k) =>
    k === 3 ? { ...video, tags: { ...video.tags, identity: "p5" } } : video
  );
  match(
    chosen(divided).independence.reason,
    /the videos of group "p0r0g1" have the identities "p0" and "p5"/,
  );
  equal(chosen(divided).independence.level, "recording");
});

Deno.test("people who share a recording are not the level", () => {
  const shared = nestedVideos([6, 2, 2]).map((video) => ({
    ...video,
    tags: { ...video.tags, recording: video.tags!.recording!.replace(/^p[01]r0/, "both") },
  }));
  const { level, reason } = chosen(shared).independence;
  equal(level, "recording");
  match(reason, /the videos of recording "both" have the identities "p0" and "p1"/);
});

Deno.test("where swaps link the groups, groups stay the level, and what links them is said", () => {
  const facts = {
    ...STATED,
    kind: "linked",
    why: "a fake joins the people of two groups",
  } as const;
  const { level, link, reason } = chosen(nestedVideos([8, 2, 2]), { facts }).independence;
  deepEqual([level, link], ["group", facts.why]);
  match(reason, /identity is passed over, since a fake joins the people of two groups; recording/);
});

Deno.test("the config's level comes before the default, however few members it has", () => {
  const videos = nestedVideos([3, 2, 2]);
  for (
    const [asked, members] of [["identity", 3], ["recording", 6], ["group", 12], ["video", 24]]
  ) {
    const { independence } = chosen(videos, { asked: asked as string });
    deepEqual([independence.level, independence.members], [asked, members]);
    equal(independence.chosenBy, "config");
  }
});

Deno.test("any tag in which groups nest can be the level, and stands among those outside and inside", () => {
  const videos = nestedVideos([8, 2, 2]).map((video) => ({
    ...video,
    tags: { ...video.tags, site: video.tags!.identity! < "p4" ? "north" : "south" },
  }));
  const { independence } = chosen(videos, { asked: "site" });
  deepEqual(independence.members, 2);
  deepEqual(
    independence.levels.map(({ level, members }) => [level, members]),
    [["site", 2], ["identity", 8], ["recording", 16], ["group", 32]],
  );
});

Deno.test("a level that cannot be resampled is refused, with the videos and the levels that can", () => {
  const videos = nestedVideos([2, 2, 2]).map((video) =>
    video.label === "REAL" ? video : { ...video, tags: { ...video.tags, method: "swap" } }
  );
  const incomplete = errorOf(videos, "method");
  equal(incomplete.code, "INDEPENDENT_INCOMPLETE");
  match(
    incomplete.what,
    /"independent" in the config names the tag "method", but 8 of 16 labelled/,
  );
  match(incomplete.what, /the first is "0\.mp4"/);
  match(incomplete.remedy, /resampled here are group, identity, recording and video\./);
  const named = videos.map((video) => ({
    ...video,
    tags: { ...video.tags, method: video.tags?.method ?? "none" },
  }));
  const unnested = errorOf(named, "method");
  equal(unnested.code, "INDEPENDENT_NOT_NESTED");
  match(unnested.what, /in group "p0r0g0" "0\.mp4" has "none", and "1\.mp4" has "swap"/);
  const unknown = errorOf(videos, "identiy");
  equal(unknown.code, "INDEPENDENT_UNKNOWN");
  match(unknown.remedy, /Did you mean "identity"\?/);
  throws(() => chosen(videos, { asked: "site" }), /neither group nor video nor a tag/);
});

Deno.test("without labelled videos there is nothing to resample, and nothing is refused", () => {
  const videos = nestedVideos([2, 1, 1]).map((video) => ({ ...video, label: null }));
  equal(chosen(videos, { asked: "site" }).independence.members, 0);
});

Deno.test("people of several datasets with one name are different people", () => {
  const videos = ["a", "b"].flatMap((dataset) =>
    nestedVideos([3, 1, 1]).map(({ group, tags, ...video }) => ({
      ...video,
      group: `${dataset}/${group}`,
      tags: { ...tags, dataset },
    }))
  );
  const { independence, members } = chosen(videos);
  deepEqual([independence.level, independence.members], ["identity", 6]);
  equal(new Set(members).has("b/p2"), true);
});

/** Videos with any groups, whose people and recordings are unions of groups or anything at all. */
const anyVideos = fc.array(
  fc.record({
    group: fc.integer({ min: 0, max: 12 }).map((g) => `g${g}`),
    label: fc.constantFrom("REAL" as const, "FAKE" as const, null),
    stray: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 40 }),
  }),
  { minLength: 1, maxLength: 60 },
).map((videos) =>
  videos.map(({ stray, ...video }): NestedVideo => {
    const number = Number(video.group.slice(1));
    const person = stray === null ? `p${number % 7}` : `p${stray}`;
    return { ...video, tags: { identity: person, recording: `r${number % 9}` } };
  })
);

Deno.test("members of the level are unions of groups, as a naive search sees it", () => {
  fc.assert(fc.property(anyVideos, (videos) => {
    const { members, independence } = chosen(videos);
    const labelled = videos.flatMap(({ label }, k) => label === null ? [] : [k]);
    for (const one of labelled) {
      for (const other of labelled) {
        if (videos[one]!.group === videos[other]!.group) equal(members[one], members[other]);
      }
    }
    equal(independence.members, new Set(labelled.map((k) => members[k])).size);
    for (const { level, nests } of independence.levels) {
      if (level === "group") continue;
      const alike = labelled.every((one) =>
        labelled.every((other) =>
          videos[one]!.group !== videos[other]!.group ||
          videos[one]!.tags![level] === videos[other]!.tags![level]
        )
      );
      if (nests) equal(alike, true);
      if (level === "recording") equal(nests, alike);
    }
  }));
});
