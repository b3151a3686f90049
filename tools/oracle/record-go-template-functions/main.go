// Renders expressions with Helm's own engine. Standard input: {"values": YAML, "expressions": [...]}; standard output:
// {"versions": {...}, "answers": {expression: {"value": ...} or {"error": ...}}}.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
)

type question struct {
	Values      string   `json:"values"`
	Expressions []string `json:"expressions"`
}

func render(expression string, values chartutil.Values) (text string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	c := &chart.Chart{
		Metadata:  &chart.Metadata{Name: "c", Version: "1.0.0", APIVersion: "v2"},
		Templates: []*chart.File{{Name: "templates/t", Data: []byte("{{ $x := " + expression + " }}{{ $x }}|{{ printf \"%T\" $x }}")}},
	}
	top, err := chartutil.ToRenderValues(c, values, chartutil.ReleaseOptions{Name: "r", Namespace: "n"}, nil)
	if err != nil {
		return "", err
	}
	files, err := engine.Engine{}.Render(c, top)
	return files["c/templates/t"], err
}

func main() {
	var asked question
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		panic(err)
	}
	answers := map[string]map[string]string{}
	for _, expression := range asked.Expressions {
		// Functions may change the values.
		values, err := chartutil.ReadValues([]byte(asked.Values))
		if err != nil {
			panic(err)
		}
		text, err := render(expression, values)
		if err != nil {
			answers[expression] = map[string]string{"error": err.Error()}
		} else {
			answers[expression] = map[string]string{"value": text}
		}
	}
	versions := map[string]string{"go": runtime.Version()}
	info, _ := debug.ReadBuildInfo()
	for _, dependency := range info.Deps {
		switch dependency.Path {
		case "helm.sh/helm/v3", "github.com/Masterminds/sprig/v3", "github.com/Masterminds/semver/v3":
			versions[dependency.Path] = dependency.Version
		}
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	if err := out.Encode(map[string]any{"versions": versions, "answers": answers}); err != nil {
		panic(err)
	}
}
