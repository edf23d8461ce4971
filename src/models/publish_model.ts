import { join } from "node:path";
import type { ModelCard } from "../stages/classifiers/model_card.ts";
import { modelName } from "../stages/classifiers/parameters.ts";
import { usageError } from "../records/errors.ts";
import { systemClock } from "../platform/host/clock.ts";

/** Folders of models that are being made begin with this; the dot keeps them out of the catalogue. */
const WORKSHOP = ".making-";

/** A workshop that nothing was written to for so long was left by a process that is gone, milliseconds. */
const ABANDONED = 3_600_000;

export interface PublishOptions {
  /** Absolute path of the folder with all models. */
  readonly modelsFolder: string;
  /** Whether a model of the name makes room. */
  readonly replace: boolean;
  /** Writes the model's files into the folder that it is given and returns the card. */
  readonly make: (folder: string) => Promise<ModelCard>;
}

/**
 * Puts a model in place, whole or not at all: it is made in a folder beside its place, which it takes when it
 * is whole, along with that of an older model of the name.
 * @param name of the model and its folder
 * @throws AssayError USAGE for what is no name, MODEL_EXISTS (exit 2) when it is taken
 */
export async function publishModel(name: string, options: PublishOptions): Promise<ModelCard> {
  const { modelsFolder, make } = options;
  await requirePlace(name, options);
  await Deno.mkdir(modelsFolder, { recursive: true });
  await removeAbandoned(modelsFolder);
  const workshop = join(modelsFolder, `${WORKSHOP}${crypto.randomUUID()}`);
  const folder = join(workshop, "model");
  await Deno.mkdir(folder, { recursive: true });
  try {
    const card = await make(folder);
    await Deno.writeTextFile(join(folder, "card.json"), `${JSON.stringify(card, null, 2)}\n`);
    await takePlace(folder, join(modelsFolder, name), join(workshop, "older"));
    return card;
  } finally {
    await Deno.remove(workshop, { recursive: true });
  }
}

async function requirePlace(
  name: string,
  { modelsFolder, replace }: PublishOptions,
): Promise<void> {
  const named = modelName.safeParse(name);
  if (!named.success) {
    const what = `"${name}" ${named.error.issues[0]!.message}`;
    throw usageError("USAGE", { what, remedy: "Give another --name" });
  }
  const place = join(modelsFolder, name);
  if (await Deno.lstat(place).then(() => false, () => true)) return;
  const detector = await isFaceDetector(place);
  if (replace && !detector) return;
  throw usageError("MODEL_EXISTS", {
    what: `models/${name} is there already`,
    remedy: detector ? "Give another --name" : "Give another --name, or replace it with --replace",
  });
}

/** Face detectors lie under models/ as well, and no classifier may take their place. */
async function isFaceDetector(place: string): Promise<boolean> {
  try {
    return JSON.parse(await Deno.readTextFile(join(place, "card.json"))).kind === "face detector";
  } catch {
    return false;
  }
}

/** The older model goes first and comes back if the newer one cannot take its place. */
async function takePlace(folder: string, place: string, aside: string): Promise<void> {
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
    if (!name.startsWith(WORKSHOP)) continue;
    const path = join(modelsFolder, name);
    const now = systemClock.time();
    const changed = await lastChange(path).catch(() => now); // its process has just ended
    if (now - changed > ABANDONED) await Deno.remove(path, { recursive: true });
  }
}

/** Of anything in a folder, milliseconds since 1970. */
async function lastChange(folder: string): Promise<number> {
  let last = 0;
  const model = join(folder, "model");
  const paths = [folder, model];
  for await (const { name } of Deno.readDir(model)) paths.push(join(model, name));
  for (const path of paths) last = Math.max(last, (await Deno.stat(path)).mtime?.getTime() ?? 0);
  return last;
}
