import { describe, expect, it } from "vitest";
import { equals } from "../../../../src/model/compare.ts";
import type { Node } from "../../../../src/model/node.ts";
import { print, type Text } from "../../../../src/model/text.ts";
import { holeOf, idOf } from "../../../../src/loaders/terraform/evaluate/identity.ts";
import { formatForConsole } from "../../../support/console-format.ts";
import { valueOf } from "../../../support/terraform-scope.ts";

/** A value for the eye: holes as `${name}` in strings and `(name)` elsewhere, on one line. */
function shown(source: string): string {
  const node = valueOf(source);
  return node.kind === "text" ? print(node) : formatForConsole(node).replaceAll(/\n\s*/g, " ");
}

function asText(node: Node): Text {
  if (node.kind !== "text") throw new Error(`not a text: ${node.kind}`);
  return node;
}

describe("partly known strings", () => {
  it.each<[source: string, result: string]>([
    ['"arn:aws:iam::${account.a}:role/${var.name}"', "arn:aws:iam::${account.a}:role/${var.name}"],
    ['"${var.x}"', "(var.x)"],
    ['join("/", ["a", var.x, "b"])', "a/${var.x}/b"],
    ['join("/", var.list)', '${join("/", var.list)}'],
    ['format("%s-%d", var.x, 3)', "${var.x}-3"],
    ['format("%s-%d", "a", var.x)', '${format("%s-%d", "a", var.x)}'],
    ['format("%-5s", var.x)', '${format("%-5s", var.x)}'],
    ['format("%q", var.x)', '"${var.x}"'],
    ['format(var.f, "a")', '${format(var.f, "a")}'],
    ['formatlist("%s/*", ["a", var.x])', 'tolist([ "a/*", "${var.x}/*", ])'],
    ['lower("A-${var.x}")', "a-${lower(var.x)}"],
    ['lower("A-${account.x}")', "a-${account.x}"],
    ['upper("a-${name.x}")', "A-${upper(name.x)}"],
    ['title("a ${var.x}")', '${title("a ${var.x}")}'],
    ['replace(issuer.x, "https://", "")', "${issuer.x}"],
    ['replace("https://${issuer.x}", "https://", "")', "${issuer.x}"],
    ['replace(var.url, "https://", "")', "${replace(var.url)}"],
    ['replace("a_${var.x}_b", "_", "-")', "a-${replace(var.x)}-b"],
    ['replace("a_${account.x}_b", "_", "-")', "a-${account.x}-b"],
    ['replace("a${var.x}b", "ab", "c")', '${replace("a${var.x}b", "ab", "c")}'], // the hole may be empty
    ['replace("a${account.x}b", "ab", "c")', "a${account.x}b"], // twelve digits are not
    ['replace("a.b", ".", var.x)', "a${var.x}b"],
    ['replace(var.x, "/^a/", "b")', '${replace(var.x, "/^a/", "b")}'],
    ['trimprefix("https://${issuer.x}", "https://")', "${issuer.x}"],
    ['trimprefix(issuer.x, "https://")', "${issuer.x}"],
    ['trimprefix(var.x, "https://")', '${trimprefix(var.x, "https://")}'],
    ['trimprefix("http${var.x}", "https://")', '${trimprefix("http${var.x}", "https://")}'],
    ['trimprefix("arn:${var.x}", "https://")', "arn:${var.x}"],
    ['trimsuffix("${var.x}/", "/")', "${var.x}"],
    ['trimsuffix(account.x, "/")', "${account.x}"],
    ['trimspace("  ${account.x}\\n")', "${account.x}"],
    ['trimspace("a ${var.x} b ")', "a ${var.x} b"],
    ['trimspace("${var.x}\\n")', "${trimspace(var.x)}"],
    ['trimspace("a ${var.x}\\n")', '${trimspace("a ${var.x}\\n")}'],
    ['trim("/${name.x}/", "/")', "${name.x}"],
    ['chomp("${account.x}\\n")', "${account.x}"],
    ['chomp("${var.x}\\n")', '${chomp("${var.x}\\n")}'],
    ['substr("prefix-${var.x}", 0, 4)', "pref"],
    ['substr("prefix-${var.x}", 2, -1)', "efix-${var.x}"],
    ['substr("prefix-${var.x}", 0, 9)', '${substr("prefix-${var.x}", 0, 9)}'],
    ['split("/", "a/${name.x}/b")', 'tolist([ "a", "${name.x}", "b", ])'],
    ['split("/", "a/${var.x}")', '(split("/", "a/${var.x}"))'],
    ['split("oidc-provider/", "arn:aws:iam::${account.x}:oidc-provider/${issuer.x}")[1]', "${issuer.x}"],
    ['element(split(":", "arn:aws:iam::${account.x}:role/a"), 4)', "${account.x}"],
    ['indent(2, "a\\n${account.x}")', "a\n  ${account.x}"],
    ['indent(2, "a\\n${var.x}")', "a\n  ${indent(var.x)}"],
    ['startswith("arn:${var.x}", "arn")', "true"],
    ['startswith("arn:${var.x}", "https")', "false"],
    ['startswith(var.x, "arn")', '(startswith(var.x, "arn"))'],
    ['endswith("${var.x}-role", "-role")', "true"],
    ['endswith(account.x, "role")', "false"],
    ['strcontains("a-${var.x}", "-")', "true"],
    ['strcontains(account.x, "-")', "false"],
    ['strcontains(var.x, "-")', '(strcontains(var.x, "-"))'],
    ['regex("^a", var.x)', '(regex("^a", var.x))'],
    ["base64encode(var.x)", "${base64encode(var.x)}"],
    ['jsonencode({a = "x-${var.x}", b = var.y})', '{"a":"x-${var.x}","b":${var.y}}'],
    ["jsondecode(var.x).a", "(jsondecode(var.x).a)"],
    ['"%{ if var.x }a%{ else }a%{ endif }"', "a"],
    ['"%{ if var.x }ab%{ else }ac%{ endif }"', "a${%{ if var.x }ab%{ else }ac%{ endif }}"],
    ['"a%{ for x in var.l }${x}%{ endfor }b"', "a${%{ for x in var.l }${x}%{ endfor }}b"],
    ['provider::aws::arn_parse("arn:aws:iam::${account.x}:role/a/b").resource', "role/a/b"],
    ['provider::aws::arn_parse("arn:aws:iam::${account.x}:role/a/b").account_id', "${account.x}"],
    ['provider::aws::arn_build("aws", "iam", "", account.x, "role/a")', "arn:aws:iam::${account.x}:role/a"],
    [
      'provider::aws::trim_iam_role_path("arn:aws:iam::111122223333:role/a/b/c")',
      "arn:aws:iam::111122223333:role/c",
    ],
    ['provider::other::thing("a")', '(provider::other::thing("a"))'],
  ])("%s", (source, result) => {
    expect(shown(source)).toBe(result);
  });
});

