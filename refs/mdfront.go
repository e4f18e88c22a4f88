package refs

import "strings"

// frontMatter gives the length of the YAML or TOML block that a document may
// begin with, and the title that it tells. The libraries that Pandoc is to take
// ("bibliography: a.bib") are included in c.
func frontMatter(s string, c *content) (length int, title string) {
	mark := ""
	for _, m := range []string{"---", "+++"} {
		if strings.HasPrefix(s, m+"\n") || strings.HasPrefix(s, m+"\r\n") {
			mark = m
		}
	}
	if mark == "" {
		return 0, ""
	}
	at := strings.IndexByte(s, '\n') + 1
	var libraries []string
	listed := false // lines of a list of libraries follow
	for line := range strings.Lines(s[at:]) {
		at += len(line)
		line = strings.TrimRight(line, " \t\r\n")
		if line == mark || mark == "---" && line == "..." {
			for _, name := range libraries {
				c.include(strings.Trim(strings.TrimSpace(name), `"'`))
			}
			return at, title
		}
		if item, ok := strings.CutPrefix(strings.TrimLeft(line, " \t"), "- "); ok && listed {
			libraries = append(libraries, item)
			continue
		}
		listed = false
		for _, key := range []string{"title:", "title ="} {
			if value, ok := strings.CutPrefix(line, key); ok && title == "" {
				title = strings.Trim(strings.TrimSpace(value), `"'`)
			}
		}
		if value, ok := strings.CutPrefix(line, "bibliography:"); ok {
			value = strings.TrimSpace(value)
			listed = value == ""
			libraries = append(libraries, strings.Split(strings.Trim(value, "[]"), ",")...)
		}
	}
	return 0, "" // never closed: a ruler, and what follows is text
}

// includeShortcode notes the file that Quarto's "{{< include file >}}" names,
// and tells whether a line is one.
func (c *content) includeShortcode(line string) bool {
	rest, ok := strings.CutPrefix(strings.TrimSpace(line), "{{<")
	if !ok {
		return false
	}
	name, ok := strings.CutSuffix(rest, ">}}")
	name, isInclude := strings.CutPrefix(strings.TrimSpace(name), "include ")
	if ok && isInclude {
		c.include(strings.Trim(strings.TrimSpace(name), `"'`))
	}
	return ok && isInclude
}

// includeModule notes the page that a line of MDX imports from beside it.
func (c *content) includeModule(line string) {
	line = strings.TrimRight(line, " \t\r;")
	if len(line) < 2 || !strings.HasPrefix(line, "import ") {
		return
	}
	quote := line[len(line)-1]
	i := strings.IndexByte(line, quote)
	if i == len(line)-1 {
		return
	}
	if name := line[i+1 : len(line)-1]; (quote == '\'' || quote == '"') && strings.HasPrefix(name, ".") && (strings.HasSuffix(name, ".mdx") || strings.HasSuffix(name, ".md")) {
		c.include(strings.TrimPrefix(name, "./"))
	}
}

// includeChildren notes the files that the options of a chunk of R Markdown
// name: "{r, child='a.Rmd'}", "{r child=c('a.Rmd', 'b.Rmd')}".
func (c *content) includeChildren(info string) {
	_, rest, ok := strings.Cut(info, "child")
	rest = strings.TrimLeft(rest, " ")
	if !ok || !strings.HasPrefix(info, "{") || !strings.HasPrefix(rest, "=") {
		return
	}
	rest = strings.TrimLeft(rest[1:], " ")
	several := strings.HasPrefix(rest, "c(")
	if several {
		rest = rest[2:]
	}
	for rest = strings.TrimLeft(rest, " "); rest != "" && (rest[0] == '\'' || rest[0] == '"'); rest = strings.TrimLeft(rest, ", ") {
		name, behind, ok := strings.Cut(rest[1:], rest[:1])
		if !ok {
			return
		}
		c.include(name)
		if rest = behind; !several {
			return
		}
	}
}
