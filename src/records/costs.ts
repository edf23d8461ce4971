/** What wrong decisions cost, in any unit, and how often fakes occur where the detector is used. */
export interface Costs {
  /** Cost of a REAL video that is called fake, at least 0. */
  readonly falsePositive: number;
  /** Cost of a FAKE video that is not called fake, at least 0. */
  readonly falseNegative: number;
  /** Share of FAKE videos where the detector is used, in (0, 1); `null`: that of the videos measured. */
  readonly prior: number | null;
}
