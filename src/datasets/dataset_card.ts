import { inputError } from "../records/errors.ts";
import type { GroupFacts } from "../records/video.ts";
import type { DatasetTree } from "./tree/dataset_tree.ts";

const CARD = "card.json";

/** What a dataset's own card says of it. */
export interface DatasetCard {
  /** `null`: nothing; here and below. */
  readonly name: string | null;
  readonly defaultSplit: string | null;
  /** See `GroupFacts`. */
  readonly scope: GroupFacts["scope"] | null;
  /** The level that is independent: `group`, `video`, or a tag such as `identity`. */
  readonly independent: string | null;
}

/** Reads the dataset's card, if it has one. @throws AssayError DATASET_CARD_BROKEN (exit 3) */
export async function readDatasetCard(tree: DatasetTree): Promise<DatasetCard> {
  const bytes = await tree.read(CARD);
  const { name, defaultSplit, scope, independent } = bytes === null ? {} : parsedCard(bytes);
  return {
    name: textOf(name),
    defaultSplit: typeof defaultSplit === "string" ? defaultSplit : null,
    scope: textOf(scope),
    independent: textOf(independent),
  };
}

function parsedCard(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return Object(value);
  } catch (cause) {
    throw inputError("DATASET_CARD_BROKEN", {
      what: `the dataset's ${CARD} is not JSON`,
      remedy: "Correct it, or delete it: it is optional",
      cause,
    });
  }
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** What the groups are, with what the card says of them. */
export function withCard(
  groups: GroupFacts,
  { scope, independent }: Pick<DatasetCard, "scope" | "independent">,
): GroupFacts {
  return {
    ...groups,
    ...(scope !== null && { scope, isOwnScope: true }),
    ...(independent !== null && { independent }),
  };
}
