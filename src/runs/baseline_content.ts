import { codedColumn, valuesOf } from "../records/coded_column.ts";
import type { Anchor } from "../records/anchor.ts";
import type { KnownNoise } from "../records/comparison.ts";
import type { ComparableRun, ComparableVariant } from "../records/comparable_run.ts";
import { type DigestColumn, digestColumnOf, digestsOf } from "../records/digest_column.ts";
import { namedLevel, USUAL_LEVELS } from "../records/independence.ts";
import type { Acceptance } from "../records/gate_verdict.ts";
import type { JsonValue, RunManifest, Settings } from "../records/manifest.ts";
import { tagAt, type TagColumn, tagColumn, type TagColumns } from "../records/tag_column.ts";
import { type Digest, STAGES, type TimingMode } from "../records/run_result.ts";
import type { Fallback, VideoStatus } from "../records/verdict.ts";
import { type StoredAnchor, storedAnchor } from "./baseline_anchors.ts";
import { withoutPaths } from "./without_paths.ts";

/** A tag of all videos: whether the dataset states it, and the values; `null`: the video does not have it. */
interface BaselineTag {
  readonly stated: boolean;
  readonly values: RunLengths<string | null>;
}

/** A column of digests as texts; many variants share most of them. */
type DigestTexts = readonly (Digest | null)[];

/** A variant's columns, in the order of the run's filenames; its parameters are in the manifest. */
interface BaselineVariant {
  readonly name: string;
  readonly probabilities: readonly number[];
  readonly faces: readonly number[];
  readonly statuses: RunLengths<VideoStatus>;
  readonly fallbacks: RunLengths<Fallback | null>;
  /** Indices into `digestColumns`, in the order of STAGES. */
  readonly digests: readonly number[];
  /** Milliseconds; `null`: not known. */
  readonly totalMs: readonly (number | null)[];
  readonly modes: RunLengths<TimingMode>;
}

/** Content of a baseline's file without its hash. */
export interface BaselineContent {
  readonly kind: "assay baseline";
  readonly schemaVersion: 1;
  readonly name: string;
  readonly accepted: Acceptance;
  readonly manifest: RunManifest;
  readonly videos: {
    readonly filenames: ComparableRun["filenames"];
    readonly contentHashes: ComparableRun["contentHashes"];
    readonly labels: readonly number[];
    readonly groups: readonly string[];
    /** Left out: the baseline is older than this field. */
    readonly tags?: Readonly<Record<string, BaselineTag>>;
  };
  readonly digestColumns: readonly DigestTexts[];
  readonly variants: readonly BaselineVariant[];
  /** Noise floor of the run; here and below, left out: it has none, or the baseline is older than this field. */
  readonly noise?: KnownNoise;
  /** The oldest accepted baseline of this name, and later ones for variants that it does not have, oldest first. */
  readonly anchors?: readonly StoredAnchor[];
}

/** What a baseline's file has beside the run. */
interface BaselineFacts {
  readonly name: string;
  readonly accepted: Acceptance;
  readonly noise: KnownNoise | null;
  readonly anchors: readonly Anchor[];
}

/** Content of a baseline from a run: without the machine's paths, equal columns once. */
export function baselineContent(
  run: ComparableRun,
  { name, accepted, noise, anchors }: BaselineFacts,
): BaselineContent {
  const { filenames, contentHashes, labels, groups } = run;
  const columns = new Map<string, number>();
  const variants = run.variants.map((variant) => baselineVariant(variant, columns));
  return {
    ...{ kind: "assay baseline", schemaVersion: 1, name, accepted },
    manifest: slimManifest(run.manifest),
    videos: { filenames, contentHashes, labels: [...labels], groups, tags: baselineTags(run) },
    digestColumns: [...columns.keys()].map((text) => JSON.parse(text) as DigestTexts),
    variants,
    ...(noise !== null && { noise: knownNoise(noise) }),
    ...(anchors.length > 0 && { anchors: anchors.map((anchor) => storedAnchor(anchor, run)) }),
  };
}

/** What is used of a noise floor, without its videos. */
function knownNoise({ runs, metrics, videoBound }: KnownNoise): KnownNoise {
  return { runs, metrics, videoBound };
}

/**
 * The tags that one may slice by, and those that may be the independent level; another one with more values, such as a
 * path of each video, would only make the file large.
 */
function baselineTags({ tags, manifest }: ComparableRun): Record<string, BaselineTag> {
  const levels = new Set([...USUAL_LEVELS, namedLevel(manifest)?.level]);
  const isKept = (name: string, { values }: TagColumn) =>
    values.length <= MOST_TAG_VALUES || levels.has(name);
  return Object.fromEntries(
    [...tags].filter(([name, column]) => isKept(name, column)).map(([name, column]) => [
      name,
      {
        stated: column.stated,
        values: runLengths(Array.from(column.codes, (_, row) => tagAt(column, row))),
      },
    ]),
  );
}

