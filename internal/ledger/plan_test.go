package ledger

import (
	"context"
	"database/sql"
	"errors"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// scans lists the statements that may go through a whole table, and why. Each is named
// by words of it.
var scans = map[string]string{
	"FROM text": "verify reads everything",
	"FROM claim c JOIN question q ON q.key = c.question\n\t\tWHERE NOT EXISTS": "verify reads everything",
	"SELECT w.start, w.finish, w.words, b.body":                                "verify reads everything",
	"FROM sqlite_schema": "opening: one row a table",
	"WHERE state IN ('received', 'acknowledged', 'answering')": "one row an unfinished question",
	"FROM standing":                         "one row an article",
	"WHERE r.closed IS NULL AND r.rank = 4": "operators' stats, over every server",
	"FROM answer WHERE failure = ''":        "from the newest back, 1000 at most",
	"UPDATE feedback SET member = '', why = '' WHERE member <> '' AND at <": "once a day",
	"DELETE FROM refusal WHERE at":                                          "once a day",
	"UPDATE approval SET lapsed = ?1 WHERE lapsed IS NULL":                  "one row an approval that stands",
	"WHERE w.gone IS NOT NULL":                                              "one row a quote that is gone",
	"FROM quote w JOIN citation c ON c.quote = w.key\n\t\tWHERE w.gone":     "one row a quote that is gone",
}

// TestPlans has SQLite explain every statement in this package's source: none goes
// through a whole table, unless it is listed above.
func TestPlans(t *testing.T) {
	ctx := context.Background()
	db, err := Open(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	found := append(statements(t),
		"SELECT q.key FROM question q JOIN answer a ON a.question = q.key WHERE q.id = ?",
		"SELECT q.key FROM question q JOIN answer a ON a.question = q.key WHERE q.key = (SELECT question FROM message WHERE id = ?)",
		"SELECT hash, vector, checksum FROM embedding WHERE embedder = (SELECT key FROM embedder WHERE name = ?) AND hash IN (?, ?)")
	if len(found) < 80 {
		t.Errorf("only %d statements found: are they still constants?", len(found))
	}
	for _, s := range found {
		plan, err := explainPlan(db, s)
		if err != nil {
			t.Errorf("%v: %s", err, s)
		}
		for _, step := range plan {
			if m := wholeTable.FindStringSubmatch(step); m != nil && !idle(s, m[1]) && allowed(s) == "" {
				t.Errorf("%s in\n%s", step, s)
			}
		}
	}
}

// TestQueueIsInOrder looks for a sort in the way to the next item of the queue.
func TestQueueIsInOrder(t *testing.T) {
	db, err := Open(context.Background(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	plan, err := explainPlan(db, freeItem)
	if err != nil || len(plan) != 1 || !strings.Contains(plan[0], "USING INDEX review_open") {
		t.Errorf("plan: %q, %v, want the index alone", plan, err)
	}
}

// wholeTable matches a step of a plan that visits every row of a table. Without a
// table's rows to visit (a list, a subquery) there is nothing to index.
var wholeTable = regexp.MustCompile(`^SCAN (\w+)( USING (COVERING )?INDEX \w+)?$`)

// idle reports whether a scan is one that SQLite plans and never makes: for the rows
// that wait for one inserted to refer to, which only deferred foreign keys can have.
func idle(statement, table string) bool {
	return strings.HasPrefix(statement, "INSERT") && !strings.Contains(statement, table)
}

func allowed(statement string) string {
	for words, why := range scans {
		if strings.Contains(statement, words) {
			return why
		}
	}
	return ""
}

func explainPlan(db *DB, statement string) ([]string, error) {
	var steps []string
	err := db.read(context.Background(), func(q querier) (err error) {
		steps, err = collect(q, func(rows *sql.Rows) (step string, err error) {
			var id, parent, unused int
			return step, rows.Scan(&id, &parent, &unused, &step)
		}, "EXPLAIN QUERY PLAN "+statement, parameters(statement)...)
		return err
	})
	return steps, err
}

// parameters are as many NULLs as the statement has parameters.
func parameters(statement string) []any {
	n := 0
	for _, p := range parameter.FindAllStringSubmatch(statement, -1) {
		n++
		if i, err := strconv.Atoi(p[1]); err == nil {
			n = max(n-1, i)
		}
	}
	return make([]any, n)
}

var parameter = regexp.MustCompile(`\?(\d*)`)

// statements evaluates the package's constant strings and returns those that are SQL,
// but for the beginnings of statements that are put together as the program runs.
func statements(t *testing.T) (out []string) {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		f, err := parser.ParseFile(fset, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(name, "_test.go") {
			files = append(files, f)
		}
	}
	info := types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	conf := types.Config{Error: func(error) {}, Importer: nowhere{}} // constants need no imports
	conf.Check("ledger", fset, files, &info)
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			e, ok := n.(ast.Expr)
			if !ok || info.Types[e].Value == nil || info.Types[e].Value.Kind() != constant.String {
				return true
			}
			if s := strings.TrimSpace(constant.StringVal(info.Types[e].Value)); sqlVerb.MatchString(s) && !begun.MatchString(s) {
				out = append(out, s)
			}
			return false // the parts of a constant are no statements
		})
	}
	return out
}

var sqlVerb = regexp.MustCompile(`^(SELECT|INSERT|UPDATE|DELETE|WITH)\s`)

var begun = regexp.MustCompile(`(WHERE|\(\?)$`)

// nowhere imports nothing.
type nowhere struct{}

func (nowhere) Import(path string) (*types.Package, error) { return nil, errors.New("not needed") }
