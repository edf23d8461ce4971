import { BASELINE_NAME, MODEL_NAME } from "../../base/text/name_rules.ts";
import { poolingStrategies } from "../../stages/pooling/registry.ts";
import { PRECISIONS, PROVIDER_CHOICES } from "../../records/provider.ts";
import { defaultedFlag, optionalValueFlag, repeatableFlag, switchFlag, valueFlag } from "./flag.ts";
import {
  anyText,
  baselinePlace,
  channelDivisors,
  channelNumbers,
  count,
  counts,
  decimalNumber,
  factor,
  listOf,
  matching,
  oneOf,
  openShare,
  pixelSize,
  scoreColumn,
  seed,
  setting,
  someOf,
  tagValue,
  trimmedText,
  videoLimit,
  wholeNumber,
} from "./value_parser.ts";

const modelName = matching(MODEL_NAME.pattern, MODEL_NAME.allowed);
const facePixels = wholeNumber({ least: 32, most: 4096 });
const precisions = someOf(PRECISIONS);

const shared = {
  workers: valueFlag(
    "--workers <N>",
    "videos processed at the same time (default: by cores and free memory)",
    count,
  ),
  threads: valueFlag(
    "--threads <N>",
    "threads per network session (default: 1 on the CPU, 2 on a GPU)",
    count,
  ),
  variant: repeatableFlag("--variant <NAME>", "only this variant (repeatable)", anyText),
  sharedVideos: switchFlag(
    "--shared",
    "compare only videos that both runs have, if the datasets differ",
  ),
  json: switchFlag("--json", "print the result as JSON"),
  force: switchFlag("--force", "accept a float16 file whose scores differ too much from float32"),
} as const;

/** Flags that control printing, for commands without JSON output. */
export const QUIET_FLAGS = {
  quiet: switchFlag("--quiet", "print results, warnings and errors only"),
  verbose: switchFlag("--verbose", "also print start-up times and the stack of an error"),
} as const;

/** Flags that control printing, for commands with JSON output. */
export const PRINT_FLAGS = { json: shared.json, ...QUIET_FLAGS } as const;

/** Flags that say how a dataset is read. */
export const DATASET_FLAGS = {
  layout: valueFlag(
    "--layout <NAME>",
    "layout of the dataset, if it is not recognised (see `deno task datasets layouts`)",
    anyText,
  ),
  where: repeatableFlag(
    "--where <TAG=VALUE>",
    "only videos with this value of a tag, such as compression=c23 (repeatable)",
    tagValue,
  ),
  root: valueFlag(
    "--root <DIR>",
    "folder in which the paths of a file of labels begin (default: the file's folder)",
    anyText,
  ),
  followLinks: switchFlag("--follow-links", "follow links that lead out of the dataset"),
} as const;

/** Flags that choose what is evaluated. */
export const CHOICE_FLAGS = {
  config: defaultedFlag("--config <FILE>", "evaluation file (JSONC)", {
    parser: anyText,
    fallback: "eval.jsonc",
  }),
  dataset: repeatableFlag(
    "--dataset <NAME|PATH>",
    "a dataset under datasets/, or the path of a folder, an archive or a file of labels; several are " +
      "evaluated together (repeatable)",
    anyText,
  ),
  ...DATASET_FLAGS,
  split: valueFlag(
    "--split <NAME>",
    'evaluate only this split of the dataset, or several with commas; "all" for every video',
    anyText,
  ),
  model: valueFlag(
    "--model <NAME[,NAME…]>",
    "classifier; the video scores of several are averaged",
    listOf(modelName, `${MODEL_NAME.allowed}, or a comma-separated list of them`),
  ),
  provider: valueFlag(
    "--provider <NAME>",
    "where networks run; auto: CUDA if it works, else CPU",
    oneOf(PROVIDER_CHOICES),
  ),
  set: repeatableFlag(
    "--set <KEY=VALUE>",
    "set a parameter in every variant (repeatable)",
    setting,
  ),
  variant: shared.variant,
  limit: valueFlag(
    "--limit <N>",
    "only N videos: a fixed, representative sample of labels, methods, splits and groups; first:N for the " +
      "first N by name",
    videoLimit,
  ),
  strict: switchFlag("--strict", "fail if videos that the dataset lists are missing"),
} as const;

/** Flags of commands that need labels. */
export const LABEL_FLAGS = {
  allowUnlabelled: switchFlag("--allow-unlabelled", "go on if no video has a label"),
} as const;

/** Flags for the number of workers and threads. */
export const MACHINE_FLAGS = { workers: shared.workers, threads: shared.threads } as const;

