import type { ComparableVariant } from "../../records/comparable_run.ts";
import type { RunManifest } from "../../records/manifest.ts";
import type { Stage } from "../../records/run_result.ts";

/** Stages that may be judged by value. */
export type ValuedStage = Extract<Stage, "decode" | "detect" | "classify">;

/** Why the last bits of unchanged code may differ between two runs. */
export interface ValueCause {
  /** A clause such as `the CPU differs: A → B`. */
  readonly text: string;
  /** The stages whose own arithmetic it concerns. */
  readonly stages: readonly ValuedStage[];
  /** Whether repeats show how far scores then vary: between runs on a GPU. */
  readonly isRepeatable: boolean;
}

/** What is needed of the variants compared. */
export interface ParameterPair {
  readonly before: Pick<ComparableVariant, "parameters">;
  readonly after: Pick<ComparableVariant, "parameters">;
}

/** Facts of a run that choose between kernels, whose last bits differ. */
interface KernelFact {
  readonly title: string;
  readonly stages: readonly ValuedStage[];
  /** `undefined`: not recorded, which is no difference. */
  valueOf(manifest: RunManifest): string | number | undefined;
}

const NETWORKS: readonly ValuedStage[] = ["detect", "classify"];
const ALL: readonly ValuedStage[] = ["decode", ...NETWORKS];

/** The conversion of frames to RGB and the networks have kernels for each instruction set. */
const KERNEL_FACTS: readonly KernelFact[] = [
  { title: "the architecture", stages: ALL, valueOf: ({ host }) => host.architecture },
  { title: "the CPU", stages: ALL, valueOf: ({ host }) => host.cpu },
  { title: "the instruction set", stages: ALL, valueOf: ({ host }) => host.instructionSet },
  { title: "the GPU", stages: NETWORKS, valueOf: ({ execution }) => execution.device ?? undefined },
  { title: "ffmpeg", stages: ["decode"], valueOf: ({ versions }) => versions.ffmpeg },
  { title: "ONNX Runtime", stages: NETWORKS, valueOf: ({ versions }) => versions.onnxRuntime },
  {
    title: "the number of threads per session",
    stages: NETWORKS,
    valueOf: ({ execution }) => execution.threadsPerSession,
  },
];

/**
 * Lists why two runs of unchanged code may differ in their last bits; empty: they ran on one kind of machine with the
 * same builds, where every byte is equal.
 */
export function valueCauses(
  manifests: readonly [RunManifest, RunManifest],
  { before, after }: ParameterPair,
): readonly ValueCause[] {
  const [was, is] = [before.parameters.batchSize, after.parameters.batchSize];
  return [
    ...gpuCause(manifests),
    ...KERNEL_FACTS.flatMap(({ title, stages, valueOf }) =>
      differing(title, manifests.map(valueOf)).map((text) => ({
        text,
        stages,
        isRepeatable: false,
      }))
    ),
    ...differing("the batch size", [was, is].map((size) => Number(size) || undefined)).map((
      text,
    ): ValueCause => ({ text, stages: ["classify"], isRepeatable: false })),
  ];
}

function gpuCause(manifests: readonly RunManifest[]): readonly ValueCause[] {
  const devices = manifests.map(({ execution }) => execution.used);
  if (!devices.includes("cuda")) return [];
  const text = "results of a GPU are not bit-identical between runs";
  return [{ text, stages: NETWORKS, isRepeatable: devices.every((used) => used === "cuda") }];
}

/** The difference as a clause; none where they are equal, or one is not recorded. */
function differing(
  title: string,
  [was, is]: readonly (string | number | undefined)[],
): readonly string[] {
  if (was === undefined || is === undefined || was === is) return [];
  return [`${title} differs: ${was} → ${is}`];
}
