import { datasetLayouts, LAYOUTS } from "../../datasets/layouts/registry.ts";
import { largest } from "../../base/numeric/extremes.ts";

/** Said below the list. */
const MORE =
  "docs/layouts.md has what each reads for label, split, group and tags. A folder is recognised by what lies in it; " +
  "--layout NAME overrides that.";

/** Lists the layouts with labels for a terminal of `width` columns: the name for `--layout`, and what shows it. */
export function layoutsText(width: number): string {
  const names = LAYOUTS.filter((name) => datasetLayouts[name].labels !== null);
  const room = largest(names.map(({ length }) => length));
  const lines = names.flatMap((name) => {
    const { title, recognisedBy } = datasetLayouts[name];
    const gap = " ".repeat(room + 2);
    const [first = "", ...rest] = brokenAt(`${title}: ${recognisedBy}`, width - gap.length);
    return [`${name.padEnd(room)}  ${first}`, ...rest.map((line) => gap + line)];
  });
  return [...lines, "", ...brokenAt(MORE, width)].join("\n");
}

/** Breaks a text at spaces into lines of at most `width` characters, where its words allow. */
function brokenAt(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
