import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type CatalogueEntry, readCatalogue } from "../../stages/classifiers/catalogue.ts";
import { compareCodePoints } from "../../base/text/compare_code_points.ts";
import type { ExitCode } from "../../records/errors.ts";
import { determineFileStates } from "../../models/model_state.ts";
import { FOLDERS } from "../../evaluation/folders.ts";
import type { Terminal } from "../../platform/host/terminal.ts";
import { largest } from "../../base/numeric/extremes.ts";

/** A model in the list. */
interface ModelRow {
  readonly name: string;
  /** Architecture of the network, or the classifier family that runs it. */
  readonly network: string;
  /** Precisions whose file is installed. */
  readonly precisions: string;
  /** Size of each installed file, in the order of `precisions`. */
  readonly megabytes: string;
  readonly state: string;
  /** Source, as the card has it. */
  readonly from: string;
  readonly description: string;
}

/** Prints every model that has a card; a card that cannot be read is listed with its error. */
export async function listModels(
  { json }: { readonly json: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const rows: ModelRow[] = [];
  const catalogue = await readCatalogue(FOLDERS.models, (name, { message }) => {
    terminal.warn(message);
    rows.push(brokenRow(name, message));
  });
  for (const entry of catalogue) rows.push(await rowOf(entry));
  rows.sort((a, b) => compareCodePoints(a.name, b.name));
  terminal.print(json ? JSON.stringify(rows, null, 2) : table(rows));
  return 0;
}

/** Makes the row of a card that breaks the schema: only the name of its folder is known. */
function brokenRow(name: string, fault: string): ModelRow {
  const unknown = { network: "", precisions: "", megabytes: "", from: "" };
  return { name, ...unknown, state: "broken card", description: fault };
}

async function rowOf(entry: CatalogueEntry): Promise<ModelRow> {
  const { card, folder, present } = entry;
  const sizes = await Promise.all(
    present.map((precision) => stat(join(folder, card.files[precision]!.path))),
  );
  return {
    name: card.name,
    network: card.architecture ?? card.family,
    precisions: present.join(", "),
    megabytes: sizes.map(({ size }) => (size / 1e6).toFixed(1)).join(", "),
    state: [...new Set(Object.values(await determineFileStates(entry)))].join(", "),
    from: card.source,
    description: card.description,
  };
}

function table(rows: readonly ModelRow[]): string {
  const columns = ["name", "network", "precisions", "megabytes", "state", "from"] as const;
  const widths = columns.map((column) =>
    Math.max(column.length, largest(rows.map((row) => row[column].length)))
  );
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => (cell || "-").padEnd(widths[i]!)).join("  ").trimEnd();
  return [line(columns), ...rows.map((row) => line(columns.map((column) => row[column])))].join(
    "\n",
  );
}
