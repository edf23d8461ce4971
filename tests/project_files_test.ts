import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectRoot } from "../src/platform/files/project.ts";

function textOf(path: string): string {
  return readFileSync(join(projectRoot(), path), "utf8");
}

const examples = readdirSync(join(projectRoot(), "examples")).map((name) =>
  `examples/${name}/README.md`
);
const DOCUMENTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...examples];
const project = JSON.parse(textOf("deno.json"));

/** How README starts Deno: the version that everything else must name. */
const [, deno] = /npx -y (deno@\d+\.\d+\.\d+) /.exec(textOf("README.md"))!;

Deno.test(".editorconfig sets what deno fmt formats by", () => {
  const settings = Object.fromEntries(
    textOf(".editorconfig").split("\n[tests")[0]!.split("\n")
      .filter((line) => line.includes(" = "))
      .map((line) => line.split(" = ")),
  );
  same(settings, {
    root: "true",
    charset: "utf-8",
    end_of_line: "lf",
    indent_style: "space",
    indent_size: "2",
    insert_final_newline: "true",
    trim_trailing_whitespace: "true",
    max_line_length: String(project.fmt.lineWidth),
  });
  equal(project.fmt.indentWidth ?? 2, 2);
  equal(project.fmt.useTabs ?? false, false);
});

Deno.test("the development container has Node 20 and README's Deno, and runs set-up", () => {
  const container = JSON.parse(textOf(".devcontainer/devcontainer.json"));
  match(container.image, /^node:20-/);
  equal(container.postCreateCommand, `npm install --global ${deno} && deno task setup`);
});

for (const document of DOCUMENTS) {
  Deno.test(`${document}: links, paths, tasks and the version of Deno are right`, () => {
    const text = textOf(document);
    const links = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, link]) => link!);
    const paths = [...text.matchAll(/`((?:src|tests|docs|examples)\/[\w/.-]*\w)`/g)];
    const missing = [
      ...links.map((link) => join(dirname(document), link)),
      ...paths.map(([, path]) => path!),
    ].filter((path) => !existsSync(join(projectRoot(), path)));
    same(missing, [], "files that are named and not there");

    const tasks = [...text.matchAll(/deno task ([a-z]+(?::[a-z]+)?)\b/g)].map(([, task]) => task!);
    same(tasks.filter((task) => !Object.hasOwn(project.tasks, task)), [], "unknown tasks");
    for (const [version] of text.matchAll(/deno@[\d.]+\d/g)) equal(version, deno);
  });
}

Deno.test("CONTRIBUTING.md quotes code as it is", () => {
  const quotes = [
    ...textOf("CONTRIBUTING.md").matchAll(
      /\(`((?:src|tests)\/[\w/.]+\.ts)`\):\n\n```ts\n([^]+?)```/g,
    ),
  ];
  equal(quotes.length, 4);
  const flat = (text: string) => text.replace(/\s+/g, " ").trim();
  for (const [, path, quoted] of quotes) {
    ok(flat(textOf(path!)).includes(flat(quoted!)), `${path} has the lines quoted from it`);
  }
});

Deno.test("folders and files that commands of CONTRIBUTING.md name have tests", () => {
  const named = [...textOf("CONTRIBUTING.md").matchAll(/deno task test (tests\/[\w/.]+)/g)];
  equal(named.length, 3);
  for (const [, path] of named) ok(existsSync(join(projectRoot(), path!)), path!);
});
