import { suggestName } from "../../base/text/nearest_name.ts";
import { type AssayError, usageError } from "../../records/errors.ts";
import type { ModelInput, ModelOutput } from "../../stages/classifiers/model_card.ts";
import type { ClassLabels } from "./class_labels.ts";
import { type CardFacts, factsFrom, type FakeColumn, type Triple } from "./facts.ts";
import { columnOfClass } from "./fake_class.ts";

/** Values of a card that were given as flags; `null`: not given. */
export interface CardFlags {
  readonly name: string | null;
  /** The fake class: its index or its label. */
  readonly fake: string | null;
  readonly mean: Triple | null;
  readonly std: Triple | null;
  readonly scale: number | null;
  readonly channels: ModelInput["channels"] | null;
  readonly activation: ModelOutput["activation"] | null;
  readonly size: number | null;
  /** Name of the network's output. */
  readonly output: string | null;
}

/** What `--fake` is read against. */
export interface FakeClasses {
  /** `null`: not known. */
  readonly labels: ClassLabels | null;
  /** Columns of the output; `null`: not known. */
  readonly columns: number | null;
}

/**
 * Reads what flags say of a card.
 * @throws AssayError USAGE (exit 2) when `--fake` names no class
 */
export function flagFacts(flags: CardFlags, classes: FakeClasses): CardFacts {
  const { name, mean, std, scale, channels, activation, size, output, fake } = flags;
  return {
    ...factsFrom("--name", { name }),
    ...factsFrom("--mean", { mean }),
    ...factsFrom("--std", { std }),
    ...factsFrom("--scale", { scale }),
    ...factsFrom("--channels", { channels }),
    ...factsFrom("--activation", { activation }),
    ...factsFrom("--size", { size }),
    ...factsFrom("--output", { output }),
    ...factsFrom("--fake", { fake: fake === null ? null : readFakeClass(fake, classes) }),
  };
}

/**
 * Reads the fake class as typed: its label, in any case, or its index.
 * @throws AssayError USAGE (exit 2)
 */
export function readFakeClass(typed: string, { labels, columns }: FakeClasses): FakeColumn {
  const names = labels?.names ?? [];
  const index = classIndex(typed, names);
  const classes = columns === 1 ? 2 : columns ?? (names.length || Infinity);
  if (index === null) {
    throw fakeError(
      `--fake ${typed} names no class`,
      suggestName(typed, [...names, ...indices(classes)]),
    );
  }
  if (index >= classes) {
    const what = columns === 1
      ? "an output of one column tells 0 from 1"
      : `there are ${classes} classes`;
    throw fakeError(
      `--fake ${typed} is no class: ${what}`,
      `Give one of: ${indices(classes).join(", ")}`,
    );
  }
  if (index === 0 && columns === null) {
    throw fakeError(
      `--fake ${typed} may mean the first column of several or a low value of a single one: ` +
        "it is not known how many columns the output has",
      'State output.index 0 and output.polarity "fake" (the first of several columns) or "real" (a single ' +
        "column that is high for REAL faces): in a card given with --card, or with --set of models card",
    );
  }
  return columnOfClass(index, columns);
}

function classIndex(typed: string, names: readonly string[]): number | null {
  const same = names.findIndex((name) => name.toLowerCase() === typed.toLowerCase());
  if (same >= 0) return same;
  return /^\d{1,4}$/.test(typed) ? Number(typed) : null;
}

function indices(classes: number): readonly string[] {
  return Array.from({ length: Math.min(classes, 10) }, (_, index) => String(index));
}

function fakeError(what: string, remedy: string): AssayError {
  return usageError("USAGE", { what, remedy });
}
