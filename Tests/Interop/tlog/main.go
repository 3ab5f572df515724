// Command tlog verifies a Concordat record from outside, with the Go project's own transparency log packages:
// the checkpoint's signature, every tile and bundle of entries, the root, inclusion proofs, and the consistency with a
// checkpoint kept earlier.
package main

import (
	"bytes"
	"encoding/base64"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight
)

func main() {
	url := flag.String("url", "", "address of the log, without the final slash")
	vkey := flag.String("vkey", "", "verifier key of the log")
	since := flag.String("since", "", "file of a signed checkpoint kept earlier")
	limit := flag.Int64("proofs", 4096, "number of inclusion proofs to check, spread over the log; 0 checks every entry")
	flag.Parse()
	if *url == "" || *vkey == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	size, err := verify(strings.TrimRight(*url, "/"), *vkey, *since, *limit)
	if err != nil {
		fmt.Fprintln(os.Stderr, "tlog:", err)
		os.Exit(1)
	}
	fmt.Printf("tlog: %d entries verified\n", size)
}

func verify(url, vkey, since string, limit int64) (int64, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return 0, fmt.Errorf("verifier key: %w", err)
	}
	tiles := &tileServer{url: url, client: &http.Client{Timeout: 30 * time.Second}, kept: map[string][]byte{}}
	signed, err := tiles.get("checkpoint", 1<<20)
	if err != nil {
		return 0, err
	}
	origin, tree, err := open(signed, verifier)
	if err != nil {
		return 0, fmt.Errorf("checkpoint: %w", err)
	}
	if origin != verifier.Name() {
		return 0, fmt.Errorf("checkpoint: its origin is %q, its key is %q", origin, verifier.Name())
	}
	if tree.N == 0 {
		// The packages leave the root of the empty tree undefined; RFC 6962 has the hash of nothing.
		if tree.Hash.String() != "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" {
			return 0, errors.New("the root of the empty log is wrong")
		}
	}
	reader := tlog.TileHashReader(tree, tiles)
	if tree.N > 0 {
		root, err := tlog.TreeHash(tree.N, reader)
		if err != nil {
			return 0, fmt.Errorf("tiles: %w", err)
		}
		if root != tree.Hash {
			return 0, fmt.Errorf("tiles: their root is %v, the checkpoint's is %v", root, tree.Hash)
		}
	}
	leaves, err := entries(tiles, reader, tree.N)
	if err != nil {
		return 0, err
	}
	if err := rebuild(tiles, tree, leaves); err != nil {
		return 0, err
	}
	if err := inclusion(reader, tree, leaves, limit); err != nil {
		return 0, err
	}
	if since != "" {
		if err := consistency(since, verifier, origin, tree, reader); err != nil {
			return 0, fmt.Errorf("%s: %w", since, err)
		}
	}
	return tree.N, nil
}

// open verifies a signed checkpoint and reads its text as C2SP tlog-checkpoint has it; ParseTree of the tlog package reads
// another first line.
func open(signed []byte, verifier note.Verifier) (string, tlog.Tree, error) {
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return "", tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] == "" {
		return "", tlog.Tree{}, errors.New("it is not an origin, a size and a root")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return "", tlog.Tree{}, fmt.Errorf("its size is %q", lines[1])
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return "", tlog.Tree{}, fmt.Errorf("its root is %q", lines[2])
	}
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return lines[0], tree, nil
}

// entries reads every bundle of entries, compares the hash of every entry with the tree, and returns those hashes.
func entries(tiles *tileServer, reader tlog.HashReader, size int64) ([]tlog.Hash, error) {
	leaves := make([]tlog.Hash, 0, size)
	for first := int64(0); first < size; first += tileWidth {
		width := size - first
		if width > tileWidth {
			width = tileWidth
		}
		path := tilePath("entries", first/tileWidth, int(width))
		bundle, err := tiles.get(path, int64(width)*(2+tlog.HashSize))
		if err != nil {
			return nil, err
		}
		indexes := make([]int64, width)
		for i := range indexes {
			indexes[i] = tlog.StoredHashIndex(0, first+int64(i))
		}
		hashes, err := reader.ReadHashes(indexes)
		if err != nil {
			return nil, fmt.Errorf("tiles: %w", err)
		}
		for i, hash := range hashes {
			if len(bundle) < 2 {
				return nil, fmt.Errorf("%s ends before entry %d", path, first+int64(i))
			}
			length := int(bundle[0])<<8 | int(bundle[1])
			if length != tlog.HashSize || len(bundle) < 2+length {
				return nil, fmt.Errorf("%s: entry %d is not a digest of 32 bytes", path, first+int64(i))
			}
			if tlog.RecordHash(bundle[2:2+length]) != hash {
				return nil, fmt.Errorf("%s: entry %d is not the one in the tree", path, first+int64(i))
			}
			leaves = append(leaves, hash)
			bundle = bundle[2+length:]
		}
		if len(bundle) > 0 {
			return nil, fmt.Errorf("%s has %d bytes too many", path, len(bundle))
		}
	}
	return leaves, nil
}

