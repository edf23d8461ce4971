import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";

/** Options of npm's own libraries, by their names there. */
export type NpmOptions = Readonly<Record<string, string | boolean | readonly string[]>>;

type Environment = Readonly<Record<string, string | undefined>>;

/** npm's settings that fetching depends on, and the libraries' names for them. */
const OPTION_NAMES: Readonly<Record<string, string>> = {
  "registry": "registry",
  "replace-registry-host": "replaceRegistryHost",
  "proxy": "proxy",
  "https-proxy": "httpsProxy",
  "noproxy": "noProxy",
  "strict-ssl": "strictSSL",
  "ca": "ca",
  "cert": "cert",
  "key": "key",
};

/**
 * The user's npm configuration as far as it says where and how to fetch: registries, also of scopes,
 * credentials, proxies and certificates. Read like npm does: `npm_config_…` variables beat the project's
 * `.npmrc`, which beats the user's, which beats the machine's.
 */
export function npmConfig(
  projectFolder: string,
  environment: Environment = Deno.env.toObject(),
): NpmOptions {
  const variables = variableSettings(environment);
  const files = [
    globalFile(environment),
    variables.userconfig ?? join(homedir(), ".npmrc"),
    join(projectFolder, ".npmrc"),
  ];
  const settings: Record<string, string> = {};
  for (const file of files) Object.assign(settings, fileSettings(file, environment));
  return options({ ...settings, ...variables });
}

function options(settings: Readonly<Record<string, string>>): NpmOptions {
  const found: Record<string, string | boolean | readonly string[]> = {};
  for (const [key, value] of Object.entries(settings)) {
    if (key.startsWith("@") || key.startsWith("//")) found[key] = value;
    const name = OPTION_NAMES[key];
    if (name && value !== "" && value !== "null") {
      found[name] = name === "strictSSL" ? value !== "false" : value;
    }
  }
  const certificates = settings.cafile && textOf(settings.cafile);
  if (certificates) {
    found.ca = certificates.split(/(?<=-----END CERTIFICATE-----)\s*/).filter(Boolean);
  }
  return found;
}

/** `npm_config_strict_ssl` is the setting `strict-ssl`; names of hosts and scopes are kept as they are. */
function variableSettings(environment: Environment): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const [variable, value] of Object.entries(environment)) {
    const name = /^npm_config_(.+)$/i.exec(variable)?.[1];
    if (name === undefined || value === undefined) continue;
    const verbatim = name.startsWith("//") || name.startsWith("@");
    settings[verbatim ? name : name.toLowerCase().replaceAll("_", "-")] = value;
  }
  return settings;
}

/** The lines `key = value` of an `.npmrc` with `${VARIABLE}` filled in; no settings when it is absent. */
function fileSettings(path: string, environment: Environment): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const line of (textOf(path) ?? "").split(/\r?\n/)) {
    const [, key, value] = /^\s*([^\s=;#][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === undefined) continue;
    settings[expand(key, environment)] = expand(unquote(value), environment);
  }
  return settings;
}

function expand(text: string, environment: Environment): string {
  return text.replace(/\$\{([^}?]+)(\??)\}/g, (whole, name: string, optional: string) => {
    return environment[name] ?? (optional ? "" : whole);
  });
}

function unquote(value: string): string {
  return /^(["'])(.*)\1$/.exec(value)?.[2] ?? value;
}

/** The machine's `npmrc`: where npm says, else beside the Node.js that is on PATH. */
function globalFile(environment: Environment): string {
  const named = environment.npm_config_globalconfig ?? environment.NPM_CONFIG_GLOBALCONFIG;
  if (named) return named;
  const folders = (environment.PATH ?? "").split(delimiter);
  const node = folders.find((folder) => folder && existsSync(join(folder, "node")));
  const prefix = environment.npm_config_prefix ?? environment.PREFIX ??
    (node ? dirname(node) : "/usr/local");
  return join(prefix, "etc", "npmrc");
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null; // absent or not ours to read: npm passes over it too
  }
}
