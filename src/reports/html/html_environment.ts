import type { RunSummary } from "../../records/summary.ts";
import { commandText } from "../sections/format.ts";
import { type Markup, markup } from "./markup.ts";
import { type Fact, runFacts } from "../sections/run_facts.ts";

/** The command with a button to copy it, the environment, and the config. */
export function environmentSection(summary: RunSummary): Markup {
  const { manifest } = summary;
  const facts = runFacts(summary);
  return markup`<div class="command"><pre id="command">${commandText(manifest.command)}</pre>
<button type="button" data-copy="command">Copy</button></div>
${factList(facts)}
<details><summary>Resolved config</summary><div class="command"><pre id="config">${
    JSON.stringify(manifest.config, null, 2)
  }</pre><button type="button" data-copy="config">Copy</button></div></details>`;
}

/** Facts as a list of names and values. */
export function factList(facts: readonly Fact[]): Markup {
  return markup`<dl class="facts">${
    facts.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>\n`)
  }</dl>`;
}
