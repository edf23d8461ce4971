import { readCatalogue } from "../../stages/classifiers/catalogue.ts";
import { makingRemedy } from "../../stages/classifiers/making_command.ts";
import type { ExitCode } from "../../records/errors.ts";
import { suggestName } from "../../base/text/nearest_name.ts";
import { BENCHMARK_MODELS, buildBenchmarkModel } from "../../models/benchmark_model.ts";
import { FOLDERS } from "../../evaluation/folders.ts";
import type { FlagValues } from "../flags/flag.ts";
import type { BUILD_MODEL_FLAGS } from "../flags/flag_table.ts";
import { wrongUse } from "../flags/usage.ts";
import { isSetUp, setupSteps, type StepName } from "../setup/steps.ts";
import type { Terminal } from "../../platform/host/terminal.ts";

type BuildValues = FlagValues<typeof BUILD_MODEL_FLAGS>;

/** Steps of set-up that build each model, in order. */
const STEPS: ReadonlyMap<string, readonly StepName[]> = new Map([
  ["mtcnn", ["tools", "mtcnn"]],
  ["demo", ["tools", "mtcnn", "demoDataset", "demoModel"]],
]);

/** Builds a model from its sources, or an untrained one from a seed. */
export async function buildModel(
  name: string,
  flags: BuildValues,
  terminal: Terminal,
): Promise<ExitCode> {
  const steps = STEPS.get(name);
  if (steps) await buildBySteps(steps, terminal);
  else if (Object.hasOwn(BENCHMARK_MODELS, name)) await buildFromSeed(name, flags, terminal);
  else throw await unknownName(name);
  terminal.print(`built models/${name}`);
  return 0;
}

async function buildBySteps(names: readonly StepName[], terminal: Terminal): Promise<void> {
  const steps = setupSteps((text) => terminal.note(text));
  for (const step of names) {
    const isOwn = step === names.at(-1);
    if (isOwn || !await isSetUp(steps[step])) await steps[step].run();
  }
}

async function buildFromSeed(
  name: string,
  { seed, size, precision }: BuildValues,
  terminal: Terminal,
): Promise<void> {
  await buildBenchmarkModel(name, {
    modelsFolder: FOLDERS.models,
    seed,
    size,
    precisions: precision,
    replace: true,
    force: true, // the limit on float16 differences is meant for trained weights
    progress: (line) => terminal.note(line),
  });
}

/** An installed model that has no recipe is made by another command. */
async function unknownName(name: string) {
  const installed = await readCatalogue(FOLDERS.models, () => {});
  const entry = installed.find(({ card }) => card.name === name);
  if (entry) {
    return wrongUse(`model "${name}" is not built`, makingRemedy(entry.card, entry.present));
  }
  const known = [...STEPS.keys(), ...Object.keys(BENCHMARK_MODELS)];
  return wrongUse(`model "${name}" cannot be built`, suggestName(name, known));
}
