import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { isInArchive } from "../../src/workspace/archives.ts";
import { diskWorkspace } from "../../src/workspace/disk.ts";
import { memoryWorkspace } from "../../src/workspace/memory.ts";
import { tar, tgz, type Packed } from "../support/tar.ts";

const packed = (files: readonly Packed[]): ReturnType<typeof memoryWorkspace> =>
  memoryWorkspace({}, { archives: { "a.tgz": gzipSync(tar(files)) } });

describe("packed charts", () => {
  it("are directories to whoever looks inside", () => {
    const archives = {
      "x/charts/foo-1.0.0.tgz": tgz({
        "foo/templates/sa.yaml": "kind: A\n",
        "foo/Chart.yaml": "name: foo\n",
      }),
    };
    const workspace = memoryWorkspace({ "x/Chart.yaml": "name: x\n" }, { archives });
    expect(workspace.paths).toEqual(["x/Chart.yaml", "x/charts/foo-1.0.0.tgz"]);
    expect(workspace.list("x/charts")).toEqual(["x/charts/foo-1.0.0.tgz"]);
    expect(workspace.list("x/charts/foo-1.0.0.tgz")).toEqual([
      "x/charts/foo-1.0.0.tgz/foo/Chart.yaml",
      "x/charts/foo-1.0.0.tgz/foo/templates/sa.yaml",
    ]);
    expect(workspace.list("x/charts/foo-1.0.0.tgz/foo/templates")).toEqual([
      "x/charts/foo-1.0.0.tgz/foo/templates/sa.yaml",
    ]);
    const path = "x/charts/foo-1.0.0.tgz/foo/Chart.yaml";
    expect(workspace.read(path)).toEqual({ path, text: "name: foo\n" });
    expect(workspace.read(path)).toBe(workspace.read("x/charts/./foo-1.0.0.tgz/foo/Chart.yaml"));
    expect(workspace.read("x/charts/foo-1.0.0.tgz")).toEqual({ missing: "unreadable" });
    expect(workspace.read("x/charts/foo-1.0.0.tgz/foo/no.yaml")).toEqual({ missing: "not-found" });
    expect(isInArchive(path)).toBe(true);
    expect(isInArchive("x/charts/foo-1.0.0.tgz")).toBe(false);
  });

  it("may hold further ones, to a depth", () => {
    let inner = tgz({ "foo/Chart.yaml": "name: innermost\n" });
    const outer: Record<string, Uint8Array> = {};
    for (const name of ["one.tgz", "two.tgz", "six.tgz"]) {
      outer[name] = inner;
      inner = tgz({ "foo/charts/i.tgz": inner });
      if (name === "two.tgz") for (let i = 0; i < 4; i++) inner = tgz({ "foo/charts/i.tgz": inner });
    }
    const workspace = memoryWorkspace({}, { archives: outer });
    expect(workspace.read("two.tgz/foo/charts/i.tgz/foo/Chart.yaml")).toMatchObject({
      text: "name: innermost\n",
    });
    const deep = `six.tgz/${"foo/charts/i.tgz/".repeat(6)}foo/Chart.yaml`;
    expect(workspace.read(deep)).toEqual({ missing: "too-large" });
  });

  it("are read as `tar` writes them, long names and all", () => {
    const directory = mkdtempSync(join(tmpdir(), "irsa-lint-tar-"));
    try {
      const long = `chart/${"very-long-directory-name/".repeat(8)}file.yaml`;
      mkdirSync(join(directory, long, ".."), { recursive: true });
      writeFileSync(join(directory, long), "long: name\n");
      writeFileSync(join(directory, "chart/Chart.yaml"), "name: chart\n");
      for (const format of ["gnu", "pax", "ustar"]) {
        execFileSync("tar", ["-czf", "c.tgz", `--format=${format}`, "chart"], { cwd: directory });
        const workspace = memoryWorkspace(
          {},
          { archives: { "c.tgz": readFileSync(join(directory, "c.tgz")) } },
        );
        expect(workspace.list("c.tgz")).toEqual([`c.tgz/chart/Chart.yaml`, `c.tgz/${long}`]);
        expect(workspace.read(`c.tgz/${long}`)).toMatchObject({ text: "long: name\n" });
      }
      const onDisk = diskWorkspace({ boundaries: [directory] });
      expect(onDisk.paths).toContain("c.tgz");
      expect(onDisk.list("c.tgz")).toContain("c.tgz/chart/Chart.yaml");
      expect(onDisk.read("c.tgz/chart/Chart.yaml")).toMatchObject({ text: "name: chart\n" });
      expect(onDisk.read("c.tgz")).toEqual({ missing: "unreadable" });
      expect(onDisk.holds("c.tgz", ["name"])).toBe(false);
      const small = diskWorkspace({ boundaries: [directory], maxBytes: 20 });
      expect(small.list("c.tgz")).toEqual([]);
      expect(small.read("c.tgz")).toEqual({ missing: "too-large" });
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("hold no links, no directories and no devices", () => {
    const workspace = packed([
      { name: "foo/", text: "", type: "5" },
      { name: "foo/link", text: "", type: "2" },
      { name: "foo/hard", text: "", type: "1" },
      { name: "foo/Chart.yaml", text: "name: foo\n" },
    ]);
    expect(workspace.list("a.tgz")).toEqual(["a.tgz/foo/Chart.yaml"]);
  });

  it.each([
    ["leads out of it", [{ name: "foo/../../etc/passwd", text: "x" }]],
    ["is absolute", [{ name: "/etc/passwd", text: "x" }]],
    ["leads out of it with backslashes", [{ name: "foo\\..\\..\\x", text: "x" }]],
  ])("are not read when a file %s", (_, files) => {
    const workspace = packed([{ name: "foo/Chart.yaml", text: "name: foo\n" }, ...files]);
    expect(workspace.list("a.tgz")).toEqual([]);
    expect(workspace.read("a.tgz")).toEqual({ missing: "unreadable" });
    expect(workspace.read("a.tgz/foo/Chart.yaml")).toEqual({ missing: "unreadable" });
  });

  it.each([
    ["no archive", Buffer.from("hello")],
    ["no tar archive", gzipSync(Buffer.alloc(1024, "x"))],
    ["cut off", gzipSync(tar([{ name: "foo/a", text: "x".repeat(2000) }]).subarray(0, 1024))],
    ["empty", Buffer.alloc(0)],
  ])("that are %s are not read", (_, bytes) => {
    const workspace = memoryWorkspace({}, { archives: { "a.tgz": bytes } });
    expect(workspace.list("a.tgz")).toEqual([]);
    expect(workspace.read("a.tgz")).toEqual({ missing: "unreadable" });
  });

  it("are bounded in what they unpack to and in how many files they hold", () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const many = gzipSync(
      tar(Array.from({ length: 5001 }, (_, i) => ({ name: `foo/${String(i)}`, text: "" }))),
    );
    const workspace = memoryWorkspace({}, { archives: { "bomb.tgz": bomb, "many.tgz": many } });
    expect(workspace.read("bomb.tgz")).toEqual({ missing: "too-large" });
    expect(workspace.read("many.tgz")).toEqual({ missing: "too-large" });
    expect(workspace.list("many.tgz")).toEqual([]);
  });
});
