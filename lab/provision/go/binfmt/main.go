// binfmt registers emulators with the kernel and speaks as the program in docker.io/tonistiigi/binfmt does: the same
// options, the same lines on stderr, the same JSON on stdout, and exit code 0 whatever happened to a single
// architecture. It serves where that image cannot be pulled; the emulators beside it are Debian's.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

type emulator struct {
	binary, magic, mask string
}

var emulators = map[string]emulator{
	"amd64": {
		"qemu-x86_64",
		`\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x3e\x00`,
		`\xff\xff\xff\xff\xff\xfe\xfe\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff`,
	},
	"arm64": {
		"qemu-aarch64",
		`\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00`,
		`\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff`,
	},
}

type status struct {
	Supported []string `json:"supported"`
	Emulators []string `json:"emulators"`
}

func main() {
	log.SetFlags(0)
	mount := flag.String("mount", "/proc/sys/fs/binfmt_misc", "where binfmt_misc is mounted")
	install := flag.String("install", "", "architectures to install, comma-separated, or all")
	uninstall := flag.String("uninstall", "", "emulators or architectures to uninstall, comma-separated")
	version := flag.Bool("version", false, "print the version")
	flag.Parse()
	if *version {
		log.Printf("binfmt/lab qemu/debian go/%s", strings.TrimPrefix(runtime.Version(), "go"))
		return
	}
	if err := run(*mount, *install, *uninstall); err != nil {
		log.Printf("error: %v", err)
	}
}

func run(mount, install, uninstall string) error {
	if _, err := os.Stat(filepath.Join(mount, "status")); err != nil {
		if err := syscall.Mount("binfmt_misc", mount, "binfmt_misc", 0, ""); err != nil {
			return fmt.Errorf("cannot mount binfmt_misc filesystem at %s: %w", mount, err)
		}
		defer syscall.Unmount(mount, 0)
	}
	for _, name := range splitList(uninstall) {
		report("uninstalling", name, uninstallOne(mount, name))
	}
	for _, name := range expandAll(splitList(install)) {
		report("installing", name, installOne(mount, name))
	}
	return printStatus(mount)
}

func report(doing, name string, err error) {
	if err != nil {
		log.Printf("%s: %s %v", doing, name, err)
		return
	}
	log.Printf("%s: %s OK", doing, name)
}

func installOne(mount, arch string) error {
	known, ok := emulators[arch]
	if !ok {
		return fmt.Errorf("unsupported architecture: %v", arch)
	}
	binary := filepath.Join("/usr/bin", known.binary)
	if _, err := os.Stat(binary); err != nil {
		return fmt.Errorf("unsupported architecture: %v (this image has no %s)", arch, known.binary)
	}
	// F: the kernel opens the emulator now, so that it is found from inside any container later.
	line := fmt.Sprintf(":%s:M:0:%s:%s:%s:CF", known.binary, known.magic, known.mask, binary)
	err := os.WriteFile(filepath.Join(mount, "register"), []byte(line), 0)
	if errors.Is(err, syscall.EEXIST) {
		return fmt.Errorf("%s already registered", known.binary)
	}
	return err
}

func uninstallOne(mount, name string) error {
	if known, ok := emulators[strings.TrimPrefix(name, "linux/")]; ok {
		name = known.binary
	}
	entries, err := os.ReadDir(mount)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if isEmulator(entry.Name()) && (entry.Name() == name || strings.HasSuffix(entry.Name(), "-"+name)) {
			return os.WriteFile(filepath.Join(mount, entry.Name()), []byte("-1"), 0)
		}
	}
	return errors.New("not found")
}

func printStatus(mount string) error {
	entries, err := os.ReadDir(mount)
	if err != nil {
		return err
	}
	found := status{Supported: []string{"linux/" + runtime.GOARCH}}
	for _, entry := range entries {
		if !isEmulator(entry.Name()) {
			continue
		}
		content, err := os.ReadFile(filepath.Join(mount, entry.Name()))
		if err != nil {
			return err
		}
		if !strings.HasPrefix(string(content), "enabled") {
			continue
		}
		found.Emulators = append(found.Emulators, entry.Name())
		for arch, known := range emulators {
			if known.binary == entry.Name() && arch != runtime.GOARCH {
				found.Supported = append(found.Supported, "linux/"+arch)
			}
		}
	}
	text, err := json.MarshalIndent(found, "", "  ")
	if err != nil {
		return err
	}
	fmt.Println(string(text))
	return nil
}

func isEmulator(name string) bool {
	return name != "register" && name != "status" && name != "WSLInterop"
}

func splitList(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

func expandAll(names []string) []string {
	if len(names) != 1 || names[0] != "all" {
		for i, name := range names {
			names[i] = strings.TrimPrefix(name, "linux/")
		}
		return names
	}
	var all []string
	for arch := range emulators {
		if arch != runtime.GOARCH {
			all = append(all, arch)
		}
	}
	return all
}
