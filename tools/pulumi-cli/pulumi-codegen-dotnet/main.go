// Writes the C# SDK of a package: pulumi-codegen-dotnet <schema.json> <folder>.
package main

import (
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"github.com/pulumi/pulumi/pkg/v3/codegen/dotnet"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

func main() {
	if err := generate(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func generate(schemaFile, folder string) error {
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		return err
	}
	var spec schema.PackageSpec
	if err := json.Unmarshal(text, &spec); err != nil {
		return err
	}
	// The generator fetches the logo, which NuGet has as PNG only. It works without a network, so it gets one from here.
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer listener.Close()
	spec.LogoURL = fmt.Sprintf("http://%s/logo.png", listener.Addr())
	go http.Serve(listener, http.HandlerFunc(func(answer http.ResponseWriter, _ *http.Request) {
		png.Encode(answer, image.NewGray(image.Rect(0, 0, 64, 64)))
	}))
	pkg, err := schema.ImportSpec(spec, map[string]schema.Language{"csharp": dotnet.Importer})
	if err != nil {
		return err
	}
	files, err := dotnet.GeneratePackage("pulumi-codegen-dotnet", pkg, nil, nil)
	if err != nil {
		return err
	}
	for name, content := range files {
		file := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
