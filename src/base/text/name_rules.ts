/** What a name may be. */
export interface NameRule {
  readonly pattern: RegExp;
  /** The rule in words, as it follows "Give". */
  readonly allowed: string;
}

/** Names of models: of their folders under `models/`. */
export const MODEL_NAME: NameRule = {
  pattern: /^[a-z0-9][a-z0-9._-]*$/,
  allowed: "a model's name (a-z, 0-9, '.', '_', '-')",
};

/** Names of baselines: of their files under `reports/baselines/`, without the ending. */
export const BASELINE_NAME: NameRule = {
  pattern: /^(?!.*\.json$)[A-Za-z0-9][\w.-]{0,63}$/,
  allowed: "at most 64 letters, digits, dots, dashes and underscores, without .json",
};

/** Whether a baseline is named by the path of its file: it has a folder in it or ends in `.json`. */
export function isBaselineFile(nameOrFile: string): boolean {
  return /[\\/]|\.json$/.test(nameOrFile);
}
