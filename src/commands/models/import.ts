import { parseCardText } from "../../stages/classifiers/parse_card.ts";
import type { ModelCard } from "../../stages/classifiers/model_card.ts";
import { AssayError, type ExitCode, inputError } from "../../records/errors.ts";
import { importOnnx, type ImportOptions, importWeights } from "../../models/import_model.ts";
import type { ImportTask } from "../flags/import_flags.ts";
import { FOLDERS } from "../../evaluation/folders.ts";
import { madeLine } from "./fetch.ts";
import { readTextFile } from "../../platform/files/regular_file.ts";
import type { Terminal } from "../../platform/host/terminal.ts";

/** Makes a model from a user's file: weights of a known network, or an ONNX file with its card. */
export async function importModel(task: ImportTask, terminal: Terminal): Promise<ExitCode> {
  const { precisions, replace, force } = task;
  const options = {
    modelsFolder: FOLDERS.models,
    precisions,
    replace,
    force,
    progress: (line: string) => terminal.note(line),
  };
  terminal.print(madeLine(await make(task, options)));
  return 0;
}

async function make(task: ImportTask, options: ImportOptions): Promise<ModelCard> {
  switch (task.kind) {
    case "onnx": {
      const { path, cardFile, name } = task;
      return await importOnnx(path, await readCard(cardFile), { ...options, name, cardFile });
    }
    case "weights":
      return await importWeights(task.path, task, options);
    default:
      throw new TypeError(task satisfies never);
  }
}

async function readCard(path: string): Promise<unknown> {
  const text = await readTextFile(path).catch((cause) => {
    if (cause instanceof AssayError) throw cause;
    throw inputError("FILE_NOT_READ", {
      what: `${path} cannot be read`,
      remedy: "Give the path of a model card with --card",
      cause,
    });
  });
  return parseCardText(text, path);
}
