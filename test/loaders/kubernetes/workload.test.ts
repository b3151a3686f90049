import { describe, expect, it } from "vitest";
import { isAbsent, print } from "../../../src/model/text.ts";
import { factsOf, onlyFact, readManifests, said } from "../../support/read-manifests.ts";

const POD = "serviceAccountName: reader, containers: [{name: a}], initContainers: [{name: b}]";

describe("workloads", () => {
  it.each([
    ["v1", "Pod", `spec: {${POD}}`],
    ["apps/v1", "Deployment", `spec: {template: {spec: {${POD}}}}`],
    ["apps/v1", "StatefulSet", `spec: {template: {spec: {${POD}}}}`],
    ["apps/v1", "DaemonSet", `spec: {template: {spec: {${POD}}}}`],
    ["apps/v1", "ReplicaSet", `spec: {template: {spec: {${POD}}}}`],
    ["v1", "ReplicationController", `spec: {template: {spec: {${POD}}}}`],
    ["batch/v1", "Job", `spec: {template: {spec: {${POD}}}}`],
    ["batch/v1beta1", "CronJob", `spec: {jobTemplate: {spec: {template: {spec: {${POD}}}}}}`],
    ["argoproj.io/v1alpha1", "Rollout", `spec: {template: {spec: {${POD}}}}`],
    ["serving.knative.dev/v1", "Service", `spec: {template: {spec: {${POD}}}}`],
  ])("of %s %s have their account and containers", (version, kind, spec) => {
    const text = `{apiVersion: ${version}, kind: ${kind}, metadata: {name: app, namespace: apps}, ${spec}}`;
    const fact = onlyFact({ "a.yaml": text }, "workload");
    expect(fact.workloadKind).toBe(kind);
    expect(print(fact.serviceAccountName)).toBe("reader");
    expect(said(fact.serviceAccountName.at)).toBe("a.yaml:1 reader");
    expect(fact.containers.map(({ name }) => print(name))).toEqual(["b", "a"]);
  });

  it.each([
    ["the deprecated field", "serviceAccount: old", "old"],
    ["both fields", "serviceAccount: old, serviceAccountName: new", "new"],
    ["an empty field beside the deprecated one", "serviceAccount: old, serviceAccountName: ''", "old"],
    ["a placeholder", "serviceAccountName: '{{ name }}'", "${name}"],
    ["no field", "x: serviceAccount", undefined],
  ])("take their account from %s", (_, spec, expected) => {
    const text = `{apiVersion: v1, kind: Pod, metadata: {name: app}, spec: {${spec}}}`;
    const { serviceAccountName } = onlyFact({ "a.yaml": text }, "workload");
    expect(isAbsent(serviceAccountName) ? undefined : print(serviceAccountName)).toBe(expected);
  });

  it("are not other kinds, nor a plain Service", () => {
    const files = { "a.yaml": "{apiVersion: v1, kind: Service, metadata: {name: serviceAccount}, spec: {}}" };
    expect(factsOf(readManifests(files), "workload")).toEqual([]);
  });

  it("have their containers' environment with its sources", () => {
    const text = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
  annotations:
    eks.amazonaws.com/role-arn: arn
    other: x
spec:
  template:
    metadata:
      annotations:
        eks.amazonaws.com/skip-containers: side
    spec:
      containers:
        - name: main
          envFrom:
            - secretRef: {name: aws}
            - configMapRef: {name: settings}
          env:
            - {name: AWS_ROLE_ARN, value: arn}
            - {name: KEY, valueFrom: {secretKeyRef: {name: aws, key: k}}}
            - {name: REGION, valueFrom: {configMapKeyRef: {name: settings, key: k}}}
            - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
`;
    const fact = onlyFact({ "a.yaml": text }, "workload");
    const [container] = fact.containers;
    expect(
      container?.env.map(({ name, value, from }) => [
        print(name),
        print(value),
        from?.kind,
        from && print(from.name),
      ]),
    ).toEqual([
      ["AWS_ROLE_ARN", "arn", undefined, undefined],
      ["KEY", "", "secret", "aws"],
      ["REGION", "", "config-map", "settings"],
      ["NODE", "", "other", ""],
    ]);
    expect(container?.envFrom.map(({ kind, name }) => [kind, print(name)])).toEqual([
      ["secret", "aws"],
      ["config-map", "settings"],
    ]);
    expect(fact.annotations.map(({ key }) => print(key))).toEqual([
      "eks.amazonaws.com/role-arn",
      "eks.amazonaws.com/skip-containers",
    ]);
    expect(isAbsent(fact.serviceAccountName)).toBe(true);
  });
});
