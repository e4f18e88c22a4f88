package store

import "bytes"

// stripJSON is [refs.StripCredentials] for all strings in JSON that was
// marshalled without escaping HTML. It works in place and gives what is left. What
// the escapes of JSON stand for ends an authority or does not, as it does there; a
// string's end does.
func stripJSON(b []byte) []byte {
	if bytes.IndexByte(b, '@') < 0 {
		return b
	}
	kept := b[:0]
	for {
		i := bytes.Index(b, []byte("://"))
		if i < 0 {
			return append(kept, b...)
		}
		kept, b = append(kept, b[:i+3]...), b[i+3:]
		at := -1
	authority:
		for j, c := range b {
			switch c {
			case '@':
				at = j
			case '/', '?', '#', ' ', '"', '\'', '<', '>', '`':
				break authority
			case '\\':
				if j+1 < len(b) && b[j+1] != 'u' && b[j+1] != 'b' && b[j+1] != 'f' {
					break authority
				}
			}
		}
		if at > 0 {
			b = b[at:]
		}
	}
}
