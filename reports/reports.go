// Package reports renders an [audit.Report] for people and machines. Whatever
// comes from a document or a page is made harmless for the place it is printed
// in.
package reports
