// Validates an OCI image layout (a folder) against the JSON schemas of the OCI image specification:
// oci-layout, index, every manifest and its config.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/opencontainers/image-spec/schema"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

func main() {
	layout := os.Args[1]
	validate(schema.ValidatorMediaTypeLayoutHeader, filepath.Join(layout, "oci-layout"))
	index := filepath.Join(layout, "index.json")
	validate(schema.ValidatorMediaTypeImageIndex, index)
	for _, manifest := range read[v1.Index](index).Manifests {
		path := blob(layout, manifest)
		validate(schema.ValidatorMediaTypeManifest, path)
		config := read[v1.Manifest](path).Config
		if config.MediaType == v1.MediaTypeImageConfig {
			validate(schema.ValidatorMediaTypeImageConfig, blob(layout, config))
		}
	}
	fmt.Println("valid")
}

func blob(layout string, d v1.Descriptor) string {
	return filepath.Join(layout, "blobs", strings.Replace(d.Digest.String(), ":", "/", 1))
}

func validate(validator schema.Validator, path string) {
	file, err := os.Open(path)
	check(path, err)
	defer file.Close()
	check(path, validator.Validate(file))
}

func read[T any](path string) (value T) {
	text, err := os.ReadFile(path)
	check(path, err)
	check(path, json.Unmarshal(text, &value))
	return value
}

func check(path string, err error) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", path, err)
		os.Exit(1)
	}
}
