import { join } from "node:path";
import type { CardFlags } from "../../../src/models/cards/card_flags.ts";
import { findExport } from "../../../src/models/cards/find_export.ts";
import { readFolderFacts } from "../../../src/models/cards/folder_facts.ts";
import type { Evidence } from "../../../src/models/cards/infer_card.ts";
import { describeFile } from "../../../src/models/describe_file.ts";
import { parseWrittenCard } from "../../../src/stages/classifiers/parse_card.ts";
import { inFolder } from "../../commands/in_folder.ts";
import { type MadeExport, madeExport } from "../onnx/made_export.ts";

/** No flag given. */
export const NO_FLAGS: CardFlags = {
  name: null,
  fake: null,
  mean: null,
  std: null,
  scale: null,
  channels: null,
  activation: null,
  size: null,
  output: null,
};

/** A model of a test and what is said of it. */
export interface MadeEvidence {
  readonly model?: MadeExport;
  /** Name of the ONNX file; default `mine.onnx`. */
  readonly name?: string;
  readonly flags?: Partial<CardFlags>;
  /** JSON files beside the model. */
  readonly files?: Readonly<Record<string, unknown>>;
  readonly card?: unknown;
}

/** Runs a test with a made model in a folder of its own. */
export async function withEvidence(
  { model, name = "mine.onnx", flags, files = {}, card }: MadeEvidence,
  run: (evidence: Evidence, folder: string) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    await Deno.writeFile(join(folder, name), madeExport(model));
    for (const [file, content] of Object.entries(files)) {
      await Deno.writeTextFile(join(folder, file), JSON.stringify(content));
    }
    const { file, folders } = await findExport(join(folder, name));
    const written = card === undefined
      ? null
      : { card: parseWrittenCard(card, "card.json"), file: "card.json" };
    await run({
      file,
      graph: describeFile(file, name),
      folder: await readFolderFacts(folders),
      flags: { ...NO_FLAGS, ...flags },
      written,
    }, folder);
  });
}
