package discord

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// Through a proxy, nothing of what comes after its answer is lost.
func TestTunnel(t *testing.T) {
	for name, tc := range map[string]struct{ answer, fails string }{
		"accepted": {"HTTP/1.1 200 OK\r\n\r\nhello", ""},
		"refused":  {"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n", "the proxy refused gateway.example:443: 407"},
		"garbage":  {"SSH-2.0\r\n\r\n", "read the proxy's answer"},
	} {
		t.Run(name, func(t *testing.T) {
			client, server := net.Pipe()
			defer client.Close()
			asked := make(chan *http.Request, 1)
			go func() {
				defer server.Close()
				req, err := http.ReadRequest(bufio.NewReader(server))
				if err != nil {
					return
				}
				asked <- req
				_, _ = io.WriteString(server, tc.answer)
			}()
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			proxy := &url.URL{Scheme: "http", Host: "proxy.example", User: url.UserPassword("ada", "pw")}
			err := tunnel(ctx, client, proxy, "gateway.example:443")
			if tc.fails != "" {
				if err == nil || !strings.Contains(err.Error(), tc.fails) || strings.Contains(err.Error(), "pw") {
					t.Errorf("error %v, want %q", err, tc.fails)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			req := <-asked
			if req.Method != http.MethodConnect || req.Host != "gateway.example:443" || req.Header.Get("Proxy-Authorization") != "Basic YWRhOnB3" {
				t.Errorf("asked for %s %s %v", req.Method, req.Host, req.Header)
			}
			if rest, _ := io.ReadAll(client); string(rest) != "hello" {
				t.Errorf("after it came %q", rest)
			}
		})
	}
}
