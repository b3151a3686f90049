import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The addresses of the remotes of a checkout, from its `.git/config` as text (git-scm.com/docs/git-config, "Syntax");
 * none for a directory without one. A worktree's `.git` is a file that leads elsewhere and is not followed.
 */
export function gitRemotes(directory: string): readonly string[] {
  let text: string;
  try {
    text = readFileSync(join(directory, ".git", "config"), "utf8");
  } catch {
    return []; // No repository, or none that can be read: then nothing is known of it.
  }
  return remotesIn(text);
}

/** The `url` of each `[remote "…"]`, in order, each once. */
export function remotesIn(config: string): readonly string[] {
  const urls = new Set<string>();
  let inRemote = false;
  for (const line of config.split(/\r?\n/)) {
    const section = /^\s*\[\s*([A-Za-z0-9.-]+)/.exec(line);
    if (section !== null) inRemote = section[1]?.toLowerCase() === "remote";
    const [, value] = /^\s*url\s*=\s*(.*)$/i.exec(line) ?? [];
    if (!inRemote || value === undefined) continue;
    const [, quoted, bare = ""] = /^"([^"]*)"|^([^#;]*)/.exec(value) ?? [];
    const url = (quoted ?? bare).trim();
    if (url !== "") urls.add(url);
  }
  return [...urls];
}
