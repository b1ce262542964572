package discord

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
)

// dialPlain connects to a gateway without TLS: a simulator's.
func dialPlain(ctx context.Context, network, addr string) (net.Conn, error) {
	return new(net.Dialer).DialContext(ctx, network, addr)
}

// dialTLS connects to a gateway over TLS, through the proxy that the environment names
// if it names one.
func dialTLS(ctx context.Context, network, addr string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	conn, err := dialProxied(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	secured := tls.Client(conn, &tls.Config{ServerName: host})
	if err := secured.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, err
	}
	return secured, nil
}

func dialProxied(ctx context.Context, network, addr string) (net.Conn, error) {
	proxy, err := http.ProxyFromEnvironment(&http.Request{URL: &url.URL{Scheme: "https", Host: addr}})
	if err != nil {
		return nil, fmt.Errorf("read the proxy's address from HTTPS_PROXY: %w", err)
	}
	if proxy == nil {
		return dialPlain(ctx, network, addr)
	}
	if proxy.Scheme != "http" {
		return nil, fmt.Errorf("the proxy in HTTPS_PROXY has the scheme %q, but only http is supported", proxy.Scheme)
	}
	port := proxy.Port()
	if port == "" {
		port = "80"
	}
	conn, err := dialPlain(ctx, network, net.JoinHostPort(proxy.Hostname(), port))
	if err != nil {
		return nil, fmt.Errorf("reach the proxy in HTTPS_PROXY: %w", err)
	}
	if err := tunnel(ctx, conn, proxy, addr); err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

// tunnel asks an HTTP proxy for a connection to addr (RFC 9110, section 9.3.6).
func tunnel(ctx context.Context, conn net.Conn, proxy *url.URL, addr string) error {
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	req := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: addr}, Host: addr, Header: http.Header{}}
	if proxy.User != nil {
		password, _ := proxy.User.Password()
		basic := base64.StdEncoding.EncodeToString([]byte(proxy.User.Username() + ":" + password))
		req.Header.Set("Proxy-Authorization", "Basic "+basic)
	}
	if err := req.Write(conn); err != nil {
		return fmt.Errorf("ask the proxy for %s: %w", addr, err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(single{conn}), req)
	if err != nil {
		return fmt.Errorf("read the proxy's answer: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the proxy refused %s: %s", addr, resp.Status)
	}
	return nil
}

// single reads one byte at a time, so that nothing beyond the proxy's answer is read.
type single struct{ io.Reader }

func (s single) Read(p []byte) (int, error) { return s.Reader.Read(p[:min(len(p), 1)]) }
