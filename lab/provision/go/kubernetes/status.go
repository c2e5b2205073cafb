package main

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/util/retry"
)

// state is what a pod's status says of its container.
type state struct {
	container corev1.ContainerState
	last      corev1.ContainerState
	isRunning bool
	isReady   bool
	restarts  int32
}

func waiting(reason, message string) state {
	return state{container: corev1.ContainerState{
		Waiting: &corev1.ContainerStateWaiting{Reason: reason, Message: message},
	}}
}

func running(isReady bool) state {
	return state{
		container: corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: metav1.Now()}},
		isRunning: true,
		isReady:   isReady,
	}
}

func crashed(container corev1.Container, code int) state {
	message := fmt.Sprintf("back-off restarting failed container %s", container.Name)
	told := waiting("CrashLoopBackOff", message)
	told.isRunning = true
	told.restarts = 1
	told.last = corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{
		ExitCode: int32(code), Reason: "Error", FinishedAt: metav1.Now(),
	}}
	return told
}

// tell writes the status; a pod that is gone has none.
func (one *worker) tell(ctx context.Context, told state) {
	api := one.nodes.client.CoreV1().Pods(one.pod.Namespace)
	_ = retry.RetryOnConflict(retry.DefaultRetry, func() error {
		pod, err := api.Get(ctx, one.pod.Name, metav1.GetOptions{})
		if err != nil || pod.UID != one.pod.UID {
			return err
		}
		writeStatus(pod, told)
		_, err = api.UpdateStatus(ctx, pod, metav1.UpdateOptions{})
		return err
	})
}

func writeStatus(pod *corev1.Pod, told state) {
	container := pod.Spec.Containers[0]
	started := told.isRunning
	before := int32(0)
	if len(pod.Status.ContainerStatuses) > 0 {
		before = pod.Status.ContainerStatuses[0].RestartCount
	}
	if pod.Status.StartTime == nil {
		now := metav1.Now()
		pod.Status.StartTime = &now
	}
	pod.Status.HostIP = "127.0.0.1"
	pod.Status.PodIP = "127.0.0.1"
	pod.Status.Phase = corev1.PodPending
	if told.isRunning {
		pod.Status.Phase = corev1.PodRunning
	}
	pod.Status.ContainerStatuses = []corev1.ContainerStatus{{
		Name:                 container.Name,
		Image:                container.Image,
		State:                told.container,
		LastTerminationState: told.last,
		Ready:                told.isReady,
		Started:              &started,
		RestartCount:         before + told.restarts,
	}}
	setCondition(pod, corev1.PodInitialized, true, "")
	setCondition(pod, corev1.ContainersReady, told.isReady, "ContainersNotReady")
	setCondition(pod, corev1.PodReady, told.isReady, "ContainersNotReady")
}

func setCondition(pod *corev1.Pod, kind corev1.PodConditionType, isTrue bool, reason string) {
	condition := corev1.PodCondition{Type: kind, Status: corev1.ConditionTrue, LastTransitionTime: metav1.Now()}
	if !isTrue {
		condition.Status = corev1.ConditionFalse
		condition.Reason = reason
	}
	for at, had := range pod.Status.Conditions {
		if had.Type != kind {
			continue
		}
		if had.Status == condition.Status {
			condition.LastTransitionTime = had.LastTransitionTime
		}
		pod.Status.Conditions[at] = condition
		return
	}
	pod.Status.Conditions = append(pod.Status.Conditions, condition)
}
