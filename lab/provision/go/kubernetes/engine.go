package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	utilexec "k8s.io/utils/exec"
)

// engine runs the containers, by the docker client and what its environment says.
type engine struct {
	docker string
}

type containerPlan struct {
	name      string
	container corev1.Container
	// folder:path, as `docker run --volume` has it.
	mounts []string
	extra  []string
}

func (one engine) call(ctx context.Context, args ...string) (string, error) {
	output, err := exec.CommandContext(ctx, one.docker, args...).CombinedOutput()
	text := strings.TrimSpace(string(output))
	if err != nil {
		return text, fmt.Errorf("%w: %s", err, text)
	}
	return text, nil
}

// pull does nothing for what is there: the policy that the API server gives to an image with a digest or a version.
func (one engine) pull(ctx context.Context, image string) error {
	if _, err := one.call(ctx, "image", "inspect", "--format={{.Id}}", image); err == nil {
		return nil
	}
	_, err := one.call(ctx, "pull", "--quiet", image)
	return err
}

func (one engine) start(ctx context.Context, plan containerPlan) error {
	one.remove(plan.name)
	_, err := one.call(ctx, append([]string{"run", "--detach"}, plan.args()...)...)
	return err
}

func (one engine) runOnce(ctx context.Context, plan containerPlan) error {
	one.remove(plan.name)
	_, err := one.call(ctx, append([]string{"run", "--rm"}, plan.args()...)...)
	return err
}

func (plan containerPlan) args() []string {
	container := plan.container
	args := []string{"--name=" + plan.name, "--network=host"}
	if security := container.SecurityContext; security != nil && security.Privileged != nil && *security.Privileged {
		args = append(args, "--privileged")
	}
	if memory := container.Resources.Limits.Memory(); !memory.IsZero() {
		args = append(args, "--memory="+strconv.FormatInt(memory.Value(), 10))
	}
	if cpu := container.Resources.Limits.Cpu(); !cpu.IsZero() {
		args = append(args, fmt.Sprintf("--cpus=%g", cpu.AsApproximateFloat64()))
	}
	for _, variable := range container.Env {
		args = append(args, "--env="+variable.Name+"="+variable.Value)
	}
	for _, mount := range plan.mounts {
		args = append(args, "--volume="+mount)
	}
	return append(append(append(args, container.Image), plan.extra...), container.Args...)
}

// wait returns the exit code, or -1 for what is not there.
func (one engine) wait(ctx context.Context, name string) int {
	text, err := one.call(ctx, "wait", name)
	if code, notANumber := strconv.Atoi(text); err == nil && notANumber == nil {
		return code
	}
	return -1
}

func (one engine) exec(ctx context.Context, name string, command []string) error {
	_, err := one.call(ctx, append([]string{"exec", name}, command...)...)
	return err
}

// remove is what is done on the way out as well: no context ends it.
func (one engine) remove(name string) {
	ctx, cancel := context.WithTimeout(context.Background(), endAfter)
	defer cancel()
	_, _ = one.call(ctx, "stop", "--time=3", name)
	_, _ = one.call(ctx, "rm", "--force", "--volumes", name)
}

// stream runs a command in a container with the given streams, until it ends.
func (one engine) stream(ctx context.Context, name string, command []string, in io.Reader, out, failures io.Writer) error {
	args := []string{"exec", name}
	if in != nil {
		args = []string{"exec", "--interactive", name}
	}
	process := exec.CommandContext(ctx, one.docker, append(args, command...)...)
	process.Stdout = out
	process.Stderr = failures
	if in != nil {
		// Not `process.Stdin`: its end would then wait for the end of the input.
		pipe, err := process.StdinPipe()
		if err != nil {
			return err
		}
		go func() {
			_, _ = io.Copy(pipe, in)
			pipe.Close()
		}()
	}
	err := process.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return utilexec.CodeExitError{Err: err, Code: exit.ExitCode()}
	}
	return err
}

// logs is what a container printed.
func (one engine) logs(ctx context.Context, name string) (string, error) {
	return one.call(ctx, "logs", name)
}
