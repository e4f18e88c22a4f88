package reports

import (
	"strings"
	"testing"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// readMetrics reads metrics as Prometheus does.
func readMetrics(t *testing.T, text string) map[string]*dto.MetricFamily {
	t.Helper()
	p := expfmt.NewTextParser(model.LegacyValidation)
	families, err := p.TextToMetricFamilies(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v in:\n%s", err, text)
	}
	return families
}

// Each series has its type, its help, and the label that tells reports apart,
// whatever the report's name is.
func TestPrometheus(t *testing.T) {
	name := "night\"ly\\ \nrun"
	for family, f := range readMetrics(t, render(t, "prometheus", rich(), Options{Name: name})) {
		if f.GetType() != dto.MetricType_GAUGE || f.GetHelp() == "" {
			t.Errorf("%s: type %s, help %q", family, f.GetType(), f.GetHelp())
		}
		for _, m := range f.Metric {
			if m.Label[0].GetName() != "report" || m.Label[0].GetValue() != Printable(name) {
				t.Errorf("%s: label %v", family, m.Label[0])
			}
		}
	}
	plain := readMetrics(t, render(t, "prometheus", rich(), Options{}))
	if got := plain["refmend_run_timestamp_seconds"].Metric[0]; len(got.Label) > 0 || int64(got.Gauge.GetValue()) != rich().Run.Finished.Unix() {
		t.Errorf("timestamp %v", got)
	}
}