/** Flags for how a run is made. */
export const RUN_FLAGS = {
  out: valueFlag("--out <DIR>", "run folder (default: a new one under reports/)", anyText),
  resume: optionalValueFlag(
    "--resume [DIR]",
    "continue an unfinished run (default: the latest)",
    anyText,
  ),
  cache: defaultedFlag("--cache <STATE>", "stage cache: reuse and store prepared faces", {
    parser: oneOf(["on", "off"]),
    fallback: "on",
  }),
  ...MACHINE_FLAGS,
} as const;

export const PREDICT_FLAGS = {
  operatingPoint: valueFlag(
    "--operating-point <RUN>",
    "decide and calibrate as fitted in this run: its folder, or its id under reports/",
    anyText,
  ),
} as const;

export const REPEAT_FLAGS = {
  repeatBaseline: valueFlag(
    "--repeat-baseline <K>",
    "run the compareWith variant K more times to measure the noise floor",
    count,
  ),
} as const;

export const CHECK_FLAGS = {
  baseline: valueFlag(
    "--baseline <NAME|FILE>",
    "baseline: a name under reports/baselines/, or a file",
    baselinePlace,
  ),
  run: valueFlag(
    "--run <DIR>",
    "run to judge or accept (default: make one as eval does)",
    anyText,
  ),
  accept: valueFlag(
    "--accept <NAME>",
    "accept the run of --run as the baseline of this name",
    matching(BASELINE_NAME.pattern, BASELINE_NAME.allowed),
  ),
  reason: valueFlag("--reason <TEXT>", "why the run is accepted", trimmedText),
  force: switchFlag(
    "--force",
    "accept a run even if some of its videos failed temporarily",
  ),
  resetAnchor: switchFlag(
    "--reset-anchor",
    "with --accept: later runs are judged against this run alone, not the oldest one",
  ),
  shared: shared.sharedVideos,
  junit: valueFlag("--junit <FILE>", "write the verdicts as JUnit XML", anyText),
  summary: valueFlag("--summary <FILE>", "write the verdicts as Markdown", anyText),
} as const;

export const COMPARE_FLAGS = {
  shared: shared.sharedVideos,
  variant: repeatableFlag(
    "--variant <NAME|A=B>",
    "only this variant, or variant A of the first run with B of the second (repeatable)",
    anyText,
  ),
  out: valueFlag("--out <DIR>", "write comparison.md and comparison.json to this folder", anyText),
} as const;

export const BENCH_FLAGS = {
  threads: shared.threads,
  repeats: valueFlag(
    "--repeats <N>",
    "minimum number of rounds (default: 10; scale: 3; memory: 1)",
    count,
  ),
  seconds: valueFlag(
    "--seconds <S>",
    "minimum seconds per item (default: 3; scale, memory: 0)",
    decimalNumber({ least: 0, most: 86400 }),
  ),
  warmUp: defaultedFlag("--warm-up <N>", "warm-up runs of each item, not recorded", {
    parser: wholeNumber({ least: 0, most: 1000 }),
    fallback: "1",
  }),
  seed: defaultedFlag("--seed <N>", "seed of the random order within rounds", {
    parser: seed,
    fallback: "1",
  }),
  size: defaultedFlag("--size <WxH>", "stages: frame size in pixels", {
    parser: pixelSize,
    fallback: "1920x1080",
  }),
  videos: valueFlag("--videos <N[,N…]>", "scale, memory: numbers of videos", counts),
  variants: valueFlag("--variants <N[,N…]>", "scale, memory: numbers of variants", counts),
  out: valueFlag("--out <DIR>", "write bench.json and bench.md to this folder", anyText),
  compare: valueFlag(
    "--compare <FILE>",
    "compare with an earlier bench.json of this machine",
    anyText,
  ),
} as const;

export const PARITY_FLAGS = {
  golden: valueFlag("--golden <DIR>", "folder of golden data (default: ../shared/golden)", anyText),
  stage: repeatableFlag("--stage <NAME>", "only this stage (repeatable)", anyText),
  slow: switchFlag("--slow", "compare the large networks too, which takes minutes"),
  markdown: switchFlag("--markdown", "print the table in Markdown"),
} as const;

export const CUDA_FLAGS = {
  replace: switchFlag("--replace", "replace a CUDA provider of another build"),
} as const;

export const BUILD_MODEL_FLAGS = {
  seed: defaultedFlag("--seed <N>", "untrained weights: seed of the random weights", {
    parser: seed,
    fallback: "1",
  }),
  size: valueFlag(
    "--size <PIXELS>",
    "untrained weights: side of the face image (default: 380)",
    facePixels,
  ),
  precision: defaultedFlag("--precision <LIST>", "untrained weights: precisions of the files", {
    parser: precisions,
    fallback: "fp32,fp16",
  }),
} as const;

