import type { Command } from "commander";
import type { CommandContext } from "../command.ts";
import { FAMILY_PHRASES } from "../../models/networks/family_phrases.ts";
import { addFlags, readFlags } from "../flags/command_flags.ts";
import {
  BUILD_MODEL_FLAGS,
  CORRECT_CARD_FLAGS,
  FETCH_MODEL_FLAGS,
  IMPORT_MODEL_FLAGS,
  PRINT_FLAGS,
  QUIET_FLAGS,
} from "../flags/flag_table.ts";

export function define(command: Command, context: CommandContext): void {
  command.usage("SUBCOMMAND [options]").addHelpText(
    "after",
    `
A model is a folder under models/ with a card (card.json) and ONNX files.

Examples:
  deno task models list
  deno task models fetch selim-b7-111
  deno task models import mine.onnx --fake 1 --mean 0.5 --std 0.5
  deno task models import downloads/deepfake-vit
  deno task models import weights.pth --name mine
  deno task models import weights.pth --family tf-efficientnet-b7 --name mine
  deno task models build efficientnet-b7 --seed 1
  deno task models card mine --fake 0
  deno task models verify`,
  );
  defineList(command, context);
  defineBuild(command, context);
  defineFetch(command, context);
  defineImport(command, context);
  defineVerify(command, context);
  defineCard(command, context);
}

function defineList(command: Command, { terminal, finish }: CommandContext): void {
  const list = command.command("list").description("list the models and the state of their files");
  addFlags(list, PRINT_FLAGS).action(async () => {
    const { listModels } = await import("./list.ts");
    finish(await listModels(readFlags(list, PRINT_FLAGS), terminal));
  });
}

function defineBuild(command: Command, { terminal, finish }: CommandContext): void {
  const flags = { ...BUILD_MODEL_FLAGS, ...QUIET_FLAGS } as const;
  const build = command.command("build").argument("<NAME>", "demo, mtcnn, or efficientnet-b0 … b7")
    .description("build a model from its sources, or an untrained one for benchmarks");
  addFlags(build, flags).action(async (name: string) => {
    const { buildModel } = await import("./build.ts");
    finish(await buildModel(name, readFlags(build, flags), terminal));
  });
}

function defineFetch(command: Command, { terminal, finish }: CommandContext): void {
  const flags = { ...FETCH_MODEL_FLAGS, ...QUIET_FLAGS } as const;
  const fetch = command.command("fetch").argument("<NAME...>", "models whose cards have a URL")
    .description("fetch published weights and make models from them");
  addFlags(fetch, flags).action(async (names: readonly string[]) => {
    const { fetchModels } = await import("./fetch.ts");
    finish(await fetchModels(names, readFlags(fetch, flags), terminal));
  });
}

function defineImport(command: Command, { terminal, args, finish }: CommandContext): void {
  const flags = { ...IMPORT_MODEL_FLAGS, ...QUIET_FLAGS } as const;
  const from = command.command("import")
    .argument(
      "<FILE|DIR>",
      "ONNX, or PyTorch, safetensors or Keras weights; a folder with model.onnx",
    )
    .description("make a model from your own file")
    .addHelpText("after", familiesHelp());
  addFlags(from, flags).action(async (file: string) => {
    const { importTask } = await import("../flags/import_flags.ts");
    const { importModel, requireKnownWeights } = await import("./import.ts");
    const { openAsker } = await import("../../platform/host/asker.ts");
    const isFolder = await Deno.stat(file).then((found) => found.isDirectory, () => false);
    const values = readFlags(from, flags);
    if (!isFolder && values.name === null) await requireKnownWeights(file, values);
    const task = importTask(file, { isFolder, values });
    const asker = openAsker();
    try {
      finish(await importModel(task, { terminal, asker, args }));
    } finally {
      asker?.close();
    }
  });
}

/** Writes what each network family is. */
function familiesHelp(): string {
  const lines = FAMILY_PHRASES.map(({ names, phrase }) => `  ${names}\n      ${phrase}`);
  return `\nFamilies:\n${lines.join("\n")}`;
}

function defineVerify(command: Command, { terminal, finish }: CommandContext): void {
  const verify = command.command("verify").argument("[NAME]", "default: every installed model")
    .description("check the files' hashes and run the models on fixed images");
  addFlags(verify, QUIET_FLAGS).action(async (name: string | undefined) => {
    const { verifyModels } = await import("./verify.ts");
    finish(await verifyModels(name ?? null, terminal));
  });
}

function defineCard(command: Command, { terminal, finish }: CommandContext): void {
  const flags = { ...CORRECT_CARD_FLAGS, ...PRINT_FLAGS } as const;
  const card = command.command("card").argument("<NAME>", "an installed model")
    .description("show a model's card, or correct it and run the model with it");
  addFlags(card, flags).action(async (name: string) => {
    const { cardTask } = await import("../flags/import_flags.ts");
    const { showCard } = await import("./card.ts");
    finish(await showCard(cardTask(name, readFlags(card, flags)), terminal));
  });
}
