/** Limits on the resources of one video or program. */
export interface Limits {
  /** Largest frame that is decoded, millions of pixels. */
  readonly megapixels: number;
  /** Longest wait for a program or network that makes no progress, seconds. */
  readonly silenceSeconds: number;
}

export const DEFAULT_LIMITS: Limits = { megapixels: 64, silenceSeconds: 120 };
