import { basename, resolve } from "node:path";
import { emptyCodedColumn, type GrowingCodedColumn, setValue } from "../records/coded_column.ts";
import type { ComparableRun, ComparableVariant } from "../records/comparable_run.ts";
import { type DigestColumn, digestColumn, setDigest } from "../records/digest_column.ts";
import type { RunManifest } from "../records/manifest.ts";
import {
  type StageRecord,
  STAGES,
  type TimingMode,
  type VariantRecord,
  type VideoRecord,
} from "../records/run_result.ts";
import type { Fallback, VideoStatus } from "../records/verdict.ts";
import type { VideoId } from "../records/video.ts";
import type { Journal } from "./journal.ts";
import { readFinishedRun } from "./finished_run.ts";
import { tagCollector } from "./tag_columns.ts";
import { stagesOf, timingMode, verdictsInOrder } from "./table_rows.ts";

/** Columns while they are filled, row by row. */
interface GrowingVariant extends ComparableVariant {
  readonly statuses: GrowingCodedColumn<VideoStatus>;
  readonly fallbacks: GrowingCodedColumn<Fallback | null>;
  readonly digests: DigestColumn[];
  readonly modes: GrowingCodedColumn<TimingMode>;
}

/**
 * Reads the columns that comparisons need from a run's manifest and journal. Holds one record at a time; variants
 * that share work share its digests.
 * @throws AssayError (exit code 3) when it is not a run, not finished, or damaged
 */
export function readComparableRun(folder: string): ComparableRun {
  const { manifest, journal } = readFinishedRun(folder);
  try {
    return comparableRun(manifest, journal, { name: basename(resolve(folder)) });
  } finally {
    journal.close();
  }
}

/**
 * The same from an opened manifest and journal.
 * @param options `name`: the run's id or name
 */
export function comparableRun(
  manifest: RunManifest,
  journal: Journal,
  { name }: { readonly name: string },
): ComparableRun {
  const filenames = journal.filenames() as readonly VideoId[];
  const labels = new Int8Array(filenames.length);
  const groups: string[] = [];
  const contentHashes: (string | null)[] = [];
  const tags = tagCollector(manifest, filenames.length);
  const digests = STAGES.map(() => digestColumn(filenames.length));
  const variants = manifest.variants.map(({ name, parameters, decision }) => ({
    ...emptyVariant({ name, parameters, decision }, filenames.length),
    digests: [...digests],
  }));
  filenames.forEach((filename, row) => {
    const record = journal.read(filename);
    labels[row] = record.label === null ? -1 : record.label === "FAKE" ? 1 : 0;
    groups.push(record.group);
    contentHashes.push(record.contentHash);
    tags.add(record, row);
    addVerdicts(variants, { record, manifest, row });
  });
  return {
    name,
    manifest,
    filenames,
    contentHashes,
    labels,
    groups,
    tags: tags.columns(),
    variants,
  };
}

function emptyVariant(
  facts: Pick<ComparableVariant, "name" | "parameters" | "decision">,
  rows: number,
): Omit<GrowingVariant, "digests"> {
  return {
    ...facts,
    probabilities: new Float64Array(rows),
    faces: new Uint32Array(rows),
    statuses: emptyCodedColumn(rows),
    fallbacks: emptyCodedColumn(rows),
    totalMs: new Float32Array(rows),
    modes: emptyCodedColumn(rows),
  };
}

function addVerdicts(
  variants: readonly GrowingVariant[],
  { record, manifest, row }: { record: VideoRecord; manifest: RunManifest; row: number },
): void {
  const verdicts = verdictsInOrder(record, manifest);
  addDigests(variants, { record, verdicts, row });
  verdicts.forEach((verdict, v) => {
    const columns = variants[v]!;
    const stages = stagesOf(record, verdict);
    const { probability, faces, status, fallback } = verdict;
    columns.probabilities[row] = probability;
    columns.faces[row] = faces ?? 0;
    setValue(columns.statuses, row, status);
    setValue(columns.fallbacks, row, fallback);
    columns.totalMs[row] = stages.reduce((sum, stage) => sum + knownMs(stage), 0);
    setValue(columns.modes, row, timingMode(stages));
  });
}

/** Milliseconds of a stage; NaN: not known. */
function knownMs({ mode, milliseconds }: StageRecord): number {
  return mode === "unknown" ? NaN : milliseconds;
}

/**
 * Adds the digests of a video. Variants that shared a stage in every video so far share one column for it, since
 * most columns of many variants are the same.
 */
function addDigests(
  variants: readonly GrowingVariant[],
  { record, verdicts, row }: {
    record: VideoRecord;
    verdicts: readonly VariantRecord[];
    row: number;
  },
): void {
  STAGES.forEach((_, s) => {
    /** New columns of each column so far, by the stage's place: variants that no longer share it are split. */
    const grown = new Map<DigestColumn, Map<number, DigestColumn>>();
    verdicts.forEach(({ stages }, v) => {
      const { digests } = variants[v]!;
      const soFar = digests[s]!, place = stages[s]!;
      const byPlace = grown.get(soFar) ?? new Map<number, DigestColumn>();
      grown.set(soFar, byPlace);
      let column = byPlace.get(place);
      if (column === undefined) {
        column = byPlace.size === 0 ? soFar : soFar.slice() as DigestColumn;
        setDigest(column, row, record.stages[place]!.digest);
        byPlace.set(place, column);
      }
      digests[s] = column;
    });
  });
}
