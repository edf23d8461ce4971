import { type DatasetFacts, datasetFacts } from "../../datasets/dataset_facts.ts";
import { datasetWarnings } from "../../datasets/dataset_warnings.ts";
import { labelHints } from "../../datasets/label_hints.ts";
import { openDataset } from "../../datasets/open_dataset.ts";
import { findPossibleCopies } from "../../datasets/possible_copies.ts";
import { withHints } from "../../datasets/unlabelled_error.ts";
import type { CommandContext } from "../command.ts";
import { datasetOptions } from "../flags/dataset_flags.ts";
import type { FlagValues } from "../flags/flag.ts";
import { DATASET_FLAGS, PRINT_FLAGS } from "../flags/flag_table.ts";
import { inspectionText } from "./inspection_text.ts";

/** Flags of `datasets inspect`. */
export const INSPECT_FLAGS = { ...DATASET_FLAGS, ...PRINT_FLAGS } as const;

/** Prints everything that is known of a dataset. Opens no video. */
export async function inspectDataset(
  place: string,
  flags: FlagValues<typeof INSPECT_FLAGS>,
  { terminal }: CommandContext,
): Promise<void> {
  const facts = await readFacts(place, flags);
  terminal.print(
    flags.json ? JSON.stringify(facts, null, 2) : inspectionText(facts, terminal.width),
  );
}

async function readFacts(
  place: string,
  flags: FlagValues<typeof INSPECT_FLAGS>,
): Promise<DatasetFacts> {
  const options = datasetOptions(flags);
  const dataset = await openDataset(place, options).catch(async (error) => {
    throw await withHints(error, { place, ...options });
  });
  const isUnlabelled = dataset.videos.every(({ label }) => label === null);
  return datasetFacts(dataset, {
    copies: await findPossibleCopies(dataset.videos),
    hints: isUnlabelled ? await labelHints(dataset, options) : { found: [], flags: [] },
    warnings: datasetWarnings(dataset),
  });
}
