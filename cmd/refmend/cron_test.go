package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/robfig/cron/v3"
)

// TestCrontab runs the line of contrib/crontab as cron does: by sh, with no
// more of an environment than cron gives.
func TestCrontab(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip(err)
	}
	home, documents := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(documents, "paper.md"), []byte("# References\n\n1. Novak, E. (2019). https://gauges.org/\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	program, err := exec.LookPath("refmend")
	if err != nil {
		t.Fatal(err)
	}
	env := []string{"HOME=" + home, "LOGNAME=editor", "SHELL=/bin/sh"}
	lines := 0
	for line := range strings.Lines(string(readProject(t, "contrib/crontab"))) {
		line = strings.TrimSpace(line)
		switch fields := strings.Fields(line); {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.Contains(fields[0], "="):
			line = strings.Replace(line, "PATH=/usr/local/bin", "PATH="+filepath.Dir(program), 1)
			env = append(env, line)
		default:
			lines++
			if _, err := cron.ParseStandard(strings.Join(fields[:5], " ")); err != nil {
				t.Error(err)
			}
			command := strings.Join(fields[5:], " ")
			if strings.Contains(command, "%") {
				t.Errorf("cron takes %% for an end of line: %s", command)
			}
			// What cron gives is all there is, but for the network, which is not to be.
			cmd := exec.Command("sh", "-c", strings.Replace(command, "/srv/documents", documents, 1))
			cmd.Env = append(env, "REFMEND_OFFLINE=true")
			said, err := cmd.CombinedOutput()
			if err != nil || bytes.Contains(said, []byte("\x1b")) {
				t.Errorf("%s: %v\n%s", command, err, said)
			}
			for _, file := range []string{"refmend.html", ".local/state/refmend/refmend.db"} {
				if _, err := os.Stat(filepath.Join(home, file)); err != nil {
					t.Error(err)
				}
			}
		}
	}
	if lines != 1 {
		t.Errorf("%d lines", lines)
	}
}

// TestSystemd has systemd read the units, where it is, and holds what keeps the
// service in its place.
func TestSystemd(t *testing.T) {
	service := string(readProject(t, "contrib/systemd/refmend.service"))
	timer := string(readProject(t, "contrib/systemd/refmend.timer"))
	for _, want := range []string{"Type=oneshot", "ProtectSystem=strict", "NoNewPrivileges=yes", "PrivateTmp=yes", "StateDirectory=refmend", "CapabilityBoundingSet=", "After=network-online.target", "User=refmend"} {
		if !strings.Contains(service, "\n"+want+"\n") {
			t.Errorf("the service has no %s", want)
		}
	}
	for _, want := range []string{"Persistent=true", "RandomizedDelaySec=1h", "WantedBy=timers.target"} {
		if !strings.Contains(timer, "\n"+want+"\n") {
			t.Errorf("the timer has no %s", want)
		}
	}
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip(err)
	}
	program, err := exec.LookPath("refmend")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, unit := range map[string]string{"refmend.service": strings.Replace(service, "/usr/bin/refmend", program, 1), "refmend.timer": timer} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(unit), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	// What is wrong in a unit is said, but may be no error.
	said, err := exec.Command("systemd-analyze", "verify", filepath.Join(dir, "refmend.service"), filepath.Join(dir, "refmend.timer")).CombinedOutput()
	if err != nil || strings.Contains(string(said), "refmend.") {
		t.Errorf("systemd-analyze verify: %v\n%s", err, said)
	}
}
