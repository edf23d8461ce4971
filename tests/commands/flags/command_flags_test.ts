import { Command } from "commander";
import { deepEqual as same, equal, throws } from "node:assert/strict";
import { BENCH_COMMAND_FLAGS } from "../../../src/commands/flags/bench_flags.ts";
import { CHECK_COMMAND_FLAGS } from "../../../src/commands/flags/check_flags.ts";
import { addFlags, givenFlags, readFlags } from "../../../src/commands/flags/command_flags.ts";
import type { FlagGroup } from "../../../src/commands/flags/flag.ts";
import * as table from "../../../src/commands/flags/flag_table.ts";
import {
  EVAL_COMMAND_FLAGS,
  PLAN_COMMAND_FLAGS,
  PREDICT_COMMAND_FLAGS,
  predictOptions,
  type RunFlagValues,
  runOptions,
} from "../../../src/commands/flags/run_flags.ts";
import { readResumedFlags } from "../../../src/commands/flags/resumed_flags.ts";
import type { RunOptions } from "../../../src/evaluation/run_options.ts";
import { writeManifest } from "../../../src/runs/manifest.ts";
import { fakeRun } from "../../runs/fake_run.ts";
import { inFolder } from "../in_folder.ts";

function parsed(args: readonly string[], flags: FlagGroup, name = "eval"): Command {
  return addFlags(new Command(`deno task ${name}`).exitOverride(), flags).parse([...args], {
    from: "user",
  });
}

function evalOptions(...args: readonly string[]): RunOptions {
  return runOptions(readFlags(parsed(args, EVAL_COMMAND_FLAGS), EVAL_COMMAND_FLAGS));
}

Deno.test("every flag of the table is read by the name it has there", () => {
  for (const [name, group] of Object.entries<FlagGroup>(table)) {
    const command = addFlags(new Command(), group);
    const names = command.options.map((option) => option.attributeName());
    same(names, Object.keys(group), name);
  }
});

Deno.test("flags that are not given have their defaults, and are not among those given", () => {
  const options = evalOptions();
  same(options, {
    config: "eval.jsonc",
    overrides: {
      ...{ datasets: [], layout: null, where: {}, root: null, followLinks: false },
      ...{ split: null, model: null, provider: null, set: [], variants: [] },
    },
    onlyCompareWith: false,
    unlabelled: null,
    limit: null,
    strict: false,
    labels: "required",
    target: { kind: "new", folder: null },
    source: null,
    repeat: null,
    cache: true,
    workers: null,
    threads: null,
    repeats: null,
  });
  same(givenFlags(parsed(["--limit", "3"], EVAL_COMMAND_FLAGS)), ["limit"]);
});

Deno.test("values are numbers, lists and choices, not texts", () => {
  const options = evalOptions(
    ...[
      "--dataset",
      "demo",
      "--dataset",
      "clips",
      "--model",
      "b7,meso4",
      "--provider",
      "cpu",
      "--limit",
      "3",
      "--strict",
    ],
    ...["--set", "frames=8", "--set", "model=a=b", "--variant", "x", "--variant", "y"],
    ...["--layout", "dfdc", "--where", "method=a=b", "--root", "r", "--follow-links"],
    ...["--cache", "off", "--workers", "2", "--threads", "4", "--repeat-baseline", "5"],
  );
  const set = [{ key: "frames", value: "8" }, { key: "model", value: "a=b" }];
  const overrides = {
    ...{ datasets: ["demo", "clips"], layout: "dfdc", where: { method: "a=b" }, root: "r" },
    ...{ followLinks: true, split: null, model: ["b7", "meso4"], provider: "cpu" },
  };
  same(options.overrides, { ...overrides, set, variants: ["x", "y"] });
  same(options.limit, { kind: "sample", count: 3 });
  same(evalOptions("--limit", "first:3").limit, { kind: "first", count: 3 });
  same([options.workers, options.threads, options.repeats], [2, 4, 5]);
  same([options.strict, options.cache, options.labels], [true, false, "required"]);
  equal(evalOptions("--allow-unlabelled").labels, "optional");
});

