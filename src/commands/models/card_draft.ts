import { existsSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";
import { type AssayError, usageError } from "../../records/errors.ts";
import { atomicWriter } from "../../platform/files/atomic_writer.ts";
import { projectRoot } from "../../platform/files/project.ts";
import { readOptionalTextFile } from "../../platform/files/regular_file.ts";
import type { CardFlags } from "../../models/cards/card_flags.ts";
import { draftText } from "../../models/cards/draft_text.ts";
import type { PreparedCard } from "../../models/cards/prepare_card.ts";
import { exampleFlags, openPaths } from "../../models/cards/questions.ts";

/** The call of `models import` that a card was prepared for. */
export interface ImportCall {
  /** Path of the ONNX file. */
  readonly file: string;
  /** Path of the user's card; `null`: none, so that a draft is written. */
  readonly cardFile: string | null;
  readonly flags: CardFlags;
  /** Command line, command first. */
  readonly args: readonly string[];
}

/**
 * Makes the error for a card that is not complete, and writes a draft of it unless the user has a card already.
 * @returns MODEL_CARD_INCOMPLETE (exit 2), which lists all that is to be filled in
 */
export async function incompleteCard(
  prepared: PreparedCard,
  call: ImportCall,
): Promise<AssayError> {
  const { questions } = prepared;
  const open = questions.map((question) =>
    `${question.text} (${openPaths(question, prepared).join(", ")})`
  );
  const cardFile = call.cardFile ?? await writeDraft(prepared, call.file);
  const flags = questions.map((question) => exampleFlags(question, call.flags)).join(" ");
  const typed = `deno task ${call.args.map(quoted).join(" ")}`;
  const withCard = call.cardFile === null ? `${typed} --card ${quoted(cardFile)}` : typed;
  return usageError("MODEL_CARD_INCOMPLETE", {
    what: `the card of ${basename(call.file)} is not complete: ${open.join(" ")}`,
    remedy: `Fill in every null of ${cardFile} and run \`${withCard}\`, or say it in flags, ` +
      `for example \`${typed} ${flags}\``,
  });
}

/** Writes a draft beside the ONNX file, or in the current folder. @returns its path */
async function writeDraft(prepared: PreparedCard, file: string): Promise<string> {
  const { card } = prepared;
  const name = typeof card.name === "string" ? card.name : basename(file, extname(file));
  const folders = [dirname(file), "."];
  for (const folder of folders) {
    const schema = relative(folder, join(projectRoot(), "card.schema.json"));
    const text = draftText(card, { ...prepared, schema });
    const path = await freePath(join(folder, name), text);
    try {
      writeText(path, text);
      return path;
    } catch (error) {
      if (folder === folders.at(-1)) throw error;
    }
  }
  throw new TypeError("there is no folder"); // the list is not empty
}

/** Finds a path that no other text has: a draft that was filled in is not overwritten. */
async function freePath(stem: string, text: string): Promise<string> {
  for (let number = 1;; number++) {
    const path = `${stem}.card${number === 1 ? "" : `-${number}`}.json`;
    if (!existsSync(path) || await readOptionalTextFile(path) === text) return path;
  }
}

function writeText(path: string, text: string): void {
  const writer = atomicWriter(path);
  try {
    writer.write(text);
    writer.commit();
  } finally {
    writer.abandon();
  }
}

/** Quotes a word of a command line where a shell would split it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./~-]+$/.test(word) ? word : `"${word.replace(/(["\\$`])/g, "\\$1")}"`;
}
