package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

const maxConfig = 1 << 20 // bytes

func readConfig(path string) (*config, error) {
	if info, err := os.Stat(path); err == nil && (info.IsDir() || info.Size() > maxConfig) {
		return nil, fmt.Errorf("read %s: this is no file of settings", path)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, pathError("read", path, err)
	}
	return parseConfig(path, raw)
}

func parseConfig(path string, raw []byte) (*config, error) {
	c := &config{path: path, values: map[string][]string{}, faults: map[string]error{}, lines: map[string]int{}}
	var said map[string]any
	if err := toml.Unmarshal(raw, &said); err != nil {
		if wrong := new(toml.DecodeError); errors.As(err, &wrong) {
			line, column := wrong.Position()
			return nil, fmt.Errorf("%s:%d:%d: %s", path, line, column, strings.TrimPrefix(err.Error(), "toml: "))
		}
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	places := c.findLines(raw)
	if tables, ok := said[ruleTable].([]any); ok && len(tables) == len(places) {
		delete(said, ruleTable)
		for i, table := range tables {
			r, err := newRule(path, places[i], table)
			if err != nil {
				return nil, err
			}
			c.rules = append(c.rules, r)
		}
	}
	for name, value := range said {
		texts, err := settingTexts(value)
		if err != nil {
			c.faults[name] = err
			continue
		}
		for i := range texts {
			texts[i] = c.placed(name, texts[i])
		}
		c.values[name] = texts
	}
	return c, nil
}

// findLines notes the lines of the settings and gives those of each rule's keys;
// that of the rule itself is under "".
func (c *config) findLines(raw []byte) (rules []map[string]int) {
	lines := c.lines
	p := &unstable.Parser{}
	p.Reset(raw)
	for p.NextExpression() {
		e := p.Expression()
		keys := e.Key()
		if !keys.Next() {
			continue
		}
		key := keys.Node()
		name, line := string(key.Data), p.Shape(key.Raw).Start.Line
		switch {
		case e.Kind == unstable.ArrayTable && name == ruleTable && keys.IsLast():
			lines = map[string]int{"": line}
			rules = append(rules, lines)
			continue
		case e.Kind != unstable.KeyValue:
			lines = map[string]int{} // of a table in a rule, or of one that is refused
			if c.lines[name] == 0 {
				c.lines[name] = line
			}
		}
		if lines[name] == 0 {
			lines[name] = line
		}
	}
	return rules
}

// settingTexts gives the value of a setting as flags take it: an array is a flag
// that is given several times.
func settingTexts(value any) ([]string, error) {
	switch v := value.(type) {
	case string:
		return []string{v}, nil
	case bool, int64, float64:
		return []string{fmt.Sprint(v)}, nil
	case []any:
		all := []string{}
		for _, one := range v {
			texts, err := settingTexts(one)
			if _, nested := one.([]any); err != nil || nested {
				return nil, errors.New("an array may hold texts and numbers only")
			}
			all = append(all, texts...)
		}
		return all, nil
	}
	return nil, errors.New("the value is no text, number, true, false or array of these")
}
