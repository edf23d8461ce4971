import type { GraphDescription } from "../onnx/describe_graph.ts";
import { type CardFlags, type FakeClasses, readFakeClass } from "./card_flags.ts";
import { type CardFacts, FACT_PATHS, type FactName, factsFrom, type Triple } from "./facts.ts";

/** An answer to a question that is often right. */
export interface Choice {
  /** What is typed to choose it. */
  readonly key: string;
  /** Text for people. */
  readonly text: string;
  /** Flags that give this answer. */
  readonly flags: string;
  readonly facts: CardFacts;
}

/** Something about a card that nothing says. */
export interface Question {
  readonly kind: "normalisation" | "size" | "output" | "activation" | "fake";
  readonly text: string;
  /** Facts that the answer gives. */
  readonly facts: readonly FactName[];
  /** Usual answers, the most sensible first. */
  readonly choices: readonly Choice[];
  /** How another answer is written; `null`: there is no other. */
  readonly form: string | null;
}

const ANSWER = "your answer";

/** What questions are asked about. */
export interface Asked extends FakeClasses {
  readonly graph: GraphDescription;
}

/** Lists what the facts leave open, in the order in which it is asked. */
export function openQuestions(facts: CardFacts, asked: Asked): readonly Question[] {
  const questions = [
    outputQuestion(asked),
    sizeQuestion(),
    normalisationQuestion(),
    activationQuestion(),
    fakeQuestion(asked),
  ];
  return questions.filter((question) => question.facts.some((name) => facts[name] === undefined));
}

/** Lists the paths in a card that a question leaves open. */
export function openPaths(
  question: Question,
  { facts, asked }: { readonly facts: CardFacts; readonly asked: Asked },
): readonly string[] {
  if (question.kind === "fake") return [asked.columns === 1 ? "output.polarity" : "output.index"];
  return question.facts.filter((name) => facts[name] === undefined)
    .flatMap((name) => FACT_PATHS[name]);
}

function outputQuestion({ graph }: Asked): Question {
  return {
    kind: "output",
    text: "Which output of the network are the scores?",
    facts: ["output"],
    choices: graph.outputs.map(({ name, columns }, at) => ({
      key: String(at + 1),
      text: `${name}${columns === null ? "" : `, ${columns} columns`}`,
      flags: `--output ${name}`,
      facts: factsFrom(ANSWER, { output: name }),
    })),
    form: null,
  };
}

/** Sides of usual networks' images, most frequent first. */
const SIZES = [224, 256, 299, 380];

function sizeQuestion(): Question {
  return {
    kind: "size",
    text: "How large are the faces that it was trained on, in pixels?",
    facts: ["size"],
    choices: SIZES.map((size, at) => ({
      key: String(at + 1),
      text: `${size} x ${size}`,
      flags: `--size ${size}`,
      facts: factsFrom(ANSWER, { size }),
    })),
    form: "a whole number of pixels",
  };
}

/** Usual ways of normalising, most frequent first. */
const NORMALISATIONS: readonly {
  readonly text: string;
  readonly scale: number;
  readonly mean: Triple;
  readonly std: Triple;
  readonly flags: string;
}[] = [
  {
    text: "ImageNet's mean and std (torchvision, most of timm)",
    scale: 1 / 255,
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
    flags: "--mean 0.485,0.456,0.406 --std 0.229,0.224,0.225",
  },
  {
    text: "to -1 … 1: mean 0.5, std 0.5 (Xception, Inception, ViT)",
    scale: 1 / 255,
    mean: [0.5, 0.5, 0.5],
    std: [0.5, 0.5, 0.5],
    flags: "--mean 0.5 --std 0.5",
  },
  {
    text: "to 0 … 1: divided by 255 only",
    scale: 1 / 255,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    flags: "--scale 1/255 --mean 0 --std 1",
  },
  {
    text: "not at all: 0 … 255 (the network does it)",
    scale: 1,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    flags: "--scale 1 --mean 0 --std 1",
  },
];

function normalisationQuestion(): Question {
  return {
    kind: "normalisation",
    text: "How were pixel values normalised in training?",
    facts: ["mean", "std", "scale"],
    choices: NORMALISATIONS.map(({ text, flags, ...values }, at) => ({
      key: String(at + 1),
      text,
      flags,
      facts: factsFrom(ANSWER, values),
    })),
    form: "mean and std as six numbers, a,b,c,d,e,f",
  };
}

const ACTIVATIONS = [
  ["none", "it gives probabilities"],
  ["sigmoid", "it gives one logit, or one for each class alone"],
  ["softmax", "it gives a logit for each of several classes"],
] as const;

function activationQuestion(): Question {
  return {
    kind: "activation",
    text: "Which function makes probabilities of the output?",
    facts: ["activation"],
    choices: ACTIVATIONS.map(([activation, why], at) => ({
      key: String(at + 1),
      text: `${activation}: ${why}`,
      flags: `--activation ${activation}`,
      facts: factsFrom(ANSWER, { activation }),
    })),
    form: null,
  };
}

/** What an output may mean of which the number of columns is not known. */
const FAKE_BY_ANY_COLUMNS = [
  ["class 1 is fake, of several columns", { index: 1, polarity: "fake" }],
  ["the first or only column is high for fake", { index: 0, polarity: "fake" }],
  ["the first or only column is high for real", { index: 0, polarity: "real" }],
] as const;

function fakeQuestion({ columns, labels }: Asked): Question {
  if (columns === null) {
    return {
      kind: "fake",
      text: "Which class is fake?",
      facts: ["fake"],
      choices: FAKE_BY_ANY_COLUMNS.map(([text, fake], at) => ({
        key: String(at + 1),
        text,
        flags: "--fake 1",
        facts: factsFrom(ANSWER, { fake }),
      })),
      form: null,
    };
  }
  const count = columns === 1 ? 2 : Math.min(columns, 10);
  const order = [...new Set([1, 0, ...Array(count).keys()])].filter((index) => index < count);
  return {
    kind: "fake",
    text: columns === 1
      ? "What does a high value of its only output mean?"
      : "Which class is fake?",
    facts: ["fake"],
    choices: order.map((index, at) => ({
      key: String(columns === 1 ? at + 1 : index),
      text: classText(index, { columns, labels }),
      flags: `--fake ${index}`,
      facts: factsFrom(ANSWER, { fake: readFakeClass(String(index), { columns, labels: null }) }),
    })),
    form: columns === 1 ? null : "the index of the class, from 0, or its label",
  };
}

function classText(index: number, { columns, labels }: FakeClasses): string {
  const name = labels?.names[index];
  const label = name === undefined ? "" : `, "${name}"`;
  if (columns !== 1) return `class ${index}${label}`;
  return index === 0 ? "real (class 0 is fake)" : "fake (class 1 is fake)";
}

/** Names the flags that a question's first choice stands for. */
export function exampleFlags(question: Question, given: CardFlags): string {
  const words = question.choices[0]!.flags.split(" ");
  const kept: string[] = [];
  for (let at = 0; at < words.length; at += 2) {
    const flag = words[at]!.slice(2) as keyof CardFlags;
    if (given[flag] === null) kept.push(words[at]!, words[at + 1]!);
  }
  return kept.join(" ");
}
