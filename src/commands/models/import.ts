import { basename } from "node:path";
import { parseCardText } from "../../stages/classifiers/catalogue.ts";
import type { ModelCard } from "../../stages/classifiers/model_card.ts";
import { AssayError, type ExitCode, inputError } from "../../records/errors.ts";
import { importOnnx, type ImportOptions, importWeights } from "../../models/import_model.ts";
import type { ImportTask } from "../flags/import_flags.ts";
import { wrongUse } from "../flags/usage.ts";
import { recogniseFamily } from "../../models/networks/recognise_family.ts";
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
    warn: (line: string) => terminal.warn(line),
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
    case "weights": {
      const family = task.family ?? await recognised(task, options);
      return await importWeights(task.path, { ...task, family }, options);
    }
    default:
      throw new TypeError(task satisfies never);
  }
}

/** Recognises the network of weights without --family. @throws AssayError USAGE (exit 2) when names do not tell it */
async function recognised(
  { path, weights }: Extract<ImportTask, { kind: "weights" }>,
  { progress }: ImportOptions,
): Promise<string> {
  if (/\.(h5|hdf5|keras)$/i.test(path)) {
    throw wrongUse(
      `--family is missing, which the Keras file ${basename(path)} needs`,
      "Give --family meso4 or --family mesoinception4; export other networks to ONNX",
    );
  }
  const [family, other] = await recogniseFamily(path, weights);
  if (family === undefined || other !== undefined) {
    throw wrongUse(
      `--family is missing: the names in ${basename(path)} do not tell ${family} from ${other}`,
      `Give --family ${family} if the network was made as timm's tf_efficientnet_…, else --family ${other}`,
    );
  }
  progress(`${basename(path)} has the names of ${family}: as with --family ${family}`);
  return family;
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
