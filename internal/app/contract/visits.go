package contract

// Announcements about who is on the company's sites. All of them may be lost: gateways repeat theirs.
const (
	// SubjectVisits says which browsers are connected to a gateway, or are no more. Payload Visits.
	SubjectVisits = "visits.here"
	// SubjectVisitsAsk asks all gateways for the browsers that are connected: a core was just started. No payload.
	SubjectVisitsAsk = "visits.ask"
	// SubjectVisitNews tells every core what happened to visits. Payload visitor.News.
	SubjectVisitNews = "visits.news"
)

// Visits are browsers of one workspace on one gateway.
type Visits struct {
	Tenant string   `json:"tenant"`
	Here   []string `json:"here,omitempty"`
	Left   []string `json:"left,omitempty"`
}

// AudienceVisitor is one browser that tells of its visit.
func AudienceVisitor(id string) string { return "vis." + id }
