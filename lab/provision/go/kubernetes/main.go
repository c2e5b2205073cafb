// kubernetes is a cluster's programs in one, as they are published: etcd, the API server, the controller manager and
// the scheduler, each by its name as the first argument, and kubectl where it is called so. What is the lab's own is
// `node`: it plays the kubelets of some nodes, whose containers an engine runs.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	kubectl "k8s.io/kubectl/pkg/cmd"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
)

func main() {
	if filepath.Base(os.Args[0]) == "kubectl" {
		os.Exit(cli.Run(kubectl.NewDefaultKubectlCommand()))
	}
	if len(os.Args) < 2 {
		fail(fmt.Errorf("the name of a program is missing"))
	}
	name := os.Args[1]
	os.Args = append([]string{name}, os.Args[2:]...)
	switch name {
	case "etcd":
		etcdmain.Main(os.Args)
	case "kube-apiserver":
		os.Exit(cli.Run(apiserver.NewAPIServerCommand()))
	case "kube-controller-manager":
		os.Exit(cli.Run(controllers.NewControllerManagerCommand()))
	case "kube-scheduler":
		os.Exit(cli.Run(scheduler.NewSchedulerCommand()))
	case "node":
		if err := runNodes(os.Args[1:]); err != nil {
			fail(err)
		}
	default:
		fail(fmt.Errorf("there is no program %s", name))
	}
}

func fail(err error) {
	fmt.Fprintf(os.Stderr, "kubernetes: %v\n", err)
	os.Exit(1)
}
