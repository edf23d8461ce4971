import { createHash } from "node:crypto";
import { codedColumn } from "../../../src/records/coded_column.ts";
import type { ComparableRun, ComparableVariant } from "../../../src/records/comparable_run.ts";
import { digestColumnOf } from "../../../src/records/digest_column.ts";
import type { RunManifest } from "../../../src/records/manifest.ts";
import { type Digest, STAGES } from "../../../src/records/run_result.ts";
import type { VideoId } from "../../../src/records/video.ts";
import { fakeManifest } from "../../runs/fake_run.ts";

/** A video of a made-up run. */
export interface MadeVideo {
  readonly filename: string;
  /** 1 is fake, 0 is real, −1 not known. */
  readonly label?: number;
  readonly group?: string;
  readonly hash?: string | null;
  readonly probability?: number;
  readonly faces?: number;
  /** What stands for one digest for each stage; `null`: not reached. */
  readonly digests?: readonly (string | null)[];
  readonly milliseconds?: number;
  readonly mode?: "attributed" | "isolated" | "cached";
}

export interface MadeRun {
  readonly name?: string;
  /** Videos by variant, in the order of their names; all variants have the same. */
  readonly variants: Readonly<Record<string, readonly MadeVideo[]>>;
  /** What differs from the usual manifest. */
  readonly manifest?: (usual: RunManifest) => RunManifest;
}

/** A run that never took place, with exactly these numbers. */
export function madeRun(
  { name = "made", variants, manifest = (usual) => usual }: MadeRun,
): ComparableRun {
  const names = Object.keys(variants);
  const videos = variants[names[0]!]!;
  const usual = fakeManifest(Object.fromEntries(names.map((one) => [one, {}])), videos.length);
  const made = manifest(usual);
  return {
    name,
    manifest: made,
    filenames: videos.map(({ filename }) => filename as VideoId),
    contentHashes: videos.map(({ filename, hash }) => hash === undefined ? filename : hash),
    labels: Int8Array.from(videos, ({ label }, k) => label ?? k % 2),
    groups: videos.map(({ group }, k) => group ?? `group ${k >> 1}`),
    tags: new Map(),
    variants: names.map((one, v) => madeVariant(made.variants[v]!, variants[one]!)),
  };
}

function madeVariant(
  { name, parameters, decision }: RunManifest["variants"][number],
  videos: readonly MadeVideo[],
): ComparableVariant {
  return {
    name,
    parameters,
    decision,
    probabilities: Float64Array.from(videos, ({ probability = 0.5 }) => probability),
    faces: Uint32Array.from(videos, ({ faces = 32 }) => faces),
    statuses: codedColumn(videos.map(() => "ok")),
    fallbacks: codedColumn(videos.map(() => null)),
    digests: STAGES.map((stage, s) =>
      digestColumnOf(videos.map(({ digests }) => digestOf(digests ? digests[s]! : stage)))
    ),
    totalMs: Float32Array.from(videos, ({ milliseconds = 100 }) => milliseconds),
    modes: codedColumn(videos.map(({ mode = "attributed" }) => mode)),
  };
}

/** The digest that a text stands for. */
export function digestOf(text: string): Digest;
export function digestOf(text: string | null): Digest | null;
export function digestOf(text: string | null): Digest | null {
  if (text === null) return null;
  return createHash("sha256").update(text).digest("hex").slice(0, 16) as Digest;
}

/** The same manifest, but that it ran on a GPU. */
export function onCuda(manifest: RunManifest): RunManifest {
  const execution = {
    ...manifest.execution,
    used: "cuda",
    device: "some GPU",
    tf32: false,
  } as const;
  return { ...manifest, execution };
}
