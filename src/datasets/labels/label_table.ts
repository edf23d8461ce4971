/** Labels as rows and columns, whether they came as CSV or as JSON. */
export interface LabelTable {
  /** What messages call the file. */
  readonly name: string;
  /** Names of the columns as the file spells them; empty: a column without a name. */
  readonly columns: readonly string[];
  /** The column of file names where the format fixes it; `null`: the one that is called so. */
  readonly fileColumn: number | null;
  /** The usual name of the column of groups, which needs no note. */
  readonly usualGroup: "group" | "original";
  readonly rows: readonly LabelRow[];
  /** What was assumed in reading the file, one sentence each. */
  readonly notes: readonly string[];
}

export interface LabelRow {
  /** Text in CSV, any JSON value in JSON; `undefined`: absent. One for each column. */
  readonly values: readonly unknown[];
  /** Where the row is, as messages say it: `in line 3`, `for "a.mp4"`. */
  readonly at: string;
}
