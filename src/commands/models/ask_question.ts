import type { Asker } from "../../platform/host/asker.ts";
import type { CardFacts } from "../../models/cards/facts.ts";
import type { Asked, Question } from "../../models/cards/questions.ts";
import { readAnswer } from "../../models/cards/read_answer.ts";

/** Asks a question about a card until it is answered. @returns `null`: the user ended the input */
export async function askQuestion(
  question: Question,
  { asker, asked }: { readonly asker: Asker; readonly asked: Asked },
): Promise<CardFacts | null> {
  let text = questionText(question);
  for (;;) {
    const typed = await asker.ask(text);
    if (typed === null) return null;
    const answer = readAnswer(question, typed, asked);
    if (answer !== null) return answer;
    text = `That is none of them. ${promptText(question)}`;
  }
}

function questionText(question: Question): string {
  const choices = question.choices.map(({ key, text }) => `  ${key}  ${text}\n`);
  return `\n${question.text}\n${choices.join("")}${promptText(question)}`;
}

function promptText({ choices, form }: Question): string {
  const keys = choices.map(({ key }) => key).join(", ");
  const other = form === null ? "" : `, or ${form}`;
  return `${keys}${other} [${choices[0]!.key}]: `;
}
