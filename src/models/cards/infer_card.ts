import { basename, dirname, extname, resolve } from "node:path";
import { MODEL_NAME } from "../../base/text/name_rules.ts";
import type { WrittenCard } from "../../stages/classifiers/model_card_schema.ts";
import type { GraphDescription } from "../onnx/describe_graph.ts";
import { type CardFlags, flagFacts } from "./card_flags.ts";
import { type CardFacts, factsFrom, firstFacts } from "./facts.ts";
import { fakeColumn } from "./fake_class.ts";
import type { FolderFacts } from "./folder_facts.ts";
import { graphFacts } from "./graph_facts.ts";
import type { Asked } from "./questions.ts";
import { largest } from "../../base/numeric/extremes.ts";

/** All that is known about a model that is imported. */
export interface Evidence {
  /** Path of the ONNX file. */
  readonly file: string;
  readonly graph: GraphDescription;
  readonly folder: FolderFacts;
  readonly flags: CardFlags;
  /** Card that the user wrote, and its path; `null`: none. */
  readonly written: { readonly card: WrittenCard; readonly file: string } | null;
}

/** What the evidence says, and what questions are asked about. */
export interface Inference {
  readonly facts: CardFacts;
  readonly asked: Asked;
}

/**
 * Finds out as much of a card as possible. Flags count first, then the card that the user wrote, then the graph,
 * then the files beside the model.
 * @throws AssayError USAGE (exit 2) when `--fake` names no class
 */
export function inferCard({ file, graph, folder, flags, written }: Evidence): Inference {
  const output = flags.output ?? written?.card.output?.name ?? null;
  const { activation, ...ofGraph } = graphFacts(graph, output);
  const read = graph.outputs.find(({ name }) => name === ofGraph.output?.value);
  const asked = { graph, labels: folder.labels, columns: read?.columns ?? null };
  const endsIn = read?.activation ? { activation } : {};
  const found = firstFacts(
    flagFacts(flags, asked),
    written === null ? {} : writtenFacts(written, asked),
    endsIn as CardFacts, // an activation in the graph is certain, one that it lacks a rule
    ofGraph,
    folder.facts,
    activation ? { activation } : {},
    labelFacts(asked),
    defaultFacts(file),
  );
  return { facts: withScale(found), asked };
}

function writtenFacts(
  { card, file }: NonNullable<Evidence["written"]>,
  { columns }: Asked,
): CardFacts {
  const { name, description, license, source, limits, input, output } = card;
  const index = output?.index ?? (columns === 1 ? 0 : null);
  const polarity = output?.polarity ?? (columns === 1 ? null : "fake");
  const fake = index === null || polarity === null ? null : { index, polarity };
  return factsFrom(`--card ${basename(file)}`, {
    ...{ name, description, license, source, limits, fake },
    ...{ input: input?.name, size: input?.size, channels: input?.channels, layout: input?.layout },
    ...{ scale: input?.scale, mean: input?.mean, std: input?.std },
    ...{ output: output?.name, activation: output?.activation },
  });
}

function labelFacts({ labels, columns }: Asked): CardFacts {
  if (labels === null || columns === null) return {};
  const fake = fakeColumn(labels.names, columns);
  const names = labels.names.map((name) => `"${name}"`).join(", ");
  return factsFrom(`${labels.from}: ${names}`, { fake });
}

function defaultFacts(file: string): CardFacts {
  return {
    ...factsFrom("the file's name", { name: nameOf(file) }),
    ...factsFrom("assumed", { channels: "RGB" }),
    ...factsFrom("default", {
      description: `Imported from ${basename(file)}`,
      license: "not stated",
      source: `Imported from ${basename(file)}`,
      limits: "Unknown: describe here what it was trained on and where it fails.",
    }),
  };
}

/** Makes a model's name of its file's, or of its folder's where the file has the usual name. */
function nameOf(file: string): string | null {
  const stem = basename(file, extname(file));
  const parents = [dirname(resolve(file)), dirname(dirname(resolve(file)))].map((one) =>
    basename(one)
  );
  const given = /^model([_.-].*)?$/i.test(stem) ? parents.find((name) => name !== "onnx") : stem;
  const name = (given ?? "").toLowerCase().replace(/[^a-z0-9._-]+/g, "-").replace(
    /^[^a-z0-9]+/,
    "",
  );
  return MODEL_NAME.pattern.test(name) ? name : null;
}

/** Largest mean and std of pixel values between 0 and 1. */
const UNIT_LIMIT = 2;

/** Adds the scale that mean and std are meant for: theirs are of values up to 1, or of values up to 255. */
export function withScale(facts: CardFacts): CardFacts {
  const { mean, std, scale } = facts;
  if (scale !== undefined || mean === undefined || std === undefined) return facts;
  const isUnit = largest([...mean.value.map(Math.abs), ...std.value]) <= UNIT_LIMIT;
  return {
    ...facts,
    ...(isUnit
      ? factsFrom("assumed: mean and std are of values from 0 to 1", { scale: 1 / 255 })
      : factsFrom("assumed: mean and std are of values from 0 to 255", { scale: 1 })),
  };
}
