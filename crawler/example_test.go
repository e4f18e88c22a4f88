package crawler_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/crawler"
	"github.com/refmend/refmend/refs"
)

func ExampleCrawler_Check() {
	pages := http.NewServeMux()
	pages.HandleFunc("/tables", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "<!DOCTYPE html><title>Tide tables</title><p>High water at noon.")
	})
	server := httptest.NewServer(pages)
	defer server.Close()

	web, err := crawler.New(crawler.Options{
		Mailto:       "links@example.org",
		AllowPrivate: true, // the server of this example is on this machine
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer web.Close()
	for _, page := range []string{"/tables", "/lost"} {
		questions := []audit.Question{{Target: refs.Target(server.URL + page)}}
		err := web.Check(context.Background(), questions, func(o audit.Outcome) {
			path := strings.TrimPrefix(string(o.Target), server.URL)
			fmt.Println(path, o.Verdict.State, o.Evidence.Status, o.Metadata.Title)
		})
		if err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// /tables ok 200 Tide tables
	// /lost broken 404
}
