package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"os/signal"
	"strings"
	"sync"
	"syscall"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
)

// nodes plays the kubelets of several nodes: a pod that the scheduler gives to one of them becomes a container of the
// engine, in the network of this machine.
type nodes struct {
	client kubernetes.Interface
	engine engine
	// Architectures by the name of the node.
	arches map[string]string
	folder string

	mutex   sync.Mutex
	workers map[types.UID]*worker
	running sync.WaitGroup
}

func runNodes(args []string) error {
	flags := flag.NewFlagSet("node", flag.ContinueOnError)
	kubeconfig := flags.String("kubeconfig", "", "who the nodes are")
	docker := flags.String("docker", "docker", "path of the docker client")
	folder := flags.String("folder", "", "where volumes are written to")
	names := flags.String("nodes", "", "name=architecture, comma-separated")
	var files tlsFiles
	flags.StringVar(&files.ca, "ca", "", "authority of the API server's client certificate")
	flags.StringVar(&files.cert, "cert", "", "certificate of the nodes")
	flags.StringVar(&files.key, "key", "", "key of the nodes")
	if err := flags.Parse(args); err != nil {
		return err
	}
	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	all := &nodes{
		client:  client,
		engine:  engine{docker: *docker},
		arches:  map[string]string{},
		folder:  *folder,
		workers: map[types.UID]*worker{},
	}
	address, err := all.serve(files)
	if err != nil {
		return err
	}
	for _, node := range strings.Split(*names, ",") {
		name, arch, _ := strings.Cut(node, "=")
		all.arches[name] = arch
		if err := all.register(ctx, name, address); err != nil {
			return err
		}
	}
	fmt.Printf("nodes listen on %s\n", address)
	all.watch(ctx)
	all.running.Wait()
	return nil
}

// register makes the node known, as ready as it will ever be. A new node is tainted until the controller of the
// nodes' lives, which waits for heartbeats, says otherwise: that one does not run here.
func (all *nodes) register(ctx context.Context, name string, address *net.TCPAddr) error {
	labels := map[string]string{
		corev1.LabelArchStable: all.arches[name],
		corev1.LabelOSStable:   "linux",
		corev1.LabelHostname:   name,
	}
	api := all.client.CoreV1().Nodes()
	node := &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels}}
	made, err := api.Create(ctx, node, metav1.CreateOptions{})
	if err != nil && !apierrors.IsAlreadyExists(err) {
		return err
	}
	made.Spec.Taints = nil
	if made, err = api.Update(ctx, made, metav1.UpdateOptions{}); err != nil {
		return err
	}
	room := corev1.ResourceList{
		corev1.ResourceCPU:              resource.MustParse("4"),
		corev1.ResourceMemory:           resource.MustParse("8Gi"),
		corev1.ResourceEphemeralStorage: resource.MustParse("32Gi"),
		corev1.ResourcePods:             resource.MustParse("16"),
	}
	made.Status = corev1.NodeStatus{
		Capacity:    room,
		Allocatable: room,
		Addresses:   []corev1.NodeAddress{{Type: corev1.NodeInternalIP, Address: address.IP.String()}},
		Conditions: []corev1.NodeCondition{{
			Type:               corev1.NodeReady,
			Status:             corev1.ConditionTrue,
			Reason:             "Played",
			LastHeartbeatTime:  metav1.Now(),
			LastTransitionTime: metav1.Now(),
		}},
		DaemonEndpoints: corev1.NodeDaemonEndpoints{
			KubeletEndpoint: corev1.DaemonEndpoint{Port: int32(address.Port)},
		},
		NodeInfo: corev1.NodeSystemInfo{Architecture: all.arches[name], OperatingSystem: "linux"},
	}
	_, err = api.UpdateStatus(ctx, made, metav1.UpdateOptions{})
	return err
}

func (all *nodes) watch(ctx context.Context) {
	factory := informers.NewSharedInformerFactory(all.client, 0)
	_, err := factory.Core().V1().Pods().Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    func(object any) { all.follow(ctx, object) },
		UpdateFunc: func(_, object any) { all.follow(ctx, object) },
		DeleteFunc: func(object any) { all.forget(object) },
	})
	if err != nil {
		fail(err)
	}
	factory.Start(ctx.Done())
	<-ctx.Done()
	factory.Shutdown()
}

// follow starts the work of a pod that is ours, or ends it.
func (all *nodes) follow(ctx context.Context, object any) {
	pod, ok := object.(*corev1.Pod)
	if !ok {
		return
	}
	arch, isOurs := all.arches[pod.Spec.NodeName]
	if !isOurs {
		return
	}
	all.mutex.Lock()
	defer all.mutex.Unlock()
	one := all.workers[pod.UID]
	if pod.DeletionTimestamp != nil {
		if one == nil {
			one = all.start(ctx, pod, arch)
		}
		one.end()
		return
	}
	if one == nil {
		all.start(ctx, pod, arch)
	}
}

func (all *nodes) start(ctx context.Context, pod *corev1.Pod, arch string) *worker {
	ctx, end := context.WithCancel(ctx)
	one := &worker{nodes: all, pod: pod.DeepCopy(), arch: arch, end: end}
	all.workers[pod.UID] = one
	all.running.Go(func() { one.run(ctx) })
	return one
}

func (all *nodes) forget(object any) {
	pod, ok := object.(*corev1.Pod)
	if gone, isGone := object.(cache.DeletedFinalStateUnknown); isGone {
		pod, ok = gone.Obj.(*corev1.Pod)
	}
	if !ok {
		return
	}
	all.mutex.Lock()
	defer all.mutex.Unlock()
	if one := all.workers[pod.UID]; one != nil {
		one.end()
		delete(all.workers, pod.UID)
	}
}

// find tells which container of the engine a container of a pod is.
func (all *nodes) find(namespace, name, container string) (string, bool) {
	all.mutex.Lock()
	defer all.mutex.Unlock()
	for _, one := range all.workers {
		if one.pod.Namespace == namespace && one.pod.Name == name {
			return one.containerName(container), true
		}
	}
	return "", false
}
