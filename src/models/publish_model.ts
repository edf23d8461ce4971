import { join } from "node:path";
import type { ModelCard } from "../stages/classifiers/model_card.ts";
import { modelName } from "../stages/classifiers/parameters.ts";
import { usageError } from "../records/errors.ts";
import { readTextFile } from "../platform/files/regular_file.ts";
import { systemClock } from "../platform/host/clock.ts";

/** Prefix of the folders of incomplete models; the dot hides them from the catalogue. */
const INCOMPLETE_PREFIX = ".making-";

/** Age after which an unchanged incomplete model counts as abandoned by its process, milliseconds. */
const ABANDONED = 3_600_000;

export interface PublishOptions {
  /** Absolute path of the folder with all models. */
  readonly modelsFolder: string;
  /** Replaces an existing model of the same name. */
  readonly replace: boolean;
  /** Writes the model's files into the given folder and returns the card. */
  readonly make: (folder: string) => Promise<ModelCard>;
}

/**
 * Publishes a model atomically: it is built in a temporary folder that then takes its place, and that of an
 * older model of the same name.
 * @param name of the model and its folder
 * @throws AssayError USAGE for an invalid name, MODEL_EXISTS (exit 2) when it is taken
 */
export async function publishModel(name: string, options: PublishOptions): Promise<ModelCard> {
  const { modelsFolder, make } = options;
  await requireFreeName(name, options);
  await Deno.mkdir(modelsFolder, { recursive: true });
  await removeAbandoned(modelsFolder);
  const workshop = join(modelsFolder, `${INCOMPLETE_PREFIX}${crypto.randomUUID()}`);
  const folder = join(workshop, "model");
  await Deno.mkdir(folder, { recursive: true });
  try {
    const card = await make(folder);
    await Deno.writeTextFile(join(folder, "card.json"), `${JSON.stringify(card, null, 2)}\n`);
    await moveIntoPlace(folder, join(modelsFolder, name), join(workshop, "older"));
    return card;
  } finally {
    await Deno.remove(workshop, { recursive: true });
  }
}

/**
 * Checks that a model of this name can be made.
 * @throws AssayError USAGE for an invalid name, MODEL_EXISTS (exit 2) when it is taken
 */
export async function requireFreeName(
  name: string,
  { modelsFolder, replace }: Pick<PublishOptions, "modelsFolder" | "replace">,
): Promise<void> {
  const named = modelName.safeParse(name);
  if (!named.success) {
    const what = `"${name}" ${named.error.issues[0]!.message}`;
    throw usageError("USAGE", { what, remedy: "Choose another --name" });
  }
  const place = join(modelsFolder, name);
  if (await Deno.lstat(place).then(() => false, () => true)) return;
  const detector = await isFaceDetector(place);
  if (replace && !detector) return;
  throw usageError("MODEL_EXISTS", {
    what: `models/${name} already exists`,
    remedy: detector
      ? "Choose another --name"
      : "Choose another --name, or replace it with --replace",
  });
}

/**
 * Tells whether a face detector is in this place; they are in models/ as well, and a classifier must not
 * replace one.
 */
async function isFaceDetector(place: string): Promise<boolean> {
  try {
    return JSON.parse(await readTextFile(join(place, "card.json"))).kind === "face detector";
  } catch {
    return false;
  }
}

/** Moves the older model aside, and back if the new one cannot take its place. */
async function moveIntoPlace(folder: string, place: string, aside: string): Promise<void> {
  const moved = await Deno.rename(place, aside).then(() => true, (error) => {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  });
  try {
    await Deno.rename(folder, place);
  } catch (error) {
    if (moved) await Deno.rename(aside, place);
    throw error;
  }
}

async function removeAbandoned(modelsFolder: string): Promise<void> {
  for await (const { name } of Deno.readDir(modelsFolder)) {
    if (!name.startsWith(INCOMPLETE_PREFIX)) continue;
    const path = join(modelsFolder, name);
    const now = systemClock.time();
    const changed = await lastChange(path).catch(() => now); // its process has just finished
    if (now - changed > ABANDONED) await Deno.remove(path, { recursive: true });
  }
}

/** Returns the latest modification time in a folder, milliseconds since 1970. */
async function lastChange(folder: string): Promise<number> {
  let last = 0;
  const model = join(folder, "model");
  const paths = [folder, model];
  for await (const { name } of Deno.readDir(model)) paths.push(join(model, name));
  for (const path of paths) last = Math.max(last, (await Deno.stat(path)).mtime?.getTime() ?? 0);
  return last;
}
