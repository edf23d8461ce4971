import { type CatalogueEntry, readCatalogue } from "../../stages/classifiers/catalogue.ts";
import { makingRemedy } from "../../stages/classifiers/making_command.ts";
import type { ModelCard } from "../../stages/classifiers/model_card.ts";
import type { AssayError, ExitCode } from "../../records/errors.ts";
import { suggestName } from "../../base/text/nearest_name.ts";
import type { Precision } from "../../records/provider.ts";
import { fetchModel } from "../../models/fetch_model.ts";
import { determineFileState } from "../../models/model_state.ts";
import { downloadLine } from "../terminal/download_line.ts";
import { FOLDERS } from "../../evaluation/folders.ts";
import type { FlagValues } from "../flags/flag.ts";
import type { FETCH_MODEL_FLAGS } from "../flags/flag_table.ts";
import { wrongUse } from "../flags/usage.ts";
import type { Terminal } from "../../platform/host/terminal.ts";

/** Makes models from published weights, one after the other. Skips models that are complete, unless `replace`. */
export async function fetchModels(
  names: readonly string[],
  { precision: precisions, replace, from, force }: FlagValues<typeof FETCH_MODEL_FLAGS>,
  terminal: Terminal,
): Promise<ExitCode> {
  const broken = new Map<string, AssayError>();
  const catalogue = await readCatalogue(FOLDERS.models, (name, error) => broken.set(name, error));
  const entries = names.map((name) => {
    const fault = broken.get(name);
    if (fault) throw fault;
    return fetchable(name, catalogue);
  });
  for (const entry of entries) {
    if (!replace && await isWhole(entry, precisions)) {
      terminal.note(`${entry.card.name} is already complete; --replace makes it again`);
      continue;
    }
    const made = await fetchModel(entry.card, {
      modelsFolder: FOLDERS.models,
      from,
      precisions,
      replace: true,
      force,
      progress: (line) => terminal.note(line),
      warn: (line) => terminal.warn(line),
      download: {
        onProgress: downloadLine(terminal),
        onRetry: (why) => terminal.warn(`${why}; trying again`),
      },
    });
    terminal.print(madeLine(made));
  }
  return 0;
}

function fetchable(name: string, catalogue: readonly CatalogueEntry[]): CatalogueEntry {
  const entry = catalogue.find(({ card }) => card.name === name);
  if (entry?.card.weights?.url) return entry;
  if (entry) {
    throw wrongUse(`model "${name}" cannot be fetched`, makingRemedy(entry.card, entry.present));
  }
  const names = catalogue.filter(({ card }) => card.weights?.url).map(({ card }) => card.name);
  throw wrongUse(`model "${name}" cannot be fetched`, suggestName(name, names));
}

async function isWhole(entry: CatalogueEntry, precisions: readonly Precision[]): Promise<boolean> {
  for (const precision of precisions) {
    if (await determineFileState(entry, precision) !== "verified") return false;
  }
  return true;
}

/** Formats one line about a model that was made. */
export function madeLine({ name, files, verification }: ModelCard): string {
  const difference = verification?.halfPrecisionDifference ?? null;
  const half = difference === null ? "" : `; float16 changes P(fake) by at most ${difference}`;
  return `made models/${name}: ${Object.keys(files).join(", ")}${half}`;
}
