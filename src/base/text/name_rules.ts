/** A rule for valid names. */
export interface NameRule {
  readonly pattern: RegExp;
  /** Description of valid names, as it follows "Give". */
  readonly allowed: string;
}

/** Rule for models, which name folders in `models/`. */
export const MODEL_NAME: NameRule = {
  pattern: /^[a-z0-9][a-z0-9._-]*$/,
  allowed: "a model's name (a-z, 0-9, '.', '_', '-')",
};

/** Rule for baselines, which name files in `reports/baselines/`, without the extension. */
export const BASELINE_NAME: NameRule = {
  pattern: /^(?!.*\.json$)[A-Za-z0-9][\w.-]{0,63}$/,
  allowed: "at most 64 letters, digits, dots, dashes and underscores, without .json",
};

/** Tells whether a baseline is given as a file path: it contains a folder or ends in `.json`. */
export function isBaselineFile(nameOrFile: string): boolean {
  return /[\\/]|\.json$/.test(nameOrFile);
}

/** Rule for files beside a network with its constants: paths inside the network's folder. */
export const DATA_FILE: NameRule = {
  pattern: /^(?!(.*\/)?\.\.?(\/|$))[^/\\\0][^\\\0]*$/,
  allowed: "a path inside the network's folder",
};
