import { AssayError } from "../../records/errors.ts";
import { readFakeClass } from "./card_flags.ts";
import { type CardFacts, factsFrom } from "./facts.ts";
import { tripleOf } from "./json_fields.ts";
import type { Asked, Question } from "./questions.ts";

const ANSWER = "your answer";

/**
 * Reads what was typed as the answer to a question: nothing for the first choice, the key of a choice, or
 * another answer in the question's form.
 * @returns `null`: it is no answer
 */
export function readAnswer(question: Question, typed: string, asked: Asked): CardFacts | null {
  const text = typed.trim();
  if (text === "") return question.choices[0]?.facts ?? null;
  const choice = question.choices.find(({ key }) => key === text);
  if (choice !== undefined) return choice.facts;
  switch (question.kind) {
    case "size": {
      const size = Number(text);
      const fits = Number.isInteger(size) && size >= 32 && size <= 4096;
      return fits ? factsFrom(ANSWER, { size }) : null;
    }
    case "normalisation":
      return readNormalisation(text);
    case "fake":
      return readFake(text, asked);
    case "output":
    case "activation":
      return question.choices.find((one) => one.flags.endsWith(` ${text}`))?.facts ?? null;
    default:
      return question.kind satisfies never;
  }
}

function readNormalisation(text: string): CardFacts | null {
  const numbers = text.split(/[\s,;/]+/).filter(Boolean).map(Number);
  const [mean, std] = [tripleOf(numbers.slice(0, 3)), tripleOf(numbers.slice(3))];
  const fits = numbers.length === 6 && mean !== null && std?.every((one) => one > 0);
  return fits ? factsFrom(ANSWER, { mean, std }) : null;
}

function readFake(text: string, asked: Asked): CardFacts | null {
  try {
    return factsFrom(ANSWER, { fake: readFakeClass(text, asked) });
  } catch (error) {
    if (error instanceof AssayError) return null;
    throw error;
  }
}
