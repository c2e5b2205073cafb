// runc-shim stands in for runc on a host that itself lacks a capability. Docker gives a --privileged container
// every capability the kernel knows, and runc refuses to start it when one of them is outside the host's bounding
// set ("unable to apply caps"). The shim takes exactly those out of the container's spec and hands over to runc.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// The kernel's numbers, from linux/capability.h. What is not listed here is left alone.
var capabilityBits = map[string]uint{
	"CAP_SYS_MODULE":         16,
	"CAP_SYS_RAWIO":          17,
	"CAP_SYS_PTRACE":         19,
	"CAP_SYS_ADMIN":          21,
	"CAP_SYS_BOOT":           22,
	"CAP_SYS_RESOURCE":       24,
	"CAP_SYS_TIME":           25,
	"CAP_MAC_OVERRIDE":       32,
	"CAP_MAC_ADMIN":          33,
	"CAP_SYSLOG":             34,
	"CAP_WAKE_ALARM":         35,
	"CAP_BLOCK_SUSPEND":      36,
	"CAP_AUDIT_READ":         37,
	"CAP_PERFMON":            38,
	"CAP_BPF":                39,
	"CAP_CHECKPOINT_RESTORE": 40,
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "runc-shim: %v\n", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	bounding, err := readBoundingSet("/proc/self/status")
	if err != nil {
		return err
	}
	for option, value := range pathOptions(args) {
		switch option {
		case "--bundle", "-b":
			err = rewrite(filepath.Join(value, "config.json"), []string{"process", "capabilities"}, bounding)
		case "--process", "-p":
			err = rewrite(value, []string{"capabilities"}, bounding)
		}
		if err != nil {
			return err
		}
	}
	runc, err := exec.LookPath("runc")
	if err != nil {
		runc = "/usr/sbin/runc"
	}
	return syscall.Exec(runc, append([]string{"runc"}, args...), os.Environ())
}

// pathOptions finds the options that name a spec, written as two arguments or as one with `=`.
func pathOptions(args []string) map[string]string {
	found := map[string]string{}
	for i, arg := range args {
		option, value, joined := strings.Cut(arg, "=")
		if !joined && i+1 < len(args) {
			value = args[i+1]
		}
		switch option {
		case "--bundle", "-b", "--process", "-p":
			found[option] = value
		}
	}
	return found
}

func readBoundingSet(path string) (uint64, error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if value, ok := strings.CutPrefix(lines.Text(), "CapBnd:"); ok {
			return strconv.ParseUint(strings.TrimSpace(value), 16, 64)
		}
	}
	return 0, fmt.Errorf("%s has no CapBnd line", path)
}

// rewrite filters the capability lists at the given place of a JSON file. Everything else keeps its exact bytes'
// meaning: raw messages, because decoding into interface{} would round 64-bit numbers such as rlimits.
func rewrite(path string, place []string, bounding uint64) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	changed, err := filterAt(content, place, bounding)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.WriteFile(path, changed, 0o600)
}

func filterAt(content []byte, place []string, bounding uint64) ([]byte, error) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(content, &object); err != nil {
		return nil, err
	}
	if len(place) > 0 {
		inner, ok := object[place[0]]
		if !ok || string(inner) == "null" {
			return content, nil
		}
		changed, err := filterAt(inner, place[1:], bounding)
		if err != nil {
			return nil, err
		}
		object[place[0]] = changed
		return json.Marshal(object)
	}
	for set, raw := range object {
		var names []string
		if err := json.Unmarshal(raw, &names); err != nil {
			return nil, err
		}
		kept := []string{}
		for _, name := range names {
			bit, known := capabilityBits[name]
			if !known || bounding&(1<<bit) != 0 {
				kept = append(kept, name)
			}
		}
		object[set], _ = json.Marshal(kept)
	}
	return json.Marshal(object)
}