const MOST_TAG_VALUES = 256;

/** The manifest without the config's variants, which it has in full elsewhere. */
function slimManifest(manifest: RunManifest): RunManifest {
  const { variants: _, ...config } = manifest.config as Settings;
  return withoutPaths({ ...manifest, config: config as JsonValue });
}

function baselineVariant(
  { name, probabilities, faces, statuses, fallbacks, digests, totalMs, modes }: ComparableVariant,
  columns: Map<string, number>,
): BaselineVariant {
  return {
    name,
    probabilities: [...probabilities],
    faces: [...faces],
    statuses: runLengths(valuesOf(statuses)),
    fallbacks: runLengths(valuesOf(fallbacks)),
    digests: digests.map((column) => {
      const text = JSON.stringify(digestsOf(column));
      if (!columns.has(text)) columns.set(text, columns.size);
      return columns.get(text)!;
    }),
    totalMs: Array.from(totalMs, (value) => Number.isNaN(value) ? null : shortest(value)),
    modes: runLengths(valuesOf(modes)),
  };
}

/** The shortest decimal number that rounds to this float32. */
function shortest(value: number): number {
  const rounded = [6, 7, 8, 9].map((digits) => Number(value.toPrecision(digits)));
  return rounded.find((candidate) => Math.fround(candidate) === value) ?? value;
}

/**
 * The run that a baseline was made from.
 * @throws RangeError or TypeError for content that is not a baseline
 */
export function baselineRun(content: BaselineContent): ComparableRun {
  const { name, manifest, videos } = content;
  const { filenames, contentHashes, labels, groups } = videos;
  const rows = filenames.length;
  for (const column of [contentHashes, labels, groups, ...content.digestColumns]) {
    requireLength(column, rows);
  }
  const columns = content.digestColumns.map(digestColumnOf);
  const variants = content.variants.map((variant) =>
    comparableVariant(variant, { content, columns })
  );
  return {
    name,
    manifest,
    filenames,
    contentHashes,
    labels: Int8Array.from(labels),
    groups,
    tags: tagColumns(videos.tags ?? {}, rows),
    variants,
  };
}

function tagColumns(tags: Readonly<Record<string, BaselineTag>>, rows: number): TagColumns {
  return new Map(
    Object.entries(tags).map(([name, { stated, values }]) => {
      const column = unrolled(values);
      requireLength(column, rows);
      return [name, tagColumn(column, { stated })];
    }),
  );
}

function comparableVariant(
  variant: BaselineVariant,
  { content: { manifest, videos }, columns }: {
    content: BaselineContent;
    columns: readonly DigestColumn[];
  },
): ComparableVariant {
  const facts = manifest.variants.find(({ name }) => name === variant.name);
  if (!facts) throw new RangeError(`the manifest has no variant ${variant.name}`);
  const { name, probabilities, faces, totalMs } = variant;
  const [statuses, fallbacks, modes] = [
    unrolled(variant.statuses),
    unrolled(variant.fallbacks),
    unrolled(variant.modes),
  ];
  const digests = variant.digests.map((index) => columnAt(columns, index));
  requireLength(digests, STAGES.length);
  for (const column of [probabilities, faces, totalMs, statuses, fallbacks, modes]) {
    requireLength(column, videos.filenames.length);
  }
  if (!probabilities.every((p) => p >= 0 && p <= 1)) {
    throw new RangeError("a probability outside [0, 1]");
  }
  return {
    ...{ name, parameters: facts.parameters, decision: facts.decision, digests },
    statuses: codedColumn(statuses),
    fallbacks: codedColumn(fallbacks),
    modes: codedColumn(modes),
    probabilities: Float64Array.from(probabilities),
    faces: Uint32Array.from(faces),
    totalMs: Float32Array.from(totalMs, (value) => value ?? NaN),
  };
}

function columnAt(columns: readonly DigestColumn[], index: number): DigestColumn {
  const column = columns[index];
  if (!column) throw new RangeError("a missing column of digests");
  return column;
}

function requireLength(column: { readonly length: number }, rows: number): void {
  if (column.length !== rows) throw new RangeError(`${column.length} values instead of ${rows}`);
}

/** Run-length encoding: `[["ok", 34], ["no_face", 2]]`. */
type RunLengths<Value> = readonly (readonly [value: Value, count: number])[];

/** Encodes a list as run lengths. */
export function runLengths<Value>(values: Iterable<Value>): RunLengths<Value> {
  const runs: [Value, number][] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last !== undefined && last[0] === value) last[1] += 1;
    else runs.push([value, 1]);
  }
  return runs;
}

/** Decodes run lengths. */
export function unrolled<Value>(runs: RunLengths<Value>): Value[] {
  return runs.flatMap(([value, count]) => Array<Value>(count).fill(value));
}
