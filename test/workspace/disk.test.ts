import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { resolveBoundary } from "../../src/workspace/boundary.ts";
import { commonDirectory, diskWorkspace } from "../../src/workspace/disk.ts";

let root = "";
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "irsa-lint-")));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

describe("which files a boundary has", () => {
  it("lists them sorted, without .git", () => {
    write({ "b.yaml": "", "a/z.tf": "", "a.yaml": "", ".git/config": "" });
    expect(diskWorkspace({ boundaries: [root] }).paths).toEqual(["a.yaml", "a/z.tf", "b.yaml"]);
  });

  it("respects .gitignore at every level, deeper files overriding", () => {
    write({
      ".git/info/exclude": "private.yaml\n",
      ".gitignore": "*.log\nvendor/\n/only-top.yaml\nKEEP.yaml\n",
      "x.log": "",
      "private.yaml": "",
      "only-top.yaml": "",
      "keep.yaml": "",
      "deep/only-top.yaml": "",
      "deep/.gitignore": "!x.log\n*.bak\n",
      "deep/x.log": "",
      "deep/y.bak": "",
      "deep/vendor/chart.yaml": "",
    });
    expect(diskWorkspace({ boundaries: [root] }).paths).toEqual([
      ".gitignore",
      "deep/.gitignore",
      "deep/only-top.yaml",
      "deep/x.log",
      "keep.yaml",
    ]);
  });

  it("respects the .gitignore above an isolated directory", () => {
    write({ ".git/HEAD": "", ".gitignore": "generated/\n", "app/generated/a.yaml": "", "app/b.yaml": "" });
    expect(diskWorkspace({ boundaries: [join(root, "app")] }).paths).toEqual(["b.yaml"]);
  });

  it("leaves out what the configuration ignores, but not what is named", () => {
    write({ "examples/a.yaml": "", "examples/b.yaml": "", "c.yaml": "" });
    const options = { boundaries: [root], ignore: ["examples/"], named: [join(root, "examples/a.yaml")] };
    expect(diskWorkspace(options).paths).toEqual(["c.yaml", "examples/a.yaml"]);
  });

  it("makes one workspace of two boundaries", () => {
    write({ "gitops/a.yaml": "", "infra/main.tf": "", "other/x.yaml": "secret" });
    const workspace = diskWorkspace({ boundaries: [join(root, "infra"), join(root, "gitops")] });
    expect(workspace.root).toBe(root);
    expect(workspace.paths).toEqual(["gitops/a.yaml", "infra/main.tf"]);
    expect(workspace.read("other/x.yaml")).toEqual({ missing: "outside-root" });
  });
});

describe("symbolic links", () => {
  it("are not walked: not into loops, not twice, not outside", () => {
    write({ "in/a/x.yaml": "x", "outside/secret.yaml": "secret" });
    symlinkSync(join(root, "in"), join(root, "in/a/loop"));
    symlinkSync(join(root, "in/a"), join(root, "in/b"));
    symlinkSync(join(root, "outside"), join(root, "in/out"));
    const workspace = diskWorkspace({ boundaries: [join(root, "in")] });
    expect(workspace.paths).toEqual(["a/x.yaml"]);
    expect(workspace.read("out/secret.yaml")).toEqual({ missing: "outside-root" });
    expect(workspace.list("out")).toEqual([]);
  });

  it("lead to the one real file when they are named", () => {
    write({ "a/x.yaml": "x" });
    symlinkSync(join(root, "a"), join(root, "b"));
    const workspace = diskWorkspace({ boundaries: [root] });
    expect(workspace.read("b/x.yaml")).toBe(workspace.read("a/x.yaml"));
    expect(workspace.list("b")).toEqual(["a/x.yaml"]);
  });
});

describe("reading", () => {
  it("gives the same object each time", () => {
    write({ "a.yaml": "kind: Pod" });
    const workspace = diskWorkspace({ boundaries: [root], words: ["kind"] });
    expect(workspace.read("a.yaml")).toMatchObject({ path: "a.yaml", text: "kind: Pod" });
    expect(workspace.read("./x/../a.yaml")).toBe(workspace.read("a.yaml"));
  });

  it.each([
    ["UTF-8 with a byte order mark", Buffer.from("\ufeffä: 1"), "utf-8", true],
    ["UTF-16 little endian", Buffer.from("\ufeffä: 1", "utf16le"), "utf-16le", true],
    ["UTF-16 big endian", Buffer.from("\ufeffä: 1", "utf16le").swap16(), "utf-16be", true],
    ["plain UTF-8", Buffer.from("ä: 1"), "utf-8", false],
  ])("decodes %s", (_, bytes, name, byteOrderMark) => {
    write({ "a.yaml": bytes });
    const workspace = diskWorkspace({ boundaries: [root], words: ["ä"] });
    expect(workspace.holds("a.yaml", ["ä"])).toBe(true);
    expect(workspace.read("a.yaml")).toMatchObject({ text: "ä: 1" });
    expect(workspace.encodingOf("a.yaml")).toEqual({ name, byteOrderMark });
  });

  it.each([
    ["a path that leaves the boundary", "../x.yaml", "outside-root"],
    ["an absolute path", "/etc/passwd", "outside-root"],
    ["a file that is not there", "nowhere.yaml", "not-found"],
    ["a directory", "dir", "not-found"],
    ["a binary file", "dir/image", "unreadable"],
    ["a file over the limit", "dir/large.yaml", "too-large"],
  ])("says why it cannot read %s", (_, path, missing) => {
    write({ "dir/image": Buffer.from([1, 2, 0, 3]), "dir/large.yaml": "x".repeat(100) });
    expect(diskWorkspace({ boundaries: [root], maxBytes: 50 }).read(path)).toEqual({ missing });
  });

  it("reads and lists an ignored place that is named", () => {
    write({ ".git/HEAD": "", ".gitignore": ".terraform/\n", ".terraform/modules/modules.json": "{}" });
    const workspace = diskWorkspace({ boundaries: [root] });
    expect(workspace.paths).toEqual([".gitignore"]);
    expect(workspace.list(".terraform/modules")).toEqual([".terraform/modules/modules.json"]);
    expect(workspace.read(".terraform/modules/modules.json")).toMatchObject({ text: "{}" });
  });
});

