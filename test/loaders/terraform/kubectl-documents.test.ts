import { describe, expect, it } from "vitest";
import { expand, type Expanded } from "../../../src/expand/expand.ts";
import { kubernetes } from "../../../src/loaders/kubernetes/index.ts";
import { terraform } from "../../../src/loaders/terraform/index.ts";
import { textAt } from "../../../src/model/location.ts";
import { print } from "../../../src/model/text.ts";
import { memoryWorkspace } from "../../../src/workspace/memory.ts";
import { factsOf, noSettings } from "../../support/terraform-repository.ts";

const read = (files: Readonly<Record<string, string>>): Expanded =>
  expand([terraform, kubernetes], memoryWorkspace(files), noSettings);

/** `namespace/name` of every account, and where its name stands. */
const accounts = (files: Readonly<Record<string, string>>): readonly string[] =>
  factsOf(read(files), "service-account")
    .map(({ namespace, name }) => {
      return `${print(namespace)}/${print(name)} in ${name.at.file.path}: ${textAt(name.at)}`;
    })
    .sort();

const gapsOf = (files: Readonly<Record<string, string>>): readonly string[] =>
  factsOf(read(files), "gap").map(({ what }) => what);

const account = (name: string): string =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n  namespace: apps`;

const TWO = `# a comment and nothing else\n---\n${account("first")}\n---  # the second\n${account("second")}\n---\n`;

const each = (data: string, attribute = "manifests"): string =>
  attribute === "manifests"
    ? `resource "kubectl_manifest" "x" {\n  for_each  = ${data}.manifests\n  yaml_body = each.value\n}\n`
    : `resource "kubectl_manifest" "x" {\n  count     = length(${data}.documents)\n  yaml_body = element(${data}.documents, count.index)\n}\n`;

describe("data.kubectl_file_documents", () => {
  it.each(["manifests", "documents"])("splits a file into its objects, as %s", (attribute) => {
    const files = {
      "main.tf": `data "kubectl_file_documents" "d" {\n  content = file("all.yaml")\n}\n${each("data.kubectl_file_documents.d", attribute)}`,
      "all.yaml": TWO,
    };
    expect(accounts(files)).toEqual(["apps/first in all.yaml: first", "apps/second in all.yaml: second"]);
    expect(gapsOf(files)).toEqual([]);
  });

  it("has the keys that the provider gives", () => {
    const files = {
      "main.tf": `data "kubectl_file_documents" "d" {
        content = <<-YAML
          ${account("app").replaceAll("\n", "\n          ")}
          ---
          apiVersion: networking.k8s.io/v1
          kind: Ingress
          metadata:
            name: web
          ---
          apiVersion: v1
          kind: Endpoints
          metadata:
            name: web
        YAML
      }
      resource "aws_iam_role" "x" {
        for_each = data.kubectl_file_documents.d.manifests
        name     = each.key
      }`,
    };
    expect(factsOf(read(files), "role").map(({ name }) => print(name))).toEqual([
      "/api/v1/endpointses/web",
      "/api/v1/namespaces/apps/serviceaccounts/app",
      "/apis/networking.k8s.io/v1/ingresses/web",
    ]);
  });

  it("is a gap when its content comes from elsewhere", () => {
    const files = {
      "main.tf": `data "http" "d" {\n  url = "https://example.com"\n}\ndata "kubectl_file_documents" "d" {\n  content = data.http.d.response_body\n}\n${each("data.kubectl_file_documents.d")}`,
    };
    expect(gapsOf(files)).toContain("kubectl_manifest.x");
    expect(accounts(files)).toEqual([]);
  });

  it("is a gap when what is put in may be further objects", () => {
    const files = {
      "main.tf": `variable "more" {}\ndata "kubectl_file_documents" "d" {\n  content = "\${file("all.yaml")}\\n---\\n\${var.more}"\n}\n${each("data.kubectl_file_documents.d")}`,
      "all.yaml": account("app"),
    };
    expect(gapsOf(files)).toContain("kubectl_manifest.x");
  });
});

