import { BASELINE_NAME, MODEL_NAME } from "../../base/text/name_rules.ts";
import { PRECISIONS, PROVIDER_CHOICES } from "../../records/provider.ts";
import { defaultedFlag, optionalValueFlag, repeatableFlag, switchFlag, valueFlag } from "./flag.ts";
import {
  anyText,
  baselinePlace,
  count,
  counts,
  decimalNumber,
  listOf,
  matching,
  oneOf,
  pixelSize,
  seed,
  setting,
  someOf,
  trimmedText,
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
    "threads of each network's session (default: 1 on the CPU, 2 on a GPU)",
    count,
  ),
  variant: repeatableFlag("--variant <NAME>", "only this variant (repeatable)", anyText),
  sharedVideos: switchFlag(
    "--shared",
    "compare only the videos that both runs have, where the datasets differ",
  ),
  json: switchFlag("--json", "print the result as JSON"),
  force: switchFlag("--force", "accept a float16 file that differs too much"),
} as const;

/** What is printed, of commands whose result is what they make. */
export const QUIET_FLAGS = {
  quiet: switchFlag("--quiet", "print results, warnings and errors only"),
  verbose: switchFlag("--verbose", "print start-up times, and the stack of an error"),
} as const;

/** What is printed, of commands whose result can be had as JSON. */
export const PRINT_FLAGS = { json: shared.json, ...QUIET_FLAGS } as const;

/** What is evaluated. */
export const CHOICE_FLAGS = {
  config: defaultedFlag("--config <FILE>", "evaluation file (JSONC)", {
    parser: anyText,
    fallback: "eval.jsonc",
  }),
  dataset: valueFlag(
    "--dataset <NAME|DIR>",
    "a dataset under datasets/, or a folder of videos with labels",
    anyText,
  ),
  split: valueFlag(
    "--split <NAME>",
    'only this split of the dataset; "all" for every video',
    anyText,
  ),
  model: valueFlag(
    "--model <NAME[,NAME…]>",
    "the classifier; the scores of several are averaged",
    listOf(modelName, `${MODEL_NAME.allowed}, or several with commas between`),
  ),
  provider: valueFlag(
    "--provider <NAME>",
    "where networks run; auto: CUDA where it works, else CPU",
    oneOf(PROVIDER_CHOICES),
  ),
  set: repeatableFlag(
    "--set <KEY=VALUE>",
    "set a parameter in every variant (repeatable)",
    setting,
  ),
  variant: shared.variant,
  limit: valueFlag("--limit <N>", "only the first N videos", count),
  strict: switchFlag("--strict", "stop when videos that the dataset lists are missing"),
} as const;

/** How many threads and workers a plan is made for. */
export const MACHINE_FLAGS = { workers: shared.workers, threads: shared.threads } as const;

/** How a run is made. */
export const RUN_FLAGS = {
  out: valueFlag("--out <DIR>", "the run folder (default: a new one under reports/)", anyText),
  resume: optionalValueFlag(
    "--resume [DIR]",
    "continue an unfinished run (default: the newest)",
    anyText,
  ),
  cache: defaultedFlag("--cache <STATE>", "reuse faces that earlier runs prepared, keep new ones", {
    parser: oneOf(["on", "off"]),
    fallback: "on",
  }),
  ...MACHINE_FLAGS,
} as const;

export const REPEAT_FLAGS = {
  repeatBaseline: valueFlag(
    "--repeat-baseline <K>",
    "run the variant of compareWith K more times: the noise floor",
    count,
  ),
} as const;