Deno.test("a run is new or resumed: a named one or the latest", () => {
  same(evalOptions("--out", "a").target, { kind: "new", folder: "a" });
  const source = { folder: "a", config: null, datasets: [], root: null };
  const flags = readFlags(parsed([], EVAL_COMMAND_FLAGS), EVAL_COMMAND_FLAGS);
  const { target, source: from } = runOptions(flags, source);
  same([target, from], [{ kind: "resume", folder: "a" }, source]);
});

Deno.test("a run that is continued has the flags it was started with, and those that may be given again", () =>
  inFolder((folder) => {
    const { manifest } = fakeRun({ videos: 2 });
    const command = ["eval", "--limit", "2", "--workers", "3", "--json", "--out", "x"];
    writeManifest(folder, { ...manifest, command });
    const read = (...args: readonly string[]) =>
      readResumedFlags(
        parsed(["--resume", folder, ...args], EVAL_COMMAND_FLAGS, "eval"),
        EVAL_COMMAND_FLAGS,
      );
    const { flags, source } = read();
    same(flags.limit, { kind: "sample", count: 2 });
    same([flags.workers, flags.json, flags.out], [3, false, null]);
    same(source, { folder, config: null, datasets: [], root: null });
    const anew = read("--workers", "1", "--cache", "off", "--json", "--dataset", "d");
    same([anew.flags.workers, anew.flags.cache, anew.flags.json], [1, "off", true]);
    same(anew.source?.datasets, ["d"]);
    for (const agreeing of [["--limit", "2"], ["--threads", "1"], ["--model", "demo"]]) {
      read(...agreeing);
    }
    throws(() => read("--limit", "3"), /--limit is 3 and was 2 when the run was started/);
    throws(() => read("--limit", "first:2"), /--limit is first:2 and was 2 when the run was/);
    throws(() => read("--set", "frames=4"), /--set is frames=4, and the run was started without/);
    throws(() => read("--out", "a"), /--out cannot be combined with --resume/);
    writeManifest(folder, { ...manifest, command: ["predict", "videos"] });
    throws(() => read(), /started by predict, not by eval. Run deno task predict --resume/);
    return Promise.resolve();
  }));

Deno.test("plan, which makes no run, has the options of a run without those flags", () => {
  const flags = readFlags(parsed(["--threads", "2"], PLAN_COMMAND_FLAGS), PLAN_COMMAND_FLAGS);
  same(runOptions(flags), { ...evalOptions(), threads: 2 });
});

Deno.test("check needs labels as eval does, and plan too; bench times videos without them", () => {
  const needOf = (group: FlagGroup) => {
    const flags = readFlags(parsed([], group), group) as unknown as RunFlagValues;
    return runOptions(flags).labels;
  };
  same([EVAL_COMMAND_FLAGS, CHECK_COMMAND_FLAGS, PLAN_COMMAND_FLAGS].map(needOf), [
    ...["required", "required", "required"],
  ]);
  equal(needOf(BENCH_COMMAND_FLAGS), "ignored");
});

Deno.test("predict runs one variant over the videos that are named, without labels", () => {
  const options = (...args: readonly string[]) =>
    predictOptions(
      ["videos", "a.mp4"],
      readFlags(parsed(args, PREDICT_COMMAND_FLAGS), PREDICT_COMMAND_FLAGS),
    );
  const { unlabelled, onlyCompareWith } = options();
  same(unlabelled, { places: ["videos", "a.mp4"], followLinks: false });
  equal(options().labels, "ignored");
  equal(onlyCompareWith, true);
  equal(options("--follow-links").unlabelled?.followLinks, true);
  throws(() => options("--variant", "a", "--variant", "b"), /--variant is given 2 times/);
});
