import { equal, match } from "node:assert/strict";
import { swapLink } from "../../../src/datasets/independence/swap_link.ts";
import { columnsOf, type NestedVideo, nestedVideos } from "./nested_videos.ts";

/** People of whom each has a real video and a fake with these tags. */
function linkOf(tagsOfFake: (person: string) => Readonly<Record<string, string>>): string | null {
  const videos = nestedVideos([4, 1, 1]).map((video): NestedVideo => {
    const person = video.tags!.identity!;
    return video.label === "REAL"
      ? { ...video, tags: { identity: person } }
      : { ...video, tags: { identity: person, ...tagsOfFake(person) } };
  });
  return swapLink("identity", columnsOf(videos));
}

Deno.test("a fake whose tag names another person joins the two", () => {
  for (const name of ["source", "swapped_id", "targetIdentity", "donor person", "original-face"]) {
    match(
      linkOf(() => ({ [name]: "p2" }))!,
      /^the tag ".*" of the FAKE video "1\.mp4" names another identity, "p2"$/,
    );
  }
});

Deno.test("a tag that names the person itself, nobody, or something else joins nobody", () => {
  equal(linkOf((person) => ({ source: person })), null);
  equal(linkOf(() => ({ source: "somebody" })), null);
  equal(linkOf(() => ({ faces: "p2", scene: "p3", actor: "p1", original_fps: "p2" })), null);
});

Deno.test("a person whose name consists of two joins them", () => {
  match(
    linkOf((person) => ({ identity: `${person}_p9` }))!,
    /^the identity "p0_p9" of FAKE videos contains "p0"$/,
  );
  match(linkOf((person) => ({ identity: `${person}-p3` }))!, /contains "p0" and "p3"$/);
  equal(linkOf((person) => ({ identity: `${person}` })), null);
});

Deno.test("numbered names are not taken for pairs", () => {
  const videos = nestedVideos([12, 1, 1]).map((video) => ({
    ...video,
    tags: { identity: video.tags!.identity!.replace("p", "person_") },
  }));
  equal(swapLink("identity", columnsOf(videos)), null);
});