describe("unknown values", () => {
  it.each<[source: string, result: string]>([
    ["var.x.a", "(var.x.a)"],
    ['var.x["a"].b[0]', "(var.x.a.b[0])"],
    ['var.x["a-b c"]', '(var.x["a-b c"])'],
    ["var.x[*].arn", "(var.x[*].arn)"],
    ["var.x.*.arn", "(var.x.*.arn)"],
    ["{a = 1}[var.k]", "([var.k])"],
    ["[1, 2][var.i]", "([[var.i]])"],
    ["[for x in var.l : x]", "([for x in var.l : x])"],
    ["[for x in [1, 2] : x if var.c]", "([for x in [1, 2] : x if var.c])"],
    ['{for x in ["a"] : "${x}-${var.y}" => 1}', '{ "a-${var.y}" = 1 }'],
    ["var.a == var.a", "true"],
    ["var.a == var.b", "(var.a == var.b)"],
    ['"prod-${var.a}" == "dev-eso"', "false"],
    ['"prod-${var.a}" != "dev-eso"', "true"],
    ['"prod-${var.a}" == "prod-eso"', '("prod-${var.a}" == "prod-eso")'],
    ['account.a == ""', "false"],
    ['"a${var.x}" == null', "false"],
    ["var.x == null", "(var.x == null)"],
    ["text.x == null", "(text.x == null)"],
    ["[1, var.x] == [2, var.x]", "false"],
    ["[1, var.x] == [1, var.x]", "true"],
    ["var.x + 1", "(var.x + 1)"],
    ["-var.x", "(-var.x)"],
    ["!var.x", "(!var.x)"],
    ["var.x && false", "false"],
    ["false || var.x", "(var.x)"],
    ["true || var.x", "true"],
    ["var.x && var.y", "(var.x && var.y)"],
    ['var.c ? "a" : "a"', "a"],
    ['var.c ? "prod-a-role" : "prod-b-role"', 'prod-${var.c ? "prod-a-role" : "prod-b-role"}-role'],
    ['var.c ? "aa" : "a"', 'a${var.c ? "aa" : "a"}'], // the common start is not used twice
    [
      'var.c ? {a = 1, b = "x"} : {a = 1, b = "y"}',
      '{ "a" = 1 "b" = "${var.c ? {a = 1, b = \\"x\\"} : {a = 1, b = \\"y\\"}}" }',
    ],
    ['var.c ? [] : ["a"]', '(var.c ? [] : ["a"])'],
    ["var.c ? 1 : {}.a", "(var.c ? 1 : {}.a)"],
    ['var.c == "x" ? 1 : 2', '(var.c == "x" ? 1 : 2)'],
    ['coalesce(var.x, "a")', '(coalesce(var.x, "a"))'],
    ['coalesce("a-${var.x}", "b")', "a-${var.x}"],
    ['coalesce(account.x, "b")', "${account.x}"],
    ["coalesce(null, account.x)", "${account.x}"],
    ['compact(["a", account.x, ""])', 'tolist([ "a", "${account.x}", ])'],
    ['compact(["a", var.x])', 'tolist([ "a", (var.x)..., ])'], // it may be empty
    ["length(var.x)", "(length(var.x))"],
    ["length([var.x, var.y])", "2"],
    ["length(toset([var.x, var.y]))", "(length(toset([var.x, var.y])))"],
    ["length(toset([var.x, var.x]))", "1"],
    ['length({"${var.x}" = 1})', "1"],
    ["concat([1], [var.x])", "[ 1, (var.x), ]"],
    ["concat([1], var.x)", "[ 1, (var.x)..., ]"],
    ['contains(["a", var.x], "a")', "true"],
    ['contains(["a", account.x], "b")', "false"],
    ['contains(["a", var.x], "b")', '(contains(["a", var.x], "b"))'],
    ["element([var.x, 2], 0)", "(var.x)"],
    ["flatten([[1], [var.x]])", "[ 1, (var.x)..., ]"], // it may be a list itself
    ['flatten([["a"], ["a-${var.x}"]])', '[ "a", "a-${var.x}", ]'],
    ["distinct([var.x, var.x])", "tolist([ (var.x), ])"],
    ["distinct([var.x, var.y])", "tolist([ (var.x), (var.y)..., ])"],
    ['lookup({a = var.x}, "a", "z")', "(var.x)"],
    ['lookup({"a-${var.k}" = 1}, "b", "z")', "z"],
    ['lookup({"a-${var.k}" = 1}, "a-x", "z")', '(lookup({"a-${var.k}" = 1}, "a-x", "z"))'],
    ['lookup(var.m, "a", "z")', '(lookup(var.m, "a", "z"))'],
    ["merge({a = 1}, var.m, {b = 2}).b", "2"],
    ["merge({a = 1}, var.m, {b = 2}).a", "(merge({a = 1}, var.m, {b = 2}).a)"],
    ["keys(merge(var.m, {b = 2}))", '[ (keys(merge(var.m, {b = 2})))..., "b", ]'],
    ["merge(var.l...).a", "(merge(var.l...).a)"],
    ["one([var.x])", "(var.x)"],
    ["one(var.x)", "(one(var.x))"],
    ["sort([var.x])", 'tolist([ "${var.x}", ])'],
    ["sort([var.x, var.y])", "(sort([var.x, var.y]))"],
    ["anytrue([var.x, true])", "true"],
    ["alltrue([var.x, false])", "false"],
    ["alltrue([var.x, true])", "(alltrue([var.x, true]))"],
    ["max(1, var.x)", "(max(1, var.x))"],
    ['zipmap(["a"], [var.x])', '{ "a" = (var.x) }'],
    ["tostring(var.x)", "${var.x}"],
    ["tonumber(text.x)", "(text.x)"],
    ["toset([var.x])", "toset([ (var.x), ])"],
    ["tolist(var.x)", "(tolist(var.x))"],
    ['abspath("x")', '${abspath("x")}/x'],
    ['abspath(".")', '${abspath(".")}'],
    ['basename(abspath("a/b"))', "b"],
    ['file("/etc/passwd")', '${file("/etc/passwd")}'],
    ['file("../outside")', '${file("../outside")}'],
    ["issensitive(var.x)", "(issensitive(var.x))"],
    ["sensitive(var.x)", "(var.x)"],
  ])("%s", (source, result) => {
    expect(shown(source)).toBe(result);
  });
});

