import { equal, match } from "node:assert/strict";
import { chooseLevel } from "../../../src/datasets/independence/choose_level.ts";
import { scopeSentence } from "../../../src/reports/sections/interval_scope.ts";
import type { GroupFacts } from "../../../src/records/video.ts";
import {
  columnsOf,
  nestedVideos,
  type Nesting,
} from "../../datasets/independence/nested_videos.ts";

const FACTS: GroupFacts = {
  kind: "stated",
  scope: "other source videos of this kind",
  unit: "real videos with the fakes made from them",
};

function sentenceOf(
  nesting: Nesting,
  { asked, facts = FACTS }: { asked?: string; facts?: GroupFacts } = {},
): string {
  const named = asked === undefined ? null : { level: asked, by: "config" } as const;
  const videos = columnsOf(nestedVideos(nesting));
  return scopeSentence(chooseLevel(videos, { asked: named, facts }).independence, facts);
}

Deno.test("the sentence names the level, its members, and what intervals over it cannot speak for", () => {
  equal(
    sentenceOf([7, 2, 2]),
    "The 95 % CIs treat 7 identities as independent: they hold for other people filmed and manipulated in the " +
      "same way, not for other cameras or ways of making fakes.",
  );
  equal(
    sentenceOf([3, 4, 2]),
    "The 95 % CIs treat 12 recordings as independent: they hold for other recordings of this kind, not for other " +
      "people (3 here).",
  );
  equal(
    sentenceOf([2, 2, 5]),
    "The 95 % CIs treat 20 groups (real videos with the fakes made from them) as independent: they hold for other " +
      "source videos of this kind, not for other recordings (4 here) or people (2 here).",
  );
  equal(
    sentenceOf([2, 2, 5], { asked: "video" }),
    "The 95 % CIs treat 40 videos as independent: they hold for other videos of these 20 groups, not for other " +
      "groups (20 here), recordings (4 here) or people (2 here).",
  );
});

Deno.test("a level that divides nothing further is not spoken of", () => {
  match(
    sentenceOf([8, 1, 1], { asked: "group" }),
    /source videos of this kind, not for other cameras/,
  );
});

Deno.test("the card's own words stand for the level that they are about, and for no other", () => {
  const facts = { ...FACTS, scope: "these people on other days", isOwnScope: true } as const;
  match(
    sentenceOf([2, 2, 5], { facts }),
    /groups \(.*\) as independent: they hold for these people on other days\.$/,
  );
  match(
    sentenceOf([8, 2, 5], { facts }),
    /identities as independent: they hold for other people filmed/,
  );
  const about = { ...facts, independent: "recording" };
  const named = { asked: "recording", facts: about };
  match(
    sentenceOf([8, 2, 5], named),
    /recordings as independent: they hold for these people on other days\.$/,
  );
});
