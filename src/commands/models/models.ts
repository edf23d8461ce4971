import type { Command } from "commander";
import type { CommandContext } from "../command.ts";
import { addQuietFlags, addSpeechFlags } from "../../evaluation/run_flags.ts";

export function define(command: Command, context: CommandContext): void {
  command.usage("ACTION [flags]").addHelpText(
    "after",
    `
A model is a folder under models/ with a card (card.json) and ONNX files.

Examples:
  deno task models list
  deno task models fetch selim-b7-111
  deno task models import weights.pth --family efficientnet-b7 --name mine
  deno task models import mine.onnx --card card.json
  deno task models build efficientnet-b7 --seed 1
  deno task models verify`,
  );
  defineList(command, context);
  defineBuild(command, context);
  defineFetch(command, context);
  defineImport(command, context);
  defineVerify(command, context);
}

function defineList(command: Command, { terminal, finish }: CommandContext): void {
  addSpeechFlags(command.command("list").description("what there is, and whether it is whole"))
    .action(async (flags: { json?: boolean }) => {
      const { listModels } = await import("./list.ts");
      finish(await listModels(flags, terminal));
    });
}

function defineBuild(command: Command, { terminal, finish }: CommandContext): void {
  addQuietFlags(
    command.command("build").argument("<NAME>", "demo, mtcnn, or efficientnet-b0 … b7")
      .description("build a model from its sources, or an untrained one for benchmarks")
      .option("--seed <N>", "untrained weights: what they are made from", "1")
      .option("--size <PIXELS>", "untrained weights: width and height of the faces (default: 380)")
      .option("--precision <LIST>", "untrained weights: which files", "fp32,fp16"),
  ).action(async (name: string, flags) => {
    const { buildModel } = await import("./build.ts");
    finish(await buildModel(name, flags, terminal));
  });
}

function defineFetch(command: Command, { terminal, finish }: CommandContext): void {
  addQuietFlags(
    command.command("fetch").argument("<NAME...>", "models whose cards have an address")
      .description("fetch published weights and build the models")
      .option("--from <DIR>", "a folder that has the published files already")
      .option("--precision <LIST>", "which files", "fp32,fp16")
      .option("--replace", "also when the model is here and whole")
      .option("--force", "accept a float16 file that differs too much"),
  ).action(async (names: readonly string[], flags) => {
    const { fetchModels } = await import("./fetch.ts");
    finish(await fetchModels(names, flags, terminal));
  });
}

function defineImport(command: Command, { terminal, finish }: CommandContext): void {
  addQuietFlags(
    command.command("import").argument("<FILE>", "PyTorch, safetensors or Keras weights, or ONNX")
      .description("make a model of your own file")
      .option("--family <NAME>", "weights: the network, such as efficientnet-b7 or meso4")
      .option("--card <FILE>", "ONNX: the model card that says how to feed and read it")
      .option("--name <NAME>", "what to call it (default: as the card says)")
      .option("--size <PIXELS>", "weights: width and height of the faces (default: the family's)")
      .option("--precision <LIST>", "which files (default: fp32,fp16; of an ONNX file fp32)")
      .option("--replace", "replace a model of that name")
      .option("--force", "accept a float16 file that differs too much"),
  ).action(async (file: string, flags) => {
    const { importModel } = await import("./import.ts");
    finish(await importModel(file, flags, terminal));
  });
}

function defineVerify(command: Command, { terminal, finish }: CommandContext): void {
  addQuietFlags(
    command.command("verify").argument("[NAME]", "default: every model that is here")
      .description("check the files' hashes and run them on fixed images"),
  ).action(async (name: string | undefined) => {
    const { verifyModels } = await import("./verify.ts");
    finish(await verifyModels(name ?? null, terminal));
  });
}