describe("elements that stand for any number", () => {
  it.each<[source: string, result: string]>([
    ["concat(var.x)", "(concat(var.x))"],
    ["concat(var.x, [1])", "[ (var.x)..., 1, ]"],
    ["concat([1], var.x, [2])[0]", "1"],
    ["concat([1], var.x, [2])[1]", "([[1]])"],
    ["concat([1], var.x)[7]", "([[7]])"],
    ["element(concat([1, 2], var.x), 1)", "2"],
    ["element(concat([1, 2], var.x), 2)", "(element(concat([1, 2], var.x), 2))"],
    ["length(concat([1], var.x))", "(length(concat([1], var.x)))"],
    ['contains(concat(["a"], var.x), "a")', "true"],
    ['contains(concat(["a"], var.x), "b")', '(contains(concat(["a"], var.x), "b"))'],
    ["concat([1], var.x) == [1]", "(concat([1], var.x) == [1])"],
    ["concat([1], var.x) == concat([1], var.x)", "true"],
    ["[for v in concat([1], var.x) : v + 1]", "[ 2, ([for v in concat([1], var.x) : v + 1])..., ]"],
    ['{for v in concat(["a"], var.x) : v => 1}.a', "1"],
    ['{for v in concat(["a"], var.x) : v => 1}.b', '({for v in concat(["a"], var.x) : v => 1}.b)'],
    ["[for v in [1, 2] : v if v == 1 || var.c]", "[ 1, ([for v in [1, 2] : v if v == 1 || var.c])..., ]"],
    ["[for k, v in merge(var.m, {b = 2}) : v]", "[ ([for k, v in merge(var.m, {b = 2}) : v])..., 2, ]"],
    ["concat([{a = 1}], var.x)[*].a", "[ 1, (var.x.a)..., ]"],
    ['join(",", concat(["a"], var.x, ["b"]))', "a${join(var.x)},b"],
    ['join(",", concat(var.x, ["b"]))', "${join(var.x)}b"],
    [
      '"%{ for v in concat(["a"], var.x) }<${v}>%{ endfor }"',
      '<a>${%{ for v in concat(["a"], var.x) }<${v}>%{ endfor }}',
    ],
    ['toset(concat(["b"], var.x))', 'toset([ (var.x)..., "b", ])'],
    ['tolist(toset(concat(["b"], var.x)))[0]', "([[0]])"],
    ['setunion(["a"], var.x)', 'toset([ (var.x)..., "a", ])'],
    [
      'setintersection(["a"], toset(concat(["a"], var.x)))',
      '(setintersection(["a"], toset(concat(["a"], var.x))))',
    ],
    ['flatten([["a"], var.x, ["b"]])', '[ "a", (var.x)..., "b", ]'],
    ['compact(concat(["a", ""], var.x))', 'tolist([ "a", (var.x)..., ])'],
    ['distinct(concat(["a", "a"], var.x))', 'tolist([ "a", (var.x)..., ])'],
    ["sort(concat([1], var.x))", "(sort(concat([1], var.x)))"],
    ["reverse(concat([1], var.x))", "(reverse(concat([1], var.x)))"],
    ["one(concat([1], var.x))", "(one(concat([1], var.x)))"],
    ["try(one(concat([1, 2], var.x)), 3)", "3"],
    ["anytrue(concat([true], var.x))", "true"],
    ["alltrue(concat([false], var.x))", "false"],
    ["alltrue(concat([true], var.x))", "(alltrue(concat([true], var.x)))"],
    ["max(concat([1], var.x)...)", "(max(concat([1], var.x)...))"],
    ["merge(concat([{a = 1}], var.x)...).a", "(merge(concat([{a = 1}], var.x)...).a)"],
    ["merge(concat(var.x, [{a = 1}])...).a", "1"],
    ['jsonencode(concat(["a"], var.x))', '["a",${var.x}]'],
    ["coalescelist([], concat([1], var.x))", "[ 1, (var.x)..., ]"],
    ["keys(merge(var.m, {b = 2}))[0]", "([[0]])"],
    ["jsonencode(merge(var.m, {b = 2}))", '{"b":2,"${merge(var.m, {b = 2})}":${merge(var.m, {b = 2})}}'],
    ['jsondecode(" ${jsonencode(merge(var.m, {b = 2}))}").b', "2"],
    ['jsondecode(" ${jsonencode(merge(var.m, {b = 2}))}").c', "(merge(var.m, {b = 2}).c)"],
    ['yamldecode("a: 1\\n${yamlencode(merge(var.m, {b = 2}))}").b', "2"],
    ['yamldecode("a: 1\\n${yamlencode(merge(var.m, {b = 2}))}").c', "(merge(var.m, {b = 2}).c)"],
    ["concat([1], var.c ? [2] : [])[0]", "1"],
  ])("%s", (source, result) => {
    expect(shown(source)).toBe(result);
  });
});

