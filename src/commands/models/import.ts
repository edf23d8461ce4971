import { basename, join } from "node:path";
import { parseCardText, parseWrittenCard } from "../../stages/classifiers/parse_card.ts";
import type { ModelCard } from "../../stages/classifiers/model_card.ts";
import { AssayError, type ExitCode, inputError } from "../../records/errors.ts";
import { findExport } from "../../models/cards/find_export.ts";
import { readFolderFacts } from "../../models/cards/folder_facts.ts";
import type { Evidence } from "../../models/cards/infer_card.ts";
import { findingLines } from "../../models/cards/inferred_card.ts";
import {
  type AskQuestion,
  prepareCard,
  type PreparedCard,
} from "../../models/cards/prepare_card.ts";
import { requireImages } from "../../models/card_fit.ts";
import { describeFile } from "../../models/describe_file.ts";
import { importOnnx, type ImportOptions, importWeights } from "../../models/import_model.ts";
import { requireFreeName } from "../../models/publish_model.ts";
import type { ImportTask } from "../flags/import_flags.ts";
import { wrongUse } from "../flags/usage.ts";
import { recogniseFamily } from "../../models/networks/recognise_family.ts";
import { FOLDERS } from "../../evaluation/folders.ts";
import { askQuestion } from "./ask_question.ts";
import { incompleteCard } from "./card_draft.ts";
import { madeLine } from "./fetch.ts";
import type { Asker } from "../../platform/host/asker.ts";
import { hasRegularFile, readTextFile } from "../../platform/files/regular_file.ts";
import type { Terminal } from "../../platform/host/terminal.ts";

/** How `models import` reaches the user. */
export interface ImportSurroundings {
  readonly terminal: Terminal;
  /** `null`: nobody can be asked. */
  readonly asker: Asker | null;
  /** Command line, command first. */
  readonly args: readonly string[];
}

type OnnxTask = Extract<ImportTask, { readonly kind: "onnx" }>;

/** Makes a model from a user's file: weights of a known network, or an ONNX file, whose card is found out. */
export async function importModel(
  task: ImportTask,
  surroundings: ImportSurroundings,
): Promise<ExitCode> {
  const { terminal } = surroundings;
  const { precisions, halfIfFit, replace, force } = task;
  const options = {
    ...{ modelsFolder: FOLDERS.models, precisions, halfIfFit, replace, force },
    progress: (line: string) => terminal.note(line),
    warn: (line: string) => terminal.warn(line),
  };
  const made = task.kind === "onnx"
    ? await makeFromOnnx(task, { options, surroundings })
    : await importWeights(
      task.path,
      { ...task, family: task.family ?? await recognised(task, options) },
      options,
    );
  terminal.print(madeLine(made));
  terminal.note(`Evaluate it: deno task eval --model ${made.name}`);
  return 0;
}

/**
 * Refuses a file that has no weights, or those of another network, before its missing name is asked for.
 * @throws AssayError (exit 3) that says what the file is
 */
export async function requireKnownWeights(
  path: string,
  { family, weights }: { readonly family: string | null; readonly weights: string | null },
): Promise<void> {
  if (family !== null || /\.(onnx|h5|hdf5|keras)$/i.test(path)) return;
  if (await hasRegularFile(path).catch(() => false)) await recogniseFamily(path, weights);
}

async function makeFromOnnx(
  task: OnnxTask,
  { options, surroundings }: {
    readonly options: ImportOptions;
    readonly surroundings: ImportSurroundings;
  },
): Promise<ModelCard> {
  const { asker, args } = surroundings;
  const { evidence, notes } = await gatherEvidence(task);
  const known = await prepareCard(evidence, null);
  for (const line of [...notes, ...findingLines(known.facts)]) options.progress(line);
  requireImages(evidence.graph, {
    input: known.facts.input?.value,
    output: known.facts.output?.value,
    file: basename(evidence.file),
  });
  const name = requireName(known, evidence.file);
  await requireFreeName(name, options);
  const ask: AskQuestion | null = asker &&
    ((question, asked) => askQuestion(question, { asker, asked }));
  const { file } = evidence;
  const prepared = ask === null ? known : await prepareCard(evidence, ask);
  const { cardFile, flags } = task;
  if (prepared.questions.length > 0) {
    throw await incompleteCard(prepared, { file, cardFile, flags, args });
  }
  const card = { ...prepared.card, ...notesOf(prepared.card, notes) };
  return await importOnnx(file, card, { ...options, name, cardFile: cardFile ?? "its card" });
}

function requireName({ card: { name } }: PreparedCard, file: string): string {
  if (typeof name === "string") return name;
  throw wrongUse(`no name can be made of ${basename(file)}`, "Name the model: --name NAME");
}

/** Adds what was chosen to the card's notes. */
function notesOf(
  card: PreparedCard["card"],
  notes: readonly string[],
): { readonly notes?: readonly string[] } {
  const stated: readonly string[] = Array.isArray(card.notes) ? card.notes : [];
  const all = [...stated, ...notes.filter((note) => !stated.includes(note))];
  return all.length === 0 ? {} : { notes: all };
}

/** Reads the ONNX file and what lies beside it. */
async function gatherEvidence(
  { path, cardFile, flags }: OnnxTask,
): Promise<{ readonly evidence: Evidence; readonly notes: readonly string[] }> {
  const written = await readWritten(cardFile ?? await cardInside(path));
  const { file, folders, notes } = await findExport(path);
  const graph = describeFile(file, basename(file));
  const folder = await readFolderFacts(folders);
  return { evidence: { file, graph, folder, flags, written }, notes: [...notes, ...folder.notes] };
}

async function readWritten(file: string | null): Promise<Evidence["written"]> {
  return file === null ? null : { card: parseWrittenCard(await readCard(file), file), file };
}

/** Finds the card in a folder that another Assay made; `null`: there is none. */
async function cardInside(folder: string): Promise<string | null> {
  const path = join(folder, "card.json");
  return await hasRegularFile(path).catch(() => false) ? path : null;
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
