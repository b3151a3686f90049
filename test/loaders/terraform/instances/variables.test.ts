import { describe, expect, it } from "vitest";
import { print } from "../../../../src/model/text.ts";
import { onlyRole } from "../../../support/terraform-repository.ts";

/** The role's name that a module makes of `value`, with the variable `v` declared and given so. */
function nameOf(declaration: string, given: string, value: string): string {
  const input = given === "" ? "" : `v = ${given}`;
  return print(
    onlyRole({
      "main.tf": `variable "open" {}\nmodule "m" {\n source = "./m"\n ${input}\n}`,
      "m/main.tf": `variable "v" {\n${declaration}\n}\nresource "aws_iam_role" "x" { name = ${value} }`,
    }).name,
  );
}

const object = `type = object({
  name  = string
  path  = optional(string, "/apps/")
  count = optional(number)
  deep  = optional(object({ on = optional(bool, true), tags = optional(map(string), { a = "b" }) }), {})
  names = optional(list(string), ["x", "y"])
})`;

describe("a module's variable", () => {
  it.each([
    ["what is given", "", '"a"', "var.v", "a"],
    ["its default", 'default = "d"', "", "var.v", "d"],
    ["null when null is given", 'default = "d"', "null", 'var.v == null ? "null" : var.v', "null"],
    ["its default when null is given and refused", 'default = "d"\nnullable = false', "null", "var.v", "d"],
    ["null by default", "default = null", "", 'coalesce(var.v, "c")', "c"],
    ["a number as a string", "type = string", "7", "var.v", "7"],
    ["a bool as a string", "type = string", "true", "var.v", "true"],
    ["a string as a bool", "type = bool", '"1"', 'var.v ? "on" : "off"', "on"],
    ["a string as a number", "type = number", '"010"', '"n${var.v + 1}"', "n11"],
    ["a list as a set, each once", "type = set(string)", '["b", "a", "b"]', 'join("", var.v)', "ab"],
    ["a tuple as a list of strings", "type = list(string)", '[1, true, "x"]', 'join("", var.v)', "1truex"],
    ["an object as a map of strings", "type = map(string)", "{ a = 1 }", 'var.v["a"]', "1"],
    [
      "a tuple by its types",
      "type = tuple([string, number])",
      '["a", "1"]',
      '"${var.v[0]}${var.v[1] + 1}"',
      "a2",
    ],
    ["anything", "type = any", '{ a = ["x"] }', "var.v.a[0]", "x"],
    [
      "an object's optional attribute",
      object,
      '{ name = "n" }',
      'var.v.count == null ? "null" : "set"',
      "null",
    ],
    ["an optional attribute's default", object, '{ name = "n" }', "var.v.path", "/apps/"],
    ["the default of one that is null", object, '{ name = "n", path = null }', "var.v.path", "/apps/"],
    [
      "defaults within a default",
      object,
      '{ name = "n" }',
      '"${var.v.deep.on}${var.v.deep.tags.a}"',
      "trueb",
    ],
    [
      "defaults within what is given",
      object,
      '{ name = "n", deep = { on = false } }',
      '"${var.v.deep.on}${var.v.deep.tags["a"]}"',
      "falseb",
    ],
    ["a list by default", object, '{ name = "n" }', 'join("", var.v.names)', "xy"],
    [
      "what an object does not declare",
      object,
      '{ name = "n", gone = 1 }',
      'try(var.v.gone, "none")',
      "none",
    ],
    ["what is sensitive", "type = string\nsensitive = true", '"s"', "nonsensitive(var.v)", "s"],
    ["what is ephemeral", "type = string\nephemeral = true", '"s"', "var.v", "s"],
    [
      "what a validation would refuse",
      'type = string\nvalidation {\n condition = var.v != "s"\n error_message = "no"\n}',
      '"s"',
      "var.v",
      "s",
    ],
    ["a hole of the caller", "type = string", "var.open", "var.v", "${var.open}"],
    ["a hole in an attribute", object, "{ name = var.open }", "var.v.name", "${var.open}"],
    ["a hole where null falls back", 'default = "d"\nnullable = false', "var.open", "var.v", "${var.open}"],
    ["nothing that is known", "", "", "var.v", "${var.v}"],
  ])("is %s", (_, declaration, given, value, expected) => {
    expect(nameOf(declaration, given, value)).toBe(expected);
  });
});