describe("try and can", () => {
  it.each<[situation: string, source: string, result: string]>([
    ["an unknown value is no error", 'try(var.x, "a")', "(var.x)"],
    ["an unknown string is no error", 'try(account.x, "a")', "${account.x}"],
    ["an attribute of an unknown value may be one", 'try(var.x.a, "a")', '(try(var.x.a, "a"))'],
    ["an error before it is passed over", 'try({}.a, var.x.a, "a")', '(try({}.a, var.x.a, "a"))'],
    ["the last argument is all there is", "try({}.a, var.x.a)", "(var.x.a)"],
    ["an unknown attribute inside a string", 'try("a-${var.x.a}", "b")', '(try("a-${var.x.a}", "b"))'],
    ["what is known in spite of doubts", "try([1, var.x.a][0], 2)", "1"],
    ["can of an unknown value", "can(var.x)", "true"],
    ["can of an attribute of an unknown value", "can(var.x.a)", "(can(var.x.a))"],
    ["can of an error", "can({}.a)", "false"],
    [
      "doubts reach the outer try",
      'try(upper(try(var.x.a, "b")), "c")',
      '(try(upper(try(var.x.a, "b")), "c"))',
    ],
  ])("%s", (_, source, result) => {
    expect(shown(source)).toBe(result);
  });
});

