// Executes templates with Go's own text/template and prints what they write, or why they stop.
//
// Standard input: {"data": {...}, "cases": [{"template": "...", "missingKey": "zero"}]}
// Standard output: {"version": "go1.22.0", "answers": [{"output": "..."}, {"error": "..."}]}
package main

import (
	"encoding/json"
	"os"
	"runtime"
	"strings"
	"text/template"
)

type question struct {
	Template   string   `json:"template"`
	MissingKey string   `json:"missingKey"`
	Others     []string `json:"others"`
}

type answer struct {
	Output *string `json:"output,omitempty"`
	Error  string  `json:"error,omitempty"`
}

func ask(asked question, data map[string]any) answer {
	set := template.New("main")
	if asked.MissingKey != "" {
		set = set.Option("missingkey=" + asked.MissingKey)
	}
	for _, text := range asked.Others {
		if _, err := set.New("other").Parse(text); err != nil {
			return answer{Error: err.Error()}
		}
	}
	if _, err := set.Parse(asked.Template); err != nil {
		return answer{Error: err.Error()}
	}
	var written strings.Builder
	if err := set.Execute(&written, data); err != nil {
		return answer{Error: err.Error()}
	}
	output := written.String()
	return answer{Output: &output}
}

func main() {
	var input struct {
		Data  map[string]any `json:"data"`
		Cases []question     `json:"cases"`
	}
	if err := json.NewDecoder(os.Stdin).Decode(&input); err != nil {
		panic(err)
	}
	answers := []answer{}
	for _, asked := range input.Cases {
		answers = append(answers, ask(asked, input.Data))
	}
	result := map[string]any{"version": runtime.Version(), "answers": answers}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(result); err != nil {
		panic(err)
	}
}
