import { judgeDigests } from "../../../src/analysis/gates/digest_gate.ts";
import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import {
  COMPARE_RUNS_DEFAULTS,
  compareRuns,
} from "../../../src/analysis/comparison/compare_runs.ts";
import { valueTolerance } from "../../../src/analysis/comparison/value_tolerance.ts";
import type { RunManifest } from "../../../src/records/manifest.ts";
import { madeRun, type MadeVideo, onCuda } from "./made_runs.ts";

type Change = (manifest: RunManifest) => RunManifest;

const host = (facts: Partial<RunManifest["host"]>): Change => (manifest) => ({
  ...manifest,
  host: { ...manifest.host, ...facts },
});
const versions = (facts: Partial<RunManifest["versions"]>): Change => (manifest) => ({
  ...manifest,
  versions: { ...manifest.versions, ...facts },
});
const execution = (facts: Partial<RunManifest["execution"]>): Change => (manifest) => ({
  ...manifest,
  execution: { ...manifest.execution, ...facts },
});

const VIDEO: MadeVideo = { filename: "x" };

/** The tolerance between runs with these facts. */
function toleranceOf(before: Change, after: Change, noise: number | null = null) {
  const [a, b] = [before, after].map((manifest) =>
    madeRun({ variants: { reference: [VIDEO] }, manifest })
  );
  const pair = { before: a!.variants[0]!, after: b!.variants[0]! };
  const known = noise === null ? null : { runs: 3, metrics: {}, videoBound: noise };
  return valueTolerance([a!.manifest, b!.manifest], pair, known);
}

const unchanged: Change = (manifest) => manifest;

Deno.test("on one kind of machine with the same builds every byte counts", () => {
  equal(toleranceOf(unchanged, unchanged, 0.1), null);
  const other = { os: "linux 9.9", cores: 99, memory: 1e9 };
  equal(toleranceOf(unchanged, host(other)), null);
  equal(toleranceOf(unchanged, execution({ workers: 7, cache: false })), null);
  equal(toleranceOf(unchanged, versions({ deno: "9.9.9", assay: "0000000" })), null);
  equal(toleranceOf(unchanged, host({ instructionSet: "a" })), null, "an older run has none");
});

Deno.test("another CPU, instruction set, build or number of threads is judged by value, and said", () => {
  const networks = ["detect", "classify"], all = ["decode", ...networks];
  const cases: readonly (readonly [Change, Change, readonly string[], RegExp])[] = [
    [host({ cpu: "A" }), host({ cpu: "B" }), all, /^the CPU differs: A → B$/],
    [
      host({ instructionSet: "1" }),
      host({ instructionSet: "2" }),
      all,
      /^the instruction set differs/,
    ],
    [unchanged, host({ architecture: "arm64" }), all, /^the architecture differs: \w+ → arm64$/],
    [unchanged, versions({ ffmpeg: "9.9" }), ["decode"], /^ffmpeg differs: .* → 9\.9$/],
    [unchanged, versions({ onnxRuntime: "9.9" }), networks, /^ONNX Runtime differs: /],
    [
      unchanged,
      execution({ threadsPerSession: 9 }),
      networks,
      /^the number of threads per session differs/,
    ],
  ];
  for (const [before, after, stages, text] of cases) {
    const { largest, stages: found, causes } = toleranceOf(before, after)!;
    equal(largest, 1e-3);
    same(found, stages);
    equal(causes.length, 1);
    match(causes[0]!.text, text);
  }
});

Deno.test("the noise floor is the tolerance where repeats show the difference, else the smallest one", () => {
  equal(toleranceOf(onCuda, onCuda, 2e-4)?.largest, 2e-4);
  equal(toleranceOf(onCuda, onCuda)?.largest, 1e-3);
  const other: Change = (manifest) => execution({ device: "another GPU" })(onCuda(manifest));
  equal(toleranceOf(onCuda, other, 2e-4)?.largest, 1e-3);
  equal(toleranceOf(unchanged, host({ cpu: "B" }), 0)?.largest, 1e-3);
  equal(toleranceOf(unchanged, host({ cpu: "B" }), 0.02)?.largest, 0.02);
  equal(toleranceOf(unchanged, execution({ used: "cuda", tf32: true }))?.largest, 5e-3);
});

const ALL_EXACT = {
  ...{ sample: "exact", decode: "exact", detect: "exact", crop: "exact" } as const,
  ...{ classify: "exact", pool: "exact" } as const,
};

Deno.test("on another CPU the last bits are no difference, and the reader is told what was judged how", () => {
  const bits = ["s", "f", "d'", "c'", "k'", "p'"];
  const video = (filename: string, probability: number, digests: readonly string[]) => ({
    ...{ filename, probability, digests },
  });
  const runOf = (cpu: string, moved: number, digests: readonly string[]) =>
    madeRun({
      name: cpu,
      variants: {
        reference: ["a", "b", "c"].map((name, k) =>
          video(name, 0.5 + (k === 2 ? moved : 0), digests)
        ),
      },
      manifest: host({ cpu }),
    });
  const before = runOf("A", 0, ["s", "f", "d", "c", "k", "p"]);
  const compare = (moved: number) =>
    compareRuns(before, runOf("B", moved, bits), COMPARE_RUNS_DEFAULTS);
  const { variants: [variant], warnings } = compare(1e-4);
  equal(Object.values(variant!.begins).reduce((sum, count) => sum + count), 0);
  equal(variant!.movedVideos, 0);
  equal(variant!.byValue, true);
  match(judgeDigests(variant!, ALL_EXACT).reason, /pool identical, or equal by value$/);
  match(
    warnings.join("\n"),
    /judged by value, because the CPU differs: A → B\. .* P\(fake\) within 0\.001/,
  );
  const changed = compare(0.1).variants[0]!;
  equal(changed.movedVideos, 1);
  equal(changed.begins.crop, 1);
  ok(
    !compareRuns(before, before, COMPARE_RUNS_DEFAULTS).warnings.some((text) =>
      /by value/.test(text)
    ),
  );
});
