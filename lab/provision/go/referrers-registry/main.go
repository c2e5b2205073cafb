// referrers-registry is a registry in memory that speaks the referrers API, which the distribution registry lacks.
// It says nothing but the address it listens on: one line on stdout, so that port 0 can be asked for.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"

	"github.com/google/go-containerregistry/pkg/registry"
)

func main() {
	address := flag.String("addr", "127.0.0.1:0", "address to listen on")
	verbose := flag.Bool("verbose", false, "log each request to stderr")
	flag.Parse()
	requests := log.New(io.Discard, "", log.LstdFlags)
	if *verbose {
		requests.SetOutput(os.Stderr)
	}
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(listener.Addr())
	handler := registry.New(registry.WithReferrersSupport(true), registry.Logger(requests))
	log.Fatal(http.Serve(listener, handler))
}
