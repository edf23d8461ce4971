/** Bounds on what one video or one program may ask of a run. */
export interface Limits {
  /** Largest frame that is decoded, millions of pixels. */
  readonly megapixels: number;
  /** Longest wait for a program or a network that shows no sign of life, seconds. */
  readonly silenceSeconds: number;
}

export const DEFAULT_LIMITS: Limits = { megapixels: 64, silenceSeconds: 120 };
