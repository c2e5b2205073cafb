package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"k8s.io/cri-streaming/pkg/streaming/remotecommand"
)

const (
	idleAfter    = 4 * time.Hour
	createdAfter = 30 * time.Second
)

type tlsFiles struct {
	ca, cert, key string
}

// serve answers the API server as a kubelet does: who else comes has no certificate of the authority.
func (all *nodes) serve(files tlsFiles) (*net.TCPAddr, error) {
	pair, err := tls.LoadX509KeyPair(files.cert, files.key)
	if err != nil {
		return nil, err
	}
	pem, err := os.ReadFile(files.ca)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{
		Certificates: []tls.Certificate{pair},
		ClientCAs:    pool,
		ClientAuth:   tls.RequireAndVerifyClientCert,
		// Streams are upgraded connections, which HTTP/2 does not have.
		NextProtos: []string{"http/1.1"},
	})
	if err != nil {
		return nil, err
	}
	routes := http.NewServeMux()
	routes.HandleFunc("/exec/{namespace}/{pod}/{container}", all.serveExec)
	routes.HandleFunc("GET /containerLogs/{namespace}/{pod}/{container}", all.serveLogs)
	go func() { fail(http.Serve(listener, routes)) }()
	return listener.Addr().(*net.TCPAddr), nil
}

func (all *nodes) serveExec(answer http.ResponseWriter, request *http.Request) {
	name, ok := all.named(answer, request)
	if !ok {
		return
	}
	options, err := remotecommand.NewOptions(request)
	if err != nil {
		http.Error(answer, err.Error(), http.StatusBadRequest)
		return
	}
	remotecommand.ServeExec(
		answer, request, executor{all.engine}, request.PathValue("pod"), "", name, request.Form["command"], options,
		idleAfter, createdAfter, remotecommand.SupportedStreamingProtocols,
	)
}

func (all *nodes) serveLogs(answer http.ResponseWriter, request *http.Request) {
	name, ok := all.named(answer, request)
	if !ok {
		return
	}
	text, err := all.engine.logs(request.Context(), name)
	if err != nil {
		http.Error(answer, err.Error(), http.StatusInternalServerError)
		return
	}
	_, _ = io.WriteString(answer, text+"\n")
}

func (all *nodes) named(answer http.ResponseWriter, request *http.Request) (string, bool) {
	name, ok := all.find(request.PathValue("namespace"), request.PathValue("pod"), request.PathValue("container"))
	if !ok {
		http.Error(answer, fmt.Sprintf("no pod %s here", request.PathValue("pod")), http.StatusNotFound)
	}
	return name, ok
}

type executor struct {
	engine engine
}

func (one executor) ExecInContainer(
	ctx context.Context, _ string, _ string, container string, command []string,
	in io.Reader, out, failures io.WriteCloser, _ bool, _ <-chan remotecommand.TerminalSize, _ time.Duration,
) error {
	return one.engine.stream(ctx, container, command, in, out, failures)
}
