import type { Acceptance } from "./gate_verdict.ts";
import type { VideoId } from "./video.ts";

/**
 * Scores of the oldest accepted baseline of a name, which every baseline that replaced it has kept. It is what keeps
 * small accepted steps from adding up.
 */
export interface Anchor {
  /** When and why it was accepted. */
  readonly accepted: Acceptance;
  /** The variant that its others were compared with. */
  readonly compareWith: string;
  readonly isImported: boolean;
  /** Columns in this order. */
  readonly filenames: readonly VideoId[];
  /** SHA-256 of the files, hex; `null`: not known. */
  readonly contentHashes: readonly (string | null)[];
  /** Labels: 1 is fake, 0 is real, −1 not known. */
  readonly labels: readonly number[];
  /** P(fake) of its variants. */
  readonly variants: readonly AnchorVariant[];
}

export interface AnchorVariant {
  readonly name: string;
  readonly probabilities: readonly number[];
}

/** A variant of an anchor, and the anchor. */
export interface Anchored {
  readonly anchor: Anchor;
  readonly variant: AnchorVariant;
}

/**
 * Finds what a variant is judged against: the anchor's variant of this name. Imported scores have a name of the user's,
 * so that the anchor's main variant is what is meant. `null`: no anchor has the variant.
 * @param anchors oldest first
 */
export function anchoredVariant(
  anchors: readonly Anchor[],
  name: string,
  { isImported }: { readonly isImported: boolean },
): Anchored | null {
  const named = (wanted: (anchor: Anchor) => string | null) =>
    anchors.flatMap((anchor) => {
      const variant = anchor.variants.find((one) => one.name === wanted(anchor));
      return variant === undefined ? [] : [{ anchor, variant }];
    })[0];
  return named(() => name) ??
    named((anchor) => isImported || anchor.isImported ? anchor.compareWith : null) ?? null;
}
