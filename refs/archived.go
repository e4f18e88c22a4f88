package refs

import "strings"

// An ArchivedCopy is what the address of a page in a web archive tells: who
// keeps the copy, of what, and when it was made.
type ArchivedCopy struct {
	Archive  string // host of the archive, in lower case: "web.archive.org"
	Time     string // "2012-03-04T05:06:07Z", or as much of it as the address has ("2012-03-04"); "" if it names no single copy
	Original Target // "" if the address does not tell, as those of perma.cc
}

// archives are the hosts that keep copies of pages, with the path in front of
// the time of a copy ("" if a code stands for both). The address forms are
// those of the Wayback Machine's software, which most archives run, of
// archive.today and of perma.cc.
var archives = map[string]string{
	"web.archive.org": "/web/", "www.web.archive.org": "/web/", "archive.org": "/web/", "wayback.archive.org": "/web/",
	"arquivo.pt": "/wayback/", "wayback.archive-it.org": "/", "webarchive.nationalarchives.gov.uk": "/ukgwa/", "webarchive.loc.gov": "/all/",
	"www.webarchive.org.uk": "/wayback/archive/", "webarchive.org.uk": "/wayback/archive/", "web.archive.bibalex.org": "/web/", "vefsafn.is": "/is/",
	"wayback.vefsafn.is": "/wayback/", "haw.nsk.hr": "/wayback/", "nukrobi2.nuk.uni-lj.si": "/wayback/", "swap.stanford.edu": "/",
	"archive.today": "/", "archive.is": "/", "archive.ph": "/", "archive.li": "/", "archive.vn": "/", "archive.fo": "/", "archive.md": "/",
	"perma.cc": "", "www.perma.cc": "", "www.webcitation.org": "", "webcitation.org": "", "megalodon.jp": "", "ghostarchive.org": "",
}

// Archived splits the address of an archived copy into archive, time and
// original. ok is false if t leads to no web archive. A copy of a copy gives the
// original that both are of.
func (t Target) Archived() (c ArchivedCopy, ok bool) {
	host := t.Host()
	lead, ok := archives[host]
	if !ok {
		return ArchivedCopy{}, false
	}
	c.Archive = host
	_, rest, _ := strings.Cut(string(t), "://")
	_, rest, _ = strings.Cut(rest, "/")
	rest, found := strings.CutPrefix("/"+rest, lead)
	if lead == "" || !found {
		return c, true
	}
	stamp, original, _ := strings.Cut(rest, "/")
	if !isCopyTime(stamp) && (lead == "/" || host == "webarchive.nationalarchives.gov.uk") {
		stamp, original, _ = strings.Cut(original, "/") // the number of a collection is in front
	}
	if !isCopyTime(stamp) && stamp != "*" {
		return c, true
	}
	c.Time = copyTime(stamp)
	for _, scheme := range []string{"http:/", "https:/"} { // a slash is lost on the way through some servers
		if after, ok := strings.CutPrefix(original, scheme); ok && !strings.HasPrefix(after, "/") {
			original = scheme + "/" + after
		}
	}
	if u, err := ParseTarget(withScheme(original)); err == nil && strings.Contains(original, ".") {
		c.Original = u
		if inner, ok := u.Archived(); ok && inner.Original != "" {
			c.Original = inner.Original
		}
	}
	return c, true
}

// copyDigits gives the digits of the time in an archive's address, without the
// mark of a view ("20120304050607id_") and the points of archive.today
// ("2013.01.02-101112").
func copyDigits(stamp string) string {
	if i := strings.IndexAny(stamp, "abcdefghijklmnopqrstuvwxyz"); i >= 8 && strings.HasSuffix(stamp, "_") {
		stamp = stamp[:i]
	}
	return strings.NewReplacer(".", "", "-", "").Replace(stamp)
}

func isCopyTime(stamp string) bool {
	d := copyDigits(stamp)
	return len(d) >= 4 && len(d) <= 14 && len(d)%2 == 0 && allDigits(d) && (d[:2] == "19" || d[:2] == "20")
}

// copyTime gives the time of a copy after ISO 8601; "" for a calendar of copies.
func copyTime(stamp string) string {
	d := copyDigits(stamp)
	if !isCopyTime(stamp) {
		return ""
	}
	out := d[:4]
	for i, mark := range []string{"-", "-", "T", ":", ":"} {
		at := 4 + 2*i
		if at+2 > len(d) || i == 2 && len(d) < 12 {
			return out
		}
		out += mark + d[at:at+2]
	}
	return out + "Z"
}
