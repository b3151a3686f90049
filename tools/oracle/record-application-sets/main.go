// Expands ApplicationSets as Argo CD's controller does: reads cases from standard input, prints what each makes.
// Built inside a checkout of argo-cd; see record-application-sets.ts.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"

	log "github.com/sirupsen/logrus"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/yaml"

	"github.com/argoproj/argo-cd/v3/applicationset/controllers/template"
	"github.com/argoproj/argo-cd/v3/applicationset/generators"
	"github.com/argoproj/argo-cd/v3/applicationset/utils"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
)

type testCase struct {
	Name    string            `json:"name"`
	Files   map[string]string `json:"files"`
	Secrets []string          `json:"secrets"`
	Set     string            `json:"set"`
}

type outcome struct {
	Name         string `json:"name"`
	Applications []any  `json:"applications"`
	Error        string `json:"error,omitempty"`
}

// A git repository in a directory. Listing files is git's own work, as in util/git/client.go, LsFiles; directories are
// walked as in reposerver/repository/repository.go, GetGitDirectories.
type repository struct{ root string }

func (r repository) GetFiles(_ context.Context, _, _, _, pattern string, _ bool, _ *v1alpha1.SourceIntegrity) (map[string][]byte, error) {
	listed, err := r.git("ls-files", "--full-name", "-z", "--", pattern)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, path := range strings.Split(listed, "\000") {
		if path == "" {
			continue
		}
		content, err := os.ReadFile(filepath.Join(r.root, path))
		if err != nil {
			return nil, err
		}
		files[path] = content
	}
	return files, nil
}

func (r repository) GetDirectories(_ context.Context, _, _, _ string, _ bool, _ *v1alpha1.SourceIntegrity) ([]string, error) {
	var paths []string
	err := filepath.WalkDir(r.root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if path != r.root && strings.HasPrefix(entry.Name(), ".") {
			return filepath.SkipDir
		}
		relative, err := filepath.Rel(r.root, path)
		if err == nil && relative != "." {
			paths = append(paths, relative)
		}
		return err
	})
	return paths, err
}

func (r repository) git(args ...string) (string, error) {
	command := exec.Command("git", args...)
	command.Dir = r.root
	var out, failed bytes.Buffer
	command.Stdout, command.Stderr = &out, &failed
	if err := command.Run(); err != nil {
		return "", fmt.Errorf("%w: %s", err, failed.String())
	}
	return out.String(), nil
}

func repositoryOf(files map[string]string) (repository, error) {
	root, err := os.MkdirTemp("", "application-set")
	if err != nil {
		return repository{}, err
	}
	r := repository{root}
	for path, content := range files {
		full := filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return r, err
		}
		if err := os.WriteFile(full, []byte(content), 0o644); err != nil {
			return r, err
		}
	}
	if _, err := r.git("init", "-q"); err != nil {
		return r, err
	}
	_, err = r.git("add", "-A")
	return r, err
}

// The fake API server does not turn stringData into data, as the real one does.
func secretOf(text string) (*corev1.Secret, error) {
	var secret corev1.Secret
	if err := yaml.Unmarshal([]byte(text), &secret); err != nil {
		return nil, err
	}
	if secret.Data == nil {
		secret.Data = map[string][]byte{}
	}
	for key, value := range secret.StringData {
		secret.Data[key] = []byte(value)
	}
	secret.StringData = nil
	return &secret, nil
}

func generatorsOf(r repository, c client.Client) map[string]generators.Generator {
	terminal := map[string]generators.Generator{
		"List":     generators.NewListGenerator(),
		"Clusters": generators.NewClusterGenerator(c, "argocd"),
		"Git":      generators.NewGitGenerator(r, "argocd"),
	}
	with := func(inner map[string]generators.Generator) map[string]generators.Generator {
		all := map[string]generators.Generator{
			"Matrix": generators.NewMatrixGenerator(inner),
			"Merge":  generators.NewMergeGenerator(inner),
		}
		for name, generator := range terminal {
			all[name] = generator
		}
		return all
	}
	return with(with(terminal))
}

func expand(c testCase) (outcome, error) {
	result := outcome{Name: c.Name, Applications: []any{}}
	scheme := runtime.NewScheme()
	if err := corev1.AddToScheme(scheme); err != nil {
		return result, err
	}
	if err := v1alpha1.AddToScheme(scheme); err != nil {
		return result, err
	}
	project := &v1alpha1.AppProject{ObjectMeta: metav1.ObjectMeta{Name: "default", Namespace: "argocd"}}
	builder := fake.NewClientBuilder().WithScheme(scheme).WithObjects(project)
	for _, text := range c.Secrets {
		secret, err := secretOf(text)
		if err != nil {
			return result, err
		}
		builder = builder.WithObjects(secret)
	}
	r, err := repositoryOf(c.Files)
	defer os.RemoveAll(r.root)
	if err != nil {
		return result, err
	}
	var set v1alpha1.ApplicationSet
	if err := yaml.Unmarshal([]byte(c.Set), &set); err != nil {
		return result, fmt.Errorf("%s: %w", c.Name, err)
	}
	fakeClient := builder.Build()
	silent := log.NewEntry(log.StandardLogger())
	applications, _, failed := template.GenerateApplications(silent, set, generatorsOf(r, fakeClient), &utils.Render{}, fakeClient)
	if failed != nil {
		result.Error = failed.Error()
	}
	texts := []string{}
	for _, application := range applications {
		application.Status = v1alpha1.ApplicationStatus{}
		text, err := json.Marshal(application)
		if err != nil {
			return result, err
		}
		texts = append(texts, string(text))
	}
	// Clusters and merged elements come in the order of Go's maps.
	sort.Strings(texts)
	for _, text := range texts {
		var object map[string]any
		if err := json.Unmarshal([]byte(text), &object); err != nil {
			return result, err
		}
		delete(object, "status")
		result.Applications = append(result.Applications, object)
	}
	return result, nil
}

func main() {
	log.SetOutput(io.Discard)
	var cases []testCase
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	outcomes := []outcome{}
	for _, c := range cases {
		result, err := expand(c)
		if err != nil {
			panic(err)
		}
		outcomes = append(outcomes, result)
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", " ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(outcomes); err != nil {
		panic(err)
	}
}
