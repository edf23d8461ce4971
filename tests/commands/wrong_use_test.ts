import { equal, match, ok } from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hasCudaProvider } from "../../src/platform/onnxruntime/provider.ts";
import { inFolder } from "./in_folder.ts";
import { assay, errorCode } from "./run_assay.ts";

/** Mistakes of users, and the expected error of each. */
const MISTAKES: readonly {
  readonly name: string;
  readonly args: (folder: string) => readonly string[];
  readonly exit: number;
  readonly code: string;
  readonly says: RegExp;
}[] = [
  {
    name: "an unknown command",
    args: () => ["evla"],
    exit: 2,
    code: "USAGE",
    says: /Did you mean "eval"\?/,
  },
  {
    name: "a missing subcommand",
    args: () => ["models"],
    exit: 2,
    code: "USAGE",
    says: /missing subcommand.*--help/,
  },
  {
    name: "an unknown flag",
    args: () => ["eval", "--datset", "demo"],
    exit: 2,
    code: "USAGE",
    says: /--dataset/,
  },
  {
    name: "a misspelt key in the config",
    args: (folder) => [
      "eval",
      "--config",
      file(folder, '{"version":1,"dataset":"demo","model":"demo","variants":{"a":{"frmes":3}}}'),
    ],
    exit: 2,
    code: "CONFIG_UNKNOWN_KEY",
    says: /variants\.a.*Did you mean "frames"\?/,
  },
  {
    name: "a missing config",
    args: (folder) => ["eval", "--config", join(folder, "none.jsonc")],
    exit: 2,
    code: "CONFIG_NOT_READ",
    says: /--config/,
  },
  {
    name: "an unknown dataset",
    args: () => ["eval", "--dataset", "dmeo"],
    exit: 3,
    code: "DATASET_MISSING",
    says: /Did you mean "demo"\?/,
  },
  {
    name: "an empty folder",
    args: (folder) => ["eval", "--dataset", folder],
    exit: 3,
    code: "DATASET_EMPTY",
    says: /no videos/,
  },
  {
    name: "an unknown split",
    args: () => ["eval", "--split", "tset"],
    exit: 3,
    code: "SPLIT_UNKNOWN",
    says: /Did you mean "test"\?/,
  },
  {
    name: "an unknown model",
    args: () => ["eval", "--model", "dmeo"],
    exit: 3,
    code: "MODEL_UNKNOWN",
    says: /demo/,
  },
  {
    name: "an output folder that cannot be made",
    args: (folder) => ["eval", "--out", join(file(folder, "a file"), "run")],
    exit: 2,
    code: "OUT_NOT_WRITABLE",
    says: /--out/,
  },
  {
    name: "an output folder among the system's own files",
    args: () => ["eval", "--out", "/dev/null/run"],
    exit: 2,
    code: "OUT_NOT_WRITABLE",
    says: /--out/,
  },
  {
    name: "an output folder whose name is empty",
    args: () => ["eval", "--out", ""],
    exit: 2,
    code: "USAGE",
    says: /--out is empty/,
  },
  {
    name: "a dataset whose name is empty",
    args: () => ["eval", "--dataset="],
    exit: 2,
    code: "USAGE",
    says: /--dataset is empty/,
  },
  {
    name: "more frames than any video has",
    args: () => ["eval", "--set", "frames=1e10"],
    exit: 2,
    code: "CONFIG_WRONG_VALUE",
    says: /frames must be at most/,
  },
  {
    name: "a limit that is not a number",
    args: () => ["eval", "--limit", "ten"],
    exit: 2,
    code: "USAGE",
    says: /--limit/,
  },
  {
    name: "CUDA on a machine without it",
    args: () => ["eval", "--provider", "cuda"],
    exit: 4,
    code: "CUDA_UNAVAILABLE",
    says: /--provider cpu/,
  },
  {
    name: "missing videos, with --strict",
    args: (folder) => ["eval", "--strict", "--dataset", incomplete(folder)],
    exit: 3,
    code: "DATASET_INCOMPLETE",
    says: /gone\.mp4/,
  },
  {
    name: "a folder that is not a run",
    args: (folder) => ["report", folder],
    exit: 3,
    code: "MANIFEST_NOT_READ",
    says: /folder of a run/,
  },
];

for (const { name, args, exit, code, says } of MISTAKES) {
  // Where the CUDA provider is in place, asking for it is no mistake.
  const ignore = code === "CUDA_UNAVAILABLE" && await hasCudaProvider();
  const title = `${name}: exit ${exit}, one line, the remedy`;
  const run = () =>
    inFolder(async (folder) => {
      const outcome = await assay(args(folder));
      equal(errorCode(outcome), code, outcome.stderr);
      equal(outcome.code, exit);
      match(outcome.stderr, says);
      ok(!/\n\s+at /.test(outcome.stderr), "no stack without --verbose");
    });
  Deno.test({ name: ignore ? `${title} (skipped: CUDA is here)` : title, ignore, fn: run });
}

Deno.test("--verbose shows the stack", async () => {
  const { stderr } = await assay(["eval", "--dataset", "none", "--verbose"]);
  match(stderr, /\n\s+at /);
});

for (
  const name of [
    ...["eval", "plan", "predict", "compare", "report"],
    ...["doctor", "models", "datasets", "setup"],
  ]
) {
  Deno.test(`${name} --help has an example and ends well`, async () => {
    const { code, stdout } = await assay([name, "--help"]);
    equal(code, 0);
    match(stdout, new RegExp(`Examples?:\\n  deno task ${name}`));
  });
}

/** A file in the folder. */
function file(folder: string, text: string): string {
  const path = join(folder, "file");
  writeFileSync(path, text);
  return path;
}

/** A dataset that lists a video more than it has. */
function incomplete(folder: string): string {
  const dataset = join(folder, "dataset");
  mkdirSync(dataset);
  writeFileSync(join(dataset, "here.mp4"), "");
  const labels = { "here.mp4": { label: "REAL" }, "gone.mp4": { label: "FAKE" } };
  writeFileSync(join(dataset, "metadata.json"), JSON.stringify(labels));
  return dataset;
}