export const CHECK_FLAGS = {
  baseline: valueFlag(
    "--baseline <NAME|FILE>",
    "the baseline: a name under reports/baselines/, or a file",
    baselinePlace,
  ),
  run: valueFlag(
    "--run <DIR>",
    "the run to judge or accept (default: make one, as eval does)",
    anyText,
  ),
  accept: valueFlag(
    "--accept <NAME>",
    "make the run of --run the baseline of that name",
    matching(BASELINE_NAME.pattern, BASELINE_NAME.allowed),
  ),
  reason: valueFlag("--reason <TEXT>", "why the run is accepted", trimmedText),
  force: switchFlag(
    "--force",
    "accept a run although videos of it failed for reasons a retry may mend",
  ),
  shared: shared.sharedVideos,
  junit: valueFlag("--junit <FILE>", "write the verdicts as JUnit XML", anyText),
  summary: valueFlag("--summary <FILE>", "write the verdicts as Markdown", anyText),
} as const;

export const COMPARE_FLAGS = {
  shared: shared.sharedVideos,
  variant: shared.variant,
  out: valueFlag("--out <DIR>", "write comparison.md and comparison.json there", anyText),
} as const;

export const BENCH_FLAGS = {
  threads: shared.threads,
  repeats: valueFlag("--repeats <N>", "minimum number of rounds (default: 10; scale 3)", count),
  seconds: valueFlag(
    "--seconds <S>",
    "minimum time of each piece, seconds (default: 3; scale 0)",
    decimalNumber({ least: 0, most: 86400 }),
  ),
  warmUp: defaultedFlag("--warm-up <N>", "runs of each piece before the first round", {
    parser: wholeNumber({ least: 0, most: 1000 }),
    fallback: "1",
  }),
  seed: defaultedFlag("--seed <N>", "seed of the random order within rounds", {
    parser: seed,
    fallback: "1",
  }),
  size: defaultedFlag("--size <WxH>", "stages: size of the frame, pixels", {
    parser: pixelSize,
    fallback: "1920x1080",
  }),
  videos: valueFlag("--videos <N[,N…]>", "scale, memory: numbers of videos", counts),
  variants: valueFlag("--variants <N[,N…]>", "scale, memory: numbers of variants", counts),
  out: valueFlag("--out <DIR>", "write bench.json and bench.md there", anyText),
  compare: valueFlag("--compare <FILE>", "an earlier bench.json of this machine", anyText),
} as const;

export const PARITY_FLAGS = {
  golden: valueFlag("--golden <DIR>", "the golden data (default: ../shared/golden)", anyText),
  stage: repeatableFlag("--stage <NAME>", "only this stage (repeatable)", anyText),
  slow: switchFlag("--slow", "compare the large networks too; takes minutes more"),
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
    "untrained weights: width and height of the faces (default: 380)",
    facePixels,
  ),
  precision: defaultedFlag("--precision <LIST>", "untrained weights: precisions of the files", {
    parser: precisions,
    fallback: "fp32,fp16",
  }),
} as const;

export const FETCH_MODEL_FLAGS = {
  from: valueFlag("--from <DIR>", "a folder that has the published files already", anyText),
  precision: defaultedFlag("--precision <LIST>", "precisions of the files", {
    parser: precisions,
    fallback: "fp32,fp16",
  }),
  replace: switchFlag("--replace", "make the model again though it is here and complete"),
  force: shared.force,
} as const;

export const IMPORT_MODEL_FLAGS = {
  family: valueFlag(
    "--family <NAME>",
    "weights: the network, such as efficientnet-b7 or meso4",
    anyText,
  ),
  card: valueFlag("--card <FILE>", "ONNX: the model card, with inputs and outputs", anyText),
  name: valueFlag("--name <NAME>", "name of the model (ONNX: default is the card's)", modelName),
  size: valueFlag(
    "--size <PIXELS>",
    "weights: width and height of the faces (default: the family's)",
    facePixels,
  ),
  precision: valueFlag(
    "--precision <LIST>",
    "precisions of the files (default: fp32,fp16; of an ONNX file fp32)",
    precisions,
  ),
  replace: switchFlag("--replace", "replace a model of that name"),
  force: shared.force,
} as const;
