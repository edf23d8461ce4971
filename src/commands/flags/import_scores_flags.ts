import { resolveDatasets } from "../../config/datasets.ts";
import type { ImportTask } from "../../evaluation/scores/import_scores.ts";
import type { FlagValues } from "./flag.ts";
import type { IMPORT_SCORES_FLAGS } from "./flag_table.ts";
import { wrongUse } from "./usage.ts";

/**
 * Turns the flags of `scores import` into a task.
 * @throws AssayError USAGE (exit 2) for flags that are missing or given twice
 */
export function importScoresTask(
  file: string,
  flags: FlagValues<typeof IMPORT_SCORES_FLAGS>,
): ImportTask {
  const { dataset, layout, where, root, followLinks, split, name } = flags;
  if (dataset.length === 0) {
    throw wrongUse(
      "--dataset is missing, which has the labels of the videos",
      "Name it: --dataset DIR",
    );
  }
  if (name === null) throw wrongUse("--name is missing", "Name the run: --name NAME");
  const tags = Object.fromEntries(where.map(({ key, value }) => [key, value]));
  const { polarity, activation, allowMissing } = flags;
  return {
    file,
    datasets: resolveDatasets({}, { datasets: dataset, layout, where: tags, root, followLinks }),
    split,
    config: flags.config,
    allowUnlabelled: flags.allowUnlabelled,
    name,
    out: flags.out,
    reading: { columns: columnsOf(flags.column), polarity, activation, allowMissing },
    pooling: flags.pooling,
    compareWith: flags.compareWith,
    decision: flags.decision,
  };
}

function columnsOf(
  given: FlagValues<typeof IMPORT_SCORES_FLAGS>["column"],
): ImportTask["reading"]["columns"] {
  const roles = given.map(({ role }) => role);
  const repeated = roles.find((role, i) => roles.indexOf(role) < i);
  if (repeated !== undefined) {
    throw wrongUse(`--column ${repeated} is given twice`, "Leave one of them out");
  }
  return Object.fromEntries(given.map(({ role, name }) => [role, name]));
}