// rebuild computes the whole tree from its leaves and compares every tile, and the root, with it.
//
// TileHashReader alone is not enough: where several subtrees of the root lie in one tile, golang.org/x/mod 0.7.0 skips the
// first of the tiles that it should check against their parents.
func rebuild(tiles *tileServer, tree tlog.Tree, leaves []tlog.Hash) error {
	if tree.N == 0 {
		return nil
	}
	row := leaves
	for level := 0; len(row) > 0; level++ {
		var above []tlog.Hash
		for first := 0; first < len(row); first += tileWidth {
			part := row[first:]
			if len(part) >= tileWidth {
				part = part[:tileWidth]
				above = append(above, root(part))
			}
			tile := tlog.Tile{H: tileHeight, L: level, N: int64(first / tileWidth), W: len(part)}
			data, err := tiles.ReadTiles([]tlog.Tile{tile})
			if err != nil {
				return err
			}
			for i, hash := range part {
				if !bytes.Equal(data[0][i*tlog.HashSize:(i+1)*tlog.HashSize], hash[:]) {
					return fmt.Errorf("%s: hash %d is wrong", tilePath(strconv.Itoa(level), tile.N, tile.W), i)
				}
			}
		}
		row = above
	}
	if computed := root(leaves); computed != tree.Hash {
		return fmt.Errorf("the entries have the root %v, the checkpoint has %v", computed, tree.Hash)
	}
	return nil
}

// root is the root of a tree over one hash or more.
func root(hashes []tlog.Hash) tlog.Hash {
	row := append([]tlog.Hash(nil), hashes...)
	for len(row) > 1 {
		half := len(row) / 2
		for i := 0; i < half; i++ {
			row[i] = tlog.NodeHash(row[2*i], row[2*i+1])
		}
		if len(row)%2 == 1 {
			row[half] = row[len(row)-1]
			half++
		}
		row = row[:half]
	}
	return row[0]
}

// inclusion makes and checks the proofs of up to limit entries, evenly spread, the first and the last among them.
func inclusion(reader tlog.HashReader, tree tlog.Tree, leaves []tlog.Hash, limit int64) error {
	count := tree.N
	if limit > 0 && limit < count {
		count = limit
	}
	for i := int64(0); i < count; i++ {
		index := tree.N - 1
		if i < count-1 {
			index = i * (tree.N / count)
		}
		proof, err := tlog.ProveRecord(tree.N, index, reader)
		if err != nil {
			return fmt.Errorf("proof of entry %d: %w", index, err)
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaves[index]); err != nil {
			return fmt.Errorf("proof of entry %d: %w", index, err)
		}
	}
	return nil
}

// consistency checks that the log begins with the tree of a signed checkpoint kept earlier.
func consistency(file string, verifier note.Verifier, origin string, tree tlog.Tree, reader tlog.HashReader) error {
	signed, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	oldOrigin, old, err := open(signed, verifier)
	if err != nil {
		return err
	}
	if oldOrigin != origin {
		return fmt.Errorf("it is of another log, %q", oldOrigin)
	}
	if old.N > tree.N {
		return fmt.Errorf("it has %d entries, the log now has only %d", old.N, tree.N)
	}
	if old.N == 0 {
		return nil
	}
	proof, err := tlog.ProveTree(tree.N, old.N, reader)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash); err != nil {
		return fmt.Errorf("the log does not begin with it: %w", err)
	}
	return nil
}

// tileServer reads tiles over HTTP and keeps them for as long as the program runs.
type tileServer struct {
	url    string
	client *http.Client
	kept   map[string][]byte
}

func (s *tileServer) Height() int { return tileHeight }

func (s *tileServer) SaveTiles([]tlog.Tile, [][]byte) {}

func (s *tileServer) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	all := make([][]byte, len(tiles))
	for i, tile := range tiles {
		path := tilePath(strconv.Itoa(tile.L), tile.N, tile.W)
		data, ok := s.kept[path]
		if !ok {
			var err error
			if data, err = s.get(path, int64(tile.W)*tlog.HashSize); err != nil {
				return nil, err
			}
			if len(data) != tile.W*tlog.HashSize {
				return nil, fmt.Errorf("%s has %d bytes", path, len(data))
			}
			s.kept[path] = data
		}
		all[i] = data
	}
	return all, nil
}

func (s *tileServer) get(path string, limit int64) ([]byte, error) {
	response, err := s.client.Get(s.url + "/" + path)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", path, response.Status)
	}
	var body bytes.Buffer
	if _, err := io.Copy(&body, io.LimitReader(response.Body, limit+1)); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if int64(body.Len()) > limit {
		return nil, fmt.Errorf("%s has more than %d bytes", path, limit)
	}
	return body.Bytes(), nil
}

// tilePath is the path of C2SP tlog-tiles; Tile.Path of the tlog package names the height as well.
func tilePath(level string, index int64, width int) string {
	path := fmt.Sprintf("%03d", index%1000)
	for index >= 1000 {
		index /= 1000
		path = fmt.Sprintf("x%03d/%s", index%1000, path)
	}
	path = "tile/" + level + "/" + path
	if width < tileWidth {
		path += fmt.Sprintf(".p/%d", width)
	}
	return path
}