describe("the identity of holes", () => {
  it.each<[situation: string, a: string, b: string]>([
    ["the same variable", "var.x", "var.x"],
    ["an attribute, however it is written", "var.x.a", 'var.x["a"]'],
    ["the same pure call", "base64encode(var.x)", "base64encode( var.x )"],
    [
      "the same call inside strings",
      '"${replace(var.u, "https://", "")}:sub"',
      'format("%s:sub", replace(var.u, "https://", ""))',
    ],
    ["the same condition", "var.c ? 1 : 2", "var.c ? 1 : 2"],
    ["the same loop", "[for x in var.l : x.a]", "[for x in var.l : x.a]"],
    ["the moment of the plan", "plantimestamp()", "plantimestamp()"],
  ])("is equal for %s", (_, a, b) => {
    expect(idOf(valueOf(a))).toBe(idOf(valueOf(b)));
  });

  it.each<[situation: string, a: string, b: string]>([
    ["different variables", "var.x", "var.y"],
    ["different arguments", 'replace(var.x, "a", "b")', 'replace(var.x, "a", "c")'],
    ["a string and its JSON", "var.x", "jsonencode(var.x)"],
    ["different sides", "var.c ? 1 : 2", "var.c ? 1 : 3"],
    ["loops with different bodies", "[for x in var.l : x.a]", "[for x in var.l : x.b]"],
    ["a number and a string", "var.c ? 1 : 2", 'var.c ? "1" : "2"'],
  ])("differs for %s", (_, a, b) => {
    expect(idOf(valueOf(a))).not.toBe(idOf(valueOf(b)));
  });

  it("differs between instances", () => {
    expect(idOf(valueOf("var.x"))).not.toBe(idOf(valueOf("var.x", { instance: "other" })));
    expect(idOf(valueOf('abspath(".")'))).not.toBe(idOf(valueOf('abspath(".")', { instance: "other" })));
  });

  it.each([
    "[uuid(), uuid()]",
    "[timestamp(), timestamp()]",
    '[bcrypt("a"), bcrypt("a")]',
    "[for i in [1, 2] : uuid()]",
  ])("an impure call differs at each occurrence: %s", (source) => {
    const node = valueOf(source);
    const ids = node.kind === "list" ? node.items.map(idOf) : [];
    expect(new Set(ids).size).toBe(2);
  });

  it("a loop variable's value is part of what an inner loop is", () => {
    const node = valueOf('[for x in ["a", "b"] : [for y in var.l : "${x}${y}"]]');
    const ids = node.kind === "list" ? node.items.map(idOf) : [];
    expect(new Set(ids).size).toBe(2);
  });

  it("the issuer in an ARN and in a condition key is one", () => {
    const key = asText(valueOf('"${replace(var.url, "https://", "")}:sub"'));
    const same = asText(valueOf('join(":", [replace(var.url, "https://", ""), "sub"])'));
    expect(equals(key, same)).toBe("yes");
  });

  it("stays short however much goes into it", () => {
    const node = valueOf(`base64encode("\${var.x}${"a".repeat(5000)}")`);
    expect(holeOf(node)?.id.length).toBeLessThan(500);
  });

  it("a name for people stays short", () => {
    expect(holeOf(valueOf(`base64encode("\${var.x}${"a".repeat(5000)}")`))?.name.length).toBeLessThanOrEqual(
      60,
    );
  });
});
