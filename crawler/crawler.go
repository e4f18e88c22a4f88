// Package crawler asks the web: it visits URLs and DOIs with colly, judges the
// answers, and reads with goquery what pages say of themselves.
package crawler
