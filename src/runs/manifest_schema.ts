import { z } from "zod";

// Schema of `manifest.json`, as far as Assay reads it. Other fields are for people and are kept unchanged.

const text = z.string();
const count = z.number().int().min(0);
const milliseconds = z.number().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const settings = z.record(text, z.unknown());
const precision = z.enum(["fp32", "fp16"]);

const variant = z.looseObject({
  name: text,
  parameters: settings,
  replacedByCard: settings.exactOptional(),
  decision: z.number().gt(0).lt(1),
  faceDetection: text,
  facePreparations: z.array(text),
  classifiers: z.array(text),
});

const dataset = z.looseObject({
  name: text,
  folder: text,
  places: z.array(text).optional(),
  layout: text,
  split: text.nullable(),
  videos: count,
  limit: text.optional(),
  real: count,
  fake: count,
  unlabelled: count,
  groups: count,
  groupFacts: z.looseObject({
    kind: z.enum(["stated", "linked", "own"]),
    scope: text,
    why: text.optional(),
    own: z.array(text).optional(),
    unit: text.optional(),
    independent: text.optional(),
    isOwnScope: z.literal(true).optional(),
  }).optional(),
  parts: z.array(z.looseObject({ name: text, folder: text, place: text, layout: text })).min(1)
    .optional(),
  tags: z.array(text).optional(),
  notes: z.array(text).optional(),
  missing: z.array(text),
  digest: text.nullable(),
});

const execution = z.looseObject({
  asked: z.enum(["auto", "cpu", "cuda"]),
  used: z.enum(["cpu", "cuda"]),
  device: text.nullable(),
  tf32: z.boolean().nullable(),
  cpuNodes: z.record(text, count).nullable(),
  threadsPerSession: count,
  workers: count,
  timing: z.enum(["attributed", "isolated"]),
  cache: z.boolean(),
});

const times = z.looseObject({
  startedAt: text,
  endedAt: text.nullable(),
  setUpMs: milliseconds,
  modelLoadingMs: milliseconds,
  endToEndMs: milliseconds.nullable(),
  resumes: count,
  elsewhere: z.number().optional(),
});

const proof = z.strictObject({
  selection: sha256,
  videos: z.string().regex(/^(?:[0-9a-f]{8})*$/),
  work: sha256,
  journal: z.strictObject({ lines: count, sha256 }).nullable(),
});

const host = z.looseObject({
  os: text,
  architecture: text,
  cpu: text,
  instructionSet: text.optional(),
  cores: count,
  memory: z.number().min(0),
});

const versions = z.looseObject({
  assayVersion: text.optional(),
  assay: text.nullable(),
  deno: text,
  onnxRuntime: text,
  ffmpeg: text,
});

const dataWarning = z.looseObject({ sentence: text });
const decoder = z.looseObject({ kind: text, decoder: text, reason: text.nullable() });
const model = z.looseObject({
  name: text,
  precision,
  sha256: text,
  limits: text,
  card: text.optional(),
  family: text.optional(),
  input: settings.optional(),
  output: settings.optional(),
  preprocessing: settings.optional(),
  trainedOn: z.array(z.looseObject({ dataset: text, videos: count, note: text })).optional(),
});

const imported = z.looseObject({
  file: text,
  sha256: text,
  importedAt: text,
  rows: count,
  columns: z.record(text, text),
  polarity: z.enum(["fake", "real"]),
  activation: z.enum(["none", "sigmoid"]),
  pooling: text.nullable(),
  facesKnown: z.boolean(),
  unmatched: count,
  missing: count,
});

/** The manifest of a run, version 1 or 2, without its own hash. */
export const manifestSchema = z.looseObject({
  schemaVersion: z.union([z.literal(1), z.literal(2)]),
  runId: text,
  status: z.enum(["running", "complete", "interrupted", "failed"]),
  command: z.array(text),
  config: z.unknown(),
  compareWith: text,
  clip: z.number().min(0).lt(0.5),
  variants: z.array(variant).min(1),
  faceDetections: z.record(text, settings),
  facePreparations: z.record(text, settings),
  classifiers: z.array(
    z.looseObject({
      column: text,
      model: text,
      precision: precision.nullable(),
      batchSize: count.nullable(),
    }),
  ),
  models: z.array(model),
  dataset,
  versions,
  host,
  execution,
  times,
  repeats: count.optional(),
  imported: imported.optional(),
  cacheHits: z.looseObject({ whole: count, partly: count }).optional(),
  decoders: z.array(decoder).optional(),
  dataWarnings: z.array(dataWarning).optional(),
  proof: proof.optional(),
  retryable: count.optional(),
  warnings: z.array(text),
}).superRefine((manifest, context) => {
  if (manifest.variants.some(({ name }) => name === manifest.compareWith)) return;
  context.addIssue({ code: "custom", path: ["compareWith"], message: "names no variant" });
});
