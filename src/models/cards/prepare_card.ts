import type { CardFacts } from "./facts.ts";
import { firstFacts } from "./facts.ts";
import { type Evidence, inferCard, type Inference, withScale } from "./infer_card.ts";
import { cardOfFacts } from "./inferred_card.ts";
import { type Asked, openQuestions, type Question } from "./questions.ts";

/** A card as far as it is known. */
export interface PreparedCard {
  /** What `importOnnx` takes; open values are `null`. */
  readonly card: Readonly<Record<string, unknown>>;
  readonly facts: CardFacts;
  readonly asked: Asked;
  /** What is to be filled in; empty: the card is complete. */
  readonly questions: readonly Question[];
}

/** Asks the user one question. @returns `null`: the user gave up */
export type AskQuestion = (question: Question, asked: Asked) => Promise<CardFacts | null>;

/**
 * Makes the card of a model: what the evidence says, and for the rest the user's answers.
 * @param ask `null`: nobody can be asked
 * @throws AssayError USAGE (exit 2) when `--fake` names no class
 */
export async function prepareCard(
  evidence: Evidence,
  ask: AskQuestion | null,
): Promise<PreparedCard> {
  const { written } = evidence;
  let { facts, asked }: Inference = inferCard(evidence);
  let questions = openQuestions(facts, asked);
  while (ask !== null && questions.length > 0) {
    const answer = await ask(questions[0]!, asked);
    if (answer === null) break;
    facts = withScale(firstFacts(facts, answer));
    const output = answer.output?.value;
    if (output !== undefined) {
      const flags = { ...evidence.flags, output };
      const again = inferCard({ ...evidence, flags });
      [facts, asked] = [firstFacts(facts, again.facts), again.asked];
    }
    questions = openQuestions(facts, asked);
  }
  const card = cardOfFacts(facts, { written: written?.card ?? null, columns: asked.columns });
  return { card, facts, asked, questions };
}
