import { loadLater } from "../../platform/host/load_later.ts";

/** Loads the reader of tables: its parser is only loaded where there is one. */
export async function loadCsvTable(): Promise<typeof import("./csv_table.ts")> {
  return await loadLater(new URL("./csv_table.ts", import.meta.url));
}

/** Loads the reader of lines of CSV. */
export async function loadCsvLines(): Promise<typeof import("./csv_lines.ts")> {
  return await loadLater(new URL("./csv_lines.ts", import.meta.url));
}
