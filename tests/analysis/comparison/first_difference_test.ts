import assert from "node:assert/strict";
import fc from "fast-check";
import { firstDifferences } from "../../../src/analysis/comparison/first_difference.ts";
import { pairVideos } from "../../../src/analysis/comparison/pair_videos.ts";
import { type Stage, STAGES } from "../../../src/records/run_result.ts";
import type { ValuedStage } from "../../../src/analysis/comparison/value_causes.ts";
import { madeRun, type MadeVideo } from "./made_runs.ts";

const SAME = ["s", "d", "f", "c", "k", "p"];

/** Where one video begins to differ. */
function begins(
  was: Omit<MadeVideo, "filename">,
  is: Omit<MadeVideo, "filename">,
  largest: number | null = null,
  stages: readonly ValuedStage[] = ["detect", "classify"],
): Stage | null {
  const run = (video: Omit<MadeVideo, "filename">) =>
    madeRun({ variants: { reference: [{ filename: "x", digests: SAME, ...video }] } });
  const [before, after] = [run(was), run(is)];
  const { videos } = pairVideos(before, after, { shared: false });
  const pair = { before: before.variants[0]!, after: after.variants[0]! };
  const tolerance = largest === null ? null : { largest, stages };
  return firstDifferences(pair, videos, { tolerance, isKnown: true })[0]!;
}

/** Digests of which those of these stages are others. */
function differingAt(...stages: readonly Stage[]): { readonly digests: readonly string[] } {
  return { digests: SAME.map((digest, s) => stages.includes(STAGES[s]!) ? `${digest}'` : digest) };
}

Deno.test("on the CPU it is the first stage whose digest differs, whatever the scores say", () => {
  const digests = fc.array(fc.constantFrom("a", "b", null), { minLength: 6, maxLength: 6 });
  const probability = fc.constantFrom(0.2, 0.3);
  fc.assert(fc.property(digests, digests, probability, (was, is, score) => {
    const first = STAGES.find((_, s) => was[s] !== is[s]) ?? null;
    assert.equal(
      begins({ digests: was, probability: 0.2 }, { digests: is, probability: score }),
      first,
    );
  }));
});

Deno.test("on a GPU other bits that change neither faces nor scores are no difference", () => {
  const wobble = differingAt("detect", "crop", "classify", "pool");
  assert.equal(begins({ probability: 0.5 }, { ...wobble, probability: 0.5004 }, 1e-3), null);
});

Deno.test("on a GPU another number of faces is a difference of face detection", () => {
  const other = { ...differingAt("detect", "crop", "classify", "pool"), faces: 31 };
  assert.equal(begins({}, other, 1e-3), "detect");
});

Deno.test("on a GPU a crop that differs after the same boxes is a difference, however small", () => {
  assert.equal(begins({}, differingAt("crop", "classify", "pool"), 1e-3), "crop");
});

Deno.test("on a GPU a crop that differs after wobbling boxes counts where the score moved", () => {
  const other = differingAt("detect", "crop", "classify", "pool");
  assert.equal(begins({ probability: 0.5 }, { ...other, probability: 0.6 }, 1e-3), "crop");
});

Deno.test("on a GPU scores beyond the tolerance are a difference of the classifier", () => {
  const other = differingAt("classify", "pool");
  assert.equal(begins({ probability: 0.5 }, { ...other, probability: 0.6 }, 1e-3), "classify");
  assert.equal(begins({ probability: 0.5 }, { ...other, probability: 0.5 }, 1e-3), null);
});

Deno.test("on a GPU sampling, decoding and pooling of the same scores go by digest", () => {
  for (const stage of ["sample", "decode", "pool"] as const) {
    assert.equal(begins({}, differingAt(stage), 1e-3), stage);
  }
});

Deno.test("a stage that only one run reached differs, also on a GPU", () => {
  const digests = [...SAME.slice(0, 4), null, null];
  assert.equal(begins({}, { digests }, 1e-3), "classify");
});

Deno.test("with another build of ffmpeg frames are judged by value, and what follows from them", () => {
  const all = differingAt("decode", "detect", "crop", "classify", "pool");
  const decode = (is: Omit<MadeVideo, "filename">) =>
    begins({ probability: 0.5 }, { ...all, ...is }, 1e-3, ["decode"]);
  assert.equal(decode({ probability: 0.5004 }), null);
  assert.equal(decode({ probability: 0.6 }), "decode");
  assert.equal(decode({ probability: 0.5, faces: 31 }), "decode");
  assert.equal(begins({}, differingAt("detect"), 1e-3, ["decode"]), "detect");
  assert.equal(begins({}, differingAt("sample"), 1e-3, ["decode"]), "sample");
});
