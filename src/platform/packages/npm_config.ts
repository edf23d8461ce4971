import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";

type Value = string | boolean | number | readonly string[];

/** Options of npm's own libraries, by their names there. */
export interface NpmOptions {
  readonly [name: string]: Value | undefined;
  /** Milliseconds. */
  readonly fetchTimeout?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

interface Setting {
  /** The libraries' name. */
  readonly option: string;
  readonly read: (text: string) => Value | undefined;
}

const asText = (text: string) => text;

/** npm's settings that fetching depends on. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  "registry": { option: "registry", read: asText },
  "replace-registry-host": { option: "replaceRegistryHost", read: asText },
  "proxy": { option: "proxy", read: asText },
  "https-proxy": { option: "httpsProxy", read: asText },
  "noproxy": { option: "noProxy", read: asText },
  "strict-ssl": { option: "strictSSL", read: (text) => text !== "false" },
  "ca": { option: "ca", read: asText },
  "cafile": { option: "ca", read: certificates },
  "cert": { option: "cert", read: asText },
  "key": { option: "key", read: asText },
  "fetch-timeout": { option: "fetchTimeout", read: Number },
  "fetch-retries": { option: "fetchRetries", read: Number },
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
  const found: Record<string, Value | undefined> = {};
  for (const [key, text] of Object.entries(settings)) {
    if (key.startsWith("@") || key.startsWith("//")) found[key] = text;
    const setting = SETTINGS[key];
    if (setting && text !== "" && text !== "null") found[setting.option] = setting.read(text);
  }
  return found;
}

/** The certificates of a PEM file, each alone; none at all would mean to trust nobody. */
function certificates(path: string): string[] | undefined {
  return textOf(path)?.split(/(?<=-----END CERTIFICATE-----)\s*/).filter(Boolean);
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
    if (key === undefined || value === undefined) continue;
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
