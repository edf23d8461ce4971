import { join } from "node:path";
import { readOptionalTextFile } from "../../platform/files/regular_file.ts";
import { type ClassLabels, classLabels } from "./class_labels.ts";
import { type CardFacts, factsFrom, firstFacts } from "./facts.ts";
import { type JsonObject, numberOf, objectOf, textOf } from "./json_fields.ts";
import { processorFacts } from "./processor_facts.ts";
import { timmFacts } from "./timm_facts.ts";

/** What the files beside a model say of it. */
export interface FolderFacts {
  readonly facts: CardFacts;
  /** `null`: the classes have no names. */
  readonly labels: ClassLabels | null;
  /** Sentences about files that could not be used. */
  readonly notes: readonly string[];
}

const PROCESSOR_FILES = ["preprocessor_config.json", "processor_config.json"];

/**
 * Reads what `config.json`, `preprocessor_config.json` and `README.md` beside a model say of it.
 * @param folders in which they may lie, nearest first
 */
export async function readFolderFacts(folders: readonly string[]): Promise<FolderFacts> {
  const notes: string[] = [];
  const [config, ...processors] = await Promise.all(
    ["config.json", ...PROCESSOR_FILES].map((name) => readObject(folders, { name, notes })),
  );
  const known = [
    ...processors.map((found, i) => found ? processorFacts(found, PROCESSOR_FILES[i]!) : {}),
    config ? timmFacts(config, "config.json") : {},
    config ? configFacts(config) : {},
    await licenceFacts(folders),
  ];
  const labels = config ? classLabels(config, "config.json") : null;
  return { facts: firstFacts(...known), labels, notes };
}

/** Reads what Hugging Face's `config.json` says beside the names of classes. */
function configFacts(config: JsonObject): CardFacts {
  const architectures = config.architectures;
  const first = Array.isArray(architectures) ? textOf(architectures[0]) : null;
  const network = first ?? textOf(config.architecture) ?? textOf(config.model_type);
  const several = config.problem_type === "multi_label_classification";
  return {
    ...factsFrom("config.json", { description: network === null ? null : `${network}, imported` }),
    ...factsFrom("config.json (_name_or_path)", { source: textOf(config._name_or_path) }),
    ...factsFrom("config.json (image_size)", { size: numberOf(config.image_size) }),
    ...factsFrom("config.json (problem_type)", { activation: several ? "sigmoid" : null }),
  };
}

/** Reads the licence from the header of the model's `README.md`. */
async function licenceFacts(folders: readonly string[]): Promise<CardFacts> {
  for (const folder of folders) {
    const text = await readOptionalTextFile(join(folder, "README.md")).catch(() => null);
    const [header = ""] = /^---\n[\s\S]*?\n---/.exec(text ?? "") ?? [];
    const [, licence] = /^license: *["']?([\w.+-]+)["']? *$/m.exec(header) ?? [];
    if (licence !== undefined) return factsFrom("README.md (license)", { license: licence });
  }
  return {};
}

async function readObject(
  folders: readonly string[],
  { name, notes }: { readonly name: string; readonly notes: string[] },
): Promise<JsonObject | null> {
  for (const folder of folders) {
    const text = await readOptionalTextFile(join(folder, name));
    if (text === null) continue;
    const found = parsedObject(text);
    if (found === null) notes.push(`${name} is not a JSON object, and was left out.`);
    return found;
  }
  return null;
}

function parsedObject(text: string): JsonObject | null {
  try {
    return objectOf(JSON.parse(text.replace(/^\ufeff/, "")));
  } catch {
    return null;
  }
}
