import { VERSION } from "../../platform/host/version.ts";
import { readCheckedOutCommit } from "../../platform/host/commit.ts";
import { readHostFacts } from "../../platform/host/host_facts.ts";
import { projectRoot } from "../../platform/files/project.ts";
import { sha256Hex } from "../../platform/files/hash.ts";
import type { DataWarning } from "../../records/data_warning.ts";
import type { ImportedScores } from "../../records/imported_scores.ts";
import type {
  ManifestClassifier,
  ManifestVariant,
  RunManifest,
  Settings,
} from "../../records/manifest.ts";
import type { ImportedConfig } from "../../config/load.ts";
import { selectionProof } from "../../runs/selection_proof.ts";
import type { ChosenVideos } from "../chosen_videos.ts";
import { datasetFacts } from "../run_manifest.ts";
import { NOT_KNOWN, poolingSettings } from "./score_records.ts";

/** Facts that the manifest of imported scores is made from. */
export interface ImportedParts extends Pick<ChosenVideos, "dataset" | "split" | "taken"> {
  readonly command: readonly string[];
  readonly imported: ImportedScores;
  /** Names of the variants, at least one. */
  readonly variants: readonly string[];
  /** The variant that the others are compared with. */
  readonly compareWith: string;
  /** What the evaluation file says of decisions, if one was given. */
  readonly decisions: ImportedConfig;
  /** Videos are called fake at or above it. */
  readonly decision: number;
  /** Log loss clips probabilities to [clip, 1 − clip]. */
  readonly clip: number;
  readonly dataWarnings: readonly DataWarning[];
  readonly warnings: readonly string[];
}

/** Makes the manifest of a run that is made of imported scores, its id still empty. */
export async function importedManifest(parts: ImportedParts): Promise<RunManifest> {
  const { imported, variants } = parts;
  const hasFaces = imported.pooling !== null;
  const named: Record<string, Settings> = hasFaces ? { [NOT_KNOWN]: {} } : {};
  return {
    schemaVersion: 2,
    runId: "",
    status: "running",
    command: parts.command,
    config: { ...parts.decisions } as unknown as Settings,
    compareWith: parts.compareWith,
    clip: parts.clip,
    variants: variants.map((name) => variantFacts(name, parts)),
    faceDetections: named,
    facePreparations: named,
    classifiers: hasFaces ? variants.map(classifierFacts) : [],
    models: [],
    dataset: datasetFacts({ ...parts, places: null }),
    versions: {
      assayVersion: VERSION,
      assay: await readCheckedOutCommit(projectRoot()),
      deno: Deno.version.deno,
      onnxRuntime: NOT_KNOWN,
      ffmpeg: NOT_KNOWN,
    },
    host: readHostFacts(),
    execution: {
      ...{ asked: "auto", used: "cpu", device: null, tf32: null, cpuNodes: null },
      ...{ threadsPerSession: 0, workers: 0, timing: "attributed", cache: false },
    },
    times: {
      ...{ startedAt: imported.importedAt, endedAt: null, setUpMs: 0, modelLoadingMs: 0 },
      ...{ endToEndMs: null, resumes: 0 },
    },
    imported,
    dataWarnings: parts.dataWarnings,
    proof: {
      ...selectionProof(parts.dataset.videos),
      work: sha256Hex(JSON.stringify(["imported", imported.sha256, variants])),
      journal: null,
    },
    warnings: parts.warnings,
  };
}

function variantFacts(name: string, { imported, decision }: ImportedParts): ManifestVariant {
  const { pooling } = imported;
  const known = pooling === null ? {} : poolingSettings(pooling);
  return {
    name,
    parameters: { ...known, decision } as Settings,
    decision,
    faceDetection: NOT_KNOWN,
    facePreparations: pooling === null ? [] : [NOT_KNOWN],
    classifiers: pooling === null ? [] : [name],
  };
}

function classifierFacts(name: string): ManifestClassifier {
  return { column: name, model: name, precision: null, batchSize: null };
}
