package audit

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// fill gives each part of v a value of its own; lists have two items.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("s", *n))
	case reflect.Int:
		v.SetInt(int64(*n - 40)) // some are negative
	case reflect.Uint8:
		v.SetUint(uint64(Unverified))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), n)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			switch v.Type().Field(i).Name {
			case "Evidence", "Metadata", "History", "Verified": // come of asking
			default:
				fill(v.Field(i), n)
			}
		}
	default:
		panic(v.Type())
	}
}

// All that a reference has before anything is asked is unpacked as it was packed, also
// where one text is a part of another.
func TestPackReference(t *testing.T) {
	var r Reference
	n := 0
	fill(reflect.ValueOf(&r).Elem(), &n)
	check := func(what string) {
		t.Helper()
		if got := r.pack().unpack(); !reflect.DeepEqual(*got, r) {
			t.Errorf("%s: unpacked as %+v, want %+v", what, *got, r)
		}
		if text, title := r.pack().headline(); text != r.Text || title != r.Title {
			t.Errorf("%s: the headline is %q, %q", what, text, title)
		}
	}
	check("all different")
	l := &r.Links[0]
	l.Written = "doi:10.5555/terns"
	l.ID = "10.5555/terns"
	l.Target = "https://doi.org/10.5555/terns"
	r.Text = strings.Join(r.Authors, ", ") + ": " + r.Title + ". " + l.Written + "\xff\x00"
	check("parts")
	if apart := len((&Reference{Title: r.Title, Authors: r.Authors, Links: r.Links}).pack()) + len(r.Text); len(r.pack()) >= apart {
		t.Errorf("parts of the text take as much memory as if they were none: %d bytes", apart)
	}
	r.Links = r.Links[:1]
	*l = Link{}
	check("an empty link")
	r = Reference{}
	check("nothing")
}