describe("data.kubectl_path_documents", () => {
  const files = {
    "infra/main.tf": `data "kubectl_path_documents" "d" {
      pattern = "\${path.module}/k8s/*.yaml"
      vars    = { name = "templated" }
    }
    ${each("data.kubectl_path_documents.d")}`,
    "infra/k8s/a.yaml": account("${name}"),
    "infra/k8s/b.yaml": TWO,
    "infra/k8s/deeper/c.yaml": account("deeper"),
    "infra/k8s/d.yml": account("other-ending"),
  };

  it("renders the files of its pattern, and no others", () => {
    expect(accounts(files)).toEqual([
      "apps/deeper in infra/k8s/deeper/c.yaml: deeper",
      "apps/first in infra/k8s/b.yaml: first",
      "apps/other-ending in infra/k8s/d.yml: other-ending",
      "apps/second in infra/k8s/b.yaml: second",
      "apps/templated in infra/main.tf: templated",
    ]);
    expect(
      factsOf(read(files), "service-account").filter(({ name }) => print(name) === "first"),
    ).toHaveLength(1);
  });

  it("leaves templates alone when it is told to", () => {
    const plain = {
      ...files,
      "infra/main.tf": files["infra/main.tf"].replace("vars ", "disable_template = true\n vars "),
    };
    expect(accounts(plain).some((line) => line.includes("templated"))).toBe(false);
  });

  it("is a gap when a template needs what is not given", () => {
    const lacking = { ...files, "infra/k8s/a.yaml": account("${other}") };
    expect(gapsOf(lacking)).toContain("kubectl_manifest.x");
  });

  it("is a gap when nothing here matches", () => {
    const none = { "infra/main.tf": files["infra/main.tf"] };
    expect(gapsOf(none)).toContain("kubectl_manifest.x");
  });
});

describe("data.kubectl_filename_list", () => {
  it("names files as Terraform opens them", () => {
    const files = {
      "infra/main.tf": `data "kubectl_filename_list" "d" {
        pattern = "../k8s/*.yaml"
      }
      resource "kubectl_manifest" "x" {
        count     = length(data.kubectl_filename_list.d.matches)
        yaml_body = file(element(data.kubectl_filename_list.d.matches, count.index))
      }`,
      "k8s/a.yaml": account("a"),
      "k8s/b.yaml": account("b"),
    };
    expect(accounts(files)).toEqual(["apps/a in k8s/a.yaml: a", "apps/b in k8s/b.yaml: b"]);
    expect(gapsOf(files)).toEqual([]);
  });
});

describe("a file that a data source reads", () => {
  it.each([
    [
      "template_file",
      'data "template_file" "d" {\n  template = file("sa.yaml")\n  vars     = { name = "app" }\n}',
      "data.template_file.d.rendered",
    ],
    ["local_file", 'data "local_file" "d" {\n  filename = "sa.yaml"\n}', "data.local_file.d.content"],
  ])("through %s is applied once", (type, data, value) => {
    const files = {
      "main.tf": `${data}\nresource "kubectl_manifest" "x" {\n  yaml_body = ${value}\n}`,
      "sa.yaml": account(type === "template_file" ? "${name}" : "app"),
    };
    expect(accounts(files).map((line) => line.split(" ")[0])).toEqual(["apps/app"]);
    expect(gapsOf(files)).toEqual([]);
  });
});

describe("the Kubernetes provider's functions", () => {
  it.each([
    [
      "manifest_decode_multi",
      `locals {
        manifests = provider::kubernetes::manifest_decode_multi(file("all.yaml"))
      }
      resource "kubectl_manifest" "x" {
        for_each  = { for index, manifest in local.manifests : index => manifest }
        yaml_body = yamlencode(each.value)
      }`,
      ["first", "second"],
    ],
    [
      "manifest_decode",
      'resource "kubernetes_manifest" "x" {\n  manifest = provider::kubernetes::manifest_decode(file("one.yaml"))\n}',
      ["one"],
    ],
    [
      "manifest_encode",
      'resource "kubectl_manifest" "x" {\n  yaml_body = provider::kubernetes::manifest_encode(yamldecode(file("one.yaml")))\n}',
      ["one"],
    ],
  ])("%s reads objects where they are written", (_, main, names) => {
    const files = { "main.tf": main.replaceAll(".yaml", ".txt"), "all.txt": TWO, "one.txt": account("one") };
    const found = factsOf(read(files), "service-account");
    expect(found.map(({ name }) => textAt(name.at))).toEqual(names);
    expect(gapsOf(files)).toEqual([]);
  });
});
