import type { Command } from "commander";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type CatalogueEntry, readCatalogue, verifiedHash } from "../classifiers/catalogue.ts";
import { AssayError, type ExitCode, usageError } from "../domain/errors.ts";
import type { Precision } from "../domain/provider.ts";
import type { CommandContext } from "./cli.ts";
import { FOLDERS } from "./folders.ts";
import { addSpeechFlags } from "./run_flags.ts";
import { setupSteps } from "./setup_steps.ts";

export function define(command: Command, context: CommandContext): void {
  command.usage("ACTION [flags]").addHelpText(
    "after",
    `
A model is a folder under models/ with a card (card.json) and an ONNX file.

Examples:
  deno task models list
  deno task models build demo`,
  );
  addSpeechFlags(command.command("list").description("what is here, and whether it is whole"))
    .action(async (flags: { json?: boolean }) => {
      const rows = await Promise.all((await readCatalogue(FOLDERS.models)).map(describe));
      context.terminal.print(flags.json ? JSON.stringify(rows, null, 2) : table(rows));
      context.finish(0);
    });
  addSpeechFlags(
    command.command("build").argument("<NAME>", "demo or mtcnn").description(
      "build a model again from its sources",
    ),
  ).action(async (name: string) => context.finish(await build(name, context)));
}

interface ModelRow {
  readonly name: string;
  readonly family: string;
  readonly precisions: string;
  readonly megabytes: string;
  readonly state: string;
  readonly description: string;
}

async function describe(entry: CatalogueEntry): Promise<ModelRow> {
  const { card, folder } = entry;
  const sizes = await Promise.all(
    entry.present.map((precision) => stat(join(folder, card.files[precision]!.path))),
  );
  return {
    name: card.name,
    family: card.family,
    precisions: Object.keys(card.files).join(", "),
    megabytes: sizes.map(({ size }) => (size / 1e6).toFixed(1)).join(", "),
    state: await stateOf(entry),
    description: card.description,
  };
}

/** Whether each file is there and is the one that the card means. */
async function stateOf(entry: CatalogueEntry): Promise<string> {
  const states = new Set<string>();
  for (const precision of Object.keys(entry.card.files) as Precision[]) {
    try {
      await verifiedHash(entry, precision);
      states.add(entry.card.files[precision]!.sha256 === null ? "built here" : "verified");
    } catch (error) {
      if (!(error instanceof AssayError)) throw error;
      states.add(error.code === "MODEL_MISSING" ? "missing" : "changed");
    }
  }
  return [...states].join(", ");
}

function table(rows: readonly ModelRow[]): string {
  const columns = ["name", "family", "precisions", "megabytes", "state"] as const;
  const widths = columns.map((column) =>
    Math.max(column.length, ...rows.map((row) => row[column].length))
  );
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => cell.padEnd(widths[i])).join("  ").trimEnd();
  return [line(columns), ...rows.map((row) => line(columns.map((column) => row[column])))].join(
    "\n",
  );
}

async function build(name: string, { terminal }: CommandContext): Promise<ExitCode> {
  const steps = setupSteps((text) => terminal.note(text));
  const wanted: Readonly<Record<string, readonly (keyof typeof steps)[]>> = {
    mtcnn: ["tools", "mtcnn"],
    demo: ["tools", "mtcnn", "demoDataset", "demoModel"],
  };
  const names = Object.hasOwn(wanted, name) ? wanted[name] : undefined;
  if (!names) {
    throw usageError("USAGE", {
      what: `there is no recipe for a model "${name}"`,
      remedy: `Build one of: ${Object.keys(wanted).join(", ")}`,
    });
  }
  for (const step of names.slice(0, -1)) if (!await steps[step].isDone()) await steps[step].run();
  await steps[names[names.length - 1]].run();
  terminal.print(`built models/${name}`);
  return 0;
}
