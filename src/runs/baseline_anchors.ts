import type { ComparableRun } from "../records/comparable_run.ts";
import { type Anchor, anchoredVariant } from "../records/anchor.ts";
import type { Acceptance } from "../records/gate_verdict.ts";
import { isImported } from "../records/imported_scores.ts";

/** An anchor in a baseline's file: without the columns that are the baseline's own. */
export type StoredAnchor =
  & Omit<Anchor, "filenames" | "contentHashes" | "labels">
  & Pick<Partial<Anchor>, "filenames" | "contentHashes" | "labels">;

/** An accepted run with its anchors. */
interface Accepted {
  readonly run: ComparableRun;
  readonly accepted: Acceptance;
  readonly anchors: readonly Anchor[];
}

/**
 * The anchors of a baseline that replaces another: those of the replaced one, and the replaced one itself for variants
 * that none of them has.
 */
export function inheritedAnchors({ run, accepted, anchors }: Accepted): readonly Anchor[] {
  const imported = isImported(run.manifest);
  const isNew = ({ name }: { readonly name: string }) =>
    anchoredVariant(anchors, name, { isImported: imported }) === null;
  const variants = run.variants.filter(isNew);
  return variants.length === 0
    ? anchors
    : [...anchors, anchorOf({ ...run, variants }, accepted, imported)];
}

function anchorOf(run: ComparableRun, accepted: Acceptance, imported: boolean): Anchor {
  const { manifest, filenames, contentHashes, labels, variants } = run;
  return {
    accepted,
    compareWith: manifest.compareWith,
    isImported: imported,
    filenames,
    contentHashes,
    labels: [...labels],
    variants: variants.map(({ name, probabilities }) => ({
      name,
      probabilities: [...probabilities],
    })),
  };
}

/** An anchor as it is stored beside a run: what the run has too is left out. */
export function storedAnchor(
  { filenames, contentHashes, labels, ...anchor }: Anchor,
  run: ComparableRun,
): StoredAnchor {
  const isSame = String(filenames) === String(run.filenames) &&
    String(contentHashes) === String(run.contentHashes) && String(labels) === String(run.labels);
  return isSame ? anchor : { ...anchor, filenames, contentHashes, labels };
}

/**
 * The anchor that was stored beside a run.
 * @throws RangeError for columns that do not fit
 */
export function restoredAnchor(stored: StoredAnchor, run: ComparableRun): Anchor {
  const { filenames = run.filenames, contentHashes = run.contentHashes } = stored;
  const labels = stored.labels ?? [...run.labels];
  const columns = stored.variants.map(({ probabilities }) => probabilities);
  for (const column of [contentHashes, labels, ...columns]) {
    if (column.length !== filenames.length) throw new RangeError("a column of the anchor is cut");
  }
  if (!columns.flat().every((p) => p >= 0 && p <= 1)) {
    throw new RangeError("a probability of the anchor outside [0, 1]");
  }
  return { ...stored, filenames, contentHashes, labels };
}
