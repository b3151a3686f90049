import { describe, expect, it } from "vitest";
import { encode, decode } from "../../src/workspace/decode.ts";
import { memoryWorkspace } from "../../src/workspace/memory.ts";

describe("a workspace in memory", () => {
  const workspace = memoryWorkspace(
    { "b.yaml": "kind: Pod", "./a/x.tf": "eks", "old/y.yaml": "kind", bin: "\0" },
    { ignore: ["old/"], maxLength: 20 },
  );

  it("lists sorted paths without what is ignored", () => {
    expect(workspace.paths).toEqual(["a/x.tf", "b.yaml", "bin"]);
    expect(workspace.list("a")).toEqual(["a/x.tf"]);
    expect(workspace.list("old")).toEqual(["old/y.yaml"]);
    expect(workspace.list("../x")).toEqual([]);
  });

  it("reads by any spelling of the path", () => {
    expect(workspace.read("a/../b.yaml")).toBe(workspace.read("b.yaml"));
    expect(workspace.read("../b.yaml")).toEqual({ missing: "outside-root" });
    expect(workspace.read("c.yaml")).toEqual({ missing: "not-found" });
    expect(workspace.read("bin")).toEqual({ missing: "unreadable" });
    expect(memoryWorkspace({ a: "xxx" }, { maxLength: 2 }).read("a")).toEqual({ missing: "too-large" });
  });

  it("answers the gate", () => {
    expect(workspace.holds("b.yaml", ["Pod", "x"])).toBe(true);
    expect(workspace.holds("b.yaml", ["eks"])).toBe(false);
    expect(workspace.holds("bin", ["\0"])).toBe(false);
  });
});

describe("encodings", () => {
  it.each([
    { name: "utf-8", byteOrderMark: true },
    { name: "utf-8", byteOrderMark: false },
    { name: "utf-16le", byteOrderMark: true },
    { name: "utf-16be", byteOrderMark: true },
  ] as const)("writes $name back as it was read", (encoding) => {
    expect(decode(encode("ä: 🦆\n", encoding))).toEqual({ text: "ä: 🦆\n", encoding });
  });
});
