package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const (
	retryAfter = 3 * time.Second
	endAfter   = 30 * time.Second
)

// worker is one pod's life on a node: its volumes, its image, its container, until somebody deletes it.
type worker struct {
	nodes *nodes
	pod   *corev1.Pod
	arch  string
	end   context.CancelFunc
}

func (one *worker) containerName(container string) string {
	return fmt.Sprintf("k8s_%s_%s_%s", container, one.pod.Name, one.pod.UID)
}

func (one *worker) run(ctx context.Context) {
	defer one.remove()
	for ctx.Err() == nil {
		one.live(ctx)
		sleep(ctx, retryAfter)
	}
}

// live returns when a container has ended or could not be started: what follows is another try.
func (one *worker) live(ctx context.Context) {
	container := one.pod.Spec.Containers[0]
	one.tell(ctx, waiting("ContainerCreating", ""))
	volumes, err := one.writeVolumes(ctx)
	if err != nil {
		return
	}
	for _, init := range one.pod.Spec.InitContainers {
		if !one.pull(ctx, init.Image) {
			return
		}
		if err := one.nodes.engine.runOnce(ctx, one.plan(init, volumes)); err != nil {
			one.tell(ctx, waiting("PodInitializing", err.Error()))
			return
		}
	}
	if !one.pull(ctx, container.Image) {
		return
	}
	plan := one.plan(container, volumes)
	if err := one.nodes.engine.start(ctx, plan); err != nil {
		one.tell(ctx, waiting("CreateContainerError", err.Error()))
		return
	}
	one.tell(ctx, running(false))
	ended := make(chan int, 1)
	go func() { ended <- one.nodes.engine.wait(ctx, plan.name) }()
	go one.probe(ctx, container, plan.name)
	if code := <-ended; ctx.Err() == nil {
		one.tell(ctx, crashed(container, code))
		one.nodes.engine.remove(plan.name)
	}
}

// pull says so itself when there is no such image.
func (one *worker) pull(ctx context.Context, image string) bool {
	err := one.nodes.engine.pull(ctx, image)
	if err == nil {
		return true
	}
	text := fmt.Sprintf("failed to pull and unpack image %q: %v", image, err)
	one.tell(ctx, waiting("ErrImagePull", text))
	sleep(ctx, retryAfter)
	one.tell(ctx, waiting("ImagePullBackOff", fmt.Sprintf("Back-off pulling image %q: ErrImagePull: %s", image, text)))
	return false
}

// probe waits until the container says that it is ready, as often and as long as the pod wants it.
func (one *worker) probe(ctx context.Context, container corev1.Container, name string) {
	probe := container.ReadinessProbe
	if probe == nil || probe.Exec == nil {
		one.tell(ctx, running(true))
		return
	}
	sleep(ctx, time.Duration(probe.InitialDelaySeconds)*time.Second)
	for ctx.Err() == nil {
		if one.nodes.engine.exec(ctx, name, probe.Exec.Command) == nil {
			one.tell(ctx, running(true))
			return
		}
		sleep(ctx, time.Duration(probe.PeriodSeconds)*time.Second)
	}
}

// writeVolumes returns folders by the names of their volumes.
func (one *worker) writeVolumes(ctx context.Context) (map[string]string, error) {
	folders := map[string]string{}
	for _, volume := range one.pod.Spec.Volumes {
		folder := filepath.Join(one.nodes.folder, string(one.pod.UID), volume.Name)
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return nil, err
		}
		folders[volume.Name] = folder
		if volume.ConfigMap == nil {
			continue
		}
		config, err := one.nodes.client.CoreV1().ConfigMaps(one.pod.Namespace).
			Get(ctx, volume.ConfigMap.Name, metav1.GetOptions{})
		if err != nil {
			return nil, err
		}
		for name, text := range config.Data {
			if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
				return nil, err
			}
		}
	}
	return folders, nil
}

// plan says what the engine has to start. A machine of another architecture would say itself what it builds for.
func (one *worker) plan(container corev1.Container, volumes map[string]string) containerPlan {
	plan := containerPlan{name: one.containerName(container.Name), container: container}
	if container.Name == "buildkitd" {
		plan.extra = []string{"--oci-worker-platform=linux/" + one.arch}
	}
	for _, mount := range container.VolumeMounts {
		plan.mounts = append(plan.mounts, volumes[mount.Name]+":"+mount.MountPath)
	}
	return plan
}

// remove is the last of it, also when the node itself ends.
func (one *worker) remove() {
	for _, container := range one.pod.Spec.Containers {
		one.nodes.engine.remove(one.containerName(container.Name))
	}
	os.RemoveAll(filepath.Join(one.nodes.folder, string(one.pod.UID)))
	ctx, cancel := context.WithTimeout(context.Background(), endAfter)
	defer cancel()
	now := int64(0)
	uid := one.pod.UID
	options := metav1.DeleteOptions{GracePeriodSeconds: &now, Preconditions: &metav1.Preconditions{UID: &uid}}
	// It may be gone already, or the API server.
	_ = one.nodes.client.CoreV1().Pods(one.pod.Namespace).Delete(ctx, one.pod.Name, options)
}

func sleep(ctx context.Context, time_ time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(time_):
	}
}
