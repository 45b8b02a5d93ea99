// The base profile of docs/protocol.md in Go, with gorilla/websocket alone: `go run .`, then
// server="ws://localhost:6503". PORT, HOST and ORIGIN (whose pages may connect, separated by spaces) come from the
// environment.
package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/gorilla/websocket"
)

const (
	maxFrameBytes = 65536
	maxNameLength = 64
	// Frames a client may be behind before it is cut off.
	maxBacklog  = 256
	pingEvery   = 15 * time.Second
	silentAfter = 40 * time.Second
)

// What only a server says; a page that says it would fool the others.
var serverOnly = map[string]bool{"id": true, "rejectusername": true, "userlist": true, "session": true,
	"presence": true, "peer-state": true, "error": true, "goodbye": true}

// Those that turn or hide the text around them.
const unfit = "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u2028\u2029"

type message map[string]json.RawMessage

type client struct {
	socket *websocket.Conn
	number int64
	name   string
	out    chan []byte
}

// room holds who is here, in the order in which they came.
type room struct {
	sync.Mutex
	names  []string
	people map[string]*client
}

func encode(value any) []byte {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil
	}
	return bytes.TrimRight(buffer.Bytes(), "\n")
}

// text is the string in a field; "" where there is none.
func (m message) text(field string) (text string, ok bool) {
	ok = json.Unmarshal(m[field], &text) == nil && len(m[field]) > 0 && m[field][0] == '"'
	return text, ok
}

// tell never waits: a client that does not read is cut off.
func (c *client) tell(frame []byte) {
	select {
	case c.out <- frame:
	default:
		c.socket.Close()
	}
}

func (r *room) tellEverybody(frame []byte) {
	for _, one := range r.people {
		one.tell(frame)
	}
}

func (r *room) tellList() {
	r.tellEverybody(encode(map[string]any{"type": "userlist", "users": r.names}))
}

func isFit(name string) bool {
	length := utf8.RuneCountInString(name)
	return length > 0 && length <= maxNameLength && !strings.ContainsAny(name, unfit) &&
		strings.IndexFunc(name, unicode.IsControl) < 0
}

// freeName is the name asked for, or the nearest one that is free.
func (r *room) freeName(asked string) string {
	name := strings.TrimSpace(asked)
	if isFit(name) && r.people[name] == nil {
		return name
	}
	if !isFit(name) {
		name = "guest"
	}
	for number := 1; ; number++ {
		digits := fmt.Sprint(number)
		stem := []rune(name)
		if len(stem) > maxNameLength-len(digits) {
			stem = stem[:maxNameLength-len(digits)]
		}
		if candidate := string(stem) + digits; r.people[candidate] == nil {
			return candidate
		}
	}
}

func (r *room) remove(c *client) {
	if c.name == "" || r.people[c.name] != c {
		return
	}
	delete(r.people, c.name)
	for i, name := range r.names {
		if name == c.name {
			r.names = append(r.names[:i:i], r.names[i+1:]...)
			return
		}
	}
}

func (r *room) rename(c *client, asked string) {
	r.remove(c)
	c.name = r.freeName(asked)
	r.people[c.name] = c
	r.names = append(r.names, c.name)
	if c.name != asked {
		c.tell(encode(map[string]any{"type": "rejectusername", "id": c.number, "name": c.name}))
	}
	r.tellList()
}

func (r *room) passOn(c *client, kind string, m message) {
	// Who sent it is what the server knows, and the number is a secret of this client.
	m["name"] = encode(c.name)
	delete(m, "id")
	frame := encode(m)
	target, _ := m.text("target")
	if target == "" {
		if _, isText := m.text("text"); kind == "message" && isText {
			r.tellEverybody(frame)
		}
		return
	}
	if receiver := r.people[target]; receiver != nil {
		receiver.tell(frame)
		if kind == "message" && receiver != c {
			c.tell(frame)
		}
	}
}

func (r *room) receive(c *client, frame []byte) {
	var m message
	if json.Unmarshal(frame, &m) != nil || m == nil {
		return
	}
	kind, _ := m.text("type")
	r.Lock()
	defer r.Unlock()
	if name, ok := m.text("name"); kind == "username" && ok {
		r.rename(c, name)
	} else if kind != "" && kind != "username" && !serverOnly[kind] && c.name != "" {
		r.passOn(c, kind, m)
	}
}

func (c *client) write() {
	ticker := time.NewTicker(pingEvery)
	defer ticker.Stop()
	defer c.socket.Close()
	for {
		kind, frame := websocket.PingMessage, []byte(nil)
		select {
		case next, open := <-c.out:
			if !open {
				return
			}
			kind, frame = websocket.TextMessage, next
		case <-ticker.C:
		}
		c.socket.SetWriteDeadline(time.Now().Add(pingEvery))
		if c.socket.WriteMessage(kind, frame) != nil {
			return
		}
	}
}

func (r *room) welcome(socket *websocket.Conn) {
	number, err := rand.Int(rand.Reader, big.NewInt(1<<48))
	if err != nil {
		socket.Close()
		return
	}
	c := &client{socket: socket, number: number.Int64() + 1, out: make(chan []byte, maxBacklog)}
	go c.write()
	c.tell(encode(map[string]any{"type": "id", "id": c.number}))
	socket.SetReadLimit(maxFrameBytes)
	// A connection that died without a word answers no ping.
	alive := func(string) error { return socket.SetReadDeadline(time.Now().Add(silentAfter)) }
	socket.SetPongHandler(alive)
	for {
		alive("")
		kind, frame, err := socket.ReadMessage()
		if err != nil {
			break
		}
		if kind == websocket.TextMessage && utf8.Valid(frame) {
			r.receive(c, frame)
		}
	}
	r.Lock()
	defer r.Unlock()
	wasHere := c.name != ""
	r.remove(c)
	close(c.out)
	if wasHere {
		r.tellList()
	}
}

// mayConnect lets in pages of the same host name, or of those named in ORIGIN; what is no browser says no origin.
func mayConnect(request *http.Request) bool {
	origin, origins := request.Header.Get("Origin"), strings.Fields(os.Getenv("ORIGIN"))
	if origin == "" {
		return true
	}
	if len(origins) > 0 {
		for _, one := range origins {
			if one == origin {
				return true
			}
		}
		return false
	}
	page, err := url.Parse(origin)
	host, err2 := url.Parse("http://" + request.Host)
	return err == nil && err2 == nil && page.Hostname() == host.Hostname()
}

func environment(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func main() {
	everybody := &room{people: map[string]*client{}}
	upgrader := websocket.Upgrader{Subprotocols: []string{"json"}, CheckOrigin: mayConnect}
	handler := http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		if socket, err := upgrader.Upgrade(response, request, nil); err == nil {
			everybody.welcome(socket)
		}
	})
	listener, err := net.Listen("tcp", net.JoinHostPort(environment("HOST", "127.0.0.1"), environment("PORT", "6503")))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("listening on", listener.Addr())
	log.Fatal((&http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}).Serve(listener))
}