describe("the byte gate", () => {
  it("answers for words known beforehand and for others", () => {
    write({ "a.yaml": "kind: Pod", "b.bin": Buffer.from("kind\0") });
    const workspace = diskWorkspace({ boundaries: [root], words: ["kind", "aws"] });
    expect(workspace.holds("a.yaml", ["aws", "kind"])).toBe(true);
    expect(workspace.holds("a.yaml", ["aws"])).toBe(false);
    expect(workspace.holds("a.yaml", ["Pod"])).toBe(true);
    expect(workspace.holds("a.yaml", ["Deployment"])).toBe(false);
    expect(workspace.holds("b.bin", ["kind"])).toBe(false);
    expect(workspace.holds("nowhere", ["kind"])).toBe(false);
  });

  it("still reads by name what held none of the words", () => {
    write({ "values.yaml": "region: x" });
    const workspace = diskWorkspace({ boundaries: [root], words: ["kind"] });
    expect(workspace.holds("values.yaml", ["kind"])).toBe(false);
    expect(workspace.read("values.yaml")).toMatchObject({ text: "region: x" });
  });

  it("searches a file that is too large to read, across its pieces", () => {
    const piece = 4 * 1024 * 1024;
    write({ "large.json": "x".repeat(piece - 5) + "eks.amazonaws.com" + "y".repeat(100) });
    const workspace = diskWorkspace({
      boundaries: [root],
      words: ["eks.amazonaws.com", "arn:"],
      maxBytes: 1000,
    });
    expect(workspace.holds("large.json", ["eks.amazonaws.com"])).toBe(true);
    expect(workspace.holds("large.json", ["arn:"])).toBe(false);
    expect(workspace.read("large.json")).toEqual({ missing: "too-large" });
  });

  it("can be switched off", () => {
    write({ "a.yaml": "x", "b.bin": Buffer.from([0]) });
    const workspace = diskWorkspace({ boundaries: [root], words: ["kind"], gate: false });
    expect(workspace.holds("a.yaml", ["kind"])).toBe(true);
    expect(workspace.holds("b.bin", ["kind"])).toBe(false);
  });
});

describe("the boundary of a path", () => {
  const isRoot = (text: string): boolean => text.includes("root: true");

  it.each([
    ["the directory with .git", { ".git/HEAD": "", "a/b/x.yaml": "" }, "a/b", ""],
    ["a submodule's .git file", { ".git/HEAD": "", "a/.git": "gitdir: x", "a/b/x.yaml": "" }, "a/b", "a"],
    ["a configuration that is the root", { "a/.irsa-lint.yaml": "root: true", "a/b/x.yaml": "" }, "a/b", "a"],
    [
      "past a configuration that is not",
      { ".git/HEAD": "", "a/.irsa-lint.yml": "rules: {}", "a/x": "" },
      "a",
      "",
    ],
    ["of a file", { ".git/HEAD": "", "a/x.yaml": "" }, "a/x.yaml", ""],
  ])("is %s", (_, files, path, expected) => {
    write(files);
    expect(resolveBoundary(join(root, path), isRoot)).toMatchObject({
      root: join(root, expected).replace(/\/$/, ""),
    });
  });

  it("is the path itself when isolated", () => {
    write({ ".git/HEAD": "", "a/x.yaml": "" });
    expect(resolveBoundary(join(root, "a/x.yaml"), isRoot, true)).toMatchObject({ root: join(root, "a") });
  });

  it("says what is wrong with a path that is not there", () => {
    const boundary = resolveBoundary(join(root, "nowhere"), isRoot);
    expect(boundary).toMatchObject({ kind: "unreadable", reason: "ENOENT: no such file or directory" });
  });
});

describe("the directory that holds several", () => {
  it.each([
    [["/a/b", "/a/c"], "/a"],
    [["/a/b"], "/a/b"],
    [["/a/b", "/a/bc"], "/a"],
    [["/a", "/b"], "/"],
  ])("of %j is %s", (directories, expected) => {
    expect(commonDirectory(directories)).toBe(expected);
  });
});
