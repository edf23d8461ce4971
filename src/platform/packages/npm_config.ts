import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";

type Value = string | boolean | number | readonly string[];

/** Options of npm's own libraries, under their names. */
export interface NpmOptions {
  readonly [name: string]: Value | undefined;
  /** Milliseconds. */
  readonly fetchTimeout?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

interface Setting {
  /** Name of the option in npm's libraries. */
  readonly option: string;
  readonly read: (text: string) => Value | undefined;
}

const asText = (text: string) => text;

/** npm's settings that affect fetching. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  "registry": { option: "registry", read: asText },
  "replace-registry-host": { option: "replaceRegistryHost", read: asText },
  "proxy": { option: "proxy", read: asText },
  "https-proxy": { option: "httpsProxy", read: asText },
  "noproxy": { option: "noProxy", read: asText },
  "strict-ssl": { option: "strictSSL", read: (text) => text !== "false" },
  "ca": { option: "ca", read: asText },
  "cafile": { option: "ca", read: splitCertificates },
  "cert": { option: "cert", read: asText },
  "key": { option: "key", read: asText },
  "fetch-timeout": { option: "fetchTimeout", read: Number },
  "fetch-retries": { option: "fetchRetries", read: Number },
};

/**
 * Reads the parts of the user's npm configuration that affect fetching: registries (also of scopes),
 * credentials, proxies and certificates. As in npm, `npm_config_…` variables override the project's `.npmrc`,
 * which overrides the user's, which overrides the machine's.
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

/** Splits a PEM file into its certificates; `undefined` if it cannot be read. */
function splitCertificates(path: string): string[] | undefined {
  return textOf(path)?.split(/(?<=-----END CERTIFICATE-----)\s*/).filter(Boolean);
}

/**
 * Reads settings from variables: `npm_config_strict_ssl` is `strict-ssl`; names of hosts and scopes are kept
 * unchanged.
 */
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

/** Reads the lines `key = value` of an `.npmrc` and expands `${VARIABLE}`; a missing file has no settings. */
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

/** Returns the machine's `npmrc`: npm's setting, else beside the Node.js on PATH. */
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
    return null; // missing or unreadable: npm ignores it, too
  }
}
