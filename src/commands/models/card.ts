import { join } from "node:path";
import { suggestName } from "../../base/text/nearest_name.ts";
import { type ExitCode, inputError } from "../../records/errors.ts";
import { isNetworkCard } from "../../stages/classifiers/catalogue.ts";
import { parseCardText, parseModelCard } from "../../stages/classifiers/parse_card.ts";
import type { ModelCard } from "../../stages/classifiers/model_card.ts";
import { type CardFlags, flagFacts } from "../../models/cards/card_flags.ts";
import { type CardSetting, withFacts, withSettings } from "../../models/cards/card_settings.ts";
import type { CardFacts } from "../../models/cards/facts.ts";
import { describeFile } from "../../models/describe_file.ts";
import { correctCard, type CorrectedCard, largestChange } from "../../models/correct_card.ts";
import { scoreWarnings } from "../../models/score_warnings.ts";
import { FOLDERS } from "../../evaluation/folders.ts";
import { hasRegularFile, readOptionalTextFile } from "../../platform/files/regular_file.ts";
import type { Terminal } from "../../platform/host/terminal.ts";
import { wrongUse } from "../flags/usage.ts";
import { cardText } from "../terminal/card_text.ts";

/** A call of `models card`. */
export interface CardTask {
  readonly name: string;
  readonly flags: CardFlags;
  readonly settings: readonly CardSetting[];
  readonly json: boolean;
}

/** Shows a model's card, or corrects it and says what that changes. */
export async function showCard(task: CardTask, terminal: Terminal): Promise<ExitCode> {
  const { name, flags, settings, json } = task;
  const place = `models/${name}/card.json`;
  const raw = parseCardText(await readCard(name), place);
  requireClassifier(raw, name);
  const isCorrection = settings.length > 0 || Object.values(flags).some((value) => value !== null);
  if (!isCorrection) {
    terminal.print(json ? JSON.stringify(raw, null, 2) : cardText(parseModelCard(raw, place)));
    return 0;
  }
  const facts = await factsOf(raw, task);
  const corrected = withSettings(withFacts(raw, facts), settings);
  requireName(corrected, name);
  const result = await correctCard(join(FOLDERS.models, name), { raw, corrected, place });
  for (const line of result.after === null ? [] : scoreWarnings(result.after)) terminal.warn(line);
  terminal.print(json ? JSON.stringify(result.card, null, 2) : correctionText(result));
  return 0;
}

function requireClassifier(raw: unknown, name: string): void {
  if (!isNetworkCard(raw)) return;
  const remedy = `Read ${join("models", name, "card.json")} itself`;
  throw wrongUse(`models/${name} is a face detector, whose card is another kind`, remedy);
}

async function readCard(name: string): Promise<string> {
  const text = await readOptionalTextFile(join(FOLDERS.models, name, "card.json"))
    .catch(() => null);
  if (text !== null) return text;
  const names: string[] = [];
  for await (const entry of Deno.readDir(FOLDERS.models)) {
    const path = join(FOLDERS.models, entry.name, "card.json");
    if (await hasRegularFile(path).catch(() => false)) names.push(entry.name);
  }
  const remedy = suggestName(name, names.sort());
  throw inputError("MODEL_MISSING", { what: `there is no model "${name}"`, remedy });
}

async function factsOf(raw: unknown, { name, flags }: CardTask): Promise<CardFacts> {
  const columns = flags.fake === null ? null : await columnsOf(raw, name);
  return flagFacts(flags, { labels: null, columns });
}

/** Finds how many columns the output has; `null`: the model's files do not say, or are not here. */
async function columnsOf(raw: unknown, name: string): Promise<number | null> {
  const { files, output } = raw as Partial<ModelCard>;
  for (const file of Object.values(files ?? {})) {
    const path = join(FOLDERS.models, name, file.path);
    if (!await hasRegularFile(path)) continue;
    const { outputs } = describeFile(path, file.path);
    return outputs.find((one) => one.name === output?.name)?.columns ?? null;
  }
  return null;
}

function requireName(card: unknown, name: string): void {
  if ((card as Partial<ModelCard>).name === name) return;
  throw wrongUse(
    `a model's name is its folder's, models/${name}`,
    "Import it under the other name: deno task models import FILE --name NAME",
  );
}

function correctionText({ card, changes, before, after }: CorrectedCard): string {
  if (changes.length === 0) return `models/${card.name}/card.json says so already`;
  const lines = changes.map(({ path, before, after }) =>
    `${path}: ${valueText(before)} -> ${valueText(after)}`
  );
  return [...lines, scoresText({ before, after }), `corrected models/${card.name}/card.json`]
    .join("\n");
}

function valueText(value: unknown): string {
  return value === undefined ? "(nothing)" : JSON.stringify(value);
}

function scoresText({ before, after }: Pick<CorrectedCard, "before" | "after">): string {
  if (after === null) return "its files are not here, so it was not run";
  const scores = (values: readonly number[]) => values.map((one) => one.toFixed(4)).join(", ");
  if (before === null) return `P(fake) of the fixed images: ${scores(after)}`;
  return `P(fake) of the fixed images: ${scores(before)} -> ${scores(after)}, ` +
    `a change of at most ${largestChange(before, after).toPrecision(3)}`;
}