export const FETCH_MODEL_FLAGS = {
  from: valueFlag("--from <DIR>", "take the published files from this folder", anyText),
  precision: defaultedFlag("--precision <LIST>", "precisions of the files", {
    parser: precisions,
    fallback: "fp32,fp16",
  }),
  replace: switchFlag("--replace", "make the model again even if it is complete"),
  force: shared.force,
} as const;

/** Flags that say what a network takes and gives, in place of its card. */
export const CARD_VALUE_FLAGS = {
  fake: valueFlag(
    "--fake <INDEX|LABEL>",
    "the class that is fake, from 0, or of ONNX its label; with one output column, 1: a high value means fake, 0: real",
    anyText,
  ),
  mean: valueFlag(
    "--mean <A,B,C>",
    "mean of the channels in training; a pixel value v becomes (v * scale - mean) / std",
    channelNumbers,
  ),
  std: valueFlag("--std <A,B,C>", "standard deviation of the channels", channelDivisors),
  scale: valueFlag(
    "--scale <FACTOR>",
    "ONNX: factor of pixel values (default: 1/255, or 1 if mean and std are of values up to 255)",
    factor,
  ),
  channels: valueFlag(
    "--channels <ORDER>",
    "ONNX: order of the channels (default: RGB)",
    oneOf(["RGB", "BGR"] as const),
  ),
  activation: valueFlag(
    "--activation <NAME>",
    "ONNX: function that makes probabilities of the output (default: by the graph)",
    oneOf(["none", "sigmoid", "softmax"] as const),
  ),
  size: valueFlag(
    "--size <PIXELS>",
    "side of the face image (default: by the graph; weights: the network's)",
    facePixels,
  ),
  output: valueFlag("--output <NAME>", "ONNX: output with the scores, if it has several", anyText),
} as const;

export const CORRECT_CARD_FLAGS = {
  ...CARD_VALUE_FLAGS,
  set: repeatableFlag(
    "--set <PATH=VALUE>",
    "set any field of the card, such as limits=… or output.index=1 (repeatable)",
    setting,
  ),
} as const;

export const IMPORT_SCORES_FLAGS = {
  dataset: CHOICE_FLAGS.dataset,
  ...DATASET_FLAGS,
  split: CHOICE_FLAGS.split,
  config: valueFlag(
    "--config <FILE>",
    "evaluation file (JSONC) whose costs, operatingPoint and independent are used",
    anyText,
  ),
  ...LABEL_FLAGS,
  name: valueFlag(
    "--name <NAME>",
    "name of the run under reports/, and of the variant if the file names none",
    matching(BASELINE_NAME.pattern, BASELINE_NAME.allowed),
  ),
  out: valueFlag("--out <DIR>", "run folder (default: reports/NAME)", anyText),
  column: repeatableFlag(
    "--column <ROLE=NAME>",
    "which column is which: file, score, variant, frame or face (repeatable)",
    scoreColumn,
  ),
  polarity: valueFlag(
    "--polarity <CLASS>",
    "class that a high score means (default: fake, or as the column says)",
    oneOf(["fake", "real"] as const),
  ),
  activation: valueFlag(
    "--activation <NAME>",
    "sigmoid: the scores are logits (default: none, or as the column says)",
    oneOf(["none", "sigmoid"] as const),
  ),
  pooling: valueFlag(
    "--pooling <NAME>",
    "how scores of faces or frames are pooled (default: mean)",
    oneOf(Object.keys(poolingStrategies)),
  ),
  allowMissing: switchFlag(
    "--allow-missing",
    "count videos without a score as not scored (P(fake) 0.5)",
  ),
  compareWith: valueFlag(
    "--compare-with <NAME>",
    "variant that the others are compared with (default: the first)",
    anyText,
  ),
  decision: defaultedFlag("--decision <P>", "videos are called fake at or above it", {
    parser: openShare,
    fallback: "0.5",
  }),
} as const;

export const IMPORT_MODEL_FLAGS = {
  family: valueFlag(
    "--family <NAME>",
    "weights: network, such as tf-efficientnet-b7 or xception",
    anyText,
  ),
  weights: valueFlag(
    "--weights <NAME>",
    "weights: which set of a file with several, such as ema (default: the usual one)",
    anyText,
  ),
  card: valueFlag("--card <FILE>", "ONNX: model card (default: it is found out)", anyText),
  name: valueFlag("--name <NAME>", "name of the model (ONNX: default from the file)", modelName),
  ...CARD_VALUE_FLAGS,
  precision: valueFlag(
    "--precision <LIST>",
    "precisions of the files (default: fp32,fp16; ONNX: fp32, and fp16 if it scores alike)",
    precisions,
  ),
  replace: switchFlag("--replace", "replace an existing model of this name"),
  force: shared.force,
} as const;
